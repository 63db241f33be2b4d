"""Odd texts and files drawn from a seed: what people, editors, spreadsheets and shells make."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from pathlib import Path

PIECES = (
    *("tiny/a/b", "case:tiny/a/b", r"case:tiny\#a:b"),
    *("", " ", "  a b ", "\t", "\n", "a\r\nb", "\x00", "\x1b[31m", "\x7f", "\u0085"),
    *("'", '"', "`", "\\", '"""', "<", ">", "{", "}", "|", "^", "#", "##", "%", "%00"),
    *("%zz", "%E9", "%2e%2e%2f", "../", "../../x", "./.", "~", "$HOME", "*", "?", "?x"),
    *("\udcff", "\ud800", "é", "e\u0301", "İ", "\u202eabc", "مفاوضات", "🕊️", "\ufeff"),
    *(
        "\u200b",
        "\ufffe",
        "\U0010ffff",
        "x" * 5000,
        "a:" * 300,
        "-",
        "--",
        "-1",
        "=",
        "a=b",
    ),
    *("0", "00", "-0", "1e999", "NaN", "9" * 40, "1" * 5000, "٣", "²", "0x1F", "1,5"),
    *(
        "2011-13-40",
        "2011-02-30",
        "30/03/1978",
        "1978-03-30T99:00",
        "-9999999",
        "../1978",
    ),
    *("1978/..", "[..1984]", "19XX", "Y-17E7", "2004-06-uu", "1990-07-05/1990-07-01"),
    *(
        "a b",
        "James Baker",
        "no-such-thing",
        "tiny tiny",
        "tiny#",
        "#talks",
        "tiny#no such",
    ),
    *("actor:", "actor:a b", "case:tiny#x y", "l2:", "l2:No Class", "l2t:a b", "http://"),
    *(
        "http://a b/c",
        "http://[::1",
        "https://w3id.org/l2kg/case/a b",
        "urn:x:<y>",
        "://",
    ),
    *("?x a l2:Case", "} SELECT * {", "SERVICE <http://127.0.0.1:9/> {}", "l2:a|l2:b"),
    *(
        "A before B",
        " before ",
        "help=",
        "=no",
        "a|b",
        "|",
        "{{ x }}",
        "<script>",
        "None",
    ),
    *("[]", "[", "{}", '{"a":', "null", "true", "[[[[", '{"q0": 3}', "&a=b", ";", ","),
)
"""What odd texts are put together from; most are odd enough alone."""

ADDRESSES = (
    *(
        "http://127.0.0.1:9/sparql",
        "http://127.0.0.1:9/a b",
        "http://[::1",
        "http://",
        "://",
    ),
    *(
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:x/",
        "http://u:p@127.0.0.1:9/",
        "ftp://a/b",
    ),
    *("http://127.0.0.1:9/☂", "http://127.0.0.1:9/\x00", "http://127.0.0.1:9/?a=%zz#b"),
    *(
        "http://127.0.0.1\udcff/",
        "https://127.0.0.1:9/\n",
        "file:///etc/passwd",
        "HTTP://:9/",
    ),
)
"""Addresses at which nothing answers; none needs the net."""

ENDINGS = (
    *(".ttl", ".rq", ".csv", ".tsv", ".json", ".nq", ".trig", ".sssom.tsv", ".xlsx"),
    *(".zip", ".graphml", ".bib", ".tex", ".dta", "", ".TTL", ".txt"),
)

SAMPLES = (
    "PREFIX l2: <https://w3id.org/l2kg/ontology#>\n<https://w3id.org/l2kg/case/x> a l2:Case .\n",
    "SELECT ?c WHERE { ?c a l2:Case ; rdfs:label ?l } ORDER BY ?c\n",
    "SELECT * { SERVICE <http://127.0.0.1:64999/> { ?s ?p ?o } }",
    "PREFIX wdt: <http://w/>\nCONSTRUCT { ?a wdt:x ?b } WHERE { VALUES ?a {} ?a wdt:x ?b }",
    'who,when,x\nUSA,1978,a\n"Côte d\'Ivoire",1978-07,b\n',
    "case\ttrust\thelp\nC1\t1\t0\nC2\t\t1\n",
    "case,trust,help,positive\nC1,1,0,1\nC2,,2,NA\n",
    '{"head": {"vars": ["a"]}, "results": {"bindings": []}}',
    '<urn:a> <urn:b> "c" <urn:g> .\n',
    "# mapping_set_id: urn:x\nsubject_id\tpredicate_id\tobject_id\nactor:x\tskos:exactMatch\tcow:2\n",
)
"""Short files of each kind, which are then spoilt."""

_SPOILT = (
    lambda text, _: text.encode(),
    lambda text, rng: text.encode()[: rng.randrange(len(text))],
    lambda text, _: codecs.BOM_UTF8 + text.encode(),
    lambda text, _: text.encode("utf-16"),
    lambda text, _: text.encode("latin-1", "replace") + b"\xe9\xff",
    lambda text, rng: text.replace("a", odd_text(rng), 1).encode(
        "utf-8", "surrogatepass"
    ),
    lambda text, rng: text.replace(" ", odd_text(rng)).encode("utf-8", "surrogatepass"),
    lambda text, _: text.replace("\n", "\r").encode(),
    lambda text, _: text.encode() + b"\x00\x00",
    lambda _, rng: rng.randbytes(300),
    lambda _, rng: odd_text(rng).encode("utf-8", "surrogatepass"),
    lambda text, rng: text.replace(",", odd_text(rng)).encode("utf-8", "surrogatepass"),
)


def odd_text(rng: random.Random) -> str:
    """Return an odd text: one piece, or up to three."""
    return "".join(rng.choices(PIECES, k=rng.choice((1, 1, 1, 2, 3))))


def spoilt(name: str, rng: random.Random) -> str:
    """Return a name with something odd before it, behind it, or in place of a part of it."""
    cut, piece = rng.randrange(len(name) + 1), odd_text(rng)
    return rng.choice(
        (piece + name, name + piece, name[:cut] + piece + name[cut:], name[:cut], name)
    )


def odd_files(folder: Path, rng: random.Random, count: int) -> list[Path]:
    """Write odd files below a folder, and return their paths with those of what is no file."""
    folder.mkdir(parents=True, exist_ok=True)
    found = [
        folder,
        folder / "missing.ttl",
        folder / "missing" / "x.csv",
        folder / "loop",
    ]
    (folder / "loop").symlink_to(folder / "loop")
    for ending in (".ttl", ".rq", ".csv"):
        (folder / f"folder{ending}").mkdir()
        found.append(folder / f"folder{ending}")
    for number in range(count):
        path = folder / f"odd {number}{rng.choice(ENDINGS)}"
        path.write_bytes(rng.choice(_SPOILT)(rng.choice(SAMPLES), rng))
        found.append(path)
    return found
