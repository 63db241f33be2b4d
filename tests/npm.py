"""Packages from npm that tests run, installed once into a cache that stays."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def installed(*packages: str) -> Path:
    """Return the folder of modules that holds some packages, each given as `name@version`; skip where they cannot be had."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not on this machine")
    place = (
        Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "l2kg-test-npm"
    )
    if not all(
        (place / "node_modules" / package.rpartition("@")[0] / "package.json").exists()
        for package in packages
    ):
        _install(place, packages)
    return place / "node_modules"


def _install(place: Path, packages: tuple[str, ...]) -> None:
    place.mkdir(parents=True, exist_ok=True)
    if not (place / "package.json").exists():
        (place / "package.json").write_text('{"private": true}')
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *packages]
    try:
        done = subprocess.run(
            command, cwd=place, capture_output=True, text=True, timeout=240, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not install {', '.join(packages)} in four minutes")
    if done.returncode:
        pytest.skip(
            f"npm cannot install {', '.join(packages)}: {done.stderr.strip()[-200:]}"
        )
