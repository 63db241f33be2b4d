"""Named queries: one `.rq` file a question, described by a `#+` header in YAML, with typed parameters."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyoxigraph as ox
import yaml

from l2kg.errors import L2kgError, NotFoundError, UsageError
from l2kg.namespaces import CASE, PREFIXES, XSD, compact
from l2kg.queries.faults import explain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from l2kg.queries.engines import Source

__all__ = [
    "Condition",
    "Kind",
    "Param",
    "Query",
    "QueryError",
    "Table",
    "Term",
    "Unit",
    "all_queries",
    "bind",
    "counted",
    "find",
    "load",
    "nearest",
    "plain",
    "require_known",
    "run",
    "syntax_error",
    "table_of",
]

Kind = Literal["patterns", "questions", "checks", "conflicts"]
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_TYPES = ("iri", "case", "string", "integer", "date", "boolean")
_LONGEST = 200  # signs of a name that are compared with those that there are
_HEADER = re.compile(r"(?:^#\+.*\n?)+", re.MULTILINE)
_PATTERN = {"unit", "conditions", "counter", "silence"}
_FIELDS = {
    "summary",
    "question",
    "tags",
    "params",
    "limits",
    "severity",
    "follows",
    "fix",
    "relaxes",
} | _PATTERN
_A_CASE = "SELECT DISTINCT ?it WHERE { ?it a l2:Case }"
_ANYTHING = "SELECT DISTINCT ?it WHERE { ?it ?p ?o } LIMIT 1"


class QueryError(L2kgError):
    """A query that cannot be read or run; the text says line and column where the engine does."""

    def __init__(
        self, message: str, *, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a query: the variable that it binds, its type, what it means, and its value where none is given."""

    name: str
    type: str
    label: str
    default: str | None = None

    def term(self, value: str) -> ox.NamedNode | ox.Literal:
        """Read a value as a term of the parameter's type.

        Raises:
            UsageError: the value is none of that type; the text says what it wants.

        >>> Param("case", "case", "a case").term("geneva-accord").value
        'https://w3id.org/l2kg/case/geneva-accord'
        """
        try:
            return _term(self.type, value)
        except ValueError as error:
            raise UsageError(
                f"parameter {self.name}: {value!r} is no {self.type}; {_WANTS[self.type]}"
            ) from error


@dataclass(frozen=True, slots=True)
class Unit:
    """What a pattern counts: the variable that stands for it, the class that it ranges over, and its names."""

    variable: str
    ranges_over: str
    label: str
    plural: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a pattern: the name of its block in the query, and what it says in words.

    ``absent`` is a graph pattern that binds `?witness` where the sources state that the
    condition is not met; ``codes`` are concepts which a claim of stated absence may name
    to mean this condition, beside those in the block itself.
    """

    name: str
    label: str
    absent: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A named query: its header's fields and its text.

    A pattern has a unit and conditions; ``silence`` is the question that lists cases of
    which its first condition is not stated.
    """

    name: str
    kind: Kind
    summary: str
    question: str
    tags: tuple[str, ...]
    params: tuple[Param, ...]
    limits: str
    text: str
    counter: str | None = None
    severity: str | None = None
    follows: str | None = None
    fix: str | None = None
    unit: Unit | None = None
    conditions: tuple[Condition, ...] = ()
    silence: str | None = None

    @property
    def body(self) -> str:
        """Return the SPARQL without the header."""
        return _HEADER.sub("", self.text, count=1).strip() + "\n"


@dataclass(frozen=True, slots=True)
class Table:
    """The answer of a SELECT query: named columns, and rows of terms with None where nothing is bound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def records(self) -> list[dict[str, str | None]]:
        """Return each row as a mapping from column to the plain value: the IRI, or the literal's text."""
        return [
            {c: plain(v) for c, v in zip(self.columns, row, strict=True)}
            for row in self.rows
        ]

    def compact(self) -> list[tuple[str, ...]]:
        """Return each row as texts, IRIs shortened to CURIEs and nothing as an empty text."""
        return [
            tuple(
                compact(plain(v) or "") if isinstance(v, ox.NamedNode) else plain(v) or ""
                for v in row
            )
            for row in self.rows
        ]


def plain(term: Term | None) -> str | None:
    """Return a term's IRI, text or label, without quotation marks or datatype."""
    return (
        None if term is None else str(term) if isinstance(term, ox.Triple) else term.value
    )


_WANTS = {
    "iri": "give an IRI or a name such as actor:james-baker",
    "case": "give a case's slug, such as german-reunification",
    "string": "give a text",
    "integer": "give a whole number",
    "date": "give a date such as 1990-07-05",
    "boolean": "give true or false",
}


