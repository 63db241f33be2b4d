"""The command that brings files of the last version of the ontology to this one."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from l2kg.cli.grammar import command
from l2kg.cli.options import FORCE
from l2kg.cli.output import say

if TYPE_CHECKING:
    from l2kg.corpus import Corpus, Part
    from l2kg.migration.files import Migrated

__all__ = ["migrate"]


@command(
    "Bring files up to date",
    "l2kg migrate my-case.ttl --output new/",
    "l2kg migrate my-case.ttl",
)
@click.argument(
    "paths", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.option(
    *("-o", "--output", "folder"),
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Write the files there, under their names, and leave the given ones alone.",
)
@FORCE
def migrate(paths: tuple[Path, ...], folder: Path | None, force: bool) -> None:
    """Rewrite data files of ontology 0.1 as 0.2, and list what a coder has to decide.

    A file is written whole or not at all, and none where one of them is no Turtle.
    Comments and layout stay.
    """
    from l2kg.corpus import read
    from l2kg.migration.files import TARGET
    from l2kg.migration.files import migrate as bring
    from l2kg.wording import counted

    corpus, unread = read(paths)
    for finding in unread:
        say(finding.line_of_text())
    if unread:
        sys.exit(1)
    versions = _versions(corpus)
    given = [_exact(part) for part in corpus.parts if part.checked]
    found = [bring(part, versions) for part in given]
    _write(found, given, folder, force=force)
    for one in found:
        place = folder / one.part.path.name if folder else one.part.path
        for decision in one.decisions:
            say(replace(decision, file=place).line_of_text())
        if one.version == TARGET:
            say(f"{place}: is of {TARGET} already")
        else:
            say(
                f"{place}: written; {counted(len(one.decisions), 'decision')} left to you"
            )


def _versions(corpus: Corpus) -> dict[str, str]:
    """Return the version of the codebook that each collection names."""
    return {
        getattr(t.subject, "value", ""): getattr(t.object, "value", "")
        for t in corpus.of("collections")
        if t.predicate.value.endswith("#codebookVersion")
    }


def _exact(part: Part) -> Part:
    """Return a file with its line ends as they are, in literals too."""
    from l2kg.reading import read_exactly

    return replace(part, text=read_exactly(part.path))


def _write(
    found: list[Migrated], given: list[Part], folder: Path | None, *, force: bool
) -> None:
    from l2kg.writing import filling, rewrite, settle

    if folder is not None:
        with filling(folder, force=force) as place:
            for one in found:
                (place / one.part.path.name).write_text(
                    one.part.text, encoding="utf-8", newline=""
                )
        return
    settle(*{part.path.resolve().parent for part in given})
    for one, was in zip(found, given, strict=True):
        if one.changed:
            rewrite(one.part.path, one.part.text, instead_of=was.text)
