"""Frame what is drawn as an SVG document.

A file of its own carries its style in each element, since other programs than browsers
know no variables in style sheets.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

import cssselect2
import tinycss2

from l2kg.drawing.svg import own_ids, svg_document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from l2kg.drawing.shapes import Figure, Width

__all__ = ["Drawings", "framed", "inlined"]


class Drawings(NamedTuple):
    """A case drawn for a wide and for a narrow page, and what lights up with each element.

    ``related`` names elements by their local names.
    """

    wide: str
    narrow: str
    related: dict[str, list[str]]


def framed(
    chart: Figure,
    drawn: str,
    *,
    name: str,
    shown: Sequence[str],
    style: str,
    standalone: bool,
    width: Width,
    below: float = 0.0,
) -> str:
    """Put what is drawn of a chart into an SVG document with its title and summary.

    ``name`` begins the ids of the document, ``shown`` are its classes. ``standalone``
    makes a file of its own: it has a size, and each element carries its style. ``below``
    is room for what is drawn under the chart.
    """
    svg = svg_document(
        drawn,
        size=(chart.width, chart.height + below),
        shown=shown,
        ids=(f"{name}t", f"{name}d"),
        title=chart.title,
        summary=chart.summary,
        sized=standalone,
    )
    return own_ids(inlined(svg, style) if standalone else svg, width)


SVG = "http://www.w3.org/2000/svg"


_PROPERTIES = (
    "fill",
    "fill-opacity",
    "font-family",
    "font-size",
    "font-weight",
    "letter-spacing",
    "opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
)
"""What an element may carry, in the order in which it is written."""
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_MIXTURE = re.compile(r"color-mix\(in srgb,\s*#(\w{6}) (\d+)%,\s*#(\w{6})\)")
_FONT = re.compile(r"(\d+) ([\d.]+px) (.+)")
_FONT_PARTS = ("font-weight", "font-size", "font-family")
_CHANNELS = (0, 2, 4)  # where red, green and blue begin in six hexadecimal digits


def inlined(svg: str, css: str) -> str:
    """Return a drawing in which each element carries what a style sheet gives it.

    It stands on the ground for which the sheet asks.
    """
    ET.register_namespace("", SVG)
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    wrapper = cssselect2.ElementWrapper.from_xml_root(root)
    fill = _styled(wrapper, _matcher(css), {})
    ground = {"width": "100%", "height": "100%", "fill": fill}
    root.insert(2, ET.Element(f"{{{SVG}}}rect", ground))  # after title and summary
    return ET.tostring(root, encoding="unicode")


@lru_cache(maxsize=8)
def _matcher(css: str) -> cssselect2.Matcher:
    """Read a style sheet; what depends on the screen or on a pointer is no part of a file."""
    matcher = cssselect2.Matcher()
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            continue
        head = tinycss2.serialize(rule.prelude)
        if ":hover" in head or ":focus" in head:
            continue
        values = {
            part.name: tinycss2.serialize(part.value).strip()
            for part in tinycss2.parse_blocks_contents(rule.content)
            if part.type == "declaration"
        }
        for selector in cssselect2.compile_selector_list(rule.prelude):
            matcher.add_selector(selector, values)
    return matcher


def _styled(
    element: cssselect2.ElementWrapper,
    matcher: cssselect2.Matcher,
    inherited: Mapping[str, str],
) -> str:
    """Style an element and all that is in it; return its background.

    ``inherited`` are the variables that what lies around it has set.
    """
    values: dict[str, str] = {}
    by_weight = sorted(matcher.match(element), key=lambda match: match[:2])
    for _, _, _, declarations in by_weight:
        values |= declarations
    variables = dict(inherited) | {
        name: value for name, value in values.items() if name.startswith("--")
    }
    style = {
        name: _resolved(value, variables)
        for name, value in values.items()
        if not name.startswith("--")
    }
    if font := _FONT.fullmatch(style.get("font", "")):
        style |= dict(zip(_FONT_PARTS, font.groups(), strict=True))
    for name in _PROPERTIES:
        if name in style:
            element.etree_element.set(name, style[name])
    for child in element.iter_children():
        _styled(child, matcher, variables)
    return style.get("background", "none")


def _resolved(value: str, variables: Mapping[str, str]) -> str:
    """Put values for variables, and one colour for a mixture of two.

    >>> mixed = "color-mix(in srgb,var(--h) 50%,var(--paper,#ffffff))"
    >>> _resolved(mixed, {"--h": "var(--c0)", "--c0": "#000000"})
    '#808080'
    """
    while _VARIABLE.search(value):
        value = _VARIABLE.sub(
            lambda match: variables.get(match[1], match[2] or "none"), value
        )
    return _MIXTURE.sub(
        lambda match: _mixed(match[1], int(match[2]) / 100, match[3]), value
    )


def _mixed(colour: str, share: float, other: str) -> str:
    """Mix two colours, each six hexadecimal digits; ``share`` is that of the first."""
    mixed = ""
    for start in _CHANNELS:
        first = int(colour[start : start + 2], 16)
        second = int(other[start : start + 2], 16)
        mixed += f"{round(first * share + second * (1 - share)):02x}"
    return "#" + mixed
