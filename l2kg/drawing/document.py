"""Frame a drawing as an SVG document, and find what lights up together; for the figure and the timeline alike."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import cssselect2
import tinycss2

from l2kg.drawing.svg import apart, classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from l2kg.drawing.shapes import Figure

__all__ = ["focus_of", "framed", "mutual", "inlined"]


def framed(
    chart: Figure,
    drawn: str,
    *,
    name: str,
    shown: Sequence[str],
    style: str,
    standalone: bool,
    width: str,
    below: float = 0.0,
) -> str:
    """Put what is drawn of a chart into an SVG document with its title and summary.

    ``name`` begins the ids of the document, ``shown`` are its classes. ``standalone``
    makes a file of its own: it has a size, and each element carries its style, since
    other programs than browsers know no variables in style sheets. ``below`` is room for
    what is drawn under the chart.
    """
    high = chart.height + below
    size = f' width="{chart.width:.0f}" height="{high:.0f}"' if standalone else ""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{classes(*shown)}" viewBox="0 0'
        f' {chart.width:.0f} {high:.0f}"{size} role="group" aria-labelledby="{name}t'
        f' {name}d"><title id="{name}t">{escape(chart.title)}</title><desc'
        f' id="{name}d">{escape(chart.summary)}</desc>{drawn}</svg>'
    )
    if standalone:
        svg = inlined(svg, style)
    return apart(svg, width)


def mutual(links: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return for each end of a link all that it is linked with.

    >>> mutual([("a", "b"), ("a", "c"), ("b", "b")])
    {'a': ['b', 'c'], 'b': ['a'], 'c': ['a']}
    """
    near: dict[str, set[str]] = {}
    for one, other in links:
        if one != other:
            near.setdefault(one, set()).add(other)
            near.setdefault(other, set()).add(one)
    return {one: sorted(others) for one, others in sorted(near.items())}


def focus_of(selected: str | None, near: Mapping[str, Sequence[str]]) -> set[str]:
    """Return what lights up when an element is selected: itself and what belongs to it, if anything does."""
    return {selected, *near[selected]} if selected and selected in near else set()


SVG = "http://www.w3.org/2000/svg"


_KEPT = (
    "fill", "fill-opacity", "font-family", "font-size", "font-weight", "letter-spacing", "opacity", "stroke", "stroke-dasharray",
    "stroke-linecap", "stroke-linejoin", "stroke-opacity", "stroke-width",
)  # fmt: skip


_VAR = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")


_MIX = re.compile(r"color-mix\(in srgb,\s*#(\w{6}) (\d+)%,\s*#(\w{6})\)")


_FONT = re.compile(r"(\d+) ([\d.]+px) (.+)")


_PAIRS = (0, 2, 4)


def inlined(svg: str, css: str) -> str:
    """Return a drawing in which each element carries what a style sheet says of it, over the ground that the sheet asks for."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    matcher = _matcher(css)
    ground = _styled(cssselect2.ElementWrapper.from_xml_root(root), matcher, {})
    root.insert(
        2,
        ET.Element(f"{{{SVG}}}rect", {"width": "100%", "height": "100%", "fill": ground}),
    )
    return ET.tostring(root, encoding="unicode")


@cache
def _matcher(css: str) -> cssselect2.Matcher:
    """Read a style sheet; what depends on the screen or on a pointer is no part of a file."""
    matcher = cssselect2.Matcher()
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if (
            rule.type != "qualified-rule"
            or ":hover" in (head := tinycss2.serialize(rule.prelude))
            or ":focus" in head
        ):
            continue
        said = [
            one
            for one in tinycss2.parse_blocks_contents(rule.content)
            if one.type == "declaration"
        ]
        for selector in cssselect2.compile_selector_list(rule.prelude):
            matcher.add_selector(
                selector,
                {one.name: tinycss2.serialize(one.value).strip() for one in said},
            )
    return matcher


def _styled(
    element: cssselect2.ElementWrapper,
    matcher: cssselect2.Matcher,
    variables: Mapping[str, str],
) -> str:
    """Style an element and all that is in it; return its background."""
    said: dict[str, str] = {}
    for _, _, _, declarations in sorted(
        matcher.match(element), key=lambda match: match[:2]
    ):
        said |= declarations
    known = dict(variables)
    for name in (name for name in said if name.startswith("--")):
        known[name] = said[name]
    said = {
        name: _resolved(value, known)
        for name, value in said.items()
        if not name.startswith("--")
    }
    if font := _FONT.fullmatch(said.get("font", "")):
        said |= dict(
            zip(("font-weight", "font-size", "font-family"), font.groups(), strict=True)
        )
    for name in _KEPT:
        if name in said:
            element.etree_element.set(name, said[name])
    for child in element.iter_children():
        _styled(child, matcher, known)
    return said.get("background", "none")


def _resolved(value: str, variables: Mapping[str, str]) -> str:
    """Put values for variables, and one colour for a mixture of two.

    >>> _resolved("color-mix(in srgb,var(--h) 50%,var(--paper,#ffffff))", {"--h": "var(--c0)", "--c0": "#000000"})
    '#808080'
    """
    while _VAR.search(value):
        value = _VAR.sub(lambda match: variables.get(match[1], match[2] or "none"), value)
    return _MIX.sub(lambda match: _mixed(match[1], int(match[2]) / 100, match[3]), value)


def _mixed(one: str, share: float, other: str) -> str:
    return "#" + "".join(
        f"{round(int(one[k : k + 2], 16) * share + int(other[k : k + 2], 16) * (1 - share)):02x}"
        for k in _PAIRS
    )
