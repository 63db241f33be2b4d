"""What a row says of time, whose cells stand in one column or in several."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from l2kg.csv_text import is_missing
from l2kg.joining.date_cells import Form, Read, form_of, open_note, read, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from l2kg.joining.columns import Layout

__all__ = ["Dates"]


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
    number = whole_number(text)
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
