"""What commands write: results to standard output or a file, all else to standard error."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from l2kg.errors import UsageError
from l2kg.formats import FORMATS, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    import pyoxigraph as ox

    from l2kg.csv_text import Cell
    from l2kg.queries.results import Term

__all__ = ["Output", "open_data", "progress", "say", "works_as_bibtex"]

T = TypeVar("T")
_QUIET = 2.0  # seconds of work that need no word


def say(text: str) -> None:
    """Write a line to standard error."""
    click.echo(text, err=True)


def progress() -> Callable[[str], None]:
    """Return a callback that says on standard error what is being done.

    It says nothing before the work has taken two seconds.
    """
    start = time.monotonic()

    def say_step(step: str) -> None:
        seconds = time.monotonic() - start
        if seconds > _QUIET:
            say(f"  {seconds:4.1f} s  {step}")

    return say_step


def open_data(store: str | None) -> ox.Store:
    """Open the store that `--store` names, or the default one, and say what takes long."""
    from l2kg.store import open_store

    return open_store(store, progress=progress())


@dataclass(frozen=True, slots=True)
class Output:
    """Where an answer goes, in which format and columns: no path is standard output.

    Of a table those columns are written that `columns` names, `all` of them, or by itself
    those for which there is room.
    """

    form: str
    path: Path | None
    force: bool
    columns: str = ""

    @classmethod
    def of(
        cls,
        form: str | None,
        path: Path | None,
        formats: Sequence[str],
        *,
        force: bool,
        columns: str = "",
    ) -> Output:
        """Settle format and place before any work is done.

        Raises:
            UsageError: file and format do not agree, or the file is there already.
            L2kgError: the file cannot be written.
        """
        from l2kg.writing import may_write

        place = None if path is None or str(path) == "-" else path
        named = None if place is not None and place.is_dir() else place
        chosen = settled(form, named, formats, formats[0])
        if place is not None and place.suffix and not place.is_dir():
            may_write(place, force=force)
        return cls(chosen, place, force, columns)

    @property
    def is_device(self) -> bool:
        """Tell whether the place is a pipe or device, which nothing can take the place of."""
        from l2kg.writing import is_device

        return self.path is not None and is_device(self.path)

    def folder(self, what: str) -> Path:
        """Return the place as that of a folder.

        Raises:
            UsageError: there is no place, or its name is that of a file.
        """
        if self.path is None:
            raise UsageError(f"{what} need a folder; name one")
        if self.path.suffix and not self.path.is_dir():
            raise UsageError(
                f"{self.path}: {what} need a folder; name one without an ending"
            )
        return self.path

    @staticmethod
    def _say_new_folder(folder: Path) -> None:
        if not folder.exists():
            say(f"{folder}: a new folder")

    def tell(self) -> None:
        """Say which file was written."""
        if self.path is not None:
            say(f"{self.path}")

    def text(self, text: str) -> None:
        """Write a text that ends with a line end."""
        self.data(text.encode())

    def data(self, data: bytes) -> None:
        """Write bytes."""
        if self.path is None and not FORMATS[self.form].binary:
            click.echo(data, nl=False)
            return
        with self.file() as file:
            file.write_bytes(data)

    def lines(self, lines: Iterable[str]) -> None:
        """Write lines, broken where a terminal, or COLUMNS, says how wide they may be."""
        from l2kg.cli.tables import wrapped

        self.text(wrapped(lines, self.width))

    def json(self, value: object) -> None:
        """Write a value as JSON that people can read too; dataclasses are objects."""
        import json

        told = json.dumps(value, ensure_ascii=False, indent=2, default=_plain_value)
        self.text(told + "\n")

    def csv(self, columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
        """Write a table as CSV, its lines ended as RFC 4180 has it."""
        from l2kg.csv_text import write_csv

        self.text(write_csv(columns, ([_cell(cell) for cell in row] for row in rows)))

    def told(
        self,
        found: T,
        as_lines: Callable[[T], Iterable[str]],
        as_rows: Callable[[T], tuple[Sequence[str], Iterable[Iterable[Any]]]],
        as_value: Callable[[T], object],
    ) -> None:
        """Write what was found in the format asked for: as lines, as CSV, or as JSON."""
        if self.form == "table":
            self.lines(as_lines(found))
        elif self.form == "csv":
            self.csv(*as_rows(found))
        else:
            self.json(as_value(found))

    def records(self, columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
        """Write rows in the format asked for: as a table, as CSV, or as JSON objects."""
        from l2kg.cli.fitting import picked

        places = picked(columns, self.columns)
        listed = [tuple(row[place] for place in places) for row in map(tuple, rows)]
        columns = [columns[place] for place in places]
        if self.form == "json":
            self.json([dict(zip(columns, row, strict=True)) for row in listed])
        elif self.form == "csv":
            self.csv(columns, listed)
        else:
            self.table(columns, ([_told(cell) for cell in row] for row in listed))

    def table(self, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
        """Write a table for people, as wide as the place where it is read.

        Columns for which there is no room are named on standard error. Where some or all
        were asked for and do not fit, each row is written as lines of its own.
        """
        from l2kg.cases.naming import Worded
        from l2kg.cli.tables import PIPED, drawn, records

        plain = (tuple(cell.replace("\n", " ") for cell in row) for row in rows)
        table = Worded(tuple(columns), tuple(plain))
        width = self.width or PIPED
        text, left_out = drawn(table, width)
        if left_out and self.columns:
            text, left_out = records(table, width), ()
        self.text(text)
        if left_out:
            say(f"no room for {', '.join(left_out)}; --columns all shows every column")

    @property
    def width(self) -> int | None:
        """Return how wide a line may be, where that is known."""
        from l2kg.cli.tables import line_width

        return line_width(sys.stdout if self.path is None else None)

    @contextmanager
    def file(self) -> Iterator[Path]:
        """Give a file to write to, whose content then goes to its place, whole or not at all.

        Raises:
            UsageError: what is no text would be written to a terminal, or to a file whose
                name does not say what it is.
        """
        from l2kg.writing import replacing, scratch_file

        kind = FORMATS[self.form]
        named = self.path is None or self.path.suffix or self.is_device
        if kind.binary and not named:
            name = f"{self.path}{kind.ending}"
            raise UsageError(f"{self.path} has no ending; name it {name}")
        if self.path is not None and not self.is_device:
            self._say_new_folder(self.path.parent)
            with replacing(self.path, force=self.force) as new:
                yield new
            return
        if self.path is None and kind.binary and sys.stdout.isatty():
            raise UsageError(f"{self.form} is for files; name one with --output")
        with scratch_file(f"answer{kind.ending}") as new:
            yield new
            if self.path is None:
                click.echo(new.read_bytes(), nl=False)
            else:
                with self.path.open("wb") as there:
                    there.write(new.read_bytes())


def _plain_value(value: object) -> object:
    """Return what stands for a value of ours in JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    return str(value)


def _cell(value: object) -> Cell:
    """Return a value as a cell of CSV."""
    if isinstance(value, tuple | list):
        return tuple(map(str, value))
    return value if isinstance(value, str | int) or value is None else str(value)


def _told(value: object) -> str:
    from l2kg.csv_text import flat

    cell = _cell(value)
    return ", ".join(cell) if isinstance(cell, tuple) else flat(cell)


def works_as_bibtex(
    store: ox.Store, columns: Iterable[str], rows: Iterable[Iterable[Term | None]]
) -> str:
    """Return the works behind the rows of an answer as BibTeX, and say how many there are."""
    from l2kg.export.bibliography import bibtex, elements_of, works_behind
    from l2kg.wording import counted

    works = works_behind(store, elements_of(columns, rows))
    say(counted(len(works), "work"))
    return bibtex(store, works)
