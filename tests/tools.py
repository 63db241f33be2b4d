"""Programs from outside that tests run: each a fixture, so that it is known which tests run it."""

from __future__ import annotations

import shutil

import pytest


def _found(name: str, package: str, use: str) -> str:
    place = shutil.which(name)
    if place is None:
        pytest.skip(f"{use} needs {name}; on Debian: apt-get install {package}")
    return place


@pytest.fixture(scope="session")
def java() -> str:
    return _found("java", "default-jre-headless", "HermiT")


@pytest.fixture(scope="session")
def rscript() -> str:
    return _found("Rscript", "r-base-core", "reading the exports in R")


@pytest.fixture(scope="session")
def curl() -> str:
    return _found("curl", "curl", "this client")


@pytest.fixture(scope="session")
def own_process() -> None:
    """A process with a Python of its own: asked for by what would take a second each."""
