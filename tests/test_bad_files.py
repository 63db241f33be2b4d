"""Bad files of twenty kinds, and files of every format spoilt: each is refused in a line, nothing is written.

`L2KG_BAD_FILES` says how many of each kind are made (20 for the whole of them),
`L2KG_SPOILT_FILES` how many files are spoilt (5000), `L2KG_FUZZ_SEED` draws others.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from commands import l2kg
from odd import odd_text

from l2kg import corpus
from l2kg.analysis.matrixfile import matrix_of
from l2kg.errors import L2kgError, UsageError
from l2kg.joining.answer_files import read_answers
from l2kg.joining.csv_io import read_csv
from l2kg.joining.enrich import read_enrichment
from l2kg.mappings.rules import sound_rows
from l2kg.mappings.sssom import read_table
from l2kg.mappings.triples import make
from l2kg.queries.header import read_header
from l2kg.queries.sources import Embedded
from l2kg.reading import read_text
from l2kg.sandbox.forkserver import load
from l2kg.sandbox.upload import UploadCheck
from l2kg.turtle import canonical
from l2kg.validation.files import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from l2kg.findings import Finding

SEED = int(os.environ.get("L2KG_FUZZ_SEED", "13"))
EACH = int(os.environ.get("L2KG_BAD_FILES", "1"))
SPOILT = int(os.environ.get("L2KG_SPOILT_FILES", "300"))
DATA = Path(__file__).parent / "data"
OPENING = ("javascript", "data", "file")
LINES = (
    (DATA / "bad" / "mapping-twice.sssom.tsv").read_text(encoding="utf-8").splitlines()
)
HEAD = """PREFIX case: <https://w3id.org/l2kg/case/>
PREFIX l2: <https://w3id.org/l2kg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX : <https://w3id.org/l2kg/case/SLUG#>

case:SLUG
    a l2:Case ;
    rdfs:label "A case"@en ;
