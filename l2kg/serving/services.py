"""What answers strangers: the query service, the check of uploads, and the answers that are kept."""

from __future__ import annotations

import hashlib
import io
import os

import anyio
import pyoxigraph as ox

from l2kg.sandbox.support import can_fork
from l2kg.sandbox.upload import UploadCheck
from l2kg.sandbox.worker import QueryExhaustedError, QueryService, QueryTimeoutError
from l2kg.serving.caches import LIMITS, once, register
from l2kg.serving.data import store
from l2kg.serving.responses import ResponseCache

__all__ = ["query_places", "query_service", "responses", "upload_check", "version"]

_PLACES = 64  # requests that may wait for the query service, which runs fewer at once

responses = ResponseCache(LIMITS["response"], (QueryTimeoutError, QueryExhaustedError))
register(responses)


def _query_service() -> QueryService:
    return QueryService(os.environ.get("L2KG_DATA") or os.environ.get("L2KG_STORE"))


query_service = once(_query_service, close=QueryService.close)
upload_check = once(UploadCheck)


@once
def query_places() -> anyio.CapacityLimiter:
    """Return what limits how many requests wait for the query service."""
    return anyio.CapacityLimiter(_PLACES)


def version() -> str:
    """Return a hash of the data that are served."""
    return query_service().version() if can_fork() else _version()


@once
def _version() -> str:
    data = io.BytesIO()
    store().dump(data, format=ox.RdfFormat.N_QUADS)
    return hashlib.blake2b(data.getvalue(), digest_size=12).hexdigest()
