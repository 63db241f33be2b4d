"""What the query page needs: examples, terms to complete, results as a table of labels, and the query as code for other tools."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox

from l2kg.cases.reading import Reader
from l2kg.csv_text import write_csv
from l2kg.html.parts import linked
from l2kg.html.results import named_columns
from l2kg.namespaces import BASE, L2, L2T, L2V, OWL, RDF, SKOS, compact
from l2kg.queries.header import all_queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from l2kg.errors import L2kgError

__all__ = [
    "CODE",
    "INTRODUCTION",
    "JSON",
    "Grid",
    "address_of",
    "completions",
    "examples",
    "forms_of",
    "grid_html",
    "line_of",
    "read_grid",
    "said_of",
    "title_of",
    "to_csv",
]

SHOWN = 500
JSON = "application/sparql-results+json"
INTRODUCTION = (
    '<h1 class="ttl">Query workbench</h1><p class="dek">Ask the data what the other pages'
    " do not ask. The language is SPARQL; you need not know it to begin: choose a"
    " question, run it, and change what you like.</p>"
)
_LONGEST_IN_ADDRESS = 4000
_KINDS = {
    f"{OWL}Class": "class",
    f"{OWL}ObjectProperty": "property",
    f"{OWL}DatatypeProperty": "property",
    f"{SKOS}Concept": "constant",
}
_NOTHING = {"type": "", "value": ""}


@dataclass(frozen=True, slots=True)
class Grid:
    """The answer to a SELECT query, or, without columns, to an ASK query; cells are as in SPARQL's JSON results."""

    columns: tuple[str, ...]
    rows: tuple[tuple[dict[str, str], ...], ...]
    answer: bool | None = None
    truncated: bool = False


def examples() -> dict[str, tuple[str, str]]:
    """Return the shipped queries: by name, the question and the SPARQL with the question above it."""
    ordered = sorted(
        all_queries().items(),
        key=lambda item: (item[0].endswith("-counter"), item[1].kind != "patterns"),
    )
    return {
        name: (query.question, f"# {query.question}\n{query.body}")
        for name, query in ordered
    }


def completions(store: ox.Store) -> list[dict[str, str]]:
    """Return our terms, each with its kind, label and definition, classes first."""
    reader, found = Reader(store), []
    for kind, name in _KINDS.items():
        for quad in store.quads_for_pattern(
            None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(kind), ox.DefaultGraph()
        ):
            term = quad.subject
            if isinstance(term, ox.NamedNode) and term.value.startswith((L2, L2V, L2T)):
                definition = reader.facts(term.value).text(f"{SKOS}definition")
                found.append(
                    {
                        "curie": compact(term.value),
                        "kind": name,
                        "label": reader.label(term.value),
                        "definition": definition,
                    }
                )
    return sorted(
        found,
        key=lambda term: (
            {"class": 0, "property": 1}.get(term["kind"], 2),
            term["curie"],
        ),
    )


def read_grid(body: bytes, *, truncated: bool = False) -> Grid:
    """Read SPARQL's JSON results."""
    data = json.loads(body)
    if "boolean" in data:
        return Grid((), (), answer=data["boolean"])
    columns = tuple(data["head"]["vars"])
    rows = tuple(
        tuple(row.get(name, _NOTHING) for name in columns)
        for row in data["results"]["bindings"]
    )
    return Grid(columns, rows, truncated=truncated)


def forms_of(grid: Grid) -> list[str]:
    """Return the forms in which an answer can be shown."""
    names = named_columns(grid) if grid.rows else []
    return [
        "table",
        *(["chart"] if names else []),
        *(["graph"] if len(names) > 1 else []),
    ]


