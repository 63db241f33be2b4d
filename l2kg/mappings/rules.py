"""The rules of a table of mappings, and what in a table breaks them: line, column, what stands there."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.dates import DateError
from l2kg.mappings.intervals import interval
from l2kg.mappings.schemes import scheme_of
from l2kg.mappings.sssom import COLUMNS, known_prefixes
from l2kg.namespaces import L2

if TYPE_CHECKING:
    import datetime as dt
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
    "mapping-quote": (
        "A quotation mark at the beginning of a cell is never closed",
        "Close it, or leave it out.",
    ),
    "mapping-crowd": (
        "More is called the same than can be",
        (
            "Keep the one row that is right as skos:exactMatch; write skos:closeMatch in"
            " the others, or give them intervals that do not meet."
        ),
    ),
}
_SAME = ("skos:exactMatch", "owl:sameAs")
_MOST_AT_ONCE = 10  # records that one thing is the same as, or things that one record is
_MOST = 100  # of such rows, whenever they hold: each is compared with each


@dataclass(frozen=True, slots=True)
class Breach:
    """A breach of a rule: where it is, and what stands there; the subject where there is one.

    `rows` are the lines of all that have a part in it, where they are several.
    """

    rule: str
    line: int
    detail: str
    subject: str | None = None
    rows: tuple[int, ...] = ()


def breaches(table: Table, described: Mapping[str, Container[str]]) -> Iterator[Breach]:
    """Yield all breaches in a table, given what the data describe, by IRI, each with its classes.

    Where the columns or the metadata as a whole are wrong the rows are looked at no further.
    """
    found = [*_columns(table), *_metadata(table)]
    yield from found
    if all(breach.line > table.head for breach in found):
        yield from _prefixes(table)
        for row in table.rows:
            yield from _of_row(table, row, described)
        yield from _twice(table)
        yield from _crowds(table)


def sound_rows(table: Table, described: Mapping[str, Container[str]]) -> tuple[Row, ...]:
    """Return the rows that break no rule; none where the table as a whole breaks one."""
    found = list(breaches(table, described))
    wrong = {line for breach in found for line in (breach.line, *breach.rows)}
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
        yield Breach("mapping-metadata", *table.unread)
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
    broken += [("mapping-quote", column) for column in COLUMNS if _is_open(row[column])]
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


def _is_open(text: str) -> bool:
    return text.startswith('"') and (len(text) == 1 or not text.endswith('"'))


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
    """Report rows that say again what a row before them says, each beside the row that stands."""
    standing: dict[tuple[str, str], list[tuple[dt.date, dt.date, int]]] = {}
    for row in table.rows:
        if not _is_interval(row["ext_validity"]):
            continue
        before = standing.setdefault((row["subject_id"], row["object_id"]), [])
        begin, end = interval(row["ext_validity"]).ends
        # those that stand do not meet each other: only the last that begins by our end can
        place = bisect_right(before, end, key=lambda one: one[0])
        if place and before[place - 1][1] >= begin:
            twin = before[place - 1][2]
            detail = f"column object_id: {row['object_id']}, in row {twin} too"
            yield Breach(
                "mapping-twice", row.line, detail, table.expand(row["subject_id"])
            )
        else:
            before.insert(place, (begin, end, row.line))


def _crowds(table: Table) -> Iterator[Breach]:
    """Report each thing that is the same as very many records, and each record of very many things.

    They are summed up: what is wrong between two of them would be told of each pair.
    """
    for (column, name), lines in _crowded(table).items():
        others = "records" if column == "subject_id" else "things"
        detail = f"column {column}: {name}, with {len(lines)} {others}"
        subject = table.expand(name) if column == "subject_id" else None
        detail += f", rows {min(lines)} to {max(lines)}"
        yield Breach("mapping-crowd", min(lines), detail, subject, lines)


def _crowded(table: Table) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return the lines of the crowds of a table, each by its column and what stands there."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in table.rows:
        if row["predicate_id"] in _SAME and _is_interval(row["ext_validity"]):
            for column in ("subject_id", "object_id"):
                found.setdefault((column, row[column]), []).append(row)
    return {
        key: tuple(row.line for row in rows)
        for key, rows in found.items()
        if len(rows) > _MOST or (len(rows) > _MOST_AT_ONCE and _meeting(rows))
    }


def _meeting(rows: list[Row]) -> bool:
    """Tell whether more rows hold on one day than may."""
    ends = [interval(row["ext_validity"]).ends for row in rows]
    begun = sorted((begin, -1) for begin, _ in ends)
    changes = sorted(
        [*begun, *((end, 1) for _, end in ends)]
    )  # a beginning before an end
    holding = 0
    for _, change in changes:
        holding -= change
        if holding > _MOST_AT_ONCE:
            return True
    return False
