"""What a query does not say of itself: names that nothing has, and terms that changed.

Each is told to whoever asks, by every way of asking, and the query runs all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.namespaces import (
    BASE,
    L2,
    PREFIXES,
    XSD,
    compact,
    iri_named,
    local_name,
    written,
)
from l2kg.queries.changes import changed_terms, is_shipped
from l2kg.queries.lists import codes_of, lists_of_codes, takes
from l2kg.queries.mentions import mentions
from l2kg.queries.tokens import cut_names, line_and_column, prefixes_of, tokens
from l2kg.queries.vocabulary import PROPERTIES, Vocabulary, kind_and_name, ontology_terms
from l2kg.reading import without_mark
from l2kg.wording import as_written, did_you_mean, near_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from l2kg.queries.mentioned import Mention, Mentions, Value
    from l2kg.queries.sources import Source
    from l2kg.queries.tokens import Token

__all__ = ["Notice", "NoticeWarning", "no_such", "notices"]

_MOST = 20  # notices of one query
_SUGGESTED = 8  # of them with a search for what is near
_LONGEST = 200  # signs of what was typed
_WHAT = {
    "vocab": "code",
    "tactic": "tactic",
    "graph": "graph",
    "rule": "rule",
    "shape": "shape",
    "source": "source",
    "claim": "claim",
    "actor": "actor",
    "collection": "collection",
    "code": "code of another data set",
}


class NoticeWarning(UserWarning):
    """A name in a query that nothing has, or a term that changed: the answer may mislead."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told of a place in a query: the text there, what is wrong, and what was meant perhaps.

    `near` are names as they can be written in that query.
    """

    text: str
    message: str
    start: int
    line: int
    column: int
    near: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say it in one line, with the place first."""
        return f"line {self.line}, column {self.column}: {self.message}"

    def mark(self) -> dict[str, object]:
        """Return what an editor needs to underline the place and to offer what is near."""
        return {
            "line": self.line,
            "column": self.column,
            "length": len(self.text),
            "message": self.message,
            "near": list(self.near),
        }


def notices(query: str, source: ox.Store | Source | Vocabulary) -> tuple[Notice, ...]:
    """Return what is to be told of a query before its answer, in the order of its text.

    Who asks often gives a vocabulary, which has read once what the source knows.

    Raises:
        EndpointError: the source is an endpoint that does not answer, or refuses.
    """
    return tuple(_Teller(query, source).told())[:_MOST]


def no_such(name: str, source: ox.Store | Source) -> str:
    """Say what is called nearly as an argument or a parameter that nothing is called by; else nothing.

    Raises:
        EndpointError: the source is an endpoint that does not answer, or refuses.
    """
    words, iri = Vocabulary(source), iri_named(name)
    found = words.near(iri) if iri else words.called(name)
    return did_you_mean(map(written, found))


def _near_or_none(near: list[str]) -> str:
    return did_you_mean(near) or ", nor one like it"


def _where_listed(one: Mention) -> str:
    """Say where the properties of ours are listed: with a class, which may have the same name."""
    if one.role != "verb" or not one.iri.startswith(L2):
        return ""
    same = (
        compact(iri)
        for iri, kind in ontology_terms().items()
        if kind == "class" and iri.casefold() == one.iri.casefold()
    )
    shown = next(same, "l2:CLASS")
    return f"; `l2kg show {shown}` lists those of a class, the codebook all"


def _what(iri: str, role: str = "") -> str:
    """Say what a name would be the name of."""
    found = kind_and_name(iri)
    if found is None:
        return {"verb": "property", "class": "class"}.get(role, "term")
    kind, name = found
    if kind == "case":
        return "element" if "#" in name else "case"
    if kind in _WHAT:
        return _WHAT[kind]
    if role in ("verb", "class"):
        return {"verb": "property", "class": "class"}[role]
    return "class" if name[:1].isupper() else "property" if name else "name"


