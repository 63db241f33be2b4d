"""Find what lights up together when an element of a drawing is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["focus_of", "mutual"]


def mutual(links: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return for each end of a link all that it is linked with.

    >>> mutual([("a", "b"), ("a", "c"), ("b", "b")])
    {'a': ['b', 'c'], 'b': ['a'], 'c': ['a']}
    """
    near: dict[str, set[str]] = {}
    for first, second in links:
        if first != second:
            near.setdefault(first, set()).add(second)
            near.setdefault(second, set()).add(first)
    return {element: sorted(others) for element, others in sorted(near.items())}


def focus_of(selected: str | None, near: Mapping[str, Sequence[str]]) -> set[str]:
    """Return what lights up when an element is selected.

    That is the element itself and what belongs to it, if anything does.
    """
    return {selected, *near[selected]} if selected and selected in near else set()
