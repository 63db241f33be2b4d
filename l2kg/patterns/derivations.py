"""Say how a triple came about: by which rules from which others, down to what was asserted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.inference.owl_rl import compile_rules
from l2kg.namespaces import GRAPH, INFERRED, L2, RULE
from l2kg.patterns.graphpatterns import TriplePattern, filled, read_patterns
from l2kg.queries.rules import BOUNDS, Rule, project_rules
from l2kg.queries.sources import Embedded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.queries.results import Term

__all__ = ["Derivation", "Derivations"]

_HIGHEST = 40  # steps from a derived triple down to asserted ones; no case comes near
_CONSTRUCT = re.compile(r"CONSTRUCT \{.*?\}\s*WHERE", re.DOTALL)
_STATED, _IMPLIED = "AsStated", "AsImplied"
_DATES, _EDTF = ox.NamedNode(f"{L2}dates"), ox.NamedNode(f"{L2}edtf")


@dataclass(frozen=True, slots=True)
class Derivation:
    """A triple, the rule that derived it, and what the rule was applied to.

    There is no rule where the triple was asserted.
    """

    triple: ox.Triple
    rule: Rule | None
    premises: tuple[Derivation, ...] = ()

    @property
    def size(self) -> int:
        """Return how many triples it takes."""
        return 1 + sum(premise.size for premise in self.premises)

    @property
    def is_stated_order(self) -> bool:
        """Tell whether it is an order as implied that is also stated, by which it is then explained."""
        above = self.triple.predicate.value
        below = [one.triple.predicate.value for one in self.premises]
        return below == [above.removesuffix(_IMPLIED) + _STATED]


class Derivations:
    """The derivations of a store's triples, by running its rules again with their heads bound."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        ontology = store.quads_for_pattern(
            None, None, None, ox.NamedNode(f"{GRAPH}ontology")
        )
        self._rules = {
            rule.graph: rule
            for rule in (
                *compile_rules(q.triple for q in ontology),
                *project_rules(),
                BOUNDS,
            )
        }
        self._ways: dict[ox.Triple, list[list[ox.Triple]]] = {}
        self._known: dict[tuple[ox.Triple, int], Derivation | None] = {}

    def of(self, triple: ox.Triple) -> Derivation:
        """Return the shortest derivation of a triple.

        Where its rule is not one of those at hand, as in a store of another version, it
        stands without premises.
        """
        for height in range(_HIGHEST):
            if found := self._within(triple, height):
                return found
        return Derivation(triple, self._rule(triple))

    def _rule(self, triple: ox.Triple) -> Rule | None:
        """Return the rule that made a triple, or nothing where a file says it."""
        quads = self.store.quads_for_pattern(
            triple.subject, triple.predicate, triple.object, None
        )
        graphs = {
            q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)
        } - {INFERRED}
        if any(not graph.startswith(RULE) for graph in graphs):
            return None
        name = min(graphs, default=f"{RULE}unknown")
        return self._rules.get(ox.NamedNode(name)) or Rule(
            name.removeprefix(RULE), "A rule that is not at hand.", ""
        )

    def _within(self, triple: ox.Triple, height: int) -> Derivation | None:
        """Return the smallest derivation of at most some height.

        The bound keeps a triple from being its own reason.
        """
        key = triple, height
        if key not in self._known:
            self._known[key] = self._derive(triple, height)
        return self._known[key]

    def _derive(self, triple: ox.Triple, height: int) -> Derivation | None:
        rule = self._rule(triple)
        if rule is None:
            return Derivation(triple, None)
        if height == 0:
            return None
        found = []
        for way in self._ways_to(triple, rule):
            premises = [self._within(premise, height - 1) for premise in way]
            if all(premises):
                found.append(Derivation(triple, rule, tuple(p for p in premises if p)))
        return min(found, key=lambda derivation: derivation.size, default=None)

    def _ways_to(self, triple: ox.Triple, rule: Rule) -> list[list[ox.Triple]]:
        if triple not in self._ways:
            self._ways[triple] = self._find_ways(triple, rule)
        return self._ways[triple]

    def _find_ways(self, triple: ox.Triple, rule: Rule) -> list[list[ox.Triple]]:
        """Return from what a rule makes a triple; an order that is stated rests on that alone."""
        if stated := self._stated(triple):
            return [[stated]]
        if rule == BOUNDS:
            return [self._dated(triple)]
        return self._rerun(triple, rule) if rule.construct else []

    def _stated(self, triple: ox.Triple) -> ox.Triple | None:
        """Return the stated order that an order as implied is the wider one of, if there is any."""
        name = triple.predicate.value
        if not name.endswith(_IMPLIED):
            return None
        narrower = ox.NamedNode(name.removesuffix(_IMPLIED) + _STATED)
        found = self.store.quads_for_pattern(
            triple.subject, narrower, triple.object, None
        )
        return next((quad.triple for quad in found), None)

    def _rerun(self, triple: ox.Triple, rule: Rule) -> list[list[ox.Triple]]:
        """Run a rule with its head bound to a triple, and return the triples of each solution."""
        template, body = read_patterns(rule.construct)
        text = _CONSTRUCT.sub("SELECT * WHERE", rule.construct)
        ways: dict[tuple[ox.Triple, ...], None] = {}
        for head in template:
            bound = _unified(head, triple)
            if bound is None:
                continue
            given = {ox.Variable(name): term for name, term in bound.items()}
            for solution in Embedded(self.store).select(text, given).solutions():
                ways[tuple(filled(self.store, body, solution | bound))] = None
        return [list(way) for way in ways]

    def _dated(self, triple: ox.Triple) -> list[ox.Triple]:
        """Return the datings that a bound, or an order by dates, rests on.

        Of a dating or span itself it is the date.
        """
        return [t for end in (triple.subject, triple.object) for t in self._datings(end)]

    def _datings(self, what: object) -> Iterable[ox.Triple]:
        if not isinstance(what, ox.NamedNode):
            return
        merge = ox.DefaultGraph()
        yield from (
            q.triple for q in self.store.quads_for_pattern(what, _EDTF, None, merge)
        )
        for quad in self.store.quads_for_pattern(None, _DATES, what, merge):
            for predicate in (_DATES, _EDTF):
                quads = self.store.quads_for_pattern(quad.subject, predicate, None, merge)
                yield from (q.triple for q in quads)


def _unified(head: TriplePattern, triple: ox.Triple) -> dict[str, Term] | None:
    """Return what the variables of a rule's head have to be for it to be a triple.

    None where it cannot be that triple.
    """
    bound: dict[str, Term] = {}
    for node, term in zip(
        head, (triple.subject, triple.predicate, triple.object), strict=True
    ):
        name = node.toPython() if hasattr(node, "toPython") else str(node)
        if str(name).startswith("?"):
            if bound.setdefault(str(node), term) != term:
                return None
        elif str(node) != getattr(term, "value", ""):
            return None
    return bound
