"""The namespaces of L2KG and of the vocabularies that it uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    "case_slug",
    "compact",
    "element_named",
    "expand",
    "iri_named",
    "local_name",
    "short",
    "snake",
    "written",
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

_IRI = re.compile(r"""[A-Za-z][\w+.-]*:[^<>"{}|^`\\\x00-\x20]+""")
_LOCAL = re.compile(r"(?:\w[\w.-]*)?(?<!\.)")
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


def iri_named(name: str, space: str = CASE) -> str | None:
    r"""Return the IRI that a name means which somebody types or pastes; None where it can mean none.

    A name is a slug or `slug#element`, an abbreviated name (`actor:james-baker`,
    `case:slug#id`, `case:slug\\#id`), or an IRI, in angle brackets or not. One without a
    prefix is of `space`.

    >>> iri_named("case:tiny\\#talks") == iri_named("tiny#talks") == iri_named(f"<{CASE}tiny#talks>")
    True
    >>> iri_named("james-baker", f"{BASE}actor/"), iri_named("James Baker")
    ('https://w3id.org/l2kg/actor/james-baker', None)
    """
    text = name.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    text = re.sub(r"\\([^\w\s])", r"\1", text)
    text = re.sub(r"^https?://(?:www\.)?w3id\.org/l2kg/", BASE, text, flags=re.IGNORECASE)
    iri = expand(text) if ":" in text else space + text
    return iri if text and _IRI.fullmatch(iri) else None


def case_slug(name: str) -> str:
    r"""Return the slug of a case, with what follows # in that of a sub-case, from any form of its name.

    What names no case comes back as it is.

    >>> case_slug("case:bonn\\#part"), case_slug(f"{CASE}bonn"), case_slug("James Baker")
    ('bonn#part', 'bonn', 'James Baker')
    """
    iri = iri_named(name)
    return iri.removeprefix(CASE) if iri and iri.startswith(CASE) else name


def element_named(name: str, space: str) -> str:
    """Return the IRI of an element by its local name in a case, or by any form of its name."""
    local = name.removeprefix("#")  # as the order prints it
    whole = iri_named(local) if "#" in local else iri_named(local, space)
    return whole or space + name


def written(iri: str, spaces: Mapping[str, str] = PREFIXES) -> str:
    r"""Write an IRI as every command, parameter and query takes it: abbreviated if it can be, else whole.

    >>> written("https://w3id.org/l2kg/case/tiny#talks")
    'case:tiny\\#talks'
    >>> written("https://w3id.org/l2kg/ontology#Case", {"l2": "http://a.example/"})
    '<https://w3id.org/l2kg/ontology#Case>'
    """
    prefix, colon, local = compact(iri).partition(":")
    local = re.sub(r"([~!$&'()*+,;=/?#@%])", r"\\\1", local)
    plain = re.sub(r"\\.", "", local)
    same = spaces.get(prefix) == PREFIXES.get(prefix)
    if colon and prefix in PREFIXES and same and _LOCAL.fullmatch(plain):
        return f"{prefix}:{local}"
    return f"<{iri}>"


def short(iri: str) -> str:
    """Return the name of a node of ours.

    It is what follows `case/`, `actor/`, `vocab/` ...; another IRI stays whole.

    The list of all tactics, which has the address before their names, is `tactic`.

    >>> short("https://w3id.org/l2kg/case/tiny#talks"), short("https://a.example/b")
    ('tiny#talks', 'https://a.example/b')
    >>> short(L2T)
    'tactic'
    """
    if iri.startswith(L2):
        return iri.removeprefix(L2)
    if not iri.startswith(BASE):
        return iri
    kind, _, name = iri.removeprefix(BASE).partition("/")
    return name or kind


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
