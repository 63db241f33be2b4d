"""All tables, the networks and the bibliography in one zip, described for Frictionless and RO-Crate."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from l2kg import __version__
from l2kg.analysis.matrix import matrix
from l2kg.analysis.matrixfile import write_matrix
from l2kg.analysis.network import network
from l2kg.csv_text import SEPARATOR
from l2kg.errors import NotFoundError
from l2kg.export.bibliography import bibtex, works_behind
from l2kg.export.csvfiles import csv_text, csvw
from l2kg.export.graphfiles import write_gexf, write_graphml
from l2kg.export.sequences import NOTE, event_sequences, sequences_text
from l2kg.export.tables import read_table, table_names
from l2kg.files import code_root
from l2kg.queries.run import ask
from l2kg.writing import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

    from l2kg.export.tables import Column, TableData

__all__ = [
    "CONDITIONS",
    "package_files",
    "write_package",
]

# Of the matrix that the package holds: by hand, since an analyst chooses conditions.
CONDITIONS = (
    "l2:BackChannel",
    "l2:TrustedRelationship",
    "l2:CrossTableMeasure",
    "l2t:harmful-move",
    "l2t:content-and-frame",
    "l2t:coordinated-external-pressure",
    "l2t:process-as-signal",
    "positive-outcome",
)
_TITLE = "L2KG: the knowledge graph and case database of Level II negotiations"
_ABOUT = (
    "Cases of negotiation in which one side eases, or raises, barriers behind another"
    " side's table: what sources say, coded with the passage and the voice for each"
    " element. Not stated is not absent."
)
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_TYPES = {
    "flag": "boolean",
    "count": "integer",
    "date": "date",
}
_MEDIA = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".md": "text/markdown",
    ".graphml": "application/xml",
    ".gexf": "application/xml",
    ".bib": "application/x-bibtex",
    ".txt": "text/plain",
}
_FILES = {
    "qca.csv": (
        "Cases by conditions for Qualitative Comparative Analysis: 1 stated present, 0"
        " stated absent, blank not stated."
    ),
    "sequences.csv": f"Events of each case in their stated order, for TraMineR. {NOTE}",
    "network.graphml": (
        "Who influences whom, all cases, with the element that warrants each tie."
    ),
    "network.gexf": "The same network with spells for ties that have a date.",
    "works.bib": (
        "The works from which the data were read, and those that their passages cite."
    ),
    "csvw-metadata.json": (
        "What the columns of the tables are, in the terms of CSV on the Web."
    ),
    "datapackage.json": "The tables as a Frictionless data package.",
    "codebook.md": "How the data are coded.",
    "LICENSE.txt": "The licence of the data.",
}


def write_package(
    store: ox.Store,
    path: Path,
    *,
    date: dt.date | None = None,
) -> None:
    """Write the package as a zip; the same store and date give the same bytes."""
    day = date or dt.datetime.now(tz=dt.UTC).date()
    file = io.BytesIO()  # on a full disk a zip that is written to it complains twice
    with zipfile.ZipFile(file, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        # The format knows no year before 1980.
        stamp = (
            max(day.year, 1980),
            day.month,
            day.day,
            0,
            0,
            0,
        )
        for name, content in package_files(store, date=day).items():
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    path.write_bytes(file.getvalue())


def package_files(store: ox.Store, *, date: dt.date) -> dict[str, bytes]:
    """Return the files of the package by name."""
    tables = [read_table(store, name) for name in table_names()]
    files = {f"data/{table.name}.csv": csv_text(table).encode() for table in tables}
    files["qca.csv"] = write_matrix(matrix(store, CONDITIONS)).encode()
    files["sequences.csv"] = sequences_text(event_sequences(store)).encode()
    files |= _networks(store)
    cases = [row[0] for row in ask(store, "SELECT ?case { ?case a l2:Case }")]
    files["works.bib"] = bibtex(store, works_behind(store, cases)).encode()
    book = _codebook()
    if book:
        files["codebook.md"] = book.encode()
    files["LICENSE.txt"] = _licence().encode()
    files["csvw-metadata.json"] = _json(csvw(tables, folder="data/"))
    files["datapackage.json"] = _json(_frictionless(tables, files, date))
    files["ro-crate-metadata.json"] = _json(_crate(tables, files, date))
    return files


def _networks(store: ox.Store) -> dict[str, bytes]:
    graph = network(store)
    with scratch_folder() as scratch:
        graphml, gexf = scratch / "network.graphml", scratch / "network.gexf"
        write_graphml(graph, graphml)
        write_gexf(graph, gexf)
        return {file.name: file.read_bytes() for file in (graphml, gexf)}


def _codebook() -> str:
    """Return the codebook where it is at hand: in a checkout."""
    path = code_root().parent / "docs" / "codebook.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _licence() -> str:
    """Return the licence of the data.

    It lies beside the package in a checkout, else among the files of the installation.

    Raises:
        NotFoundError: it is in neither place.
    """
    beside = code_root().parent / "LICENSE-DATA"
    if beside.is_file():
        return beside.read_text(encoding="utf-8")
    for file in metadata.files("l2kg") or ():
        if file.name == "LICENSE-DATA":
            return file.read_text(encoding="utf-8")
    raise NotFoundError(
        "the licence of the data is missing from this installation: install l2kg again"
    )


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _frictionless(
    tables: Sequence[TableData],
    files: dict[str, bytes],
    date: dt.date,
) -> dict[str, object]:
    """Describe the tables as a tabular data package."""
    return {
        "profile": "tabular-data-package",
        "name": "l2kg",
        "title": _TITLE,
        "description": _ABOUT,
        "version": __version__,
        "created": f"{date.isoformat()}T00:00:00Z",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": _LICENCE,
                "title": "Creative Commons Attribution 4.0",
            }
        ],
        "contributors": [{"title": "The L2KG project", "role": "author"}],
        "resources": [
            _resource(table, files[f"data/{table.name}.csv"]) for table in tables
        ],
    }


def _resource(table: TableData, content: bytes) -> dict[str, object]:
    table_schema: dict[str, object] = {
        "fields": [_field(column, table) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        table_schema["primaryKey"] = table.key
    keys = [
        {
            "fields": column.name,
            "reference": {"resource": column.to, "fields": "id"},
        }
        for column in table.columns
        if column.to and not column.many
    ]
    if keys:
        table_schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "path": f"data/{table.name}.csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": table_schema,
    }


def _field(column: Column, table: TableData) -> dict[str, object]:
    description = column.description
    if column.many:
        description += f" Several values are separated by {SEPARATOR}"
    field: dict[str, object] = {
        "name": column.name,
        "type": _TYPES.get(column.kind, "string"),
        "description": description,
    }
    if column.kind == "flag":
        field |= {"trueValues": ["TRUE"], "falseValues": ["FALSE"]}
    if column.iri:
        field["rdfType"] = column.iri
    if column.name == table.key:
        field["constraints"] = {"required": True, "unique": True}
    return field


def _crate(
    tables: Sequence[TableData],
    files: dict[str, bytes],
    date: dt.date,
) -> dict[str, object]:
    """Describe all files as an RO-Crate."""
    titles = {f"data/{table.name}.csv": table.title for table in tables}
    descriptions = _FILES | titles
    parts = [
        {
            "@id": name,
            "@type": "File",
            "name": name.rpartition("/")[2],
            "description": descriptions[name],
            "encodingFormat": _MEDIA[Path(name).suffix],
            "contentSize": str(len(content)),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for name, content in files.items()
    ]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": _TITLE,
        "description": _ABOUT,
        "version": __version__,
        "datePublished": date.isoformat(),
        "license": {"@id": _LICENCE},
        "creator": {"@id": "#project"},
        "hasPart": [{"@id": part["@id"]} for part in parts],
    }
    return {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [
            {
                "@id": "ro-crate-metadata.json",
                "@type": "CreativeWork",
                "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
                "about": {"@id": "./"},
            },
            root,
            {
                "@id": "#project",
                "@type": "Organization",
                "name": "The L2KG project",
            },
            {
                "@id": _LICENCE,
                "@type": "CreativeWork",
                "name": "Creative Commons Attribution 4.0 International",
            },
            *parts,
        ],
    }
