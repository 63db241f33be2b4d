"""Start and end the process with the pages."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["PagesProcess"]

_PATIENCE = 10.0  # seconds that it may take to end


class PagesProcess:
    """A process with the pages of the application that has a port, and our end of the line to it.

    It ends when our end is closed, and so with us, however we end.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self.start()

    def start(self) -> None:
        """Start the process; what comes over the line before it is ready waits."""
        self.end, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "l2kg.handover.pages", str(self._port)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for us, who end it
            )

    def stop(self) -> None:
        """Let the process end, and end it where it does not."""
        self.end.close()
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
