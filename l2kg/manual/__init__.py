"""The manual: the documents as a site that needs no server and no network.

Sphinx writes it from the Markdown in `docs/` and from pages that are made from the code.
"""

from __future__ import annotations

import io
import re
import shutil
from typing import TYPE_CHECKING

from l2kg import __version__
from l2kg.extras import MissingExtraError, needs
from l2kg.files import code_root, docs_root
from l2kg.manual.pages import made
from l2kg.writing import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["missing", "write"]

_NAV = {
    "Start": ("start", "browse"),
    "Work with the data": (
        *("ask", "joining", "analyse", "tables", "network", "r"),
        *("notebooks/notebook", "notebooks/joining"),
    ),
    "Run a server": ("server", "clients"),
    "Reference": (
        *("reference/commands", "reference/commands-in-a-shell"),
        *("reference/queries", "reference/patterns"),
        *("reference/python", "codebook", "reference/ontology"),
    ),
    "The project": (
        *("contributing", "architecture", "decisions/index", "coverage"),
        *("ontology-quality", "changes-0.2", "tests"),
    ),
}
# What lies elsewhere, or is no page, and where the site has it.
_ELSEWHERE = {
    "](decisions/)": "](decisions/index.md)",
    "](../CONTRIBUTING.md)": "](contributing.md)",
}
_PLAIN = re.compile(r"\[([^\]]+)\]\((ontology/index\.html)\)")
_NOTEBOOK = re.compile(r"\]\((\w+)\.ipynb\)")
_NO_PAGES = shutil.ignore_patterns("*.py", "__pycache__", "*.ipynb", "*.tsv", "ontology")
_EXTENSIONS = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
# Our colours, as the other pages have them; the fonts lie beside the site.
_LIGHT = {
    "font-stack": "Inter, system-ui, sans-serif",
    "font-stack--monospace": '"IBM Plex Mono", monospace',
    "font-stack--headings": '"Source Serif 4", Georgia, serif',
    "color-background-primary": "#fffdf8",
    "color-background-secondary": "#f5efe3",
    "color-background-hover": "#ece4d3",
    "color-background-border": "#e4dccb",
    "color-code-background": "#f5efe3",
    "color-foreground-primary": "#1d2433",
    "color-foreground-secondary": "#4b5363",
    "color-foreground-muted": "#5b6270",
    "color-brand-primary": "#8a5700",
    "color-brand-content": "#2f5d9b",
    "color-brand-visited": "#2f5d9b",
}
_DARK = {
    "color-background-primary": "#14171d",
    "color-background-secondary": "#1d222b",
    "color-background-hover": "#262c37",
    "color-background-border": "#333a46",
    "color-code-background": "#1d222b",
    "color-foreground-primary": "#e9e4d8",
    "color-foreground-secondary": "#c5c6c4",
    "color-foreground-muted": "#a9b0bd",
    "color-brand-primary": "#e0a23c",
    "color-brand-content": "#8db7ee",
    "color-brand-visited": "#8db7ee",
}


def missing() -> str | None:
    """Return what has to be installed before the manual can be written, if anything."""
    try:
        with needs("docs"):
            import furo  # noqa: F401
            import myst_parser  # noqa: F401
            import sphinx  # noqa: F401
    except MissingExtraError as error:
        return str(error)
    return None


def write(folder: Path, more: Mapping[str, str]) -> list[str]:
    """Write the manual into a folder; return what Sphinx warns of.

    ``more`` are pages that are made elsewhere: the Markdown by the name of the page.
    """
    with needs("docs"):
        from sphinx.application import Sphinx

    warnings = io.StringIO()
    with scratch_folder() as temporary:
        source = temporary / "source"
        _gather(source, more)
        app = Sphinx(
            source,
            None,
            folder,
            temporary / "trees",
            "html",
            confoverrides=_settings(),
            status=None,
            warning=warnings,
            freshenv=True,
        )
        app.build()
    shutil.copytree(docs_root() / "ontology", folder / "ontology", dirs_exist_ok=True)
    return [line.replace(str(temporary), "") for line in warnings.getvalue().splitlines()]


def _gather(source: Path, more: Mapping[str, str]) -> None:
    """Lay all pages into one folder, the way between them on the first."""
    shutil.copytree(docs_root(), source, ignore=_NO_PAGES)
    shutil.copytree(code_root() / "assets" / "fonts", source / "_static" / "fonts")
    for path in (code_root() / "manual" / "assets").iterdir():
        shutil.copy(path, source / "_static")
    shutil.copy(code_root() / "assets" / "icon.svg", source / "_static")
    for path in source.rglob("*.md"):
        path.write_text(_led(path.read_text(encoding="utf-8")), encoding="utf-8")
    for name, text in {**made(), **more}.items():
        place = source / f"{name}.md"
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
    with (source / "index.md").open("a", encoding="utf-8") as first:
        for caption, pages in _NAV.items():
            head = f"\n```{{toctree}}\n:hidden:\n:titlesonly:\n:caption: {caption}\n\n"
            first.write("\n".join([head, *pages, "```\n"]))


def _led(text: str) -> str:
    """Lead links out of the documents to where the site has what they name."""
    for there, here in _ELSEWHERE.items():
        text = text.replace(there, here)
    text = _NOTEBOOK.sub(r"](notebooks/\1.md)", text)
    return _PLAIN.sub(r'<a href="\2">\1</a>', text)


def _settings() -> dict[str, object]:
    return {
        "project": "L2KG",
        "version": __version__,
        "html_title": "L2KG",
        "copyright": "the L2KG project; texts under CC BY 4.0",
        "extensions": _EXTENSIONS,
        "root_doc": "index",
        "source_suffix": {".md": "markdown"},
        "suppress_warnings": ["misc.highlighting_failure"],
        "highlight_language": "text",
        "myst_heading_anchors": 4,
        "autodoc_member_order": "bysource",
        "python_use_unqualified_type_names": True,
        "html_theme": "furo",
        "html_static_path": ["_static"],
        "html_css_files": ["manual.css"],
        "html_favicon": "_static/icon.svg",
        "html_copy_source": False,
        "html_show_sphinx": False,
        "html_theme_options": {
            "light_css_variables": _LIGHT,
            "dark_css_variables": _DARK,
        },
    }
