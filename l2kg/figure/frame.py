"""Frame a drawing as an SVG document, and find what lights up together; for the figure and the timeline alike."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from l2kg.figure.ink import apart, classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from l2kg.figure.parts import Figure

__all__ = ["focus_of", "framed", "mutual"]


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
        from l2kg.figure.inline import inlined

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
