"""A SPARQL 1.1 endpoint elsewhere, read only, as a source of answers like the store in this process."""

from __future__ import annotations

import base64
import email.utils
import http.client
import netrc
import os
import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import pyoxigraph as ox
from SPARQLWrapper import GET, POST, SELECT, SPARQLWrapper

from l2kg import __version__
from l2kg.errors import L2kgError, UsageError
from l2kg.queries.binding import bound_text
from l2kg.queries.lexer import visible_words, with_prefixes
from l2kg.queries.results import QueryError, Table, table_of
from l2kg.reading import SMALL
from l2kg.turtle import require_bounded
from l2kg.turtle.bounds import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult
    from urllib.request import Request

    from l2kg.queries.results import Term

__all__ = ["AGENT", "EndpointError", "Remote", "web_address"]

AGENT = f"l2kg/{__version__} (+https://w3id.org/l2kg)"
_TABLE = "application/sparql-results+json"
_TABLES = (_TABLE, "application/json")
_KIND = re.compile(r"\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b(?!:)", re.IGNORECASE)
_GRAPH = "application/n-triples, text/turtle;q=0.5"
_LONG = 2000  # characters of a query beyond which it goes by POST
_AGAIN = {429, 502, 503}
_LONGEST_WAIT = 60.0  # seconds
_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*+"|([{\[])|[}\]]', re.DOTALL)
_NESTING = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.TURTLE)
_LARGEST = 1 << 30  # bytes of one answer


class EndpointError(L2kgError):
    """An endpoint that does not answer, or not with what was asked for."""


