"""Read the authored files, each into its named graph.

Ontology, vocabularies, actors, sources, collections, claims and one file a case.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox

from l2kg.errors import L2kgError, NotFoundError
from l2kg.files import below, data_root, ontology_root
from l2kg.findings import Finding
from l2kg.kinds import FOLDERS, NAMED
from l2kg.mappings.rules import sound_rows
from l2kg.mappings.sssom import ENDING, read_table
from l2kg.mappings.triples import make
from l2kg.namespaces import CASE, GRAPH, L2, PREFIXES, RDF, RDFS
from l2kg.queries.lookup import reachable
from l2kg.reading import MIDDLE, MOST_BYTES, EncodingError, read_text
from l2kg.turtle import EMPTY, TurtleError, require_bounded, syntax_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from l2kg.kinds import Kind

__all__ = ["Corpus", "Part", "graph_of", "read", "subclasses", "turtle_files"]

_TYPE = ox.NamedNode(f"{RDF}type")
_A_CASE = ox.NamedNode(f"{L2}Case")
_SUBCLASS = ox.NamedNode(f"{RDFS}subClassOf")
_IN_CASE = ox.NamedNode(f"{L2}inCase")
_IN_COLLECTION = ox.NamedNode(f"{L2}inCollection")
_PARTS = ("ontology", "vocab", "shapes")
_DESCRIBED = re.compile(r"^\s*case:([a-z0-9-]+)\s+a\s+l2:Case\b", re.MULTILINE)
_OWN = re.compile(r"^\s*@?prefix\s+:\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """One authored file: what it is, the graph it fills (named for the case), text, triples.

    `lines` are those of the mappings of a table.
    """

    path: Path
    kind: Kind
    graph: str
    text: str
    triples: tuple[ox.Triple, ...]
    checked: bool = True
    lines: Mapping[str, int] | None = None

    @property
    def is_table(self) -> bool:
        """Tell whether the file is a table of mappings and no Turtle."""
        return self.path.name.endswith(ENDING)

    def line_of(self, iri: str) -> int | None:
        """Return the line on which the statements about a subject begin, counted from one.

        In a table it is the line of a mapping.
        """
        if self.lines is not None:
            return self.lines.get(iri)
        own = _OWN.search(self.text)
        spaces = {**PREFIXES, **({"": own[1]} if own else {})}
        cut = (
            (p, iri[len(space) :]) for p, space in spaces.items() if iri.startswith(space)
        )
        names = [f"<{iri}>", *(f"{prefix}:{local}" for prefix, local in cut)]
        begin = rf"^(?:{'|'.join(map(re.escape, names))})(?=\s|$)"
        found = re.search(begin, self.text, re.MULTILINE)
        return self.text.count("\n", 0, found.start()) + 1 if found else None


@dataclass(frozen=True)
class Corpus:
    """All authored files that were read, those given and those that stand behind them."""

    parts: tuple[Part, ...] = field(default=())

    @property
    def cases(self) -> tuple[Part, ...]:
        """Return the files that hold a case, in the order of their names."""
        return tuple(part for part in self.parts if part.kind == "case")

    def of(self, *kinds: Kind) -> Iterator[ox.Triple]:
        """Yield the triples of all files of some kinds."""
        for part in self.parts:
            if part.kind in kinds:
                yield from part.triples

    @cached_property
    def background(self) -> tuple[ox.Triple, ...]:
        """Return what every case is seen with: ontology, vocabularies, actors, sources, collections."""
        return tuple(self.of("ontology", "vocab", "actors", "sources", "collections"))

    @cached_property
    def described(self) -> Mapping[str, frozenset[str]]:
        """Return the IRIs that the Turtle files describe, each with the classes that they give it.

        Tables of mappings describe nothing.
        """
        found: dict[str, set[str]] = {}
        triples = (t for part in self.parts if not part.is_table for t in part.triples)
        for t in triples:
            if isinstance(t.subject, ox.NamedNode):
                classes = found.setdefault(t.subject.value, set())
                if t.predicate == _TYPE:
                    classes.add(getattr(t.object, "value", ""))
        return {iri: frozenset(classes) for iri, classes in found.items()}

    def store(self) -> ox.Store:
        """Return a new store in memory, each file's triples in its named graph.

        The default graph is empty, and shapes are left out.
        """
        store = ox.Store()
        for part in self.parts:
            if part.kind != "shapes":
                graph = ox.NamedNode(part.graph)
                store.extend(
                    ox.Quad(t.subject, t.predicate, t.object, graph) for t in part.triples
                )
        return store

    def locate(self, iri: str) -> tuple[Path, int] | None:
        """Return file and line where a subject is described, the files given before those behind them."""
        for part in sorted(self.parts, key=lambda p: not p.checked):
            if line := part.line_of(iri):
                return part.path, line
        return None


def subclasses(triples: Iterable[ox.Triple], top: str) -> frozenset[str]:
    """Return the IRIs of a class and of all named classes below it."""
    below: dict[str, set[str]] = {}
    for t in triples:
        if (
            t.predicate == _SUBCLASS
            and isinstance(t.subject, ox.NamedNode)
            and isinstance(t.object, ox.NamedNode)
        ):
            below.setdefault(t.object.value, set()).add(t.subject.value)
    return reachable(top, lambda name: below.get(name, ()))


def graph_of(path: Path, kind: Kind) -> str:
    """Return the IRI of the graph that a file of that name fills."""
    stem = quote(os.fsencode(path.stem))
    return f"{CASE}{stem}" if kind == "case" else f"{GRAPH}{kind}"


def _graph_in(path: Path, kind: Kind, triples: Iterable[ox.Triple]) -> str:
    """Return the graph that a file fills: of one with a wrong name, that of the one case described there."""
    named = graph_of(path, kind)
    if kind != "case":
        return named
    about = [(t.subject.value, t) for t in triples if isinstance(t.subject, ox.NamedNode)]
    cases = {name for name, t in about if t.predicate == _TYPE and t.object == _A_CASE}
    wholes = {name for name in cases if name.startswith(CASE) and "#" not in name}
    return wholes.pop() if len(wholes) == 1 and named not in cases else named


def read(paths: Iterable[Path] = ()) -> tuple[Corpus, list[Finding]]:
    """Read the shipped files, and any given ones in front of them.

    A given file called `actors.ttl`, `sources.ttl`, `collections.ttl` or `claims.ttl`
    stands in for the shipped one, a file in a folder called `modules`, `alignments`, `vocab` or `shapes`,
    or of the folder `ontology`, is a part of the ontology and stands in for the shipped
    one of its name, one in a folder called `links` or with the ending `.sssom.tsv` holds
    links and does likewise, any other is a case; a folder means such files below it. What
    is not given is read all the same, but marked as not to be checked. A case that is
    given stands in for a shipped case of that name, and other shipped cases are left out,
    unless a part of the ontology is given, which is judged in view of all cases, as links
    are that are given without a case. Of a table of mappings only the sound rows become
    triples.

    Returns:
        The corpus, and a finding for each file that is no Turtle.

    Raises:
        NotFoundError: a path that does not exist, or a folder without Turtle.
    """
    findings: list[Finding] = []
    plan = _plan(list(_given(paths)))
    parts = [part for row in plan if (part := _part(*row, findings))]
    ontology = (t for p in parts if p.kind == "ontology" for t in p.triples)
    elements = subclasses(ontology, f"{L2}CaseElement") | {f"{L2}Claim"}
    homes = _collections(parts)
    placed = [_placed(p, elements, homes) if p.kind == "case" else p for p in parts]
    described = Corpus(tuple(placed)).described
    whole = [_with_mappings(p, described) if p.is_table else p for p in placed]
    return Corpus(tuple(whole)), findings


def _plan(given: list[tuple[Path, Kind]]) -> list[tuple[Path, Kind, bool]]:
    """Return the files to read, given and shipped, each with whether it is to be checked."""
    if not given:
        return [(path, kind, True) for path, kind in _shipped_files()]
    kinds = {kind for _, kind in given}
    of_all_cases = bool(kinds.intersection(_PARTS)) or (
        "links" in kinds and "case" not in kinds
    )
    taken = {_place(path, kind) for path, kind in given}
    behind = [
        (path, kind, False)
        for path, kind in _shipped_files()
        if (of_all_cases or kind != "case") and _place(path, kind) not in taken
    ]
    return behind + [(path, kind, True) for path, kind in given]


def turtle_files(paths: Iterable[Path] = ()) -> list[Path]:
    """Return the given Turtle files, those below given folders, or all that are shipped.

    Raises:
        NotFoundError: a path that does not exist, or a folder without Turtle.
    """
    found = [path for path, _ in _given(paths)] or [
        path for path, _ in _shipped_files() if path.exists()
    ]
    return [path for path in found if not path.name.endswith(ENDING)]


def _given(paths: Iterable[Path]) -> Iterator[tuple[Path, Kind]]:
    for path in paths:
        if not os.path.lexists(path):
            raise NotFoundError(
                f"{path}: no such file or folder; name a Turtle file or a folder of them"
            )
        files = (
            sorted(
                found
                for end in (".ttl", ENDING)
                for found in below(path, f"*{end}")
                if not found.is_dir()
            )
            if path.is_dir()
            else [path]
        )
        if not files:
            raise NotFoundError(
                f"{path}: holds no Turtle file (*.ttl) and no table of mappings"
                f" (*{ENDING})"
            )
        for file in files:
            yield file, _kind(file)


def _kind(path: Path) -> Kind:
    if path.name.endswith(ENDING):
        return "links"
    found = FOLDERS.get(path.absolute().parent.name, {})
    return found.get(path.stem) or found.get("") or NAMED.get(path.stem, "case")


def _place(path: Path, kind: Kind) -> tuple[str, ...]:
    """Return what two files share of which one stands in for the other."""
    if kind in NAMED:
        return (kind,)
    if kind == "links":
        return (kind, path.name)
    if kind == "case":
        return (kind, path.stem)
    return (kind, path.absolute().parent.name, path.stem)


def _shipped_files() -> Iterator[tuple[Path, Kind]]:
    ontology, data = ontology_root(), data_root()
    yield from (
        (path, "ontology")
        for path in [ontology / "l2kg.ttl", *sorted((ontology / "modules").glob("*.ttl"))]
    )
    yield from (
        (path, "ontology") for path in sorted((ontology / "alignments").glob("*.ttl"))
    )
    yield from ((ontology / name, "vocab") for name in ("vocab.ttl", "tactics.ttl"))
    yield from ((path, "shapes") for path in sorted((ontology / "shapes").glob("*.ttl")))
    for name, kind in NAMED.items():
        if (data / f"{name}.ttl").exists():
            yield data / f"{name}.ttl", kind
    yield from ((path, "case") for path in sorted((data / "cases").glob("*.ttl")))
    yield from (
        (path, "links")
        for ending in (".ttl", ENDING)
        for path in sorted((data / "links").glob(f"*{ending}"))
    )


def _part(path: Path, kind: Kind, checked: bool, findings: list[Finding]) -> Part | None:
    try:
        is_table = path.name.endswith(ENDING)
        text = read_text(path, most=MIDDLE if is_table else MOST_BYTES)
        if is_table:
            return Part(path, kind, graph_of(path, kind), text, (), checked)
        if not text.strip():
            findings.append(EMPTY.finding(path))
            return None
        require_bounded(text)
        triples = tuple(q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE))
    except EncodingError as error:
        findings.append(_unread(path, error.wrong, _sentence(error.remedy), error.line))
    except TurtleError as error:
        findings.append(error.finding(path))
    except L2kgError as error:
        said, _, remedy = str(error).removeprefix(f"{path}: ").partition("; ")
        findings.append(_unread(path, said, _sentence(remedy or "name a file of Turtle")))
    except SyntaxError as error:
        found = syntax_error(error, text).finding(path)
        findings.append(_named_too(found, path, kind, text))
    else:
        graph = _graph_in(path, kind, triples)
        return Part(path, kind, graph, text, triples, checked)
    return None


def _named_too(fault: Finding, path: Path, kind: Kind, text: str) -> Finding:
    """Add to a fault that the file has the wrong name, where its text shows that it has."""
    slugs = set(_DESCRIBED.findall(text))
    if kind != "case" or len(slugs) != 1 or path.stem in slugs:
        return fault
    (slug,) = slugs
    name = f"Then name the file {slug}.ttl: it describes case:{slug}."
    return replace(fault, remedy=f"{fault.remedy} {name}".strip())


def _unread(path: Path, wrong: str, remedy: str, line: int | None = None) -> Finding:
    return Finding("error", wrong, remedy, file=path, line=line, rule="syntax")


def _sentence(remedy: str) -> str:
    return f"{remedy[0].upper()}{remedy[1:]}."


def _with_mappings(part: Part, described: Mapping[str, frozenset[str]]) -> Part:
    """Make the triples of a table of mappings."""
    table = read_table(part.text)
    made = make(table, sound_rows(table, described))
    return replace(part, triples=made.triples, lines=made.lines)


def _collections(parts: Iterable[Part]) -> dict[Path, ox.NamedNode]:
    """Return the one collection that a file describes, by the folder of the file."""
    found = {}
    for part in parts:
        described = {
            t.subject
            for t in part.triples
            if t.predicate == _TYPE and t.object == ox.NamedNode(f"{L2}Collection")
        }
        if part.kind == "collections" and len(described) == 1:
            (one,) = described
            if isinstance(one, ox.NamedNode):
                found[part.path.resolve().parent] = one
    return found


def _placed(
    part: Part, elements: frozenset[str], homes: Mapping[Path, ox.NamedNode]
) -> Part:
    """Add to a case file what follows from where it lies.

    That is `inCase` of an element, and `inCollection` of a case where the folder of the
    file lies beside a description of one collection; what says so itself keeps its own.
    """
    home = homes.get(part.path.resolve().parent.parent)
    added = list(_missing(part, _IN_CASE, elements, ox.NamedNode(part.graph)))
    if home:
        added += _missing(part, _IN_COLLECTION, frozenset({f"{L2}Case"}), home)
    return replace(part, triples=(*part.triples, *added))


def _missing(
    part: Part, link: ox.NamedNode, classes: frozenset[str], value: ox.NamedNode
) -> Iterator[ox.Triple]:
    """Yield a link for all of some classes that have none of its kind."""
    said = {t.subject for t in part.triples if t.predicate == link}
    members = {
        t.subject
        for t in part.triples
        if t.predicate == _TYPE and getattr(t.object, "value", "") in classes
    }
    for member in sorted(members - said, key=str):
        yield ox.Triple(member, link, value)
