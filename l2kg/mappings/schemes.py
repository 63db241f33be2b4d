"""The schemes of identifiers that a mapping may lead to.

What each counts, how its identifiers look, and what IRI each gets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from l2kg.namespaces import BASE

__all__ = ["CODE", "SCHEMES", "Scheme", "scheme_of"]

CODE = f"{BASE}code/"

Of = Literal["state", "person", "term of office", "event", "work", "anything"]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme of identifiers.

    `key` names it in our IRIs, as a prefix in the tables and on the command line; `space`
    is the part that the IRIs of all its identifiers share, one of ours where the data set
    mints none; `of` is what its identifiers stand for; `registered` is its name in
    Bioregistry.
    """

    key: str
    label: str
    about: str
    of: Of
    pattern: str
    space: str
    registered: str | None = None

    @property
    def iri(self) -> str:
        """Return the scheme's own IRI, one of ours."""
        return CODE + self.key

    @property
    def own(self) -> bool:
        """Tell whether its identifiers are concepts of ours."""
        return self.space.startswith(CODE)

    def fits(self, identifier: str) -> bool:
        """Tell whether a text is well-formed as an identifier.

        >>> SCHEMES["iso3"].fits("CUB"), SCHEMES["iso3"].fits("Cuba"), SCHEMES["isbn"].fits("9780399140878")
        (True, False, False)
        """
        return re.fullmatch(self.pattern, identifier) is not None and (
            self.key != "isbn" or _sums_up(identifier)
        )


def _sums_up(isbn: str) -> bool:
    """Tell whether the last character of an ISBN is the check that the others give."""
    values = [10 if character == "X" else int(character) for character in isbn]
    if len(isbn) == 13:
        return (
            sum(value * (3 if place % 2 else 1) for place, value in enumerate(values))
            % 10
            == 0
        )
    return sum(value * (10 - place) for place, value in enumerate(values)) % 11 == 0


def _ours(key: str, label: str, about: str, of: Of, pattern: str) -> Scheme:
    return Scheme(key, label, about, of, pattern, f"{CODE}{key}/")


