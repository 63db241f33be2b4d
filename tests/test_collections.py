"""In which collection a case is: by where its file lies, or as the file says."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from l2kg.corpus import read
from l2kg.findings import blocking
from l2kg.inference.materialise import infer
from l2kg.namespaces import BASE, CASE, DCTERMS, L2, RDF
from l2kg.validation.checks import check

ROOT = Path(__file__).resolve().parents[1]
TINY = ROOT / "tests" / "data" / "tiny.ttl"
PAPER = f"{BASE}collection/sebenius-2012"
IN = f"{L2}inCollection"

COLLECTIONS = """PREFIX l2: <https://w3id.org/l2kg/ontology#>
<https://w3id.org/l2kg/collection/one> a l2:Collection .
"""
CASES = """PREFIX l2: <https://w3id.org/l2kg/ontology#>
<https://w3id.org/l2kg/case/whole> a l2:Case .
<https://w3id.org/l2kg/case/whole#part> a l2:Case ; l2:subCaseOf <https://w3id.org/l2kg/case/whole> .
<https://w3id.org/l2kg/case/whole#own> a l2:Case ; l2:inCollection <https://w3id.org/l2kg/collection/two> .
"""


def collections(*paths: Path) -> dict[str, set[str]]:
    """Return the collections of each case in the files that are to be checked."""
    found: dict[str, set[str]] = {}
    for part in read(paths)[0].cases:
        for t in part.triples if part.checked else ():
            if t.predicate.value == f"{RDF}type" and t.object == ox.NamedNode(
                f"{L2}Case"
            ):
                found.setdefault(t.subject.value, set())
            if t.predicate.value == IN:
                found.setdefault(t.subject.value, set()).add(t.object.value)
    return found


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_shipped_case_is_in_the_collection_of_the_paper() -> None:
    found = collections()
    assert len(found) > len(
        list((ROOT / "data" / "cases").glob("*.ttl"))
    )  # sub-cases too
    assert set(map(frozenset, found.values())) == {frozenset({PAPER})}


def test_one_shipped_case_given_alone_is_in_it_too() -> None:
    path = ROOT / "data" / "cases" / "geneva-accord.ttl"
    assert collections(path) == {f"{CASE}geneva-accord": {PAPER}}


def test_a_case_keeps_the_collection_that_it_names() -> None:
    assert collections(TINY) == {f"{CASE}tiny": {f"{CASE}tiny#invented"}}


def test_a_case_that_lies_elsewhere_is_in_none(tmp_path: Path) -> None:
    path = written(tmp_path / "whole.ttl", CASES)
    assert collections(path)[f"{CASE}whole"] == set()


def test_a_folder_beside_a_collection_is_in_it(tmp_path: Path) -> None:
    home = written(tmp_path / "collections.ttl", COLLECTIONS)
    path = written(tmp_path / "cases" / "whole.ttl", CASES)
    assert collections(home, path) == {
        f"{CASE}whole": {f"{BASE}collection/one"},
        f"{CASE}whole#part": {f"{BASE}collection/one"},
        f"{CASE}whole#own": {f"{BASE}collection/two"},
    }


def test_beside_two_collections_nothing_is_guessed(tmp_path: Path) -> None:
    two = "<https://w3id.org/l2kg/collection/two> a l2:Collection .\n"
    home = written(tmp_path / "collections.ttl", COLLECTIONS + two)
    path = written(tmp_path / "cases" / "whole.ttl", CASES)
    assert collections(home, path)[f"{CASE}whole"] == set()


def test_a_case_may_tell_an_episode_of_another_collection() -> None:
    retold = TINY.parent / "retold"
    corpus, unread = read([TINY, retold])
    assert blocking([*unread, *check(corpus)]) == []
    assert collections(TINY, retold)[f"{CASE}tiny-retold"] == {f"{BASE}collection/retold"}
    same = ox.NamedNode(f"{L2}sameEpisodeAs")
    told = {d.triple for d in infer(corpus)[0] if d.triple.predicate == same}
    tiny, other = ox.NamedNode(f"{CASE}tiny"), ox.NamedNode(f"{CASE}tiny-retold")
    assert ox.Triple(tiny, same, other) in told  # it holds both ways


def test_a_collection_has_its_cases_in_the_words_of_catalogues(real: ox.Store) -> None:
    pattern = None, ox.NamedNode(f"{DCTERMS}hasPart"), None, ox.DefaultGraph()
    parts = {(q.subject.value, q.object.value) for q in real.quads_for_pattern(*pattern)}
    assert parts == {(PAPER, case) for case in collections()}
