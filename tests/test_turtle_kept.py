"""What the layout of Turtle keeps: triples, comments, literals as written, relative IRIs, line ends."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from commands import l2kg
from each import each
from hypothesis import given, settings
from turtle_texts import HEAD, documents

from l2kg.corpus import read
from l2kg.turtle import TurtleError, canonical
from l2kg.turtle.tokens import comments
from l2kg.validation.files import layout

if TYPE_CHECKING:
    from l2kg.findings import Finding

OUTSIDE = Path(__file__).parents[2] / "shared" / "trials" / "outside"
A = "ex:a ex:p 1 .\n"


def triples(text: str) -> ox.Dataset:
    found = ox.Dataset(
        ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri="http://base.org/x/y")
    )
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


@settings(max_examples=150, deadline=None)
@given(documents())
def test_the_layout_keeps_triples_and_comments_and_is_a_fixpoint(text: str) -> None:
    once = canonical(text)
    assert triples(once) == triples(text)
    assert Counter(comments(once)) == Counter(comments(text))
    assert canonical(once) == once


@each(
    ("text", "laid"),
    [
        pytest.param(
            "# who\n"
            + HEAD
            + "# b\nex:b ex:p 1 .\n# a\n# more\nex:a ex:p 1 . # behind\n",
            "# a\n# more\nex:a\n    ex:p 1 ;\n. # behind\n\n# b\nex:b\n    ex:p 1 ;\n.\n",
            id="before and behind a subject",
        ),
        pytest.param(
            HEAD + "ex:a # why\n ex:q 2 ; # two\n # one\n ex:p 1 # still\n.",
            "ex:a # why\n    # one\n    ex:p 1 ; # still\n    ex:q 2 ; # two\n.\n",
            id="inside a statement",
        ),
        pytest.param(
            HEAD
            + "ex:a ex:p [ # in\n ex:q ( 1 # one\n # end\n ) # out\n ] .\n\n# tail\n",
            "ex:a\n    ex:p\n    [ # in\n        ex:q (\n        1 # one\n        # end\n"
            "    ) ; # out\n    ] ;\n.\n\n# tail\n",
            id="in brackets and at the end",
        ),
        pytest.param(
            HEAD + "ex:a ex:p 1 . # x\nex:a ex:p 1 . # y\n# z\nex:a ex:p 1 .",
            "# z\nex:a\n    ex:p 1 ;\n    # y\n. # x\n",
            id="a statement said three times",
        ),
    ],
)
def test_a_comment_stays_with_what_it_is_about(text: str, laid: str) -> None:
    assert canonical(text).partition("XMLSchema#>\n\n")[2] == laid


def test_comments_at_the_head_stay_there_whatever_is_sorted_below() -> None:
    text = (
        "# head\n\n# next\n"
        + HEAD
        + "# between\nPREFIX a: <http://a.org/> # why\nex:z a a:Z . ex:b a a:B .\n"
    )
    assert canonical(text).startswith(
        "# head\n\n# next\n\n# between\n\nPREFIX a: <http://a.org/> # why\nPREFIX ex:"
    )


@each(
    ("literal", "written"),
    [
        pytest.param('"2011-01-01"^^xsd:dateTime', None, id="no dateTime"),
        pytest.param('"2011-1-1"^^xsd:date', None, id="no date"),
        pytest.param('"1."^^xsd:decimal', None, id="no short decimal"),
        pytest.param('"TRUE"^^xsd:boolean', None, id="no truth value"),
        pytest.param('" 5 "^^xsd:int', None, id="blanks"),
        pytest.param('"5"^^xsd:integer', "5", id="integer"),
        pytest.param('"1.0"^^xsd:decimal', "1.0", id="decimal"),
        *(
            pytest.param(one, None, id=one)
            for one in ("01", "+1.50", "1e3", "1.E3", "true")
        ),
        pytest.param('"x"@EN-gb', None, id="language"),
        pytest.param('"\\u00E9\\U0001F600\\t\\n\\r\\\\"', None, id="escapes"),
        pytest.param('"e\u0301 \u00e9 \u200b"', None, id="marks of their own"),
        pytest.param("'a\"b'", '"a\\"b"', id="single quotes"),
        pytest.param("'''it\\'s'''", '"it\'s"', id="long quotes without need"),
        pytest.param('"""a"b\n""c"""', None, id="long quotes"),
        pytest.param('"""a\rb"""', '"a\\rb"', id="carriage return"),
    ],
)
def test_a_literal_stays_as_it_was_written(literal: str, written: str | None) -> None:
    text = f"{HEAD}ex:a ex:p {literal} .\n"
    assert f"ex:p {written or literal} ;" in canonical(text)
    assert triples(canonical(text)) == triples(text)


