"""The namespaces of L2KG and of the vocabularies that it uses."""

from __future__ import annotations

import re

__all__ = [
    "BASE",
    "CASE",
    "GRAPH",
    "L2",
    "L2T",
    "L2V",
    "PREFIXES",
    "RDF",
    "RDFS",
    "RULE",
    "SHAPE",
    "SKOS",
    "OWL",
    "XSD",
    "SH",
    "DCTERMS",
    "EDTF",
    "INFERRED",
    "compact",
    "expand",
    "local_name",
    "short",
    "snake",
]

BASE = "https://w3id.org/l2kg/"
L2 = f"{BASE}ontology#"
L2V = f"{BASE}vocab/"
L2T = f"{BASE}tactic/"
CASE = f"{BASE}case/"
GRAPH = f"{BASE}graph/"
RULE = f"{BASE}rule/"
SHAPE = f"{BASE}shape/"
INFERRED = f"{GRAPH}inferred"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SH = "http://www.w3.org/ns/shacl#"
DCTERMS = "http://purl.org/dc/terms/"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"

PREFIXES: dict[str, str] = {
    "actor": f"{BASE}actor/",
    "bibo": "http://purl.org/ontology/bibo/",
    "case": CASE,
    "cito": "http://purl.org/spar/cito/",
    "claim": f"{BASE}claim/",
    "code": f"{BASE}code/",
    "collection": f"{BASE}collection/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": DCTERMS,
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "fabio": "http://purl.org/spar/fabio/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "graph": GRAPH,
    "l2": L2,
    "l2t": L2T,
    "l2v": L2V,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": OWL,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "rule": RULE,
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": SH,
    "shape": SHAPE,
    "skos": SKOS,
    "source": f"{BASE}source/",
    "sssom": "https://w3id.org/sssom/",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": XSD,
}

_BY_SPACE = sorted(((space, prefix) for prefix, space in PREFIXES.items()), reverse=True)


def compact(iri: str) -> str:
    """Shorten an IRI to a CURIE where one of our prefixes fits (the longest), else give it back.

    >>> compact("https://w3id.org/l2kg/ontology#Case")
    'l2:Case'
    """
    return next(
        (
            f"{prefix}:{iri[len(space) :]}"
            for space, prefix in _BY_SPACE
            if iri.startswith(space)
        ),
        iri,
    )


def expand(curie: str) -> str:
    """Write a CURIE out as an IRI; an IRI, and what has no prefix of ours, comes back as it is.

    >>> expand("l2:Case")
    'https://w3id.org/l2kg/ontology#Case'
    """
    prefix, colon, local = curie.partition(":")
    return (
        PREFIXES[prefix] + local
        if colon and prefix in PREFIXES and not local.startswith("//")
        else curie
    )


def short(iri: str) -> str:
    """Return the name of a node of ours.

    It is what follows `case/`, `actor/`, `vocab/` ...; another IRI stays whole.

    >>> short("https://w3id.org/l2kg/case/tiny#talks"), short("https://a.example/b")
    ('tiny#talks', 'https://a.example/b')
    """
    if iri.startswith(L2):
        return iri.removeprefix(L2)
    return iri.removeprefix(BASE).partition("/")[2] if iri.startswith(BASE) else iri


def local_name(iri: str) -> str:
    """Return what follows the last ``#`` or ``/`` of an IRI.

    >>> local_name("https://w3id.org/l2kg/case/geneva-accord#talks")
    'talks'
    """
    return iri.rstrip("/#").rpartition("#" if "#" in iri.rstrip("/#") else "/")[2]


def snake(name: str) -> str:
    """Write the name of a property or class, or words, as a column's.

    >>> snake("helpsAcrossTable"), snake("BackChannel"), snake("assessed in")
    ('helps_across_table', 'back_channel', 'assessed_in')
    """
    if name == "epistemicStatus":
        return "status"
    return re.sub(r"(?<=[a-z])(?=[A-Z])| ", "_", name).lower()
