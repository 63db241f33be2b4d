"""What templates show of values, in words: citations, properties, what stands over a case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from l2kg.cases.elements import told_once
from l2kg.namespaces import L2

if TYPE_CHECKING:
    from l2kg.cases import CaseSummary, ElementView
    from l2kg.cases.elements import Value
    from l2kg.cases.parts import Evidence, Refs
    from l2kg.cases.reading import Ref

__all__ = [
    "cite_words",
    "element_kinds",
    "element_rows",
    "inferred_kinds",
    "names_of",
    "quoted",
    "sentence",
    "setting_and_kind",
    "setting_kind_outcome",
]

_MARKS = re.compile(r"[\\`*_\[\]()<>:$~|#!]")
_TRIVIAL_RULES = {"cax-sco"}  # a class follows from its subclass: no news


def names_of(refs: Refs, between: str = ", ") -> str:
    """Write labels one after the other."""
    return between.join(ref.label for ref in refs)


def cite_words(passage: Evidence) -> tuple[str, ...]:
    """Say where a passage stands: who reports it, the work and page, the source and note.

    The voice is not among these; a data set that speaks for itself is not named again.
    """
    reported = (
        f"as told by {names_of(passage.reported_by)}" if passage.reported_by else ""
    )
    cited = ""
    if passage.cites:
        cited = f"{names_of(passage.cites)}{_page(passage.cited_page)}"
    read = ""
    if passage.source and not _speaks_for_itself(passage):
        note = f", note {passage.note}" if passage.note else ""
        inside = "in " if cited else ""
        read = f"{inside}{passage.source.label}{_page(passage.source_page)}{note}"
    return tuple(filter(None, (reported, cited, read)))


def _speaks_for_itself(passage: Evidence) -> bool:
    voice, source = passage.voice, passage.source
    return bool(voice and source and voice.label == source.label)


def _page(number: str) -> str:
    """Write a page or pages.

    >>> _page("45"), _page("259-260"), _page("")
    (', p. 45', ', pp. 259-260', '')
    """
    if not number:
        return ""
    return f", {'p.' if number.isalnum() else 'pp.'} {number}"


def element_kinds(view: ElementView) -> str:
    """Write what an element is, and its status, in one line."""
    kinds = [kind.replace("_", " ") for kind in view.kinds]
    status = view.status.text if view.status else ""
    return " · ".join(filter(None, [*kinds, status]))


def element_rows(view: ElementView) -> list[tuple[str, tuple[Value, ...]]]:
    """Return what is said of an element in our own vocabulary, by properties' labels.

    What follows for other vocabularies is in the data; passages are shown on their own.
    """
    ours = [*view.properties, *view.incoming]
    rows = told_once(one for one in ours if one.iri.startswith(L2))
    shown = [one for one in rows if not (one.incoming and one.id == "evidence")]
    return [(one.title, one.values) for one in (*view.apart, *shown)]


def inferred_kinds(view: ElementView) -> list[Value]:
    """Return the classes of an element that follow by a rule which tells something."""
    return [
        value
        for value in view.inferred_types
        if {rule.id for rule in value.rules} - _TRIVIAL_RULES
    ]


def setting_and_kind(case: CaseSummary) -> str:
    """Write setting and kind of a case in one line."""
    return _line(case.setting, case.kind)


def setting_kind_outcome(case: CaseSummary) -> str:
    """Write setting, kind and outcome of a case in one line."""
    return _line(case.setting, case.kind, case.outcome)


def _line(*refs: Ref | None) -> str:
    return " · ".join(ref.label for ref in refs if ref)


def sentence(text: str) -> str:
    """Write a message as a sentence.

    >>> sentence("no case 'x'; the page of cases lists them all")
    "No case 'x'; the page of cases lists them all."
    """
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def quoted(text: str) -> str:
    r"""Write what a visitor gave so that it stays text among Markdown.

    It becomes no link, no picture and no colour, and is not long.

    >>> print(quoted("[here](http://x) :red[!]"))
    \[here\]\(http\://x\) \:red\[\!\]
    """
    return _MARKS.sub(r"\\\g<0>", " ".join(text[:300].split()))
