"""Compile an ontology's own axioms to SPARQL rules.

After the OWL 2 RL rules of the W3C, whose names are kept.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.namespaces import OWL, RDF, RDFS
from l2kg.queries.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["compile_rules", "disjoint_pairs"]

Node = ox.NamedNode | ox.BlankNode
_BUILT_IN = (OWL, RDFS, RDF, "http://www.w3.org/2001/XMLSchema#")


@dataclass
class _Axioms:
    """The triples of an ontology, looked up by subject and predicate."""

    by: dict[tuple[str, str], list[ox.NamedNode | ox.BlankNode | ox.Literal]] = field(
        default_factory=lambda: defaultdict(list)
    )
    pairs: dict[str, list[tuple[Node, Node]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def values(
        self, subject: Node, predicate: str
    ) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
        return self.by.get((str(subject), predicate), [])

    def one(
        self, subject: Node, predicate: str
    ) -> ox.NamedNode | ox.BlankNode | ox.Literal | None:
        return next(iter(self.values(subject, predicate)), None)

    def members(self, head: Node) -> list[Node]:
        """Return the members of an RDF list."""
        found: list[Node] = []
        node: object = head
        while isinstance(node, ox.BlankNode):
            first = self.one(node, f"{RDF}first")
            if isinstance(first, (ox.NamedNode, ox.BlankNode)):
                found.append(first)
            node = self.one(node, f"{RDF}rest")
        return found


def _read(triples: Iterable[ox.Triple]) -> _Axioms:
    axioms = _Axioms()
    for t in triples:
        axioms.by[str(t.subject), t.predicate.value].append(t.object)  # type: ignore[arg-type]
        if not isinstance(t.object, ox.Literal):
            axioms.pairs[t.predicate.value].append((t.subject, t.object))  # type: ignore[arg-type]
    return axioms


def compile_rules(ontology: Iterable[ox.Triple]) -> tuple[Rule, ...]:
    """Return the rules that an ontology's axioms amount to, in the order in which they are best run.

    Handled: sub- and equivalent classes and properties, domain, range, inverse, symmetric
    and transitive properties, chains, and class expressions made of intersection, union,
    someValuesFrom and hasValue (left of a subclass axiom or in an equivalence) or of
    intersection, hasValue and allValuesFrom (right of it). Nothing is derived into the
    vocabularies of OWL, RDFS and XSD.
    """
    ax = _read(ontology)
    rules = [
        _table(
            "prp-spo1",
            "Sub-properties: what a narrower relation says, the wider says too.",
            "?x ?d ?y",
            "?x ?c ?y",
            _closure(ax, "subPropertyOf", "equivalentProperty"),
        ),
        _table(
            "prp-inv",
            "Inverse properties, read backwards.",
            "?y ?d ?x",
            "?x ?c ?y",
            _both(_named(ax.pairs[f"{OWL}inverseOf"])),
        ),
        _table(
            "prp-symp",
            "Symmetric properties hold both ways.",
            "?y ?c ?x",
            "?x ?c ?y",
            [(p, p) for p in _typed(ax, "SymmetricProperty")],
        ),
        _table(
            "prp-trp",
            "Transitive properties, chained.",
            "?x ?c ?z",
            "?x ?c ?y . ?y ?c ?z",
            [(p, p) for p in _typed(ax, "TransitiveProperty")],
            local=False,
        ),
        *_chains(ax),
        _table(
            "prp-dom",
            "Domains: who has the property is of the class.",
            "?x a ?d",
            "?x ?c ?y",
            _named(ax.pairs[f"{RDFS}domain"]),
        ),
        _table(
            "prp-rng",
            "Ranges: what the property points to is of the class.",
            "?y a ?d",
            "?x ?c ?y",
            _named(ax.pairs[f"{RDFS}range"]),
            "FILTER(!isLiteral(?y))",
        ),
        _table(
            "cax-sco",
            "Sub-classes: what is of a class is of the wider class too.",
            "?x a ?d",
            "?x a ?c",
            _closure(ax, "subClassOf", "equivalentClass"),
        ),
        *_expressions(ax),
    ]
    return tuple(rule for rule in rules if rule)


def disjoint_pairs(ontology: Iterable[ox.Triple]) -> frozenset[tuple[str, str]]:
    """Return the pairs of named classes that an ontology says nothing can be of both."""
    ax = _read(ontology)
    pairs = _named(ax.pairs[f"{OWL}disjointWith"])
    for group in _typed(ax, "AllDisjointClasses", blank=True):
        head = ax.one(group, f"{OWL}members")
        if isinstance(head, ox.BlankNode):
            pairs += list(combinations(_only_named(ax.members(head)), 2))
    return frozenset((a.value, b.value) for a, b in pairs)


def _only_named(nodes: Iterable[Node]) -> list[ox.NamedNode]:
    return [node for node in nodes if isinstance(node, ox.NamedNode)]


def _named(pairs: Iterable[tuple[Node, Node]]) -> list[tuple[ox.NamedNode, ox.NamedNode]]:
    """Keep the pairs of named nodes whose second is not a term of OWL, RDFS, RDF or XSD."""
    return [
        (a, b)
        for a, b in pairs
        if isinstance(a, ox.NamedNode)
        and isinstance(b, ox.NamedNode)
        and not b.value.startswith(_BUILT_IN)
    ]


def _both(
    pairs: list[tuple[ox.NamedNode, ox.NamedNode]],
) -> list[tuple[ox.NamedNode, ox.NamedNode]]:
    return list(dict.fromkeys(pairs + [(b, a) for a, b in pairs]))


def _typed(ax: _Axioms, name: str, *, blank: bool = False) -> list[ox.NamedNode]:
    return [
        s  # type: ignore[misc]
        for s, o in ax.pairs[f"{RDF}type"]
        if o == ox.NamedNode(OWL + name) and (blank or isinstance(s, ox.NamedNode))
    ]


def _closure(ax: _Axioms, sub: str, same: str) -> list[tuple[ox.NamedNode, ox.NamedNode]]:
    """Return the transitive closure of a hierarchy among named terms, without what is reflexive."""
    up: dict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
    for a, b in _named(ax.pairs[RDFS + sub]) + _both(_named(ax.pairs[OWL + same])):
        up[a].add(b)
    found = []
    for start, above in list(up.items()):
        seen, todo = {start}, list(above)
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                found.append((start, node))
                todo += up.get(node, ())
    return sorted(found, key=str)


def _table(
    name: str,
    summary: str,
    head: str,
    body: str,
    pairs: Iterable[tuple[Node, Node]],
    extra: str = "",
    *,
    local: bool = True,
) -> Rule | None:
    """Return a rule for pairs of terms; one whose body joins triples is not local."""
    rows = " ".join(f"({a} {b})" for a, b in pairs)
    if not rows:
        return None
    return Rule(
        name,
        f"{summary} (OWL 2 RL {name})",
        f"CONSTRUCT {{ {head} }} WHERE {{ VALUES (?c ?d) {{ {rows} }} {body} {extra} }}",
        local=local,
    )


def _chains(ax: _Axioms) -> list[Rule]:
    rules = []
    for prop, head in ax.pairs[f"{OWL}propertyChainAxiom"]:
        steps = ax.members(head)
        body = " . ".join(f"?x{i} {step} ?x{i + 1}" for i, step in enumerate(steps))
        name = f"prp-spo2-{_local(prop)}"
        rules.append(
            Rule(
                name,
                f"A chain of properties. (OWL 2 RL prp-spo2, {_local(prop)})",
                f"CONSTRUCT {{ ?x0 {prop} ?x{len(steps)} }} WHERE {{ {body} }}",
            )
        )
    return rules


def _local(node: Node) -> str:
    return node.value.replace("#", "/").rsplit("/", 1)[-1]


def _expressions(ax: _Axioms) -> list[Rule]:
    """Compile class expressions.

    What falls under one is of the class, and what is of the class has what one demands.
    """
    rules = []
    equal = ax.pairs[f"{OWL}equivalentClass"]
    below = [(b, a) for a, b in equal if isinstance(b, ox.BlankNode)] + [
        (a, b) for a, b in ax.pairs[f"{RDFS}subClassOf"] if isinstance(a, ox.BlankNode)
    ]
    above = [
        (a, b)
        for a, b in equal + ax.pairs[f"{RDFS}subClassOf"]
        if isinstance(b, ox.BlankNode) and isinstance(a, ox.NamedNode)
    ]
    for expression, name in below:
        pattern = _Pattern(ax).member("?x", expression)
        if pattern and isinstance(name, ox.NamedNode):
            rules.append(
                Rule(
                    f"class-{_local(name)}",
                    f"Whatever meets the definition of {_local(name)} is one. (OWL 2 RL"
                    " cls and cax-eqc2)",
                    f"CONSTRUCT {{ ?x a {name} }} WHERE {{ {pattern} }}",
                )
            )
    for number, (name, expression) in enumerate(above):
        for part, (head, body) in enumerate(_demands(ax, expression)):
            rules.append(
                Rule(
                    f"demand-{_local(name)}-{number}-{part}",
                    f"Whatever is a {_local(name)} has what its definition demands. (OWL"
                    " 2 RL cls and cax-eqc1)",
                    f"CONSTRUCT {{ {head} }} WHERE {{ ?x a {name} {body} }}",
                )
            )
    return rules


def _demands(ax: _Axioms, expression: Node) -> list[tuple[str, str]]:
    """Return what being of a class expression entails.

    Each is a head, and what its body needs beside the class.
    """
    if isinstance(expression, ox.NamedNode):
        return (
            [] if expression.value.startswith(_BUILT_IN) else [(f"?x a {expression}", "")]
        )
    if (both := ax.one(expression, f"{OWL}intersectionOf")) and isinstance(
        both, ox.BlankNode
    ):
        return [demand for member in ax.members(both) for demand in _demands(ax, member)]
    prop, value, every = (
        ax.one(expression, OWL + key)
        for key in ("onProperty", "hasValue", "allValuesFrom")
    )
    if value is not None and isinstance(prop, ox.NamedNode):
        return [(f"?x {prop} {value}", "")]
    if (
        isinstance(every, ox.NamedNode)
        and isinstance(prop, ox.NamedNode)
        and not every.value.startswith(_BUILT_IN)
    ):
        return [(f"?y a {every}", f". ?x {prop} ?y")]
    return []


@dataclass
class _Pattern:
    """Write the graph pattern of membership in a class expression, with fresh variables."""

    ax: _Axioms
    count: int = 0

    def member(self, var: str, cls: Node) -> str | None:
        """Return the pattern that a variable is of a class, or None where OWL RL has no rule for it."""
        if isinstance(cls, ox.NamedNode):
            return "" if cls.value == f"{OWL}Thing" else f"{var} a {cls} ."
        for key, joiner in (("intersectionOf", " "), ("unionOf", " UNION ")):
            head = self.ax.one(cls, OWL + key)
            if isinstance(head, ox.BlankNode):
                parts = [self.member(var, part) for part in self.ax.members(head)]
                if any(part is None for part in parts):
                    return None
                return joiner.join(
                    f"{{ {part} }}" if key == "unionOf" else part or "" for part in parts
                )
        return self._restriction(var, cls)

    def _restriction(self, var: str, cls: Node) -> str | None:
        prop = self.ax.one(cls, f"{OWL}onProperty")
        some, value = (
            self.ax.one(cls, f"{OWL}someValuesFrom"),
            self.ax.one(cls, f"{OWL}hasValue"),
        )
        if value is not None:
            return self._step(var, prop, str(value))
        if isinstance(some, (ox.NamedNode, ox.BlankNode)):
            self.count += 1
            fresh = f"?v{self.count}"
            step, inside = self._step(var, prop, fresh), self.member(fresh, some)
            return None if step is None or inside is None else f"{step} {inside}"
        return None

    def _step(self, var: str, prop: object, value: str) -> str | None:
        if isinstance(prop, ox.NamedNode):
            return f"{var} {prop} {value} ."
        if isinstance(prop, ox.BlankNode):
            back = self.ax.one(prop, f"{OWL}inverseOf")
            return f"{value} {back} {var} ." if isinstance(back, ox.NamedNode) else None
        return None
