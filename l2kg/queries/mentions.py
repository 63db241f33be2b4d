"""What a query names, and where: names of things, and texts where a value of a property is meant.

A tolerant reading of the tokens: it knows where a triple has its verb and its object, which
variables take the values of a property, and what compares them, but nothing of whether
the query is well formed. Templates of CONSTRUCT and what another server is asked are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from l2kg.namespaces import RDF, XSD
from l2kg.queries.mentioned import Mention, Mentions, Value
from l2kg.queries.tokens import iri_of, prefixes_of, tokens, unquoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from l2kg.queries.mentioned import Role
    from l2kg.queries.tokens import Token

__all__ = ["mentions"]

_TYPE = f"{RDF}type"
_CLAUSES = (
    *("SELECT", "ASK", "DESCRIBE", "CONSTRUCT", "FROM", "GROUP", "ORDER", "HAVING"),
    *("LIMIT", "OFFSET", "WHERE", "BY", "NAMED", "BASE"),
)
_CLOSING = {"}": "{", ")": "(", "]": "["}


@dataclass(slots=True)
class _Frame:
    """A pair of brackets in which the reading is: what it holds, and where in a triple it is.

    The place is one of subject, verb, object, clause (no triple is being read), values.
    """

    opening: str
    place: str = "subject"
    verbs: list[str] = field(default_factory=list)
    silent: bool = False


def mentions(query: str) -> Mentions:
    """Return what a query names.

    >>> found = mentions('ASK { ?s a l2:Case ; l2:polarity "opposes" }')
    >>> [(one.token.text, one.role) for one in found.names]
    [('l2:Case', 'class'), ('l2:polarity', 'verb')]
    >>> [(one.text, len(one.properties)) for one in found.values]
    [('opposes', 1)]
    """
    return _Reading(query).read()


class _Reading:
    """A walk over the tokens of a query."""

    def __init__(self, query: str) -> None:
        every = tokens(query)
        self.tokens = [token for token in every if token.kind != "comment"]
        self.spaces: Mapping[str, str] = prefixes_of(every)
        self.frames = [_Frame("", "clause")]
        self.found = Mentions()
        self.of_variable: dict[str, set[str]] = {}
        self.compared: list[tuple[Value, str]] = []
        self.compared_names: list[tuple[int, str]] = []
        self.at = 0

    def read(self) -> Mentions:
        """Walk to the end, then give to what is compared the properties of its variable."""
        while self.at < len(self.tokens):
            before = self.at
            self._step(self.tokens[self.at])
            self.at = max(self.at, before) + 1
        for value, variable in self.compared:
            known = frozenset(self.of_variable.get(variable, ()))
            self.found.values.append(replace(value, properties=known))
        self.found.values.sort(key=lambda value: value.token.start)
        for place, variable in self.compared_names:
            name = self.found.names[place]
            known = frozenset(self.of_variable.get(variable, ()))
            self.found.names[place] = replace(name, properties=known)
        return self.found

    @property
    def _frame(self) -> _Frame:
        return self.frames[-1]

    def _next(self, ahead: int = 1) -> Token | None:
        place = self.at + ahead
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def _step(self, token: Token) -> None:
        if token.kind == "word" and token.text not in ("a", "true", "false"):
            self._word(token)
        elif token.kind == "sign":
            self._sign(token)
        elif token.kind != "broken":
            self._term(token)

    def _word(self, token: Token) -> None:
        frame = self._frame
        if token.says("PREFIX"):
            self._prefix()
        elif token.says("VALUES"):
            self._values()
        elif token.says("SERVICE", "GRAPH"):
            self._elsewhere(token)
        elif token.says(*_CLAUSES):
            frame.place = "clause"
        elif frame.opening in ("{", "[") and frame.place != "clause":
            frame.place = "filter"  # FILTER, BIND, OPTIONAL ...: no triple until it ends

    def _prefix(self) -> None:
        iri = self._next(2)
        if iri is not None and iri.kind == "iri":
            self._name(iri, "namespace")
        self.at += 2

    def _elsewhere(self, token: Token) -> None:
        """Read the name of a graph; what another server is asked is not ours to judge."""
        where = self._next()
        if where is not None and where.says("SILENT"):
            self.at += 1
            where = self._next()
        if where is None:
            return
        self.at += 1
        if token.says("GRAPH"):
            self._name(where, "node")
        after = self._next()
        if after is not None and after.text == "{":
            self.at += 1
            silent = self._frame.silent or token.says("SERVICE")
            self._frame.place = "subject"
            self.frames.append(_Frame("{", silent=silent))

    def _sign(self, token: Token) -> None:
        sign, frame = token.text, self._frame
        if sign in "{[(":
            self._open(sign)
        elif sign in _CLOSING:
            self._close(sign)
        elif frame.opening == "(" or frame.place == "clause":
            return
        elif sign == ".":
            frame.place, frame.verbs = "subject", []
        elif sign == ";":
            frame.place = "verb"
        elif sign == "," and frame.verbs:
            frame.place = "object"
        elif sign in "^!" and frame.place == "verb":
            self._path()

    def _open(self, sign: str) -> None:
        frame = self._frame
        if sign == "{":
            before = self._next(-1)
            template = before is not None and before.says("CONSTRUCT")
            self.frames.append(_Frame("{", silent=frame.silent or template))
        elif sign == "[":
            self.frames.append(_Frame("[", "verb", silent=frame.silent))
        elif frame.opening != "(" and frame.place == "verb":
            self._path()
        else:
            self.frames.append(_Frame("(", "expression", silent=frame.silent))

    def _close(self, sign: str) -> None:
        while len(self.frames) > 1:
            gone = self.frames.pop()
            if gone.opening == _CLOSING[sign]:
                break
        frame = self._frame
        if sign == "}":
            frame.place = frame.place if frame.opening in ("", "(") else "subject"
        elif frame.place == "filter":
            frame.place = "subject"
        else:
            self._advance()

    def _advance(self) -> None:
        """Go on behind a term: from the subject to the verb, and from an object to what follows it."""
        frame = self._frame
        if frame.opening in ("{", "["):
            frame.place = {"subject": "verb", "object": "after"}.get(
                frame.place, frame.place
            )

    def _term(self, token: Token) -> None:
        frame = self._frame
        if frame.place == "verb":
            self._path()
        elif frame.place == "object":
            self._object(token)
        elif frame.opening == "(" or frame.place in ("clause", "filter"):
            self._in_expression(token)
        else:
            self._name(token, "node")
            self._advance()

    def _path(self) -> None:
        """Read the verb of a triple, a name or a path, up to where its object begins."""
        depth = 0
        last: list[str] = []
        inverse = False
        while (token := self._next(0)) is not None:
            sign = token.text
            if sign == "(":
                depth += 1
            elif sign == ")" and depth:
                depth -= 1
            elif sign == "^":
                inverse = True
            elif sign == "/":
                last, inverse = [], False
            elif sign not in ("!", "|", "*", "+", "?"):
                if token.kind not in ("iri", "name", "variable") and sign != "a":
                    return self._no_path()
                verb = self._verb(token)
                last.append("" if inverse else verb)
                inverse = False
            if not depth and self._path_ends(sign):
                break
            self.at += 1
        self._frame.verbs = [verb for verb in last if verb]
        self._frame.place = "object"
        return None

    def _no_path(self) -> None:
        """Give up on a verb where none can be read: what stands there is read as it is."""
        self.at -= 1
        self._frame.place, self._frame.verbs = "subject", []
        token = self._next()
        if token is not None and token.kind not in ("word", "sign"):
            self.at += 1

    def _path_ends(self, sign: str) -> bool:
        after = self._next()
        goes_on = after is not None and (
            after.text in ("/", "|", "*", "+", "?") or sign in ("(", "^", "!", "/", "|")
        )
        return not goes_on

    def _verb(self, token: Token) -> str:
        if token.text == "a":
            return _TYPE
        self._name(token, "verb")
        return iri_of(token, self.spaces) or ""

    def _object(self, token: Token) -> None:
        verbs = frozenset(self._frame.verbs)
        if token.kind == "variable":
            self.of_variable.setdefault(token.text[1:], set()).update(verbs)
        elif value := self._value(token, verbs):
            if not self._frame.silent:
                self.found.values.append(value)
        else:
            self._name(token, "class" if verbs == {_TYPE} else "node", verbs)
        self._advance()

    def _in_expression(self, token: Token) -> None:
        after = self._next()
        if token.kind in ("iri", "name"):
            is_call = after is not None and after.text == "("
            if is_call:
                self._name(token, "function")
            else:
                self._name(token, "node", variable=self._compared_or_bound())
        elif token.kind == "variable" and _compares(after):
            self._compared_with(token)
        elif self._next(-1) is not None and (value := self._value(token, frozenset())):
            self._compare(value, self._compared_or_bound())

    def _compared_with(self, variable: Token) -> None:
        """Read `?x = "text"` and `?x IN ("text", ...)`."""
        name = variable.text[1:]
        self.at += 2
        token = self._next(0)
        if token is not None and token.says("IN"):
            self.at += 1
            token = self._next(0)
        many = token is not None and token.text == "("
        while token is not None:
            if many and token.text == ")":
                return
            if value := self._value(token, frozenset()):
                self._compare(value, name)
            elif token.kind in ("iri", "name"):
                after = self._next()
                is_call = after is not None and after.text == "("
                if is_call:
                    self._name(token, "function")
                else:
                    self._name(token, "node", variable=name)
            elif token.kind != "sign" or token.text not in "(,":
                self.at -= 1  # something else: read it as it is
                return
            if not many:
                return
            self.at += 1
            token = self._next(0)

    def _compared_or_bound(self) -> str:
        """Read `"text" = ?x` and `BIND("text" AS ?x)`, behind the literal, and return the variable."""
        link, variable = self._next(), self._next(2)
        if (
            link is not None
            and variable is not None
            and variable.kind == "variable"
            and (link.text in ("=", "!=") or link.says("AS"))
        ):
            return variable.text[1:]
        return ""

    def _values(self) -> None:
        """Read `VALUES ?x { ... }` and `VALUES (?x ?y) { (...) ... }`."""
        names: list[str] = []
        column = 0
        while (token := self._next()) is not None and token.text != "{":
            self.at += 1
            if token.kind == "variable":
                names.append(token.text[1:])
        self.at += 1
        while (token := self._next()) is not None and token.text != "}":
            self.at += 1
            if token.text == "(":
                column = 0
            elif token.text != ")" and names:
                if value := self._value(token, frozenset()):
                    self._compare(value, names[column % len(names)])
                else:
                    self._name(token, "node", variable=names[column % len(names)])
                column += 1
        self.at += 1

    def _name(
        self,
        token: Token,
        role: Role,
        properties: frozenset[str] = frozenset(),
        *,
        variable: str = "",
    ) -> None:
        """Note a name, and of which variable it is a value."""
        iri = iri_of(token, self.spaces)
        if iri is None or self._frame.silent:
            return
        self.found.names.append(Mention(token, iri, role, properties))
        if variable:
            self.compared_names.append((len(self.found.names) - 1, variable))

    def _compare(self, value: Value, variable: str) -> None:
        if variable and not self._frame.silent:
            self.compared.append((value, variable))

    def _value(self, token: Token, properties: frozenset[str]) -> Value | None:
        """Read a literal with the language or datatype behind it, or None where there is none."""
        before = self._next(-1)
        if token.kind == "number" and before is not None and before.text in "+-":
            return None
        if token.kind == "number":
            kind = "double" if "e" in token.text.lower() else "decimal"
            kind = "integer" if token.text.isdecimal() else kind
            return Value(token, token.text, "", f"{XSD}{kind}", properties)
        if token.text in ("true", "false"):
            return Value(token, token.text, "", f"{XSD}boolean", properties)
        if token.kind != "text":
            return None
        language, datatype = "", f"{XSD}string"
        after, behind = self._next(), self._next(2)
        if after is not None and after.kind == "language":
            language, datatype = after.text[1:].lower(), ""
            self.at += 1
        elif after is not None and after.text == "^^" and behind is not None:
            datatype = iri_of(behind, self.spaces) or ""
            self.at += 2
        return Value(token, unquoted(token.text), language, datatype, properties)


def _compares(token: Token | None) -> bool:
    is_sign = token is not None and token.text in ("=", "!=")
    return is_sign or (token is not None and token.says("IN", "NOT"))
