"""The codebook: as generated, complete, and true to the data."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from making import STALE

from l2kg.codebook import codebook
from l2kg.codebook.chapters import Chapter, chapters
from l2kg.codebook.usage import Usage
from l2kg.corpus import Corpus, read
from l2kg.namespaces import L2, L2T, compact, expand
from l2kg.schema import Schema
from l2kg.schema.terms import TACTICS, Terms

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "docs" / "codebook.md"


@cache
def corpus() -> Corpus:
    return read()[0]


@cache
def schema() -> Schema:
    return Schema.of(corpus().of("ontology", "vocab"), corpus().of("shapes"))


@cache
def terms() -> Terms:
    return schema().terms


def told() -> tuple[Chapter, ...]:
    return chapters(schema())


@cache
def book() -> str:
    return codebook(corpus())


def entry(heading: str) -> str:
    """Return what the codebook says below a heading, up to the next."""
    found = re.search(
        rf"^#+ {re.escape(heading)}\n(.*?)(?=^#)", book(), re.MULTILINE | re.DOTALL
    )
    assert found, heading
    return found[1]


@pytest.mark.slow
def test_the_file_is_what_is_generated() -> None:
    assert BOOK.read_text(encoding="utf-8") == book(), STALE


@pytest.mark.parametrize(
    ("kind", "sign"),
    [
        ("class", "### Class {}"),
        ("property", "#### Property {}"),
        ("list", "#### List {}"),
        ("code", "- `{}` **"),
    ],
)
def test_each_term_has_one_entry(kind: str, sign: str) -> None:
    lines = [line.strip() for line in book().splitlines()]
    for term in terms().kind(kind):
        start = sign.format(compact(term.iri))
        found = sum(
            line == start or (sign.startswith("-") and line.startswith(start))
            for line in lines
        )
        assert found == (
            len([s for s in term.schemes if s in terms()]) if kind == "code" else 1
        ), term.iri


def test_each_class_has_one_chapter() -> None:
    counts = Counter(iri for chapter in told() for iri in chapter.classes)
    assert counts == Counter(term.iri for term in terms().kind("class"))


def test_each_rule_and_each_trap_is_printed() -> None:
    for kind in ("class", "property", "code"):
        for term in terms().kind(kind):
            assert [
                text
                for text in (term.definition, term.scope, *term.traps)
                if text not in book()
            ] == []


def test_traps_are_told() -> None:
    told = [
        term
        for kind in ("class", "property", "code")
        for term in terms().kind(kind)
        if term.traps
    ]
    assert len(told) > 40
    assert book().count("*Not:*") == sum(
        len(term.traps) * max(1, len(term.schemes)) for term in told
    )


@pytest.mark.parametrize(
    ("cls", "row"),
    [
        (
            "l2:Measure",
            "| `l2:form`           | must | exactly one | a code of `l2v:form`",
        ),
        (
            "l2:Stance",
            "| `l2:holder`    | must | exactly one | `l2:Constituency` or `l2:Side` or `l2:Actor`",
        ),
        ("l2:Relationship", "| `l2:connects` | must | two or more | `l2:Actor`"),
        ("l2:Measure", "| `l2:helps`          | may  | any number  | `l2:Side`"),
        (
            "l2:Record",
            "| `l2:epistemicStatus` | may  | at most one | `l2v:implied` or `l2v:generic`",
        ),
    ],
)
def test_a_table_says_what_the_shapes_want(cls: str, row: str) -> None:
    def folded(text: str) -> str:
        return re.sub(" +", " ", text)

    assert folded(row) in folded(entry(f"Class {cls}"))


def test_every_field_of_a_shape_is_in_a_table() -> None:
    for cls, fields in schema().fields.items():
        assert [
            f.path
            for f in fields
            if cls
            and f.asserted
            and not f.inverse
            and f"| `{compact(f.path)}` " not in entry(f"Class {compact(cls)}")
        ] == []


def test_every_example_is_an_element_of_the_data() -> None:
    described = {
        str(t.subject).strip("<>")
        for t in corpus().of("case", "actors", "sources", "collections", "claims")
    }
    named = re.findall(
        r"\*In the data:\*.*?`((?:case|actor|source|claim):[^`]+)`", book()
    )
    assert len(named) > 250
    assert [name for name in named if expand(name) not in described] == []


def test_an_example_uses_its_term() -> None:
    usage = Usage.of(corpus())
    for code in terms().codes(TACTICS):
        found = usage.example(code.iri)
        if found and not found.mentioned:
            assert f"{compact(found.iri)}`" in book()
            links = usage.index.iris(found.iri, f"{L2}tactic") + usage.index.iris(
                found.iri, f"{L2}refrainsFrom"
            )
            assert code.iri in links


def test_examples_stay_when_a_file_is_left_out() -> None:
    fewer = Corpus(
        tuple(part for part in corpus().parts if part.path.stem != "blocked-trade-deal")
    )
    before, after = Usage.of(corpus()), Usage.of(fewer)
    assert before.example(f"{L2}BackChannel") == after.example(f"{L2}BackChannel")


def test_what_no_case_uses_is_said_so() -> None:
    assert "- *In the data:* No case uses it." in entry("Class l2:Ratification")
    assert Usage.of(corpus()).example(f"{L2}Ratification") is None


def test_what_the_build_fills_is_shown_by_what_it_filled() -> None:
    assert re.search(r"\*In the data:\* .+\(derived\)", entry("Class l2:SuccessfulHelp"))


def test_the_taxonomy_is_indented_by_its_order() -> None:
    codes = terms().codes(TACTICS)
    assert codes[0].iri == f"{L2T}level-ii-measure"
    depths = [terms().depth(code) for code in codes]
    assert max(depths) > 2 and all(b <= a + 1 for a, b in pairwise(depths))
    assert "\n    - `l2t:cultivate-back-channels`" in book()


def test_the_contents_lead_to_the_chapters() -> None:
    for number, chapter in enumerate(told(), 1):
        anchor = re.search(
            rf"^{number}\. \[{chapter.title}\]\(#(.+)\)$", book(), re.MULTILINE
        )
        assert anchor
        assert anchor[1] == f"{number}. {chapter.title}".lower().replace(".", "").replace(
            " ", "-"
        )