@dataclass(frozen=True, slots=True)
class Remote:
    """An endpoint and how to ask it.

    `timeout` is how many seconds to wait for an answer, `retries` how often to ask again,
    and `pause` the seconds before the first time, which double with each. User name and
    password come from `L2KG_USER` and `L2KG_PASSWORD`, else from the user's netrc file.
    """

    url: str
    timeout: float = 60.0
    retries: int = 3
    pause: float = 0.5

    def __post_init__(self) -> None:
        place = web_address(self.url)
        if place is None:
            raise UsageError(
                f"{self.url!r}: no address of an endpoint; give one that begins with"
                " http:// or https://, and write signs other than ASCII as %XX"
            )
        if place.username is not None or place.password is not None:
            raise UsageError(
                f"{self.name}: leave name and password out of the address; set L2KG_USER"
                " and L2KG_PASSWORD, or use netrc"
            )

    @property
    def name(self) -> str:
        """Return the address without what may be secret in it."""
        place = urlsplit(self.url)
        return urlunsplit(
            (place.scheme, place.netloc.rpartition("@")[2], place.path, "", "")
        )

    def select(self, text: str, bound: Mapping[ox.Variable, Term] | None = None) -> Table:
        """Run a SELECT query, with some of its variables bound.

        Raises:
            EndpointError: the endpoint does not answer, refuses, or answers with no
            table.
        """
        answer = self._results(*self._fetch(bound_text(text, bound or {}), _TABLE))
        if not isinstance(answer, ox.QuerySolutions):
            raise QueryError("the query asks for no table; use SELECT")
        return table_of(answer)

    def ask(self, text: str) -> bool:
        """Run an ASK query.

        Raises:
            EndpointError: the endpoint does not answer, refuses, or answers with no yes
            or no.
        """
        answer = self._results(*self._fetch(text, _TABLE))
        if not isinstance(answer, ox.QueryBoolean):
            raise QueryError("the query asks for no yes or no; use ASK")
        return bool(answer)

    def construct(self, text: str) -> list[ox.Triple]:
        """Run a CONSTRUCT or DESCRIBE query; blank nodes keep their names within one answer only.

        Raises:
            EndpointError: the endpoint does not answer, refuses, or answers with no
            graph.
        """
        return self._triples(*self._fetch(text, _GRAPH))

    def query(
        self, text: str, bound: Mapping[ox.Variable, Term] | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | list[ox.Triple]:
        """Run a query of any kind, with some of its variables bound.

        Raises:
            EndpointError: the endpoint does not answer, refuses, or answers with another
                kind of result.
        """
        whole = bound_text(text, bound or {})
        kind = _KIND.search(visible_words(text))
        # asked for one kind only: Virtuoso gives a graph as a table to who takes both
        if kind is not None and kind[0].upper() in {"CONSTRUCT", "DESCRIBE"}:
            return self._triples(*self._fetch(whole, _GRAPH))
        return self._results(*self._fetch(whole, _TABLE))

    def _triples(self, media_type: str, body: bytes) -> list[ox.Triple]:
        form = {"text/ntriples": ox.RdfFormat.N_TRIPLES}.get(
            media_type
        ) or ox.RdfFormat.from_media_type(media_type)
        if form is None:
            raise EndpointError(
                f"{self.name}: answers with {media_type or 'no media type'}, not with a"
                " graph; is it a SPARQL endpoint?"
            )
        try:
            if form in _NESTING:
                require_bounded(body.decode("utf-8", "replace"), iri=SMALL, literal=SMALL)
            return [
                quad.triple
                for quad in ox.parse(body, format=form, rename_blank_nodes=True)
            ]
        except (SyntaxError, ValueError) as error:
            raise EndpointError(
                f"{self.name}: answers with a graph that cannot be read"
                f" ({_line(str(error))})"
            ) from error

    def _results(
        self, media_type: str, body: bytes
    ) -> ox.QuerySolutions | ox.QueryBoolean:
        if media_type not in _TABLES:
            said = media_type or "no media type"
            raise EndpointError(
                f"{self.name}: answers with {said}, not with SPARQL results; is it a"
                " SPARQL endpoint?"
            )
        try:
            _require_shallow(body)
            return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise EndpointError(
                f"{self.name}: answers with SPARQL results that cannot be read"
                f" ({_line(str(error))})"
            ) from error

    def _fetch(self, text: str, accept: str) -> tuple[str, bytes]:
        """Send a query, again where the endpoint is busy, and return media type and body."""
        request = self._request(text, accept)
        attempt = 0
        while True:
            try:
                return _send(request, self.timeout)
            except urllib.error.HTTPError as error:
                with error:
                    wait = _wait(error, self.pause * 2**attempt)
                    if (
                        error.code not in _AGAIN
                        or attempt == self.retries
                        or wait > _LONGEST_WAIT
                    ):
                        raise EndpointError(self._refusal(error)) from None
                time.sleep(wait)
                attempt += 1
            except (OSError, http.client.HTTPException) as error:
                raise EndpointError(self._no_answer(error)) from error

    def _no_answer(self, error: Exception) -> str:
        """Say why an endpoint gave no answer: too slow, or not there."""
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            return (
                f"{self.name}: no answer within {self.timeout:g} seconds; ask for less,"
                " or wait longer"
            )
        said = _line(str(reason)) or type(error).__name__
        return (
            f"{self.name}: cannot be reached ({said}); check the address, and that the"
            " server runs"
        )

    def _request(self, text: str, accept: str) -> Request:
        wrapper = SPARQLWrapper(
            urlunsplit((*urlsplit(self.url)[:3], "", "")), agent=AGENT
        )
        for key, value in parse_qsl(urlsplit(self.url).query):
            wrapper.addParameter(key, value)
        wrapper.setQuery(with_prefixes(text))
        # the library takes a word in a comment for an update; we never send one
        wrapper.queryType = SELECT
        wrapper.setOnlyConneg(onlyConneg=True)
        wrapper.setMethod(POST if len(text) > _LONG else GET)
        # sent by us, for what the library makes of errors loses their headers
        request: Request = wrapper._createRequest()  # noqa: SLF001
        request.add_header("Accept", accept)
        if known := self._credentials():
            told = base64.b64encode(":".join(known).encode()).decode("ascii")
            # never to where a redirection leads
            request.add_unredirected_header("Authorization", f"Basic {told}")
        return request

    def _credentials(self) -> tuple[str, str] | None:
        user, password = os.environ.get("L2KG_USER"), os.environ.get("L2KG_PASSWORD")
        if user and password:
            return user, password
        try:
            found = netrc.netrc(os.environ.get("NETRC")).authenticators(
                urlsplit(self.url).hostname or ""
            )
        except FileNotFoundError:
            return None
        except (netrc.NetrcParseError, OSError) as error:
            fault = type(error).__name__
            raise UsageError(
                f"the netrc file cannot be read ({fault}); mend it, or set L2KG_USER and"
                " L2KG_PASSWORD"
            ) from None
        return (found[0], found[2] or "") if found else None

    def _refusal(self, error: urllib.error.HTTPError) -> str:
        said = _line(error.read(4096).decode("utf-8", "replace"))
        remedy = {
            400: "mend the query",
            401: "set L2KG_USER and L2KG_PASSWORD, or use netrc",
            403: "the endpoint does not let you ask that",
            404: "check the address",
        }.get(
            error.code,
            "try again later" if error.code >= 429 else "check address and query",
        )
        return (
            f"{self.name}: refuses the query with"
            f" {error.code}{f', {said}' if said else ''}; {remedy}"
        )


def web_address(url: str) -> SplitResult | None:
    """Return the parts of a web address, or nothing where it is none that can be asked."""
    try:
        place = urlsplit(url)
        named = place.scheme in {"http", "https"} and place.hostname and place.port != 0
    except ValueError:  # brackets or a port that are none
        return None
    return place if named and url.isascii() and url.isprintable() else None


def _send(request: Request, seconds: float) -> tuple[str, bytes]:
    with urllib.request.urlopen(request, timeout=seconds) as response:  # noqa: S310 - http and https alone, by Remote
        body = response.read(_LARGEST + 1)
        if len(body) > _LARGEST:
            raise EndpointError(
                "the endpoint's answer is larger than 1 GiB; ask for less"
            )
        stated = response.headers.get("Content-Type")
        return response.headers.get_content_type() if stated else "", body


def _wait(error: urllib.error.HTTPError, otherwise: float) -> float:
    """Return the seconds that `Retry-After` asks for, a number or a date, else a given number."""
    told = (error.headers.get("Retry-After") or "").strip()
    if told.isdecimal():
        return float(told)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(told).timestamp() - time.time())
    except ValueError:
        return otherwise


def _require_shallow(body: bytes) -> None:
    """Refuse JSON so deep that reading it would end the process: terms hold terms in RDF 1.2."""
    depth = 0
    for found in _BRACKET.finditer(body):
        if not found[0].startswith(b'"'):
            depth += 1 if found[1] else -1
        if depth > DEEPEST:
            raise ValueError(f"nested more than {DEEPEST} deep")


def _line(text: str) -> str:
    """Return the first line of a text that says something, without markup and cut short."""
    bare = re.sub(
        r"<(?:head|style|script)\b.*?</(?:head|style|script)>|<[^>]*>",
        " ",
        text,
        flags=re.DOTALL | re.IGNORECASE,
    )
    first = next(
        (line for line in (" ".join(row.split()) for row in bare.splitlines()) if line),
        "",
    )
    return "".join(c for c in first if c.isprintable())[:200]
