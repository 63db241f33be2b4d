"""The formats in which anything of ours is written or read: one name each, the same everywhere.

A command offers some of them by name; the ending of a file's name says the same. Names
that a format had before are kept for one version, so that the command line can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.errors import UsageError
from l2kg.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["FORMATS", "OLD_NAMES", "Format", "alternatives", "by_ending", "settled"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, its title, the endings of its files (the usual one first), old names."""

    name: str
    title: str
    endings: tuple[str, ...]
    old: tuple[str, ...] = ()
    binary: bool = False

    @property
    def ending(self) -> str:
        """Return the usual ending of its files."""
        return self.endings[0]


_ALL = (
    Format("table", "text for people", (".txt",), old=("text",)),
    Format("csv", "CSV", (".csv",)),
    Format("tsv", "TSV", (".tsv",)),
    Format("json", "JSON", (".json", ".srj")),
    Format("xml", "SPARQL results in XML", (".xml", ".srx")),
    Format("ttl", "Turtle", (".ttl",), old=("turtle",)),
    Format("jsonld", "JSON-LD", (".jsonld",), old=("json-ld",)),
    Format("nt", "N-Triples", (".nt",), old=("n-triples", "ntriples")),
    Format("nq", "N-Quads", (".nq",)),
    Format("trig", "TriG", (".trig",)),
    Format("rdfxml", "RDF/XML", (".rdf",), old=("rdf-xml",)),
    Format("parquet", "Parquet", (".parquet",), binary=True),
    Format("rds", "R", (".rds",), binary=True),
    Format("dta", "Stata", (".dta",), old=("stata",), binary=True),
    Format("xlsx", "Excel", (".xlsx",), old=("excel",), binary=True),
    Format("tex", "LaTeX", (".tex",), old=("latex",)),
    Format("sqlite", "SQLite", (".sqlite", ".db", ".sqlite3"), binary=True),
    Format("graphml", "GraphML", (".graphml",)),
    Format("gexf", "GEXF", (".gexf",)),
    Format("bib", "BibTeX", (".bib",), old=("bibtex",)),
    Format("svg", "SVG", (".svg",)),
    Format("png", "PNG", (".png",), binary=True),
    Format("zip", "a zip", (".zip",), binary=True),
)
FORMATS = {one.name: one for one in _ALL}
OLD_NAMES = {old: one.name for one in _ALL for old in one.old}


def by_ending(path: Path, offered: Sequence[str]) -> str | None:
    """Return the one of some formats that a file's ending names, or nothing where it has no ending.

    Raises:
        UsageError: none of them ends so; the text says which endings there are.

    >>> from pathlib import Path
    >>> by_ending(Path("m.CSV"), ["csv", "json"]), by_ending(Path("m"), ["csv"])
    ('csv', None)
    """
    ending = path.suffix.lower()
    if not ending:
        return None
    known = {end: name for name in offered for end in FORMATS[name].endings}
    if ending not in known:
        endings = [FORMATS[name].ending for name in offered]
        raise UsageError(
            f"{path}: no format here ends with {ending!r}{nearest(ending, known)}; use"
            f" {alternatives(endings)}"
        )
    return known[ending]


def settled(
    name: str | None, path: Path | None, offered: Sequence[str], default: str
) -> str:
    """Return the format that is meant by a name and a file, either of which may be missing.

    Raises:
        UsageError: the two do not agree, or the ending is none of the formats'.

    >>> from pathlib import Path
    >>> settled(None, Path("m.json"), ["table", "json"], "table")
    'json'
    """
    if path is None or path.suffix == "":
        return name or default
    ended = by_ending(path, offered)
    if name is not None and name != ended:
        raise UsageError(
            f"{path} ends as {ended}, and --format says {name}; make the two agree"
        )
    return ended or default


def alternatives(names: Sequence[str]) -> str:
    """Return names in a row of which one is to be chosen.

    >>> alternatives([".csv", ".dta", ".tex"]), alternatives([".csv"])
    ('.csv, .dta or .tex', '.csv')
    """
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
