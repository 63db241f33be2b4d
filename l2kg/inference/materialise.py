"""Derive what follows from the authored files, case by case, to a fixpoint.

Each triple is tagged with the rule that made it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.dates import DateError, bounds, widest
from l2kg.findings import Finding
from l2kg.inference.blame import Blame
from l2kg.inference.owl_rl import compile_rules, disjoint_pairs
from l2kg.namespaces import INFERRED, L2, PREFIXES, RDF, XSD, compact
from l2kg.queries.rules import BOUNDS, Rule, project_rules

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from l2kg.corpus import Corpus
    from l2kg.dates import Bounds

__all__ = ["Derived", "derive", "infer", "rules_for"]

_TYPE = ox.NamedNode(f"{RDF}type")
_DAY = ox.NamedNode(f"{XSD}date")


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived triple, and the rule that made it first."""

    triple: ox.Triple
    rule: Rule

    def quads(self) -> tuple[ox.Quad, ox.Quad]:
        """Return the triple in the graph of all that was inferred, and in the graph of its rule."""
        s, p, o = self.triple.subject, self.triple.predicate, self.triple.object
        return ox.Quad(s, p, o, ox.NamedNode(INFERRED)), ox.Quad(s, p, o, self.rule.graph)


def rules_for(corpus: Corpus) -> tuple[Rule, ...]:
    """Return all rules that a corpus is run through.

    Those of its ontology, the project's own, and the bounds of dates.
    """
    return (*compile_rules(corpus.of("ontology")), *project_rules(), BOUNDS)


def infer(
    corpus: Corpus, *, progress: Callable[[str], None] | None = None
) -> tuple[list[Derived], list[Finding]]:
    """Derive what follows from a corpus.

    First from what every case is seen with (ontology, vocabularies, actors, sources),
    then from each case with that in view and never from two cases together; claims tied
    to no case are a run of their own, and so are the links but for the tables of
    mappings.

    Returns:
        The derived triples that were not asserted, and a finding for each contradiction:
        a thing of two disjoint classes, a cycle in time.
    """
    ontology = tuple(corpus.of("ontology"))
    rules, disjoint = rules_for(corpus), disjoint_pairs(ontology)
    blame = Blame(corpus)
    base, common = _run(ox.Store(), corpus.background, rules)
    findings: list[Finding] = []
    if corpus.background:
        findings += _contradictions(base, common, disjoint, blame)
    derived = list(common)
    for part in corpus.parts:
        if part.kind not in ("case", "claims", "links") or part.is_table:
            continue
        if progress:
            progress(compact(part.graph))
        store = ox.Store()
        store.extend(base)
        store, new = _run(store, part.triples, rules)
        derived += new
        mine = [*part.triples, *(d.triple for d in new)]
        findings += _contradictions(
            store, [Derived(t, BOUNDS) for t in mine], disjoint, blame
        )
        findings += _cycles(store, corpus)
    return derived, list(dict.fromkeys(findings))


def derive(
    triples: Iterable[ox.Triple], rules: tuple[Rule, ...]
) -> tuple[ox.Store, list[Derived]]:
    """Run rules over triples to a fixpoint.

    Returns:
        A store with what was given and what follows in its default graph, and what
        follows.
    """
    return _run(ox.Store(), triples, rules)


def _run(
    store: ox.Store, triples: Iterable[ox.Triple], rules: tuple[Rule, ...]
) -> tuple[ox.Store, list[Derived]]:
    """Add triples to a store, then what the rules derive from all in it, stage by stage.

    What is in the store already has been through the rules.
    """
    asserted = list(triples)
    fresh = [ox.Quad(t.subject, t.predicate, t.object) for t in asserted]
    store.extend(fresh)
    found: list[Derived] = []
    if BOUNDS in rules:
        found += [d for t in _dates(store, asserted) if (d := _add(store, t, BOUNDS))]
        fresh += map(_quad, found)
    for stage in sorted({rule.stage for rule in rules}):
        used = [rule for rule in rules if rule.stage in (1, stage) and rule.construct]
        found += _fixpoint(store, fresh, used)
        fresh = []
    return store, found


def _fixpoint(store: ox.Store, fresh: list[ox.Quad], rules: list[Rule]) -> list[Derived]:
    """Run rules until nothing new comes, the local ones over what each round brought."""
    found: list[Derived] = []
    while new := _once(store, fresh, rules):
        found += new
        fresh = [_quad(d) for d in new]
    return found


def _once(store: ox.Store, fresh: list[ox.Quad], rules: list[Rule]) -> list[Derived]:
    """Run each rule once; a later one sees what an earlier one has derived."""
    found = []
    recent = ox.Store()
    recent.extend(fresh)
    for rule in rules:
        answer = (recent if rule.local else store).query(
            rule.construct, prefixes=PREFIXES
        )
        if isinstance(answer, ox.QueryTriples):
            new = [d for t in list(answer) if (d := _add(store, t, rule))]
            recent.extend(map(_quad, new))
            found += new
    return found


