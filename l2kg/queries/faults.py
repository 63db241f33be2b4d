"""Faults that can be seen in the tokens of a query which no engine reads: what, where, and the remedy.

Each function here is asked only where an engine has refused the query, and so may be
sure that something is wrong with it.
"""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from l2kg.namespaces import BASE, PREFIXES, compact, local_name
from l2kg.queries.keywords import AGGREGATES, FUNCTIONS, KEYWORDS, UPDATES
from l2kg.queries.tokens import cut_names, declared, line_and_column, prefixes_of
from l2kg.queries.vocabulary import ontology_terms
from l2kg.wording import did_you_mean, near_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from l2kg.queries.tokens import Token

__all__ = ["Found", "bound_twice", "structural", "ungrouped", "unknown_prefix"]

_PAIRS = {"{": "}", "(": ")", "[": "]"}
_MOST = 50  # SELECTs that are looked at
_STRAY = {".": ".;,", ";": ",", ",": ".,;})", "{": ".;,"}
_AFTER = ("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
_WORDS = {word.upper() for word in (*KEYWORDS, *FUNCTIONS, *AGGREGATES, *UPDATES)}


class Found(NamedTuple):
    """What is wrong in a query, and the place."""

    message: str
    place: int


def structural(query: str, every: Sequence[Token]) -> Found | None:
    """Return what is wrong with the words, names or brackets of a query; None where they are sound."""
    read = [token for token in every if token.kind != "comment"]
    finders = (
        _endless(every),
        _updates(read),
        _cut_names(every),
        _words(read),
        _undeclared(read),
        _projections(read),
        _brackets(query, read),
        _behind(read),
        _leftovers(read),
    )
    return next((found for finder in finders for found in finder), None)


def _endless(every: Sequence[Token]) -> Iterator[Found]:
    for token in every:
        if token.kind == "broken":
            mark = token.text[:3] if token.text[:3] in ('"""', "'''") else token.text[0]
            yield Found(
                f"the text that begins here has no end: a {mark} is missing", token.start
            )


def _cut_names(every: Sequence[Token]) -> Iterator[Found]:
    """Yield names of ours that a # cuts."""
    for cut in cut_names(every):
        yield Found(cut.message, cut.token.start)


def _updates(read: Sequence[Token]) -> Iterator[Found]:
    """Yield the word with which an update begins, behind prefixes."""
    at = 0
    while at < len(read) and read[at].says("PREFIX", "BASE"):
        at += 3 if read[at].says("PREFIX") else 2
    if at < len(read) and read[at].says(*UPDATES):
        yield Found(
            f"{read[at].text.upper()} would change the data, and they are only read here: ask"
            " with SELECT, ASK, CONSTRUCT or DESCRIBE; what is changed are the files of cases",
            read[at].start,
        )


def _leftovers(read: Sequence[Token]) -> Iterator[Found]:
    """Yield a sign between statements with nothing before it that it could end or go on from."""
    for before, token in pairwise(read):
        if before.kind != "sign" or token.kind != "sign":
            continue
        if token.text in _STRAY.get(before.text, ""):
            yield Found(
                f"nothing stands between the {before.text} and this {token.text}: write what"
                " is missing, or take one of them away",
                token.start,
            )


def _words(read: Sequence[Token]) -> Iterator[Found]:
    """Yield words that are none of SPARQL: a name without its prefix, or a keyword that is misspelt."""
    for at, token in enumerate(read):
        if token.kind != "word" or token.text.upper() in _WORDS:
            continue
        before = read[at - 1] if at else None
        called = at + 1 < len(read) and read[at + 1].text == "("
        yield Found(
            f'cannot be read from "{token.text[:40]}" on: {_meant(token.text, before, called=called)}',
            token.start,
        )


def _meant(word: str, before: Token | None, *, called: bool) -> str:
    if called:
        near = near_names(word, [*FUNCTIONS, *AGGREGATES], least=0.7)
        return f"no function of this name{did_you_mean(near)}"
    if before is not None and before.says("AS", "SELECT", "DISTINCT", "BY"):
        return f"a variable is written ?{word[:40]}"
    terms = {
        local_name(iri): iri
        for iri, kind in ontology_terms().items()
        if kind and iri.startswith(BASE)
    }
    exact = [name for name in terms if name.casefold() == word.casefold()]
    keyword = near_names(word, KEYWORDS, least=0.75)
    near = exact or keyword or near_names(word, terms, least=0.7)
    if near and near[0] in KEYWORDS:
        return f"no word of SPARQL{did_you_mean(near)}"
    return f"the word has no prefix{did_you_mean([compact(terms[one]) for one in near])}"


def _undeclared(
    read: Sequence[Token], known: Mapping[str, str] | None = None
) -> Iterator[Found]:
    known = prefixes_of(read) if known is None else known
    for token in read:
        prefix = token.text.partition(":")[0]
        if token.kind != "name" or prefix in known:
            continue
        near = [f"{one}:" for one in near_names(prefix, PREFIXES, least=0.6)]
        remedy = did_you_mean(near) or ": add a PREFIX line for it"
        yield Found(f"the prefix {prefix}: is not declared{remedy}", token.start)


def unknown_prefix(every: Sequence[Token]) -> Found | None:
    """Return the first name whose prefix the query does not declare, where ours do not hold."""
    return next(_undeclared(every, declared(every)), None)


def _projections(read: Sequence[Token]) -> Iterator[Found]:
    """Yield what cannot stand between SELECT and its group."""
    for _, clause in _selects(read):
        depth = 0
        for at, token in enumerate(clause):
            depth += (token.text == "(") - (token.text == ")")
            if token.text == "," and not depth:
                yield Found(
                    'cannot be read from "," on: between the columns of SELECT there is no comma',
                    token.start,
                )
            elif token.says(*AGGREGATES) and not depth:
                inner = "".join(one.text for one in clause[at + 1 : at + 4])
                yield Found(
                    f"{token.text} needs brackets and a name: write ({token.text}{inner} AS ?name)",
                    token.start,
                )
        yield from _unnamed(clause)


def _unnamed(clause: Sequence[Token]) -> Iterator[Found]:
    """Yield a column that is computed and has no name."""
    depth, begun, named = 0, 0, False
    for token in clause:
        if token.text == "(":
            depth += 1
            if depth == 1:
                begun, named = token.start, False
        elif token.says("AS"):
            named = True
        elif token.text == ")":
            depth -= 1
            if not depth and not named:
                yield Found("this column has no name: write AS ?name before its )", begun)


def _brackets(query: str, read: Sequence[Token]) -> Iterator[Found]:
    opened: list[Token] = []
    for token in read:
        if token.kind != "sign":
            continue
        if token.text in _PAIRS:
            opened.append(token)
        elif token.text in _PAIRS.values():
            if not opened:
                yield Found(
                    f'cannot be read from "{token.text}" on: nothing is open that it could close',
                    token.start,
                )
                return
            last = opened.pop()
            if _PAIRS[last.text] != token.text:
                yield Found(
                    f"a {_PAIRS[last.text]} is missing before this {token.text}, for the"
                    f" {last.text} in {_where(query, last)}",
                    token.start,
                )
                return
    if opened:
        last = opened[-1]
        yield Found(
            f"the query ends too early: a {_PAIRS[last.text]} is missing, for the"
            f" {last.text} in {_where(query, last)}",
            len(query),
        )


def _where(query: str, token: Token) -> str:
    line, column = line_and_column(query, token.start)
    return f"line {line}, column {column}"


def _behind(read: Sequence[Token]) -> Iterator[Found]:
    """Yield a sign behind the end of the query that is none of it."""
    depth, closed = 0, False
    for token in read:
        if token.kind == "sign":
            depth += (token.text in _PAIRS) - (token.text in _PAIRS.values())
            closed = closed or (token.text == "}" and not depth)
            if closed and not depth and token.text in (";", ".", ","):
                yield Found(
                    f'cannot be read from "{token.text}" on: a query has no {token.text} behind its }}',
                    token.start,
                )


def _selects(read: Sequence[Token]) -> Iterator[tuple[int, list[Token]]]:
    """Yield the place of each SELECT, and what stands between it and its group or its data set."""
    places = (at for at, token in enumerate(read) if token.says("SELECT"))
    for at in islice(places, _MOST):
        yield at, _until(read, at + 1, ("WHERE", "FROM"))


def _until(read: Sequence[Token], start: int, words: tuple[str, ...]) -> list[Token]:
    """Return the tokens up to one of some words, or to a brace."""
    found: list[Token] = []
    for token in read[start:]:
        if token.says(*words, "SELECT") or token.text in ("{", "}"):
            break
        found.append(token)
    return found


def ungrouped(every: Sequence[Token]) -> Found | None:
    """Return the first column of a grouping SELECT that is not among what it groups by."""
    read = [token for token in every if token.kind != "comment"]
    for at, clause in _selects(read):
        grouped = {one.text[1:] for one in _grouping(read, at) if one.kind == "variable"}
        if not grouped and not any(token.says(*AGGREGATES) for token in clause):
            continue
        for column in _outside_aggregates(clause):
            if column.text[1:] not in grouped:
                name = column.text
                if grouped:
                    why = f"is not in GROUP BY: add it there, or take (SAMPLE({name}) AS ?one)"
                else:
                    why = f"stands beside an aggregate: add GROUP BY {name} after the last }}"
                return Found(f"{name} {why}", column.start)
    return None


def _grouping(read: Sequence[Token], at: int) -> list[Token]:
    """Return what stands in the GROUP BY of the SELECT at a place."""
    depth = 0
    for place in range(at, len(read)):
        text = read[place].text
        depth += (text == "{") - (text == "}")
        if depth < 0:
            break
        if not depth and read[place].says("GROUP"):
            return _until(read, place + 1, _AFTER)
    return []


def _outside_aggregates(clause: Sequence[Token]) -> list[Token]:
    """Return the variables of a SELECT's columns that no aggregate takes in, and that it does not make."""
    made: set[str] = set()
    found: list[Token] = []
    depth = inside = 0
    before: Token | None = None
    for token in clause:
        if token.text == "(":
            depth += 1
            if before is not None and before.says(*AGGREGATES) and not inside:
                inside = depth
        elif token.text == ")":
            inside = 0 if inside == depth else inside
            depth -= 1
        elif token.kind == "variable" and before is not None and before.says("AS"):
            made.add(token.text[1:])
        elif token.kind == "variable" and not inside and token.text[1:] not in made:
            found.append(token)
        before = token
    return found


def bound_twice(every: Sequence[Token]) -> Found | None:
    """Return where BIND, or a column of SELECT, gives a value to a variable that has one."""
    read = [token for token in every if token.kind != "comment"]
    known: list[set[str]] = [set()]
    for at, token in enumerate(read):
        if token.text == "{":
            known.append(set())
        elif token.text == "}" and len(known) > 1:
            inner = known.pop()
            known[-1] |= inner
        elif token.kind == "variable":
            made = at > 0 and read[at - 1].says("AS")
            if made and token.text[1:] in known[-1]:
                return Found(
                    f"{token.text} has a value already: AS needs a name that is new, such as"
                    f" {token.text}2",
                    token.start,
                )
            known[-1].add(token.text[1:])
        elif token.says("UNION"):
            known[-1] = set()
    return _made_and_read(read)


def _made_and_read(read: Sequence[Token]) -> Found | None:
    """Return a column that SELECT makes and that its own group has too."""
    for at, clause in _selects(read):
        inside = {
            one.text[1:] for one in read[at + len(clause) :] if one.kind == "variable"
        }
        for before, made in pairwise(clause):
            if before.says("AS") and made.text[1:] in inside:
                return Found(
                    f"{made.text} has a value in the group already: choose another name behind AS",
                    made.start,
                )
    return None