@each(
    ("text", "kept"),
    [
        pytest.param("<> a <Notes> .", "<>\n    a <Notes> ;", id="no base"),
        pytest.param(
            "BASE <http://x.org/>\n<b> a <#c> .",
            "BASE <http://x.org/>\n\n<b>\n    a <#c> ;",
            id="base",
        ),
        pytest.param(
            "@base <../up/> . <b> a <c> .",
            "BASE <../up/>\n\n<b>",
            id="a base that is relative",
        ),
        pytest.param(
            "@prefix : <#> . :a a :B .", "PREFIX : <#>\n\n:a\n    a :B ;", id="prefix"
        ),
        pytest.param(
            "@prefix case: <c/> . case:a a case:B .",
            "PREFIX case: <c/>\n\ncase:a",
            id="a prefix of ours",
        ),
    ],
)
def test_a_relative_iri_stays_relative(text: str, kept: str) -> None:
    assert kept in canonical(text)
    assert "://" not in canonical(text).replace("http://x.org/", "")


@each(
    ("text", "line", "said"),
    [
        pytest.param(
            "<a> a <b> .\nBASE <http://x.org/>", 2, "below relative", id="late base"
        ),
        pytest.param(
            "BASE <http://x/>\n\nBASE <http://y/>\n<b> a <c> .",
            3,
            "second base",
            id="two bases",
        ),
        pytest.param(
            "@prefix : <#> .\n@prefix : <x:> .\n:a a :b .",
            2,
            "declared twice",
            id="two homes",
        ),
        pytest.param(
            HEAD + A + "ex:a ex:p << ex:a ex:p 1 >> .", 4, "RDF 1.2", id="reified"
        ),
        pytest.param(HEAD + "ex:a ex:p 1\n{| ex:q 2 |} .", 4, "RDF 1.2", id="annotated"),
        pytest.param(HEAD + 'ex:a ex:p "x"@en--ltr .', 3, "RDF 1.2", id="direction"),
        pytest.param(
            f"{HEAD}ex:a ex:p {'(' * 2000}{')' * 2000} .", 3, "more than 100", id="deep"
        ),
        pytest.param(
            HEAD + "ex:a ex:p\n1 ,, 2 .",
            4,
            "ex:p has no value before this ,",
            id="no Turtle",
        ),
    ],
)
def test_what_cannot_be_laid_out_is_refused_with_its_line(
    text: str, line: int, said: str
) -> None:
    with pytest.raises(TurtleError, match=said) as caught:
        canonical(text)
    assert caught.value.line == line


@each(
    ("text", "laid"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("\n \n", "", id="blank"),
        pytest.param("# only\n", "# only\n", id="a comment"),
        pytest.param("PREFIX f: <http://f/>", "PREFIX f: <http://f/>\n", id="a prefix"),
        pytest.param(
            "@prefix f: <http://f/> . f:a a f:b . @prefix f: <http://g/> . f:a a f:b .",
            "PREFIX f: <http://f/>\n\nf:a\n    a f:b ;\n.\n\n<http://g/a>\n    a <http://g/b> ;\n.\n",
            id="one prefix for two",
        ),
        pytest.param(
            "@prefix l2: <http://f/> . @prefix é.1: <http://g/> . l2:a a é.1:b .",
            "PREFIX é.1: <http://g/>\n\n<http://f/a>\n    a é.1:b ;\n.\n",
            id="a prefix of ours for something else",
        ),
        pytest.param(
            '<http://f/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> _:b1 .\n_:b1 <http://f/p> "1" .\n',
            '<http://f/a>\n    a _:b1 ;\n.\n\n_:b1\n    <http://f/p> "1" ;\n.\n',
            id="N-Triples",
        ),
    ],
)
def test_odd_files_are_laid_out(text: str, laid: str) -> None:
    assert canonical(text) == laid
    assert canonical(laid) == laid


