"""The kinds of authored files: where each lies, and which names its things have."""

from __future__ import annotations

from typing import Literal

from l2kg.namespaces import BASE, GRAPH

__all__ = ["DATA", "FOLDERS", "NAMED", "SPACES", "Kind"]

Kind = Literal[
    "ontology",
    "vocab",
    "shapes",
    "actors",
    "sources",
    "collections",
    "claims",
    "links",
    "case",
]

# of the files of data but cases: the space in which each describes things
SPACES: dict[Kind, str] = {
    "actors": f"{BASE}actor/",
    "sources": f"{BASE}source/",
    "collections": f"{BASE}collection/",
    "claims": f"{BASE}claim/",
    "links": f"{GRAPH}links#",
}
DATA: tuple[Kind, ...] = (*SPACES, "case")
# those of which there is one file, which has their name
NAMED: dict[str, Kind] = {kind: kind for kind in SPACES if kind != "links"}
# where a file is a part of the ontology: any in these folders, or the one of that name
FOLDERS: dict[str, dict[str, Kind]] = {
    "modules": {"": "ontology"},
    "alignments": {"": "ontology"},
    "vocab": {"": "vocab"},
    "shapes": {"": "shapes"},
    "ontology": {"l2kg": "ontology", "vocab": "vocab", "tactics": "vocab"},
    "links": {"": "links"},
}
