"""Load cases from a store as plain values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from l2kg.cases import parts as part
from l2kg.cases.elements import ElementView, element, evidence_of, filled
from l2kg.cases.groups import minded, seated
from l2kg.cases.numbering import numbered
from l2kg.cases.reading import Facts, Reader, Ref, Survey
from l2kg.cases.view import CaseSummary, CaseView, Inferred
from l2kg.errors import NotFoundError
from l2kg.namespaces import CASE, L2, RDF
from l2kg.queries.lookup import instances
from l2kg.schema import schema
from l2kg.wording import closest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pyoxigraph import Store

    from l2kg.cases.parts import Refs

__all__ = [
    "CaseSummary",
    "CaseView",
    "ElementView",
    "element",
    "list_cases",
    "load_case",
    "name_cases",
]

_E = TypeVar("_E", bound=part.Element)


_SUMMARISED = tuple(
    f"{L2}{name}"
    for name in (
        "inCase",
        "evidence",
        "tactic",
        "barrierType",
        "setting",
        "kind",
        "outcome",
        "subCaseOf",
        "description",
    )
)


def list_cases(store: Store) -> list[CaseSummary]:
    """List every case and sub-case by label, each sub-case after its parent."""
    counted = (
        "Case",
        "Side",
        "Evidence",
        *(cls for name in ("Measure", "Relationship") for cls in schema().below(name)),
    )
    reader = Survey(
        store, properties=_SUMMARISED, classes=tuple(f"{L2}{name}" for name in counted)
    )
    summaries = [
        _summary(reader, iri, parent)
        for parent in _case_graphs(reader)
        for iri in _cases_in(reader, parent)
    ]
    return sorted(summaries, key=lambda case: _order(case.label, case.parent))


def name_cases(store: Store) -> list[Ref]:
    """Name every case and sub-case, in the order in which they are listed."""
    reader = Reader(store)
    refs = [reader.ref(iri) for iri in instances(store, f"{L2}Case")]
    above = {
        ref.iri: _first(reader, reader.facts(ref.iri), "subCaseOf")
        for ref in refs
        if "#" in ref.iri
    }
    return sorted(refs, key=lambda ref: _order(ref.label, above.get(ref.iri)))


def _order(label: str, parent: Ref | None) -> tuple[str, bool, str]:
    return (
        (parent.label if parent else label).casefold(),
        parent is not None,
        label.casefold(),
    )


def load_case(store: Store, slug: str) -> CaseView:
    """Load a case, or a sub-case with what it shares with its parent.

    ``slug`` is what follows ``https://w3id.org/l2kg/case/``: ``geneva-accord``,
    ``bonn-summit-1978#us-decontrol``.

    Raises:
        NotFoundError: The store has no such case; the text names the nearest.
    """
    reader = Reader(store)
    iri = CASE + slug.removeprefix(CASE)
    graph = iri.partition("#")[0]
    if iri not in _cases_in(reader, graph):
        raise NotFoundError(_no_such_case(reader, slug))
    return _view(reader, iri, graph)


def _case_graphs(reader: Reader) -> list[str]:
    names = (str(name.value) for name in reader.store.named_graphs())
    return sorted(name for name in names if name.startswith(CASE))


def _cases_in(reader: Reader, graph: str) -> list[str]:
    return sorted(
        iri for iri, types in reader.typed(graph).items() if f"{L2}Case" in types
    )


def _no_such_case(reader: Reader, slug: str) -> str:
    known = [
        iri.removeprefix(CASE)
        for graph in _case_graphs(reader)
        for iri in _cases_in(reader, graph)
    ]
    near = closest(slug, known, most=3, least=0.4) or known[:3]
    return (
        f"no case {slug!r}: try {', '.join(near)}"
        if near
        else f"no case {slug!r}: the store holds no case; build it again"
    )


def _members(reader: Reader, iri: str, graph: str) -> dict[str, Facts]:
    """Read the subjects of a graph; for a sub-case leave out those of its siblings."""
    found = {subject: reader.facts(subject) for subject in reader.typed(graph)}
    if iri == graph:
        return found
    return {
        subject: facts
        for subject, facts in found.items()
        if set(facts.iris("inCase")) <= {iri, graph}
    }


def _own(members: Mapping[str, Facts], iri: str, graph: str) -> dict[str, Facts]:
    """Keep what belongs to a case itself: all of a graph, or what names the sub-case."""
    if iri == graph:
        return dict(members)
    own = {
        subject: facts
        for subject, facts in members.items()
        if subject == iri or iri in facts.iris("inCase")
    }
    passages = {passage for facts in own.values() for passage in facts.iris("evidence")}
    return {
        subject: facts
        for subject, facts in members.items()
        if subject in own or subject in passages
    }


def _is_a(facts: Facts, name: str) -> bool:
    names = {f"{L2}{below}" for below in schema().below(name)}
    return not names.isdisjoint(facts.iris(f"{RDF}type"))


def _count(members: Mapping[str, Facts], name: str) -> int:
    return sum(_is_a(facts, name) for facts in members.values())


def _gather(reader: Reader, members: Mapping[str, Facts], name: str) -> Refs:
    return reader.refs({iri for facts in members.values() for iri in facts.iris(name)})


def _summary(reader: Reader, iri: str, graph: str) -> CaseSummary:
    members = _members(reader, iri, graph)
    own, facts = _own(members, iri, graph), members[iri]
    return CaseSummary(
        iri=iri,
        slug=iri.removeprefix(CASE),
        label=reader.label(iri),
        description=facts.text("description"),
        setting=_first(reader, facts, "setting"),
        kind=_first(reader, facts, "kind"),
        outcome=_first(reader, facts, "outcome"),
        parent=_first(reader, facts, "subCaseOf"),
        sides=reader.refs(s for s, f in members.items() if _is_a(f, "Side")),
        measures=_count(own, "Measure"),
        relationships=_count(own, "Relationship"),
        evidence=_count(own, "Evidence"),
        tactics=_gather(reader, own, "tactic"),
        barrier_types=_gather(reader, own, "barrierType"),
        has_back_channel=_count(own, "BackChannel") > 0,
    )


def _first(reader: Reader, facts: Facts, name: str) -> Ref | None:
    iris = facts.iris(name)
    return reader.ref(min(iris)) if iris else None


def _view(reader: Reader, iri: str, graph: str) -> CaseView:
    members = _members(reader, iri, graph)

    def all_of(
        cls: type[_E], name: str, finish: Callable[[_E, Facts], _E] | None = None
    ) -> tuple[_E, ...]:
        return _all_of(reader, members, cls, name, finish)

    stances, matters = (
        all_of(part.Stance, "Stance"),
        all_of(part.Matter, "Matter", _as_matter),
    )
    agreeable = {matter.iri for matter in matters if matter.kind != "issue"}
    negotiations = all_of(part.Negotiation, "Negotiation")
    measures, statements = (
        all_of(part.Measure, "Measure"),
        all_of(part.Statement, "Statement", _as_speech),
    )
    ratifications = all_of(part.Ratification, "Ratification")
    named = {element.iri for element in (*measures, *statements, *ratifications)}
    occurrences = tuple(
        o for o in all_of(part.Occurrence, "Occurrence") if o.iri not in named
    )
    evidence = tuple(
        sorted(
            (
                evidence_of(reader, s, f)
                for s, f in members.items()
                if _is_a(f, "Evidence")
            ),
            key=lambda e: e.iri,
        )
    )
    return CaseView(
        summary=_summary(reader, iri, graph),
        status=_first(reader, members[iri], "epistemicStatus"),
        subcases=(
            tuple(
                _summary(reader, other, graph)
                for other in _cases_in(reader, graph)
                if other != graph
            )
            if iri == graph
            else ()
        ),
        sides=seated(
            all_of(part.Side, "Side"),
            all_of(part.Participation, "Participation"),
            negotiations,
        ),
        constituencies=tuple(
            minded(group, stances, agreeable)
            for group in all_of(part.Constituency, "Constituency")
        ),
        stances=stances,
        matters=matters,
        barriers=all_of(part.Barrier, "Barrier"),
        leverage=all_of(part.Leverage, "Leverage"),
        negotiations=negotiations,
        relationships=all_of(part.Relationship, "Relationship", _as_tie),
        measures=numbered(measures, evidence),
        statements=statements,
        ratifications=ratifications,
        occurrences=occurrences,
        criticisms=all_of(part.Criticism, "Criticism"),
        responses=all_of(part.Response, "Response"),
        assessments=all_of(part.Assessment, "Assessment"),
        claims=all_of(part.Claim, "Claim"),
        temporal=all_of(part.TemporalRelation, "TemporalRelation"),
        datings=all_of(part.Dating, "Dating"),
        others=_others(reader, members),
        evidence=evidence,
        case_evidence=reader.refs(members[iri].iris("evidence")),
        inferred=_inferred(reader, members),
    )


def _all_of(
    reader: Reader,
    members: Mapping[str, Facts],
    cls: type[_E],
    name: str,
    finish: Callable[[_E, Facts], _E] | None,
) -> tuple[_E, ...]:
    made = [
        (_make(reader, cls, iri, facts), facts)
        for iri, facts in members.items()
        if _is_a(facts, name)
    ]
    finished = [finish(element, facts) if finish else element for element, facts in made]
    return tuple(
        sorted(finished, key=lambda element: (element.label.casefold(), element.iri))
    )


def _make(reader: Reader, cls: type[_E], iri: str, facts: Facts, **more: Any) -> _E:
    return cls(
        iri=iri,
        label=reader.label(iri),
        types=reader.types(facts),
        **filled(reader, cls, facts),
        **more,
    )


def _others(reader: Reader, members: Mapping[str, Facts]) -> tuple[part.Other, ...]:
    """Read the elements of classes that have no type in `parts`, field by field."""
    known = schema()
    here = {name for cls in part.typed_classes() for name in known.below(cls)}
    found = []
    for iri, facts in members.items():
        types = [ref.id for ref in reader.types(facts) if ref.id in known.classes]
        elements = [name for name in types if name in known.below("CaseElement")]
        if elements and here.isdisjoint(types):
            values = tuple(_values(reader, facts, elements[0]))
            found.append(
                _make(
                    reader, part.Other, iri, facts, class_name=elements[0], values=values
                )
            )
    return tuple(
        sorted(found, key=lambda one: (one.class_name, one.label.casefold(), one.iri))
    )


def _values(
    reader: Reader, facts: Facts, cls: str
) -> Iterator[tuple[str, tuple[Ref | str, ...]]]:
    """Yield the label and the values of each field that the class adds to what all elements have."""
    general = {f.path for f in schema().fields_of("CaseElement")}
    for field in schema().fields_of(cls):
        if field.path not in general and not field.inverse:
            iris = facts.iris(field.path)
            shown = reader.refs(iris) if iris else facts.texts(field.path)
            if shown:
                yield reader.label(field.path), tuple(shown)


def _as_speech(statement: part.Statement, facts: Facts) -> part.Statement:
    return replace(statement, acceptance_speech=_is_a(facts, "AcceptanceSpeech"))


def _as_matter(matter: part.Matter, facts: Facts) -> part.Matter:
    return replace(
        matter,
        kind=(
            "deal"
            if _is_a(facts, "Deal")
            else "term"
            if _is_a(facts, "Term")
            else "issue"
        ),
    )


def _as_tie(tie: part.Relationship, facts: Facts) -> part.Relationship:
    return replace(
        tie,
        kinds=tuple(kind for name, kind in part.TIE_KINDS.items() if _is_a(facts, name)),
    )


def _inferred(reader: Reader, members: Mapping[str, Facts]) -> tuple[Inferred, ...]:
    return tuple(
        Inferred(
            reader.ref(subject), reader.ref(name), _shown(reader, term), reader.ref(rule)
        )
        for subject, facts in sorted(members.items())
        for (name, term), rules in sorted(facts.rules.items())
        for rule in rules
    )


def _shown(reader: Reader, term: str) -> Ref:
    """Point at an IRI, written ``<...>``; a literal stands for itself."""
    return reader.ref(term[1:-1]) if term.startswith("<") else Ref("", term.split('"')[1])
