"""Where the pages show an IRI."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from l2kg.namespaces import BASE, CASE, L2T

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Link = Callable[[str], str | None]
    """From an IRI to the address at which something shows it, or None."""

__all__ = ["page_link", "place_of", "route_of"]

_ACTOR = f"{BASE}actor/"


def place_of(iri: str, slugs: Collection[str] = ()) -> dict[str, str] | None:
    """Return the parameters of the case page that shows an IRI.

    None for what is no case and no element of one.

    >>> place_of("https://w3id.org/l2kg/case/geneva-accord#accord")
    {'id': 'geneva-accord', 'focus': 'accord'}
    >>> place_of("https://w3id.org/l2kg/case/bonn#part", ("bonn", "bonn#part"))
    {'id': 'bonn#part'}
    """
    if not iri.startswith(CASE):
        return None
    whole = iri.removeprefix(CASE)
    slug, _, local = whole.partition("#")
    return {"id": whole} if not local or whole in slugs else {"id": slug, "focus": local}


def route_of(iri: str, slugs: Collection[str] = ()) -> tuple[str, dict[str, str]] | None:
    """Return the page that shows an IRI, by its name, and the parameters.

    None for what no page shows.

    >>> route_of("https://w3id.org/l2kg/actor/james-baker")
    ('people', {'id': 'james-baker'})
    """
    for space, page in ((_ACTOR, "people"), (L2T, "tactics")):
        if iri.startswith(space) and (local := iri.removeprefix(space).partition("#")[0]):
            return page, {"id": local}
    place = place_of(iri, slugs)
    return ("case", place) if place else None


def page_link(iri: str, slugs: Collection[str] = ()) -> str | None:
    """Return the address of the page that shows an IRI.

    >>> page_link("https://w3id.org/l2kg/case/geneva-accord")
    '/case?id=geneva-accord'
    """
    route = route_of(iri, slugs)
    return f"/{route[0]}?{urlencode(route[1])}" if route else None
