"""Named queries: one `.rq` file each, described by a `#+` header in YAML.

Rules and the queries of `l2kg enrich` begin with such a header too, and read it here.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyoxigraph as ox

from l2kg.errors import NotFoundError, UsageError
from l2kg.namespaces import XSD, iri_named
from l2kg.queries.composing import (
    Record,
    blocks,
    relaxed,
    with_block,
    with_record,
    with_voices,
)
from l2kg.queries.results import QueryError
from l2kg.reading import SMALL, read_text
from l2kg.wording import nearest
from l2kg.yaml_text import YamlError, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Condition",
    "Kind",
    "Param",
    "Query",
    "Unit",
    "all_queries",
    "find",
    "load",
    "read_header",
    "without_header",
]


Kind = Literal["patterns", "questions", "checks", "conflicts", "migration"]


_TYPES = ("iri", "case", "string", "integer", "date", "boolean")


_HEADER = re.compile(r"(?:^#\+.*\n?)+", re.MULTILINE)


_PATTERN = {"unit", "conditions", "outcome", "record", "relaxes", "silence"}


_FIELDS = {
    "summary",
    "question",
    "tags",
    "key",
    "params",
    "limits",
    "severity",
    "follows",
    "fix",
} | _PATTERN


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a query: the variable that it binds, its type, and what it means.

    Of one with `values` no others are taken. Left out, it leaves the variable free: the
    answer is that for all values. Only one that is `required` cannot be left out.
    """

    name: str
    type: str
    label: str
    required: bool = False
    values: tuple[str, ...] = ()

    @property
    def wanted(self) -> str:
        """Say what a value of its type looks like.

        >>> Param("case", "case", "a case").wanted
        "give a case's slug, such as german-reunification"
        """
        return f"give {' or '.join(self.values)}" if self.values else _WANTS[self.type]

    def term(self, value: str) -> ox.NamedNode | ox.Literal:
        """Read a value as a term of the parameter's type.

        Raises:
            UsageError: the value is none of that type, or not among those that it takes;
                the text says what it wants.

        >>> Param("case", "case", "a case").term("geneva-accord").value
        'https://w3id.org/l2kg/case/geneva-accord'
        """
        if self.values and value not in self.values:
            raise UsageError(f"parameter {self.name}: no {value!r}; {self.wanted}")
        try:
            return _term(self.type, value)
        except ValueError as error:
            raise UsageError(
                f"parameter {self.name}: {value!r} is no {self.type}; {self.wanted}"
            ) from error


@dataclass(frozen=True, slots=True)
class Unit:
    """What a pattern counts: the variable for it, the class that it ranges over, its names."""

    variable: str
    ranges_over: str
    label: str
    plural: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a pattern: the name of its block in the query, and what it says in words.

    ``absent`` is a graph pattern that binds `?witness` where the sources, or those whom
    they quote, say that the condition is not met; ``codes`` are concepts which a claim of
    stated absence may name to mean this condition, beside those in the block itself.
    """

    name: str
    label: str
    absent: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A named query: its header's fields and its text.

    ``key`` names the columns that tell each row of its answer from every other: what the
    question asks for is told once. A pattern has a unit and conditions; ``outcome`` is the
    one of these that the others are thought to bring about, if any; ``record`` is what each
    row is told of, and ``silence`` the question that lists cases of which its first
    condition is not stated.
    """

    name: str
    kind: Kind
    summary: str
    question: str
    tags: tuple[str, ...]
    params: tuple[Param, ...]
    limits: str
    text: str
    key: tuple[str, ...] = ()
    severity: str | None = None
    follows: str | None = None
    fix: str | None = None
    unit: Unit | None = None
    conditions: tuple[Condition, ...] = ()
    outcome: str | None = None
    record: Record | None = None
    silence: str | None = None

    @property
    def body(self) -> str:
        """Return the SPARQL without the header."""
        return without_header(self.text)


_WANTS = {
    "iri": "give an IRI or a name such as actor:james-baker",
    "case": "give a case's slug, such as german-reunification",
    "string": "give a text",
    "integer": "give a whole number",
    "date": "give a date such as 1990-07-05",
    "boolean": "give true or false",
}


def _term(kind: str, value: str) -> ox.NamedNode | ox.Literal:
    if kind in ("case", "iri"):
        iri = iri_named(value)
        if iri is None or (kind == "iri" and ":" not in value and "#" not in value):
            raise ValueError(value)
        if ":" in value and "://" not in iri:  # a prefix that is not ours
            raise ValueError(value)
        return ox.NamedNode(iri)
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


def read_header(path: Path, text: str) -> dict[str, Any] | None:
    r"""Return the fields of the `#+` header with which the text of a file begins.

    Nothing where there is no header, and no fields where it is YAML of another kind.

    Raises:
        QueryError: the header is no YAML; the text names the file.

    >>> read_header(Path("x.rq"), "#+ summary: Cases\n#+ stage: 2\nASK {}")
    {'summary': 'Cases', 'stage': 2}
    """
    found = _HEADER.match(text)
    if not found:
        return None
    try:
        head = read_yaml(re.sub(r"^#\+ ?", "", found[0], flags=re.MULTILINE))
    except YamlError as error:
        where = f"{path}: line {error.line}" if error.line else str(path)
        raise QueryError(
            f"{where}: the #+ header is no YAML: {error}; mend it"
        ) from error
    return head if isinstance(head, dict) else {}


