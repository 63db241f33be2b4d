"""A drawing as PNG, by the library resvg and in our own fonts; the extra `png` installs what it needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from l2kg.extras import needs
from l2kg.files import code_root
from l2kg.writing import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fontTools.ttLib import TTFont

__all__ = ["png"]

_SCALE = (
    2  # pixels of a picture to one of the drawing: sharp on paper and on fine screens
)
_REGULAR = 400
_WEIGHT = re.compile(r'font-weight="(\d+)"')


def png(svg: str) -> bytes:
    """Return a standalone SVG as PNG on white.

    Raises:
        MissingExtraError: the libraries are not installed.
    """
    with needs("png"):
        import resvg_py

    with scratch_folder() as folder:
        fonts = [_saved(font, folder, name) for name, font in _fonts(svg)]
        drawn = resvg_py.svg_to_bytes(
            svg, zoom=_SCALE, background="white", font_files=fonts
        )
    return bytes(drawn)


def _fonts(svg: str) -> Iterator[tuple[str, TTFont]]:
    """Yield our fonts with names: as they are, and in the boldest weight that a drawing has."""
    with needs("png"):
        from fontTools.ttLib import TTFont
        from fontTools.varLib.instancer import instantiateVariableFont

    boldest = max(map(int, _WEIGHT.findall(svg)), default=_REGULAR)
    for packed in sorted((code_root() / "assets" / "fonts").glob("*.woff2")):
        if "italic" in packed.stem and "italic" not in svg:
            continue
        yield packed.stem, TTFont(packed)
        if boldest > _REGULAR and "fvar" in (font := TTFont(packed)):
            yield f"{packed.stem}-bold", instantiateVariableFont(font, {"wght": boldest})


def _saved(font: TTFont, folder: Path, name: str) -> str:
    """Write a font unpacked, as the library reads it, and return its file."""
    font.flavor = None
    file = f"{folder}/{name}.ttf"
    font.save(file)
    return file
