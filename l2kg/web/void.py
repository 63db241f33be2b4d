"""Describe the data set to machines, from the data itself: VoID, DCAT, SPARQL service, example queries, robots.txt, sitemap."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pyoxigraph as ox

from l2kg import __version__
from l2kg.namespaces import (
    BASE,
    DCTERMS,
    INFERRED,
    L2,
    OWL,
    PREFIXES,
    RDF,
    RDFS,
    SH,
    XSD,
    compact,
)
from l2kg.web.linksets import linksets, space_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from l2kg.queries.header import Query
    from l2kg.queries.results import Term

__all__ = [
    "DATASET",
    "Places",
    "dcat",
    "describe",
    "examples",
    "robots",
    "service",
    "sitemaps",
    "void",
]

HOME = f"{BASE}void"
DATASET = f"{HOME}#dataset"
TITLE = "L2KG: the knowledge graph and case database of Level II negotiations"
ABOUT = (
    "Cases in which one side of a negotiation eases, or makes worse, the barriers behind"
    " another side's table: sides, constituencies, stances, barriers, measures,"
    " relationships and effects, each with its evidence."
)
KEYWORDS = (
    "negotiation",
    "two-level games",
    "Level II negotiation",
    "knowledge graph",
    "case database",
)

_VOID, _DCAT, _SD = (
    "http://rdfs.org/ns/void#",
    "http://www.w3.org/ns/dcat#",
    "http://www.w3.org/ns/sparql-service-description#",
)
_FOAF, _VCARD, _DCATAP = (
    "http://xmlns.com/foaf/0.1/",
    "http://www.w3.org/2006/vcard/ns#",
    "http://data.europa.eu/r5r/",
)
_EU = "http://publications.europa.eu/resource/authority/"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_FORMATS = "http://www.w3.org/ns/formats/"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
    "TriG",
)
_GRAPHS = {  # what the graphs hold that are of no single case
    "graph/actors": "People, states, organisations and publics that cases share.",
    "graph/claims": "Propositions that belong to no case.",
    "graph/conflicts": (
        "What two sources say that cannot both be so, found by the build: rival claims"
        " from which nothing is derived."
    ),
    "graph/inferred": "All that follows from what is asserted.",
    "graph/links": (
        "Mappings to the records of other data sets, and terms of office and lifetimes"
        " that those give."
    ),
    "graph/ontology": "Classes, properties, rules and alignments.",
    "graph/sources": "Works, documents and informants.",
    "graph/vocab": "The closed lists and the taxonomy of tactics.",
}
_MOST_IN_A_SITEMAP = 50_000
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
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


@dataclass(frozen=True, slots=True)
class Places:
    """Where a publication lies: its SPARQL endpoint, and its whole-data files by their ending (nq, trig, ttl, nt)."""

    endpoint: str = f"{BASE}sparql"
    dumps: Mapping[str, str] | None = None


def describe(
    store: ox.Store, queries: Iterable[Query], places: Places | None = None
) -> list[ox.Triple]:
    """Return all descriptions of a store together, each triple once, in order."""
    where = places or Places()
    parts = (
        void(store, where),
        dcat(store, where),
        service(where, store),
        examples(queries, where),
    )
    return sorted(set(itertools.chain(*parts)), key=str)


def _iri(text: str) -> ox.NamedNode:
    return ox.NamedNode(text)


def _part(name: str) -> str:
    """Return the IRI of a part of the description, a hash IRI of its document."""
    return f"{HOME}#{re.sub(r'[^A-Za-z0-9._-]+', '-', name).strip('-')}"


def _text(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")


def _number(count: int) -> ox.Literal:
    return ox.Literal(str(count), datatype=_iri(f"{XSD}integer"))


def _say(subject: str, *said: tuple[str, str | Term]) -> Iterator[ox.Triple]:
    """Yield statements about a subject; a bare text as object is an IRI."""
    for predicate, value in said:
        yield ox.Triple(
            _iri(subject),
            _iri(predicate),
            _iri(value) if isinstance(value, str) else value,
        )


def void(store: ox.Store, places: Places) -> Iterator[ox.Triple]:
    """Count the data set: triples, entities, the use of each class and property, and the links to other data sets."""
    triples = [
        q.triple for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    ]
    ours = {
        t.subject
        for t in triples
        if isinstance(t.subject, ox.NamedNode) and t.subject.value.startswith(BASE)
    }
    uses = Counter(t.predicate.value for t in triples)
    kinds = Counter(
        t.object.value
        for t in triples
        if t.predicate.value == f"{RDF}type" and isinstance(t.object, ox.NamedNode)
    )
    yield from _say(
        DATASET,
        (f"{RDF}type", f"{_VOID}Dataset"),
        (f"{DCTERMS}title", _text(TITLE)),
        (f"{DCTERMS}description", _text(ABOUT)),
        (f"{DCTERMS}license", _LICENCE),
        (f"{_FOAF}homepage", BASE),
        (f"{_VOID}uriSpace", ox.Literal(BASE)),
        (f"{_VOID}sparqlEndpoint", places.endpoint),
        (f"{_VOID}triples", _number(len(triples))),
        (f"{_VOID}entities", _number(len(ours))),
        (f"{_VOID}classes", _number(len(kinds))),
        (f"{_VOID}properties", _number(len(uses))),
        (f"{_VOID}distinctSubjects", _number(len({t.subject for t in triples}))),
        (f"{_VOID}distinctObjects", _number(len({t.object for t in triples}))),
        *((f"{_VOID}dataDump", place) for place in (places.dumps or {}).values()),
        *((f"{_VOID}exampleResource", iri) for iri in _cases(triples)[:1]),
        *(
            (f"{_VOID}vocabulary", space)
            for space in sorted({space_of(iri) for iri in {*uses, *kinds}})
        ),
    )
    yield from _say(
        HOME,
        (f"{RDF}type", f"{_VOID}DatasetDescription"),
        (f"{_FOAF}primaryTopic", DATASET),
    )
    for iri, count in kinds.items():
        yield from _partition("class", iri, f"{_VOID}entities", count)
    for iri, count in uses.items():
        yield from _partition("property", iri, f"{_VOID}triples", count)
    yield from _linksets(store)


def _cases(triples: Iterable[ox.Triple]) -> list[str]:
    cases = (
        t.subject
        for t in triples
        if t.predicate.value == f"{RDF}type" and t.object == _iri(f"{L2}Case")
    )
    return sorted(case.value for case in cases if isinstance(case, ox.NamedNode))


def _partition(kind: str, iri: str, counted: str, count: int) -> Iterator[ox.Triple]:
    part = _part(f"{kind}-{compact(iri)}")
    yield from _say(DATASET, (f"{_VOID}{kind}Partition", part))
    yield from _say(
        part,
        (f"{RDF}type", f"{_VOID}Dataset"),
        (f"{_VOID}{kind}", iri),
        (counted, _number(count)),
    )


def _linksets(store: ox.Store) -> Iterator[ox.Triple]:
    """Yield the linksets, and the data sets that they lead to."""
    for links in linksets(store):
        target = _part(f"dataset-{links.target}")
        linkset = _part(f"links-{compact(links.predicate)}-{links.target}")
        yield from _say(DATASET, (f"{_VOID}subset", linkset))
        yield from _say(
            target,
            (f"{RDF}type", f"{_VOID}Dataset"),
            (f"{_VOID}uriSpace", ox.Literal(links.space)),
        )
        if links.title:
            yield from _say(target, (f"{DCTERMS}title", _text(links.title)))
        yield from _say(
            linkset,
            (f"{RDF}type", f"{_VOID}Linkset"),
            (f"{_VOID}linkPredicate", links.predicate),
            (f"{_VOID}subjectsTarget", DATASET),
            (f"{_VOID}objectsTarget", target),
            (f"{_VOID}triples", _number(links.size)),
        )


def dcat(store: ox.Store, places: Places) -> Iterator[ox.Triple]:
    """Record catalogue, data set, files and service for data portals, in DCAT with what DCAT-AP demands and recommends."""
    issued, modified = _dates(store)
    publisher, contact, period = _part("publisher"), _part("contact"), _part("period")
    catalog, endpoint = _part("catalog"), _part("endpoint")
    shared: list[tuple[str, str | Term]] = [
        (f"{DCTERMS}description", _text(ABOUT)),
        (f"{DCTERMS}publisher", publisher),
        (f"{DCTERMS}license", _LICENCE),
        *((f"{DCTERMS}issued", date) for date in issued),
        *((f"{DCTERMS}modified", date) for date in modified),
    ]
    about: list[tuple[str, str | Term]] = [
        (f"{_DCAT}contactPoint", contact),
        (f"{_DCAT}theme", f"{_EU}data-theme/INTR"),
        (f"{_DCAT}theme", f"{_EU}data-theme/GOVE"),
        (f"{DCTERMS}accessRights", f"{_EU}access-right/PUBLIC"),
        *((f"{_DCAT}keyword", _text(word)) for word in KEYWORDS),
    ]
    covered = [(f"{DCTERMS}spatial", state) for state in _states(store)]
    bounds = _period(store)
    dumps = sorted((places.dumps or {}).items())
    yield from _say(
        catalog,
        (f"{RDF}type", f"{_DCAT}Catalog"),
        (f"{DCTERMS}title", _text("L2KG: data and services")),
        (f"{DCTERMS}language", f"{_EU}language/ENG"),
        (f"{_DCAT}themeTaxonomy", f"{_EU}data-theme"),
        (f"{_DCAT}dataset", DATASET),
        (f"{_DCAT}service", endpoint),
        (f"{_FOAF}homepage", BASE),
        *covered,
        *shared,
    )
    yield from _say(
        DATASET,
        (f"{RDF}type", f"{_DCAT}Dataset"),
        (f"{DCTERMS}title", _text(TITLE)),
        (f"{DCTERMS}language", f"{_EU}language/ENG"),
        (f"{DCTERMS}identifier", ox.Literal(DATASET)),
        (f"{_DCAT}version", ox.Literal(__version__)),
        (f"{_DCAT}landingPage", BASE),
        *((f"{DCTERMS}temporal", period) for _ in bounds[:1]),
        *((f"{_DCAT}distribution", _part(f"file-{ending}")) for ending, _ in dumps),
        (f"{_DCAT}distribution", _part("query-results")),
        *covered,
        *shared,
        *about,
    )
    yield from _say(
        endpoint,
        (f"{RDF}type", f"{_DCAT}DataService"),
        (f"{DCTERMS}title", _text("L2KG: SPARQL endpoint")),
        (f"{DCTERMS}conformsTo", "https://www.w3.org/TR/sparql11-protocol/"),
        (f"{_DCAT}endpointURL", places.endpoint),
        (f"{_DCAT}endpointDescription", places.endpoint),
        (f"{_DCAT}servesDataset", DATASET),
        *shared,
        *about,
    )
    for ending, place in dumps:
        yield from _distribution(_part(f"file-{ending}"), place, *_FILES[ending])
        yield from _say(_part(f"file-{ending}"), (f"{_DCAT}downloadURL", place))
    results = "What a query asks for, among other formats as Turtle."
    yield from _distribution(
        _part("query-results"), places.endpoint, "text/turtle", "RDF_TURTLE", results
    )
    yield from _say(_part("query-results"), (f"{_DCAT}accessService", endpoint))
    yield from _say(
        publisher,
        (f"{RDF}type", f"{_FOAF}Agent"),
        (f"{_FOAF}name", _text("The L2KG project")),
        (f"{_FOAF}homepage", BASE),
    )
    yield from _say(
        contact,
        (f"{RDF}type", f"{_VCARD}Kind"),
        (f"{_VCARD}fn", _text("The L2KG project")),
        (f"{_VCARD}hasURL", BASE),
    )
    yield from _say(
        _LICENCE,
        (f"{RDF}type", f"{DCTERMS}LicenseDocument"),
        (f"{DCTERMS}type", "http://purl.org/adms/licencetype/Attribution"),
    )
    if bounds:
        yield from _say(
            period,
            (f"{RDF}type", f"{DCTERMS}PeriodOfTime"),
            (f"{_DCAT}startDate", bounds[0]),
            (f"{_DCAT}endDate", bounds[1]),
        )
    for _, state in covered:
        yield from _say(state, (f"{RDF}type", f"{DCTERMS}Location"))


def _distribution(
    part: str, place: str, media_type: str, form: str, about: str
) -> Iterator[ox.Triple]:
    yield from _say(
        part,
        (f"{RDF}type", f"{_DCAT}Distribution"),
        (f"{DCTERMS}title", _text(about.rstrip("."))),
        (f"{DCTERMS}description", _text(about)),
        (f"{DCTERMS}format", f"{_EU}file-type/{form}"),
        (f"{DCTERMS}license", _LICENCE),
        (f"{_DCAT}accessURL", place),
        (f"{_DCAT}mediaType", f"{_MEDIA}{media_type}"),
        (f"{_DCATAP}availability", f"{_EU}planned-availability/STABLE"),
    )


def _objects(store: ox.Store, predicate: str) -> set[Term]:
    return {
        q.object
        for q in store.quads_for_pattern(None, _iri(predicate), None, ox.DefaultGraph())
    }


def _dates(store: ox.Store) -> tuple[list[ox.Literal], list[ox.Literal]]:
    """Return the ontology's dates of issue and of change, which count for all; the date of issue for both where it says no other."""
    dates: dict[str, list[ox.Literal]] = {"issued": [], "modified": []}
    for name, found in dates.items():
        quads = store.quads_for_pattern(
            _iri(L2.rstrip("#")), _iri(f"{DCTERMS}{name}"), None, ox.DefaultGraph()
        )
        found += [q.object for q in quads if isinstance(q.object, ox.Literal)]
    return dates["issued"], dates["modified"] or dates["issued"]


