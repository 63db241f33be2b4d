"""Texts in Turtle for the tests of its layout: all kinds of terms, with comments between any two tokens."""

from __future__ import annotations

from itertools import chain

from hypothesis import strategies as st

HEAD = (
    "PREFIX ex: <http://example.org/>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
)
NAMES = [
    *("ex:a", "ex:b", "<http://example.org/a>", "<#here>", "<>", "<../up?q=1>", "ex:1-x"),
    *("<http://e.org/a#b'c>", "ex:a\\/b", "ex:a%20b", "ex:", "ex:a.b", "_:x", "_:y.z"),
    *("<http://e.org/\\u00e9>", "xsd:integer", "<http://purl.org/dc/terms/source>"),
]
LITERALS = [
    *("5", "01", "-1", "+1.50", ".5", "1e3", "1.E3", "true", "false", '"true"'),
    *(
        '"5"^^xsd:integer',
        '"01"^^xsd:integer',
        '"1."^^xsd:decimal',
        '"TRUE"^^xsd:boolean',
    ),
    *('"2011-1-1"^^xsd:date', '"2011-01-01"^^xsd:dateTime', '"1.0"^^xsd:decimal'),
    *('"NaN"^^xsd:double', '" 5 "^^xsd:int', '""', "''", '"""a"b"""', "'''a'''"),
    *("'a\"b'", '"a # b"', "'it\\'s'", '"\\u00E9\\U0001F600\\t\\n\\r\\\\"', '"x"@EN-gb'),
    *('"""a\nb\r\nc"""', "'''a\n\"\"\"\\'b'''@en", '"<http://x> ; ."', '"x"^^<#own>'),
    *('"x"^^xsd:string', '"e\u0301 \u00e9"', '"""\\""""', "'''\r'''"),
]
_GAPS = [
    *(" ", "\n", "\n\n", " # a\n", "\n# b ; . <x>\n", "\n\n# c \"'\n\n# d\n", " #\n"),
    *("\r\n", "\t", " # e \r\n"),
]
_DECLARED = [
    ["@prefix", "f:", "<http://f.org/>", "."],
    ["PREFIX", "ex:", "<http://example.org/>"],
    ["PREFIX", "case:", "<http://else.org/>"],
    ["prefix", "l:", "<https://w3id.org/l2kg/case/>"],
]
_VERBS = st.sampled_from(["a", "ex:p", "<http://example.org/p>", "<#p>", "xsd:q"])


def _joined(parts: list[list[str]]) -> list[str]:
    return list(chain.from_iterable(parts))


def _statements(
    values: st.SearchStrategy[list[str]], least: int
) -> st.SearchStrategy[list[str]]:
    """Return verbs with one or two values each, and semicolons."""
    said = st.tuples(_VERBS, values, st.none() | values).map(
        lambda one: [one[0], *one[1], *([",", *one[2]] if one[2] else []), ";"]
    )
    return st.lists(said, min_size=least, max_size=3).map(_joined)


def _compound(values: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    members = st.lists(values, max_size=3).map(_joined)
    return members.map(lambda found: ["(", *found, ")"]) | _statements(values, 0).map(
        lambda found: ["[", *found, "]"]
    )


_WORDS = st.sampled_from(NAMES).map(lambda word: [word])
_VALUES = st.recursive(
    st.sampled_from(NAMES + LITERALS).map(lambda word: [word]), _compound, max_leaves=6
)
_STATEMENTS = st.tuples(_WORDS | _compound(_WORDS), _statements(_VALUES, 1)).map(
    lambda both: [*both[0], *both[1], "."]
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Write declarations and statements, with blanks, breaks and comments between any two tokens."""
    words = _joined(draw(st.lists(_STATEMENTS | st.sampled_from(_DECLARED), max_size=4)))
    many = len(words) + 1
    gaps = draw(st.lists(st.sampled_from(_GAPS), min_size=many, max_size=many))
    head = draw(st.sampled_from(["", "# top\n", "# top\n\n# next\n"]))
    text = (
        head
        + HEAD
        + "".join(_joined([[*one] for one in zip(gaps, [*words, ""], strict=True)]))
    )
    return (
        text.replace("\n", "\r\n") if draw(st.booleans()) and "\r" not in text else text
    )
