"""Files of ontology 0.1 become files of 0.2: what is sure is done, what is not is listed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from commands import l2kg

from l2kg.corpus import read
from l2kg.errors import UsageError
from l2kg.findings import Finding, blocking
from l2kg.migration import files
from l2kg.migration.files import TARGET, Migrated, migrate, migration_queries
from l2kg.migration.text import renamed
from l2kg.namespaces import L2
from l2kg.turtle import canonical
from l2kg.validation.checks import check

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parents[1]
OLD = sorted((ROOT / "tests" / "data" / "migration").glob("*.ttl"))
OUTSIDE = ROOT.parent / "shared" / "trials" / "cases"
ANSWERS = {  # by decision: what answers it, written behind the element
    "claim-without-claimant": "l2:claimedBy <https://w3id.org/l2kg/source/sebenius-2012>",
    "measure-without-performance": "l2:performance <https://w3id.org/l2kg/vocab/done>",
}
PROLOGUE = "\nPREFIX l2: <https://w3id.org/l2kg/ontology#>\n"

CASE = """
PREFIX : <https://w3id.org/l2kg/case/old#>
PREFIX case: <https://w3id.org/l2kg/case/>
PREFIX l2: <https://w3id.org/l2kg/ontology#>
PREFIX l2v: <https://w3id.org/l2kg/vocab/>
case:old a l2:Case . # as it was
"""
DECISIONS = [
    pytest.param(
        ":c a l2:Claim .", "claim-without-claimant", "none in this file", id="claim"
    ),
    pytest.param(
        ":c a l2:Claim ; l2:evidence :e . :e l2:voice :v .",
        "claim-without-claimant",
        "voices: v",
        id="claim with a voice",
    ),
    pytest.param(
        ":m a l2:Measure .", "measure-without-performance", "l2:performance", id="measure"
    ),
    pytest.param(
        ":d a l2:Deal ; l2:dealStatus l2v:blocked .",
        "outcome-blocked",
        "l2v:may-be-blocked",
        id="deal",
    ),
    pytest.param(
        "case:old l2:outcome l2v:blocked .",
        "outcome-blocked",
        "l2v:may-be-blocked",
        id="case",
    ),
    pytest.param(
        ":r a l2:Ratification ; l2:decides :d ; l2:decidedBy :c .",
        "ratification-without-decision",
        "l2:decision",
        id="ratification",
    ),
    pytest.param(
        ":r a l2:BackChannel ; l2:connects :a , :b , :c .",
        "relationship-of-three",
        "l2:through",
        id="chain or clique",
    ),
]


def migrated(path: Path) -> Migrated:
    (part,) = [part for part in read([path])[0].parts if part.checked]
    return migrate(part)


def written(folder: Path, text: str, name: str = "old.ttl") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def errors_of(*paths: Path) -> list[Finding]:
    corpus, unread = read(paths)
    return [one for one in blocking([*unread, *check(corpus)]) if one.rule != "layout"]


@pytest.mark.parametrize(("more", "rule", "said"), DECISIONS)
def test_what_needs_a_decision_is_listed(
    tmp_path: Path, more: str, rule: str, said: str
) -> None:
    (decision,) = migrated(written(tmp_path, CASE + more)).decisions
    assert decision.rule == rule
    assert decision.line
    assert decision.element
    assert said in decision.line_of_text()


def test_each_query_of_migration_has_its_row() -> None:
    assert {param.values[1] for param in DECISIONS} == {
        q.name for q in migration_queries()
    }
    assert all(query.severity and query.fix for query in migration_queries())


@pytest.mark.parametrize("path", OLD, ids=lambda path: path.stem)
def test_a_file_that_is_migrated_and_answered_checks_clean(
    path: Path, tmp_path: Path
) -> None:
    old = path.read_text(encoding="utf-8")
    new = migrated(path)
    assert canonical(new.part.text) == new.part.text
    rest = [line for line in new.part.text.split("\n") if "codebookVersion" not in line]
    assert "\n".join(rest) == old
    place = written(tmp_path, new.part.text, path.name)
    open_still = [one for one in new.decisions if one.severity == "error"]
    assert {one.element for one in errors_of(place)} == {
        one.element for one in open_still
    }
    if open_still:
        answer(place, open_still)
        assert errors_of(place) == []


def test_what_is_of_this_version_stays_as_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, CASE + ":m a l2:Measure .\n")
    assert l2kg("migrate", str(path)).returncode == 0
    once = path.read_text(encoding="utf-8")
    assert once.startswith(CASE.rstrip())  # comments and layout stay
    again = l2kg("migrate", str(path))
    assert path.read_text(encoding="utf-8") == once
    assert f"is of {TARGET} already" in again.stderr
    assert "performance" not in again.stderr


def test_a_shipped_case_is_of_this_version_by_its_collection() -> None:
    done = l2kg("migrate", str(ROOT / "data" / "cases" / "geneva-accord.ttl"))
    assert f"is of {TARGET} already" in done.stderr


def test_a_term_that_was_replaced_is_renamed_where_it_is_a_term() -> None:
    names = {f"{L2}old": f"{L2}new", f"{L2}gone": "https://w3id.org/l2kg/vocab/there"}
    text = (
        "PREFIX l: <https://w3id.org/l2kg/ontology#>\n"
        '# l:old\n<x> l:old "l:old" , """<https://w3id.org/l2kg/ontology#old>""" ;\n'
        "  <https://w3id.org/l2kg/ontology#old> l:gone , l:older .\n"
    )
    new = renamed(text, names)
    assert new.splitlines()[1:] == [
        "# l:old",
        '<x> l:new "l:old" , """<https://w3id.org/l2kg/ontology#old>""" ;',
        "  <https://w3id.org/l2kg/ontology#new> <https://w3id.org/l2kg/vocab/there> , l:older .",
    ]
    assert (
        len(list(ox.parse(new, format=ox.RdfFormat.TURTLE, base_iri="https://x/"))) == 4
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(f"PREFIX : <{L2}> <x> a :old .", "<x> a :new .", id="empty prefix"),
        pytest.param(
            f"@prefix a: <x:> . @prefix l: <{L2}> . a:b a l:old .",
            "a:b a l:new .",
            id="two on one line",
        ),
        pytest.param(
            f"@prefix l: # <y:>\n <{L2}> . <x> a l:old .",
            "a l:new .",
            id="a comment within",
        ),
        pytest.param(
            f"@prefix l: <{L2}> . <x> a l:o\\-ld, l:old\\.1, l:old.",
            "a l:o\\-ld, l:old\\.1, l:new.",
            id="escapes",
        ),
    ],
)
def test_a_term_is_renamed_however_its_prefix_is_declared(text: str, said: str) -> None:
    new = renamed(text, {f"{L2}old": f"{L2}new"})
    assert new.endswith(said)