def said_of(grid: Grid, seconds: float, version: str, date: str) -> str:
    """Say how long an answer is, how long it took, and of what data it speaks.

    >>> said_of(Grid(("x",), ()), 0.0123, "0.1.0", "2026-11-23")
    '0 rows, in 12 ms · data of version 0.1.0, 2026-11-23'
    """
    rows = f"{len(grid.rows):,} {'row' if len(grid.rows) == 1 else 'rows'}"
    more = (
        f", of which the first {SHOWN} are in the table" if len(grid.rows) > SHOWN else ""
    )
    return (
        f"{rows}{more}, in {seconds * 1000:.0f} ms · data of version"
        f" {version}{f', {date}' if date else ''}"
    )


def title_of(query: str) -> str:
    r"""Return what a query calls itself: its first comment, or just that it is one.

    >>> title_of("# Which cases are there?\nSELECT * {}"), title_of("ASK {}")
    ('Query: Which cases are there?', 'A query')
    """
    first = query.strip().partition("\n")[0]
    return (
        f"Query: {first.lstrip('# ')}"
        if first.startswith("#") and first.strip("# ")
        else "A query"
    )


def address_of(query: str) -> str:
    """Return the parameters of the page that hold a query; nothing where it is too long for an address.

    >>> address_of("ASK {}")
    '?query=ASK%20%7B%7D'
    """
    return f"?query={quote(query, safe='')}" if len(query) <= _LONGEST_IN_ADDRESS else ""


def grid_html(grid: Grid, store: ox.Store, link: Callable[[str], str | None]) -> str:
    """Write the first rows as a table: IRIs of ours by their labels, links where we have a page, everybody else's shortened."""
    reader = Reader(store)

    def cell(value: dict[str, str]) -> str:
        if value["type"] != "uri":
            return escape(value["value"])
        iri = value["value"]
        return linked(
            iri, reader.label(iri) if iri.startswith(BASE) else compact(iri), link
        )

    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in grid.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell(value)}</td>' for value in row)}</tr>"
        for row in grid.rows[:SHOWN]
    )
    return (
        "<div"
        f' class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def to_csv(grid: Grid) -> bytes:
    """Write all rows as CSV for a spreadsheet, in which no cell is read as a formula."""
    rows = ([value["value"] for value in row] for row in grid.rows)
    return write_csv(grid.columns, rows).encode()


def _curl(endpoint: str, query: str) -> str:
    return (
        f"curl {shlex.quote(endpoint)} -H 'Accept: text/csv' --data-urlencode"
        f" {shlex.quote(f'query={query}')}"
    )


def _python(endpoint: str, query: str) -> str:
    return (
        "import io\n\nimport pandas as pd\nimport requests\n\n"
        f"query = {_raw(query)}\n"
        f'answer = requests.post({endpoint!r}, data={{"query": query}},'
        ' headers={"Accept": "text/csv"})\n'
        "answer.raise_for_status()\ntable = pd.read_csv(io.StringIO(answer.text))\n"
    )


def _raw(query: str) -> str:
    """Write a text as Python would, over several lines where that is safe."""
    plain = '"""' not in query and "\\" not in query and not query.endswith('"')
    return f'"""{query}"""' if plain else repr(query)


def _r(endpoint: str, query: str) -> str:
    quoted = json.dumps(query, ensure_ascii=False).replace("\\n", "\n")
    return (
        f"library(httr2)\n\nquery <- {quoted}\nanswer <- request({json.dumps(endpoint)})"
        ' |>\n  req_headers(Accept = "text/csv") |>\n  req_body_form(query = query) |>\n'
        "  req_perform()\ntable <- read.csv(text = resp_body_string(answer))\n"
    )


CODE: dict[str, tuple[str, Callable[[str, str], str]]] = {
    "curl": ("bash", _curl),
    "Python": ("python", _python),
    "R": ("r", _r),
}
"""How to run a query elsewhere: by name of the tool, the language and the function from endpoint and query to code."""


def line_of(error: L2kgError) -> dict[str, object] | None:
    """Return where the editor marks an error, when the error says where."""
    line, column = getattr(error, "line", None), getattr(error, "column", None)
    return {"line": line, "column": column, "message": str(error)} if line else None
