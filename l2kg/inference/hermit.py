"""OWL DL reasoning with HermiT: consistency, classification and explanations.

The tests alone use it; it needs the extra `owl` and a Java runtime.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from l2kg.errors import L2kgError
from l2kg.extras import needs
from l2kg.inference.axioms import (
    axioms_of,
    by_distance,
    is_assertion,
    is_declaration,
    line_of,
)
from l2kg.namespaces import EDTF, OWL, RDF, RDFS, XSD
from l2kg.writing import scratch_folder

with needs("owl"):
    import owlready2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from l2kg.inference.axioms import Axiom

__all__ = [
    "Classification",
    "Explanation",
    "ReasoningError",
    "classify",
    "explain",
    "first_clash",
]

_TYPE = ox.NamedNode(f"{RDF}type")
_UNSUPPORTED = frozenset({EDTF, f"{XSD}date"})
_WITHOUT_MEANING = frozenset(
    {f"{RDFS}{name}" for name in ("comment", "isDefinedBy", "label", "seeAlso")}
    | {
        f"{OWL}{name}"
        for name in ("deprecated", "imports", "priorVersion", "versionIRI", "versionInfo")
    }
)
_HERMIT = Path(owlready2.__file__).parent / "hermit"
_QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_LONGEST_RUN = 600.0
_NEAR = 12
_AT_ONCE = 16  # sets of axioms: to start Java costs more than to ask it of so many


class ReasoningError(L2kgError):
    """The reasoner cannot run, or did not read what it was given."""


@dataclass(frozen=True, slots=True)
class Classification:
    """What HermiT makes of a set of triples.

    `subclasses` and `types` hold all that is entailed between named things, told or
    inferred, without `owl:Thing`. Where the triples are inconsistent everything follows,
    and all three sets are left empty.
    """

    consistent: bool
    unsatisfiable: frozenset[str]
    subclasses: frozenset[tuple[str, str]]
    types: frozenset[tuple[str, str]]
    classes: int
    individuals: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Axioms and assertions that contradict each other.

    Where `minimal` is true, to take any one of them away would end the contradiction;
    where it is false, the time was over before they could be thinned out.
    """

    axioms: tuple[Axiom, ...]
    minimal: bool

    def lines(self) -> list[str]:
        """Write each axiom in one readable line."""
        return sorted(line_of(axiom) for axiom in self.axioms)


def classify(triples: Iterable[ox.Triple]) -> Classification:
    """Run HermiT over ontology and data.

    Individuals count only if they are typed `owl:NamedIndividual`; that the sides of a
    case differ has to be among the triples. Annotations, imports and literals of dates,
    on which HermiT stops, are left out.

    Raises:
        ReasoningError: Java is missing, or owlready2 did not read every class and
        individual.
    """
    meant = _meaningful(triples)
    world = owlready2.World()
    world.get_ontology("urn:l2kg:reasoning#").load(fileobj=io.BytesIO(_serialize(meant)))
    classes, individuals = len(list(world.classes())), len(list(world.individuals()))
    _assert_read("classes", classes, _declared(meant, "Class"))
    _assert_read("individuals", individuals, _declared(meant, "NamedIndividual"))
    nothing: frozenset[tuple[str, str]] = frozenset()
    try:
        _infer(world)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Classification(False, frozenset(), nothing, nothing, classes, individuals)
    return Classification(
        consistent=True,
        unsatisfiable=frozenset(cls.iri for cls in world.inconsistent_classes())
        - {f"{OWL}Nothing"},
        subclasses=_pairs(world.classes(), _superclasses),
        types=_pairs(world.individuals(), _types),
        classes=classes,
        individuals=individuals,
    )


