"""Which columns of a table hold actors and which their dates: as they are named, or by what they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.csv_text import is_missing
from l2kg.errors import UsageError
from l2kg.joining.date_cells import is_text_of_date, whole_number
from l2kg.joining.identities import ColumnError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "ROLES",
    "Layout",
    "layout_of",
    "named_columns",
    "require_enough",
    "split_role",
]

_PARTS = ("year", "month", "day")
ROLES = (
    "actor",
    "date",
    "start",
    "end",
    *_PARTS,
    *(f"{end}-{part}" for end in ("start", "end") for part in _PARTS),
)
_HINTS = (("year", r"year|yr"), ("month", r"mon|mth"), ("day", r"day"))
_Group = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of the actors' columns, and those of their time among the named columns.

    `dates` is one group, or one for the start and one for the end; a group is a column of
    dates, or those of year, month and day.
    """

    actors: tuple[int, ...]
    dates: tuple[_Group, ...]


def split_role(text: str) -> tuple[str | None, str]:
    """Part the name of a column from the role that is given to it.

    >>> split_role("year=styear"), split_role("ccode")
    (('year', 'styear'), (None, 'ccode'))
    """
    role, sign, name = text.partition("=")
    return (role, name) if sign and role in ROLES else (None, text)


def named_columns(on: str) -> tuple[str, ...]:
    """Read the names that `--on` gives, each with its role where it has one.

    Raises:
        UsageError: the text names fewer than two columns, or one without a name.

    >>> named_columns(" ccode , year ")
    ('ccode', 'year')
    """
    names = tuple(name.strip() for name in on.split(","))
    require_enough(names, f"--on {on!r}", "--on ccode,year", "--on ccode1,ccode2,year")
    return names


def require_enough(names: Sequence[str], given: str, two: str, more: str) -> None:
    """Refuse fewer than two names of columns, or one without a name; the text says how they are given.

    Raises:
        UsageError: there are fewer, or one has no name.
    """
    if len(names) < 2 or not all(split_role(name)[1] for name in names):
        raise UsageError(
            f"{given}: name the two columns of actor and date, such as {two}; or more,"
            f" such as {more}"
        )


def layout_of(on: Sequence[str], columns: Sequence[Sequence[str]]) -> Layout:
    """Return which of the named columns hold what.

    Roles that are given count; otherwise actors come first, and what the columns hold
    and are called tells the rest.

    Raises:
        ColumnError: it cannot be told; the text says how to.
    """
    roles, names = zip(*map(split_role, on), strict=True)
    if any(roles):
        found = [_by_role(roles)]
    else:
        held = [_Column.of(cells) for cells in columns]
        _refuse_turned_round(names, held)
        found = list(_by_content(names, held))
    if len(found) == 1 and found[0]:
        return found[0]
    raise ColumnError(
        f"columns {', '.join(names)}: which hold actors and which their dates cannot be"
        " told; say so, such as --on actor=ccode1,actor=ccode2,date=year, or"
        " actor=ccode,start=from,end=to, or actor=ccode,year=y,month=m,day=d"
    )


def _refuse_turned_round(names: Sequence[str], columns: Sequence[_Column]) -> None:
    """Refuse dates before actors, which no reading of two columns would find.

    Raises:
        ColumnError: the first of two columns holds dates, and the second none.
    """
    if len(names) == 2 and columns[0].of_time and not columns[1].of_time:
        actor, date = names[1], names[0]
        raise ColumnError(
            f"column {date!r} holds dates and {actor!r} none; name the actors first: --on"
            f" {actor},{date}"
        )


def _by_role(roles: Sequence[str | None]) -> Layout | None:
    """Return the layout that roles give; a column without one is an actor's."""
    places: dict[str, list[int]] = {}
    for place, role in enumerate(roles):
        places.setdefault(role or "actor", []).append(place)
    actors = places.pop("actor", [])
    if len(actors) not in (1, 2) or any(len(found) > 1 for found in places.values()):
        return None
    held = {role: found[0] for role, found in places.items()}
    groups = _groups_of_roles(held)
    return Layout(tuple(actors), groups) if groups else None


def _groups_of_roles(held: Mapping[str, int]) -> tuple[_Group, ...] | None:
    if set(held) == {"date"}:
        return ((held["date"],),)
    if set(held) == {"start", "end"}:
        return (held["start"],), (held["end"],)
    for prefixes in (("",), ("start-", "end-")):
        groups = [
            tuple(held[p + part] for part in _PARTS if p + part in held) for p in prefixes
        ]
        whole = all(
            f"{p}year" in held and (f"{p}day" not in held or f"{p}month" in held)
            for p in prefixes
        )
        if whole and sum(map(len, groups)) == len(held):
            return tuple(groups)
    return None


@dataclass(frozen=True, slots=True)
class _Column:
    """What the cells of a column can be: each of the parts of a date, or whole dates."""

    parts: frozenset[str]
    dates: bool
    empty: bool

    @classmethod
    def of(cls, cells: Sequence[str]) -> _Column:
        texts = {cell.strip() for cell in cells if not is_missing(cell)}
        numbers = [whole_number(text) for text in texts]
        parts = {
            part
            for part, most in (("month", 12), ("day", 31))
            if all(n is not None and n <= most for n in numbers)
        }
        if all(n is not None and 1500 <= n <= 2100 for n in numbers):
            parts.add("year")
        dates = sum(map(is_text_of_date, texts))
        return cls(frozenset(parts), bool(texts) and 2 * dates > len(texts), not texts)

    @property
    def of_time(self) -> bool:
        """Tell whether it holds years or whole dates."""
        return not self.empty and (self.dates or "year" in self.parts)


def _by_content(names: Sequence[str], columns: Sequence[_Column]) -> Iterator[Layout]:
    """Yield the layouts that names and contents allow."""
    if len(names) == 2:
        yield Layout((0,), ((1,),))
        return
    for actors in (1, 2):
        if actors == 2 and (columns[1].of_time or _called(names[1], columns[1])):
            continue
        rest = range(actors, len(names))
        yield from (
            Layout(tuple(range(actors)), groups)
            for groups in _groupings(rest, names, columns)
        )


def _groupings(
    rest: range, names: Sequence[str], columns: Sequence[_Column]
) -> Iterator[tuple[_Group, ...]]:
    if len(rest) == 1:
        yield ((rest[0],),)
    if len(rest) == 2 and all(columns[i].of_time or columns[i].empty for i in rest):
        yield (rest[0],), (rest[1],)
    if len(rest) in (2, 3) and (group := _in_parts(rest, names, columns)):
        yield (group,)
    if len(rest) in (4, 6):
        half = len(rest) // 2
        groups = [_in_parts(part, names, columns) for part in (rest[:half], rest[half:])]
        if all(groups):
            yield tuple(group for group in groups if group)


def _in_parts(
    places: range, names: Sequence[str], columns: Sequence[_Column]
) -> _Group | None:
    """Return columns in the order of year, month and day, by name or as they stand."""
    wanted = _PARTS[: len(places)]
    called = {_called(names[place], columns[place]): place for place in places}
    if set(called) == set(wanted):
        return tuple(called[part] for part in wanted)
    fits = all(
        part in columns[place].parts for part, place in zip(wanted, places, strict=True)
    )
    return tuple(places) if fits else None


def _called(name: str, column: _Column) -> str | None:
    """Return the part of a date that a column is called by, and can hold."""
    for part, hint in _HINTS:
        if re.search(hint, name.casefold()) and part in column.parts:
            return part
    return None