def test_line_ends_and_those_in_literals_stay() -> None:
    text = (HEAD + '# é\nex:a ex:p """1\n2""" , "3\\n" .\n').replace("\n", "\r\n")
    laid = canonical(text)
    assert laid.count("\n") == laid.count("\r\n") > 6
    assert triples(laid) == triples(text)
    assert '"""1\r\n2"""' in laid
    assert canonical(laid.replace("\r\n", "\n")) == laid.replace("\r\n", "\n")


def written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


@pytest.mark.skipif(
    not OUTSIDE.exists(), reason="wants the other people's files of ../shared"
)
@each(
    ("name", "kept"),
    [
        pytest.param(
            "15-fmt-relative-iri-a.ttl", "<>\n    a ex:Notes ;", id="relative IRI"
        ),
        pytest.param("16-fmt-drops-comments-a.ttl", "missing.\nex:talks\n", id="comment"),
        pytest.param(
            "17-fmt-mends-literals-a.ttl", '"2011-01-01"^^xsd:dateTime ;', id="literal"
        ),
    ],
)
def test_files_of_others_keep_what_they_say(tmp_path: Path, name: str, kept: str) -> None:
    path = written(tmp_path / name, (OUTSIDE / name).read_text(encoding="utf-8"))
    assert l2kg("fmt", str(path)).returncode == 0
    assert kept in path.read_text(encoding="utf-8")
    assert l2kg("fmt", "--check", str(path)).returncode == 0


def test_a_byte_order_mark_is_left_out_where_a_file_is_laid_out(tmp_path: Path) -> None:
    path = written(tmp_path / "x.ttl", "\ufeff" + HEAD + A)
    assert l2kg("fmt", str(path)).returncode == 0
    assert path.read_text(encoding="utf-8") == canonical(HEAD + A)


def test_fmt_keeps_permissions_links_and_line_ends(tmp_path: Path) -> None:
    path = written(tmp_path / "x.ttl", (HEAD + A).replace("\n", "\r\n"))
    path.chmod(0o640)
    link = tmp_path / "link.ttl"
    link.symlink_to(path.name)
    assert l2kg("fmt", str(link)).returncode == 0
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.read_bytes() == canonical(HEAD + A).replace("\n", "\r\n").encode()
    assert sorted(tmp_path.iterdir()) == [link, path]


def test_what_is_refused_is_named_and_left_and_the_others_are_written(
    tmp_path: Path,
) -> None:
    texts = {"a.ttl": HEAD + A, "b.ttl": "BASE <b:>\nBASE <c:>\n", "c.ttl": HEAD + A}
    paths = [written(tmp_path / name, text) for name, text in texts.items()]
    paths[2].chmod(0o444)
    done = l2kg("fmt", str(tmp_path))
    assert done.returncode == 1
    assert f"{paths[1]}:2: error: a second base" in done.stderr
    assert f"{paths[2]}: is read-only and left as it is" in done.stderr
    assert paths[0].read_text(encoding="utf-8") == canonical(HEAD + A)
    assert [path.read_text(encoding="utf-8") for path in paths[1:]] == [*texts.values()][
        1:
    ]


@each(
    "text",
    [
        pytest.param(HEAD + "# a\r" + A, id="carriage return"),
        pytest.param(
            (HEAD + 'ex:a ex:p """1\n\\n2""" .\n').replace("\n", "\r\n"), id="both"
        ),
        pytest.param(HEAD + 'ex:a ex:p """1\r\n2\r3""" .\n', id="in a literal"),
        pytest.param("\ufeff" + canonical(HEAD + A), id="a mark and nothing else"),
        pytest.param(HEAD + "ex:a ex:p << ex:a ex:p 1 >> .", id="refused"),
    ],
)
def test_fmt_and_check_agree(tmp_path: Path, text: str) -> None:
    path = written(tmp_path / "x.ttl", text)
    before = told(path)
    done = l2kg("fmt", str(path))
    if done.returncode:
        assert done.stderr == before[0].line_of_text() + "\n"
        assert path.read_bytes() == text.encode()
    else:
        assert told(path) == []
        assert l2kg("fmt", "--check", str(path)).returncode == 0


def told(path: Path) -> list[Finding]:
    """Return what `check` says of the layout of a file."""
    corpus, unread = read([path])
    return [
        *unread,
        *(one for part in corpus.parts if part.path == path for one in layout(part)),
    ]