def _term(kind: str, value: str) -> ox.NamedNode | ox.Literal:
    if kind == "case":
        return ox.NamedNode(
            value
            if value.startswith("https://")
            else f"{CASE}{value.removeprefix('case:')}"
        )
    if kind == "iri":
        prefix, _, local = value.partition(":")
        known = prefix in PREFIXES and not local.startswith("//")
        if not known and "://" not in value:
            raise ValueError(value)
        return ox.NamedNode(PREFIXES[prefix] + local if known else value)
    if kind == "integer":
        return ox.Literal(int(value))
    if kind == "date":
        return ox.Literal(
            dt.date.fromisoformat(value).isoformat(), datatype=ox.NamedNode(f"{XSD}date")
        )
    if kind == "boolean":
        if value not in {"true", "false"}:
            raise ValueError(value)
        return ox.Literal(value == "true")
    return ox.Literal(value)


def load(path: Path) -> Query:
    """Read a query file.

    Raises:
        QueryError: the header is missing, is no YAML, or lacks a field.
    """
    text = path.read_text(encoding="utf-8")
    found = _HEADER.match(text)
    if not found:
        raise QueryError(
            f"{path}: no header; begin each query with lines of #+ summary: ..."
        )
    try:
        head = yaml.safe_load(re.sub(r"^#\+ ?", "", found[0], flags=re.MULTILINE))
    except yaml.YAMLError as error:
        raise QueryError(
            f"{path}: the #+ header is no YAML: {' '.join(str(error).split())}"
        ) from error
    if missing := {"summary", "question", "tags", "limits"} - set(head):
        raise QueryError(
            f"{path}: the #+ header lacks {', '.join(sorted(missing))}; add it"
        )
    if unknown := set(head) - _FIELDS:
        raise QueryError(
            f"{path}: the #+ header has unknown {', '.join(sorted(unknown))}; remove it"
        )
    return Query(
        name=path.stem,
        kind=path.parent.name,  # type: ignore[arg-type]
        summary=head["summary"],
        question=head["question"],
        tags=tuple(head["tags"]),
        params=tuple(_param(path, row) for row in head.get("params", ())),
        limits=head["limits"],
        text=text,
        counter=head.get("counter"),
        severity=head.get("severity"),
        follows=head.get("follows"),
        fix=head.get("fix"),
        unit=_unit(path, head["unit"]) if "unit" in head else None,
        conditions=tuple(_condition(path, row) for row in head.get("conditions", ())),
        silence=head.get("silence"),
    )


def _unit(path: Path, row: Mapping[str, str]) -> Unit:
    if set(row) != {"variable", "class", "label", "plural"}:
        raise QueryError(
            f"{path}: the unit needs variable, class, label and plural, and nothing else"
        )
    return Unit(row["variable"], row["class"], row["label"], row["plural"])


def _condition(path: Path, row: Mapping[str, Any]) -> Condition:
    if not {"name", "label"} <= set(row) <= {"name", "label", "absent", "codes"}:
        raise QueryError(
            f"{path}: a condition needs name and label, and may have absent and codes"
        )
    return Condition(
        row["name"], row["label"], row.get("absent"), tuple(row.get("codes", ()))
    )


def _param(path: Path, row: Mapping[str, str]) -> Param:
    if not {"name", "type", "label"} <= set(row) or row["type"] not in _TYPES:
        raise QueryError(
            f"{path}: a parameter needs name, label and a type of {', '.join(_TYPES)}"
        )
    default = row.get("default")
    return Param(
        row["name"], row["type"], row["label"], None if default is None else str(default)
    )


@cache
def all_queries() -> dict[str, Query]:
    """Return the shipped patterns and questions by name, patterns first."""
    home = Path(__file__).parent
    paths = [
        path
        for kind in ("patterns", "questions")
        for path in sorted((home / kind).glob("*.rq"))
    ]
    return {path.stem: load(path) for path in paths}


def find(name: str) -> Query:
    """Return a shipped query by its name.

    Raises:
        NotFoundError: there is none of that name; the text suggests the nearest.
    """
    queries = all_queries()
    if name not in queries:
        raise NotFoundError(
            f"no query {name!r}{nearest(name, queries)}; `l2kg queries` lists them all"
        )
    return queries[name]


