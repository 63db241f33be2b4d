"""Take a pattern's query apart into its conditions, and write queries with fewer of them.

Each condition is a block of the WHERE clause that a comment `# condition: NAME` opens. It
ends at the next such comment, at `# end` or at the closing brace. What stands before the
first block says of what there is a match or none; what follows `# end` only adds to a
row: a BIND stands there, since between triples it would keep an engine from joining them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.namespaces import L2T, L2V
from l2kg.queries.composing import Record, blocks, with_voices
from l2kg.queries.results import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.queries.header import Condition, Query, Unit

__all__ = ["Parts", "codes_of", "counter_text", "non_match_text", "parts", "unit_of"]

_SHAPE = re.compile(
    r"\A(?P<head>.*?)^(?P<select>SELECT [^{]*)^WHERE"
    r" \{\n(?P<where>.*?)^\}\n(?P<order>[^{}]*)\Z",
    re.MULTILINE | re.DOTALL,
)
_VARIABLE = re.compile(r"\?(\w+)")
_CODE = re.compile(r"\b(l2[tv]):([\w-]+)")
_SPACES = {"l2t": L2T, "l2v": L2V}


@dataclass(frozen=True, slots=True)
class Parts:
    """The text of a pattern, taken apart.

    `base` is what is always asked, `blocks` are the conditions by name, and `rest` only
    adds to a row.
    """

    head: str
    select: str
    base: str
    blocks: dict[str, str]
    rest: str
    order: str
    columns: tuple[str, ...]

    def others(self, name: str) -> list[str]:
        """Return the names of the conditions but one."""
        return [other for other in self.blocks if other != name]

    @property
    def computed(self) -> str:
        """Return what is worked out of a row that meets the conditions."""
        lines = self.rest.splitlines(keepends=True)
        return "".join(line for line in lines if line.startswith("  BIND("))

    def units(self, names: Iterable[str] = ()) -> str:
        """Return a query for what meets some of the conditions; with none, for all that could."""
        found = "".join(self.blocks[name] for name in names)
        return self.asking(self.columns, f"{self.base}{found}")

    def asking(self, columns: Iterable[str], where: str) -> str:
        """Return a query for some columns of what meets a graph pattern."""
        listed = " ".join(f"?{name}" for name in columns)
        return f"{self.head}SELECT DISTINCT {listed}\nWHERE {{\n{where}}}\nORDER BY {listed}\n"

    def bound_without(self, name: str) -> tuple[str, ...]:
        """Return the columns of a match that are bound without one of the conditions."""
        others = "".join(self.blocks[key] for key in self.others(name))
        bound = {
            *self.columns,
            *_VARIABLE.findall(f"{self.base}{others}{self.computed}"),
        }
        shown = _VARIABLE.findall(self.select)
        return tuple(dict.fromkeys(v for v in (*self.columns, *shown) if v in bound))

    def witnesses(self, condition: Condition) -> str:
        """Return a query for what states that a condition is absent where all others are met."""
        others = "".join(self.blocks[name] for name in self.others(condition.name))
        columns = dict.fromkeys((*self.columns, *self.bound_without(condition.name)))
        where = f"{self.base}{others}{condition.absent}\n{self.computed}"
        return self.asking((*columns, "witness"), where)

    def everything(self) -> str:
        """Return a query for all variables of a match, those that it does not show among them."""
        return (
            f"{self.head}SELECT DISTINCT *\nWHERE"
            f" {{\n{self.base}{''.join(self.blocks.values())}}}\n"
        )


def unit_of(query: Query) -> Unit:
    """Return what a pattern counts.

    Raises:
        QueryError: the query has no unit: it is no pattern.
    """
    if query.unit is None:
        raise QueryError(
            f"query {query.name} is no pattern: its header has no unit; add unit and"
            " conditions"
        )
    return query.unit


def parts(query: Query) -> Parts:
    """Take a pattern apart.

    Raises:
        QueryError: the text is not laid out as it must be, or header and blocks name
            different conditions.
    """
    unit = unit_of(query)
    found = _SHAPE.match(query.body)
    if not found:
        raise QueryError(
            f"pattern {query.name}: write SELECT, then `WHERE {{` and `}}` on lines of"
            " their own"
        )
    base, found_blocks, rest = blocks(found["where"])
    if list(found_blocks) != [condition.name for condition in query.conditions]:
        wanted = ", ".join(condition.name for condition in query.conditions)
        has = ", ".join(found_blocks) or "none"
        raise QueryError(
            f"pattern {query.name}: its blocks are {has}, its header names"
            f" {wanted or 'none'}; make them the same"
        )
    columns = dict.fromkeys(
        ["case", unit.variable, *(param.name for param in query.params)]
    )
    return Parts(
        found["head"],
        found["select"],
        base,
        found_blocks,
        rest,
        found["order"],
        tuple(columns),
    )


def non_match_text(query: Query) -> str:
    """Return the query for what could match a pattern and does not: its case and unit.

    Which condition is the first that it does not meet is what `l2kg.patterns` finds.
    """
    split = parts(query)
    minus = _subtracted(split.columns, split.base, split.blocks.values())
    return split.asking(split.columns, f"{split.base}{minus}")


def counter_text(query: Query) -> str | None:
    """Return the query for a pattern's counter-examples, or nothing where it has no outcome.

    Each is a row that meets all other conditions and not the outcome: the columns are
    those which the other conditions bind.
    """
    if query.outcome is None:
        return None
    split = parts(query)
    columns = split.bound_without(query.outcome)
    others = "".join(split.blocks[name] for name in split.others(query.outcome))
    minus = _subtracted(columns, split.base, split.blocks.values())
    text = split.asking(columns, f"{split.base}{others}{minus}{split.computed}")
    return with_voices(text, _record_among(query, columns))


def _record_among(query: Query, columns: tuple[str, ...]) -> Record:
    """Return of what a counter-example is told: the record, or the unit where it has none."""
    if query.record and query.record.variable in columns:
        return query.record
    unit = unit_of(query)
    return Record(unit.variable, f"?{unit.variable} a {unit.ranges_over} .")


def _subtracted(columns: Iterable[str], base: str, blocks_: Iterable[str]) -> str:
    """Return a graph pattern that takes away whatever is a match, by some of its columns."""
    inner = "".join(
        f"    {line}" for line in f"{base}{''.join(blocks_)}".splitlines(keepends=True)
    )
    select = " ".join(f"?{name}" for name in columns)
    return f"  MINUS {{\n    SELECT {select}\n    WHERE {{\n{inner}    }}\n  }}\n"


def codes_of(query: Query, condition: Condition) -> frozenset[str]:
    """Return the IRIs of the codes that a condition names in its block or header."""
    text = parts(query).blocks[condition.name] + " " + " ".join(condition.codes)
    return frozenset(_SPACES[prefix] + name for prefix, name in _CODE.findall(text))
