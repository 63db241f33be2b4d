"""Environments of their own, made by uv, for what tests of installations share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ROOT", "Environment", "interpreter", "made"]

ROOT = Path(__file__).resolve().parents[1]
_UV = (sys.executable, "-m", "uv")  # that of the tests, wherever the path leads
_LONGEST = 1800  # seconds that a busy machine may take for one step


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment, with a home and a cache that nothing else has touched."""

    folder: Path

    @property
    def packages(self) -> Path:
        """The folder in which packages lie."""
        return next(self.folder.glob("lib/python*/site-packages"))

    def install(self, *what: str) -> None:
        """Install by uv; a failure shows what uv says."""
        words = ("pip", "install", "--python", str(self.folder), *what)
        done = _run(*_UV, *words, cwd=ROOT)
        assert done.returncode == 0, done.stderr

    def run(
        self, *words: str, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program in the environment, or a line in a shell."""
        own = {
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
        }
        return _run(*words, cwd=cwd or self.folder, env={**_bare(), **own})


def _bare() -> dict[str, str]:
    return {
        name: text for name, text in os.environ.items() if not name.startswith("PYTHON")
    }


def _run(
    *words: str, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words,
        cwd=cwd,
        env=env or _bare(),
        capture_output=True,
        text=True,
        timeout=_LONGEST,
        check=False,
    )


def interpreter(version: str) -> str | None:
    """Find an interpreter of a version on this machine, by its name or among those of pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    named = shutil.which(f"python{version}")
    kept = sorted(pyenv.glob(f"versions/{version}.*/bin/python"))
    this = sys.executable if sys.version.startswith(f"{version}.") else None
    for found in (this, *map(str, kept), named):
        if found and _run(found, "--version", cwd=ROOT).returncode == 0:
            return found
    return None


def made(folder: Path, python: str) -> Environment:
    """Make an empty environment."""
    done = _run(*_UV, "venv", "--quiet", "--python", python, str(folder), cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return Environment(folder)