def _states(store: ox.Store) -> list[str]:
    """Return the states in whose name a side negotiates."""
    named = {
        o.value for o in _objects(store, f"{L2}inNameOf") if isinstance(o, ox.NamedNode)
    }
    states = store.quads_for_pattern(
        None, _iri(f"{RDF}type"), _iri(f"{L2}State"), ox.DefaultGraph()
    )
    return sorted(
        named & {q.subject.value for q in states if isinstance(q.subject, ox.NamedNode)}
    )


def _period(store: ox.Store) -> list[ox.Literal]:
    """Return the earliest and the latest day that an occurrence is dated to."""
    dated = _objects(
        store, f"{L2}dates"
    )  # datings and spans have bounds too, and a span may be somebody's life
    quads = (
        q
        for n in ("earliest", "latest")
        for q in store.quads_for_pattern(None, _iri(f"{L2}{n}"), None, _iri(INFERRED))
    )
    dates = [
        q.object for q in quads if isinstance(q.object, ox.Literal) and q.subject in dated
    ]
    return (
        sorted(
            [min(dates, key=lambda d: d.value), max(dates, key=lambda d: d.value)],
            key=lambda d: d.value,
        )
        if dates
        else []
    )


def service(places: Places, store: ox.Store | None = None) -> Iterator[ox.Triple]:
    """Describe the endpoint in the W3C's vocabulary: its language and formats, and what it serves.

    With a store of ours its graphs are told, each with the number of its triples;
    without, nothing of the data.
    """
    endpoint = places.endpoint
    data, default = (
        (_part("graphs"), _part("default-graph"))
        if store is not None
        else (f"{endpoint}#dataset", f"{endpoint}#default-graph")
    )
    yield from _say(
        endpoint,
        (f"{RDF}type", f"{_SD}Service"),
        (f"{_SD}endpoint", endpoint),
        (f"{_SD}supportedLanguage", f"{_SD}SPARQL11Query"),
        (f"{_SD}defaultDataset", data),
        *((f"{_SD}resultFormat", f"{_FORMATS}{name}") for name in _RESULTS),
    )
    yield from _say(
        data, (f"{RDF}type", f"{_SD}Dataset"), (f"{_SD}defaultGraph", default)
    )
    yield from _say(default, (f"{RDF}type", f"{_SD}Graph"))
    if store is not None:
        yield from _our_graphs(endpoint, data, default, store)


