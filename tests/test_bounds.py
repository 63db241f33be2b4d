"""What is too deep, too long or too large is refused with its line before a parser reads it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from each import each

from l2kg.corpus import read
from l2kg.errors import InputError, L2kgError
from l2kg.joining.answer_files import read_answers
from l2kg.queries.endpoint import EndpointError, Remote
from l2kg.queries.results import QueryError
from l2kg.queries.sources import Embedded
from l2kg.reading import read_exactly, read_text
from l2kg.sandbox.forkserver import load
from l2kg.turtle import canonical
from l2kg.yaml_text import YamlError, read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable

DEEP = 20_000
HEAD = "PREFIX : <urn:x:>\n:a :b\n  "
TRIPLES = "<<( :a :b " * DEEP + ":c" + " )>>" * DEEP
TURTLE = {
    "triple-terms": (f"{TRIPLES} .", "more than 100 brackets within one another"),
    "reified": (
        "<< :a :b " * DEEP + ":c" + " >>" * DEEP + " .",
        "more than 100 brackets",
    ),
    "nodes": ("[ :b " * DEEP + ":c" + " ]" * DEEP + " .", "more than 100 brackets"),
    "lists": ("( " * DEEP + ":c" + " )" * DEEP + " .", "more than 100 brackets"),
    "hidden": (f'\'(\\\'(\', """\n"(""" ,\n{TRIPLES} .', "more than 100 brackets"),
    "text": (
        f'"{"a" * 70_000}" .',
        "a text of 70002 signs, where at most 65536 are read",
    ),
    "iri": (f"<https://a.example/{'a' * 2**20}> .", "an IRI of 1048596 signs"),
    "name": (f":{'a' * 5000} .", "a name of 5001 signs"),
}


def test_turtle_is_bounded_before_it_is_parsed(tmp_path: Path) -> None:
    for name, (text, wrong) in TURTLE.items():
        with pytest.raises(
            InputError, match=f"^line {3 + 2 * (name == 'hidden')}: {wrong}"
        ):
            canonical(HEAD + text)
        (tmp_path / f"{name}.ttl").write_text(HEAD + text, encoding="utf-8")
    _, findings = read([tmp_path])
    assert len(findings) == len(TURTLE)
    for found in findings:
        assert found.file is not None
        assert TURTLE[found.file.stem][1] in found.message
        assert (found.line, found.rule) == (
            3 + 2 * (found.file.stem == "hidden"),
            "syntax",
        )
        assert found.remedy.endswith(".")


def test_what_only_looks_deep_or_long_is_read() -> None:
    text = (
        f'{HEAD}"{"(" * 200}", """{"[" * 200}""", {"[], " * 200}( 1 ) . # {"{" * 3000}\n'
    )
    assert canonical(text)


