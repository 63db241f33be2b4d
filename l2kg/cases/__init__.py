"""Load cases from a store as plain values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from l2kg.cases import parts as part
from l2kg.cases.elements import ElementView, element, evidence_of, read_fields
from l2kg.cases.groups import seat, with_attitudes
from l2kg.cases.numbering import number_measures
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


# What `_summary` reads, for a survey that reads no more: fields of `CaseSummary`, and
# what ties an element to case, passage, tactic and type. The schema cannot tell it: which
# of a case's fields a card shows is a matter of the card.
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
    known = schema()
    counted = (
        "Case",
        "Side",
        "Evidence",
        *known.below("Measure"),
        *known.below("Relationship"),
    )
    classes = tuple(f"{L2}{name}" for name in counted)
    reader = Survey(store, properties=_SUMMARISED, classes=classes)
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
    parents: dict[str, Ref | None] = {}
    for ref in refs:
        if "#" in ref.iri:
            parents[ref.iri] = _first(reader, reader.facts(ref.iri), "subCaseOf")
    return sorted(refs, key=lambda ref: _order(ref.label, parents.get(ref.iri)))


def _order(label: str, parent: Ref | None) -> tuple[str, bool, str]:
    """Return the key that sorts cases by label, each sub-case after its parent."""
    whole = parent.label if parent else label
    return whole.casefold(), parent is not None, label.casefold()


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
    if near:
        return f"no case {slug!r}: try {', '.join(near)}"
    return f"no case {slug!r}: the store holds no case; build it again"


def _members(
    reader: Reader,
    iri: str,
    graph: str,
) -> dict[str, Facts]:
    """Read the subjects of a graph; for a sub-case leave out those of its siblings."""
    found = {subject: reader.facts(subject) for subject in reader.typed(graph)}
    if iri == graph:
        return found
    shared = {iri, graph}
    return {
        subject: facts
        for subject, facts in found.items()
        if shared.issuperset(facts.iris("inCase"))
    }


def _own(
    members: Mapping[str, Facts],
    iri: str,
    graph: str,
) -> dict[str, Facts]:
    """Keep what belongs to a case itself: all of a graph, or what names the sub-case."""
    if iri == graph:
        return dict(members)
    own = {
        subject
        for subject, facts in members.items()
        if subject == iri or iri in facts.iris("inCase")
    }
    passages = {
        passage for subject in own for passage in members[subject].iris("evidence")
    }
    return {
        subject: facts
        for subject, facts in members.items()
        if subject in own or subject in passages
    }


def _is_a(facts: Facts, name: str) -> bool:
    classes = {f"{L2}{below}" for below in schema().below(name)}
    return not classes.isdisjoint(facts.iris(f"{RDF}type"))


def _count(members: Mapping[str, Facts], name: str) -> int:
    return sum(_is_a(facts, name) for facts in members.values())


def _gather(
    reader: Reader,
    members: Mapping[str, Facts],
    name: str,
) -> Refs:
    iris = {iri for facts in members.values() for iri in facts.iris(name)}
    return reader.refs(iris)


def _summary(
    reader: Reader,
    iri: str,
    graph: str,
) -> CaseSummary:
    members = _members(reader, iri, graph)
    own = _own(members, iri, graph)
    facts = members[iri]
    sides = [subject for subject, known in members.items() if _is_a(known, "Side")]
    return CaseSummary(
        iri=iri,
        slug=iri.removeprefix(CASE),
        label=reader.label(iri),
        description=facts.text("description"),
        setting=_first(reader, facts, "setting"),
        kind=_first(reader, facts, "kind"),
        outcome=_first(reader, facts, "outcome"),
        parent=_first(reader, facts, "subCaseOf"),
        sides=reader.refs(sides),
        measures=_count(own, "Measure"),
        relationships=_count(own, "Relationship"),
        evidence=_count(own, "Evidence"),
        tactics=_gather(reader, own, "tactic"),
        barrier_types=_gather(reader, own, "barrierType"),
        has_back_channel=_count(own, "BackChannel") > 0,
    )


def _first(
    reader: Reader,
    facts: Facts,
    name: str,
) -> Ref | None:
    iris = facts.iris(name)
    return reader.ref(min(iris)) if iris else None


def _view(
    reader: Reader,
    iri: str,
    graph: str,
) -> CaseView:
    members = _members(reader, iri, graph)

    def all_of(
        cls: type[_E],
        finish: Callable[[_E, Facts], _E] | None = None,
    ) -> tuple[_E, ...]:
        return _all_of(reader, members, cls, finish)

    stances = all_of(part.Stance)
    matters = all_of(part.Matter, _with_kind)
    negotiations = all_of(part.Negotiation)
    measures = all_of(part.Measure)
    statements = all_of(part.Statement, _as_speech)
    ratifications = all_of(part.Ratification)
    sides = seat(
        all_of(part.Side),
        all_of(part.Participation),
        negotiations,
    )
    groups = with_attitudes(all_of(part.Constituency), stances, matters)
    apart = {element.iri for element in (*measures, *statements, *ratifications)}
    occurrences = [
        occurrence
        for occurrence in all_of(part.Occurrence)
        if occurrence.iri not in apart
    ]
    evidence = _evidence(reader, members)
    return CaseView(
        summary=_summary(reader, iri, graph),
        status=_first(reader, members[iri], "epistemicStatus"),
        subcases=_subcases(reader, graph) if iri == graph else (),
        sides=sides,
        constituencies=groups,
        stances=stances,
        matters=matters,
        barriers=all_of(part.Barrier),
        leverage=all_of(part.Leverage),
        negotiations=negotiations,
        relationships=all_of(part.Relationship, _with_tie_kinds),
        measures=number_measures(measures, evidence),
        statements=statements,
        ratifications=ratifications,
        occurrences=tuple(occurrences),
        criticisms=all_of(part.Criticism),
        responses=all_of(part.Response),
        assessments=all_of(part.Assessment),
        claims=all_of(part.Claim),
        temporal=all_of(part.TemporalRelation),
        datings=all_of(part.Dating),
        others=_others(reader, members),
        evidence=evidence,
        case_evidence=reader.refs(members[iri].iris("evidence")),
        inferred=_inferred(reader, members),
    )


def _subcases(reader: Reader, graph: str) -> tuple[CaseSummary, ...]:
    return tuple(
        _summary(reader, iri, graph) for iri in _cases_in(reader, graph) if iri != graph
    )


def _evidence(reader: Reader, members: Mapping[str, Facts]) -> tuple[part.Evidence, ...]:
    return tuple(
        evidence_of(reader, iri, facts)
        for iri, facts in sorted(members.items())
        if _is_a(facts, "Evidence")
    )


def _all_of(
    reader: Reader,
    members: Mapping[str, Facts],
    cls: type[_E],
    finish: Callable[[_E, Facts], _E] | None,
) -> tuple[_E, ...]:
    """Read the elements of the class of the ontology that a type of ours is named after.

    `finish` adds to each what no single property says.
    """
    found: list[_E] = []
    for iri, facts in members.items():
        if _is_a(facts, cls.__name__):
            element = _read_element(reader, cls, iri, facts)
            found.append(finish(element, facts) if finish else element)
    return tuple(
        sorted(found, key=lambda element: (element.label.casefold(), element.iri))
    )


def _read_element(
    reader: Reader,
    cls: type[_E],
    iri: str,
    facts: Facts,
    **more: Any,
) -> _E:
    return cls(
        iri=iri,
        label=reader.label(iri),
        types=reader.types(facts),
        **read_fields(reader, cls, facts),
        **more,
    )


def _others(reader: Reader, members: Mapping[str, Facts]) -> tuple[part.Other, ...]:
    """Read the elements of classes that have no type in `parts`, field by field."""
    known = schema()
    element_classes = known.below("CaseElement")
    typed = {name for cls in part.typed_classes() for name in known.below(cls)}
    found: list[part.Other] = []
    for iri, facts in members.items():
        types = [ref.id for ref in reader.types(facts) if ref.id in known.classes]
        name = next((name for name in types if name in element_classes), "")
        if name and typed.isdisjoint(types):
            other = _read_element(
                reader,
                part.Other,
                iri,
                facts,
                class_name=name,
                values=tuple(_values(reader, facts, name)),
            )
            found.append(other)

    def place(other: part.Other) -> tuple[str, str, str]:
        return other.class_name, other.label.casefold(), other.iri

    return tuple(sorted(found, key=place))


def _values(
    reader: Reader,
    facts: Facts,
    cls: str,
) -> Iterator[tuple[str, tuple[Ref | str, ...]]]:
    """Yield label and values of each field that a class adds to what all elements have."""
    general = {field.path for field in schema().fields_of("CaseElement")}
    for field in schema().fields_of(cls):
        if field.path in general or field.inverse:
            continue
        iris = facts.iris(field.path)
        values = reader.refs(iris) if iris else facts.texts(field.path)
        if values:
            yield reader.label(field.path), tuple(values)


def _as_speech(statement: part.Statement, facts: Facts) -> part.Statement:
    return replace(statement, acceptance_speech=_is_a(facts, "AcceptanceSpeech"))


def _with_kind(matter: part.Matter, facts: Facts) -> part.Matter:
    if _is_a(facts, "Deal"):
        return replace(matter, kind="deal")
    if _is_a(facts, "Term"):
        return replace(matter, kind="term")
    return matter


def _with_tie_kinds(tie: part.Relationship, facts: Facts) -> part.Relationship:
    kinds = [kind for name, kind in part.TIE_KINDS.items() if _is_a(facts, name)]
    return replace(tie, kinds=tuple(kinds))


def _inferred(reader: Reader, members: Mapping[str, Facts]) -> tuple[Inferred, ...]:
    return tuple(
        Inferred(
            subject=reader.ref(subject),
            property=reader.ref(name),
            value=_value(reader, term),
            rule=reader.ref(rule),
        )
        for subject, facts in sorted(members.items())
        for (name, term), rules in sorted(facts.rules.items())
        for rule in rules
    )


def _value(reader: Reader, term: str) -> Ref:
    """Point at an IRI, written ``<...>``; a literal stands for itself."""
    if term.startswith("<"):
        return reader.ref(term[1:-1])
    return Ref("", term.split('"')[1])