def without_header(text: str) -> str:
    r"""Return the SPARQL behind the `#+` header.

    >>> without_header("#+ summary: Cases\nASK {}")
    'ASK {}\n'
    """
    return _HEADER.sub("", text, count=1).strip() + "\n"


def load(path: Path) -> Query:
    """Read a query file.

    Raises:
        QueryError: the header is missing, is no YAML, or lacks a field.
    """
    text = read_text(path, most=SMALL)
    head = read_header(path, text)
    if head is None:
        raise QueryError(
            f"{path}: no header; begin each query with lines of #+ summary: ..."
        )
    if missing := {"summary", "question", "tags", "limits"} - set(head):
        raise QueryError(
            f"{path}: the #+ header lacks {', '.join(sorted(missing))}; add it"
        )
    if unknown := set(head) - _FIELDS:
        raise QueryError(
            f"{path}: the #+ header has unknown {', '.join(sorted(unknown))}; remove it"
        )
    if "relaxes" in head:
        head, text = _relaxed(path, head, text)
    record = _record(path, head["record"]) if "record" in head else None
    return Query(
        name=path.stem,
        kind=path.parent.name,  # type: ignore[arg-type]
        summary=head["summary"],
        question=head["question"],
        tags=tuple(head["tags"]),
        params=tuple(_param(path, row) for row in head.get("params", ())),
        limits=head["limits"],
        text=_composed(head, text, record),
        key=tuple(head.get("key", ())),
        severity=head.get("severity"),
        follows=head.get("follows"),
        fix=head.get("fix"),
        unit=_unit(path, head["unit"]) if "unit" in head else None,
        conditions=tuple(_condition(path, row) for row in head.get("conditions", ())),
        outcome=_outcome(path, head),
        record=record,
        silence=head.get("silence"),
    )


def _composed(head: Mapping[str, Any], text: str, record: Record | None) -> str:
    """Return the whole query: of a pattern with its voices, of a question with its lists too."""
    if record is None:
        return text
    return with_voices(text, record) if "unit" in head else with_record(text, record)


def _relaxed(path: Path, head: dict[str, Any], text: str) -> tuple[dict[str, Any], str]:
    """Return header and text of a pattern that tells only in what it is wider than another."""
    other = path.with_name(f"{head['relaxes']}.rq")
    if not other.is_file():
        raise QueryError(f"{path}: relaxes {head['relaxes']}, which is not beside it")
    base = read_text(other)
    whole, body = relaxed(read_header(other, base) or {}, head), without_header(base)
    _, own, _ = blocks(without_header(text))
    _, theirs, _ = blocks(body)
    for row in head.get("conditions", ()):
        if row.get("name") not in own or row.get("instead") not in theirs:
            raise QueryError(
                f"{path}: each condition needs a block of its name, and says with"
                f" instead which one of {head['relaxes']} it takes the place of"
            )
        body = with_block(body, row["name"], own[row["name"]], instead=row["instead"])
    return whole, f"{text[: _length_of_header(text)]}{body}"


def _length_of_header(text: str) -> int:
    found = _HEADER.match(text)
    return found.end() if found else 0


def _outcome(path: Path, head: Mapping[str, Any]) -> str | None:
    """Return which condition of a pattern is its outcome, if any."""
    if "unit" not in head or head.get("outcome") == "none":
        return None
    names = [row.get("name") for row in head.get("conditions", ())]
    if head.get("outcome") not in names:
        raise QueryError(
            f"{path}: say with outcome which of the conditions the others are thought to"
            f" bring about ({', '.join(map(str, names))}), or none"
        )
    return str(head["outcome"])


def _record(path: Path, row: Mapping[str, Any]) -> Record:
    """Return of what each row of a query is told: things of a class, or those of which `where` holds."""
    told = set(row) & {"class", "where"}
    if len(told) != 1 or not {"variable"} <= set(row) <= {"variable", "values", *told}:
        raise QueryError(
            f"{path}: the record needs variable, and class or where; it may have values"
        )
    where = row.get("where") or f"?{row['variable']} a {row['class']} ."
    return Record(row["variable"], where.strip(), tuple(row.get("values", ())))


def _unit(path: Path, row: Mapping[str, str]) -> Unit:
    if set(row) != {"variable", "class", "label", "plural"}:
        raise QueryError(
            f"{path}: the unit needs variable, class, label and plural, and nothing else"
        )
    return Unit(row["variable"], row["class"], row["label"], row["plural"])


def _condition(path: Path, row: Mapping[str, Any]) -> Condition:
    may_have = {"absent", "codes", "instead"}
    if not {"name", "label"} <= set(row) <= {"name", "label", *may_have}:
        raise QueryError(
            f"{path}: a condition needs name and label, and may have"
            f" {', '.join(sorted(may_have))}"
        )
    return Condition(
        row["name"], row["label"], row.get("absent"), tuple(row.get("codes", ()))
    )


def _param(path: Path, row: Mapping[str, Any]) -> Param:
    wanted = {"name", "type", "label"}
    may_have = {"required", "values"}
    if not wanted <= set(row) <= wanted | may_have or row["type"] not in _TYPES:
        raise QueryError(
            f"{path}: a parameter needs name, label and a type of {', '.join(_TYPES)},"
            " may be required, and may name the only values that it takes"
        )
    return Param(
        row["name"],
        row["type"],
        row["label"],
        row.get("required", False),
        tuple(row.get("values", ())),
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