def nearest(name: str, names: Iterable[str]) -> str:
    """Say which name is nearest to a mistyped one, or holds something like it; else nothing.

    >>> nearest("casses", ["cases", "actors"]), nearest("back-chanel", ["back-channel-precedes-successful-help", "reciprocal-help"])
    ('; did you mean cases?', '; did you mean back-channel-precedes-successful-help?')
    """
    from rapidfuzz import fuzz, process

    name, known = name[:_LONGEST], list(names)
    close = (
        difflib.get_close_matches(name, known, n=1, cutoff=0.5) if len(name) > 1 else []
    )
    within = (
        process.extract(name, known, scorer=fuzz.partial_ratio, limit=1, score_cutoff=85)
        if len(name) > 3 and not close
        else []
    )
    found = close or [one for one, _, _ in within]
    return f"; did you mean {found[0]}?" if found else ""


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    >>> counted(1, "case"), counted(7, "case"), counted(2, "match", "matches")
    ('1 case', '7 cases', '2 matches')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def require_known(
    store: ox.Store | Source, query: Query, bound: Mapping[ox.Variable, Term]
) -> None:
    """See to it that a store, or an endpoint, holds what a query's parameters name, since no rows would else be taken for an answer.

    Raises:
        NotFoundError: there is no such case, the text suggests the nearest; or nothing of
            that IRI.
        EndpointError: the endpoint does not answer, or refuses.
    """
    it = ox.Variable("it")
    for param in query.params:
        term = bound.get(ox.Variable(param.name))
        if not isinstance(term, ox.NamedNode):
            continue
        if param.type == "case" and not _rows(store, _A_CASE, {it: term}).rows:
            slugs = sorted(
                row[0].value.removeprefix(CASE)
                for row in _rows(store, _A_CASE, {}).rows
                if isinstance(row[0], ox.NamedNode)
            )
            slug = term.value.removeprefix(CASE)
            raise NotFoundError(
                f"no case {slug!r}{nearest(slug, slugs)}; `l2kg query cases` lists them"
            )
        if param.type == "iri" and not _rows(store, _ANYTHING, {it: term}).rows:
            raise NotFoundError(
                f"parameter {param.name}: the store holds nothing of the IRI"
                f" {term.value}; `l2kg show CASE` lists elements"
            )


def bind(query: Query, values: Mapping[str, str]) -> dict[ox.Variable, Term]:
    """Return a query's parameters as terms, defaults filled in; those without value or default stay free.

    Raises:
        UsageError: a name that is no parameter of the query, or a value of the wrong type.
    """
    known = {param.name: param for param in query.params}
    for name in values:
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            raise UsageError(
                f"query {query.name} has no parameter {name!r}{nearest(name, known)};"
                f" {has}"
            )
    chosen = {
        **{p.name: p.default for p in query.params if p.default is not None},
        **values,
    }
    return {ox.Variable(name): known[name].term(value) for name, value in chosen.items()}


def run(
    store: ox.Store | Source, query: Query | str, values: Mapping[str, str] | None = None
) -> Table:
    """Run a SELECT query, here or at an endpoint elsewhere, and return its table.

    Raises:
        QueryError: the text is no SPARQL (with line and column), or no SELECT.
        UsageError: a parameter that the query does not have, or of the wrong type.
        EndpointError: the endpoint does not answer, or refuses.
    """
    text = query if isinstance(query, str) else query.text
    bound: dict[ox.Variable, Term] = (
        {} if isinstance(query, str) else bind(query, values or {})
    )
    return _rows(store, text, bound)


def _rows(
    store: ox.Store | Source, text: str, bound: Mapping[ox.Variable, Term]
) -> Table:
    if not isinstance(store, ox.Store):
        return store.select(text, bound)
    try:
        answer = store.query(text, prefixes=PREFIXES, substitutions=dict(bound))
        if not isinstance(answer, ox.QuerySolutions):
            raise QueryError("the query asks for no table; use SELECT")
        return table_of(answer)
    except SyntaxError as error:
        raise syntax_error(error, text) from error


def table_of(answer: ox.QuerySolutions) -> Table:
    """Take all rows of an answer; the engine's own object is bound to its thread."""
    columns = tuple(variable.value for variable in answer.variables)
    return Table(
        columns, tuple(tuple(row[i] for i in range(len(columns))) for row in answer)
    )


def syntax_error(error: SyntaxError, query: str) -> QueryError:
    """Turn the engine's complaint about a query into an error with line and column, in a few words."""
    fault = explain(str(error.msg or error), query)
    where = f"line {fault.line}, column {fault.column}: " if fault.line else ""
    return QueryError(
        f"malformed query, {where}{fault.message}", line=fault.line, column=fault.column
    )