def _our_graphs(
    endpoint: str, data: str, default: str, store: ox.Store
) -> Iterator[ox.Triple]:
    yield from _say(endpoint, (f"{_SD}feature", f"{_SD}UnionDefaultGraph"))
    yield from _say(
        data,
        (f"{DCTERMS}isVersionOf", BASE),
        (f"{DCTERMS}hasVersion", ox.Literal(__version__)),
    )
    sizes = Counter(getattr(q.graph_name, "value", "") for q in store)
    merge = _text("The merge of all that is asserted and inferred.")
    yield from _say(
        default,
        (f"{DCTERMS}description", merge),
        (f"{_VOID}triples", _number(sizes.pop("", 0))),
    )
    for name, size in sorted(sizes.items()):
        part, contents = (
            _part(f"{kind}-{name.removeprefix(BASE)}") for kind in ("graph", "contents")
        )
        yield from _say(data, (f"{_SD}namedGraph", part))
        yield from _say(
            part,
            (f"{RDF}type", f"{_SD}NamedGraph"),
            (f"{_SD}name", name),
            (f"{_SD}graph", contents),
        )
        yield from _say(
            contents, (f"{RDF}type", f"{_SD}Graph"), (f"{_VOID}triples", _number(size))
        )
        if about := _GRAPHS.get(name.removeprefix(BASE)):
            yield from _say(contents, (f"{DCTERMS}description", _text(about)))


