"""Rules of inference: the project's own CONSTRUCT queries, and what a rule is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.errors import L2kgError
from l2kg.files import ontology_root
from l2kg.namespaces import L2, PREFIXES, RDF, RDFS, RULE
from l2kg.queries.header import read_header
from l2kg.reading import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BOUNDS", "Rule", "RuleError", "describe", "project_rules"]


class RuleError(L2kgError):
    """A rule file that cannot be used."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, what it says in words, its CONSTRUCT query, and its stage.

    Rules of stage 1 run to a fixpoint before any of stage 2, which may ask what is not
    there; those of each later stage run to one together with those of stage 1.
    What a local rule derives follows from a single triple: it need be asked of new ones
    only.
    """

    name: str
    summary: str
    construct: str
    stage: int = 1
    local: bool = False

    @property
    def graph(self) -> ox.NamedNode:
        """Return the rule's IRI, which is also the name of the graph with what it derived."""
        return ox.NamedNode(f"{RULE}{self.name}")


BOUNDS = Rule(
    "edtf-bounds",
    "The first and last day of an occurrence, by the dates given to it.",
    "",
)


@cache
def project_rules() -> tuple[Rule, ...]:
    """Return the rules in `ontology/rules/`, by name.

    Raises:
        RuleError: a file without header, or whose query is no CONSTRUCT.
        QueryError: a header that is no YAML.
    """
    rules = []
    for path in sorted((ontology_root() / "rules").glob("*.rq")):
        text = read_text(path)
        head = read_header(path, text)
        if not head or not {"summary", "stage"} <= set(head):
            raise RuleError(
                f"{path}: the header needs summary and stage; add lines of #+"
            )
        try:
            answer = ox.Store().query(text, prefixes=PREFIXES)
        except SyntaxError as error:
            raise RuleError(f"{path}: {error.msg or error}; mend the query") from error
        if not isinstance(answer, ox.QueryTriples):
            raise RuleError(f"{path}: a rule is a CONSTRUCT query; make it one")
        rules.append(Rule(path.stem, head["summary"], text, int(head["stage"])))
    return tuple(rules)


def describe(rules: tuple[Rule, ...]) -> Iterator[ox.Triple]:
    """Yield what the ontology graph says of each rule: type, label and words."""
    for rule in rules:
        yield ox.Triple(rule.graph, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{L2}Rule"))
        yield ox.Triple(
            rule.graph,
            ox.NamedNode(f"{RDFS}label"),
            ox.Literal(rule.name.replace("-", " "), language="en"),
        )
        yield ox.Triple(
            rule.graph,
            ox.NamedNode(f"{RDFS}comment"),
            ox.Literal(rule.summary, language="en"),
        )