def explain(triples: Iterable[ox.Triple], *, seconds: float = 120.0) -> Explanation:
    """Find a minimal set of axioms and assertions that is still inconsistent.

    Ask why a class is unsatisfiable by adding an individual of that class. Declarations
    are taken for granted and are not part of the answer.

    Raises:
        ReasoningError: Java is missing, or the triples are consistent, so that there is
            nothing to explain.
    """
    until = time.monotonic() + seconds
    meant = _meaningful(triples)
    declared = [t for t in meant if is_declaration(t)]
    axioms = axioms_of([t for t in meant if not is_declaration(t)])

    def clash(sets: Sequence[Sequence[Axiom]]) -> int | None:
        return first_clash([_told(chosen, declared) for chosen in sets])

    if clash([axioms]) is None:
        raise ReasoningError(
            "the triples do not contradict each other: there is nothing to explain"
        )
    return _thin_out(axioms, clash, until)


def _told(axioms: Iterable[Axiom], declared: list[ox.Triple]) -> list[ox.Triple]:
    """Return the triples of axioms, with the declarations of what they name."""
    told = [t for axiom in axioms for t in axiom]
    named = {node for t in told for node in (t.subject, t.predicate, t.object)}
    return [t for t in declared if t.subject in named] + told


def _thin_out(
    axioms: list[Axiom],
    clash: Callable[[Sequence[Sequence[Axiom]]], int | None],
    until: float,
) -> Explanation:
    """Keep, one by one, the axioms without which there is no clash.

    Each round finds the shortest prefix of the candidates that clashes together with what
    is kept. The last axiom of that prefix is needed, and what lies behind it is not. The
    rest of the prefix is then sorted by its distance to what is kept, so that the next
    prefix is short.
    """
    needed: list[Axiom] = []
    candidates = sorted(axioms, key=is_assertion)
    while time.monotonic() < until:
        length = _shortest_prefix(candidates, needed, clash)
        if length == 0:
            return Explanation(tuple(needed), minimal=True)
        needed.append(candidates[length - 1])
        candidates = by_distance(candidates[: length - 1], needed)
    return Explanation((*needed, *candidates), minimal=False)


def _shortest_prefix(
    candidates: list[Axiom],
    needed: list[Axiom],
    clash: Callable[[Sequence[Sequence[Axiom]]], int | None],
) -> int:
    """Return the length of the shortest prefix that clashes with what is needed.

    The whole is known to. Some lengths are tried at once, those close by first where
    something is needed already, then ever closer together.
    """
    low, high = -1, len(candidates)
    tried = range(min(_NEAR, high)) if needed else _spread(low, high)
    while tried:
        found = clash([[*needed, *candidates[:length]] for length in tried])
        if found is None:
            low = tried[-1]
        else:
            low, high = (tried[found - 1] if found else low), tried[found]
        tried = _spread(low, high)
    return high


