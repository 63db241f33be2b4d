"""Run a pattern as one: what matches, what does not, what nearly does, of how many, and what that cannot show."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from l2kg.cases.reading import Reader, Ref
from l2kg.errors import NotFoundError
from l2kg.namespaces import CASE, L2, L2V, PREFIXES, RDF
from l2kg.patterns.conditions import codes_of, parts, unit_of
from l2kg.patterns.limits import limits_of
from l2kg.queries.header import all_queries
from l2kg.queries.results import Table, plain, table_of
from l2kg.queries.run import bind, require_known, run
from l2kg.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from l2kg.queries.header import Condition, Query
    from l2kg.queries.results import Term

__all__ = [
    "CounterExample",
    "Match",
    "NearMiss",
    "PatternResult",
    "Silence",
    "Split",
    "Standing",
    "Step",
    "Subject",
    "all_patterns",
    "find_pattern",
    "run_pattern",
    "standing_by_case",
]

Outcome = Literal["good", "bad"]
Standing = Literal["not stated", "stated absent"]
Row = tuple["Term | None", ...]

_OUTCOMES: dict[str, Outcome] = {
    f"{L2V}success": "good",
    f"{L2V}acceptance-made-likelier": "good",
    f"{L2V}harm": "bad",
    f"{L2V}blocked": "bad",
}
_CODES = (PREFIXES["l2t"], L2V)


@dataclass(frozen=True, slots=True)
class Subject:
    """One unit of a pattern: an element, with the case that it belongs to and how that case ended."""

    ref: Ref
    case: Ref
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that meets all conditions, with the rows that say by what."""

    unit: Subject
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A unit that does not match, and the first reason why."""

    unit: Subject
    reason: str


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A unit that would match but for one condition, and how the sources stand to that: `witness` is what states its absence."""

    unit: Subject
    condition: Condition
    standing: Standing
    witness: Ref | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Cases by how they ended."""

    good: tuple[Ref, ...]
    bad: tuple[Ref, ...]
    other: tuple[Ref, ...] = ()

    @property
    def total(self) -> int:
        """Return the number of cases."""
        return len(self.good) + len(self.bad) + len(self.other)


@dataclass(frozen=True, slots=True)
class Step:
    """How many units are left when a condition is added to those before it, in which cases, and which cases are said to lack it."""

    condition: Condition
    units: int
    cases: Split
    absent: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """Cases that show what a pattern is about while its first condition is not stated, by the question that lists them."""

    question: str
    summary: str
    cases: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternResult:
    """What a pattern finds.

    `n` units could have matched; `cases` are all that were asked, `asked` those among
    them with such units; `divided` are cases that have sub-cases, `told_as` counts the
    cases by kind; `labels` name what rows hold.
    """

    pattern: Query
    columns: tuple[str, ...]
    n: int
    asked: tuple[Ref, ...]
    cases: Split
    steps: tuple[Step, ...]
    matches: tuple[Match, ...]
    counter_examples: tuple[CounterExample, ...]
    near_misses: tuple[NearMiss, ...]
    silence: Silence | None
    sources: tuple[Ref, ...]
    divided: tuple[Ref, ...]
    told_as: Mapping[str, int]
    labels: Mapping[str, str]

    @property
    def relaxed(self) -> dict[str, tuple[NearMiss, ...]]:
        """Return what each condition keeps out: the units that its removal would add."""
        return {
            c.name: tuple(m for m in self.near_misses if m.condition == c)
            for c in self.pattern.conditions
        }

    @property
    def by_case(self) -> dict[Ref, tuple[Match, ...]]:
        """Return the matches of each case that has any."""
        found: dict[Ref, list[Match]] = {}
        for match in self.matches:
            found.setdefault(match.unit.case, []).append(match)
        return {case: tuple(matches) for case, matches in found.items()}

    @property
    def split(self) -> tuple[Split, Split]:
        """Return the cases with a match and those without, each by how they ended."""
        met = set(self.by_case)
        return _among(self.cases, met, inside=True), _among(self.cases, met, inside=False)

    @property
    def limits(self) -> tuple[str, ...]:
        """Return in words what the result cannot show: the pattern's own limits, then those that follow from the numbers."""
        return limits_of(self)


def all_patterns() -> dict[str, Query]:
    """Return the shipped patterns by name."""
    return {name: query for name, query in all_queries().items() if query.unit}


def find_pattern(name: str) -> Query:
    """Return a shipped pattern by its name.

    Raises:
        NotFoundError: there is none of that name; the text suggests the nearest, or says
            that it is another query.
    """
    patterns = all_patterns()
    if name in patterns:
        return patterns[name]
    if name in all_queries():
        raise NotFoundError(
            f"{name} is a query, not a pattern; run it with `l2kg query {name}`"
        )
    raise NotFoundError(
        f"no pattern {name!r}{nearest(name, patterns)}; the patterns are"
        f" {', '.join(patterns)}"
    )


def run_pattern(
    store: ox.Store, name: str | Query, values: Mapping[str, str] | None = None
) -> PatternResult:
    """Run a pattern, by its name or as loaded from a file.

    Raises:
        NotFoundError: no pattern of that name, or no case as given; the text suggests the
            nearest.
        UsageError: a parameter that the pattern does not have, or of the wrong type.
    """
    query = find_pattern(name) if isinstance(name, str) else name
    return _Run(store, query, dict(values or {})).result()


