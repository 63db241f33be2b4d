"""What a check found: where, what is wrong, and the remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from l2kg.namespaces import compact

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["FIELDS", "SEVERITIES", "Finding", "Severity", "blocking", "in_order"]

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)  # the gravest first
FIELDS = ("severity", "rule", "file", "line", "element", "message", "remedy")


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

    def record(self) -> dict[str, str | int | None]:
        """Return the finding as a row of plain values, named by `FIELDS`."""
        values = (
            *(self.severity, self.rule, str(self.file) if self.file else None, self.line),
            *(compact(self.element) if self.element else None, self.message, self.remedy),
        )
        return dict(zip(FIELDS, values, strict=True))

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
