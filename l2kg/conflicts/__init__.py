"""What two sources say that cannot both be so.

Queries over all that was asserted and derived, and their rows in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from l2kg.files import code_root
from l2kg.findings import Finding
from l2kg.namespaces import CASE, L2, PREFIXES, compact
from l2kg.queries.header import Query, load
from l2kg.queries.lookup import label_or_title, object_texts, subject_iris
from l2kg.queries.run import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyoxigraph as ox

    from l2kg.corpus import Corpus
    from l2kg.findings import Severity

__all__ = ["COLUMNS", "Conflict", "Ground", "conflict_queries", "conflicts", "touching"]

COLUMNS = (
    *("severity", "rule", "case", "element", "label", "summary"),
    *(
        "source",
        "says",
        "other_source",
        "other_says",
        "follows",
        "remedy",
        "file",
        "line",
    ),
)
_SCHEME = f"{PREFIXES['sssom']}object_source"
_PARTS = (f"{L2}participant", f"{L2}inNameOf", f"{L2}embodiedBy")


@dataclass(frozen=True, slots=True)
class Ground:
    """One side of a conflict: the records that it rests on and what they say.

    `sources` and `source` are whose word that is, `evidence` the passages behind it.
    """

    records: tuple[str, ...]
    says: str
    sources: tuple[str, ...]
    source: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two records that cannot both be right: what is at stake, in which case if in one.

    `follows` is what that means for who uses them.
    """

    rule: str
    severity: Severity
    summary: str
    follows: str
    remedy: str
    case: str | None
    element: str
    label: str
    one: Ground
    other: Ground
    file: Path | None = None
    line: int | None = None

    @property
    def words(self) -> str:
        """Return the conflict in one sentence: what it is, of what, and the two sides."""
        return f"{self.summary}: {self.label}. {_side(self.one)}; {_side(self.other)}"

    def finding(self) -> Finding:
        """Return the conflict as a finding of the checks."""
        remedy = f"{self.follows} {self.remedy}"
        return Finding(
            self.severity,
            self.words,
            remedy,
            self.file,
            self.line,
            self.element,
            self.rule,
        )

    def record(self) -> dict[str, str | int | None]:
        """Return the conflict as a row of plain values."""
        values = (
            *(
                self.severity,
                self.rule,
                compact(self.case) if self.case else None,
                compact(self.element),
                self.label,
                self.summary,
            ),
            *(
                self.one.source,
                self.one.says,
                self.other.source,
                self.other.says,
                self.follows,
                self.remedy,
            ),
            *(str(self.file) if self.file else None, self.line),
        )
        return dict(zip(COLUMNS, values, strict=True))


def _side(ground: Ground) -> str:
    return f"{ground.source or 'our records'}: {ground.says}"


@cache
def conflict_queries() -> tuple[Query, ...]:
    """Return the shipped conflict queries by name."""
    return tuple(
        load(path)
        for path in sorted((code_root() / "queries" / "conflicts").glob("*.rq"))
    )


def conflicts(store: ox.Store, corpus: Corpus | None = None) -> list[Conflict]:
    """Return all conflicts in a filled store, placed in the files of a corpus where one is given."""
    return [
        _conflict(store, corpus, query, row)
        for query in conflict_queries()
        for row in run(store, query).records()
    ]


def touching(found: Iterable[Conflict], corpus: Corpus) -> list[Conflict]:
    """Keep the conflicts that a file to be checked has a part in."""
    ours = {str(t.subject) for part in corpus.parts if part.checked for t in part.triples}
    ends = ((one, {one.element, *one.one.records, *one.other.records}) for one in found)
    return [one for one, names in ends if ours & {f"<{name}>" for name in names}]


def _conflict(
    store: ox.Store, corpus: Corpus | None, query: Query, row: dict[str, str | None]
) -> Conflict:
    element, name = cast("str", row["element"]), row.get("name")
    first, second = (
        tuple(iri for iri in (row.get(one), row.get(more)) if iri)
        for one, more in (("one", "next"), ("other", "otherNext"))
    )
    case = row.get("case")
    around = case if case and not element.startswith(CASE) else None
    at = first[0] if "identifiers" in query.tags else around or element
    label = label_or_title(store, element)
    if around:
        label += f", in {label_or_title(store, around)}"
    place = corpus.locate(at) if corpus else None
    return Conflict(
        rule=query.name,
        severity=cast("Severity", query.severity),
        summary=query.summary.rstrip("."),
        follows=query.follows or "",
        remedy=query.fix or "",
        case=case,
        element=element,
        label=label,
        one=_ground(store, first, name),
        other=_ground(store, second, name),
        file=place[0] if place else None,
        line=place[1] if place else None,
    )


def _ground(store: ox.Store, records: tuple[str, ...], name: str | None) -> Ground:
    """Gather what records say; of an actor, what it is called and in which works it is named."""
    speaking = records if name is None else tuple(_named(store, records))
    evidence = _all_of(store, speaking, f"{L2}evidence")
    works = {
        record
        for record in speaking
        if record not in records and not record.startswith(CASE)
    }
    sources = works or _all_of(store, evidence, f"{L2}source")
    sources |= _all_of(store, records, _SCHEME)
    says = ", then ".join(label_or_title(store, record) for record in records)
    listed = tuple(sorted(sources))
    source = ", ".join(label_or_title(store, iri) for iri in listed)
    return Ground(
        records,
        says if name in (None, says) else f"{says}, called {name}",
        listed,
        source,
        tuple(sorted(evidence)),
    )


def _all_of(store: ox.Store, subjects: Iterable[str], predicate: str) -> set[str]:
    """Return the values that a property has for any of some subjects."""
    return {value for one in subjects for value in object_texts(store, one, predicate)}


def _named(store: ox.Store, actors: Iterable[str]) -> Iterator[str]:
    """Yield the works that actors wrote, else the records that name them as taking part."""
    for actor in actors:
        works = subject_iris(store, f"{L2}author", actor)
        yield from works or [
            part for by in _PARTS for part in subject_iris(store, by, actor)
        ]
