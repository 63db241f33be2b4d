"""No code, query, rule or shape names a term of ours that the ontology does not have.

What is found: `l2:name`, `l2v:name` and `l2t:name` in any string but a docstring and in
Turtle and SPARQL; f"{L2}name", also with a variable that runs over names on the spot;
L2 + "name"; and names given to functions that put them behind L2.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from each import each

from l2kg.namespaces import L2, L2T, L2V

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
SPACES = {"L2": L2, "L2V": L2V, "L2T": L2T}
BY_PREFIX = {"l2": L2, "l2v": L2V, "l2t": L2T}
CURIE = re.compile(r"(?<![\w:/-])(l2[vt]?):([A-Za-z]\w*(?:-\w+)*)")
NAME = re.compile(r"[A-Za-z]\w*(?:-\w+)*")
PLACEHOLDER = re.compile(r"[A-Z]{2,}")  # in words about commands: l2:CLASS, l2t:TACTIC
# functions that put a name behind L2, and which argument that is
TAKING_NAMES = {"_l2": 0, "iris": 0, "text": 0, "_first": 2, "_values": 1, "_objects": 1}
CODE = sorted(
    path
    for folder in ("l2kg", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if "assets" not in path.parts and path.name != "load.py"  # asks for what is not there
)
TEXTS = sorted(
    path
    for folder in ("l2kg", "ontology", "data")
    for ending in ("*.rq", "*.ttl")
    for path in (ROOT / folder).rglob(ending)
)


@cache
def known() -> frozenset[str]:
    """Return all IRIs of ours that the ontology and its vocabularies describe."""
    store = ox.Store()
    for path in (ROOT / "ontology").rglob("*.ttl"):
        if path.parent.name not in {"shapes", "alignments"}:
            store.load(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    described = {
        quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)
    }
    return frozenset(iri for iri in described if iri.startswith(tuple(SPACES.values())))


def in_text(text: str) -> Iterator[str]:
    """Yield the terms that a text names by a CURIE."""
    for prefix, name in CURIE.findall(text):
        if not PLACEHOLDER.fullmatch(name):
            yield BY_PREFIX[prefix] + name


class Finder(ast.NodeVisitor):
    """Collects the terms that Python code names, with their lines."""

    def __init__(self) -> None:
        self.found: dict[int, set[str]] = defaultdict(set)
        self.running: dict[str, list[str]] = {}  # variables that run over names
        self.written: dict[str, list[str]] = {}  # lists of names, by their variable

    def visit_Module(self, node: ast.Module) -> None:
        for part in node.body:
            if isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Name):
                self.written[part.targets[0].id] = constants(part.value)
            elif isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
                self.written[part.target.id] = constants(part.value)
        self.generic_visit(node)

    def names_in(self, node: ast.expr) -> list[str]:
        if isinstance(node, ast.Name):
            return self.written.get(node.id, [])
        return constants(node)

    def add(self, node: ast.expr, space: str, name: str) -> None:
        if match := NAME.match(name):
            self.found[node.lineno].add(space + match[0])

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring tells examples
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.found[node.lineno].update(in_text(node.value))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        for part, after in zip(node.values, node.values[1:], strict=False):
            if (space := space_of(part)) is None:
                continue
            if isinstance(after, ast.Constant):
                self.add(node, space, str(after.value))
            elif isinstance(after, ast.FormattedValue) and isinstance(
                after.value, ast.Name
            ):
                for name in self.running.get(after.value.id, ()):
                    self.add(node, space, name)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.Add) and isinstance(node.left, ast.Name):
            space = SPACES.get(node.left.id)
            if space and isinstance(node.right, ast.Constant):
                self.add(node, space, str(node.right.value))
            elif space and isinstance(node.right, ast.Name):
                for name in self.running.get(node.right.id, ()):
                    self.add(node, space, name)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        function = node.func
        name = (
            function.attr
            if isinstance(function, ast.Attribute)
            else getattr(function, "id", "")
        )
        place = TAKING_NAMES.get(name)
        if place is not None and len(node.args) > place:
            given = node.args[place]
            if isinstance(given, ast.Constant) and ":" not in str(given.value):
                self.add(node, L2, str(given.value))
        self.generic_visit(node)

    def over(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> None:
        before = dict(self.running)
        for part in node.generators:
            if isinstance(part.target, ast.Name):
                self.running[part.target.id] = self.names_in(part.iter)
        self.generic_visit(node)
        self.running = before

    visit_ListComp = visit_SetComp = over  # noqa: N815 (names of ast)
    visit_GeneratorExp = visit_DictComp = over  # noqa: N815

    def visit_For(self, node: ast.For) -> None:
        before = dict(self.running)
        if isinstance(node.target, ast.Name):
            self.running[node.target.id] = self.names_in(node.iter)
        self.generic_visit(node)
        self.running = before


def space_of(part: ast.expr) -> str | None:
    """Return the namespace that stands in an f-string, if one does."""
    named = isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name)
    return SPACES.get(part.value.id) if named else None  # type: ignore[union-attr]


def constants(node: ast.expr | None) -> list[str]:
    """Return the texts of a tuple, list or set that is written out, or the keys of a dict."""
    if isinstance(node, ast.Dict):
        listed = [key for key in node.keys if key is not None]
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        listed = node.elts
    else:
        return []
    return [str(one.value) for one in listed if isinstance(one, ast.Constant)]


def in_code(source: str) -> dict[int, set[str]]:
    """Return the terms that Python code names, by line."""
    finder = Finder()
    finder.visit(ast.parse(source))
    return {line: terms for line, terms in finder.found.items() if terms}


@each(
    ("source", "terms"),
    [
        pytest.param('x = f"{L2}side"', {f"{L2}side"}, id="in an f-string"),
        pytest.param('x = f"a <{L2V}good-deal> b"', {f"{L2V}good-deal"}, id="amid one"),
        pytest.param('x = L2 + "side"', {f"{L2}side"}, id="added"),
        pytest.param('[f"{L2}{n}" for n in ("a", "b")]', {f"{L2}a", f"{L2}b"}, id="each"),
        pytest.param(
            'N = {"a": 1}\nx = [L2 + n for n in N]',
            {f"{L2}a"},
            id="in a list by its name",
        ),
        pytest.param('for n in ("a",):\n  L2 + n', {f"{L2}a"}, id="in a loop"),
        pytest.param(
            'x = "?s l2:side|l2t:a-b ?o"', {f"{L2}side", f"{L2T}a-b"}, id="text"
        ),
        pytest.param(
            'x = f"?s a l2:Side . {y}"', {f"{L2}Side"}, id="text of an f-string"
        ),
        pytest.param('facts.iris("side")', {f"{L2}side"}, id="given to a function"),
        pytest.param('def f():\n  """l2:sdie"""', set(), id="not in a docstring"),
        pytest.param('x = "write l2:CLASS"', set(), id="not a placeholder"),
    ],
)
def test_every_way_of_naming_a_term_is_found(source: str, terms: set[str]) -> None:
    assert set(chain.from_iterable(in_code(source).values())) == terms


@each("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_code_names_no_term_that_is_not_there(path: Path) -> None:
    found = in_code(path.read_text(encoding="utf-8"))
    assert {
        line: terms - known() for line, terms in found.items() if terms - known()
    } == {}


@each("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_queries_and_turtle_name_no_term_that_is_not_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert set(in_text(text)) - known() == set()


def test_terms_are_found_at_all() -> None:
    named = set(
        chain.from_iterable(
            terms
            for path in CODE
            for terms in in_code(path.read_text(encoding="utf-8")).values()
        )
    )
    assert len(named & known()) > 100