class _Teller:
    """One query, and what there is to tell of it."""

    def __init__(self, query: str, source: ox.Store | Source | Vocabulary) -> None:
        self.query = query = without_mark(query)
        self.words = source if isinstance(source, Vocabulary) else Vocabulary(source)
        every = tokens(query)
        self.tokens = every
        self.spaces = prefixes_of(every)
        self.searched = 0

    def told(self) -> list[Notice]:
        found = mentions(self.query)
        wrong = {
            one.iri
            for one in found.names
            if one.role == "namespace" and _no_space(one.iri)
        }
        every = [
            *self._namespaces(found, wrong),
            *self._names(found, wrong),
            *self._codes(found),
            *self._values(found),
            *self._comments(),
            *self._changes(found),
        ]
        return sorted(every, key=lambda notice: notice.start)

    def _namespaces(self, found: Mentions, wrong: set[str]) -> Iterator[Notice]:
        """Tell of prefixes that are declared for what is nearly a namespace of ours."""
        for one in found.names:
            if one.role == "namespace" and one.iri in wrong:
                near = self._near_spaces(one.iri)
                message = (
                    f"{_cut(one.token.text)}: no namespace of ours{_near_or_none(near)}"
                )
                yield self._notice(one.token, message, near)

    def _near_spaces(self, iri: str) -> list[str]:
        kind = kind_and_name(iri) or ("", "")
        return [
            f"<{space}>"
            for space in PREFIXES.values()
            if space.startswith(BASE) and (kind_and_name(space) or ("",))[0] == kind[0]
        ]

    def _names(self, found: Mentions, wrong: set[str]) -> Iterator[Notice]:
        """Tell of names that nothing has, and of those that are names of something else."""
        asked = [
            one
            for one in found.names
            if one.role not in ("namespace", "function")
            and _is_asked_for(one.iri)
            and not any(one.iri.startswith(space) for space in wrong)
        ]
        missing = self.words.missing(one.iri for one in asked)
        seen: set[tuple[str, str]] = set()
        for one in asked:
            if (one.iri, one.role) in seen:
                continue
            seen.add((one.iri, one.role))
            if one.iri in missing:
                near = self._near(one.iri, one.role)
                end = _near_or_none(near) + ("" if near else _where_listed(one))
                message = f"no {_what(one.iri, one.role)} of this name{end}"
            elif message := _misplaced(one):
                near = []
            else:
                continue
            yield self._notice(one.token, f"{_cut(one.token.text)}: {message}", near)

    def _codes(self, found: Mentions) -> Iterator[Notice]:
        """Tell of codes of another list than that from which a property takes its values."""
        for one in found.names:
            homes = lists_of_codes().get(one.iri, frozenset())
            wanted = [takes(property_) for property_ in sorted(one.properties)]
            lists = frozenset[str]().union(*(each[0] for each in wanted if each))
            if not homes or not wanted or None in wanted or homes & lists:
                continue
            classes = frozenset[str]().union(*(each[1] for each in wanted if each))
            known = {local_name(code): code for code in codes_of(lists)}
            near = [
                self._written(known[name])
                for name in near_names(local_name(one.iri), known, most=2)
            ]
            message = (
                f"{one.token.text}: a code of {self._listed(homes)}, and"
                f" {self._listed(one.properties)} takes {self._listed(lists | classes)}"
                f"{did_you_mean(near)}"
            )
            yield self._notice(one.token, message, near)

    def _listed(self, iris: frozenset[str]) -> str:
        return " or ".join(self._written(iri).rstrip(":") for iri in sorted(iris))

    def _values(self, found: Mentions) -> Iterator[Notice]:
        """Tell of texts where the data have a name, or the same text in another form."""
        for value in found.values:
            kinds = {ontology_terms().get(iri, "") for iri in value.properties}
            names = ", ".join(sorted(map(self._written, value.properties)))
            if kinds == {"object"}:
                iris = self.words.called(value.text) if self._may_search() else []
                near = [self._written(iri) for iri in iris]
                message = (
                    f"a text, and the values of {names} are names{did_you_mean(near)}"
                )
            elif forms := self._other_forms(value):
                near = [_short(form) for form in forms]
                message = f"the data write it {' or '.join(near)}, as a value of {names}"
            else:
                continue
            yield self._notice(value.token, f"{_cut(value.token.text)}: {message}", near)

    def _other_forms(self, value: Value) -> list[ox.Literal]:
        """Return how the data write a literal that they do not have as it stands; nothing if they have."""
        if not value.properties:
            return []
        forms = self.words.written(value.properties, value.text)
        same = any(
            (form.language or "") == value.language
            and (bool(value.language) or form.datatype.value == value.datatype)
            for form in forms
        )
        numbers = any(
            form.datatype.value.removeprefix(XSD) in ("integer", "decimal", "double")
            and value.datatype.removeprefix(XSD) in ("integer", "decimal", "double")
            for form in forms
        )
        return [] if same or numbers else forms[:2]

    def _comments(self) -> Iterator[Notice]:
        """Tell of a name that is cut by the sign # and goes on as a comment."""
        for cut in cut_names(self.tokens):
            yield self._notice(cut.token, cut.message, cut.forms, len(cut.rest))

    def _changes(self, found: Mentions) -> Iterator[Notice]:
        """Tell of terms that mean something new, unless the query is ours and follows them."""
        known = changed_terms()
        if not any(one.iri in known for one in found.names) or is_shipped(self.query):
            return
        seen: set[str] = set()
        for one in found.names:
            if one.iri in known and one.iri not in seen:
                seen.add(one.iri)
                message = f"{one.token.text} changed in {known[one.iri]}"
                yield self._notice(one.token, message)

    def _near(self, iri: str, role: str) -> list[str]:
        if not self._may_search():
            return []
        return [self._written(one) for one in self.words.near(iri, role)]

    def _may_search(self) -> bool:
        self.searched += 1
        return self.searched <= _SUGGESTED

    def _written(self, iri: str) -> str:
        return written(iri, self.spaces)

    def _notice(
        self,
        token: Token,
        message: str,
        near: list[str] | tuple[str, ...] = (),
        more: int = 0,
    ) -> Notice:
        line, column = line_and_column(self.query, token.start)
        text = self.query[token.start : token.end + more]
        return Notice(text, message, token.start, line, column, tuple(near))


def _is_asked_for(iri: str) -> bool:
    """Tell whether a name is ours, was meant to be, or has a namespace that we use."""
    if iri.startswith(XSD) or iri in PREFIXES.values():
        return False
    ours = kind_and_name(iri)
    return any(ours or ()) or any(iri.startswith(space) for space in PREFIXES.values())


def _no_space(iri: str) -> bool:
    """Tell whether a namespace was meant to be ours and is none, nor one within it."""
    if kind_and_name(iri) is None or iri == BASE:
        return False
    spaces = [space for space in PREFIXES.values() if space.startswith(BASE)]
    return not any(iri.startswith(space) for space in spaces)


def _misplaced(one: Mention) -> str:
    """Say that a term of ours stands where one of its kind means nothing, or nothing."""
    kind = ontology_terms().get(one.iri, "")
    if not kind or not one.iri.startswith(BASE):
        return ""
    if one.role == "verb" and kind not in PROPERTIES:
        return f"a {kind}, and no property"
    if one.role == "class" and kind != "class":
        return f"a {'property' if kind in PROPERTIES else kind}, and no class"
    return ""


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _short(literal: ox.Literal) -> str:
    return as_written(literal.value, literal.datatype.value, literal.language)
