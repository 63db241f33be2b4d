"""What one server process reads once of the store for linked data: documents, descriptions, names to match."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import pyoxigraph as ox

from l2kg.cases import resources
from l2kg.descriptions import Places, describe, service
from l2kg.descriptions.crawlers import sitemaps
from l2kg.errors import UsageError
from l2kg.namespaces import BASE
from l2kg.queries.header import all_queries
from l2kg.reconciliation.index import Index, index
from l2kg.serving import store

__all__ = [
    "DUMPS",
    "described_service",
    "descriptions",
    "entities",
    "forget",
    "paths",
    "resource",
    "sitemap",
]

_HERE = "https://here.invalid"  # stands for the address of the server
DUMPS = ("nq", "trig", "ttl", "nt")


@cache
def _catalog() -> resources.Catalog:
    return resources.catalog(store())


@lru_cache(maxsize=512)
def resource(path: str) -> resources.Document:
    """Read the document at a path below our base, of anything but a case.

    Raises:
        NotFoundError: there is none.
    """
    return resources.document(store(), _catalog(), path)


@cache
def paths() -> tuple[str, ...]:
    """List the paths of all documents below our base: of what is told of, and of each graph."""
    known = (*_catalog().subjects, *_catalog().graphs)
    return tuple(
        sorted({iri.removeprefix(BASE) for iri in known if iri.startswith(BASE)})
    )


@cache
def entities() -> Index:
    """Read what names can be matched to."""
    return index(store())


@cache
def _described() -> tuple[ox.Triple, ...]:
    return tuple(
        describe(
            store(),
            all_queries().values(),
            Places(f"{_HERE}/sparql", {end: f"{_HERE}/l2kg.{end}" for end in DUMPS}),
        )
    )


@cache
def _described_service(foreign: bool) -> tuple[ox.Triple, ...]:
    return tuple(service(Places(f"{_HERE}/sparql"), None if foreign else store()))


def descriptions(root: str) -> tuple[ox.Triple, ...]:
    """Describe the data set as it is published below an address."""
    return _at(root, _described())


def described_service(root: str, *, foreign: bool = False) -> tuple[ox.Triple, ...]:
    """Describe the endpoint below an address, with the graphs of our data and their sizes; foreign data are not told of."""
    return _at(root, _described_service(foreign))


def _at(root: str, triples: tuple[ox.Triple, ...]) -> tuple[ox.Triple, ...]:
    """Put an address, which each request may give anew, into what was described once.

    Raises:
        UsageError: it is none.
    """

    def moved(term: Any) -> Any:
        return (
            ox.NamedNode(root + term.value.removeprefix(_HERE))
            if str(term).startswith(f"<{_HERE}")
            else term
        )

    try:
        return tuple(
            ox.Triple(moved(one.subject), one.predicate, moved(one.object))
            for one in triples
        )
    except ValueError as error:
        raise UsageError(
            "the Host of the request is no host: send the name of this server"
        ) from error


@lru_cache(maxsize=4)
def sitemap(root: str) -> dict[str, str]:
    """Write the sitemap, by file name, of a site at an address."""
    return sitemaps(store(), root)


def forget() -> None:
    """Forget what was read."""
    for kept in (
        _catalog,
        resource,
        paths,
        entities,
        _described,
        _described_service,
        sitemap,
    ):
        kept.cache_clear()
