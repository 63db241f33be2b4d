"""Which columns of a table hold actors and which their dates: as they are named, or by what they hold."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from l2kg.csv_text import is_missing
from l2kg.errors import UsageError
from l2kg.joining.date_cells import (
    Form,
    Read,
    form_of,
    is_text_of_date,
    open_note,
    read,
)
from l2kg.joining.identities import ColumnError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["ROLES", "Dates", "Layout", "layout_of", "named_columns", "split_role"]

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
    if len(names) < 2 or not all(split_role(name)[1] for name in names):
        raise UsageError(
            f"--on {on!r}: name the two columns of actor and date, such as --on"
            " ccode,year; or more, such as --on ccode1,ccode2,year"
        )
    return names


def layout_of(on: Sequence[str], columns: Sequence[Sequence[str]]) -> Layout:
    """Return which of the named columns hold what.

    Roles that are given count; otherwise actors come first, and what the columns hold
    and are called tells the rest.

    Raises:
        ColumnError: it cannot be told; the text says how to.
    """
    roles, names = zip(*map(split_role, on), strict=True)
    found = (
        [_by_role(roles)]
        if any(roles)
        else list(_by_content(names, [_Column.of(cells) for cells in columns]))
    )
    if len(found) == 1 and found[0]:
        return found[0]
    raise ColumnError(
        f"columns {', '.join(names)}: which hold actors and which their dates cannot be"
        " told; say so, such as --on actor=ccode1,actor=ccode2,date=year, or"
        " actor=ccode,start=from,end=to, or actor=ccode,year=y,month=m,day=d"
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
        numbers = [_number(text) for text in texts]
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


def _number(text: str) -> int | None:
    found = re.fullmatch(r"(-?\d+)(?:\.0+)?", text)
    return int(found[1]) if found else None


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


@dataclass
class Dates:
    """Reads the time of rows, whose cells stand in one column or more."""

    layout: Layout
    forms: tuple[Form, ...]
    _found: dict[tuple[str, ...], Read] = field(default_factory=dict)

    @classmethod
    def of(
        cls, layout: Layout, columns: Sequence[Sequence[str]], wanted: str | None = None
    ) -> Dates:
        """Look at the columns as a whole.

        Raises:
            UsageError: what is wanted is no form of dates.
        """
        return cls(
            layout,
            tuple(
                form_of([cell for place in group for cell in columns[place]], wanted)
                if len(group) == 1
                else Form()
                for group in layout.dates
            ),
        )

    def of_row(self, row: Sequence[str]) -> Read:
        """Return what a row says of time."""
        cells = tuple(row[place] for group in self.layout.dates for place in group)
        if cells not in self._found:
            found = [
                _of_group([row[place] for place in group], form)
                for group, form in zip(self.layout.dates, self.forms, strict=True)
            ]
            self._found[cells] = found[0] if len(found) == 1 else _spell(*found)
        return self._found[cells]

    def told(self) -> Iterator[str]:
        """Yield what was concluded of how dates are written."""
        yield from dict.fromkeys(form.told for form in self.forms if form.told)


def _of_group(cells: Sequence[str], form: Form) -> Read:
    if len(cells) == 1:
        return read(cells[0], form)
    parts = [_part(cell) for cell in cells]
    written = "-".join(parts).rstrip("-")
    if not any(parts):
        return read("", form)
    if not parts[0]:
        return Read(None, written, "the year is missing; give it")
    told = parts[: parts.index("")] if "" in parts else parts
    edtf = "-".join([told[0], *(part.zfill(2) for part in told[1:])])
    found = read(edtf, Form(numbers="years"))
    return Read(found.span, written, found.why, found.note)


def _part(cell: str) -> str:
    """Return a part of a date without zeros behind the point; nothing where it is not told."""
    text = "" if is_missing(cell) else cell.strip()
    number = _number(text)
    if number is None:
        return text
    return str(number) if number > 0 else ""


def _spell(start: Read, end: Read) -> Read:
    """Return the time between two dates; an end that is not given is open."""
    written = f"{start.written}/{end.written}"
    missing = [one.why == "no date given" for one in (start, end)]
    if all(missing):
        return Read(None, "", "no date given")
    for one, none in zip((start, end), missing, strict=True):
        if not one.span and not none:
            return Read(None, one.written, one.why)
    low = start.span[0] if start.span else dt.date.min
    high = end.span[1] if end.span else dt.date.max
    if high < low:
        return Read(None, written, "ends before it begins; turn its ends round")
    note = open_note(
        None if low == dt.date.min else low, None if high == dt.date.max else high
    )
    return Read((low, high), written, note=note)
