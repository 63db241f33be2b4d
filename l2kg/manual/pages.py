"""The pages of the manual that nobody writes: they are made from the code and its files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from l2kg.files import contributing_file, docs_root
from l2kg.manual.notebooks import notebook_page
from l2kg.queries.header import all_queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from l2kg.queries.header import Query

__all__ = ["made"]

_QUESTIONS = """# Named queries

Each question has a name, by which `l2kg query NAME` asks it; `l2kg queries` lists them
all. A parameter is given as `--param NAME=VALUE`; one that is left out means all.
"""
_PATTERNS = """# Patterns

`l2kg pattern NAME` runs a pattern whole: what matches, what nearly does, the
counter-examples, what does not match and why, and the limits. `l2kg query NAME` returns
the matches alone. The limits below are those of the pattern itself; the answer adds
those that follow from its numbers.
"""
_PYTHON = """# Python

What `import l2kg` gives.

```{eval-rst}
.. automodule:: l2kg.api
   :members:
```
"""
_ONTOLOGY = """# Ontology

<a href="../ontology/index.html">The ontology, term by term</a>, has a page of its own:
each class, property and code with its definition, its limits and an example from the
cases. The [codebook](../codebook.md) says the same for whoever codes a case. `l2kg show
l2:Measure` shows a term in a terminal, and `l2kg show l2v:barrier-type` a closed list.

<img src="../ontology/overview.svg" alt="The classes of the ontology, in groups">
"""


def made() -> dict[str, str]:
    """Return the Markdown of each page that is made here, by the name of the page."""
    queries = all_queries().values()
    return {
        "reference/queries": _listed(_QUESTIONS, queries, "questions"),
        "reference/patterns": _listed(_PATTERNS, queries, "patterns"),
        "reference/python": _PYTHON,
        "reference/ontology": _ONTOLOGY,
        "contributing": _contributing(),
        "decisions/index": _decisions(),
        **{f"notebooks/{p.stem}": notebook_page(p) for p in docs_root().glob("*.ipynb")},
    }


def _listed(opening: str, queries: Iterable[Query], kind: str) -> str:
    found = (query for query in queries if query.kind == kind)
    return "\n".join([opening, *(part for query in found for part in _entry(query))])


def _entry(query: Query) -> Iterator[str]:
    """Yield what a query asks, its parameters, its conditions, its limits and its text."""
    yield f"## {query.name}\n\n{query.question}\n"
    for param in query.params:
        needed = ", required" if param.required else ""
        yield f"- `--param {param.name}=...` ({param.type}{needed}): {param.label}"
    yield ""
    for number, condition in enumerate(query.conditions, 1):
        outcome = " (the outcome)" if condition.name == query.outcome else ""
        yield f"{number}. {condition.label}{outcome}"
    yield f"\n*Limits:* {' '.join(query.limits.split())}\n"
    yield "<details><summary>In SPARQL</summary>\n"
    yield f"```sparql\n{query.body.strip()}\n```\n\n</details>\n"


def _contributing() -> str:
    """Return the guide for contributors, whose place is outside of the documents."""
    text = contributing_file().read_text(encoding="utf-8")
    inside = text.replace("](docs/", "](")
    return re.sub(r"\[([^\]]+)\]\(l2kg/(\S+)\)", r"\1 (`l2kg/\2`)", inside)


def _decisions() -> str:
    paths = sorted((docs_root() / "decisions").glob("0*.md"))
    titles = [path.read_text(encoding="utf-8").partition("\n")[0] for path in paths]
    lines = [
        f"- [{title.removeprefix('# ')}]({path.name})"
        for title, path in zip(titles, paths, strict=True)
    ]
    toctree = ["```{toctree}", ":hidden:", "", *(path.stem for path in paths), "```"]
    head = "# Decisions\n\nWhat was chosen where another would choose otherwise, and why."
    return "\n".join([head, "", *lines, "", *toctree, ""])