def test_a_file_is_migrated_with_its_comments_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "old.ttl"
    before = f"# read in May\r\n{CASE}:m a l2:Measure . # behind\r\n".replace(
        "\r\n", "\n"
    )
    path.write_bytes(before.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    assert l2kg("migrate", str(path)).returncode == 0
    after = path.read_bytes().decode()
    assert after.startswith(before.rstrip().replace("\n", "\r\n"))
    assert after.count("\n") == after.count("\r\n")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_replaced_term_is_read_from_the_ontology(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(
        tmp_path,
        "PREFIX l2: <https://w3id.org/l2kg/ontology#> PREFIX owl: <http://www.w3.org/2002/07/owl#>"
        " PREFIX dcterms: <http://purl.org/dc/terms/>\n"
        "l2:one owl:deprecated true ; dcterms:isReplacedBy l2:other .\n"
        "l2:two owl:deprecated true ; dcterms:isReplacedBy l2:other , l2:another .\n",
    )
    monkeypatch.setattr(files, "ontology_root", lambda: tmp_path)
    files.replacements.cache_clear()
    assert files.replacements() == {f"{L2}one": f"{L2}other"}
    files.replacements.cache_clear()


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        pytest.param("this is no Turtle", "old.ttl", "no Turtle", id="no Turtle"),
        pytest.param("subject_id\n", "x.sssom.tsv", "no data in Turtle", id="a table"),
        pytest.param(
            CASE + 'case:old l2:codebookVersion "0.1.0" .',
            "old.ttl",
            "names another l2:codebookVersion",
            id="another version",
        ),
    ],
)
def test_what_cannot_be_migrated_is_refused_in_one_line_and_nothing_is_written(
    tmp_path: Path, text: str, name: str, said: str
) -> None:
    good = written(tmp_path, CASE.replace("old", "good"), "good.ttl")
    bad = written(tmp_path, text, name)
    done = l2kg("migrate", str(good), str(bad))
    assert done.returncode in {1, 2}
    assert len(done.stderr.strip().split("\n")) == 1
    assert said in done.stderr
    assert good.read_text(encoding="utf-8") == CASE.replace("old", "good")