def examples(queries: Iterable[Query], places: Places) -> Iterator[ox.Triple]:
    """Yield named queries as SHACL executables, so that an editor lists them; their text declares its own prefixes."""
    prefixes = _part("prefixes")
    yield from _say(prefixes, (f"{RDF}type", f"{OWL}Ontology"))
    for prefix, space in PREFIXES.items():
        part = _part(f"prefix-{prefix}")
        yield from _say(prefixes, (f"{SH}declare", part))
        yield from _say(
            part,
            (f"{SH}prefix", ox.Literal(prefix)),
            (f"{SH}namespace", ox.Literal(space, datatype=_iri(f"{XSD}anyURI"))),
        )
    for query in queries:
        yield from _say(
            _part(f"query-{query.name}"),
            (f"{RDF}type", f"{SH}SPARQLExecutable"),
            (f"{RDF}type", f"{SH}SPARQLSelectExecutable"),
            (f"{RDFS}label", _text(query.summary)),
            (f"{RDFS}comment", _text(query.question)),
            (f"{SH}prefixes", prefixes),
            (f"{SH}select", ox.Literal(query.body)),
            ("https://schema.org/target", places.endpoint),
            *(("https://schema.org/keywords", ox.Literal(tag)) for tag in query.tags),
        )


def robots(root: str) -> str:
    """Write robots.txt for a site: documents may be crawled, queries may not.

    >>> print(robots("https://example.org/"), end="")
    User-agent: *
    Disallow: /sparql
    Disallow: /reconcile
    <BLANKLINE>
    Sitemap: https://example.org/sitemap.xml
    """
    return (
        "User-agent: *\nDisallow: /sparql\nDisallow: /reconcile\n\nSitemap:"
        f" {root.rstrip('/')}/sitemap.xml\n"
    )


