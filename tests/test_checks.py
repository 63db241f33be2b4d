"""Every rule of data quality is broken by a file of its own, and the tiny case breaks none."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from each import each
from rdflib.plugins.sparql import prepareQuery

from l2kg.build import examine
from l2kg.corpus import Corpus, read, subclasses
from l2kg.namespaces import CASE, L2, PREFIXES, RDFS, SH, expand
from l2kg.schema import schema
from l2kg.turtle import canonical
from l2kg.validation.checks import check, check_queries, checks
from l2kg.validation.files import statements
from l2kg.validation.shapes import rdf_graph, shape_rules

if TYPE_CHECKING:
    from collections.abc import Collection

    from l2kg.findings import Finding

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data"
TINY = DATA / "tiny.ttl"
BAD = sorted((DATA / "bad").rglob("*.ttl"))
BAD_TABLES = sorted((DATA / "bad").rglob("*.sssom.tsv"))
SHACL = rdflib.Namespace(SH)


def found_in(*paths: Path) -> list[Finding]:
    corpus, findings = read(paths)
    return findings + check(corpus)


@cache
def found_in_bad_files() -> dict[Path | None, list[Finding]]:
    found: dict[Path | None, list[Finding]] = defaultdict(list)
    for finding in found_in(DATA / "bad"):
        found[finding.file].append(finding)
    return found


@cache
def shapes() -> rdflib.Graph:
    return rdf_graph(read([TINY])[0].of("shapes"))


def rules_with(*constraints: str) -> list[rdflib.term.Node]:
    """Return the property shapes that are rules and have one of some constraints."""
    rules = [
        shape
        for shape in shapes().subjects(SHACL.message)
        if shapes().value(shape, SHACL.path)
    ]
    return [
        shape
        for shape in rules
        if any(shapes().value(shape, SHACL[name]) is not None for name in constraints)
    ]


def victim(corpus: Corpus, shape: rdflib.term.Node) -> tuple[ox.NamedNode, ox.NamedNode]:
    """Return an element of the tiny case that a property shape looks at, if it can be one with the property, and the property."""
    path = ox.NamedNode(str(shapes().value(shape, SHACL.path)))
    triples = corpus.cases[0].triples
    tops = (
        str(shapes().value(node, SHACL.targetClass))
        for node in shapes().subjects(SHACL.property, shape)
    )
    classes = {name for top in tops for name in subclasses(corpus.of("ontology"), top)}
    typed = {
        t.subject
        for t in triples
        if isinstance(t.object, ox.NamedNode) and t.object.value in classes
    }
    having = {t.subject for t in triples if t.predicate == path}
    assert typed, f"tests/data/tiny.ttl has no element for {name(shape)}: add one"
    return min(typed & having or typed, key=str), path


def rules_found(corpus: Corpus, triples: list[ox.Triple]) -> set[str | None]:
    """Check the tiny case with other triples and return the rules that it breaks."""
    parts = [
        dataclasses.replace(p, triples=tuple(triples)) if p.kind == "case" else p
        for p in corpus.parts
    ]
    return {finding.rule for finding in check(Corpus(tuple(parts)))}


def name(shape: object) -> str:
    return str(shape).rpartition("/")[2]


def test_the_tiny_case_is_sound() -> None:
    assert found_in(TINY) == []


def test_bad_files_are_the_rules() -> None:
    assert {path.stem for path in BAD} | {
        path.name.partition(".")[0] for path in BAD_TABLES
    } == set(checks(read([TINY])[0]))


@pytest.mark.slow
@each("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_breaks_its_rule_only(path: Path) -> None:
    assert {finding.rule for finding in found_in_bad_files()[path]} == {path.stem}


@pytest.mark.slow
@each("path", BAD, ids=lambda path: path.stem)
def test_a_finding_names_place_fault_and_remedy(path: Path) -> None:
    for finding in found_in_bad_files()[path]:
        assert finding.line, finding
        assert finding.message
        assert finding.remedy.endswith("."), finding.remedy
        assert finding.element or finding.rule in {"file-name", "layout"}


@pytest.mark.slow
@each("path", [p for p in BAD if p.stem != "layout"], ids=lambda path: path.stem)
def test_a_bad_file_is_laid_out(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert canonical(text) == text


def test_missing_values_are_found() -> None:
    corpus, _ = read([TINY])
    rules = rules_with("minCount")
    gone = {victim(corpus, shape) for shape in rules}
    left = [t for t in corpus.cases[0].triples if (t.subject, t.predicate) not in gone]
    assert {name(shape) for shape in rules} <= rules_found(corpus, left)


def test_second_values_are_found() -> None:
    corpus, _ = read([TINY])
    rules = rules_with("maxCount")
    added = [
        ox.Triple(*victim(corpus, shape), ox.Literal(text, language="en"))
        for shape in rules
        for text in ("one", "two")
    ]
    assert {name(shape) for shape in rules} <= rules_found(
        corpus, [*corpus.cases[0].triples, *added]
    )


def test_values_of_the_wrong_kind_are_found() -> None:
    corpus, _ = read([TINY])
    rules = [
        shape
        for shape in rules_with("class", "node", "or", "in", "datatype")
        if name(shape) != "editorial-note"
    ]
    evidence, record = (
        ox.NamedNode(f"{CASE}tiny#ev-case"),
        ox.NamedNode(f"{CASE}tiny#date-vote"),
    )
    added = [
        ox.Triple(
            *victim(corpus, s), record if name(s) == "record-evidence" else evidence
        )
        for s in rules
    ]
    assert {name(shape) for shape in rules} <= rules_found(
        corpus, [*corpus.cases[0].triples, *added]
    )


def test_every_authored_property_has_a_shape() -> None:
    corpus, _ = read([TINY])
    kinds = {
        "http://www.w3.org/2002/07/owl#ObjectProperty",
        "http://www.w3.org/2002/07/owl#DatatypeProperty",
    }
    typed = {
        t.subject
        for t in corpus.of("ontology")
        if isinstance(t.object, ox.NamedNode) and t.object.value in kinds
    }
    ours = {
        t.value.removeprefix(L2)
        for t in typed
        if isinstance(t, ox.NamedNode) and t.value.startswith(L2)
    }
    fields = (f for found in schema().fields.values() for f in found)
    shaped = {
        f.path.removeprefix(L2)
        for f in fields
        if f.asserted and not f.inverse and f.path.startswith(L2)
    }
    authored = {
        t.predicate.value.removeprefix(L2)
        for part in read()[0].parts
        if part.path.suffix == ".ttl" and part.kind not in ("ontology", "shapes")
        for t in part.triples
    }
    assert shaped <= ours
    assert authored & ours <= shaped


def test_shapes_want_the_classes_that_the_ontology_names() -> None:
    corpus, _ = read([TINY])
    ranges = {
        t.subject.value: t.object
        for t in corpus.of("ontology")
        if t.predicate.value == f"{RDFS}range"
    }
    for shape in rules_with("class"):
        path = str(shapes().value(shape, SHACL.path))
        assert ranges.get(path, ox.NamedNode(path)).value in {
            str(shapes().value(shape, SHACL["class"])),
            path,
        }


def test_every_shape_that_is_a_rule_has_name_and_remedy() -> None:
    for shape in shapes().subjects(SHACL.message):
        assert shapes().value(shape, SHACL.name), shape
        assert shapes().value(shape, SHACL.description), shape


@each("query", check_queries(), ids=lambda query: query.name)
def test_a_check_query_says_how_grave_and_what_to_do(query) -> None:
    assert query.severity in {"error", "warning", "info"}
    assert query.fix
    answer = ox.Store().query(query.text, prefixes=PREFIXES)
    assert [variable.value for variable in answer.variables] == [
        "element",
        "property",
        "value",
    ]


@pytest.mark.slow
@each("query", check_queries(), ids=lambda query: query.name)
def test_a_check_query_is_laid_out_and_parses_in_rdflib(query) -> None:
    prepareQuery(query.body)
    prefixes = re.findall(r"^PREFIX (\w+): ", query.body, re.MULTILINE)
    rest = re.sub(r"^PREFIX.*$", "", query.body, flags=re.MULTILINE)
    assert prefixes == sorted(prefixes)
    assert set(prefixes) == set(re.findall(r"(?<![\w?])([a-z0-9]+):(?!//)", rest))
    assert "ORDER BY" in rest


@each(
    ("file", "text", "rule"),
    [
        pytest.param(
            "actors.ttl",
            "actor:jose a l2:Person .",
            "actor-label",
            id="actor without a name",
        ),
        pytest.param(
            "actors.ttl",
            'source:x a l2:Source ; rdfs:label "X"@en .',
            "foreign-subject",
            id="source among the actors",
        ),
        pytest.param(
            "sources.ttl",
            "source:x a l2:Source .",
            "source-label",
            id="source without a name",
        ),
        pytest.param(
            "claims.ttl",
            'claim:x a l2:Claim ; rdfs:label "X"@en .',
            "claim-about",
            id="claim about nothing",
        ),
        pytest.param(
            "claims.ttl",
            "claim:x l2:about case:nowhere .",
            "dangling-reference",
            id="claim about an unknown case",
        ),
    ],
)
def test_shared_files_are_checked(
    tmp_path: Path, file: str, text: str, rule: str
) -> None:
    heads = {**PREFIXES, "claim": "https://w3id.org/l2kg/claim/"}
    lines = [
        f"PREFIX {prefix}: <{heads[prefix]}>"
        for prefix in ("actor", "case", "claim", "l2", "rdfs", "source")
    ]
    (tmp_path / file).write_text("\n".join([*lines, text]), encoding="utf-8")
    assert rule in {finding.rule for finding in found_in(tmp_path / file)}


def test_files_that_stand_behind_are_not_reported() -> None:
    assert {finding.file for finding in found_in(DATA / "bad" / "unknown-term.ttl")} == {
        DATA / "bad" / "unknown-term.ttl"
    }


@each(
    ("text", "wrong", "remedy"),
    [
        pytest.param(
            "<x> a <urn:b> .\n", "a relative IRI", "Write the whole IRI.", id="relative"
        ),
        pytest.param(
            "<urn:a> a <#b> .\n", "a relative IRI", "Write the whole IRI.", id="fragment"
        ),
        pytest.param(
            "<urn:a> a ;; .\n", "a has no value before this ;", "Write one.", id="marks"
        ),
    ],
)
def test_what_is_no_turtle_is_told_by_its_cause(
    tmp_path: Path, text: str, wrong: str, remedy: str
) -> None:
    (tmp_path / "x.ttl").write_text(f"\n{text}", encoding="utf-8")
    _, (finding,) = read([tmp_path / "x.ttl"])
    assert (finding.rule, finding.line) == ("syntax", 2)
    assert finding.message.startswith(wrong)
    assert finding.remedy.startswith(remedy)


UNKNOWN_CODES = [
    pytest.param(
        "l2:outcome l2v:success",
        "l2:outcome l2v:sucess",
        "The value l2v:sucess of l2:outcome is no code of the list l2v:outcome; did you mean l2v:success? ",
        "l2v:harm",
        id="misspelt",
    ),
    pytest.param(
        "l2:outcome l2v:success",
        "l2:outcome l2v:reached",
        "The value l2v:reached of l2:outcome is no code of the list l2v:outcome, but one of l2v:deal-status. ",
        "l2v:harm",
        id="of another list",
    ),
    pytest.param(
        "l2:outcome l2v:success",
        'l2:outcome "success"',
        'The value "success" of l2:outcome is no code of the list l2v:outcome; did you mean l2v:success? ',
        "l2v:harm",
        id="a text",
    ),
    pytest.param(
        "l2:tactic l2t:map-constituencies",
        "l2:tactic l2t:map-constituencie",
        "is no code of the list l2t; did you mean l2t:map-constituencies? ",
        "l2t:map-constituencies,",
        id="of a long list",
    ),
]


@each(("right", "wrong", "found", "listed"), UNKNOWN_CODES)
def test_an_unknown_code_is_one_line_with_the_list_the_nearest_and_the_wish(
    tmp_path: Path, right: str, wrong: str, found: str, listed: str
) -> None:
    text = TINY.read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "tiny.ttl").write_text(text.replace(right, wrong, 1), encoding="utf-8")
    (line,) = [finding.line_of_text() for finding in found_in(tmp_path / "tiny.ttl")]
    assert line.startswith(f"{tmp_path / 'tiny.ttl'}:")
    assert found in line
    assert listed in line.partition(found)[2]
    assert "note a wish with l2:codeWanted" in line


WRONG_VALUES = [
    pytest.param(
        "share",
        ":r l2:share 110 .",
        "The value 110 of l2:share is of the type xsd:integer; the property takes xsd:decimal",
        id="a number",
    ),
    pytest.param(
        "share",
        ':r l2:share "1990-07-05"^^xsd:date .',
        'The value "1990-07-05"^^xsd:date of l2:share is of the type xsd:date',
        id="a typed text",
    ),
    pytest.param(
        "measure-form", ":m l2:form true .", "The value true of l2:form", id="a truth"
    ),
    pytest.param(
        "record-label",
        ':m rdfs:label "Geste"@fr .',
        '(found "Geste"@fr)',
        id="a language",
    ),
    pytest.param(
        "value-not-of-record",
        f':v l2:valueProperty "{L2}helped"^^xsd:anyURI ; l2:valueIri :side-b .',
        f'(l2:valueProperty "{L2}helped"^^xsd:anyURI)',
        id="a property that it does not have",
    ),
    pytest.param(
        "value-not-of-record",
        ':v l2:valueProperty "its helps"^^xsd:anyURI ; l2:valueIri :side-b .',
        '(l2:valueProperty "its helps"^^xsd:anyURI)',
        id="no property",
    ),
    pytest.param(
        "value-not-of-record",
        f':v l2:valueProperty "{L2}helps"^^xsd:anyURI ; l2:valueIri :side-a .',
        "(l2:valueIri case:tiny#side-a)",
        id="another value",
    ),
]


@each(("rule", "wrong", "said"), WRONG_VALUES)
def test_a_value_is_written_as_a_person_writes_it(
    tmp_path: Path, rule: str, wrong: str, said: str
) -> None:
    new = (
        ":r a l2:Ratification .\n:m a l2:Measure .\n"
        ":v a l2:ValueEvidence ; l2:evidence :ev-draft ; l2:valueOf :sharing-the-draft .\n"
    )
    text = TINY.read_text(encoding="utf-8") + new + wrong
    (tmp_path / "tiny.ttl").write_text(text, encoding="utf-8")
    found = [one.line_of_text() for one in found_in(tmp_path / "tiny.ttl")]
    (line,) = [one for one in found if f"[{rule}]" in one and said in one]
    assert "www.w3.org" not in line


MISTAKES = [
    pytest.param(
        "l2:assessedBy :critic",
        "l2:assesedBy :critic",
        "assess-praise-harm: Unknown term of the ontology (l2:assesedBy; did you mean l2:assessedBy?)",
        id="misspelt property",
    ),
    pytest.param(
        "l2:dealStatus l2v:reached",
        "l2:statusOfDeal l2v:reached",
        "accord: Unknown term of the ontology (l2:statusOfDeal",
        id="another word",
    ),
    pytest.param(
        "    a l2:BackChannel ;",
        "    a l2:Backchanel ;",
        "aides-channel: Unknown term of the ontology (l2:Backchanel; did you mean l2:BackChannel?)",
        id="misspelt class",
    ),
    pytest.param(
        "l2:party :side-a",
        "l2:party :leader-a",
        "accord: The value case:tiny#leader-a of l2:party is of the class l2:Person; the property takes l2:Side",
        id="a person for a side",
    ),
    pytest.param(
        "l2:connects :aide-a",
        "l2:connects :ev-channel",
        "aides-channel: The value case:tiny#ev-channel of l2:connects is of the class l2:Evidence; the property takes l2:Actor",
        id="a passage for an actor",
    ),
    pytest.param(
        "l2:heardBy :hardliners",
        "l2:heardBy l2v:mediator",
        "boast: The value l2v:mediator of l2:heardBy is a code of l2v:role; the property takes l2:Constituency or l2:Side",
        id="a code for an element",
    ),
    pytest.param(
        "l2:heardBy :hardliners",
        "l2:heardBy l2v:mediatr",
        "boast: A name that nothing describes (l2v:mediatr; did you mean l2v:mediator?). Take a code",
        id="a misspelt code for an element",
    ),
    pytest.param(
        'l2:edtf "1990-07"^^edtf:EDTF',
        'l2:edtf "30/03/1978"',
        'date-vote: The value "30/03/1978" of l2:edtf is a plain text; the property takes edtf:EDTF; did you mean "1978-03-30"^^edtf:EDTF?',
        id="a day first",
    ),
    pytest.param(
        'l2:codedOn "2026-11-29"^^edtf:EDTF',
        'l2:codedOn "before 29 November 2026"',
        'is a plain text; the property takes edtf:EDTF; did you mean "../2026-11-29"^^edtf:EDTF?',
        id="a date in words",
    ),
    pytest.param(
        'l2:codedOn "2026-11-29"^^edtf:EDTF',
        'l2:codedOn "2026-11-29"^^xsd:date',
        'of the type xsd:date; the property takes edtf:EDTF; did you mean "2026-11-29"^^edtf:EDTF?',
        id="a date of another type",
    ),
]


@each(("right", "wrong", "said"), MISTAKES)
def test_a_mistake_is_one_finding_at_the_statement_that_makes_it(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    text = TINY.read_text(encoding="utf-8").replace(right, wrong, 1)
    (tmp_path / "tiny.ttl").write_text(text, encoding="utf-8")
    found = found_in(tmp_path / "tiny.ttl")
    lines = [one.line_of_text() for one in found if one.rule != "layout"]
    (line,) = [one for one in lines if "error" in one]
    assert said in line
    assert "or describe what" not in line


def test_what_follows_from_a_mistake_is_not_told_too(tmp_path: Path) -> None:
    text = TINY.read_text(encoding="utf-8").replace(":party :side-b", ":party :aide-b", 1)
    (tmp_path / "tiny.ttl").write_text(text, encoding="utf-8")
    found = examine(read([tmp_path / "tiny.ttl"])[0], []).findings
    rules = sorted(str(f.rule) for f in found if f.severity == "error")
    assert rules == ["deal-party", "layout"]


def test_a_literal_is_found_where_it_stands_alone(tmp_path: Path) -> None:
    text = TINY.read_text(encoding="utf-8") + ':boast l2:share "o"^^xsd:decimal .\n'
    (tmp_path / "tiny.ttl").write_text(text, encoding="utf-8")
    (found,) = [
        f for f in found_in(tmp_path / "tiny.ttl") if f.rule == "value-of-its-type"
    ]
    assert found.line == text.count("\n")


def test_another_error_does_not_hide_what_contradicts_itself(tmp_path: Path) -> None:
    text = TINY.read_text(encoding="utf-8") + ":aide-b a l2:Side .\n"
    (tmp_path / "tiny.ttl").write_text(text, encoding="utf-8")
    found = examine(read([tmp_path / "tiny.ttl"])[0], []).findings
    assert "disjoint-classes" in {one.rule for one in found}


def test_a_property_on_what_cannot_have_it_names_who_can(tmp_path: Path) -> None:
    text = TINY.read_text(encoding="utf-8") + ":author l2:connects :aide-a .\n"
    (tmp_path / "tiny.ttl").write_text(text, encoding="utf-8")
    found = [one.line_of_text() for one in found_in(tmp_path / "tiny.ttl")]
    assert any("that is a property of l2:Relationship" in line for line in found)


def test_an_effect_on_what_can_have_none_is_one_line(tmp_path: Path) -> None:
    text = (DATA / "bad" / "assessment-effect-on.ttl").read_text(encoding="utf-8")
    path = tmp_path / "assessment-effect-on.ttl"
    effect = "    l2:effect l2v:helped ;\n"
    assert effect in text
    path.write_text(text.replace(effect, effect + "    l2:effectOn :author ;\n"), "utf-8")
    (finding,) = found_in(path)
    assert "[assessment-effect-on]" in finding.line_of_text()


def test_every_coded_property_says_how_to_note_a_wish() -> None:
    rules = shape_rules(shapes(), read([TINY])[0])
    coded = [rule for rule in rules.values() if rule.lists]
    assert len(coded) > len({rule.lists for rule in coded})
    for rule in coded:
        check = rule.for_value(rdflib.Literal("no code"))
        assert "l2:codeWanted" in check.remedy, rule.check.name


def test_a_finding_stands_on_the_line_of_its_element() -> None:
    path = DATA / "bad" / "stance-polarity.ttl"
    (finding,) = found_in(path)
    assert path.read_text(encoding="utf-8").splitlines()[finding.line - 1] == ":stance"
    assert "there are 2" in finding.message
    assert "l2v:opposes" in finding.remedy


UNSAID = [
    ("l2:Side", "rdfs:label", "term-without-label"),
    ("l2:counterExample", "skos:example", "term-without-example"),
    ("l2:evidence", "skos:editorialNote", "property-without-domain"),
    ("l2:Relationship", "skos:editorialNote", "siblings-not-disjoint"),
    ("l2:Ratification", "skos:editorialNote", "unused-term"),
    ("https://w3id.org/l2kg/ontology", "owl:imports", "module-not-imported"),
    (
        "https://w3id.org/l2kg/ontology",
        "vann:preferredNamespaceUri",
        "ontology-without-prefix",
    ),
    (
        "https://w3id.org/l2kg/ontology/core",
        "owl:versionInfo",
        "ontology-without-version",
    ),
    (
        "https://w3id.org/l2kg/ontology/core",
        "dcterms:license",
        "ontology-without-licence",
    ),
    *[
        (
            "https://w3id.org/l2kg/vocab/",
            f"dcterms:{name}",
            "ontology-without-metadata",
        )
        for name in ("created", "creator", "description", "issued", "title")
    ],
    *[
        ("l2v:setting", name, "scheme-without-metadata")
        for name in ("dcterms:license", "dcterms:title", "skos:definition")
    ],
    ("l2v:diplomacy", "skos:inScheme", "concept-without-scheme"),
    ("l2v:diplomacy", "skos:topConceptOf", "concept-adrift"),
    ("l2t:gloating", "skos:broader", "concept-adrift"),
]


def rounds() -> list[dict[str, tuple[str, str]]]:
    """Put what is to be left unsaid into rounds, each of which breaks a rule once and a subject once."""
    found: list[dict[str, tuple[str, str]]] = []
    for subject, predicate, rule in UNSAID:
        free = next(
            (
                one
                for one in found
                if rule not in one and subject not in {told for told, _ in one.values()}
            ),
            None,
        )
        if free is None:
            found.append(free := {})
        free[rule] = subject, predicate
    return found


def rules_without(gone: Collection[tuple[str, str]]) -> set[str | None]:
    """Check ontology and vocabularies without what they say of some subjects under some properties, and return the rules that this breaks."""
    nodes = {
        (
            ox.NamedNode(expand(subject) if ":/" not in subject else subject),
            ox.NamedNode(expand(predicate)),
        )
        for subject, predicate in gone
    }
    parts = []
    for part in read()[0].parts:
        left = tuple(t for t in part.triples if (t.subject, t.predicate) not in nodes)
        parts.append(
            dataclasses.replace(
                part, triples=left, checked=part.kind in ("ontology", "vocab")
            )
        )
    return {finding.rule for finding in check(Corpus(tuple(parts)))}


@pytest.mark.slow
@each("unsaid", rounds(), ids=len)
def test_what_the_ontology_leaves_unsaid_is_found(
    unsaid: dict[str, tuple[str, str]],
) -> None:
    assert rules_without(unsaid.values()) == set(unsaid)


@pytest.mark.slow
@each("name", ["modules/core", "alignments/prov", "tactics"])
def test_a_part_of_the_ontology_can_be_checked_alone(name: str) -> None:
    path = ROOT / "ontology" / f"{name}.ttl"
    corpus, _ = read([path])
    assert [part.path for part in corpus.parts if part.checked] == [path]
    assert [part.kind for part in corpus.parts if part.path.name == path.name] == [
        "vocab" if name in ("vocab", "tactics") else "ontology"
    ]
    assert check(corpus) == []


def test_the_page_on_quality_names_each_check_of_the_ontology() -> None:
    text = (ROOT / "docs" / "ontology-quality.md").read_text(encoding="utf-8")
    found = {
        query.name: [tag.replace("-", " ") for tag in query.tags if tag[-1].isdigit()]
        for query in check_queries()
        if "ontology" in query.tags
    }
    assert [name for name in found if f"`{name}`" not in text] == []
    assert [
        code for codes in found.values() for code in codes if code.split()[1] not in text
    ] == []


UNSEEN = [
    ('    rdfs:label "a\\u0000b"@en ;', 9, "hidden-sign"),
    ('    rdfs:label """a\nb\u2066"""@en ;', 9, "hidden-sign"),
    ("    rdfs:label '\u06cc\u200cx'@en, 'y\u200d'@en ;", 9, "hidden-sign"),
    ("    rdfs:seeAlso\n        <https://a.example/\u202e> ;", 10, "hidden-sign"),
    ("    rdfs:seeAlso <urn:a>,\n        <file:///etc/passwd> ;", 10, "odd-address"),
    ("    rdfs:seeAlso <d\\u0061ta:text/html,x> ;", 9, "odd-address"),
    ("    rdfs:seeAlso <JavaScript:alert(1)> ;", 9, "odd-address"),
    ("    rdfs:seeAlso 'javascript:x'^^xsd:anyURI ;", 9, "odd-address"),
]


def test_what_nobody_sees_is_found_on_its_line(tmp_path: Path) -> None:
    names = ("case", "l2", "rdfs", "xsd")
    head = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in names)
    for number, (text, _, _) in enumerate(UNSEEN):
        path = tmp_path / f"{number}.ttl"
        path.write_text(f"{head}\n\ncase:{number}\n    a l2:Case ;\n{text}\n.\n", "utf-8")
    corpus, findings = read([tmp_path])
    assert not findings
    found = {
        (int(part.path.stem), one.line, one.rule)
        for part in corpus.parts
        if part.checked
        for one in statements(part, corpus.described)
        if one.rule in ("hidden-sign", "odd-address")
    }
    assert found == {(n, line, rule) for n, (_, line, rule) in enumerate(UNSEEN)}