def test_output_leaves_the_given_file_and_replaces_none_unasked(tmp_path: Path) -> None:
    path = written(tmp_path, CASE)
    done = l2kg("migrate", str(path), "--output", str(tmp_path / "new"))
    assert done.returncode == 0
    assert path.read_text(encoding="utf-8") == CASE
    assert TARGET in (tmp_path / "new" / "old.ttl").read_text(encoding="utf-8")
    again = l2kg("migrate", str(path), "--output", str(tmp_path / "new"))
    assert again.returncode == 2
    assert "--force" in again.stderr


def test_the_ontology_is_no_data(tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    path = written(tmp_path / "modules", "<x:a> <x:b> <x:c> .\n")
    with pytest.raises(UsageError, match="holds no data"):
        migrated(path)


def test_files_of_ours_of_the_last_version_need_one_claimant_and_nothing_else(
    tmp_path: Path,
) -> None:
    assert len(OLD) > 2
    run = l2kg("migrate", *map(str, OLD), "--output", str(tmp_path))
    assert run.returncode == 0
    errors = [line for line in run.stderr.splitlines() if ": error: " in line]
    assert [line.split(": ")[2].partition("#")[2] for line in errors] == [
        "claim-right-not-conceded"
    ]


@pytest.mark.slow
@pytest.mark.skipif(
    not OUTSIDE.exists(),
    reason="wants ../shared/trials/cases: cases that an outsider coded, not ours to publish",
)
def test_the_cases_of_an_outsider_migrate_and_once_answered_check_clean(
    tmp_path: Path,
) -> None:
    cases = sorted(OUTSIDE.glob("*.ttl"))
    assert len(cases) > 2
    listed = {path.name: migrated(path).decisions for path in cases}
    assert {one.rule for found in listed.values() for one in found} == {
        "claim-without-claimant",
        "measure-without-performance",
        "relationship-of-three",
    }
    assert l2kg("migrate", *map(str, cases), "--output", str(tmp_path)).returncode == 0
    places = [tmp_path / path.name for path in cases]
    assert [
        (one.rule, (one.element or "").partition("#")[2]) for one in errors_of(*places)
    ] == [("claim-claimed-by", "claim-from-mcguinness")]
    for place in places:
        answer(place, listed[place.name])
        assert [one.rule for one in migrated(place).decisions] == []
    assert errors_of(*places) == []


def answer(path: Path, decisions: Iterable[Finding]) -> None:
    """Write the answers to decisions behind a migrated file."""
    text = path.read_text(encoding="utf-8") + PROLOGUE
    answers = [
        f"<{one.element}> {ANSWERS[one.rule]} .\n"
        for one in decisions
        if one.rule in ANSWERS
    ]
    path.write_text(text + "".join(answers), encoding="utf-8")
