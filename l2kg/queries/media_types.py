"""Choose a media type by an Accept header (RFC 9110) or by the short name of a format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.errors import L2kgError
from l2kg.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "GRAPHS",
    "HTML",
    "PLAIN",
    "RESULTS",
    "SVG",
    "TABLES",
    "NotAcceptableError",
    "Offer",
    "best",
    "choose",
    "is_format",
]


_WEIGHT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{0,9})?|\.[0-9]{1,9}")


class NotAcceptableError(L2kgError):
    """A request for a format that is not offered."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A media type on offer, and the short names by which a person may ask for it.

    `also` are media types and names of other formats that clients send and that it
    serves as well: who takes any JSON takes JSON-LD.
    """

    media_type: str
    names: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def ending(self) -> str:
        """Return the ending of its files, without the dot."""
        return (
            FORMATS[self.names[0]].ending[1:]
            if self.names[0] in FORMATS
            else self.names[0]
        )

    @property
    def answers_to(self) -> tuple[str, ...]:
        """Return all that it may be called."""
        return (self.media_type, *self.names, *self.also)


HTML = Offer("text/html", ("html",))
PLAIN = Offer("text/plain", ("txt",))
SVG = Offer("image/svg+xml", ("svg",))
GRAPHS = (
    Offer(
        "text/turtle",
        ("ttl", "turtle"),
        ("n3", "text/n3", "text/rdf+n3", "application/n3", "application/turtle"),
    ),
    Offer("application/ld+json", ("jsonld", "json-ld"), ("json", "application/json")),
    Offer("application/n-triples", ("nt", "n-triples", "ntriples")),
    Offer("application/rdf+xml", ("rdfxml", "rdf-xml", "rdf"), ("xml", "rdf+xml")),
)
RESULTS = (*GRAPHS, Offer("application/trig", ("trig",)))
TABLES = (
    Offer("application/sparql-results+json", ("json", "srj")),
    Offer("application/sparql-results+xml", ("xml", "srx")),
    Offer("text/csv", ("csv",)),
    Offer("text/tab-separated-values", ("tsv",)),
    Offer("application/json"),
    Offer("application/xml"),
    Offer("text/xml"),
)


def best(accept: str, offers: Sequence[Offer]) -> Offer | None:
    """Return the offer that an Accept header likes best, the earlier on a tie.

    Nothing where it wants none of them.

    >>> best("text/turtle;q=0.5, application/ld+json", GRAPHS).media_type
    'application/ld+json'
    >>> best("image/png", GRAPHS) is None
    True
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    if not ranges:
        return offers[0]
    liked = [
        (*_quality(ranges, offer), -place, offer) for place, offer in enumerate(offers)
    ]
    quality, *_, offer = max(liked, key=lambda rated: rated[:3])
    return offer if quality > 0 else None


def choose(accept: str, name: str | None, offers: Sequence[Offer]) -> Offer:
    """Return the offer of that name or media type, else the one that the header likes best.

    A client may send the name of its format with every query: one that is of the other
    kind of answer, such as csv for a graph, leaves the choice to a header that names one
    of this kind.

    Raises:
        NotAcceptableError: nothing fits; the text lists what is on offer.
    """
    found = _named(name, offers) if name else None
    if not name:
        found = best(accept, offers)
    elif found is None and is_format(name):
        ranges = [part for part in accept.split(",") if _range(part)[0] != "*/*"]
        named = ",".join(ranges).strip(" ,")
        found = best(named, offers) if named else None
    if found is None:
        offered = ", ".join(
            offer.names[0] if name else offer.media_type
            for offer in offers
            if offer.names
        )
        missing = (
            f"the answer has no {name[:50]} form"
            if name
            else f"nothing fits {accept[:200]!r}"
        )
        raise NotAcceptableError(f"{missing}: ask for one of {offered}")
    return found


def is_format(name: str) -> bool:
    """Say whether a name is that of a format in which some kind of answer comes.

    >>> is_format("csv"), is_format("rdf+xml"), is_format("pdf")
    (True, True, False)
    """
    return _named(name, (*RESULTS, *TABLES)) is not None


def _named(name: str, offers: Sequence[Offer]) -> Offer | None:
    wanted = name.lower().replace(" ", "+")  # a plus that nobody escaped
    return next((offer for offer in offers if wanted in offer.answers_to), None)


def _range(part: str) -> tuple[str, float]:
    media_range, *parameters = (bit.strip().lower() for bit in part.split(";"))
    if media_range == "*":
        media_range = "*/*"
    weight = next((value[2:] for value in parameters if value.startswith("q=")), "1")
    return media_range, min(float(weight), 1.0) if _WEIGHT.fullmatch(weight) else 0.0


def _quality(ranges: Sequence[tuple[str, float]], offer: Offer) -> tuple[float, bool]:
    """Return the weight that the most specific matching range gives, and whether it names the type itself."""
    kind = offer.media_type.partition("/")[0]
    for matching in ((offer.media_type,), offer.also, (f"{kind}/*",), ("*/*",)):
        weights = [weight for media_range, weight in ranges if media_range in matching]
        if weights:
            return max(weights), offer.media_type in matching
    return 0.0, False
