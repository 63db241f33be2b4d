"""Take a pattern's query apart into its conditions, and write queries with fewer of them.

Each condition is a block of the WHERE clause that a comment `# condition: NAME` opens. It
ends at the next such comment, at `# end` or at the closing brace. What stands before the
first block says of what there is a match or none; what follows `# end` only adds to a
row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.namespaces import L2T, L2V
from l2kg.queries.header import Unit, all_queries
from l2kg.queries.results import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.queries.header import Condition, Query

__all__ = ["Parts", "codes_of", "counter_text", "parts", "unit_of"]

_OPENS = re.compile(r"^ *# condition: (\S+)\s*$")
_ENDS = re.compile(r"^ *# end\s*$")
_SHAPE = re.compile(
    r"\A(?P<head>.*?)^(?P<select>SELECT [^{]*)^WHERE"
    r" \{\n(?P<where>.*?)^\}\n(?P<order>[^{}]*)\Z",
    re.MULTILINE | re.DOTALL,
)
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

    def rows(self, *, without: str) -> str:
        """Return the query with one condition left out."""
        blocks = "".join(block for name, block in self.blocks.items() if name != without)
        return (
            f"{self.head}{self.select}WHERE"
            f" {{\n{self.base}{blocks}{self.rest}}}\n{self.order}"
        )

    def units(self, names: Iterable[str] = ()) -> str:
        """Return a query for what meets some of the conditions; with none, for all that could."""
        blocks = "".join(self.blocks[name] for name in names)
        columns = " ".join(f"?{name}" for name in self.columns)
        return (
            f"{self.head}SELECT DISTINCT {columns}\nWHERE {{\n{self.base}{blocks}}}\nORDER"
            f" BY {columns}\n"
        )

    def witnesses(self, condition: Condition) -> str:
        """Return a query for what states that a condition is absent where all others are met."""
        blocks = "".join(
            block for name, block in self.blocks.items() if name != condition.name
        )
        columns = " ".join(f"?{name}" for name in (*self.columns, "witness"))
        return (
            f"{self.head}SELECT DISTINCT {columns}\nWHERE"
            f" {{\n{self.base}{blocks}{condition.absent}\n}}\nORDER BY {columns}\n"
        )

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
    base, blocks, rest = _blocks(found["where"])
    if list(blocks) != [condition.name for condition in query.conditions]:
        wanted = ", ".join(condition.name for condition in query.conditions)
        has = ", ".join(blocks) or "none"
        raise QueryError(
            f"pattern {query.name}: its blocks are {has}, its header names"
            f" {wanted or 'none'}; make them the same"
        )
    columns = dict.fromkeys(
        ["case", unit.variable, *(param.name for param in query.params)]
    )
    return Parts(
        found["head"], found["select"], base, blocks, rest, found["order"], tuple(columns)
    )


def _blocks(where: str) -> tuple[str, dict[str, str], str]:
    base, blocks, rest = "", {}, ""
    name: str | None = None
    ended = False
    for line in where.splitlines(keepends=True):
        if opens := _OPENS.match(line):
            name = opens[1]
            blocks[name] = ""
        elif _ENDS.match(line):
            ended = True
        elif ended:
            rest += line
        elif name is None:
            base += line
        else:
            blocks[name] += line
    return base, blocks, rest


def counter_text(query: Query) -> str:
    """Return the query for a pattern's counter-examples.

    That is the one that it names, else one for what could have matched and does not,
    which has the columns of case and unit only; why each is left out is what
    `l2kg.patterns` finds.
    """
    if query.counter:
        return all_queries()[query.counter].text
    split = parts(query)
    columns = " ".join(f"?{name}" for name in split.columns)
    inner = "".join(
        f"    {line}"
        for line in f"{split.base}{''.join(split.blocks.values())}".splitlines(
            keepends=True
        )
    )
    minus = f"  MINUS {{\n    SELECT {columns}\n    WHERE {{\n{inner}    }}\n  }}\n"
    return (
        f"{split.head}SELECT DISTINCT {columns}\nWHERE {{\n{split.base}{minus}}}\nORDER"
        f" BY {columns}\n"
    )


def codes_of(query: Query, condition: Condition) -> frozenset[str]:
    """Return the IRIs of the codes that a condition names in its block or header."""
    text = parts(query).blocks[condition.name] + " " + " ".join(condition.codes)
    return frozenset(_SPACES[prefix] + name for prefix, name in _CODE.findall(text))
