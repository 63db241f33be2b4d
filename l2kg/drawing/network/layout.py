"""Lay out the network of relationships, each case by itself, one below the other.

A tie is a box of its own, to which its ends are joined, so that it can be read and
chosen, and may have more ends than two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.drawing.network.cluster import Cluster
from l2kg.drawing.network.columns import MOST_COLUMNS, set_in_columns
from l2kg.drawing.network.ladder import set_as_ladder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from l2kg.cases.people import Tie
    from l2kg.drawing.shapes import Box, Line, Node, Path, Width

__all__ = ["NETWORK_WIDTHS", "Layout", "arranged", "clusters"]

NETWORK_WIDTHS: dict[Width, float] = {"wide": 1160.0, "narrow": 372.0}
"""Pixels: what a page without a margin of its own leaves on a laptop and on a phone."""
_GAP = 26.0  # pixels between two cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A network with its places.

    It has grounds of sides with the number of their colour, lines of text, nodes, and paths
    between these.
    """

    width: float
    height: float
    zones: tuple[tuple[Box, int], ...]
    captions: tuple[Line, ...]
    nodes: tuple[Node, ...]
    paths: tuple[Path, ...]


def clusters(ties: Iterable[Tie], *, most: int) -> tuple[list[list[Tie]], list[Tie]]:
    """Group ties by case, in their order, as long as there are no more people than ``most``.

    The other ties come second.
    """
    by_case: dict[str, list[Tie]] = {}
    for tie in ties:
        if tie.ends:
            by_case.setdefault(tie.case.iri, []).append(tie)
    shown: list[list[Tie]] = []
    left: list[Tie] = []
    people = 0
    for found in by_case.values():
        people += len({ref for tie in found for ref, _ in tie.ends})
        if people <= most:
            shown.append(found)
        else:
            left += found
    return shown, left


def arranged(groups: Sequence[Sequence[Tie]], *, width: Width) -> Layout:
    """Lay out one case below the other.

    Sides stand in columns, unless there are too many of them or the width is narrow.
    """
    pixels, y = NETWORK_WIDTHS[width], 0.0
    placed: list[Cluster] = []
    for ties in groups:
        cluster = Cluster(ties, pixels, y)
        if width == "narrow" or len(cluster.people) > MOST_COLUMNS:
            set_as_ladder(cluster)
        else:
            set_in_columns(cluster)
        placed.append(cluster)
        y = cluster.bottom + _GAP
    return Layout(
        width=pixels,
        height=y,
        zones=tuple(zone for cluster in placed for zone in cluster.zones),
        captions=tuple(line for cluster in placed for line in cluster.captions),
        nodes=tuple(node for cluster in placed for node in cluster.nodes),
        paths=tuple(path for cluster in placed for path in cluster.paths),
    )
