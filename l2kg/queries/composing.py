"""Write out a query that its file tells in short: one that relaxes another, and who says what a row tells.

A condition of a pattern is a block of lines that a comment `# condition: NAME` opens. It
ends at the next such comment, at `# end` or at the end of the group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from l2kg.namespaces import RDFS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Record", "blocks", "relaxed", "with_block", "with_voices"]

_OPENS = re.compile(r"^ *# condition: (\S+)\s*$")
_ENDS = re.compile(r"^ *# end\s*$")
_PREFIXES = re.compile(r"^(?:PREFIX .*\n)+", re.MULTILINE)
_SELECT = re.compile(r"^SELECT [^{]*?(?=\nWHERE \{$)", re.MULTILINE)
_CLOSES = re.compile(r"^\}\n(?=[^{}]*\Z)", re.MULTILINE)
_RDFS = f"PREFIX rdfs: <{RDFS}>\n"
_VOICES = """\
  OPTIONAL { ?RECORD l2:epistemicStatus ?status }
  OPTIONAL {
    SELECT ?RECORD
      (GROUP_CONCAT(DISTINCT STR(?voiceLabel); separator="; ") AS ?voices)
      (GROUP_CONCAT(DISTINCT ?passage; separator=" ") AS ?evidence)
    WHERE {
      SELECT DISTINCT ?RECORD ?voiceLabel ?passage
      WHERE {
        ?RECORD a CLASS .
        ?RECORD l2:evidence ?node .
        ?node l2:voice ?voice .
        ?voice rdfs:label ?voiceLabel .
        BIND(STR(?node) AS ?passage)
      }
      ORDER BY ?RECORD ?voiceLabel ?passage
    }
    GROUP BY ?RECORD
  }
"""


@dataclass(frozen=True, slots=True)
class Record:
    """Of what a row is told: a variable of the query, and a class of what it stands for."""

    variable: str
    of_class: str


def blocks(where: str) -> tuple[str, dict[str, str], str]:
    r"""Return what stands before the conditions of a pattern, each of them by name, and what follows `# end`.

    >>> blocks("?a ?b ?c .\n# condition: d\n?d ?e ?f .\n")
    ('?a ?b ?c .\n', {'d': '?d ?e ?f .\n'}, '')
    """
    base, found, rest = "", dict[str, str](), ""
    name: str | None = None
    ended = False
    for line in where.splitlines(keepends=True):
        if opens := _OPENS.match(line):
            name = opens[1]
            found[name] = ""
        elif _ENDS.match(line):
            ended = True
        elif ended:
            rest += line
        elif name is None:
            base += line
        else:
            found[name] += line
    return base, found, rest


def with_voices(text: str, record: Record) -> str:
    r"""Add to a query the columns `status`, `voices` and `evidence`.

    They say how firmly what is told of a record is told, by whom, and where.

    >>> text = "SELECT ?a\nWHERE {\n  ?a ?b ?c .\n}\nORDER BY ?a\n"
    >>> with_voices(text, Record("a", "l2:Deal")).partition("\n")[0]
    'SELECT ?a ?status ?voices ?evidence'
    """
    block = _VOICES.replace("RECORD", record.variable).replace("CLASS", record.of_class)
    if "  # end\n" not in text:
        block = f"  # end\n{block}"
    text = _PREFIXES.sub(_with_rdfs, text, count=1)
    text = _SELECT.sub(
        lambda found: f"{found[0]} ?status ?voices ?evidence", text, count=1
    )
    return _CLOSES.sub(lambda found: block + found[0], text)


def _with_rdfs(prefixes: re.Match[str]) -> str:
    return "".join(sorted({*prefixes[0].splitlines(keepends=True), _RDFS}))


def with_block(body: str, name: str, block: str, *, instead: str) -> str:
    """Return a pattern's text with the block of one condition in the place of that of another."""
    old = rf"^  # condition: {re.escape(instead)}\n(?:(?!  # |\}}).*\n)*"
    new = f"  # condition: {name}\n{block}"
    return re.sub(old, lambda _: new, body, count=1, flags=re.MULTILINE)


def relaxed(base: Mapping[str, Any], head: Mapping[str, Any]) -> dict[str, Any]:
    """Return the header of a pattern that relaxes another: its own fields, and all others from there.

    A condition with `instead` stands where that condition of the other stood.
    """
    own = {row.get("instead"): row for row in head.get("conditions", ())}
    conditions = [own.get(row["name"], row) for row in base.get("conditions", ())]
    return {**base, **head, "conditions": conditions}
