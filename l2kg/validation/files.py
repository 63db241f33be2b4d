"""Rules that a data file must follow as a file: its name, its layout, its names, its dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.corpus import graph_of
from l2kg.findings import Finding
from l2kg.kinds import SPACES
from l2kg.mappings.rules import TABLE_RULES, breaches
from l2kg.mappings.sssom import read_table
from l2kg.namespaces import (
    BASE,
    CASE,
    DCTERMS,
    GRAPH,
    L2,
    L2T,
    L2V,
    OWL,
    PREFIXES,
    RDF,
    RDFS,
    RULE,
    SH,
    SKOS,
    compact,
    local_name,
)
from l2kg.turtle import TurtleError, canonical
from l2kg.validation.literals import line_of_literal, literal_breach
from l2kg.validation.signs import (
    hidden_sign,
    line_of_iri,
    lines_with_hidden_signs,
    odd_address,
)
from l2kg.wording import closest, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Mapping

    from l2kg.corpus import Part
    from l2kg.findings import Severity

__all__ = [
    "FILE_CHECKS",
    "TABLE_CHECKS",
    "Check",
    "dangles",
    "has_case",
    "iri",
    "layout",
    "mappings",
    "misnamed",
    "statements",
]

_TYPE = f"{RDF}type"
_SUGGESTED = 50  # unknown names of a file for which the nearest is sought: it takes time
_CODE = (
    "Take a code of the codebook; where none fits, take the widest and note a wish with"
    " l2:codeWanted."
)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SCHEMA = tuple(
    f"{RDFS}{name}"
    for name in (
        "subClassOf",
        "subPropertyOf",
        "domain",
        "range",
        "Class",
        "Datatype",
        "Resource",
    )
)
_MATCHES = {
    f"{SKOS}{name}Match" for name in ("exact", "close", "broad", "narrow", "related")
} | {f"{OWL}sameAs"}
_OURS = (L2, DCTERMS)
_PLAIN = {
    _TYPE,
    f"{RDFS}label",
    f"{RDFS}seeAlso",
    f"{SKOS}altLabel",
    f"{SKOS}editorialNote",
}
_BOOKS = (PREFIXES["bibo"], PREFIXES["fabio"])


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of data quality: its name, how grave a breach is, what is wrong then, and the remedy."""

    name: str
    severity: Severity
    message: str
    remedy: str

    def finding(
        self,
        part: Part,
        element: str | None,
        detail: str = "",
        *,
        line: int | None = None,
    ) -> Finding:
        """Report a breach in a file, on the line where the element is described."""
        message = self.message.rstrip(".") + (f" ({detail})" if detail else "")
        place = line or (part.line_of(element) if element else None)
        return Finding(
            self.severity, message, self.remedy, part.path, place, element, self.name
        )


_RULES = (
    (
        "file-name",
        "The file does not describe the case that it is named for",
        (
            "Name the file SLUG.ttl, in lower case with hyphens, and describe case:SLUG a"
            " l2:Case in it."
        ),
    ),
    (
        "case-without-whole",
        "A second case in the file says not which case it belongs to",
        "Add l2:subCaseOf naming the case of the file.",
    ),
    (
        "layout",
        "The file is not in the project's layout",
        "Run `l2kg fmt` on the file.",
    ),
    (
        "foreign-subject",
        "A statement about something that belongs to another file",
        (
            "Write it in the file of that thing, or give the thing a name in the"
            " namespace of this file."
        ),
    ),
    (
        "blank-node",
        "A node without a name",
        "Give it an IRI of its own in the namespace of the file.",
    ),
    (
        "schema-statement",
        "A statement of a schema among the data",
        "Remove it; classes, properties and shapes belong to the ontology.",
    ),
    (
        "outside-identifier",
        "A link to a record of another dataset among the data",
        "Write it in data/links, with who says so and how sure.",
    ),
    (
        "foreign-property",
        "A term of another vocabulary among the data",
        "Take a term of the ontology; foreign terms stand in its alignments.",
    ),
    (
        "dangling-reference",
        "A name that nothing describes",
        "Mend the name, or describe what it names.",
    ),
    (
        "edtf-date",
        "A date that cannot be read",
        (
            "Write an EDTF date such as 1990-07-05, 1990-07 or 1994~/1996~, the earlier"
            " end first; before a day is ../1990-07-05, after it 1990-07-05/..."
        ),
    ),
    (
        "value-of-its-type",
        "A literal whose text is no value of its type",
        (
            "Write the value as its type wants it: xsd:date 1990-07-05, xsd:integer 12,"
            " xsd:boolean true or false."
        ),
    ),
    (
        "literal-that-changes",
        (
            "A literal of a type whose values the store writes anew, so that it would not"
            " come out as it went in"
        ),
        "Write it as a text, with a language or without, or as an EDTF date.",
    ),
    (
        "hidden-sign",
        "A sign that nobody sees, or that turns round what follows it",
        "Leave it out, or type the text anew; copied text often brings such signs.",
    ),
    (
        "odd-address",
        "An IRI that would run or open something where a reader follows it",
        "Write an address with https:// or a name such as urn:isbn:9780300064438.",
    ),
)

