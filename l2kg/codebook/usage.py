"""Find real elements that use a term of the ontology, as examples that nobody keeps by hand."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.kinds import DATA
from l2kg.namespaces import (
    L2,
    L2V,
    RDFS,
    SKOS,
    local_name,
)
from l2kg.schema.terms import Index

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from l2kg.corpus import Corpus, Part
    from l2kg.schema.terms import Node

__all__ = ["Example", "Usage"]

_ABOUT = f"{L2}about"
_IN_COLLECTION = f"{L2}inCollection"  # a collection is no part of the cases in it
_MENTIONS = {_ABOUT, f"{L2}valueIri"}
_REAL = {f"{L2V}historical", f"{L2V}anonymous"}
_LONGEST = 25  # words of a text that an example shows
_RANK_OF_SHARED = 2  # what all cases share comes after what stands in a case
_SHARED = {
    "actors": "the actors",
    "sources": "the sources",
    "collections": "the collections",
    "claims": "the propositions tied to no case",
    "links": "the links",
}


@dataclass(frozen=True, slots=True)
class Example:
    """An element that uses a term: its IRI and label, and where it stands.

    ``value`` is the value that it has, where the term is a property.

    It may be derived rather than written, or merely mention the term, as a claim does.
    """

    iri: str
    label: str
    value: str
    place: str
    derived: bool
    mentioned: bool


@dataclass(frozen=True, slots=True)
class _Use:
    """A triple that uses a term, with the file, or case, in which it stands."""

    subject: str
    link: str
    value: Node
    file: str
    rank: int
    derived: bool


@dataclass(frozen=True, slots=True)
class Usage:
    """Who uses each term, in the data and in what follows from them."""

    index: Index
    uses: Mapping[str, list[_Use]]
    cited: Mapping[str, str]

    @classmethod
    def of(cls, corpus: Corpus, derived: Iterable[ox.Triple] = ()) -> Usage:
        """Gather all uses of classes, properties and codes."""
        index = Index.of([*corpus.of(*DATA, "vocab"), *derived])
        uses: dict[str, list[_Use]] = defaultdict(list)
        cited: dict[str, str] = {}
        parts = [part for part in corpus.parts if part.kind in DATA]
        # Cases come first, so that what shared files cite is placed in a case if it can be.
        for part in sorted(parts, key=lambda part: (part.kind != "case", part.path.name)):
            in_case = part.kind == "case"
            file = part.graph if in_case else _SHARED[part.kind]
            rank = _rank(index, part.graph) if in_case else _RANK_OF_SHARED
            for triple in part.triples:
                _note(uses, triple, file, rank, derived=False)
                named = triple.predicate.value != _IN_COLLECTION
                if in_case and named and isinstance(triple.object, ox.NamedNode):
                    cited.setdefault(triple.object.value, file)
        graphs = _graphs_of_subjects(parts)
        for triple in derived:
            graph = graphs.get(_value(triple.subject))
            if graph:
                _note(
                    uses,
                    triple,
                    graph,
                    _rank(index, graph),
                    derived=True,
                )
        return cls(index, uses, cited)

    def example(self, term: str) -> Example | None:
        """Return one use of a term, always the same for the same data; nothing where no data use it.

        What was written comes before what was derived, a use before a claim about the
        thing or evidence for a value, an episode that happened before one that was
        imagined, a case before what all cases share; among the rest a digest decides, so
        that examples come from many cases and stay when others are added.
        """
        uses = self.uses.get(term, [])
        if not uses:
            return None

        def place(use: _Use) -> tuple[bool, bool, int, str]:
            mentions = use.link in _MENTIONS and term not in _MENTIONS
            digest = _digest(term, use.subject, str(use.value))
            return use.derived, mentions, use.rank, digest

        use = min(uses, key=place)
        return Example(
            iri=use.subject,
            label=self.label(use.subject),
            value=self._shown(use.value) if use.link == term else "",
            place=self._place(use),
            derived=use.derived,
            mentioned=use.link == _ABOUT,
        )

    def label(self, iri: str) -> str:
        """Return the label of a node of the data, or nothing where it has none."""
        preferred = self.index.text(iri, f"{SKOS}prefLabel")
        of = [self.label(one) for one in self.index.iris(iri, f"{L2}valueOf")]
        named = f"a value of {of[0]}" if of else ""
        return preferred or self.index.text(iri, f"{RDFS}label") or named

    def _shown(self, value: Node) -> str:
        """Return the label of a thing, or its local name; of a text the first words."""
        text = value.value
        if not isinstance(value, ox.Literal):
            return self.label(text) or local_name(text)
        words = text.split()
        if len(words) > _LONGEST:
            words = [*words[:_LONGEST], "..."]
        return " ".join(words)

    def _place(self, use: _Use) -> str:
        case = next(iter(self.index.iris(use.subject, f"{L2}inCase")), use.file)
        found = self.label(case)
        if not found and use.subject in self.cited:
            return self.label(self.cited[use.subject])
        return found or use.file


def _graphs_of_subjects(parts: Iterable[Part]) -> dict[str, str]:
    """Return the graph in which each subject of some files is described."""
    return {
        _value(triple.subject): part.graph for part in parts for triple in part.triples
    }


def _note(
    uses: dict[str, list[_Use]],
    triple: ox.Triple,
    file: str,
    rank: int,
    *,
    derived: bool,
) -> None:
    """Add a triple to the uses of its property, and of its value where that is a thing."""
    link, value = triple.predicate.value, _literal_of_triple(triple.object)
    use = _Use(
        _value(triple.subject),
        link,
        value,
        file,
        rank,
        derived,
    )
    uses[link].append(use)
    if isinstance(value, ox.NamedNode):
        uses[value.value].append(use)


def _rank(index: Index, case: str) -> int:
    """Return which cases give examples first: those that happened, then imagined ones."""
    kinds = index.iris(case, f"{L2}kind")
    if _REAL.intersection(kinds):
        return 0
    return 1 if kinds else _RANK_OF_SHARED


def _digest(*texts: str) -> str:
    return hashlib.sha256(" ".join(texts).encode()).hexdigest()


def _value(term: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _literal_of_triple(term: Node | ox.Triple) -> Node:
    return ox.Literal(str(term)) if isinstance(term, ox.Triple) else term