@each("ending", [".nq", ".trig"])
def test_kept_answers_are_bounded(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_text(f"<urn:a> <urn:b> {TRIPLES} .", encoding="utf-8")
    with pytest.raises(InputError, match="a.*: line 1: more than 100 brackets"):
        read_answers(path)


QUERIES = {
    "braces": f"SELECT * {'{' * DEEP}{'}' * DEEP}",
    "parentheses": f"ASK {{ FILTER {'(' * DEEP}1{')' * DEEP} }}",
    "escaped": f"ASK {{ FILTER {'(' * 60}{chr(92)}u0028{'(' * 60}1{')' * 121} }}",
    "triples": f"ASK {{ ?a ?b {'<<( ?a ?b ' * DEEP}?c{' )>>' * DEEP} }}",
    "negations": f"ASK {{ FILTER({'!' * DEEP}true) }}",
    "sums": f"ASK {{ FILTER({'1 +' * DEEP}1) }}",
    "ors": f"ASK {{ ?a ?b ?c FILTER({'?a = 1 ||' * DEEP} true) }}",
    "unions": f"ASK {{ {'{?a ?b ?c} UNION ' * DEEP} {{}} }}",
    "optionals": f"ASK {{ {'OPTIONAL {?a ?b ?c} ' * DEEP} }}",
    "paths": f"ASK {{ ?a {'l2:a/' * DEEP}l2:b ?c }}",
    "statements": f"ASK {{ {'?a ?b ?c . ' * DEEP} }}",
    "behind-values": f"ASK {{ VALUES ?a {{ 1 }} FILTER({'1 +' * DEEP}1) }}",
}


@each("name", QUERIES)
def test_a_query_is_bounded_before_it_is_parsed(name: str) -> None:
    with pytest.raises(QueryError, match="nests more than 64 deep|more than 2000 parts"):
        Embedded(ox.Store()).query(QUERIES[name])


def test_a_query_nested_too_deep_is_told_with_its_place() -> None:
    with pytest.raises(
        QueryError, match=r"line 2, column 65: the query nests more than 64"
    ):
        Embedded(ox.Store()).query(f"SELECT * \n{QUERIES['braces'][9:]}")


def test_many_values_are_no_depth() -> None:
    values = " ".join(f"(-1.5 'a+b' <urn:a-{n}>)" for n in range(5000))
    query = f"SELECT * {{ VALUES (?a ?b ?c) {{ {values} }} }}"
    assert len(Embedded(ox.Store()).select(query).rows) == 5000


def test_an_endpoint_s_answer_is_bounded() -> None:
    remote = Remote("http://127.0.0.1:9/")
    deep: object = {"type": "uri", "value": "urn:a"}
    text = json.dumps({"head": {"vars": ["a"]}, "results": {"bindings": [{"a": deep}]}})
    before, term = '{"type": "triple", "value": {"object": ', json.dumps(deep)
    body = text.replace(term, before * DEEP + term + "}}" * DEEP).encode()
    with pytest.raises(EndpointError, match="nested more than 100 deep"):
        remote._results("application/sparql-results+json", body)
    with pytest.raises(EndpointError, match="more than 100 brackets"):
        remote._triples("application/n-triples", f"<urn:a> <urn:b> {TRIPLES} .".encode())


def _without_end() -> str:
    return read_exactly(Path("/dev/zero"))


def _large(path: Path) -> str:
    path.write_bytes(b"a" * (8 * 2**20 + 1))
    return read_text(path)


@each(
    ("reader", "wrong"),
    [
        (lambda _: _without_end(), "is larger than 8 MB, of which no more is read; split it"),
        (_large, "is larger than 8 MB"),
        (lambda path: _written(path, b"a\r\nb\rc\nd\x00"), "line 4: the control character U\\+0000"),
        (lambda path: _written(path, "a\n\x9b".encode()), "line 2: the control character U\\+009B"),
        (lambda path: _written(path, b"a\rb\n\xe9"), "line 3: not UTF-8 .byte 0xe9"),
    ],
    ids=["endless", "large", "nul", "c1", "latin"],
)  # fmt: skip
def test_what_is_no_text_is_told_with_its_line(
    tmp_path: Path, reader: Callable[[Path], str], wrong: str
) -> None:
    with pytest.raises(L2kgError, match=wrong):
        reader(tmp_path / "x")


def _written(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return read_text(path)


REFERENCES = "a: &a [x, x]\n" + "\n".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@each(
    ("text", "line", "wrong"),
    [
        (f"a: 1\nb: {'[' * 5000}{']' * 5000}", 2, "more than 20 lists and maps"),
        (
            "\n".join(f"{' ' * n}a:" for n in range(300)),
            20,
            "more than 20 lists and maps",
        ),
        (REFERENCES, 2, "a reference .* is not read"),
        ("a: 1\nb: 'x", 2, "unexpected end of stream|found unexpected end"),
        ("a: 2020-99-99", None, "a value that cannot be read"),
        (f"a: {'9' * 5000}", None, "a value that cannot be read"),
        ("a: !!timestamp x", None, "a value that cannot be read"),
        ("a: !!python/object:os.system x", 1, "could not determine a constructor"),
        (f"a: {'x' * 70_000}", None, "longer than"),
    ],
)
def test_yaml_is_bounded(text: str, line: int | None, wrong: str) -> None:
    with pytest.raises(YamlError, match=wrong) as caught:
        read_yaml(text)
    assert caught.value.line == line


def test_entities_that_stand_for_others_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    text = (
        f'<!DOCTYPE r [<!ENTITY e "urn:e:">MORE]><rdf:RDF xmlns:rdf="{rdf}" xmlns:e="&e;">'
        '<rdf:Description rdf:about="urn:a"><e:p>x</e:p></rdf:Description></rdf:RDF>'
    )
    path.write_text(text.replace("MORE", ""), encoding="utf-8")
    assert len(load(str(path))[0]) == 1
    for more in (
        '<!ENTITY f "&e;&e;">',
        f"<!-- {'x' * 2**20} --><!ENTITY f '{'x' * 600}'>",
    ):
        path.write_text(text.replace("MORE", more), encoding="utf-8")
        with pytest.raises(L2kgError, match="an entity .* is not read"):
            load(str(path))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_output_without_room_is_one_line(tiny_folder: str) -> None:
    for args in (
        ["--help"],
        ["query", "cases", "--format", "json", "--store", tiny_folder],
    ):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "l2kg", *args],
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert (done.returncode, done.stderr) == (1, b"l2kg: no space left on device\n")
