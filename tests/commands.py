"""The command line in this process: what a command printed, what it said, how it ended.

A process of its own costs a second of imports; `test_cli` starts a few, to see that the
way in from a shell is there.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING

from click.testing import CliRunner

from l2kg.cli import main

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


def l2kg(*args: str, stdin: str = "", env: Mapping[str, str] | None = None) -> Done:
    """Run a command, with the environment of this process where no other is given.

    An error that the command line does not translate is raised, where a shell would show
    a traceback.
    """
    given = os.environ if env is None else env
    environment = {name: given.get(name) for name in {*given, *os.environ}}
    interrupt = signal.getsignal(signal.SIGINT)
    try:
        done = CliRunner().invoke(
            main,
            args,
            input=stdin,
            env=environment,
            prog_name="l2kg",
            catch_exceptions=False,
        )
    finally:
        signal.signal(signal.SIGINT, interrupt)  # `l2kg query` leaves it to the system
    return Done(done.exit_code, done.stdout, done.stderr)
