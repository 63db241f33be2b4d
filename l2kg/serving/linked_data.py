"""What a server process keeps for linked data: documents, descriptions, names to match, files."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from l2kg.cases import resources
from l2kg.descriptions import Places, describe, service
from l2kg.descriptions.crawlers import sitemaps
from l2kg.errors import UsageError
from l2kg.export.graphs import GRAPH_FORMS, write_graph
from l2kg.namespaces import BASE
from l2kg.queries.header import all_queries
from l2kg.reconciliation.index import index
from l2kg.serving.caches import cached, once
from l2kg.serving.data import store
from l2kg.writing import scratch_folder

if TYPE_CHECKING:
    from pathlib import Path

    from l2kg.reconciliation.index import Index

__all__ = [
    "DUMP_FORMS",
    "described_service",
    "descriptions",
    "dump",
    "entities",
    "paths",
    "resource",
    "sitemap",
]

DUMP_FORMS = {name: GRAPH_FORMS[name].media_type for name in ("nq", "trig", "ttl", "nt")}
_HERE = "https://here.invalid"  # stands for the address of the server


@once
def _catalog() -> resources.Catalog:
    return resources.catalog(store())


@cached("resource")
def resource(path: str) -> resources.Document:
    """Read the document at a path below our base, of anything but a case.

    Raises:
        NotFoundError: there is none.
    """
    return resources.document(store(), _catalog(), path)


@once
def paths() -> tuple[str, ...]:
    """List the paths of all documents below our base: of each subject, and of each graph."""
    iris = (*_catalog().subjects, *_catalog().graphs)
    ours = {iri.removeprefix(BASE) for iri in iris if iri.startswith(BASE)}
    return tuple(sorted(ours))


@once
def entities() -> Index:
    """Read what names can be matched to."""
    return index(store())


@once
def _described() -> tuple[ox.Triple, ...]:
    dumps = {end: f"{_HERE}/l2kg.{end}" for end in DUMP_FORMS}
    places = Places(f"{_HERE}/sparql", dumps)
    return tuple(describe(store(), all_queries().values(), places))


def descriptions(root: str) -> tuple[ox.Triple, ...]:
    """Describe the data set as it is published below an address."""
    return _moved(_described(), root)


@once
def _our_service() -> tuple[ox.Triple, ...]:
    return tuple(service(Places(f"{_HERE}/sparql"), store()))


def described_service(root: str, *, foreign: bool = False) -> tuple[ox.Triple, ...]:
    """Describe the endpoint below an address, with the graphs of our data and their sizes.

    Of ``foreign`` data nothing is said.
    """
    if foreign:
        return _moved(tuple(service(Places(f"{_HERE}/sparql"))), root)
    return _moved(_our_service(), root)


def _moved(triples: tuple[ox.Triple, ...], root: str) -> tuple[ox.Triple, ...]:
    """Put an address, which each request may give anew, into what was described once.

    Raises:
        UsageError: it is none.
    """

    def term(old: Any) -> Any:
        if isinstance(old, ox.NamedNode) and old.value.startswith(_HERE):
            return ox.NamedNode(root + old.value.removeprefix(_HERE))
        return old

    try:
        return tuple(
            ox.Triple(term(one.subject), one.predicate, term(one.object))
            for one in triples
        )
    except ValueError as error:
        raise UsageError(
            "the Host of the request is no host: send the name of this server"
        ) from error


@cached("sitemap")
def sitemap(root: str) -> dict[str, str]:
    """Write the sitemap, by file name, of a site at an address."""
    return sitemaps(store(), root)


class _Dumps:
    """Files with all data, in a folder of their own that goes with them."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._folder = self._open.enter_context(scratch_folder())
        self._files: dict[str, Path] = {}
        self._lock = threading.Lock()

    def file(self, end: str) -> Path:
        """Return the file of an ending, and write it where it is not there yet."""
        with self._lock:
            if end not in self._files:
                self._files[end] = self._written(end)
            return self._files[end]

    def _written(self, end: str) -> Path:
        path = self._folder / f"l2kg.{end}"
        write_graph(store(), path, end)
        return path

    def close(self) -> None:
        """Remove the folder."""
        self._open.close()


_dumps = once(_Dumps, close=_Dumps.close)


def dump(end: str) -> Path:
    """Write all data in one file, once: every graph where the format has graphs, else their merge.

    Args:
        end: how the name of the file ends, a key of `DUMP_FORMS`.
    """
    return _dumps().file(end)