FILE_CHECKS = {
    name: Check(name, "error", message, remedy) for name, message, remedy in _RULES
}
TABLE_CHECKS = {
    name: Check(name, "error", message, remedy)
    for name, (message, remedy) in TABLE_RULES.items()
}


def iri(term: object) -> str | None:
    """Return the IRI of a term, or nothing for a node without a name and for a literal."""
    return term.value if isinstance(term, ox.NamedNode) else None


def misnamed(part: Part) -> Iterator[Finding]:
    """Report a case file that does not describe the case of its name."""
    if part.kind != "case":
        return
    wanted, stem = graph_of(part.path, "case"), part.path.stem
    if part.graph == wanted and has_case(part) and _SLUG.fullmatch(stem):
        return
    slug = part.graph.removeprefix(CASE)
    if has_case(part) and _SLUG.fullmatch(slug):
        detail = f"it describes {compact(part.graph)}, so that its name is {slug}.ttl"
    else:
        found = ", ".join(compact(iri) for iri in sorted(_cases(part))) or "no case"
        detail = f"wanted {compact(wanted)}, found {found}"
    yield FILE_CHECKS["file-name"].finding(part, None, detail, line=1)


def has_case(part: Part) -> bool:
    """Tell whether a file describes the case whose graph it fills."""
    return part.graph in _cases(part)


def layout(part: Part) -> Iterator[Finding]:
    """Report a file that the formatter would change, on the first line that it would."""
    try:
        wanted = canonical(part.text)
    except TurtleError as error:
        yield error.finding(part.path)
        return
    if wanted != part.text:
        pairs = zip(part.text.split("\n"), wanted.split("\n"), strict=False)
        line = next(
            (number for number, (mine, other) in enumerate(pairs, 1) if mine != other), 1
        )
        yield FILE_CHECKS["layout"].finding(part, None, line=line)


def mappings(part: Part, described: Mapping[str, Container[str]]) -> Iterator[Finding]:
    """Report what is wrong in a table of mappings, given what the data describe, each with its classes."""
    for line, sign in lines_with_hidden_signs(part.text):
        yield FILE_CHECKS["hidden-sign"].finding(part, None, sign, line=line)
    for breach in breaches(read_table(part.text), described):
        yield TABLE_CHECKS[breach.rule].finding(
            part, breach.subject, breach.detail, line=breach.line
        )


def statements(
    part: Part, described: Collection[str], coded: Container[str] = ()
) -> Iterator[Finding]:
    """Report statements that a data file may not hold, given the names that anything describes.

    A code of no list under one of the `coded` properties is left to the shapes.
    """
    yield from _subjects(part)
    suggested = 0
    for t in part.triples:
        for name, term in _breaches(part, t, described):
            if name != "dangling-reference":
                where = line_of_literal(part, t) or _line_of_iri(part, t)
                yield FILE_CHECKS[name].finding(
                    part, iri(t.subject), compact(term), line=where
                )
            elif t.predicate.value not in coded:
                suggested += 1
                near = _instead_of(term, described) if suggested <= _SUGGESTED else ""
                rule = FILE_CHECKS[name]
                if term.startswith((L2T, L2V)):
                    rule = replace(rule, remedy=_CODE)
                yield rule.finding(part, iri(t.subject), f"{compact(term)}{near}")
    yield from _wholes(part)


