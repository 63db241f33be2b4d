"""The ontology: complete, annotated, consistent, and saying what it is meant to say."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from l2kg.inference import hermit
from l2kg.namespaces import L2, L2T, L2V, OWL, PREFIXES, RDF, RDFS, SKOS, compact, expand

ROOT = Path(__file__).resolve().parents[1]
ONTOLOGY = ROOT / "ontology"
PAPER = ROOT.parent / "shared" / "paper" / "000_a7797f67e82dbd9c.txt"
PROLOGUE = (
    "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    + "@prefix : <http://example.org/> .\n"
)
TYPE = ox.NamedNode(f"{RDF}type")
BY_RULE = {
    "OwnSideMeasure",
    "SuccessfulHelp",
    "ContestedHelp",
    "Backfire",
    "CrossTableHarm",
    "CrossSideRelationship",
}
LONGEST = 4000  # characters between the two ends of a passage

hermit = pytest.mark.skipif(
    shutil.which("java") is None, reason="HermiT needs Java, and java is not on the PATH"
)

CLASSES = [
    "Record",
    "Span",
    "Tenure",
    "Lifetime",
    "Finding",
    "Case",
    "CaseElement",
    "Actor",
    "Person",
    "State",
    "Organization",
    "Collective",
    "Side",
    "Participation",
    "Constituency",
    "Stance",
    "Matter",
    "Issue",
    "Deal",
    "Term",
    "Barrier",
    "Leverage",
    "Occurrence",
    "Event",
    "Relationship",
    "Situation",
    "Negotiation",
    "Measure",
    "Statement",
    "Ratification",
    "AcceptanceSpeech",
    "Criticism",
    "Response",
    "BackChannel",
    "TrustedRelationship",
    "WorkingRelationship",
    "Assessment",
    "Claim",
    "TemporalRelation",
    "Dating",
    "Evidence",
    "Source",
    "InternalOpponent",
    "InternalSupporter",
    "CrossTableMeasure",
    "OwnSideMeasure",
    "SuccessfulHelp",
    "ContestedHelp",
    "Backfire",
    "CrossTableHarm",
    "CrossSideRelationship",
    "Rule",
    "Mapping",
]

OBJECT_PROPERTIES = [
    "spanOf",
    "foundBy",
    "restsOn",
    "about",
    "actingSide",
    "actsFor",
    "addresses",
    "affectedParty",
    "against",
    "agreedIn",
    "answers",
    "anticipates",
    "assessedBy",
    "assesses",
    "asserts",
    "author",
    "barrierClass",
    "barrierType",
    "basis",
    "behind",
    "bridges",
    "cites",
    "claimedBy",
    "composedBy",
    "concerns",
    "connects",
    "counterpartOf",
    "counters",
    "dates",
    "dealKind",
    "dealStatus",
    "decidedBy",
    "decides",
    "decision",
    "drawsOn",
    "effect",
    "effectOn",
    "embodiedBy",
    "enables",
    "endsBeforeAsStated",
    "epistemicStatus",
    "evidence",
    "explicitness",
    "facedBy",
    "form",
    "formality",
    "hasSide",
    "hasTerm",
    "heardBy",
    "heldBy",
    "helps",
    "helpsAcrossTable",
    "holder",
    "inCase",
    "inNameOf",
    "inflames",
    "initiatedBy",
    "initiatingSide",
    "intendedFor",
    "involves",
    "kind",
    "locates",
    "madeBy",
    "mode",
    "mollifies",
    "obstructs",
    "onSide",
    "outcome",
    "partOf",
    "participant",
    "party",
    "polarity",
    "powerBase",
    "precedes",
    "precedesAsStated",
    "precedesByDate",
    "presents",
    "pressures",
    "produces",
    "publicity",
    "raisedBy",
    "refrainsFrom",
    "relation",
    "relativeTo",
    "reportedBy",
    "revises",
    "rivalOf",
    "role",
    "serves",
    "setting",
    "sincerity",
    "source",
    "spares",
    "strengthens",
    "subCaseOf",
    "tableKind",
    "tactic",
    "takenBy",
    "targets",
    "toward",
    "voice",
    "within",
]

DATA_PROPERTIES = [
    "tenureOffice",
    "severity",
    "citedPage",
    "description",
    "earliest",
    "edtf",
    "endsWith",
    "lapse",
    "latest",
    "legitimacy",
    "locator",
    "noteNumber",
    "office",
    "place",
    "sourcePage",
    "startsWith",
    "theme",
    "validity",
]

CODES = {
    "setting": "diplomacy hostage-crisis labour legislature international-trade commerce",
    "kind": "historical anonymous general-pattern generic-case hypothetical",
    "outcome": "success harm blocked acceptance-made-likelier",
    "epistemic-status": "stated attributed implied generic",
    "role": "leader negotiator aide adviser ally author-of-pressure informant",
    "table-kind": "level-i within-side within-alliance unofficial",
    "polarity": "supports opposes reluctant divided suspicious not-stated",
    "publicity": "public private secret",
    "explicitness": "explicit tacit",
    "sincerity": "sincere posed",
    "power-base": "intensity cohesion institutional-position",
    "deal-kind": "level-i-agreement level-ii-understanding intra-side-agreement intra-alliance-agreement "
    "unilateral-package unofficial-accord",
    "deal-status": "aimed-at reached implemented damaged blocked",
    "decision": "accepted rejected pending",
    "formality": "formal informal",
    "barrier-type": "loss-of-face suspicion-of-sell-out factional-opposition constituency-resistance "
    "need-to-justify-concession leadership-contest binding-instruction insufficient-public-support institutional-veto "
    "external-reaction",
    "barrier-class": "psychological cross-cultural structural",
    "form": "action restraint",
    "effect": "helped harmed cost risk no-effect unclear",
    "basis": "observed expected likelihood counterfactual",
    "mode": "belief suspicion intention motive forecast counterfactual denial interpretation stated-absence",
    "relation": "before begins-before during same-time",
    "theory": "level-i level-ii blocking-coalition winning-coalition acceptance-speech",
}

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

OPPOSITION = ":c a l2:Constituency . :s a l2:Stance ; l2:holder :c ; l2:toward :m ; l2:polarity l2v:%s . :m a l2:%s ."
ENTAILED = [
    pytest.param(
        OPPOSITION % ("opposes", "Deal"), ":c", "InternalOpponent", id="opposes-a-deal"
    ),
    pytest.param(
        OPPOSITION % ("opposes", "Term"), ":c", "InternalOpponent", id="opposes-a-term"
    ),
    pytest.param(
        OPPOSITION % ("supports", "Term"), ":c", "InternalSupporter", id="supports-a-term"
    ),
    pytest.param(
        ":m a l2:Measure ; l2:helpsAcrossTable :b . :b a l2:Side .",
        ":m",
        "CrossTableMeasure",
        id="helps-across",
    ),
]
NOT_ENTAILED = [
    pytest.param(
        OPPOSITION % ("opposes", "Issue"),
        ":c",
        "InternalOpponent",
        id="an-issue-does-not-count",
    ),
    pytest.param(
        OPPOSITION % ("reluctant", "Deal"),
        ":c",
        "InternalOpponent",
        id="reluctance-is-not-opposition",
    ),
    pytest.param(
        ":m a l2:Measure ; l2:helps :b . :b a l2:Side .",
        ":m",
        "CrossTableMeasure",
        id="help-alone-is-not-across",
    ),
]

CONTRADICTIONS = {
    "person-and-state": (":x a l2:Person , l2:State .", ["l2:Person", "l2:State"]),
    "issue-and-deal": (":x a l2:Issue , l2:Deal .", ["l2:Issue", "l2:Deal"]),
    "record-and-actor": (":x a l2:Case , l2:Organization .", ["l2:Record", "l2:Actor"]),
    "a-state-is-no-side": (
        ":x l2:helps :y . :y a l2:State .",
        ["l2:helps", "l2:Side", "l2:State"],
    ),
    "event-and-situation": (
        ":x a l2:Event , l2:Situation .",
        ["l2:Event", "l2:Situation"],
    ),
    "a-claim-is-no-element": (
        ":x a l2:Claim , l2:Stance .",
        ["l2:Claim", "l2:CaseElement"],
    ),
    "a-measure-is-no-tactic": (
        ":x l2:tactic :y . :y a l2:Measure .",
        ["l2:tactic", "skos:Concept"],
    ),
    "a-page-is-text": (":x l2:citedPage 54 .", ["l2:citedPage", "xsd:string"]),
}
EXPLAINED = [
    "person-and-state",
    "issue-and-deal",
    "a-state-is-no-side",
    "a-page-is-text",
]  # each takes seconds


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
    few = [
        ONTOLOGY / "modules" / f"{module}.ttl"
        for module in ("core", "evidence", "matters", "measures", "parties")
    ]
    return hermit.explain(
        [*read(ONTOLOGY / "l2kg.ttl", *few), *facts(CONTRADICTIONS[name][0])]
    )


@cache
def classification() -> hermit.Classification:
    return hermit.classify(everything())


def facts(turtle: str) -> list[ox.Triple]:
    found = [
        quad.triple
        for quad in ox.parse((PROLOGUE + turtle).encode(), format=ox.RdfFormat.TURTLE)
    ]
    nodes = {t.subject for t in found} | {t.object for t in found if t.predicate != TYPE}
    named = [node for node in nodes if isinstance(node, ox.NamedNode)]
    return found + [
        ox.Triple(node, TYPE, ox.NamedNode(f"{OWL}NamedIndividual")) for node in named
    ]


def values(subject: str, predicate: str) -> list[str]:
    node, link = ox.NamedNode(subject), ox.NamedNode(predicate)
    return [
        t.object.value for t in everything() if t.subject == node and t.predicate == link
    ]


def typed(cls: str, space: str) -> set[str]:
    subjects = (
        t.subject
        for t in everything()
        if t.predicate == TYPE and t.object == ox.NamedNode(cls)
    )
    return {
        s.value
        for s in subjects
        if isinstance(s, ox.NamedNode) and s.value.startswith(space)
    }


def warrants() -> list[str]:
    return sorted(typed(f"{L2}Evidence", L2T))


def fold(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(str.maketrans("’‘“”", "''\"\"")))


def test_the_files_parse() -> None:
    assert all(read(path) for path in files())


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
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


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("Class", CLASSES),
        ("ObjectProperty", OBJECT_PROPERTIES),
        ("DatatypeProperty", DATA_PROPERTIES),
    ],
    ids=["classes", "object-properties", "data-properties"],
)
def test_the_terms_are_those_of_the_contract(sort: str, names: list[str]) -> None:
    assert typed(f"{OWL}{sort}", L2) == {L2 + name for name in names}


@pytest.mark.parametrize("term", sorted(CLASSES + OBJECT_PROPERTIES + DATA_PROPERTIES))
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


@pytest.mark.parametrize("name", sorted(BY_RULE))
def test_what_a_rule_fills_names_the_rule(name: str) -> None:
    rule = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
    assert f"Filled by rule {rule}." in values(L2 + name, f"{SKOS}scopeNote")[0]


@pytest.mark.parametrize("scheme", sorted(CODES))
def test_a_closed_list_holds_its_codes_and_no_other(scheme: str) -> None:
    tops = set(values(L2V + scheme, f"{SKOS}hasTopConcept"))
    assert tops == {L2V + code for code in CODES[scheme].split()}
    assert {
        c
        for c in typed(f"{SKOS}Concept", L2V)
        if L2V + scheme in values(c, f"{SKOS}inScheme")
    } == tops


def test_there_is_no_list_beyond_the_closed_ones() -> None:
    assert typed(f"{SKOS}ConceptScheme", L2V) == {L2V + scheme for scheme in CODES}


@pytest.mark.parametrize(
    "space", [pytest.param(L2V, id="codes"), pytest.param(L2T, id="tactics")]
)
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
    assert len(broader) == 44
    assert [concept for concept, above in broader.items() if not above] == [
        f"{L2T}level-ii-measure"
    ]
    assert all(len(above) <= 1 for above in broader.values())
    assert all(
        concept in values(above[0], f"{SKOS}narrower")
        for concept, above in broader.items()
        if above
    )


def test_every_tactic_has_a_warrant() -> None:
    named = [
        w
        for concept in typed(f"{SKOS}Concept", L2T)
        for w in values(concept, f"{L2}evidence")
    ]
    assert sorted(named) == warrants()
    assert all(w.split("#")[0] in typed(f"{SKOS}Concept", L2T) for w in warrants())


@pytest.mark.parametrize("warrant", warrants(), ids=compact)
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
@pytest.mark.parametrize("warrant", warrants(), ids=compact)
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


@hermit
def test_the_whole_is_consistent_and_every_class_can_have_members() -> None:
    assert classification().consistent
    assert classification().unsatisfiable == frozenset()


@hermit
def test_the_reasoner_reads_every_class() -> None:
    assert classification().classes == len(typed(f"{OWL}Class", ""))
    assert classification().classes > len(CLASSES)


@hermit
@pytest.mark.parametrize(("sub", "above"), SUBSUMPTIONS)
def test_a_class_stands_under_another(sub: str, above: str) -> None:
    assert (L2 + sub, L2 + above) in classification().subclasses


@hermit
@pytest.mark.parametrize(("sub", "above"), NO_SUBSUMPTIONS)
def test_a_class_does_not_stand_under_another(sub: str, above: str) -> None:
    assert (L2 + sub, L2 + above) not in classification().subclasses


@hermit
@pytest.mark.parametrize(("turtle", "node", "cls"), ENTAILED)
def test_the_reasoner_fills_a_defined_class(turtle: str, node: str, cls: str) -> None:
    found = hermit.classify([*modules(), *facts(turtle)])
    assert (node.replace(":", "http://example.org/"), L2 + cls) in found.types


@hermit
@pytest.mark.parametrize(("turtle", "node", "cls"), NOT_ENTAILED)
def test_the_reasoner_fills_no_more_than_it_should(
    turtle: str, node: str, cls: str
) -> None:
    found = hermit.classify([*modules(), *facts(turtle)])
    assert found.consistent
    assert (node.replace(":", "http://example.org/"), L2 + cls) not in found.types


@hermit
@pytest.mark.parametrize("name", sorted(CONTRADICTIONS))
def test_a_contradiction_is_found(name: str) -> None:
    assert not hermit.classify([*modules(), *facts(CONTRADICTIONS[name][0])]).consistent


@hermit
@pytest.mark.parametrize("name", EXPLAINED)
def test_an_explanation_names_the_clash(name: str) -> None:
    text = "\n".join(explanation(name).lines())
    assert explanation(name).minimal
    assert [term for term in CONTRADICTIONS[name][1] if term not in text] == []


@hermit
def test_an_explanation_needs_each_of_its_axioms() -> None:
    axioms = explanation("person-and-state").axioms
    declared = [t for t in modules() if hermit._is_declaration(t)]
    for left_out in axioms:
        rest = [t for axiom in axioms if axiom != left_out for t in axiom]
        assert hermit._consistent(rest + declared, 60)


@hermit
def test_what_is_consistent_cannot_be_explained() -> None:
    with pytest.raises(hermit.ReasoningError, match="nothing to explain"):
        hermit.explain(modules())


@hermit
def test_out_of_time_the_explanation_is_not_called_minimal() -> None:
    found = hermit.explain(
        [*modules(), *facts(CONTRADICTIONS["person-and-state"][0])], seconds=0
    )
    assert not found.minimal


@hermit
def test_dates_do_not_stop_the_reasoner() -> None:
    dated = facts(
        ':o a l2:Event ; l2:earliest "1990-07-05"^^xsd:date . :d l2:edtf "1994~/1996~"^^edtf:EDTF .'
    )
    assert {t.predicate for t in hermit._meaningful(dated)} == {TYPE}
    assert hermit.classify([*modules(), *dated]).consistent


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
    assert {L2 + name for name in CLASSES + OBJECT_PROPERTIES + DATA_PROPERTIES} <= ids
    assert set(PREFIXES) <= set(context)
