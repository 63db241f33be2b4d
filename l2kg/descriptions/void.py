"""Count the data set in the Vocabulary of Interlinked Datasets (VoID)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.descriptions.linksets import linksets, space_of
from l2kg.descriptions.statements import (
    ABOUT,
    DATASET,
    FOAF,
    HOME,
    LICENCE,
    TITLE,
    VOID,
    Places,
    english,
    number,
    part,
    statements,
)
from l2kg.namespaces import BASE, DCTERMS, L2, RDF, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["void"]

_TYPE = f"{RDF}type"


def void(store: ox.Store, places: Places) -> Iterator[ox.Triple]:
    """Count triples, entities, the use of each class and property, and links to other data sets."""
    triples = [
        quad.triple
        for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    ]
    properties = Counter(triple.predicate.value for triple in triples)
    classes = Counter(
        triple.object.value
        for triple in triples
        if triple.predicate.value == _TYPE and isinstance(triple.object, ox.NamedNode)
    )
    vocabularies = sorted({space_of(iri) for iri in {*properties, *classes}})
    dumps = (places.dumps or {}).values()
    yield from statements(
        DATASET,
        (_TYPE, f"{VOID}Dataset"),
        (f"{DCTERMS}title", english(TITLE)),
        (f"{DCTERMS}description", english(ABOUT)),
        (f"{DCTERMS}license", LICENCE),
        (f"{FOAF}homepage", BASE),
        (f"{VOID}uriSpace", ox.Literal(BASE)),
        (f"{VOID}sparqlEndpoint", places.endpoint),
        (f"{VOID}triples", number(len(triples))),
        (f"{VOID}entities", number(_entities(triples))),
        (f"{VOID}classes", number(len(classes))),
        (f"{VOID}properties", number(len(properties))),
        (f"{VOID}distinctSubjects", number(len({t.subject for t in triples}))),
        (f"{VOID}distinctObjects", number(len({t.object for t in triples}))),
        *_each(f"{VOID}dataDump", dumps),
        *_each(f"{VOID}exampleResource", _cases(triples)[:1]),
        *_each(f"{VOID}vocabulary", vocabularies),
    )
    yield from statements(
        HOME, (_TYPE, f"{VOID}DatasetDescription"), (f"{FOAF}primaryTopic", DATASET)
    )
    for iri, count in classes.items():
        yield from _partition("class", iri, f"{VOID}entities", count)
    for iri, count in properties.items():
        yield from _partition("property", iri, f"{VOID}triples", count)
    yield from _linksets(store)


def _each(predicate: str, iris: Iterable[str]) -> list[tuple[str, str]]:
    return [(predicate, iri) for iri in iris]


def _entities(triples: Iterable[ox.Triple]) -> int:
    """Count the subjects that have an IRI of ours."""
    subjects = {t.subject for t in triples if isinstance(t.subject, ox.NamedNode)}
    return sum(subject.value.startswith(BASE) for subject in subjects)


def _cases(triples: Iterable[ox.Triple]) -> list[str]:
    case = ox.NamedNode(f"{L2}Case")
    cases = (
        triple.subject
        for triple in triples
        if triple.predicate.value == _TYPE and triple.object == case
    )
    return sorted(case.value for case in cases if isinstance(case, ox.NamedNode))


def _partition(kind: str, iri: str, counted: str, count: int) -> Iterator[ox.Triple]:
    """Yield how often a class or property is used."""
    partition = part(f"{kind}-{compact(iri)}")
    yield from statements(DATASET, (f"{VOID}{kind}Partition", partition))
    yield from statements(
        partition,
        (_TYPE, f"{VOID}Dataset"),
        (f"{VOID}{kind}", iri),
        (counted, number(count)),
    )


def _linksets(store: ox.Store) -> Iterator[ox.Triple]:
    """Yield the linksets, and the data sets that they lead to."""
    for links in linksets(store):
        target = part(f"dataset-{links.target}")
        linkset = part(f"links-{compact(links.predicate)}-{links.target}")
        yield from statements(DATASET, (f"{VOID}subset", linkset))
        yield from statements(
            target,
            (_TYPE, f"{VOID}Dataset"),
            (f"{VOID}uriSpace", ox.Literal(links.space)),
        )
        if links.title:
            yield from statements(target, (f"{DCTERMS}title", english(links.title)))
        yield from statements(
            linkset,
            (_TYPE, f"{VOID}Linkset"),
            (f"{VOID}linkPredicate", links.predicate),
            (f"{VOID}subjectsTarget", DATASET),
            (f"{VOID}objectsTarget", target),
            (f"{VOID}triples", number(links.size)),
        )
