"""A case or an element for programs: its statements as rows, and the whole as JSON can hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from l2kg.cases.elements import element
from l2kg.cases.reading import Reader
from l2kg.cases.text import passage, resolve
from l2kg.namespaces import CASE, L2, local_name

if TYPE_CHECKING:
    import pyoxigraph as ox

    from l2kg.cases.elements import ElementView, Property, Value
    from l2kg.cases.parts import Evidence
    from l2kg.cases.reading import Ref

__all__ = ["shown_rows", "shown_value"]

_COLUMNS = ("subject", "property", "property_label", "value", "value_label", "rules")


def shown_rows(
    store: ox.Store, what: str
) -> tuple[tuple[str, ...], list[tuple[str | tuple[str, ...], ...]]]:
    """Return a row for each value of an element, and for each that points at it."""
    view = element(store, resolve(store, what), Reader(store))
    rows: list[tuple[str | tuple[str, ...], ...]] = []
    for prop in (*view.properties, *view.incoming):
        for value in prop.values:
            ours, theirs = (view.iri, view.label), (value.iri or value.text, value.text)
            (subject, _), (iri, label) = (
                (theirs, ours) if prop.incoming else (ours, theirs)
            )
            rules = tuple(ref.label for ref in value.rules)
            rows.append((subject, prop.iri, prop.label, iri, label, rules))
    return _COLUMNS, rows


def shown_value(store: ox.Store, what: str) -> dict[str, Any]:
    """Return an element with all that is known of it, and of a case what stands in it."""
    iri = resolve(store, what)
    reader = Reader(store)
    view = element(store, iri, reader)
    is_case = iri.startswith(CASE) and "#" not in iri
    return {
        "iri": view.iri,
        "label": view.label,
        "types": [_ref(ref) for ref in view.types],
        "case": _ref(view.case) if view.case else None,
        "description": view.description or None,
        "status": view.status.text if view.status else None,
        "properties": [_property(prop) for prop in view.properties],
        "incoming": [_property(prop) for prop in view.incoming],
        "rivals": [_ref(ref) for ref in view.rivals],
        "evidence": [_passage(one) for one in view.evidence],
        "elements": _elements(reader, view) if is_case else [],
    }


def _ref(ref: Ref) -> dict[str, str]:
    return {"iri": ref.iri, "label": ref.label}


def _property(prop: Property) -> dict[str, Any]:
    return {
        "iri": prop.iri,
        "label": prop.label,
        "values": [_value(value) for value in prop.values],
    }


def _value(value: Value) -> dict[str, Any]:
    return {
        "label": value.text,
        "iri": value.iri,
        "rules": [_ref(ref) for ref in value.rules],
        "narrower": [
            {
                "status": one.status.label if one.status else None,
                "evidence": [_passage(found) for found in one.evidence],
            }
            for one in value.narrower
        ],
    }


def _passage(one: Evidence) -> dict[str, Any]:
    """Return a passage: its parts, and all of them in one line."""
    return {
        "iri": one.iri,
        "source": _ref(one.source) if one.source else None,
        "voice": _ref(one.voice) if one.voice else None,
        "reported_by": [_ref(ref) for ref in one.reported_by],
        "cites": [_ref(ref) for ref in one.cites],
        "starts_with": one.starts_with or None,
        "ends_with": one.ends_with or None,
        "locator": one.locator or None,
        "page": one.source_page or None,
        "note": one.note or None,
        "text": passage(one),
    }


def _elements(reader: Reader, view: ElementView) -> list[dict[str, Any]]:
    """List what stands in a case, each thing once with its classes."""
    return [
        {
            "iri": iri,
            "label": reader.label(iri),
            "classes": sorted(local_name(cls) for cls in classes if cls.startswith(L2)),
        }
        for iri, classes in sorted(reader.typed(view.iri).items())
    ]
