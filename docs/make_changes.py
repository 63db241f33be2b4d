"""Write docs/changes-0.2.md: what the named queries answer otherwise than in 0.1, and why.

The answers of 0.1 lie in docs/changes-0.2/answers-0.1, a table for each query; the reasons
are written by hand in docs/changes-0.2/reasons.tsv, each for the rows that its pattern is
found in, the first that fits. A row without a reason is an error.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from l2kg.namespaces import CASE, compact
from l2kg.queries.header import all_queries
from l2kg.queries.run import run
from l2kg.store import open_store
from l2kg.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyoxigraph as ox

Row = tuple[str, ...]
HOME = Path(__file__).parent / "changes-0.2"
# what a row says beside its answer: how things are called, and on what it rests
ASIDE = re.compile(r"(label|voices|evidence|passages|^by|^order)$", re.IGNORECASE)
# what was asked in 0.1 where nothing was given; now it is all
ASKED = {
    "evidence": {"element": "case:german-reunification#ross-tarasenko"},
    "influence": {"case": "german-reunification"},
    "order-of-events": {"case": "german-reunification"},
    "pairs-without-order": {"case": "german-reunification"},
}
HEAD = """# What is answered otherwise since 0.2

Every named query and pattern was asked in 0.1 and is asked again, with the parameters that it had
there by default: one that is left out now means all. A row that is gone, new or changed in one value
stands here with the reason.
What is compared is the answer: names, voices, passages and rules of a row are left aside, and so
are columns that only one of the two versions has. Of an order, 0.1 called all that it gave stated.
`make docs` writes this page from `docs/changes-0.2/`; a test holds it true.
"""


@dataclass(frozen=True)
class Reason:
    """Why some rows of some queries changed."""

    query: str
    change: str
    pattern: str
    text: str

    def fits(self, query: str, change: str, row: str) -> bool:
        """Tell whether it is the reason for a row that is gone or new."""
        named = self.query in ("*", query) and self.change in ("*", change)
        return named and re.search(self.pattern, row) is not None


@dataclass(frozen=True)
class Changes:
    """A query with the columns compared, how many rows there were and are, and what changed."""

    query: str
    columns: tuple[str, ...]
    before: int
    after: int
    rows: tuple[tuple[str, str], ...]

    def number(self, change: str) -> int:
        """Return how many rows are gone, new or changed."""
        return sum(kind == change for kind, _ in self.rows)


def reasons() -> list[Reason]:
    """Return the reasons in the order in which they are tried."""
    with (HOME / "reasons.tsv").open(encoding="utf-8", newline="") as lines:
        return [
            Reason(row["query"], row["change"], row["row"], row["reason"])
            for row in csv.DictReader(lines, delimiter="\t")
        ]


def changes(store: ox.Store) -> list[Changes]:
    """Return what changed, query by query; those without a change are left out."""
    found = []
    for path in sorted((HOME / "answers-0.1").glob("*.tsv"), key=lambda p: p.stem):
        query = all_queries().get(path.stem)
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, delimiter="\t")
            told, old = tuple(reader.fieldnames or ()), list(reader)
        table = run(store, query, ASKED.get(path.stem)) if query else None
        have = table.columns if table else told
        columns = tuple(name for name in told if name in have and not ASIDE.search(name))
        before = Counter(_row(record, columns) for record in old)
        now = table.records() if table else []
        after = Counter(_row(record, columns) for record in now)
        rows = tuple(_rows(sorted(before - after), sorted(after - before)))
        if rows:
            numbers = before.total(), after.total()
            found.append(Changes(path.stem, columns, *numbers, rows))
    return found


def _rows(gone: list[Row], new: list[Row]) -> Iterator[tuple[str, str]]:
    """Yield what became of rows: one that says something else of the same things is changed."""
    left = list(new)
    for row in gone:
        near = [other for other in left if _of_the_same(row, other)]
        if near:
            left.remove(near[0])
            pairs = zip(row, near[0], strict=True)
            cells = [
                one if one == other else f"{one or 'nothing'} → {other or 'nothing'}"
                for one, other in pairs
            ]
            yield "changed", ", ".join(cells)
        else:
            yield "gone", ", ".join(row)
    yield from (("new", ", ".join(row)) for row in left)


def _of_the_same(row: Row, other: Row) -> bool:
    """Tell whether two rows name the same case and elements, as far as both name any."""
    pairs = [pair for pair in zip(row, other, strict=True) if "#" in "".join(pair)]
    return row[0] == other[0] and all(
        one == two or not one or not two for one, two in pairs
    )


def unexplained(found: Iterable[Changes], known: list[Reason]) -> list[str]:
    """Return the rows for which no reason is written, as they would stand in the table of reasons."""
    return [
        f"{one.query}\t{change}\t{row}"
        for one in found
        for change, row in one.rows
        if _reason(known, one.query, change, row) is None
    ]


def page(found: list[Changes], known: list[Reason]) -> str:
    """Return the page: a section for each query, in it each reason with its rows."""
    kept = {path.stem for path in (HOME / "answers-0.1").glob("*.tsv")}
    came = [f"`{name}`" for name in sorted(all_queries()) if name not in kept]
    same = [f"`{name}`" for name in sorted(kept - {one.query for one in found})]
    parts = [
        HEAD,
        f"New queries, of which there is nothing to compare: {', '.join(came)}.\n",
        f"Answered as before: {', '.join(same) or 'none'}.\n",
    ]
    parts += [_section(one, known) for one in found]
    return "\n".join(parts)


def _section(one: Changes, known: list[Reason]) -> str:
    groups: dict[str, list[str]] = {}
    for change, row in one.rows:
        why = _reason(known, one.query, change, row) or "No reason is written."
        groups.setdefault(why, []).append(f"- {change}: {row}")
    numbers = ", ".join(
        f"{one.number(kind)} {kind}" for kind in ("gone", "new", "changed")
    )
    text = (
        f"## {one.query}\n\n{counted(one.before, 'row')} in 0.1, {one.after} now: {numbers}."
        f" Compared: {', '.join(one.columns)}.\n"
    )
    for why in sorted(groups):
        text += f"\n{why}\n\n" + "\n".join(groups[why]) + "\n"
    return text


def _reason(known: list[Reason], query: str, change: str, row: str) -> str | None:
    found = (reason.text for reason in known if reason.fits(query, change, row))
    return next(found, None)


def _row(record: Mapping[str, str | None], columns: Iterable[str]) -> Row:
    """Return the values of a row, each IRI in short."""
    return tuple(_short(record[name] or "") for name in columns)


def _short(cell: str) -> str:
    return compact(cell).removeprefix("case:") if CASE in cell else compact(cell)


def main() -> None:
    """Write the page, or say which rows lack a reason."""
    found, known = changes(open_store(None)), reasons()
    for line in unexplained(found, known):
        sys.stderr.write(f"no reason: {line}\n")
    (HOME.parent / "changes-0.2.md").write_text(page(found, known), encoding="utf-8")


if __name__ == "__main__":
    main()
