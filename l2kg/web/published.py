"""What one server process reads once of the store for linked data: documents, descriptions, names to match."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from l2kg.namespaces import BASE
from l2kg.queries import all_queries
from l2kg.views.served import store
from l2kg.web import resources
from l2kg.web.descriptions import Places, describe, service, sitemaps
from l2kg.web.reconcile import Index, index

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["DUMPS", "described_service", "descriptions", "entities", "forget", "paths", "resource", "sitemap"]

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
    return tuple(sorted({iri.removeprefix(BASE) for iri in known if iri.startswith(BASE)}))


@cache
def entities() -> Index:
    """Read what names can be matched to."""
    return index(store())


@lru_cache(maxsize=4)
def descriptions(root: str) -> tuple[ox.Triple, ...]:
    """Describe the data set as it is published below an address."""
    return tuple(describe(store(), all_queries().values(), Places(f"{root}/sparql", {end: f"{root}/l2kg.{end}" for end in DUMPS})))


@lru_cache(maxsize=4)
def described_service(endpoint: str, *, foreign: bool = False) -> tuple[ox.Triple, ...]:
    """Describe the endpoint at an address, with the graphs of our data and their sizes; foreign data are not told of."""
    return tuple(service(Places(endpoint), None if foreign else store()))


@lru_cache(maxsize=4)
def sitemap(root: str) -> dict[str, str]:
    """Write the sitemap, by file name, of a site at an address."""
    return sitemaps(store(), root)


def forget() -> None:
    """Forget what was read."""
    for kept in (_catalog, resource, paths, entities, descriptions, described_service, sitemap):
        kept.cache_clear()