def standing_by_case(store: ox.Store, name: str | Query) -> dict[str, bool | None]:
    """Return for each case, by its slug, whether a pattern occurs in it: yes, stated absent (no), or not stated (None).

    No match is not stated, unless a claim of that case says that one of the conditions is
    absent from it.
    """
    found = run_pattern(store, name)
    met, absent = (
        set(found.by_case),
        {case for step in found.steps for case in step.absent},
    )
    cases = (*found.cases.good, *found.cases.bad, *found.cases.other)
    return {
        case.iri.removeprefix(CASE): (
            True if case in met else False if case in absent else None
        )
        for case in cases
    }


def _among(split: Split, cases: set[Ref], *, inside: bool) -> Split:
    return Split(
        *(
            tuple(c for c in group if (c in cases) == inside)
            for group in (split.good, split.bad, split.other)
        )
    )


class _Run:
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
        everything = self._units(self.split.units())
        levels = [
            self._units(self.split.units(list(self.split.blocks)[: i + 1]))
            for i in range(len(self.split.blocks))
        ]
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
            divided=self._refs(
                {
                    parent
                    for case in self.outcomes
                    for parent in self._objects(case, "subCaseOf")
                }
                & self.outcomes.keys()
            ),
            told_as=self._told_as(),
            labels=self._labels(table),
        )

    def _table(self, text: str) -> Table:
        answer = self.store.query(text, prefixes=PREFIXES, substitutions=self.bound)
        assert isinstance(answer, ox.QuerySolutions)
        return table_of(answer)

    def _outcomes(self) -> dict[str, Outcome | None]:
        """Return how each case ended that is asked about."""
        of_type = self.store.quads_for_pattern(
            None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{L2}Case"), ox.DefaultGraph()
        )
        cases = sorted(
            q.subject.value for q in of_type if isinstance(q.subject, ox.NamedNode)
        )
        if chosen := plain(self.bound.get(ox.Variable("case"))):
            require_known(self.store, self.query, self.bound)
            cases = [chosen]
        return {
            case: next(
                (_OUTCOMES[o] for o in self._objects(case, "outcome") if o in _OUTCOMES),
                None,
            )
            for case in cases
        }

    def _told_as(self) -> dict[str, int]:
        """Count the cases by their kind, the most frequent first."""
        return dict(
            Counter(
                self.reader.label(kind)
                for case in self.outcomes
                for kind in self._objects(case, "kind")
            ).most_common()
        )

    def _objects(self, subject: str, name: str) -> list[str]:
        found = self.store.quads_for_pattern(
            ox.NamedNode(subject), ox.NamedNode(L2 + name), None, ox.DefaultGraph()
        )
        return [q.object.value for q in found if isinstance(q.object, ox.NamedNode)]

    def _absences(self) -> dict[str, frozenset[str]]:
        """Return each claim that something is absent, with what it is about."""
        mode, absent = ox.NamedNode(f"{L2}mode"), ox.NamedNode(f"{L2V}stated-absence")
        claims = self.store.quads_for_pattern(None, mode, absent, ox.DefaultGraph())
        return {
            q.subject.value: frozenset(self._objects(q.subject.value, "about"))
            for q in claims
            if isinstance(q.subject, ox.NamedNode)
        }

    def _units(self, text: str) -> set[tuple[str, str]]:
        table = self._table(text)
        unit, case = table.columns.index(self.unit), table.columns.index("case")
        return {(plain(row[unit]) or "", plain(row[case]) or "") for row in table.rows}

    def _rows(self, table: Table) -> dict[tuple[str, str], tuple[Row, ...]]:
        unit, case = table.columns.index(self.unit), table.columns.index("case")
        found: dict[tuple[str, str], list[Row]] = {}
        for row in table.rows:
            found.setdefault((plain(row[unit]) or "", plain(row[case]) or ""), []).append(
                row
            )
        return {key: tuple(rows) for key, rows in found.items()}

    def _labels(self, table: Table) -> dict[str, str]:
        named = {
            term.value
            for row in table.rows
            for term in row
            if isinstance(term, ox.NamedNode)
        }
        return {iri: self.reader.label(iri) for iri in sorted(named)}

    def _subject(self, key: tuple[str, str]) -> Subject:
        return Subject(
            self.reader.ref(key[0]), self.reader.ref(key[1]), self.outcomes.get(key[1])
        )

    def _refs(self, iris: Iterable[str]) -> tuple[Ref, ...]:
        return self.reader.refs(iris)

    def _split(self, cases: Iterable[str]) -> Split:
        listed = list(cases)
        return Split(
            *(
                self._refs(c for c in listed if self.outcomes.get(c) == outcome)
                for outcome in ("good", "bad", None)
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
        added = {
            key: rows
            for key, rows in self._rows(
                self._table(self.split.rows(without=condition.name))
            ).items()
            if key not in known
        }
        shown = self._witnesses(condition) if added and condition.absent else {}
        codes = codes_of(self.query, condition)
        for key, rows in added.items():
            witness = shown.get(key) or self._claimed_absent(key, codes)
            standing: Standing = "stated absent" if witness else "not stated"
            yield NearMiss(
                self._subject(key),
                condition,
                standing,
                self.reader.ref(witness) if witness else None,
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
        passages = {
            passage for unit in units for passage in self._objects(unit, "evidence")
        }
        return self._refs(
            {
                source
                for passage in passages
                for source in self._objects(passage, "source")
            }
        )
