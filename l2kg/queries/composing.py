"""Write out a query that its file tells in short: one that relaxes another, and who says what a row tells.

A condition of a pattern is a block of lines that a comment `# condition: NAME` opens, and a
list of a question one that `# list: NAME` opens. It ends at the next such comment, at `# end`
or at the end of the group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Any

from l2kg.namespaces import RDFS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Record", "blocks", "relaxed", "with_block", "with_record", "with_voices"]

_OPENS = re.compile(r"^ *# (?:condition|list): (\S+)\s*$")
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
        WHERE
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


_JOINED = (
    '(REPLACE(REPLACE(GROUP_CONCAT(DISTINCT ?{0}Item; separator="{1}"),'
    ' "^{1}|{1}$", ""), "{2}", "{1}") AS ?{0})'
)
_VALUE = """\
OPTIONAL {
  ?aside l2:valueOf ?RECORD .
  ?aside l2:valueProperty ?property .
  FILTER(STR(?property) IN (PROPERTIES))
}
BIND(COALESCE(?aside, ?RECORD) AS ?bearer)
"""
_SAID = """\
?BEARER l2:evidence ?node .
?node l2:voice ?voice .
?voice rdfs:label ?voiceLabel .
"""
_NARROWER = (
    """\
?alone l2:valueOf ?RECORD .
?alone l2:valueProperty ?path .
?alone l2:epistemicStatus ?firmness .
?firmness rdfs:label ?firmly .
?alone l2:evidence ?said .
?said l2:voice ?speaker .
?speaker rdfs:label ?speakerLabel .
OPTIONAL {
  ?alone l2:valueIri ?thing .
  ?thing rdfs:label ?thingLabel .
}
OPTIONAL { ?alone l2:valueText ?text }
BIND(REPLACE(STR(?path), "^.*[#/]", "") AS ?name)
"""
    'BIND(CONCAT(?name, " ", STR(COALESCE(?thingLabel, ?text, "")),'
    ' " (", STR(?firmly), ", ", STR(?speakerLabel), ")") AS ?word)\n'
)
_GROUPED = """\
  {
    SELECT ?RECORD JOINED
    WHERE {
      SELECT DISTINCT ?RECORD ITEMS
      WHERE {
BRANCHES
COALESCED
      }
      ORDER BY ?RECORD ITEMS
    }
    GROUP BY ?RECORD
  }
"""


@dataclass(frozen=True, slots=True)
class Record:
    """Of what a row is told: a variable of the query, and what holds of all that it stands for.

    Where the row tells of its ``values`` alone, the passages are theirs, if they have any of
    their own.
    """

    variable: str
    where: str
    values: tuple[str, ...] = ()


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
    >>> with_voices(text, Record("a", "?a a l2:Deal .")).partition("\n")[0]
    'SELECT ?a ?status ?voices ?evidence'
    """
    block = _VOICES.replace("RECORD", record.variable).replace(
        "WHERE\n", f"{record.where}\n", 1
    )
    if "  # end\n" not in text:
        block = f"  # end\n{block}"
    text = _PREFIXES.sub(_with_rdfs, text, count=1)
    text = _SELECT.sub(
        lambda found: f"{found[0]} ?status ?voices ?evidence", text, count=1
    )
    return _CLOSES.sub(lambda found: block + found[0], text)


def with_record(text: str, record: Record) -> str:
    r"""Add to a question its lists, and who says what is told of a record.

    Each block `# list: NAME` binds `?NAMELabel`, and becomes the column NAME. The columns
    `status`, `narrower`, `voices` and `evidence` follow those that the question names. All
    is grouped once, since engines mistake rows where several groups stand side by side.

    >>> text = "SELECT ?a ?b\nWHERE {\n  ?a ?c ?d .\n  # list: b\n  ?a ?e ?bLabel .\n}\nORDER BY ?a\n"
    >>> composed = with_record(text, Record("a", "?a a l2:Deal ."))
    >>> composed.partition("\n")[0]
    'SELECT ?a ?b ?status ?narrower ?voices ?evidence'
    >>> "# list" in composed
    False
    """
    head, opens, where = text.partition("\nWHERE {\n")
    where, closes, order = where.rpartition("}\n")
    base, lists, rest = blocks(where)
    status = f"  OPTIONAL {{ ?{record.variable} l2:epistemicStatus ?status }}\n"
    where = f"{base}{_grouped(record, lists)}{rest}{status}"
    head = f"{head} ?status ?narrower ?voices ?evidence"
    text = f"{head}{opens}{where}{closes}{order}"
    return _PREFIXES.sub(_with_rdfs, text, count=1)


def _grouped(record: Record, lists: Mapping[str, str]) -> str:
    """Return the one subquery that groups voices, evidence, narrower and all lists of a record."""
    bearer, where = record.variable, f"{record.where}\n"
    if record.values:
        names = ", ".join(f"STR({name})" for name in record.values)
        where += _VALUE.replace("PROPERTIES", names).replace("RECORD", record.variable)
        bearer = "bearer"
    branches = [
        f"{where}{_SAID.replace('BEARER', bearer)}",
        _NARROWER.replace("RECORD", record.variable),
        *(dedent(block) for block in lists.values()),
    ]
    bound = {"voices": "voiceLabel", "evidence": "node", "narrower": "word"}
    bound |= {name: f"{name}Label" for name in lists}
    parts = {
        "JOINED": " ".join(_joined(name) for name in bound),
        "ITEMS": " ".join(f"?{name}Item" for name in bound),
        "COALESCED": "\n".join(
            f'{" " * 8}BIND(COALESCE(STR(?{one}), "") AS ?{name}Item)'
            for name, one in bound.items()
        ),
        "RECORD": record.variable,
    }
    text = _GROUPED
    for name, value in parts.items():
        text = text.replace(name, value)
    # last, so that no word of the query is taken for one of ours
    return text.replace("BRANCHES", f"\n{' ' * 8}UNION\n".join(map(_branch, branches)))


def _branch(block: str) -> str:
    return f"{' ' * 8}{{\n{indent(block, ' ' * 10)}{' ' * 8}}}"


def _joined(name: str) -> str:
    """Return the column of a list: its items, without the empty ones of the other branches."""
    return (
        _JOINED.format(name, " ", "  ")
        if name == "evidence"
        else _JOINED.format(name, "; ", "; ; ")
    )


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
