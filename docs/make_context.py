"""Write ontology/context.jsonld: the names that JSON-LD has for prefixes, classes and properties."""

from __future__ import annotations

import json
from pathlib import Path

from rdflib import OWL, RDF, XSD

from l2kg.namespaces import (
    EDTF,
    PREFIXES,
    compact,
    local_name,
)
from l2kg.schema import Schema, schema

CONTEXT = Path(__file__).resolve().parents[1] / "ontology" / "context.jsonld"
SHADOWED = "edtf"  # a property of ours has the name of this prefix, which no IRI needs
TEXTS = {
    "label": {"@id": "rdfs:label", "@language": "en"},
    "altLabel": {"@id": "skos:altLabel", "@language": "en"},
    "editorialNote": {"@id": "skos:editorialNote", "@language": "en"},
}
TYPES = {
    frozenset({str(RDF.langString)}): {"@language": "en"},
    frozenset({str(XSD.date)}): {"@type": "xsd:date"},
    frozenset({EDTF}): {"@type": EDTF},
}


def text(known: Schema) -> str:
    """Return the context as JSON, an entry a line."""
    entries: dict[str, object] = {
        "@version": 1.1,
        "id": "@id",
        "type": "@type",
    }
    prefixes = {name: iri for name, iri in PREFIXES.items() if name != SHADOWED}
    entries |= dict(sorted(prefixes.items()))
    entries |= TEXTS
    for term in known.terms.kind("class"):
        entries[local_name(term.iri)] = compact(term.iri)
    for term in known.terms.kind("property"):
        name = local_name(term.iri)
        key = compact(term.iri) if name in prefixes else name
        entries[key] = _property(known, term.iri)
    lines = (f"{json.dumps(key)}: {json.dumps(value)}" for key, value in entries.items())
    return '{\n  "@context": {\n    ' + ",\n    ".join(lines) + "\n  }\n}\n"


def _property(known: Schema, iri: str) -> str | dict[str, str]:
    name = compact(iri)
    if str(OWL.DatatypeProperty) not in known.terms.index.iris(iri, str(RDF.type)):
        return {"@id": name, "@type": "@id"}
    fields = (field for fields in known.fields.values() for field in fields)
    found = {value for field in fields if field.path == iri for value in field.datatypes}
    typed = TYPES.get(frozenset(found))
    return {"@id": name, **typed} if typed else name


if __name__ == "__main__":
    CONTEXT.write_text(text(schema()), encoding="utf-8")