"""
ASKING = "#+ summary: Births\n#+ link: wikidata\n"
ADDRESS = "http://127.0.0.1:9/"
BLOCK = "CONSTRUCT { ?a ?b ?c } WHERE { VALUES ?a { } ?a ?b ?c }\n"


def turtle(statement: str) -> bytes:
    return f"{HEAD}    rdfs:seeAlso {statement} ;\n.\n".encode()


def nested(opening: str, closing: str, rng: random.Random) -> str:
    depth = rng.randrange(101, 30_000)
    return opening * depth + ":c" + closing * depth


def chain(part: str, rng: random.Random) -> str:
    return part * rng.randrange(2001, 5000)


def crowd(rng: random.Random) -> bytes:
    cells = LINES[-1].split("\t")
    rows = (
        "\t".join([*cells[:3], f"cow:{n + 2}", *cells[4:]])
        for n in range(rng.randrange(11, 900))
    )
    return "\n".join([*LINES[:18], *rows, ""]).encode()


TURTLE: dict[str, Callable[[random.Random], bytes]] = {
    "triple-terms": lambda rng: turtle(nested("<<( :a :b ", " )>>", rng)),
    "nodes": lambda rng: turtle(nested("[ :b ", " ]", rng)),
    "lists": lambda rng: turtle(nested("( ", " )", rng)),
    "long-text": lambda rng: turtle(f'"{"a" * rng.randrange(70_000, 3 * 10**6)}"'),
    "long-iri": lambda rng: turtle(f"<https://a.example/{'a' * rng.randrange(3000, 10**6)}>"),
    "large": lambda rng: turtle("1") + b"# \n" * (rng.randrange(3, 5) * 2**20),
    "control": lambda rng: turtle(f'"a{chr(rng.randrange(1, 9))}"'),
    "hidden": lambda rng: turtle(f'"a{chr(rng.randrange(0x202A, 0x202F))}"@en'),
    "address": lambda rng: turtle(f"<{rng.choice(OPENING)}:{rng.randrange(99)}>"),
    "date": lambda rng: turtle(f'"2020-{rng.randrange(13, 99)}-99"^^xsd:date'),
    "utf-16": lambda rng: turtle(f"{rng.randrange(99)}").decode().encode("utf-16"),
    "latin-1": lambda rng: turtle('"é"').decode().encode("latin-1") + rng.randbytes(9),
    "bytes": lambda rng: b"\xff" + rng.randbytes(rng.randrange(9, 9000)),
    "cut": lambda rng: turtle('"a')[: -rng.randrange(1, 6)],
}  # fmt: skip
ENRICH = ["enrich", "--query", "FILE", "--endpoint", ADDRESS, "--output", "x.nq"]
QCA = ["qca", "help", "--condition", "trust", "--matrix", "FILE"]
JOIN = ["join", "FILE", "--on", "who,when", "--scheme", "cow"]


def references(rng: random.Random) -> bytes:
    return f"{ASKING}#+ a: &a [{rng.randrange(9)}]\n#+ b: [*a, *a]\n{BLOCK}".encode()


def long_cell(rng: random.Random) -> bytes:
    return f"case,help,trust\n{'a' * rng.randrange(140_000, 400_000)},1,0\n".encode()


OTHERS: dict[str, tuple[str, list[str], Callable[[random.Random], bytes]]] = {
    "braces": (
        ".rq",
        ["query", "FILE"],
        lambda rng: f"SELECT * {nested('{', '}', rng)}".encode(),
    ),
    "chain": (
        ".rq",
        ["query", "FILE"],
        lambda rng: f"ASK {{ FILTER(1{chain(' + 1', rng)}) }}".encode(),
    ),
    "function": (
        ".rq",
        ["query", "FILE"],
        lambda rng: f"SELECT (<urn:{rng.randrange(99)}>(1) AS ?x) {{}}".encode(),
    ),
    "references": (".rq", ENRICH, references),
    "cell": (".csv", QCA, long_cell),
    "quote": (
        ".csv",
        JOIN,
        lambda rng: b'who,when\n"a,1978\n' + b"b,1979\n" * rng.randrange(9),
    ),
    "crowd": (".sssom.tsv", ["check", "FILE"], crowd),
}
"""For each kind its ending, the command that reads it, and what is in it."""


def test_bad_turtle_is_told_with_its_line_and_left_as_it_is(tmp_path: Path) -> None:
    rng = random.Random(SEED)
    made = {
        tmp_path / f"{kind}-{number}.ttl": make_one(rng)
        for number in range(EACH)
        for kind, make_one in TURTLE.items()
    }
    for path, data in made.items():
        path.write_bytes(data.replace(b"SLUG", path.stem.encode()))
    before = {path: path.read_bytes() for path in made}
    for command in (["check"], ["build", "--store", str(tmp_path / "store")]):
        done = l2kg(*command, *map(str, made))
        assert (done.returncode, done.stdout) == (1, "")
        for path in made:
            place = f"{path}: " if path.stem.startswith("large") else f"{path}:"
            assert place in done.stderr, path
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_bad_files_of_other_kinds_are_told(
    tmp_path: Path, tiny_folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("L2KG_STORE", tiny_folder)
    monkeypatch.chdir(tmp_path)
    rng = random.Random(SEED)
    for number in range(EACH):
        for kind, (ending, args, make_one) in OTHERS.items():
            path = tmp_path / f"{kind}-{number}{ending}"
            path.write_bytes(make_one(rng))
            if kind == "crowd":  # the whole check looks at all cases: the rule is enough
                table = read_table(read_text(path))
                assert (
                    len(sound_rows(table, {"https://w3id.org/l2kg/actor/cuba": ""})) == 0
                )
            else:
                done = l2kg(*(str(path) if arg == "FILE" else arg for arg in args))
                assert done.returncode in (1, 2), (path, done)
                assert (done.stdout, done.stderr.count("\n")) == ("", 1), path
                assert "line " in done.stderr or "function" in done.stderr, done.stderr
            assert list(tmp_path.iterdir()) == [path]
            path.unlink()


@pytest.mark.slow
def test_bad_turtle_is_told_by_the_page() -> None:
    """Every kind where more than one file of each is asked for: each check is a process."""
    check, rng = UploadCheck(), random.Random(SEED)
    for kind in TURTLE if EACH > 1 else ("triple-terms", "address", "bytes", "large"):
        data = TURTLE[kind](rng).replace(b"SLUG", kind.encode())
        try:
            told = check.examined(f"{kind}.ttl", data)
        except UsageError:  # larger than is taken
            assert len(data) > 2**20, kind
        else:
            assert not told.sound
            assert any(one.line for one in told.found), kind


def turtle_of(path: Path) -> None:
    findings: list[Finding] = []
    part = corpus._part(path, "case", True, findings)
    assert part or findings
    list(statements(part, {}) if part else ())
    canonical(read_text(path))


def mappings_of(path: Path) -> None:
    table = read_table(read_text(path))
    make(table, sound_rows(table, {"https://w3id.org/l2kg/actor/cuba": frozenset()}))


def query_of(path: Path) -> None:
    text = read_text(path)
    read_header(path, text)
    found = Embedded(ox.Store()).query(text)
    list(found if not isinstance(found, ox.QueryBoolean) else [])


def shipped(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def whole(path: Path) -> object:
    return load(str(path))


NQUADS = """<urn:a> <urn:b> 'c'@en <urn:g> .
<urn:a> <urn:b> <<( <urn:a> <urn:b> _:c )>> .
"""
RDF_XML = """<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='urn:e:'>
<rdf:Description rdf:about='urn:a'><e:p>x</e:p></rdf:Description></rdf:RDF>"""
SAMPLES: dict[str, tuple[str, Callable[[Path], object]]] = {
    ".ttl": (shipped("tiny.ttl")[:6000].rpartition("\n.\n")[0] + "\n.\n", turtle_of),
    ".sssom.tsv": ("\n".join(LINES), mappings_of),
    ".csv": (shipped("actors-and-dates.csv"), read_csv),
    ".matrix.csv": (shipped("matrix.csv"), matrix_of),
    ".rq": (shipped("enrich-births.rq"), query_of),
    ".enrich.rq": (f"{ASKING}{BLOCK}", read_enrichment),
    ".nq": (NQUADS, read_answers),
    ".trig": ("PREFIX : <urn:x:>\n:g { :a :b 'c', 1, [ :d ( 1 2 ) ] }\n", read_answers),
    ".rdf": (RDF_XML, whole),
    ".nt": ('<urn:a> <urn:b> "c\\u00e9"@en .\n', whole),
}
"""For each format a sound file, and what reads it."""


def spoilt(data: bytes, rng: random.Random) -> bytes:
    """Return bytes with some others, or with pieces put in, out, twice or very often."""
    for _ in range(rng.choice((1, 1, 2, 5))):
        start = rng.randrange(len(data) + 1)
        end = min(len(data), start + rng.choice((1, 1, 5, 40)))
        piece = data[start:end]
        put = rng.choice(
            (
                *(b"", rng.randbytes(1), rng.randbytes(4), piece * 2, piece * 3000),
                odd_text(rng).encode("utf-8", "surrogatepass"),
                rng.choice(
                    (b"<<( ", b"[ ", b"(", b"{", b'"', b"'''", b"\\", b"&a ", b"*a")
                ),
                rng.choice((b"( ", b"{", b"[", b"<<( ", b"- ", b"!", b"\t", b",")) * 5000,
                data[: rng.randrange(200)],
            )
        )
        data = data[:start] + put + data[end:]
    return data if rng.random() < 0.8 else data[: rng.randrange(len(data) + 1)]


def test_spoilt_files_of_every_format_are_read_or_refused(tmp_path: Path) -> None:
    rng = random.Random(SEED)
    faults: dict[str, list[int]] = {}
    refused = 0
    for number in range(SPOILT):
        ending, (text, reader) = rng.choice(list(SAMPLES.items()))
        path = tmp_path / f"x{ending}"
        path.write_bytes(spoilt(text.encode(), rng))
        try:
            reader(path)
        except L2kgError as error:
            refused += 1
            if "\n" in str(error):
                faults.setdefault(f"{ending}: several lines", []).append(number)
        except Exception as error:
            faults.setdefault(f"{ending}: {error!r:.200}", []).append(number)
            if keep := os.environ.get("L2KG_KEEP_FAULTS"):
                (Path(keep) / f"{number}{ending}").write_bytes(path.read_bytes())
    assert not faults, faults
    assert SPOILT // 3 < refused < SPOILT, "files were spoilt, and not all beyond reading"