def _quad(derived: Derived) -> ox.Quad:
    triple = derived.triple
    return ox.Quad(triple.subject, triple.predicate, triple.object)


def _add(store: ox.Store, triple: ox.Triple, rule: Rule) -> Derived | None:
    derived = Derived(triple, rule)
    quad = _quad(derived)
    if quad in store:
        return None
    store.add(quad)
    return derived


def _l2(name: str) -> ox.NamedNode:
    return ox.NamedNode(L2 + name)


def _dates(store: ox.Store, triples: list[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield the bounds of datings and spans, and of each dated occurrence.

    Where datings of one occurrence differ, its bounds are the widest: there is none where
    one of them is open.
    """
    known: dict[ox.NamedNode, list[Bounds]] = {}
    for dating, low, high in _datings(triples):
        yield from _bounds(dating, low, high)
        for quad in store.quads_for_pattern(dating, _l2("dates"), None, None):
            if isinstance(quad.object, ox.NamedNode):
                known.setdefault(quad.object, []).append((low, high))
    for what, given in known.items():
        yield from _bounds(what, *widest(given))


def _datings(
    triples: list[ox.Triple],
) -> Iterator[tuple[ox.NamedNode, dt.date | None, dt.date | None]]:
    """Yield each dating and span with its first and last day, as far as there is one."""
    edtf = _l2("edtf")
    for t in triples:
        if (
            t.predicate == edtf
            and isinstance(t.object, ox.Literal)
            and isinstance(t.subject, ox.NamedNode)
        ):
            try:
                low, high = bounds(t.object.value)
            except DateError:
                continue  # the checks report it
            yield t.subject, low, high


def _bounds(
    what: ox.NamedNode, low: dt.date | None, high: dt.date | None
) -> Iterator[ox.Triple]:
    yield from (
        ox.Triple(what, _l2(name), ox.Literal(day.isoformat(), datatype=_DAY))
        for name, day in (("earliest", low), ("latest", high))
        if day
    )


def _contradictions(
    store: ox.Store,
    derived: Iterable[Derived],
    disjoint: frozenset[tuple[str, str]],
    blame: Blame,
) -> Iterator[Finding]:
    """Yield what makes each new thing one of two classes which the ontology says are disjoint."""
    types: dict[ox.NamedNode, set[str]] = {}
    for subject in {d.triple.subject for d in derived}:
        if isinstance(subject, ox.NamedNode):
            types[subject] = {
                getattr(q.object, "value", "")
                for q in store.quads_for_pattern(subject, _TYPE, None, None)
            }
    for subject, classes in sorted(types.items(), key=lambda row: row[0].value):
        for one, other in sorted(disjoint):
            if one in classes and other in classes:
                yield from blame.findings(subject, one, other)


def _cycles(store: ox.Store, corpus: Corpus) -> Iterator[Finding]:
    """Yield one finding for each cycle in the order that sources state or imply, naming the cycle."""
    later = _steps(store, _l2("precedesAsImplied"))
    looped = {node for node, after in later.items() if node in after}
    while looped:
        start = min(looped)
        ring = _ring(_one_step(store), start, looped)
        looped -= {node for node in later[start] if start in later.get(node, ())}
        place = corpus.locate(start)
        yield Finding(
            "error",
            f"a cycle in time: {' < '.join(map(compact, ring))}",
            "Mend one of the temporal relations (or a partOf) among them.",
            file=place[0] if place else None,
            line=place[1] if place else None,
            element=start,
            rule="cycle-in-time",
        )


def _steps(store: ox.Store, predicate: ox.NamedNode) -> dict[str, set[str]]:
    """Return, for each subject of a relation, what it points to."""
    steps: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, predicate, None, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(
            quad.object, ox.NamedNode
        ):
            steps.setdefault(quad.subject.value, set()).add(quad.object.value)
    return steps


def _one_step(store: ox.Store) -> dict[str, set[str]]:
    """Return the order that temporal relations state, one step at a time."""
    earlier, later = _steps(store, _l2("locates")), _steps(store, _l2("relativeTo"))
    steps: dict[str, set[str]] = {}
    for relation, firsts in earlier.items():
        for first in firsts:
            steps.setdefault(first, set()).update(later.get(relation, ()))
    return steps


def _ring(step: dict[str, set[str]], start: str, among: set[str]) -> list[str]:
    """Return the shortest way from a node back to itself along stated relations.

    Where parts close the cycle, it is all that is in it.
    """
    paths, seen = [[start]], {start}
    while paths:
        path = paths.pop(0)
        for node in sorted(step.get(path[-1], ())):
            if node == start:
                return [*path, start]
            if node in among and node not in seen:
                seen.add(node)
                paths.append([*path, node])
    return [start, *sorted(among - {start}), start]
