"""Nanopublications: one for each evidenced record, valid for the nanopub library, and nothing but what was authored."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import processor

from l2kg.export.nanopubs import Nanopub, nanopub_iri, nanopubs, trig
from l2kg.namespaces import CASE, INFERRED, L2, RULE

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query

nanopub = pytest.importorskip(
    "nanopub", reason="the nanopub library is in the test extra"
)
CHANNEL = f"{CASE}german-reunification#ross-tarasenko"


@pytest.fixture(scope="module")
def all_of_them(real: ox.Store) -> dict[str, Nanopub]:
    return {one.element: one for one in nanopubs(real)}


def part(one: Nanopub, name: str) -> set[ox.Triple]:
    return {q.triple for q in one.quads if q.graph_name.value == f"{one.iri}#{name}"}


def test_each_evidenced_record_has_one(
    real: ox.Store, all_of_them: dict[str, Nanopub]
) -> None:
    records = real.query(
        "PREFIX l2: <https://w3id.org/l2kg/ontology#> SELECT DISTINCT ?r { ?r a l2:Record ; l2:evidence ?e }"
    )
    assert {row[0].value for row in records} == set(all_of_them)
    assert len({one.iri for one in all_of_them.values()}) == len(all_of_them)


@pytest.fixture
def queries_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rdflib read each query of the library once, and not again for every nanopublication."""
    read, translate = processor.parseQuery, processor.translateQuery
    monkeypatch.setattr(processor, "parseQuery", lambda text: text)
    monkeypatch.setattr(
        processor,
        "translateQuery",
        lambda text, base=None, names=None: prepared(text, base, tuple(names.items())),
    )

    @cache
    def prepared(
        text: str, base: str | None, names: tuple[tuple[str, str], ...]
    ) -> Query:
        return translate(read(text), base, dict(names))


@pytest.mark.slow
@pytest.mark.usefixtures("queries_read_once")
def test_the_library_finds_each_valid(all_of_them: dict[str, Nanopub]) -> None:
    for one in all_of_them.values():
        graph = rdflib.Dataset()
        graph.parse(data=trig(one), format="trig")
        read = nanopub.Nanopub(rdf=graph)
        assert read.is_valid, one.iri
        assert str(read.metadata.np_uri) == one.iri


@pytest.mark.parametrize("name", ["Head", "assertion", "provenance", "pubinfo"])
def test_the_library_refuses_one_without_a_part(
    all_of_them: dict[str, Nanopub], name: str
) -> None:
    one = all_of_them[CHANNEL]
    lesser = Nanopub(
        one.iri,
        one.element,
        tuple(q for q in one.quads if q.graph_name.value != f"{one.iri}#{name}"),
    )
    graph = rdflib.Dataset()
    graph.parse(data=trig(lesser), format="trig")
    with pytest.raises(nanopub.utils.MalformedNanopubError):
        assert nanopub.Nanopub(rdf=graph).is_valid


def test_an_assertion_is_what_was_authored_and_no_more(
    real: ox.Store, all_of_them: dict[str, Nanopub]
) -> None:
    derived = {
        q.triple
        for q in real
        if getattr(q.graph_name, "value", "") == INFERRED
        or getattr(q.graph_name, "value", "").startswith(RULE)
    }
    authored = {
        q.triple for q in real if getattr(q.graph_name, "value", "").startswith(CASE)
    }
    channel = part(all_of_them[CHANNEL], "assertion")
    assert channel
    assert channel <= authored - derived
    assert Counter(t.subject.value for t in channel).keys() == {CHANNEL}


def test_provenance_leads_to_passage_work_and_voice(
    all_of_them: dict[str, Nanopub],
) -> None:
    one = all_of_them[CHANNEL]
    said = {
        (t.predicate.value.rpartition("#")[2], t.object.value)
        for t in part(one, "provenance")
        if t.subject.value == f"{one.iri}#assertion"
    }
    assert ("wasDerivedFrom", f"{CASE}german-reunification#ev-cultivated") in said
    assert ("hadPrimarySource", "https://w3id.org/l2kg/source/sebenius-2012") in said
    assert ("wasAttributedTo", "https://w3id.org/l2kg/actor/dennis-ross") in said
    passages = {
        t.subject.value
        for t in part(one, "provenance")
        if t.predicate.value == f"{L2}voice"
    }
    assert f"{CASE}german-reunification#ev-cultivated" in passages


def test_nothing_is_attributed_to_a_work(
    real: ox.Store, all_of_them: dict[str, Nanopub]
) -> None:
    works = {
        q.subject
        for q in real.quads_for_pattern(
            None, None, ox.NamedNode(f"{L2}Source"), ox.DefaultGraph()
        )
    }
    given = {
        q.object
        for one in all_of_them.values()
        for q in one.quads
        if q.predicate.value.endswith("wasAttributedTo")
    }
    assert given
    assert not given & works


def test_the_same_store_gives_the_same_text(
    real: ox.Store, all_of_them: dict[str, Nanopub]
) -> None:
    again = {one.element: trig(one) for one in nanopubs(real)}
    assert again == {element: trig(one) for element, one in all_of_them.items()}
    assert nanopub_iri(CHANNEL) == all_of_them[CHANNEL].iri