_ALL = (
    _ours(
        "cow",
        "Correlates of War country code",
        "The states of the Correlates of War project, by number.",
        "state",
        r"[1-9]\d{0,2}",
    ),
    _ours(
        "gw",
        "Gleditsch-Ward state number",
        "The independent states of Gleditsch and Ward, by number.",
        "state",
        r"[1-9]\d{0,2}",
    ),
    _ours(
        "iso3",
        "ISO 3166-1 alpha-3 code",
        "Countries and territories by three letters.",
        "state",
        r"[A-Z]{3}",
    ),
    _ours(
        "vdem",
        "V-Dem country id",
        "The countries of the Varieties of Democracy data, by number.",
        "state",
        r"[1-9]\d{0,2}",
    ),
    _ours(
        "cowc",
        "Correlates of War state abbreviation",
        "The states of the Correlates of War project, by three letters (its stateabb).",
        "state",
        r"[A-Z]{3}",
    ),
    _ours(
        "polity",
        "Polity country code",
        "The countries of the Polity data, by number (its ccode).",
        "state",
        r"[1-9]\d{0,2}",
    ),
    _ours(
        "archigos",
        "Archigos term of a leader",
        "Terms of leaders in office in Archigos (its obsid): a record for each entry into"
        " office, not for each person.",
        "term of office",
        r"[A-Z]{3}-\d{4}(?:-\d)?",
    ),
    _ours(
        "archigos-leader",
        "Archigos leader",
        "Leaders as persons in Archigos (its leadid).",
        "person",
        r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    ),
    _ours(
        "hsg",
        "Office of the Historian person",
        "People in the records of the Office of the Historian, by number.",
        "person",
        r"\d{6}",
    ),
    _ours(
        "pocom",
        "POCOM person",
        "Principal officers and chiefs of mission of the United States.",
        "person",
        r"[a-z]+(?:-[a-z]+)*",
    ),
    _ours(
        "bioguide",
        "Bioguide person",
        "Members of the Congress of the United States.",
        "person",
        r"[A-Z]\d{6}",
    ),
    _ours(
        "icb",
        "ICB crisis number",
        "International crises of the ICB project, by number (its crisno).",
        "event",
        r"[1-9]\d{0,2}",
    ),
    _ours(
        "mid",
        "Militarized interstate dispute",
        "Militarized disputes between states, by number (dispnum).",
        "event",
        r"[1-9]\d{0,3}",
    ),
    _ours(
        "cow-war",
        "Correlates of War interstate war",
        "Wars between states, by number.",
        "event",
        r"[1-9]\d{0,2}",
    ),
    _ours(
        "ucdp",
        "UCDP conflict",
        "Armed conflicts of the Uppsala Conflict Data Program, by number (conflict_id).",
        "event",
        r"[1-9]\d{0,4}",
    ),
    _ours(
        "naid",
        "U.S. National Archives Identifier",
        "Records of the National Archives of the United States.",
        "anything",
        r"[1-9]\d{4,11}",
    ),
    _ours(
        "hbs",
        "HBS working paper",
        "Working papers of Harvard Business School, by number.",
        "work",
        r"\d{2}-\d{3}",
    ),
    Scheme(
        "oclc",
        "OCLC number",
        "Editions in the catalogue of OCLC, by number.",
        "work",
        r"[1-9]\d*",
        f"{CODE}oclc/",
        "oclc",
    ),
    Scheme(
        "wikidata",
        "Wikidata item",
        "Items of the knowledge base Wikidata.",
        "anything",
        r"Q[1-9]\d*",
        "http://www.wikidata.org/entity/",
        "wikidata",
    ),
    Scheme(
        "viaf",
        "VIAF cluster",
        "Names in the Virtual International Authority File.",
        "person",
        r"[1-9]\d+",
        "http://viaf.org/viaf/",
        "viaf",
    ),
    Scheme(
        "gnd",
        "GND record",
        "Names in the authority file of the German libraries.",
        "person",
        r"\d{7,9}-?[\dX]",
        "https://d-nb.info/gnd/",
        "gnd",
    ),
    Scheme(
        "lcnaf",
        "Library of Congress name",
        "Names in the authority file of the Library of Congress.",
        "person",
        r"n[a-z]{0,2}\d{8,10}",
        "http://id.loc.gov/authorities/names/",
        "lcnaf",
    ),
    Scheme(
        "frus",
        "FRUS document",
        "Documents in Foreign Relations of the United States.",
        "work",
        r"frus[\w-]+/d\d+",
        "https://history.state.gov/historicaldocuments/",
    ),
    Scheme(
        "g7",
        "G7 Information Centre page",
        "Pages of the G7 Information Centre.",
        "work",
        r"summit/\d{4}[a-z]+/[\w-]+\.html",
        "http://g7.utoronto.ca/",
    ),
    Scheme(
        "doi",
        "DOI",
        "Works by their Digital Object Identifier.",
        "work",
        r"10\.\d{4,9}/\S+",
        "https://doi.org/",
        "doi",
    ),
    Scheme(
        "isbn",
        "ISBN",
        "Editions of books by their International Standard Book Number.",
        "work",
        r"(?:97[89])?\d{9}[\dX]",
        "urn:isbn:",
        "isbn",
    ),
    Scheme(
        "url",
        "Address on the web",
        "Works that are on the web, by their address.",
        "work",
        r"[\w.-]+\.[a-z]{2,}/\S+",
        "https://",
    ),
)

SCHEMES = {scheme.key: scheme for scheme in _ALL}


def scheme_of(iri: str) -> Scheme | None:
    """Return the scheme that an IRI is an identifier of: the one with the longest space that begins it.

    >>> scheme_of("http://viaf.org/viaf/97859168").key
    'viaf'
    """
    found = [scheme for scheme in _ALL if iri.startswith(scheme.space)]
    return max(found, key=lambda scheme: len(scheme.space), default=None)
