"""One run of one pattern over one store, and the queries that it takes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.cases.naming import is_evidence, names_of, passages_in
from l2kg.cases.passages import quoted
from l2kg.cases.reading import Reader
from l2kg.namespaces import L2
from l2kg.patterns.absence import Absences
from l2kg.patterns.conditions import codes_of, counter_text, parts, unit_of
from l2kg.patterns.result import (
    CounterExample,
    Match,
    NearMiss,
    NonMatch,
    PatternResult,
    Silence,
    Split,
    Step,
    Subject,
)
from l2kg.queries.endings import ENDED, ending_of
from l2kg.queries.header import all_queries
from l2kg.queries.lookup import instances, object_iris
from l2kg.queries.results import Table, plain
from l2kg.queries.run import bind, require_known, run
from l2kg.queries.sources import Embedded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.cases.naming import Names
    from l2kg.cases.reading import Ref
    from l2kg.patterns.result import Row
    from l2kg.queries.endings import Ending
    from l2kg.queries.header import Condition, Query

__all__ = ["PatternRun"]


class PatternRun:
    """One run of one pattern over one store."""

    def __init__(self, store: ox.Store, query: Query, values: dict[str, str]) -> None:
        self.store, self.query, self.values = store, query, values
        self.unit, self.split = unit_of(query).variable, parts(query)
        self.bound = bind(query, values)
        self.reader = Reader(store)
        self.outcomes = self._outcomes()
        self.absences = Absences(self.reader)

    def result(self) -> PatternResult:
        """Ask all that the result tells, and put it together."""
        everything = self._units(self.split.units())
        levels = self._levels()
        table = self._table(self.query.text)
        matched, counter = self._rows(table), self._counter_table()
        names = self._names((table, counter))
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
            near_misses=tuple(
                miss
                for c in self.query.conditions
                if c.name != self.query.outcome
                for miss in self._near(c, matched.keys())
            ),
            counter_examples=tuple(self._counter_examples(counter)),
            counter_columns=counter.columns,
            non_matches=tuple(self._non_matches(everything - matched.keys(), levels)),
            silence=self._silence(),
            sources=self._sources({unit for unit, _ in everything}),
            divided=self._refs(self._divided()),
            told_as=self._kinds(),
            labels={**names.labels, **self._quoted(names.passages)},
            names=names,
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

    def _quoted(self, passages: Iterable[str]) -> dict[str, str]:
        return {iri: quoted(self.reader, iri).label for iri in sorted(passages)}

    def _names(self, tables: Iterable[Table]) -> Names:
        named: set[str] = set()
        for table in tables:
            for row in table.rows:
                things = {term.value for term in row if isinstance(term, ox.NamedNode)}
                listed = zip(table.columns, row, strict=True)
                passages = (passages_in(t) for name, t in listed if is_evidence(name))
                named |= things.union(*passages)
        return names_of(self.reader, sorted(named))

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
            for about in self.absences.about.values()
            if about & codes
            for case in about & self.outcomes.keys()
        }
        return Step(
            condition, len(level), self._split(with_it), self._refs(absent - with_it)
        )

    def _counter_table(self) -> Table:
        text = counter_text(self.query)
        return self._table(text) if text else Table((), ())

    def _counter_examples(self, table: Table) -> Iterable[CounterExample]:
        outcome = next(
            (c for c in self.query.conditions if c.name == self.query.outcome), None
        )
        if outcome is None or not table.rows:
            return
        columns = self.split.bound_without(outcome.name)
        shown, codes = self._witnesses(outcome, columns), codes_of(self.query, outcome)
        for row, record in zip(table.rows, table.records(), strict=True):
            key = record[self.unit] or "", record["case"] or ""
            witness = shown.get(tuple(record[name] for name in columns))
            standing = self.absences.standing(outcome, codes, key, witness)
            yield CounterExample(self._subject(key), standing, row)

    def _non_matches(
        self, left: set[tuple[str, str]], levels: list[set[tuple[str, str]]]
    ) -> Iterable[NonMatch]:
        for key in sorted(left, key=lambda key: (key[1], key[0])):
            first = next(
                c
                for c, level in zip(self.query.conditions, levels, strict=True)
                if key not in level
            )
            yield NonMatch(self._subject(key), first)

    def _near(
        self, condition: Condition, matched: Iterable[tuple[str, str]]
    ) -> Iterable[NearMiss]:
        others = self.split.others(condition.name)
        added = self._units(self.split.units(others)) - set(matched)
        if not added:
            return
        shown = self._witnesses(condition, (self.unit, "case"))
        codes = codes_of(self.query, condition)
        for key in sorted(added, key=lambda key: (key[1], key[0])):
            standing = self.absences.standing(condition, codes, key, shown.get(key))
            yield NearMiss(self._subject(key), condition, standing)

    def _witnesses(
        self, condition: Condition, columns: tuple[str, ...]
    ) -> dict[tuple[str | None, ...], str]:
        """Return what shows that a condition is absent where the others are met, by some columns."""
        if not condition.absent:
            return {}
        found: dict[tuple[str | None, ...], str] = {}
        for row in self._table(self.split.witnesses(condition)).records():
            key = tuple(row[name] for name in columns)
            found.setdefault(key, row["witness"] or "")
        return found

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
