"""The rules of a table of mappings, and what in a table breaks them: line, column, what stands there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.dates import DateError
from l2kg.mappings.intervals import interval
from l2kg.mappings.schemes import scheme_of
from l2kg.mappings.sssom import COLUMNS, known_prefixes
from l2kg.namespaces import L2

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from l2kg.mappings.sssom import Row, Table

__all__ = ["PREDICATES", "TABLE_RULES", "Breach", "breaches", "sound_rows"]

PREDICATES = ("skos:exactMatch", "skos:closeMatch", "skos:relatedMatch", "owl:sameAs")
_JUSTIFICATIONS = (
    "semapv:ManualMappingCuration",
    "semapv:MappingReview",
    "semapv:LexicalMatching",
    "semapv:LogicalReasoning",
    "semapv:BackgroundKnowledgeBasedMatching",
    "semapv:UnspecifiedMatching",
)
_CURIES = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_METADATA = (
    "curie_map",
    "extension_definitions",
    "license",
    "mapping_set_id",
    "object_source",
)

TABLE_RULES: dict[
    str, tuple[str, str]
] = {  # by name: what is wrong where it is broken, and the remedy
    "mapping-columns": (
        "The table has not the columns of a table of mappings",
        f"Give each row these, parted by tabs: {', '.join(COLUMNS)}.",
    ),
    "mapping-metadata": (
        (
            "The lines behind # above the table are no YAML, or do not say all that"
            " they must"
        ),
        (
            f"Write {', '.join(_METADATA)} there; object_source is code: and the key"
            " of a scheme that is known, such as code:cow."
        ),
    ),
    "mapping-prefix": (
        ("A prefix that is not known, or stands for something else than in the project"),
        (
            "Declare in curie_map the prefixes that the table uses, as other tables"
            " in data/links have them."
        ),
    ),
    "mapping-subject": (
        "The subject is nothing that the data describe",
        "Mend the name, or describe it first; `l2kg show` knows the names.",
    ),
    "mapping-scheme": (
        "The object belongs to another scheme than the table",
        "Move the row to the table of that scheme, data/links/SCHEME.sssom.tsv.",
    ),
    "mapping-identifier": (
        "The identifier is malformed",
        "Mend it as the scheme writes its identifiers; look it up, never guess.",
    ),
    "mapping-predicate": (
        "The predicate is none that a mapping may have",
        f"Write one of {', '.join(PREDICATES)}.",
    ),
    "mapping-same-as": (
        "owl:sameAs of what are not one individual: a code, a record, or a state",
        (
            "Write skos:exactMatch, or skos:closeMatch where the record covers more"
            " or less than the subject."
        ),
    ),
    "mapping-justification": (
        "The justification is missing, or none that SSSOM knows",
        f"Say how the match was made: {', '.join(_JUSTIFICATIONS)}.",
    ),
    "mapping-confidence": (
        "The confidence is no number from 0 to 1",
        "Write how sure the match is, as the other tables explain it: 1.0, 0.9, 0.7.",
    ),
    "mapping-version": (
        "The source's version is missing",
        (
            "Say where the identifier was seen: repository and commit, package and"
            " version, or page."
        ),
    ),
    "mapping-validity": (
        "The interval cannot be read, or ends before it begins",
        (
            "Write 1955-05-05/1990-10-02 or 1990-10-03/.., the earlier end first;"
            " leave the cell empty where nothing limits it."
        ),
    ),
    "mapping-twice": (
        "The mapping stands in the table already, for the same time",
        "Remove one of the two rows, or give them intervals that do not meet.",
    ),
}


@dataclass(frozen=True, slots=True)
class Breach:
    """A breach of a rule: where it is, and what stands there; the subject where there is one."""

    rule: str
    line: int
    detail: str
    subject: str | None = None


def breaches(table: Table, described: Mapping[str, Container[str]]) -> Iterator[Breach]:
    """Yield all breaches in a table, given what the data describe, by IRI, each with its classes.

    Where columns or metadata are wrong the rows are looked at no further.
    """
    found = [*_columns(table), *_metadata(table)]
    yield from found
    if not found:
        yield from _prefixes(table)
        for row in table.rows:
            yield from _of_row(table, row, described)
        yield from _twice(table)


def sound_rows(table: Table, described: Mapping[str, Container[str]]) -> tuple[Row, ...]:
    """Return the rows that break no rule; none where the table as a whole breaks one."""
    wrong = {breach.line for breach in breaches(table, described)}
    if any(line <= table.head for line in wrong):
        return ()
    return tuple(row for row in table.rows if row.line not in wrong)


def _columns(table: Table) -> Iterator[Breach]:
    missing = [name for name in COLUMNS if name not in table.columns]
    unknown = [name or "an empty one" for name in table.columns if name not in COLUMNS]
    faults = []
    if missing:
        faults.append(f"missing: {', '.join(missing)}")
    if unknown:
        faults.append(f"unknown: {', '.join(unknown)}")
    if not faults and len(set(table.columns)) < len(table.columns):
        faults.append("one stands there twice")
    if faults:
        yield Breach("mapping-columns", table.head, "; ".join(faults))
        return
    for line, cells in table.misfits:
        yield Breach(
            "mapping-columns", line, f"{cells} cells, wanted {len(table.columns)}"
        )


def _metadata(table: Table) -> Iterator[Breach]:
    missing = [name for name in _METADATA if not (table.metadata or {}).get(name)]
    if table.metadata is None:
        yield Breach("mapping-metadata", 1, "no YAML with names and values")
    elif missing:
        yield Breach("mapping-metadata", 1, f"missing: {', '.join(missing)}")
    elif table.scheme is None:
        yield Breach(
            "mapping-metadata", 1, f"object_source {table.metadata['object_source']}"
        )


def _prefixes(table: Table) -> Iterator[Breach]:
    known = known_prefixes()
    for prefix, space in table.prefixes.items():
        if known.get(prefix) != space:
            yield Breach(
                "mapping-prefix",
                1,
                f"curie_map: {prefix} for {space}, here {known.get(prefix, 'not known')}",
            )


def _of_row(
    table: Table, row: Row, described: Mapping[str, Container[str]]
) -> Iterator[Breach]:
    subject = table.expand(row["subject_id"])
    broken = [*_of_ends(table, row, described)]
    broken += [(rule, column) for rule, column, sound in _CELLS if not sound(row[column])]
    for rule, column in broken:
        detail = f"column {column}: {row[column] or 'empty'}"
        yield Breach(rule, row.line, detail, subject)


def _of_ends(
    table: Table, row: Row, described: Mapping[str, Container[str]]
) -> Iterator[tuple[str, str]]:
    """Yield the rules that subject, object or their relation break, each with the column."""
    subject, target = table.expand(row["subject_id"]), table.expand(row["object_id"])
    for column in _CURIES:
        if row[column] and table.expand(row[column]) is None:
            yield "mapping-prefix", column
    if not row["subject_id"] or (subject is not None and subject not in described):
        yield "mapping-subject", "subject_id"
    if not row["object_id"] or target is not None:
        yield from ((rule, "object_id") for rule in _target(table, target or ""))
    if row["predicate_id"] == "owl:sameAs":
        classes = described.get(subject or "", ())
        if not _individual(target or "", classes):
            yield "mapping-same-as", "predicate_id"


def _target(table: Table, target: str) -> Iterator[str]:
    scheme = scheme_of(target)
    if not target:
        yield "mapping-identifier"
    elif scheme is None or scheme != table.scheme:
        yield "mapping-scheme"
    elif not scheme.fits(target.removeprefix(scheme.space)):
        yield "mapping-identifier"


def _individual(target: str, classes: Container[str]) -> bool:
    """Tell whether an object can be the very individual that a subject is.

    It is an item that stands for the thing, and the thing is no state.
    """
    scheme = scheme_of(target)
    return scheme is not None and scheme.key == "wikidata" and f"{L2}State" not in classes


def _is_share(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False


def _is_interval(text: str) -> bool:
    try:
        interval(text)
    except DateError:
        return False
    return True


_CELLS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("mapping-predicate", "predicate_id", PREDICATES.__contains__),
    ("mapping-justification", "mapping_justification", _JUSTIFICATIONS.__contains__),
    ("mapping-confidence", "confidence", _is_share),
    ("mapping-version", "object_source_version", lambda text: bool(text.strip())),
    ("mapping-validity", "ext_validity", _is_interval),
)


def _twice(table: Table) -> Iterator[Breach]:
    seen: dict[tuple[str, str], list[Row]] = {}
    for row in table.rows:
        if not _is_interval(row["ext_validity"]):
            continue
        before = seen.setdefault((row["subject_id"], row["object_id"]), [])
        here = interval(row["ext_validity"])
        if twin := next(
            (other for other in before if interval(other["ext_validity"]).meets(here)),
            None,
        ):
            detail = f"column object_id: {row['object_id']}, in row {twin.line} too"
            yield Breach(
                "mapping-twice", row.line, detail, table.expand(row["subject_id"])
            )
        before.append(row)