def _subjects(part: Part) -> Iterator[Finding]:
    """Report subjects of another file, and those without a name that nothing refers to."""
    used = {t.object for t in part.triples if isinstance(t.object, ox.BlankNode)}
    for subject in dict.fromkeys(t.subject for t in part.triples):
        if isinstance(subject, ox.NamedNode) and not _own(part, subject.value):
            yield FILE_CHECKS["foreign-subject"].finding(part, subject.value)
        if isinstance(subject, ox.BlankNode) and subject not in used:
            yield FILE_CHECKS["blank-node"].finding(
                part, None, "a subject that nothing refers to"
            )


def _breaches(
    part: Part, t: ox.Triple, described: Container[str]
) -> Iterator[tuple[str, str]]:
    """Yield the names of the rules that a triple breaks, each with the term that does."""
    for term in (t.subject, t.predicate, t.object):
        if sign := hidden_sign(str(getattr(term, "value", ""))):
            yield "hidden-sign", sign
        if address := odd_address(term):
            yield "odd-address", address
    if isinstance(t.object, ox.BlankNode):
        yield "blank-node", t.predicate.value
    elif foreign := _foreign(part, t):
        yield foreign
    elif isinstance(t.object, ox.NamedNode) and _broken(part, t.object.value, described):
        yield "dangling-reference", t.object.value
    elif wrong := literal_breach(t):
        yield wrong


def _line_of_iri(part: Part, t: ox.Triple) -> int | None:
    start = part.line_of(iri(t.subject) or "") or 1
    return line_of_iri(part.text, iri(t.object) or "", start)


def _own(part: Part, name: str) -> bool:
    if part.kind == "case":
        return name == part.graph or name.startswith(f"{part.graph}#")
    return name.startswith(SPACES[part.kind])


def _foreign(part: Part, t: ox.Triple) -> tuple[str, str] | None:
    """Return the rule that a term of another vocabulary breaks, and the term."""
    terms = [t.predicate.value]
    if t.predicate.value == _TYPE and isinstance(t.object, ox.NamedNode):
        terms.append(t.object.value)
    for term in terms:
        if term in _MATCHES:
            return "outside-identifier", term
        if term.startswith((OWL, SH, *_SCHEMA)):
            return "schema-statement", term
        books = part.kind == "sources" and term.startswith(_BOOKS)
        if term not in _PLAIN and not term.startswith(_OURS) and not books:
            return "foreign-property", term
    return None


def dangles(name: str, described: Container[str]) -> bool:
    """Tell whether an IRI of ours, none of a graph or rule, is described nowhere."""
    return (
        name.startswith(BASE)
        and not name.startswith((GRAPH, RULE))
        and name not in described
    )


def _broken(part: Part, name: str, described: Container[str]) -> bool:
    """Tell whether a reference dangles.

    Terms of the ontology and elements of other cases are looked at by queries.
    """
    other = part.kind == "case" and name.startswith(CASE) and not _own(part, name)
    return dangles(name, described) and not other and not name.startswith(L2)


def _instead_of(name: str, described: Collection[str]) -> str:
    """Suggest the described name of the same namespace that is nearest to another."""
    space = name[: len(name) - len(local_name(name))]
    known = {local_name(other): other for other in described if other.startswith(space)}
    near = closest(local_name(name), known, least=0.7)
    return did_you_mean(compact(known[one]) for one in near)


def _wholes(part: Part) -> Iterator[Finding]:
    """Report cases in a file, other than the file's own, that are sub-cases of none."""
    parts = {
        iri(t.subject) for t in part.triples if t.predicate.value == f"{L2}subCaseOf"
    }
    for case in sorted(_cases(part) - parts - {part.graph}):
        yield FILE_CHECKS["case-without-whole"].finding(part, case)


def _cases(part: Part) -> set[str]:
    """Return the IRIs of the cases that a file describes."""
    typed = (
        t
        for t in part.triples
        if t.predicate.value == _TYPE and iri(t.object) == f"{L2}Case"
    )
    return {name for t in typed if (name := iri(t.subject))}
