"""The tactics as a tree: what each is, where it was applied, where it is only named, and which barriers it answers."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.cases.elements import evidence_of
from l2kg.cases.reading import Reader, Ref, Survey
from l2kg.cases.tables import CaseTable, Row
from l2kg.namespaces import L2, L2T, SKOS
from l2kg.views.browse import harmless
from l2kg.views.htmlparts import evidence_html, framed_html, linked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from l2kg.cases.parts import Evidence

    Uses = Mapping[str, tuple["Applied", ...]]

__all__ = [
    "TACTICS_QUERY",
    "Applied",
    "Tactic",
    "tactic_html",
    "tactics",
    "to_csv",
    "tree_html",
]

TACTICS_QUERY = """# Every tactic, with the measures that apply it
SELECT ?tactic ?label ?wider ?measure ?case WHERE {
  ?tactic a skos:Concept ; skos:inScheme l2t: ; skos:prefLabel ?label .
  OPTIONAL { ?tactic skos:broader ?wider }
  OPTIONAL { ?measure l2:tactic ?tactic ; l2:inCase ?case }
} ORDER BY ?label ?case ?measure
"""


@dataclass(frozen=True, slots=True)
class Applied:
    """A measure that applies a tactic, the case in which, and the barriers that it answers there."""

    measure: Ref
    case: Ref
    barriers: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tactic:
    """A tactic with its place in the tree: ``depth`` from the top, ``narrower`` one step below."""

    ref: Ref
    definition: str
    scope: str
    also: tuple[str, ...]
    depth: int
    broader: Ref | None
    narrower: tuple[Ref, ...]
    applied: tuple[Applied, ...]
    below: int
    barrier_types: tuple[Ref, ...]
    warrants: tuple[Evidence, ...]


def tactics(store: ox.Store) -> dict[str, Tactic]:
    """Read the tree from the top down, each tactic before those below it, by local name."""
    reader, measures = (
        Reader(store),
        Survey(
            store,
            properties=tuple(
                f"{L2}{name}" for name in ("inCase", "addresses", "barrierType")
            ),
        ),
    )
    in_scheme = store.quads_for_pattern(
        None, ox.NamedNode(f"{SKOS}inScheme"), ox.NamedNode(L2T), ox.DefaultGraph()
    )
    concepts = {
        quad.subject.value for quad in in_scheme if isinstance(quad.subject, ox.NamedNode)
    }
    above = {
        iri: min(reader.facts(iri).iris(f"{SKOS}broader"), default="") for iri in concepts
    }
    below: dict[str, list[str]] = {}
    for iri, wide in above.items():
        below.setdefault(wide if wide in concepts else "", []).append(iri)
    uses = {iri: tuple(_uses(measures, iri)) for iri in concepts}
    return {
        ref.id: _tactic(reader, measures, ref, depth, above[ref.iri], below, uses)
        for ref, depth in _walk(reader, below, "", 0)
    }


def _walk(
    reader: Reader, below: Mapping[str, list[str]], top: str, depth: int
) -> Iterator[tuple[Ref, int]]:
    for ref in reader.refs(below.get(top, ())):
        yield ref, depth
        yield from _walk(reader, below, ref.iri, depth + 1)


def _uses(reader: Reader, iri: str) -> Iterator[Applied]:
    quads = reader.store.quads_for_pattern(
        None, ox.NamedNode(f"{L2}tactic"), ox.NamedNode(iri), ox.DefaultGraph()
    )
    for ref in reader.refs(
        quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)
    ):
        facts = reader.facts(ref.iri)
        if cases := facts.iris("inCase"):
            yield Applied(
                ref, reader.ref(max(cases, key=len)), reader.refs(facts.iris("addresses"))
            )


def _tactic(
    reader: Reader,
    measures: Reader,
    ref: Ref,
    depth: int,
    wide: str,
    below: Mapping[str, list[str]],
    uses: Mapping[str, tuple[Applied, ...]],
) -> Tactic:
    facts, own = reader.facts(ref.iri), uses[ref.iri]
    deep = [use for one, _ in _walk(reader, below, ref.iri, 0) for use in uses[one.iri]]
    barriers = {barrier.iri for use in own for barrier in use.barriers}
    return Tactic(
        ref=ref,
        definition=facts.text(f"{SKOS}definition"),
        scope=facts.text(f"{SKOS}scopeNote"),
        also=tuple(term.value for term in facts.values.get(f"{SKOS}altLabel", ())),
        depth=depth,
        broader=reader.ref(wide) if wide else None,
        narrower=reader.refs(below.get(ref.iri, ())),
        applied=own,
        below=len({use.case for use in [*own, *deep]}),
        barrier_types=reader.refs(
            {
                kind
                for barrier in barriers
                for kind in measures.facts(barrier).iris("barrierType")
            }
        ),
        warrants=tuple(
            evidence_of(reader, one, reader.facts(one))
            for one in sorted(facts.iris("evidence"))
        ),
    )


def _cases(count: int) -> str:
    return (
        "named without a case"
        if not count
        else f"{count} case{'' if count == 1 else 's'}"
    )


def tree_html(
    listed: Iterable[Tactic], link: Callable[[str], str | None], *, chosen: str = ""
) -> str:
    """Write the tree as nested steps, each tactic with the number of cases that apply it or one below it."""
    items = "".join(
        f'<li style="--depth:{one.depth}"{" class=chosen" if one.ref.id == chosen else ""}>'
        f'<a href="{escape(link(one.ref.iri) or "")}" data-id="{escape(one.ref.iri)}"'
        f"{' aria-current=true' if one.ref.id == chosen else ''}>{escape(one.ref.label)}</a>"
        f' <span class="mut">{_cases(one.below)}</span></li>'
        for one in listed
    )
    return f'<ul class="tree">{items}</ul>'


def tactic_html(one: Tactic, link: Callable[[str], str | None]) -> str:
    """Write a tactic: its definition, its place, the barriers it answers, the cases that apply it, and the passages that warrant it."""
    lines = [
        f'<p class="kick">Tactic</p><h2>{escape(one.ref.label)}</h2><p>{escape(one.definition)}</p>'
    ]
    lines += [f'<p class="mut">{escape(one.scope)}</p>'] if one.scope else []
    rows = [
        ("also called", escape(", ".join(one.also))),
        (
            "a kind of",
            linked(one.broader.iri, one.broader.label, link) if one.broader else "",
        ),
        (
            "kinds of it",
            ", ".join(linked(ref.iri, ref.label, link) for ref in one.narrower),
        ),
        (
            "answers barriers of",
            escape(", ".join(ref.label for ref in one.barrier_types)),
        ),
    ]
    lines.append(
        f"<dl>{''.join(f'<dt>{name}</dt><dd>{value}</dd>' for name, value in rows if value)}</dl>"
    )
    lines.append(_applied(one, link))
    lines += (
        ["<h3>Where it is described</h3>", *map(evidence_html, one.warrants)]
        if one.warrants
        else []
    )
    return "".join(lines)


def _applied(one: Tactic, link: Callable[[str], str | None]) -> str:
    if not one.applied:
        if one.below:
            return (
                "<p>No measure here is said to apply exactly this tactic, but a kind of"
                " it is applied: follow the links above.</p>"
            )
        return (
            "<p><b>Named without a case.</b> No measure here is said to apply this"
            " tactic.</p>"
        )
    rows = tuple(
        Row(use.measure.id, ((use.case,), (use.measure,), use.barriers))
        for use in one.applied
    )
    table = CaseTable("applied", "Applied", ("Case", "Measure", "Answers"), rows)
    return f"<h3>Where it was applied</h3>{framed_html(table, link)}"


def to_csv(listed: Iterable[Tactic]) -> str:
    """Write tactics as CSV, a line for each measure that applies one, and one for each tactic without."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ("tactic", "label", "broader", "definition", "case", "measure", "barriers")
    )
    for one in listed:
        head = (
            one.ref.iri,
            one.ref.label,
            one.broader.label if one.broader else "",
            one.definition,
        )
        uses = [
            (
                use.case.label,
                use.measure.label,
                "; ".join(ref.label for ref in use.barriers),
            )
            for use in one.applied
        ]
        writer.writerows(
            [harmless(cell) for cell in (*head, *use)] for use in uses or [("", "", "")]
        )
    return out.getvalue()
