"""Find real elements that use a term of the ontology, for examples that nobody has to keep up by hand."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.namespaces import L2, L2V, RDFS, SKOS
from l2kg.schema.terms import Index
from l2kg.validation.files import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from l2kg.corpus import Corpus

__all__ = ["Example", "Usage"]

_ABOUT = f"{L2}about"
_REAL = {f"{L2V}historical", f"{L2V}anonymous"}
_LONGEST = 25  # words of a text that an example shows
_SHARED = {
    "actors": "the actors",
    "sources": "the sources",
    "claims": "the propositions tied to no case",
    "links": "the links",
}


@dataclass(frozen=True, slots=True)
class Example:
    """An element that uses a term: its IRI and label, the value where the term is a property, and where it stands.

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
    subject: str
    link: str
    value: ox.NamedNode | ox.BlankNode | ox.Literal
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
        homes = {
            _value(t.subject): part.graph
            for part in corpus.parts
            if part.kind in DATA
            for t in part.triples
        }
        for part in sorted(
            (p for p in corpus.parts if p.kind in DATA),
            key=lambda p: (p.kind != "case", p.path.name),
        ):
            name = part.graph if part.kind == "case" else _SHARED[part.kind]
            rank = _rank(index, part.graph) if part.kind == "case" else 2
            for t in part.triples:
                _note(
                    uses,
                    t,
                    _Use(
                        _value(t.subject),
                        t.predicate.value,
                        _term(t.object),
                        name,
                        rank,
                        derived=False,
                    ),
                )
                if isinstance(t.object, ox.NamedNode) and part.kind == "case":
                    cited.setdefault(t.object.value, name)
        for t in derived:
            if home := homes.get(_value(t.subject)):
                _note(
                    uses,
                    t,
                    _Use(
                        _value(t.subject),
                        t.predicate.value,
                        _term(t.object),
                        home,
                        _rank(index, home),
                        derived=True,
                    ),
                )
        return cls(index, uses, cited)

    def example(self, term: str) -> Example | None:
        """Return one use of a term, always the same for the same data; nothing where no data use it.

        What was written comes before what was derived, a use before a claim about the
        thing, an episode that happened before one that was imagined, a case before what
        all cases share; among the rest a digest decides, so that examples come from many
        cases and stay when others are added.
        """
        uses = self.uses.get(term, [])
        if not uses:
            return None
        use = min(
            uses,
            key=lambda u: (
                u.derived,
                u.link == _ABOUT != term,
                u.rank,
                _digest(term, u.subject, str(u.value)),
            ),
        )
        value = self._shown(use.value) if use.link == term else ""
        return Example(
            use.subject,
            self.label(use.subject),
            value,
            self._place(use),
            use.derived,
            use.link == _ABOUT,
        )

    def label(self, iri: str) -> str:
        """Return the label of a node of the data, or nothing where it has none."""
        names = self.index.texts(iri, f"{SKOS}prefLabel") or self.index.texts(
            iri, f"{RDFS}label"
        )
        return names[0] if names else ""

    def _shown(self, value: ox.NamedNode | ox.BlankNode | ox.Literal) -> str:
        if not isinstance(value, ox.Literal):
            return (
                self.label(value.value)
                or value.value.rpartition("#" if "#" in value.value else "/")[2]
            )
        words = value.value.split()
        return " ".join(words[:_LONGEST]) + (" ..." if len(words) > _LONGEST else "")

    def _place(self, use: _Use) -> str:
        case = next(iter(self.index.iris(use.subject, f"{L2}inCase")), use.file)
        found = self.label(case)
        if not found and use.subject in self.cited:
            return self.label(self.cited[use.subject])
        return found or use.file


def _note(uses: dict[str, list[_Use]], t: ox.Triple, use: _Use) -> None:
    uses[t.predicate.value].append(use)
    if isinstance(t.object, ox.NamedNode):
        uses[t.object.value].append(use)


def _rank(index: Index, case: str) -> int:
    kinds = index.iris(case, f"{L2}kind")
    return 0 if _REAL & set(kinds) else 1 if kinds else 2


def _digest(*texts: str) -> str:
    return hashlib.sha256(" ".join(texts).encode()).hexdigest()


def _value(term: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _term(
    term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    return ox.Literal(str(term)) if isinstance(term, ox.Triple) else term
