"""Uvicorn with our limits, our time-outs and one line in the log a request."""

from __future__ import annotations

import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import uvicorn

from l2kg.web.timeouts import LONGEST_HEAD, MOST_CONNECTIONS, TimeoutProtocol

if TYPE_CHECKING:
    from starlette.types import ASGIApp

__all__ = ["configured", "run"]

_LOG = {  # each request on one line, without its query
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"bare": {"()": "l2kg.web.headers.WithoutQuery"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {
        "out": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "stream": "ext://sys.stderr",
        }
    },
    "loggers": {
        "uvicorn.error": {"handlers": ["out"], "level": "WARNING", "propagate": False},
        "uvicorn.access": {
            "handlers": ["out"],
            "level": "INFO",
            "filters": ["bare"],
            "propagate": False,
        },
    },
}


def configured(app: ASGIApp, **settings: Any) -> uvicorn.Config:
    """Return the settings of a server for an application; further ones may be given."""
    ours: dict[str, Any] = {
        "log_config": _LOG,
        "server_header": False,
        "http": TimeoutProtocol,
        "loop": "asyncio",
        "h11_max_incomplete_event_size": LONGEST_HEAD,
        "limit_concurrency": MOST_CONNECTIONS,
        "timeout_keep_alive": 30,
        "timeout_graceful_shutdown": 3,
    }
    return uvicorn.Config(app, **ours | settings)


def run(server: uvicorn.Server) -> None:
    """Run a server until a signal ends it."""
    # When it has closed, uvicorn sends itself again the signal that ended it.
    signal.signal(signal.SIGTERM, lambda *_: None)
    with suppress(KeyboardInterrupt):
        server.run()
