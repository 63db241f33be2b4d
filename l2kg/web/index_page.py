"""The page in which a browser starts the application.

It is Streamlit's own, told where its server is, what it is and what is needed first.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["chunks", "index_page"]

TITLE = "L2KG: negotiations on two levels"
_ABOUT = (
    "Cases in which negotiators helped, or harmed, the other side with the people behind"
    " it, each statement with the passage that says so."
)
# What the pages show first, by the names of Streamlit's files.
_FIRST = ("BidiComponent", "Html", "Selectbox", "PageLink", "ButtonGroup")
_FONTS = ("inter", "source-serif")
_IMPORT = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')

# Without this the browser asks for the server below the page's own path first, and is
# told 404, before it asks at the root. The answer that it would wait for next is known as
# well: no other site may speak to the page.
_SETTING = """<script>
      window.__streamlit = {
        BACKEND_BASE_URL: `${location.origin}/`,
        HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false },
      }
    </script>"""
_NOSCRIPT = """<noscript>
      <h1>L2KG: negotiations on two levels</h1>
      <p>These pages need JavaScript. The same cases can be read without it:
      <a href="/contents">all cases</a>.</p>
    </noscript>"""


def index_page(index: str, first: Iterable[str] = ()) -> str:
    """Return Streamlit's page for our application.

    ``first`` names files in its folder of scripts that the browser fetches at once.

    What another version of Streamlit writes otherwise is left as it is: the pages open
    all the same, only later.
    """
    hints = [
        f'<link rel="preload" href="/assets/fonts/{font}.woff2" as="font"'
        ' type="font/woff2" crossorigin />'
        for font in _FONTS
    ]
    hints += [
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
        for name in first
    ]
    head = (
        f'<meta name="description" content="{escape(_ABOUT)}" />\n    {_SETTING}\n    '
        + "\n    ".join(hints)
    )
    for old, new in (
        (r'<link\s+rel="preload"[^>]*SourceSans[^>]*>', ""),
        (r"<title>.*?</title>", f"<title>{TITLE}</title>\n    {head}"),
        (r"<noscript>.*?</noscript>", _NOSCRIPT),
    ):
        index = re.sub(old, lambda _, new=new: new, index, count=1, flags=re.DOTALL)  # type: ignore[misc]
    return index


def chunks(folder: Path, index: str) -> list[str]:
    """Return the script files that the pages need first, and what those import.

    Those that the index names itself are left out.
    """
    todo = [path.name for name in _FIRST for path in folder.glob(f"{name}.*.js")]
    found: dict[str, None] = {}
    while todo:
        name = todo.pop(0)
        if name not in found and name not in index and (folder / name).is_file():
            found[name] = None
            todo += _IMPORT.findall((folder / name).read_text(encoding="utf-8"))
    return list(found)
