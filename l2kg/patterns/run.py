"""One run of one pattern over one store, and the queries that it takes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.cases.reading import Reader
from l2kg.namespaces import L2, L2T, L2V
from l2kg.patterns.absence import tellers
from l2kg.patterns.conditions import codes_of, parts, unit_of
from l2kg.patterns.result import (
    CounterExample,
    Match,
    NearMiss,
    PatternResult,
    Silence,
    Split,
    Step,
    Subject,
)
from l2kg.queries.endings import ENDED, ending_of
from l2kg.queries.header import all_queries
from l2kg.queries.lookup import instances, object_iris, subject_iris
from l2kg.queries.results import plain
from l2kg.queries.run import bind, require_known, run
from l2kg.queries.sources import Embedded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.cases.reading import Ref
    from l2kg.patterns.result import Row, Standing
    from l2kg.queries.endings import Ending
    from l2kg.queries.header import Condition, Query
    from l2kg.queries.results import Table

__all__ = ["PatternRun"]

_CODES = (L2T, L2V)


class PatternRun:
    """One run of one pattern over one store."""

    def __init__(self, store: ox.Store, query: Query, values: dict[str, str]) -> None:
        self.store, self.query, self.values = store, query, values
        self.unit, self.split = unit_of(query).variable, parts(query)
        self.bound = bind(query, values)
        self.reader = Reader(store)
        self.outcomes = self._outcomes()
        self.absences = self._absences()
        self.claims: dict[str, list[str]] = {}  # the claims of absence about each thing
        for claim, about in sorted(self.absences.items()):
            for iri in about:
                self.claims.setdefault(iri, []).append(claim)

    def result(self) -> PatternResult:
        """Ask all that the result tells, and put it together."""
        everything = self._units(self.split.units())
        levels = self._levels()
        table = self._table(self.query.text)
        matched = self._rows(table)
        return PatternResult(
            pattern=self.query,
            columns=table.columns,
            n=len(everything),
            asked=self._refs({case for _, case in everything}),
            cases=self._split(self.outcomes),
            steps=tuple(
                self._step(c, level)
                for c, level in zip(self.query.conditions, levels, strict=True)
            ),
            matches=tuple(
                Match(self._subject(unit), rows) for unit, rows in matched.items()
            ),
            counter_examples=tuple(
                self._counter_examples(everything - matched.keys(), levels)
            ),
            near_misses=tuple(
                miss
                for c in self.query.conditions
                for miss in self._near(c, matched.keys())
            ),
            silence=self._silence(),
            sources=self._sources({unit for unit, _ in everything}),
            divided=self._refs(self._divided()),
            told_as=self._kinds(),
            labels=self._labels(table),
        )

    def _levels(self) -> list[set[tuple[str, str]]]:
        """Return what is left when one condition after the other is added."""
        names = list(self.split.blocks)
        return [self._units(self.split.units(names[: i + 1])) for i in range(len(names))]

    def _table(self, text: str) -> Table:
        return Embedded(self.store).select(text, self.bound)

    def _outcomes(self) -> dict[str, Ending]:
        """Return how each case ended that is asked about."""
        cases = instances(self.store, f"{L2}Case")
        if chosen := plain(self.bound.get(ox.Variable("case"))):
            require_known(self.store, self.query, self.bound)
            cases = [chosen]
        return {case: ending_of(self.store, case) for case in cases}

    def _divided(self) -> set[str]:
        """Return the cases that have sub-cases among those asked about."""
        wider = {
            parent
            for case in self.outcomes
            for parent in self._objects(case, "subCaseOf")
        }
        return wider & self.outcomes.keys()

    def _kinds(self) -> dict[str, int]:
        """Count the cases by their kind, the most frequent first."""
        return dict(
            Counter(
                self.reader.label(kind)
                for case in self.outcomes
                for kind in self._objects(case, "kind")
            ).most_common()
        )

    def _objects(self, subject: str, name: str) -> list[str]:
        return object_iris(self.store, subject, L2 + name)

    def _absences(self) -> dict[str, frozenset[str]]:
        """Return each claim that something is absent, with what it is about."""
        claims = subject_iris(self.store, f"{L2}mode", f"{L2V}stated-absence")
        return {claim: frozenset(self._objects(claim, "about")) for claim in claims}

    def _units(self, text: str) -> set[tuple[str, str]]:
        table = self._table(text)
        unit, case = table.columns.index(self.unit), table.columns.index("case")
        return {(plain(row[unit]) or "", plain(row[case]) or "") for row in table.rows}

    def _rows(self, table: Table) -> dict[tuple[str, str], tuple[Row, ...]]:
        unit, case = table.columns.index(self.unit), table.columns.index("case")
        found: dict[tuple[str, str], list[Row]] = {}
        for row in table.rows:
            key = plain(row[unit]) or "", plain(row[case]) or ""
            found.setdefault(key, []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    def _labels(self, table: Table) -> dict[str, str]:
        terms = (term for row in table.rows for term in row)
        named = {term.value for term in terms if isinstance(term, ox.NamedNode)}
        return {iri: self.reader.label(iri) for iri in sorted(named)}

    def _subject(self, key: tuple[str, str]) -> Subject:
        return Subject(
            self.reader.ref(key[0]),
            self.reader.ref(key[1]),
            self.outcomes.get(key[1], "open"),
        )

    def _refs(self, iris: Iterable[str]) -> tuple[Ref, ...]:
        return self.reader.refs(iris)

    def _split(self, cases: Iterable[str]) -> Split:
        listed = list(cases)
        return Split(
            *(
                self._refs(c for c in listed if self.outcomes.get(c) == ending)
                for ending in ENDED
            )
        )

    def _step(self, condition: Condition, level: set[tuple[str, str]]) -> Step:
        codes, with_it = codes_of(self.query, condition), {case for _, case in level}
        absent = {
            case
            for about in self.absences.values()
            if about & codes
            for case in about & self.outcomes.keys()
        }
        return Step(
            condition, len(level), self._split(with_it), self._refs(absent - with_it)
        )

    def _counter_examples(
        self, left: set[tuple[str, str]], levels: list[set[tuple[str, str]]]
    ) -> Iterable[CounterExample]:
        named = self._named_reasons() if self.query.counter else {}
        for key in sorted(left, key=lambda key: (key[1], key[0])):
            first = next(
                c
                for c, level in zip(self.query.conditions, levels, strict=True)
                if key not in level
            )
            yield CounterExample(
                self._subject(key),
                named.get(key[0], f"condition not met: “{first.label}”"),
            )

    def _named_reasons(self) -> dict[str, str]:
        """Return the reasons that a counter-query of its own gives."""
        records = run(
            self.store, all_queries()[self.query.counter or ""], self.values
        ).records()
        return {
            row[self.unit] or "": (row["reason"] or "").replace("-", " ")
            for row in records
        }

    def _near(
        self, condition: Condition, matched: Iterable[tuple[str, str]]
    ) -> Iterable[NearMiss]:
        known = set(matched)
        wider = self._rows(self._table(self.split.rows(without=condition.name)))
        added = {key: rows for key, rows in wider.items() if key not in known}
        shown = self._witnesses(condition) if added and condition.absent else {}
        codes = codes_of(self.query, condition)
        for key, rows in added.items():
            witness = shown.get(key) or self._claimed_absent(key, codes)
            told = tellers(self.reader, condition, key[0], witness) if witness else ()
            yield NearMiss(
                self._subject(key),
                condition,
                _standing(witness, told),
                self.reader.ref(witness) if witness else None,
                told,
                rows,
            )

    def _witnesses(self, condition: Condition) -> dict[tuple[str, str], str]:
        table = self._table(self.split.witnesses(condition))
        place = table.columns.index("witness")
        return {
            key: plain(rows[0][place]) or "" for key, rows in self._rows(table).items()
        }

    def _claimed_absent(self, key: tuple[str, str], codes: frozenset[str]) -> str | None:
        """Return a claim that a condition is absent from a unit or its case.

        One about the case has to name a code of the condition; one about the unit may
        name no code at all.
        """
        for claim in sorted({claim for iri in key for claim in self.claims.get(iri, ())}):
            about = self.absences[claim]
            unnamed = (
                key[0] in about
                and key[0] != key[1]
                and not any(iri.startswith(_CODES) for iri in about)
            )
            if unnamed or about & codes:
                return claim
        return None

    def _silence(self) -> Silence | None:
        if self.query.silence is None:
            return None
        question = all_queries()[self.query.silence]
        cases = {row["case"] or "" for row in run(self.store, question).records()}
        return Silence(
            question.name, question.summary, self._refs(cases & self.outcomes.keys())
        )

    def _sources(self, units: Iterable[str]) -> tuple[Ref, ...]:
        """Return the works in which one reads of some units."""
        passages = {p for unit in units for p in self._objects(unit, "evidence")}
        works = {work for p in passages for work in self._objects(p, "source")}
        return self._refs(works)


def _standing(witness: str | None, told: tuple[Ref, ...]) -> Standing:
    if witness is None:
        return "not stated"
    return "told absent" if told else "stated absent"
