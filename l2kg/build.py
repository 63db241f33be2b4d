"""Build the store: check the authored files, infer, and write it in memory or to a folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.errors import L2kgError, UsageError
from l2kg.files import STORE_MARK, program
from l2kg.wording import counted
from l2kg.writing import is_full, replacing_folder, require_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from l2kg.conflicts import Conflict
    from l2kg.corpus import Corpus
    from l2kg.findings import Finding
    from l2kg.inference.materialise import Derived
    from l2kg.queries.rules import Rule

__all__ = ["FindingsError", "Built", "Examined", "build", "examine", "filled", "fill"]

_ONTOLOGY = ox.NamedNode("https://w3id.org/l2kg/graph/ontology")
_SHARED = {
    "actors",
    "sources",
    "collections",
    "claims",
    "vocab",
    "tactics",
}  # files that others refer to


class FindingsError(L2kgError):
    """A build that was stopped by what the checks found."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        first = "".join(one.line_of_text() for one in self.findings[:1])
        more = counted(len(self.findings) - 1, "more finding")
        super().__init__(f"not built: {first} ({more}; `l2kg check` lists all)")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: numbers of files, cases and triples, and findings that did not stop it."""

    files: int
    cases: int
    asserted: int
    derived: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """What an examination of a corpus found and derived, and the store of both, in memory."""

    findings: tuple[Finding, ...]
    derived: tuple[Derived, ...]
    store: ox.Store


def build(
    paths: Iterable[Path] = (),
    *,
    folder: Path | None = None,
    force: bool = False,
    with_warnings: bool = False,
    progress: Callable[[str], None] | None = None,
) -> tuple[ox.Store, Built]:
    """Read, check, infer and store; nothing is written where a finding stops it.

    Without a folder the store is in memory; with one it is written beside it first and
    moved there when whole. `with_warnings` lets warnings pass, and never errors.

    Raises:
        FindingsError: errors were found, or warnings that may not pass.
        UsageError: the folder exists and `force` was not given, or it is not a store of ours.
    """
    from l2kg.corpus import read
    from l2kg.findings import blocking, in_order

    say = progress or (lambda _: None)
    if folder is not None:
        _may_write(folder, force=force)
        require_place(folder)
    say("reading")
    corpus, findings = read(paths)
    examined = examine(corpus, findings, say)
    findings += examined.findings
    stop = blocking(findings)
    if with_warnings and all(one.severity == "warning" for one in stop):
        stop = []
    if stop:
        raise FindingsError(in_order(stop))
    say("storing")
    store = examined.store if folder is None else _write(folder, examined.store)
    asserted = sum(len(part.triples) for part in corpus.parts if part.kind != "shapes")
    return store, Built(
        len(corpus.parts),
        len(corpus.cases),
        asserted,
        len(examined.derived),
        tuple(in_order(findings)),
    )


def examine(
    corpus: Corpus, findings: list[Finding], say: Callable[[str], None] = lambda _: None
) -> Examined:
    """Check a corpus, derive what follows from it, and look for conflicts, given what its reading found.

    A shared file that could not be read is enough to stop at, since all that refers to it
    would be found dangling.
    """
    from l2kg.conflicts import touching
    from l2kg.inference.materialise import infer
    from l2kg.validation.checks import check

    unread = [one.file for one in findings if one.rule == "syntax" and one.file]
    if any(map(_is_shared, unread)):
        return Examined((), (), ox.Store())
    say("checking")
    more = check(corpus)
    if unread:
        return Examined(tuple(more), (), ox.Store())
    say("inferring")
    derived, contradictions = infer(corpus, progress=say)
    say("looking for conflicts")
    store, found = filled(corpus, derived)
    # the statement that makes an element contradict itself has often been found by a shape
    told = {(one.element, one.message) for one in more if one.severity == "error"}
    contradictions = [
        one for one in contradictions if (one.element, one.message) not in told
    ]
    conflicting = [one.finding() for one in touching(found, corpus)]
    return Examined((*more, *contradictions, *conflicting), tuple(derived), store)


def _is_shared(file: Path) -> bool:
    return file.stem in _SHARED or file.parent.name in ("modules", "alignments")


def filled(corpus: Corpus, derived: Iterable[Derived]) -> tuple[ox.Store, list[Conflict]]:
    """Return a store in memory of a corpus and of what follows from it, and the conflicts in both.

    The conflicts are in the store as data, too.
    """
    from l2kg.conflicts import conflicts
    from l2kg.conflicts.claims import CONFLICTS, claims, detectors
    from l2kg.inference.materialise import rules_for

    store = ox.Store()
    store.extend(fill(corpus, derived, (*rules_for(corpus), *detectors())))
    graph = ox.NamedNode(CONFLICTS)
    found = conflicts(store, corpus)
    store.extend([quad for t in claims(found) for quad in (_quad(t, graph), _quad(t))])
    return store, found


def fill(
    corpus: Corpus, derived: Iterable[Derived], rules: tuple[Rule, ...]
) -> Iterator[ox.Quad]:
    """Yield all quads of a store.

    Each file's triples lie in its named graph, derived ones in `graph/inferred` and in
    the graph of their rule; the default graph is the merge of all, each triple once.
    """
    from l2kg.queries.rules import describe

    for part in corpus.parts:
        if part.kind != "shapes":
            for t in part.triples:
                yield _quad(t, ox.NamedNode(part.graph))
                yield _quad(t)
    for t in describe(rules):
        yield _quad(t, _ONTOLOGY)
        yield _quad(t)
    for one in derived:
        yield from one.quads()
        yield _quad(one.triple)


def _quad(t: ox.Triple, graph: ox.NamedNode | None = None) -> ox.Quad:
    return ox.Quad(t.subject, t.predicate, t.object, graph)


def _may_write(folder: Path, *, force: bool) -> None:
    if not is_full(folder):
        return
    if not force:
        raise UsageError(
            f"{folder} exists; give --force to replace it, or another folder"
        )
    if not (folder / STORE_MARK).exists():
        raise UsageError(
            f"{folder} is no store of ours and is left as it is; give another folder"
        )


def _write(folder: Path, filled: ox.Store) -> ox.Store:
    with replacing_folder(folder) as new:
        store = ox.Store(new)
        store.bulk_extend(iter(filled))
        store.flush()
        del store
        mark = f"A store of L2KG; made by `l2kg build`.\n{program()}\n"
        (new / STORE_MARK).write_text(mark, encoding="utf-8")
    return ox.Store.read_only(str(folder))
