"""What a check found: where, what is wrong, and the remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from l2kg.namespaces import compact

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Finding", "Severity", "blocking", "in_order"]

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found in the authored files or in what follows from them."""

    severity: Severity
    message: str
    remedy: str
    file: Path | None = None
    line: int | None = None
    element: str | None = None
    rule: str | None = None

    def line_of_text(self) -> str:
        """Return the finding as one line: place, severity, element, message, remedy, rule."""
        place = ""
        if self.file:
            place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        element = f"{compact(self.element)}: " if self.element else ""
        rule = f" [{self.rule}]" if self.rule else ""
        message = self.message.rstrip(".")
        stop = "" if message.endswith("?") else "."
        text = f"{place}{self.severity}: {element}{message}{stop} {self.remedy}{rule}"
        return " ".join(text.split())


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by file, line, element and message."""
    return sorted(
        findings,
        key=lambda f: (str(f.file or ""), f.line or 0, f.element or "", f.message),
    )


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that stop a build: errors and warnings."""
    return [finding for finding in findings if finding.severity != "info"]
