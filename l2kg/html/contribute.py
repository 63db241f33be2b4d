"""The page for contributors: what the checks found in an uploaded file."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from l2kg.files import code_root

if TYPE_CHECKING:
    from collections.abc import Sequence

    from l2kg.sandbox.upload import Contribution, Found

__all__ = ["CLASSES_QUERY", "verdict", "template", "findings_html"]


CLASSES_QUERY = """# What a case file may describe, each class with its meaning
SELECT ?class ?label ?definition WHERE {
  ?class a owl:Class ; skos:prefLabel ?label ; skos:definition ?definition .
  FILTER(STRSTARTS(STR(?class), STR(l2:)))
} ORDER BY ?label
"""


def verdict(found: Contribution) -> str:
    """Say in a sentence how a file stands.

    >>> verdict(Contribution("a.ttl", (Found("error", "a.ttl", 1, "", "Not Turtle.", "Mend it.", "syntax"),)))
    '1 finding in a.ttl. Mend it and bring the file again.'
    """
    weighty = sum(one.severity != "info" for one in found.found)
    if found.sound:
        return f"{found.name} passes all checks."
    if not weighty:
        return (
            f"{found.name} has no fault, but no figure could be drawn: does it describe a"
            " case with sides?"
        )
    them = "1 finding" if weighty == 1 else f"{weighty} findings"
    return (
        f"{them} in {found.name}. Mend {'it' if weighty == 1 else 'them'} and bring the"
        " file again."
    )


def template() -> bytes:
    """Return the Turtle from which somebody starts a case."""
    return (code_root() / "assets" / "my-case.ttl").read_bytes()


def findings_html(found: Sequence[Found]) -> str:
    """Write findings as a table: where, what, and the remedy."""
    rows = "".join(
        f"<tr><td>{escape(one.file)}{f', line {one.line}' if one.line else ''}</td><td><b"
        f' class="sev {escape(one.severity)}">'
        f"{escape(one.severity)}</b></td><td>{f'<code>{escape(one.element)}</code><br>' if one.element else ''}{escape(one.message)}</td>"
        f'<td>{escape(one.remedy)}<br><span class="mut">rule'
        f" {escape(one.rule)}</span></td></tr>"
        for one in found
    )
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("Place", "Weight", "What was found", "What to do")
    )
    return (
        "<div"
        f' class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )
