"""A query as code for other tools."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CODE"]


def _curl(endpoint: str, query: str) -> str:
    return (
        f"curl {shlex.quote(endpoint)} -H 'Accept: text/csv' --data-urlencode"
        f" {shlex.quote(f'query={query}')}"
    )


def _python(endpoint: str, query: str) -> str:
    return (
        "import io\n\nimport pandas as pd\nimport requests\n\n"
        f"query = {_raw(query)}\n"
        f'answer = requests.post({endpoint!r}, data={{"query": query}},'
        ' headers={"Accept": "text/csv"})\n'
        "answer.raise_for_status()\ntable = pd.read_csv(io.StringIO(answer.text))\n"
    )


def _raw(query: str) -> str:
    """Write a text as Python would, over several lines where that is safe."""
    plain = '"""' not in query and "\\" not in query and not query.endswith('"')
    return f'"""{query}"""' if plain else repr(query)


def _r(endpoint: str, query: str) -> str:
    quoted = json.dumps(query, ensure_ascii=False).replace("\\n", "\n")
    return (
        f"library(httr2)\n\nquery <- {quoted}\nanswer <- request({json.dumps(endpoint)})"
        ' |>\n  req_headers(Accept = "text/csv") |>\n  req_body_form(query = query) |>\n'
        "  req_perform()\ntable <- read.csv(text = resp_body_string(answer))\n"
    )


CODE: dict[str, tuple[str, Callable[[str, str], str]]] = {
    "curl": ("bash", _curl),
    "Python": ("python", _python),
    "R": ("r", _r),
}
"""By name of a tool, the language, and the function from endpoint and query to code."""
