"""Join rows of an actor and a date with our cases: our columns for the rows, or the rows for our elements, and an account of every row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.errors import UsageError
from l2kg.joining.identities import ColumnError, detect, identities, normal, schemes
from l2kg.joining.matching import Answer, Matcher
from l2kg.joining.participation import taking_part
from l2kg.namespaces import short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyoxigraph as ox

    from l2kg.csv_text import Cell
    from l2kg.joining.participation import Dated, Parts

__all__ = ["APART", "LONG", "PREFIX", "REVERSE", "WIDE", "Joined", "join"]

PREFIX = "l2kg_"
WIDE = (
    "l2kg_status",
    "l2kg_actor",
    "l2kg_cases",
    "l2kg_elements",
    "l2kg_dated_by",
    "l2kg_note",
)
LONG = (
    "l2kg_status",
    "l2kg_actor",
    "l2kg_case",
    "l2kg_element",
    "l2kg_dated_by",
    "l2kg_note",
)
REVERSE = (
    "l2kg_case",
    "l2kg_element",
    "l2kg_from",
    "l2kg_to",
    "l2kg_dated_by",
    "l2kg_actor",
    "l2kg_note",
)
APART = ("l2kg_row", "l2kg_status", "l2kg_note")
_SHOWN = 40  # codes in one line of the account


@dataclass(frozen=True, slots=True)
class Joined:
    """What a join gives: columns, lines, and what became of each row.

    A line holds the number of the row that it goes with (from 0; nothing where an element
    of ours has no row) and its cells. Cells with several values are tuples.
    """

    columns: tuple[str, ...]
    lines: tuple[tuple[int | None, tuple[Cell, ...]], ...]
    answers: tuple[Answer, ...]
    scheme: str
    detected: bool
    actors: tuple[str, ...]
    undated: tuple[str, ...]

    def apart(self) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
        """Return the rows that are ambiguous or unmatched, each with its cells for the columns of `APART`."""
        return tuple(
            (i, (i + 1, answer.status, _note(answer)))
            for i, answer in enumerate(self.answers)
            if answer.status != "matched"
        )

    def account(self) -> Iterator[str]:
        """Yield lines that say what became of all rows, by reason."""
        if self.detected:
            yield f"scheme {self.scheme}: it alone fits the column"
        by = Counter(answer.status for answer in self.answers)
        yield (
            f"{len(self.answers)} rows: {by['matched']} matched, {by['ambiguous']}"
            f" ambiguous, {by['unmatched']} unmatched"
        )
        reasons = Counter(
            (answer.status, answer.reason) for answer in self.answers if answer.reason
        )
        for (status, reason), n in sorted(
            reasons.items(), key=lambda row: (row[0][0], -row[1])
        ):
            yield f"  {status}: {n} {reason}{self._which(reason)}"
        cautions = Counter(
            answer.note
            for answer in self.answers
            if answer.status == "matched" and answer.note
        )
        yield from (
            f"  matched with a note: {n} {note}" for note, n in sorted(cautions.items())
        )
        if self.undated:
            yield (
                "  no row can meet these cases, which have no date:"
                f" {', '.join(map(short, self.undated))}"
            )

    def _which(self, reason: str) -> str:
        """Name the codes, or the dates, of the rows that have a reason."""
        if reason in {"no actor given", "no date given", "no dated occurrence then"}:
            return ""
        texts = sorted(
            {
                self._cell(i, reason)
                for i, answer in enumerate(self.answers)
                if answer.reason == reason
            }
        )
        more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
        return f": {', '.join(texts[:_SHOWN])}{more}"

    def _cell(self, i: int, reason: str) -> str:
        return self.answers[i].date if reason == "date not understood" else self.actors[i]


def join(
    store: ox.Store,
    rows: Sequence[tuple[str, str]],
    *,
    on: tuple[str, str],
    scheme: str | None = None,
    long: bool = False,
    reverse: bool = False,
) -> Joined:
    """Find for each pair of an actor's code and a date the dated occurrences of our cases in which the actor takes part.

    `on` names the two columns, for messages. Without a scheme the one is taken that alone
    fits the column. Where `long`, each match is a line; where `reverse`, our dated
    occurrences are the lines, each with the rows that meet it.

    Raises:
        NotFoundError: no such scheme.
        UsageError: `long` and `reverse` at once.
        ColumnError: no scheme or several fit the column, no code is known, or no date is
            understood.
    """
    if long and reverse:
        raise UsageError(
            "--long and --reverse are two forms of the result; give one of them"
        )
    chosen = scheme or detect(store, (actor for actor, _ in rows), on[0])
    matcher = Matcher(chosen, identities(store, chosen), taking_part(store))
    answers = tuple(matcher.answer(actor, date) for actor, date in rows)
    _must_make_sense(store, rows, answers, on, chosen)
    lines, columns = (
        (_reversed(matcher.parts, answers), REVERSE)
        if reverse
        else (_long(answers), LONG)
        if long
        else (_wide(answers), WIDE)
    )
    return Joined(
        columns,
        tuple(lines),
        answers,
        chosen,
        scheme is None,
        tuple(" ".join(actor.split()) for actor, _ in rows),
        matcher.parts.undated,
    )


def _must_make_sense(
    store: ox.Store,
    rows: Sequence[tuple[str, str]],
    answers: tuple[Answer, ...],
    on: tuple[str, str],
    scheme: str,
) -> None:
    """Refuse a file in which no code at all is known, or no date understood: the wrong scheme or column."""
    reasons = {answer.reason for answer in answers}
    if reasons and reasons <= {"code unknown", "name unknown", "no actor given"}:
        texts = sorted({" ".join(actor.split()) for actor, _ in rows if actor.strip()})
        others = [
            key
            for key in schemes(store)
            if key != scheme
            and any(normal(key, text) in identities(store, key) for text in texts)
        ]
        remedy = f"; {', '.join(others)} know some of them" if others else ""
        more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
        shown = ", ".join(texts[:_SHOWN]) or "every cell is empty"
        raise ColumnError(
            f"column {on[0]!r}: {scheme} knows no actor of ours by any code in it"
            f" ({shown}{more}){remedy}"
        )
    if "date not understood" in reasons and reasons <= {
        "date not understood",
        "no date given",
        "code unknown",
        "name unknown",
        "no actor given",
    }:
        i = next(
            i
            for i, answer in enumerate(answers)
            if answer.reason == "date not understood"
        )
        remedy = "write years, 1990-07, 1990-07-05 or EDTF dates"
        raise ColumnError(
            f"column {on[1]!r}: no date in it is understood (row {i + 1}:"
            f" {answers[i].date!r}); {remedy}"
        )


def _note(answer: Answer) -> str:
    return ": ".join(part for part in (answer.reason, answer.note) if part)


def _actor(answer: Answer) -> str | None:
    return (
        short(answer.actors[0])
        if len(answer.actors) == 1 and answer.reason in {"", "no dated occurrence then"}
        else None
    )


def _by_element(answer: Answer) -> dict[tuple[str, str | None], list[str]]:
    """Return whose datings meet, by case and element; a case met by itself alone has no element."""
    found: dict[tuple[str, str | None], list[str]] = {}
    for one in (*answer.matches, *answer.beside):
        sources = found.setdefault(
            (short(one.case), short(one.element) if one in answer.matches else None), []
        )
        sources += [one.by] if one.by not in sources else []
    return found


def _wide(answers: tuple[Answer, ...]) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    for i, answer in enumerate(answers):
        found = _by_element(answer)
        cases = tuple(dict.fromkeys(case for case, _ in found))
        elements = {
            element: "+".join(by) for (_, element), by in found.items() if element
        }
        yield (
            i,
            (
                answer.status,
                _actor(answer),
                cases,
                tuple(elements),
                tuple(elements.values()),
                _note(answer) or None,
            ),
        )


def _long(answers: tuple[Answer, ...]) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    for i, answer in enumerate(answers):
        head, note = (answer.status, _actor(answer)), _note(answer) or None
        for (case, element), by in _by_element(answer).items():
            yield i, (*head, case, element, "+".join(by), note)
        if answer.status != "matched":
            yield i, (*head, None, None, None, note)


def _reversed(
    parts: Parts, answers: tuple[Answer, ...]
) -> Iterator[tuple[int | None, tuple[Cell, ...]]]:
    rows: dict[Dated, list[int]] = {one: [] for one in parts.datings}
    for i, answer in enumerate(answers):
        for one in (*answer.matches, *answer.beside):
            rows[one].append(i)
    for one, met in rows.items():
        head = (
            short(one.case),
            short(one.element),
            one.span[0].isoformat(),
            one.span[1].isoformat(),
            one.by,
        )
        yield from (
            (i, (*head, _actor(answers[i]), answers[i].note or None)) for i in met
        )
        if not met:
            yield None, (*head, None, "no row")
    yield from (
        (None, (short(case), None, None, None, None, None, "no date"))
        for case in parts.undated
    )
