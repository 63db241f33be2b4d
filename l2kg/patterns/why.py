"""Explain one match of a pattern, condition by condition, down to passages and rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.cases.elements import property_label
from l2kg.cases.passages import evidence_of, narrower_of
from l2kg.cases.reading import Reader
from l2kg.cases.text import narrower_lines, passage, resolve
from l2kg.errors import NotFoundError
from l2kg.namespaces import CASE, L2, RDF
from l2kg.patterns import find_pattern, run_pattern
from l2kg.patterns.conditions import parts, unit_of
from l2kg.patterns.derivations import Derivations
from l2kg.patterns.graphpatterns import filled, read_patterns
from l2kg.queries.results import plain
from l2kg.queries.run import bind
from l2kg.queries.sources import Embedded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from l2kg.patterns.conditions import Parts
    from l2kg.patterns.derivations import Derivation
    from l2kg.patterns.result import Standing
    from l2kg.queries.header import Query
    from l2kg.queries.results import Term

__all__ = ["explain", "shown", "words"]

_STEP = "  "
_NEGATED = re.compile(r"\b(?:MINUS|NOT EXISTS)\b")
Solution = dict[str, "Term"]


def explain(
    store: ox.Store,
    element: str,
    pattern: str | Query,
    values: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Yield why an element is a match, or takes part in one; for a unit that is none, what it lacks.

    `element` is a slug, `slug#element`, CURIE or IRI.

    Raises:
        NotFoundError: no such pattern or element, or one that the pattern does not ask about.
    """
    query = find_pattern(pattern) if isinstance(pattern, str) else pattern
    iri = resolve(store, element)
    variable = unit_of(query).variable
    solutions = _solutions(store, query, values or {})
    as_unit = [s for s in solutions if plain(s.get(variable)) == iri]
    among = as_unit or [s for s in solutions if iri in map(plain, s.values())]
    if among:
        yield from _match(store, query, among)
    else:
        yield from _no_match(store, query, iri, values or {})


def _solutions(
    store: ox.Store, query: Query, values: Mapping[str, str]
) -> list[Solution]:
    """Return all variables of all matches, in the order of what is shown."""
    bound = bind(query, values)
    given = {variable.value: term for variable, term in bound.items()}
    answer = Embedded(store).select(parts(query).everything(), bound)
    found = [given | row for row in answer.solutions()]
    shown = re.findall(r"\?(\w+)", parts(query).select)
    return sorted(
        found,
        key=lambda s: (*(str(s.get(name, "")) for name in shown), *map(str, s.values())),
    )


def _match(store: ox.Store, query: Query, solutions: list[Solution]) -> Iterator[str]:
    chosen, split = solutions[0], parts(query)
    reader, shown = Reader(store), re.findall(r"\?(\w+)", split.select)
    yield f"{query.name}: {query.summary}"
    yield ""
    for name in dict.fromkeys([unit_of(query).variable, *shown]):
        if value := chosen.get(name):
            yield f"{words(name)}: {_value(reader, value)}"
    yield from _others(reader, chosen, solutions, shown)
    explainer = _Explainer(reader, Derivations(store))
    yield from explainer.base(split, chosen, unit_of(query).label)
    for number, condition in enumerate(query.conditions, start=1):
        yield from ("", f"{number}. {condition.label}")
        yield from explainer.condition(split, condition.name, chosen)


def _others(
    reader: Reader, chosen: Solution, solutions: list[Solution], shown: list[str]
) -> Iterator[str]:
    """Say by what else the same unit matches."""
    other = {
        (name, plain(s[name]) or "")
        for s in solutions
        for name in shown
        if name in s and s[name] != chosen.get(name)
    }
    for name, rows in groupby(sorted(other), key=lambda row: row[0]):
        yield (
            f"also with {words(name)}: {'; '.join(reader.label(iri) for _, iri in rows)}"
        )


def _no_match(
    store: ox.Store, query: Query, iri: str, values: Mapping[str, str]
) -> Iterator[str]:
    result, label = run_pattern(store, query, values), Reader(store).label(iri)
    missing = [miss for miss in result.near_misses if miss.unit.ref.iri == iri]
    reason = next(
        (one.reason for one in result.non_matches if one.unit.ref.iri == iri), None
    )
    against = [one for one in result.counter_examples if one.unit.ref.iri == iri]
    if reason is None:
        names = [match.unit.ref.iri.removeprefix(CASE) for match in result.matches]
        raise NotFoundError(
            f"{query.name} counts {unit_of(query).plural}, and {label} is none that it"
            f" asks about; its matches are {', '.join(names) or 'none'}"
        )
    yield f"{label} does not match {query.name}: {reason}."
    for miss in missing:
        yield (
            f"It would match but for one condition: “{miss.condition.label}”"
            f" ({shown(miss.standing)})."
        )
    if against and result.outcome:
        yield (
            "It is a counter-example: it meets all conditions but the outcome,"
            f" “{result.outcome.label}”"
            f" ({'; '.join(sorted({shown(one.standing) for one in against}))})."
        )
    elif not missing:
        yield "More than one condition is not met."


