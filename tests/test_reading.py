"""Files and texts as editors save them: with a byte order mark, in another encoding, or not there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import l2kg
from each import each

from l2kg.analysis.matrixfile import matrix_of, read_matrix
from l2kg.corpus import read
from l2kg.errors import L2kgError, NotFoundError, UsageError
from l2kg.files import data_root
from l2kg.joining.answer_files import read_answers
from l2kg.joining.csv_io import read_csv
from l2kg.joining.enrich import read_enrichment
from l2kg.mappings.sssom import read_table
from l2kg.queries.header import load
from l2kg.reading import EncodingError, decoded, read_text, without_mark
from l2kg.sandbox.forkserver import load as serve_file
from l2kg.sandbox.upload import UploadCheck

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parent / "data"
MARK = b"\xef\xbb\xbf"
TURTLE = b'<https://w3id.org/l2kg/case/x> <http://purl.org/dc/terms/title> "a" .\n'
SHIPPED = Path(__file__).parents[1] / "l2kg" / "queries" / "questions"


def quads(path: Path) -> object:
    return sorted(map(str, serve_file(str(path))[0]))


def query_of(path: Path) -> object:
    found = load(path)
    return found.summary, found.text


def triples(path: Path) -> object:
    corpus, findings = read([path])
    if findings:
        raise EncodingError(str(path), findings[0].message)
    return [part.triples for part in corpus.parts if part.path == path]


READERS = [
    pytest.param("x.ttl", TURTLE, triples, id="case"),
    pytest.param(
        "cow.sssom.tsv", data_root() / "links" / "cow.sssom.tsv", triples, id="mappings"
    ),
    pytest.param("q.rq", SHIPPED / "cases.rq", query_of, id="named-query"),
    pytest.param("q.rq", DATA / "enrich-births.rq", read_enrichment, id="enrichment"),
    pytest.param("m.csv", DATA / "matrix.csv", matrix_of, id="matrix"),
    pytest.param("t.csv", b"ccode,year\n2,1978\n", read_csv, id="csv"),
    pytest.param(
        "t.tsv", b"c\ty\n2\t1\n", lambda p: read_csv(p, delimiter="\t"), id="tsv"
    ),
    pytest.param("a.nq", b"", read_answers, id="answers-nq"),
    pytest.param("a.trig", b"", read_answers, id="answers-trig"),
    pytest.param("s.ttl", TURTLE, quads, id="served-turtle"),
    pytest.param("s.nq", TURTLE, quads, id="served-nquads"),
    pytest.param("s.trig", TURTLE, quads, id="served-trig"),
    pytest.param(
        "s.jsonld", b'{"@id": "urn:x", "urn:p": "a"}', quads, id="served-json-ld"
    ),
]


@each(("name", "given", "reader"), READERS)
def test_a_byte_order_mark_changes_nothing(
    tmp_path: Path, name: str, given: bytes | Path, reader: Callable[[Path], object]
) -> None:
    path = tmp_path / name
    data = given if isinstance(given, bytes) else given.read_bytes()
    path.write_bytes(data)
    plain = reader(path)
    path.write_bytes(MARK + data)
    assert reader(path) == plain


@each("encoding", ["utf-16", "utf-16-be", "utf-32"])
@each(("name", "given", "reader"), READERS)
def test_another_encoding_is_named(
    tmp_path: Path,
    name: str,
    given: bytes | Path,
    reader: Callable[[Path], object],
    encoding: str,
) -> None:
    data = given if isinstance(given, bytes) else given.read_bytes()
    mark = "\ufeff" if encoding.endswith("be") else ""
    (tmp_path / name).write_bytes((mark + data.decode()).encode(encoding))
    with pytest.raises(L2kgError, match=f"not UTF-8 but {encoding[:6].upper()}"):
        reader(tmp_path / name)


@each("encoding", ["latin-1", "cp1252", "mac-roman"])
def test_a_query_in_another_encoding_is_one_line(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "q.rq"
    path.write_bytes('# for\nASK { ?c rdfs:label "Café"@en }\n'.encode(encoding))
    done = l2kg("query", str(path))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert f"l2kg: {path}: line 2: not UTF-8 (byte 0x" in done.stderr
    assert "save it as UTF-8" in done.stderr


def test_a_query_with_a_mark_comes_from_a_file_and_from_a_pipe(
    tmp_path: Path, tiny_folder: str
) -> None:
    path = tmp_path / "q.rq"
    path.write_text("\ufeffASK { ?c a l2:Case }", encoding="utf-8")
    for what, stdin in ((str(path), ""), ("-", "\ufeffASK { ?c a l2:Case }")):
        done = l2kg("query", what, "--store", tiny_folder, stdin=stdin)
        assert (done.stdout, done.stderr) == ("yes\n", "")


def test_check_and_fmt_see_no_mark(tmp_path: Path) -> None:
    path = tmp_path / "tiny.ttl"
    path.write_bytes(MARK + (DATA / "tiny.ttl").read_bytes())
    assert l2kg("fmt", "--check", str(path)).returncode == 0
    done = l2kg("check", str(path))
    assert done.returncode == 0, done.stderr


def test_check_tells_a_file_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_bytes(TURTLE.decode().encode("utf-16"))
    done = l2kg("check", str(path))
    assert done.returncode == 1
    assert "not UTF-8 but UTF-16. Save it as UTF-8." in done.stderr
    path.write_bytes(TURTLE + '# "é"'.encode("latin-1"))
    assert f"{path}:2: error: not UTF-8 (byte 0xe9)" in l2kg("check", str(path)).stderr


def test_an_upload_with_a_mark_is_that_without() -> None:
    data = (DATA / "tiny.ttl").read_bytes()
    found = UploadCheck().examined("tiny.ttl", MARK + data)
    assert found.sound
    assert found.understood is not None
    assert found.understood.turtle == data.decode()


def test_an_upload_of_nothing_but_a_mark_is_empty() -> None:
    with pytest.raises(UsageError, match="x.ttl is empty"):
        UploadCheck().examined("x.ttl", MARK + b"\n")


def test_texts_lose_their_mark() -> None:
    assert read_matrix("\ufeffcase,help\nx,1\n").cases == ("x",)
    assert read_table("\ufeff#license: x\nsubject_id\n").metadata == {"license": "x"}
    assert decoded(MARK + "é".encode(), "x") == without_mark("\ufeffé") == "é"


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder; name a file in it"):
        read_text(tmp_path)
    with pytest.raises(NotFoundError, match="x.rq: no such file"):
        read_text(tmp_path / "x.rq")
