"""What does not agree in a case, as HTML: the two sources side by side, and what follows."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from l2kg.views.htmlparts import linked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from l2kg.conflicts.reading import Disagreement, Told

    Link = Callable[[str], str | None]

__all__ = ["HEADING", "disagreements_html"]

HEADING = "What does not agree"


def disagreements_html(found: Iterable[Disagreement], link: Link) -> str:
    """Write disagreements, those of one kind about one thing together; nothing where there is none."""
    alike: dict[tuple[str, str, str], list[Disagreement]] = {}
    for one in found:
        alike.setdefault((one.summary, one.about.iri, one.follows), []).append(one)
    return "".join(_group(group, link) for group in alike.values())


def _group(group: list[Disagreement], link: Link) -> str:
    first = group[0]
    pairs = "".join(
        f'<div class="rivals">{_side(one.one, link)}<p'
        f' class="against">against</p>{_side(one.other, link)}</div>'
        for one in group
    )
    return (
        '<section class="clash"><p'
        f' class="kick">{escape(first.summary)}</p><h3>{linked(first.about.iri, first.about.label, link)}</h3>{pairs}<p><b>What'
        f" follows.</b> {escape(first.follows)}</p></section>"
    )


def _side(told: Told, link: Link) -> str:
    by = ", ".join(linked(ref.iri, ref.label, link) for ref in told.sources)
    return (
        f'<article><p>{escape(told.says)}</p><p class="mut">by'
        f" {by or 'our own records'}</p></article>"
    )
