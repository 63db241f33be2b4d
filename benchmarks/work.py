"""Count what an engine does for a query: the rows that pass through each step of its plan.

The count is the same on every machine.
The command `oxigraph query --stats` (in the `test` extra) runs the same engine as the
product and tells them.
"""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l2kg.patterns.conditions import counter_text, non_match_text, parts
from l2kg.queries.header import all_queries
from l2kg.queries.lexer import with_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from l2kg.queries.header import Query

__all__ = ["CONTROLS", "asked", "generated", "narrowed", "work"]

# plain scans in order: what the engine itself takes for more rows, with nothing to go
# wrong; of many, few, and hardly any rows a case
CONTROLS = {
    "control: all passages": "SELECT ?one ?node ?voice WHERE {"
    " ?one l2:evidence ?node . ?node l2:voice ?voice } ORDER BY ?one ?node ?voice",
    "control: all measures": "SELECT ?case ?one ?side WHERE {"
    " ?one a l2:Measure ; l2:inCase ?case ; l2:actingSide ?side } ORDER BY ?case ?one ?side",
    "control: all restraint": "SELECT ?case ?one WHERE {"
    " ?one l2:form l2v:restraint ; l2:inCase ?case } ORDER BY ?case ?one",
}
_HEAD = re.compile(r"^(?:PREFIX \S+ <[^>]*>\s+)+", re.MULTILINE)
_PART = re.compile(r"^Extend\(\"(\d+)\"")
_AT_ONCE = 30  # the engine takes long to plan a union of hundreds
_KEYLESS = re.compile(r"Join\(.*keys = *[,)]")


def asked() -> Iterator[tuple[str, str]]:
    """Yield all that is asked of a store by name.

    Each named query as it stands, and what `l2kg.patterns` makes of each pattern.
    """
    for query in all_queries().values():
        yield query.name, query.text
        yield from generated(query)


def generated(query: Query) -> Iterator[tuple[str, str]]:
    """Yield the queries that are made of a pattern.

    They ask for its units, its conditions added up, each left out, non-matches,
    counter-examples and all variables.
    """
    if query.unit is None:
        return
    split = parts(query)
    yield f"{query.name}: units", split.units()
    for number, condition in enumerate(query.conditions, start=1):
        yield (
            f"{query.name}: up to {condition.name}",
            split.units(list(split.blocks)[:number]),
        )
        if condition.name != query.outcome:
            yield (
                f"{query.name}: without {condition.name}",
                split.units(split.others(condition.name)),
            )
        if condition.absent:
            yield (
                f"{query.name}: {condition.name} stated absent",
                split.witnesses(condition),
            )
    yield f"{query.name}: non-matches", non_match_text(query)
    if counter := counter_text(query):
        yield f"{query.name}: counter-examples", counter
    yield f"{query.name}: why", split.everything()


def narrowed() -> Iterator[Query]:
    """Yield the queries that can be asked of one case."""
    for query in all_queries().values():
        if any(param.name == "case" for param in query.params):
            yield query


def work(folder: Path, *queries: str) -> list[int]:
    """Return for each query how many rows pass through the steps of its plan over a store on disk.

    A join without a common variable has to compare each row with each, which its own rows
    do not show: the pairs are added. Queries are asked as parts of one, since a process for
    each costs more than most of them.
    """
    found: list[int] = []
    for start in range(0, len(queries), _AT_ONCE):
        found += _together(folder, queries[start : start + _AT_ONCE])
    return found


def _together(folder: Path, queries: Sequence[str]) -> list[int]:
    texts = [with_prefixes(text) for text in queries]
    declared = "".join(sorted({line for text in texts for line in _HEAD.findall(text)}))
    # the engine puts the parts of a union in an order of its own: each carries its number
    parts = [
        f"{{ {{ {_HEAD.sub('', text)}\n}} BIND({number} AS ?whichPart) }}"
        for number, text in enumerate([*texts, "SELECT ?none { ?none a <urn:none> }"])
    ]
    with tempfile.TemporaryDirectory() as scratch:
        asked, plan, rows = (
            Path(scratch) / name for name in ("asked.rq", "plan.json", "rows.tsv")
        )
        asked.write_text(
            f"{declared}SELECT * {{ {' UNION '.join(parts)} }}", encoding="utf-8"
        )
        command = [
            str(Path(sys.executable).with_name("oxigraph")),
            "query",
            "--location",
            str(folder),
            "--query-file",
            str(asked),
            "--results-file",
            str(rows),
        ]
        subprocess.run(
            [*command, "--explain-file", str(plan), "--stats"],
            check=True,
            capture_output=True,
        )
        step = json.loads(plan.read_text(encoding="utf-8"))["plan"]
    while not step["name"].startswith("Union"):
        [step] = step["children"]
    found = {
        int(_PART.findall(one["name"])[0]): one["children"] for one in step["children"]
    }
    return [sum(map(_rows, found[number])) for number in range(len(queries))]


def _rows(step: dict[str, Any]) -> int:
    below = step["children"]
    pairs = (
        math.prod(child["number of results"] for child in below)
        if _KEYLESS.search(step["name"])
        else 0
    )
    return int(step["number of results"]) + pairs + sum(map(_rows, below))