def sitemaps(store: ox.Store, root: str) -> dict[str, str]:
    """Write the sitemap of a site that serves our documents, by file name; more than 50,000 documents fill several behind an index."""
    site, day = root.rstrip("/"), next((d.value for d in _dates(store)[1]), "")
    urls = [f"{site}/{document.removeprefix(BASE)}" for document in _documents(store)]
    pages = [
        urls[i : i + _MOST_IN_A_SITEMAP] for i in range(0, len(urls), _MOST_IN_A_SITEMAP)
    ] or [[]]
    if len(pages) == 1:
        return {"sitemap.xml": _listing("urlset", "url", pages[0], day)}
    parts = {
        f"sitemap-{n}.xml": _listing("urlset", "url", page, day)
        for n, page in enumerate(pages, 1)
    }
    return {
        "sitemap.xml": _listing(
            "sitemapindex", "sitemap", [f"{site}/{name}" for name in parts], day
        ),
        **parts,
    }


def _documents(store: ox.Store) -> list[str]:
    """Return the addresses of all documents: our subjects without what follows the hash."""
    subjects = {
        q.subject for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    }
    ours = [
        s.value
        for s in subjects
        if isinstance(s, ox.NamedNode) and s.value.startswith(BASE)
    ]
    return sorted({iri.partition("#")[0] for iri in ours})


def _listing(element: str, child: str, urls: Iterable[str], day: str) -> str:
    dated = f"<lastmod>{escape(day)}</lastmod>" if day else ""
    rows = "".join(
        f"  <{child}><loc>{escape(url)}</loc>{dated}</{child}>\n" for url in urls
    )
    return f'{_XML}<{element} xmlns="{_SITEMAP}">\n{rows}</{element}>\n'