def shown(standing: Standing) -> str:
    """Return in words how the sources stand to a condition, and what shows it."""
    witness = standing.witness
    return f"{standing.said}, shown by: {witness.label}" if witness else standing.said


def words(name: str) -> str:
    """Write a variable's name in words.

    >>> words("relationshipType")
    'relationship type'
    """
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: " " + found[1].lower(), name)


def _value(reader: Reader, term: Term) -> str:
    return (
        reader.label(term.value) if isinstance(term, ox.NamedNode) else plain(term) or ""
    )


@dataclass(slots=True)
class _Explainer:
    """Tells derivations in lines, and each passage once."""

    reader: Reader
    derivations: Derivations
    written: set[object] = field(default_factory=set)

    def base(self, split: Parts, solution: Solution, label: str) -> Iterator[str]:
        """Yield what has to be said of a unit for the pattern to ask about it, beside its class and case."""
        triples = [
            t
            for t in self._triples(split.base, solution)
            if t.predicate.value not in (f"{RDF}type", f"{L2}inCase")
        ]
        if triples:
            yield from ("", f"the {label}")
            yield from self._listed(map(self.derivations.of, triples), _STEP)

    def _triples(self, block: str, solution: Solution) -> list[ox.Triple]:
        _, patterns = read_patterns(f"SELECT * WHERE {{\n{block}}}")
        return filled(self.derivations.store, patterns, solution)

    def condition(self, split: Parts, name: str, solution: Solution) -> Iterator[str]:
        """Yield what a condition rests on in a solution."""
        block = split.blocks[name]
        yield from self._listed(
            map(self.derivations.of, self._triples(block, solution)), _STEP
        )
        if _NEGATED.search(block):
            yield (
                f"{_STEP}nothing that is recorded says otherwise; what the sources do not"
                " state may still have been"
            )

    def _listed(self, premises: Iterable[Derivation], indent: str) -> Iterator[str]:
        """Yield what was asserted, subject by subject, then what was derived."""
        listed = list(premises)
        asserted: dict[str, list[ox.Triple]] = {}
        for one in listed:
            if one.rule is None:
                asserted.setdefault(str(one.triple.subject), []).append(one.triple)
        for triples in asserted.values():
            yield from self._asserted(triples, indent)
        for one in listed:
            if one.rule is not None:
                yield from self._derived(one, indent)

    def _asserted(self, triples: list[ox.Triple], indent: str) -> Iterator[str]:
        subject = plain(triples[0].subject) or ""
        statements = "; ".join(self._in_words(triple) for triple in triples)
        yield f"{indent}{self.reader.label(subject)}: {statements}"
        passages = sorted(self.reader.facts(subject).iris("evidence"))
        if passages and subject in self.written:
            yield f"{indent}{_STEP}(passages: see above)"
        elif passages:
            yield from (
                f"{indent}{_STEP}{passage(evidence_of(self.reader, iri, self.reader.facts(iri)))}"
                for iri in passages
            )
        yield from self._narrower(triples, indent)
        self.written.add(subject)

    def _narrower(self, triples: list[ox.Triple], indent: str) -> Iterator[str]:
        """Yield on which passages alone any of the values of one subject rests."""
        known = narrower_of(self.reader, plain(triples[0].subject) or "")
        for triple in triples:
            key = triple.predicate.value, plain(triple.object) or ""
            for one in known.get(key, ()):
                for line in narrower_lines(_value(self.reader, triple.object), one):
                    yield f"{indent}{line}"

    def _derived(self, one: Derivation, indent: str) -> Iterator[str]:
        while one.is_stated_order:
            (one,) = one.premises
        yield (
            f"{indent}{self.reader.label(plain(one.triple.subject) or '')}:"
            f" {self._in_words(one.triple)}"
        )
        if one.triple in self.written:
            yield f"{indent}{_STEP}(derived: see above)"
            return
        self.written.add(one.triple)
        if one.rule:
            yield f"{indent}{_STEP}by the rule {one.rule.name}: {one.rule.summary}"
        yield from self._listed(_flat(one), indent + _STEP * 2)

    def _in_words(self, triple: ox.Triple) -> str:
        value = _value(self.reader, triple.object)
        if triple.predicate.value == f"{RDF}type":
            return f"is of the class {value}"
        name = triple.predicate.value
        return (
            f"{property_label(self.reader, name)} {value}"
            if name.startswith(L2)
            else f"{self.reader.label(name)} {value}"
        )


def _flat(one: Derivation) -> list[Derivation]:
    """Return the premises of a derivation, a chain of one rule as its single steps in order."""
    if not any(
        p.rule == one.rule and p.triple.predicate == one.triple.predicate
        for p in one.premises
    ):
        return list(one.premises)
    steps = [s for p in one.premises for s in (_flat(p) if p.rule == one.rule else [p])]
    after = {step.triple.subject: step for step in steps}
    ordered = []
    place: object = one.triple.subject
    while isinstance(place, ox.NamedNode) and place in after:
        ordered.append(after.pop(place))
        place = ordered[-1].triple.object
    return ordered + [step for step in steps if step.triple.subject in after]
