"""Record the data set for data portals, in DCAT with what DCAT-AP demands and recommends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg import __version__
from l2kg.descriptions.dates import stated_dates
from l2kg.descriptions.statements import (
    ABOUT,
    DATASET,
    FOAF,
    LICENCE,
    TITLE,
    Places,
    english,
    part,
    statements,
)
from l2kg.namespaces import BASE, DCTERMS, INFERRED, L2, RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.queries.results import Term

    _Pairs = list[tuple[str, str | Term]]

__all__ = ["dcat"]

_KEYWORDS = (
    "negotiation",
    "two-level games",
    "Level II negotiation",
    "knowledge graph",
    "case database",
)
_TYPE = f"{RDF}type"
_DCAT = "http://www.w3.org/ns/dcat#"
_DCATAP = "http://data.europa.eu/r5r/"
_VCARD = "http://www.w3.org/2006/vcard/ns#"
_EU = "http://publications.europa.eu/resource/authority/"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_FILES = {  # by ending: media type, the EU's name of the format, what it is
    "nq": ("application/n-quads", "RDF_N_QUADS", "All graphs as N-Quads."),
    "trig": ("application/trig", "RDF_TRIG", "All graphs as TriG."),
    "ttl": ("text/turtle", "RDF_TURTLE", "The merge of all graphs as Turtle."),
    "nt": (
        "application/n-triples",
        "RDF_N_TRIPLES",
        "The merge of all graphs as N-Triples.",
    ),
}
_CATALOGUE, _ENDPOINT, _RESULTS, _PERIOD, _PUBLISHER, _CONTACT = (
    part(name)
    for name in (
        "catalog",
        "endpoint",
        "query-results",
        "period",
        "publisher",
        "contact",
    )
)


@dataclass(frozen=True, slots=True)
class _Record:
    """What several parts of the record say alike."""

    shared: _Pairs  # of catalogue, data set and service
    about: _Pairs  # of data set and service
    covered: _Pairs  # of catalogue and data set
    bounds: list[ox.Literal]  # the first and the last day, or nothing


def dcat(store: ox.Store, places: Places) -> Iterator[ox.Triple]:
    """Record catalogue, data set, files and service."""
    record = _record(store)
    dumps = sorted((places.dumps or {}).items())
    yield from _catalogue(record)
    yield from _dataset(record, [ending for ending, _ in dumps])
    yield from _service(record, places)
    for ending, place in dumps:
        file = part(f"file-{ending}")
        yield from _distribution(file, place, *_FILES[ending])
        yield from statements(file, (f"{_DCAT}downloadURL", place))
    about = "What a query asks for, among other formats as Turtle."
    yield from _distribution(
        _RESULTS, places.endpoint, "text/turtle", "RDF_TURTLE", about
    )
    yield from statements(_RESULTS, (f"{_DCAT}accessService", _ENDPOINT))
    yield from _agents()
    if record.bounds:
        yield from statements(
            _PERIOD,
            (_TYPE, f"{DCTERMS}PeriodOfTime"),
            (f"{_DCAT}startDate", record.bounds[0]),
            (f"{_DCAT}endDate", record.bounds[1]),
        )
    for state in _states(store):
        yield from statements(state, (_TYPE, f"{DCTERMS}Location"))


def _record(store: ox.Store) -> _Record:
    issued, modified = stated_dates(store)
    shared: _Pairs = [
        (f"{DCTERMS}description", english(ABOUT)),
        (f"{DCTERMS}publisher", _PUBLISHER),
        (f"{DCTERMS}license", LICENCE),
        *((f"{DCTERMS}issued", date) for date in issued),
        *((f"{DCTERMS}modified", date) for date in modified),
    ]
    about: _Pairs = [
        (f"{_DCAT}contactPoint", _CONTACT),
        (f"{_DCAT}theme", f"{_EU}data-theme/INTR"),
        (f"{_DCAT}theme", f"{_EU}data-theme/GOVE"),
        (f"{DCTERMS}accessRights", f"{_EU}access-right/PUBLIC"),
        *((f"{_DCAT}keyword", english(word)) for word in _KEYWORDS),
    ]
    covered: _Pairs = [(f"{DCTERMS}spatial", state) for state in _states(store)]
    return _Record(shared, about, covered, _period(store))


def _catalogue(record: _Record) -> Iterator[ox.Triple]:
    return statements(
        _CATALOGUE,
        (_TYPE, f"{_DCAT}Catalog"),
        (f"{DCTERMS}title", english("L2KG: data and services")),
        (f"{DCTERMS}language", f"{_EU}language/ENG"),
        (f"{_DCAT}themeTaxonomy", f"{_EU}data-theme"),
        (f"{_DCAT}dataset", DATASET),
        (f"{_DCAT}service", _ENDPOINT),
        (f"{FOAF}homepage", BASE),
        *record.covered,
        *record.shared,
    )


def _dataset(record: _Record, endings: list[str]) -> Iterator[ox.Triple]:
    return statements(
        DATASET,
        (_TYPE, f"{_DCAT}Dataset"),
        (f"{DCTERMS}title", english(TITLE)),
        (f"{DCTERMS}language", f"{_EU}language/ENG"),
        (f"{DCTERMS}identifier", ox.Literal(DATASET)),
        (f"{_DCAT}version", ox.Literal(__version__)),
        (f"{_DCAT}landingPage", BASE),
        *((f"{DCTERMS}temporal", _PERIOD) for _ in record.bounds[:1]),
        *((f"{_DCAT}distribution", part(f"file-{ending}")) for ending in endings),
        (f"{_DCAT}distribution", _RESULTS),
        *record.covered,
        *record.shared,
        *record.about,
    )


def _service(record: _Record, places: Places) -> Iterator[ox.Triple]:
    return statements(
        _ENDPOINT,
        (_TYPE, f"{_DCAT}DataService"),
        (f"{DCTERMS}title", english("L2KG: SPARQL endpoint")),
        (f"{DCTERMS}conformsTo", "https://www.w3.org/TR/sparql11-protocol/"),
        (f"{_DCAT}endpointURL", places.endpoint),
        (f"{_DCAT}endpointDescription", places.endpoint),
        (f"{_DCAT}servesDataset", DATASET),
        *record.shared,
        *record.about,
    )


def _distribution(
    file: str, place: str, media_type: str, form: str, about: str
) -> Iterator[ox.Triple]:
    return statements(
        file,
        (_TYPE, f"{_DCAT}Distribution"),
        (f"{DCTERMS}title", english(about.rstrip("."))),
        (f"{DCTERMS}description", english(about)),
        (f"{DCTERMS}format", f"{_EU}file-type/{form}"),
        (f"{DCTERMS}license", LICENCE),
        (f"{_DCAT}accessURL", place),
        (f"{_DCAT}mediaType", f"{_MEDIA}{media_type}"),
        (f"{_DCATAP}availability", f"{_EU}planned-availability/STABLE"),
    )


def _agents() -> Iterator[ox.Triple]:
    """Yield who publishes, who can be asked, and under which licence."""
    yield from statements(
        _PUBLISHER,
        (_TYPE, f"{FOAF}Agent"),
        (f"{FOAF}name", english("The L2KG project")),
        (f"{FOAF}homepage", BASE),
    )
    yield from statements(
        _CONTACT,
        (_TYPE, f"{_VCARD}Kind"),
        (f"{_VCARD}fn", english("The L2KG project")),
        (f"{_VCARD}hasURL", BASE),
    )
    yield from statements(
        LICENCE,
        (_TYPE, f"{DCTERMS}LicenseDocument"),
        (f"{DCTERMS}type", "http://purl.org/adms/licencetype/Attribution"),
    )


def _states(store: ox.Store) -> list[str]:
    """Return the states in whose name a side negotiates."""
    named = {
        term.value
        for term in _objects(store, f"{L2}inNameOf")
        if isinstance(term, ox.NamedNode)
    }
    states = store.quads_for_pattern(
        None, ox.NamedNode(_TYPE), ox.NamedNode(f"{L2}State"), ox.DefaultGraph()
    )
    return sorted(
        quad.subject.value
        for quad in states
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value in named
    )


def _period(store: ox.Store) -> list[ox.Literal]:
    """Return the earliest and the latest day that an occurrence is dated to."""
    dated = _objects(store, f"{L2}dates")  # a span, too, has bounds: perhaps of a life
    days = [
        quad.object
        for name in ("earliest", "latest")
        for quad in store.quads_for_pattern(
            None, ox.NamedNode(f"{L2}{name}"), None, ox.NamedNode(INFERRED)
        )
        if isinstance(quad.object, ox.Literal) and quad.subject in dated
    ]
    ordered = sorted(days, key=lambda day: day.value)
    return [ordered[0], ordered[-1]] if ordered else []


def _objects(store: ox.Store, predicate: str) -> set[Term]:
    quads = store.quads_for_pattern(
        None, ox.NamedNode(predicate), None, ox.DefaultGraph()
    )
    return {quad.object for quad in quads}
