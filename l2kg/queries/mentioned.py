"""What a query names, as values: names of things, and literals that stand for values of properties."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from l2kg.queries.tokens import Token

__all__ = ["Mention", "Mentions", "Role", "Value"]

Role = Literal["verb", "class", "node", "namespace", "function"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a query: its token, the IRI that it means, and what it stands for there.

    `properties` are those whose value it is, or is compared with.
    """

    token: Token
    iri: str
    role: Role
    properties: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Value:
    """A literal in a query that stands for the value of properties.

    Its language and its datatype are empty where it has none; a literal without either has
    the datatype of texts.
    """

    token: Token
    text: str
    language: str
    datatype: str
    properties: frozenset[str]


@dataclass(slots=True)
class Mentions:
    """All that a query names, in the order of the text."""

    names: list[Mention] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
