"""Load cases from a store as plain values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from l2kg.cases import parts as part
from l2kg.cases.elements import (
    ElementView,
    element,
    property_label,
)
from l2kg.cases.groups import seat, with_attitudes
from l2kg.cases.members import (
    case_graphs,
    cases_in,
    first_ref,
    is_a,
    members_of,
)
from l2kg.cases.numbering import number_measures
from l2kg.cases.passages import evidence_of, narrower_of, read_fields
from l2kg.cases.reading import Facts, Reader, Ref
from l2kg.cases.standing import according_to
from l2kg.cases.summaries import (
    list_cases,
    name_cases,
    subcases,
    summarise,
)
from l2kg.cases.view import CaseSummary, CaseView, Inferred
from l2kg.errors import NotFoundError
from l2kg.namespaces import CASE, case_slug, local_name
from l2kg.schema import schema
from l2kg.wording import no_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pyoxigraph import Store

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


def load_case(store: Store, slug: str) -> CaseView:
    """Load a case, or a sub-case with what it shares with its parent.

    ``slug`` is what follows ``https://w3id.org/l2kg/case/``: ``geneva-accord``,
    ``bonn-summit-1978#us-decontrol``.

    Raises:
        NotFoundError: The store has no such case; the text names the nearest.
    """
    reader = Reader(store)
    iri = CASE + case_slug(slug)
    graph = iri.partition("#")[0]
    if iri not in cases_in(reader, graph):
        raise NotFoundError(_no_such_case(reader, slug))
    return _view(reader, iri, graph)


def _no_such_case(reader: Reader, slug: str) -> str:
    known = [
        iri.removeprefix(CASE)
        for graph in case_graphs(reader)
        for iri in cases_in(reader, graph)
    ]
    if known:
        return no_case(slug, known)
    return f"no case {slug!r}: the store holds no case; build it again"


def _view(
    reader: Reader,
    iri: str,
    graph: str,
) -> CaseView:
    members = members_of(reader, iri, graph)

    def all_of(
        cls: type[_E],
        finish: Callable[[_E, Facts], _E] | None = None,
    ) -> tuple[_E, ...]:
        return _all_of(reader, members, cls, finish)

    stances = all_of(part.Stance)
    matters = all_of(part.Matter, _with_kind)
    negotiations = all_of(part.Negotiation)
    measures = all_of(part.Measure, _as_performed)
    statements = all_of(part.Statement, _as_speech)
    ratifications = all_of(part.Ratification)
    sides = seat(
        all_of(part.Side),
        all_of(part.Participation),
        negotiations,
    )
    groups = with_attitudes(
        all_of(part.Constituency),
        stances,
        matters,
        ratifications,
    )
    apart = {element.iri for element in (*measures, *statements, *ratifications)}
    occurrences = [
        occurrence
        for occurrence in all_of(part.Occurrence)
        if occurrence.iri not in apart
    ]
    evidence = _evidence(reader, members)
    return CaseView(
        summary=summarise(reader, iri, graph),
        status=first_ref(reader, members[iri], "epistemicStatus"),
        resting=tuple(_resting(reader, iri, members[iri])),
        subcases=subcases(reader, graph) if iri == graph else (),
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


def _evidence(reader: Reader, members: Mapping[str, Facts]) -> tuple[part.Evidence, ...]:
    return tuple(
        evidence_of(reader, iri, facts)
        for iri, facts in sorted(members.items())
        if is_a(facts, "Evidence")
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
        if is_a(facts, cls.__name__):
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
        narrower=tuple(_narrower(reader, iri)),
        **read_fields(reader, cls, facts),
        **more,
    )


def _narrower(reader: Reader, iri: str) -> Iterator[tuple[str, str, str]]:
    for (name, value), found in narrower_of(reader, iri).items():
        words = "; ".join(map(according_to, found))
        yield local_name(name), value, words


def _resting(reader: Reader, iri: str, facts: Facts) -> Iterator[str]:
    """Yield in words which values of a case rest on whose word alone."""
    for (name, value), found in sorted(narrower_of(reader, iri).items()):
        text = f" {reader.label(value)}" if value in facts.iris(name) else ""
        words = "; ".join(map(according_to, found))
        yield f"{property_label(reader, name)}{text} {words}"


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
        texts = map(schema().terms.label, facts.texts(field.path))
        values = reader.refs(iris) if iris else tuple(texts)
        if values:
            yield reader.label(field.path), tuple(values)


def _as_speech(statement: part.Statement, facts: Facts) -> part.Statement:
    return replace(statement, acceptance_speech=is_a(facts, "AcceptanceSpeech"))


def _as_performed(measure: part.Measure, facts: Facts) -> part.Measure:
    return replace(measure, performed=not is_a(facts, "UnperformedMeasure"))


def _with_kind(matter: part.Matter, facts: Facts) -> part.Matter:
    if is_a(facts, "Deal"):
        return replace(matter, kind="deal")
    if is_a(facts, "Term"):
        return replace(matter, kind="term")
    return matter


def _with_tie_kinds(tie: part.Relationship, facts: Facts) -> part.Relationship:
    kinds = [kind for name, kind in part.TIE_KINDS.items() if is_a(facts, name)]
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
