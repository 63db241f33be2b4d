"""The ontology: complete, annotated, consistent, and saying what it is meant to say."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from each import each
from making import STALE, maker

from l2kg.inference import hermit
from l2kg.inference.axioms import axioms_of, is_declaration
from l2kg.namespaces import (
    L2,
    L2T,
    L2V,
    OWL,
    PREFIXES,
    RDF,
    RDFS,
    SKOS,
    compact,
    expand,
)
from l2kg.schema import schema

ROOT = Path(__file__).resolve().parents[1]
ONTOLOGY = ROOT / "ontology"
PAPER = ROOT.parent / "shared" / "paper" / "000_a7797f67e82dbd9c.txt"
PROLOGUE = (
    "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    + "@prefix : <http://example.org/> .\n"
)
TYPE = ox.NamedNode(f"{RDF}type")
LONGEST = 4000  # characters between the two ends of a passage

needs_java = pytest.mark.usefixtures("java")

SUBSUMPTIONS = [
    pytest.param(sub, above, id=f"{sub}-{above}")
    for sub, above in [
        ("Person", "Actor"),
        ("Collective", "Actor"),
        ("Case", "Record"),
        ("Side", "Record"),
        ("Claim", "Record"),
        ("Term", "CaseElement"),
        ("BackChannel", "Occurrence"),
        ("AcceptanceSpeech", "Event"),
        ("Ratification", "Event"),
        ("SuccessfulHelp", "Measure"),
        ("ContestedHelp", "CrossTableMeasure"),
        ("Backfire", "Measure"),
        ("CrossTableHarm", "Occurrence"),
        ("CrossSideRelationship", "Relationship"),
        ("InternalOpponent", "Constituency"),
        ("InternalSupporter", "CaseElement"),
    ]
]

NO_SUBSUMPTIONS = [
    pytest.param(sub, above, id=f"{sub}-{above}")
    for sub, above in [
        ("Claim", "CaseElement"),
        ("BackChannel", "TrustedRelationship"),
        ("TrustedRelationship", "BackChannel"),
        ("Backfire", "CrossTableMeasure"),
        ("CrossTableHarm", "CrossTableMeasure"),
        ("SuccessfulHelp", "ContestedHelp"),
    ]
]

STANCE = ":c a l2:Constituency . :s a l2:Stance ; l2:holder :c ; l2:toward :m ; l2:polarity l2v:%s . :m a l2:%s ."
ENTAILED = {
    "helps-across": (
        ":m a l2:Measure ; l2:helpsAcrossTable :b . :b a l2:Side .",
        ":m",
        "CrossTableMeasure",
    ),
}
NOT_ENTAILED = {
    "opponents-need-a-rule": (
        STANCE % ("opposes", "Deal"),
        ":c",
        "InternalOpponent",
    ),
    "supporters-need-a-rule": (
        STANCE % ("supports", "Term"),
        ":c",
        "InternalSupporter",
    ),
    "help-alone-is-not-across": (
        ":m a l2:Measure ; l2:helps :b . :b a l2:Side .",
        ":m",
        "CrossTableMeasure",
    ),
}

CONTRADICTIONS = {
    "person-and-state": (":x a l2:Person , l2:State .", ["l2:Person", "l2:State"]),
    "a-state-is-no-side": (
        ":x l2:helps :y . :y a l2:State .",
        ["l2:helps", "l2:Side", "l2:State"],
    ),
    "a-page-is-text": (":x l2:citedPage 54 .", ["l2:citedPage", "xsd:string"]),
}
# Classes that nothing can belong to: a contradiction each, and all found in one run of the reasoner.
EMPTY = {
    "issue-and-deal": "l2:Issue , l2:Deal",
    "record-and-actor": "l2:Case , l2:Organization",
    "event-and-situation": "l2:Event , l2:Situation",
    "claim-and-element": "l2:Claim , l2:Stance",
    "measure-as-tactic": "[ a owl:Restriction ; owl:onProperty l2:tactic ; owl:someValuesFrom l2:Measure ]",
}
# Explained from the axioms that name nothing of ours but these, or two of them: each step of an
# explanation starts Java, and what contradicts itself alone does so among all others too.
EXPLAINED = {
    "person-and-state": {"Person", "State"},
    "a-state-is-no-side": {"State", "Side", "helps", "Actor", "Record", "CaseElement"},
    "a-page-is-text": {"citedPage"},
}
DATED = ':o a l2:Event ; l2:earliest "1990-07-05"^^xsd:date . :d l2:edtf "1994~/1996~"^^edtf:EDTF .'


def read(*paths: Path) -> list[ox.Triple]:
    store = ox.Store()
    for path in paths:
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    return [quad.triple for quad in store]


def files() -> list[Path]:
    return [
        path
        for path in sorted(ONTOLOGY.rglob("*.ttl"))
        if "shapes" not in path.relative_to(ONTOLOGY).parts
    ]


@cache
def everything() -> tuple[ox.Triple, ...]:
    return tuple(read(*files()))


@cache
def modules() -> tuple[ox.Triple, ...]:
    return tuple(read(ONTOLOGY / "l2kg.ttl", *(ONTOLOGY / "modules").glob("*.ttl")))


@cache
def explanation(name: str) -> hermit.Explanation:
    wanted = {L2 + term for term in EXPLAINED[name]}
    few = [t for t in modules() if is_declaration(t)]
    for axiom in axioms_of(list(modules())):
        named = {t.subject for t in axiom} | {t.object for t in axiom}
        ours = {t.value for t in named if isinstance(t, ox.NamedNode) and L2 in t.value}
        if ours and (ours <= wanted or len(ours & wanted) > 1):
            few += axiom
    return hermit.explain([*few, *facts(CONTRADICTIONS[name][0])])


@cache
def classification() -> hermit.Classification:
    return hermit.classify(everything())


def apart(turtle: str, name: str) -> str:
    """Give the individuals of some facts names of their own, so that other facts can stand beside them."""
    return re.sub(r"(?<!\w):(?=[a-z])", f":{name}-", turtle)


@cache
def classified_facts() -> hermit.Classification:
    """All facts from which something follows, or does not, classified in one run of the reasoner."""
    told = [apart(case[0], name) for name, case in (ENTAILED | NOT_ENTAILED).items()]
    empty = [
        f":{name} a owl:Class ; rdfs:subClassOf {above} ."
        for name, above in EMPTY.items()
    ]
    return hermit.classify(
        [*modules(), *facts("".join(told) + DATED), *triples("".join(empty))]
    )


def triples(turtle: str) -> list[ox.Triple]:
    quads = ox.parse((PROLOGUE + turtle).encode(), format=ox.RdfFormat.TURTLE)
    return [quad.triple for quad in quads]


def facts(turtle: str) -> list[ox.Triple]:
    found = triples(turtle)
    nodes = {t.subject for t in found} | {t.object for t in found if t.predicate != TYPE}
    named = [node for node in nodes if isinstance(node, ox.NamedNode)]
    return found + [
        ox.Triple(node, TYPE, ox.NamedNode(f"{OWL}NamedIndividual")) for node in named
    ]


@cache
def by_subject_and_predicate() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for t in everything():
        if not isinstance(t.object, ox.Triple):
            found[t.subject.value, t.predicate.value].append(t.object.value)
    return found


def values(subject: str, predicate: str) -> list[str]:
    return by_subject_and_predicate().get((subject, predicate), [])


@cache
def typed(cls: str, space: str) -> frozenset[str]:
    subjects = (
        t.subject
        for t in everything()
        if t.predicate == TYPE and t.object == ox.NamedNode(cls)
    )
    return frozenset(
        s.value
        for s in subjects
        if isinstance(s, ox.NamedNode) and s.value.startswith(space)
    )


def warrants() -> list[str]:
    return sorted(typed(f"{L2}Evidence", L2T))


def fold(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(str.maketrans("’‘“”", "''\"\"")))


def test_the_files_parse() -> None:
    assert all(read(path) for path in files())


@each("path", files(), ids=lambda path: path.stem)
def test_no_axiom_has_fallen_apart(path: Path) -> None:
    triples = read(path)
    nested = {t.object for t in triples}
    loose = {
        t.subject
        for t in triples
        if isinstance(t.subject, ox.BlankNode) and t.subject not in nested
    }
    disjoint = {
        t.subject for t in triples if t.object == ox.NamedNode(f"{OWL}AllDisjointClasses")
    }
    assert loose == disjoint


def terms() -> list[str]:
    """The names of all classes and properties of ours."""
    sorts = ("Class", "ObjectProperty", "DatatypeProperty")
    return sorted(iri.removeprefix(L2) for sort in sorts for iri in typed(OWL + sort, L2))


def rule_named_like(term: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", term).lower()


def schemes() -> list[str]:
    return sorted(iri.removeprefix(L2V) for iri in typed(f"{SKOS}ConceptScheme", L2V))


@each("term", terms())
def test_every_term_is_annotated(term: str) -> None:
    found = {
        name: values(L2 + term, SKOS + name)
        for name in ("prefLabel", "definition", "example", "scopeNote")
    }
    assert {
        name: len(texts) for name, texts in found.items() if name != "scopeNote"
    } == dict.fromkeys(("prefLabel", "definition", "example"), 1)
    assert len(found["scopeNote"]) <= 1
    assert values(L2 + term, f"{RDFS}label") == found["prefLabel"]
    assert values(L2 + term, f"{RDFS}isDefinedBy") == [L2.rstrip("#")]
    assert re.match(r"An? .+\.$", found["definition"][0])


@each(
    "name",
    [
        name
        for name in terms()
        if name[0].isupper()
        and (ONTOLOGY / "rules" / f"{rule_named_like(name)}.rq").exists()
    ],
)
def test_what_a_rule_fills_names_the_rule(name: str) -> None:
    note = values(L2 + name, f"{SKOS}scopeNote")[0]
    assert f"Filled by rule {rule_named_like(name)}." in note


def test_what_is_said_of_codings_and_collections_is_told_as_beyond_the_paper() -> None:
    module = read(ONTOLOGY / "modules" / "codings.ttl")
    names = {t.subject.value for t in module if t.subject.value.startswith(L2)}
    assert len(names) > 10
    for name in names:
        (note,) = values(name, f"{SKOS}note")
        assert note.startswith("Beyond the paper: "), name


@each("scheme", schemes())
def test_the_codes_of_a_list_are_its_top_concepts(scheme: str) -> None:
    tops = set(values(L2V + scheme, f"{SKOS}hasTopConcept"))
    assert len(tops) > 1
    assert tops == {
        code
        for code in typed(f"{SKOS}Concept", L2V)
        if L2V + scheme in values(code, f"{SKOS}inScheme")
    }


def test_every_code_stands_in_a_list() -> None:
    for code in typed(f"{SKOS}Concept", L2V):
        lists = values(code, f"{SKOS}inScheme")
        assert lists, code
        assert {compact(one).removeprefix("l2v:") for one in lists} <= {*schemes()}, code


@each("space", [pytest.param(L2V, id="codes"), pytest.param(L2T, id="tactics")])
def test_every_concept_has_one_label_and_one_definition(space: str) -> None:
    for concept in typed(f"{SKOS}Concept", space):
        assert len(values(concept, f"{SKOS}definition")) == 1, concept
        assert len(values(concept, f"{SKOS}prefLabel")) == 1, concept
        assert values(concept, f"{RDFS}label") == values(concept, f"{SKOS}prefLabel"), (
            concept
        )


def test_the_taxonomy_is_one_tree() -> None:
    broader = {
        concept: values(concept, f"{SKOS}broader")
        for concept in typed(f"{SKOS}Concept", L2T)
    }
    assert len(broader) == 53
    assert [concept for concept, above in broader.items() if not above] == [
        f"{L2T}level-ii-measure"
    ]
    assert [c for c, above in broader.items() if len(above) > 1] == [
        f"{L2T}process-as-signal"
    ]
    assert all(
        concept in values(wider, f"{SKOS}narrower")
        for concept, above in broader.items()
        for wider in above
    )


def test_every_tactic_has_a_warrant() -> None:
    named = [
        w
        for concept in typed(f"{SKOS}Concept", L2T)
        for w in values(concept, f"{L2}evidence")
    ]
    assert sorted(named) == warrants()
    assert all(w.split("#")[0] in typed(f"{SKOS}Concept", L2T) for w in warrants())


@each("warrant", warrants(), ids=compact)
def test_a_warrant_has_one_source_one_voice_and_short_ends(warrant: str) -> None:
    counts = Counter(
        {
            name: len(values(warrant, L2 + name))
            for name in ("source", "voice", "startsWith", "endsWith")
        }
    )
    assert set(counts.values()) == {1}
    assert all(
        len(values(warrant, L2 + name)[0].split()) <= 6
        for name in ("startsWith", "endsWith")
    )


@pytest.mark.skipif(
    not PAPER.exists(), reason="the paper is not ours to publish, and no copy is at hand"
)
@each("warrant", warrants(), ids=compact)
def test_a_warrant_is_found_exactly_once(warrant: str) -> None:
    text = fold(PAPER.read_text(encoding="utf-8"))
    start, end = (
        re.escape(fold(values(warrant, L2 + name)[0]))
        for name in ("startsWith", "endsWith")
    )
    assert len(re.findall(f"(?={start}.{{0,{LONGEST}}}?{end})", text)) == 1


def test_foreign_terms_stand_above_ours_only_in_the_alignments() -> None:
    links = {f"{RDFS}subClassOf", f"{RDFS}subPropertyOf"}
    for t in modules():
        if t.predicate.value in links and isinstance(t.object, ox.NamedNode):
            assert t.object.value.startswith(L2), t


def test_no_property_is_of_two_sorts() -> None:
    sorts = [
        f"{OWL}{name}"
        for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
    ]
    told = {
        (t.subject, t.object)
        for t in everything()
        if t.predicate == TYPE and t.object.value in sorts
    }
    counts = Counter(subject for subject, _ in told)
    assert [node for node, n in counts.items() if n > 1] == []


@needs_java
def test_the_whole_is_consistent_and_every_class_can_have_members() -> None:
    assert classification().consistent
    assert classification().unsatisfiable == frozenset()


@needs_java
def test_the_reasoner_reads_every_class() -> None:
    assert classification().classes == len(typed(f"{OWL}Class", ""))
    assert classification().classes > len(typed(f"{OWL}Class", L2))


@needs_java
@each(("sub", "above"), SUBSUMPTIONS)
def test_a_class_stands_under_another(sub: str, above: str) -> None:
    assert (L2 + sub, L2 + above) in classification().subclasses


@needs_java
@each(("sub", "above"), NO_SUBSUMPTIONS)
def test_a_class_does_not_stand_under_another(sub: str, above: str) -> None:
    assert (L2 + sub, L2 + above) not in classification().subclasses


def is_found(name: str) -> bool:
    _, node, cls = (ENTAILED | NOT_ENTAILED)[name]
    iri = apart(node, name).replace(":", "http://example.org/")
    return (iri, L2 + cls) in classified_facts().types


@needs_java
@each("name", ENTAILED)
def test_the_reasoner_fills_a_defined_class(name: str) -> None:
    assert is_found(name)


@needs_java
@each("name", NOT_ENTAILED)
def test_the_reasoner_fills_no_more_than_it_should(name: str) -> None:
    assert classified_facts().consistent
    assert not is_found(name)


@needs_java
def test_what_excludes_each_other_has_no_member_in_common() -> None:
    found = {
        iri.removeprefix("http://example.org/")
        for iri in classified_facts().unsatisfiable
    }
    assert found == set(EMPTY)


@needs_java
@each("name", EXPLAINED)
def test_an_explanation_names_the_clash(name: str) -> None:
    text = "\n".join(explanation(name).lines())
    assert explanation(name).minimal
    assert [term for term in CONTRADICTIONS[name][1] if term not in text] == []


@needs_java
def test_an_explanation_needs_each_of_its_axioms() -> None:
    axioms = explanation("person-and-state").axioms
    declared = [t for t in modules() if is_declaration(t)]
    rests = [
        [t for axiom in axioms if axiom != left_out for t in axiom] for left_out in axioms
    ]
    assert hermit.first_clash([rest + declared for rest in rests]) is None


@needs_java
def test_what_is_consistent_cannot_be_explained() -> None:
    with pytest.raises(hermit.ReasoningError, match="nothing to explain"):
        hermit.explain(modules())


@needs_java
def test_out_of_time_the_explanation_is_not_called_minimal() -> None:
    found = hermit.explain(
        [*modules(), *facts(CONTRADICTIONS["person-and-state"][0])], seconds=0
    )
    assert not found.minimal


@needs_java
def test_dates_do_not_stop_the_reasoner() -> None:
    assert {t.predicate for t in hermit._meaningful(facts(DATED))} == {TYPE}
    assert classified_facts().consistent


def test_without_java_the_message_names_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(hermit.ReasoningError, match="install a Java runtime"):
        hermit.classify(modules())


def test_a_class_that_is_also_an_individual_is_refused() -> None:
    punned = facts("l2:Case a owl:Class , owl:NamedIndividual .")
    with pytest.raises(
        hermit.ReasoningError, match="both as a class and as an individual"
    ):
        hermit.classify([*modules(), *punned])


def test_the_context_knows_every_term_and_prefix() -> None:
    context = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))[
        "@context"
    ]
    ids = {
        expand(v["@id"] if isinstance(v, dict) else v)
        for v in context.values()
        if not isinstance(v, float)
    }
    assert {L2 + name for name in terms()} <= ids
    assert set(PREFIXES) <= set(context)


def test_the_context_is_what_the_schema_gives() -> None:
    written = (ONTOLOGY / "context.jsonld").read_text(encoding="utf-8")
    assert written == maker("context").text(schema()), STALE
