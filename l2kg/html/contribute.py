"""The page for contributors: what the checks found in an uploaded file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.files import code_root
from l2kg.html.template import fragment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from l2kg.sandbox.upload import Contribution, Found

__all__ = ["CLASSES_QUERY", "findings_html", "steps_html", "template", "verdict"]


CLASSES_QUERY = """# What a case file may describe, each class with its meaning
SELECT ?class ?label ?definition WHERE {
  ?class a owl:Class ; skos:prefLabel ?label ; skos:definition ?definition .
  FILTER(STRSTARTS(STR(?class), STR(l2:)))
} ORDER BY ?label
"""


def verdict(found: Contribution) -> str:
    """Say in a sentence how a file stands.

    >>> from l2kg.sandbox.upload import Contribution, Found
    >>> fault = Found("error", "a.ttl", 1, "", "Not Turtle.", "Mend it.", "syntax")
    >>> verdict(Contribution("a.ttl", (fault,)))
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


def steps_html() -> Markup:
    """Write how a case is contributed, step by step."""
    return fragment("contribute", "steps")


def findings_html(found: Sequence[Found]) -> Markup:
    """Write findings as a table: where, what, and the remedy."""
    return fragment("contribute", "findings", found)
