"""What a join gives, and the account of what became of every row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.joining.matching import NO_DATE, NO_OCCURRENCE, NONE_OF_BOTH
from l2kg.namespaces import short
from l2kg.wording import counted, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.csv_text import Cell
    from l2kg.joining.matching import Answer

__all__ = ["Joined", "Line", "few", "note_of"]

_SHOWN = 40  # codes in one line of the account
_UNNAMED = frozenset({"no actor given", "no date given", NO_OCCURRENCE, NONE_OF_BOTH})
_TOLD = {
    "code unknown": "with a code that no actor of ours has",
    "name unknown": "with a name that no actor of ours has",
}

Line = tuple["int | None", "tuple[Cell, ...]"]


@dataclass(frozen=True, slots=True)
class Joined:
    """What a join gives: columns, lines, and what became of each row.

    A line holds the number of the row that it goes with (from 0; nothing where an element
    of ours has no row) and its cells. Cells with several values are tuples. `told` says
    how the columns were read, `undated` are the cases that have no date, `unmet` those
    that have, though no actor that the scheme can name.
    """

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    answers: tuple[Answer, ...]
    scheme: str
    told: tuple[str, ...]
    undated: tuple[str, ...]
    unmet: tuple[str, ...]

    def not_matched(self) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
        """Return the rows that are ambiguous or unmatched, with their cells for `NOT_MATCHED`."""
        return tuple(
            (i, (i + 1, answer.status, note_of(answer)))
            for i, answer in enumerate(self.answers)
            if answer.status != "matched"
        )

    def account(self) -> Iterator[str]:
        """Yield lines that say what became of all rows, by reason."""
        yield from self.told
        by = Counter(answer.status for answer in self.answers)
        yield (
            f"{counted(len(self.answers), 'row')}: {by['matched']} matched, {by['ambiguous']}"
            f" ambiguous, {by['unmatched']} unmatched"
        )
        reasons = Counter(
            (answer.status, answer.reason) for answer in self.answers if answer.reason
        )
        for (status, reason), n in sorted(
            reasons.items(), key=lambda row: (row[0][0], -row[1])
        ):
            told = _TOLD.get(reason, reason)
            yield f"  {status}: {n} {told}{self._which(reason)}{self._why(reason)}"
        cautions = Counter(
            answer.cautions
            for answer in self.answers
            if answer.status == "matched" and answer.cautions
        )
        yield from (
            f"  matched with a note: {n} {note}" for note, n in sorted(cautions.items())
        )
        coarse = Counter(said for answer in self.answers for said in answer.coarse_dates)
        yield from (
            f"  matched by a date coarser than the row's: {n} {said}"
            for said, n in sorted(coarse.items())
        )
        if self.unmet:
            yield (
                "  no row can meet these cases, which have dates and no actor with a"
                f" {'name' if self.scheme == 'name' else f'code of {self.scheme}'}:"
                f" {', '.join(map(short, self.unmet))}"
            )
        if self.undated:
            yield (
                "  no row can meet these cases, which have no date:"
                f" {', '.join(map(short, self.undated))}"
            )

    def _which(self, reason: str) -> str:
        """Name the codes, or the dates, of the rows that have a reason, those of most rows first."""
        if reason in _UNNAMED:
            return ""
        ours = [answer for answer in self.answers if answer.reason == reason]
        rows = Counter(one.cell for one in ours)
        near = {one.cell: one.near for one in ours}
        cells = sorted(rows, key=lambda cell: (-rows[cell], not near[cell], cell))
        return f": {few([_named(cell, rows[cell], near[cell]) for cell in cells])}"

    def _why(self, reason: str) -> str:
        """Say what is wrong with the first date that is not understood."""
        if reason != NO_DATE:
            return ""
        first = next(answer for answer in self.answers if answer.reason == reason)
        return f"; {first.note} (l2kg_note says why of each)"


def _named(cell: str, rows: int, near: tuple[str, ...]) -> str:
    """Write a cell with how many rows have it, where several have, and the names near it."""
    meant = did_you_mean(near).removeprefix("; ")
    more = "; ".join(filter(None, [f"{rows} rows" if rows > 1 else "", meant]))
    return f"{cell} ({more})" if more else cell


def few(texts: list[str]) -> str:
    """Return texts in a row, and how many more there are where they are many."""
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return f"{', '.join(texts[:_SHOWN])}{more}"


def note_of(answer: Answer) -> str:
    """Return why a row is not matched, and what a reader must know of it."""
    return ": ".join(part for part in (answer.reason, answer.note) if part)