def _spread(low: int, high: int) -> range:
    """Return some lengths between two others."""
    return range(low + 1, high, -(-(high - low) // _AT_ONCE))


def _meaningful(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Leave out what HermiT does not need or cannot take."""
    given = list(dict.fromkeys(triples))
    notes = {
        t.subject.value
        for t in given
        if _is_a(t, "AnnotationProperty") and isinstance(t.subject, ox.NamedNode)
    }
    skipped = notes | _WITHOUT_MEANING
    needed = (
        t for t in given if t.predicate.value not in skipped and not _is_a(t, "Ontology")
    )
    return [t for t in needed if not _is_unsupported(t.object)]


def _is_a(triple: ox.Triple, name: str) -> bool:
    """Tell whether a triple types its subject with a class of OWL."""
    return triple.predicate == _TYPE and triple.object == ox.NamedNode(f"{OWL}{name}")


def _is_unsupported(term: object) -> bool:
    """Tell whether a term is a literal, or the name, of a datatype on which HermiT stops."""
    if isinstance(term, ox.Literal):
        return term.datatype.value in _UNSUPPORTED
    return isinstance(term, ox.NamedNode) and term.value in _UNSUPPORTED


def _declared(triples: list[ox.Triple], name: str) -> int:
    """Count the names that are declared as classes or as individuals."""
    named = {
        t.subject.value
        for t in triples
        if _is_a(t, name) and isinstance(t.subject, ox.NamedNode)
    }
    return len(named - {f"{OWL}Thing", f"{OWL}Nothing"})


def _assert_read(what: str, read: int, declared: int) -> None:
    """Make sure that owlready2 knows of everything that it was given."""
    if read != declared:
        remedy = "look for a name that is declared both as a class and as an individual"
        raise ReasoningError(
            f"owlready2 read {read} {what} where {declared} are declared: {remedy}"
        )


def _serialize(triples: Sequence[ox.Triple]) -> bytes:
    """Write triples in the one syntax that owlready2 and HermiT both read."""
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def first_clash(sets: Sequence[Sequence[ox.Triple]]) -> int | None:
    """Return the place of the first of some sets of triples that is inconsistent, if one is.

    HermiT alone, asked once for all, is quicker than a classification, and leaves nothing
    behind. It stops at the first contradiction.
    """
    _find_java()
    with scratch_folder() as folder:
        files = [folder / f"{place}.nt" for place in range(len(sets))]
        for file, triples in zip(files, sets, strict=True):
            file.write_bytes(_serialize(triples))
        output = _ask_hermit(files, _LONGEST_RUN)
    sound = output.count("is satisfiable")
    if sound == len(sets):
        return None
    if "is not satisfiable" in output or "Inconsistent" in output:
        return sound
    detail = next(
        (line.strip() for line in output.splitlines() if "xception" in line),
        "it gave no answer",
    )
    raise ReasoningError(
        f"HermiT stopped, {detail}: look for an axiom outside OWL 2 DL or an unknown"
        " datatype"
    )


def _find_java() -> None:
    if shutil.which(owlready2.JAVA_EXE) is None:
        raise ReasoningError(
            f"{owlready2.JAVA_EXE} is not on the PATH: install a Java runtime, version 11"
            " or later"
        )


@contextlib.contextmanager
def _java_options() -> Iterator[None]:
    """Let the Java that owlready2 starts start quickly: it takes no options from us."""
    name = "JAVA_TOOL_OPTIONS"
    before = os.environ.get(name)
    os.environ[name] = " ".join(filter(None, (before, *_QUICK_START)))
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _ask_hermit(files: Sequence[Path], seconds: float) -> str:
    """Run HermiT on files and give back what it says."""
    classpath = os.pathsep.join((str(_HERMIT), str(_HERMIT / "HermiT.jar")))
    command = [
        owlready2.JAVA_EXE,
        "-Xmx2000M",
        *_QUICK_START,
        "-cp",
        classpath,
        "org.semanticweb.HermiT.cli.CommandLine",
    ]
    command += ["--consistency", "--ignoreUnsupportedDatatypes"]
    command += [file.as_uri() for file in files]
    try:
        run = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ReasoningError(
            f"HermiT did not end within {seconds:.0f} seconds: give it fewer cases"
        ) from error
    return run.stdout + run.stderr


def _infer(world: Any) -> None:
    """Let HermiT add to a world the classes that follow.

    Raises:
        OwlReadyInconsistentOntologyError: everything follows.
        ReasoningError: Java is missing, or HermiT stopped.
    """
    _find_java()
    try:
        with _java_options(), world.get_ontology("urn:l2kg:inferred#"):
            owlready2.sync_reasoner_hermit(
                world,
                infer_property_values=False,
                ignore_unsupported_datatypes=True,
                debug=0,
            )
    except owlready2.OwlReadyJavaError as error:
        raise ReasoningError(
            "HermiT stopped while classifying: free some memory or give it fewer cases"
        ) from error


def _superclasses(cls: Any) -> set[Any]:
    """Give the named classes above a class."""
    return set(cls.ancestors()) - {cls}


def _types(individual: Any) -> set[Any]:
    """Give the named classes that an individual belongs to."""
    named = (cls for cls in individual.is_a if isinstance(cls, owlready2.ThingClass))
    return {above for cls in named for above in cls.ancestors()}


def _pairs(
    things: Iterable[Any], above: Callable[[Any], set[Any]]
) -> frozenset[tuple[str, str]]:
    """Pair the IRI of each thing with the IRIs of the classes above it."""
    return frozenset(
        (thing.iri, cls.iri)
        for thing in things
        for cls in above(thing)
        if cls is not owlready2.Thing
    )
