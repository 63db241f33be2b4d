"""The words of a SPARQL query: what hides others, prefixes, and those that are not declared."""

from __future__ import annotations

import re

from l2kg.namespaces import PREFIXES

__all__ = ["visible_words", "undeclared", "with_prefixes"]


_TOKENS = r"""
    \"{3}(?:\"{0,2}+(?:[^\"\\]|\\.))*+(?:\"{3})?+ | '{3}(?:'{0,2}+(?:[^'\\]|\\.))*+(?:'{3})?+    # long strings, even without an end
  | \"(?:[^\"\\\n\r]|\\.)*+\"?+ | '(?:[^'\\\n\r]|\\.)*+'?+                           # strings
  | \#[^\n\r]*+                                                                      # comments
  | [?$]\w++                                                                         # variables
  | @[A-Za-z]++(?:-[A-Za-z0-9]++)*+                                                  # language tags
"""


_NAMES = r"""
    <[A-Za-z][A-Za-z0-9+.-]*+://[^<>\"{}|^`\\\x00-\x20]*+>                           # IRIs: "<b:c" may be a comparison, "<b://" never
  | (?<=:)(?:[\w:-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])++                    # local parts, as far as their first dot
  | \\[_~.\-!$&'()*+,;=/?\#@%]                                                       # an escaped sign after that dot opens nothing
"""


HIDDEN = re.compile(f"(?P<name>{_NAMES}) | {_TOKENS}", re.VERBOSE | re.DOTALL)


PREFIX = re.compile(r"\bPREFIX\s++([\w.-]{0,99}+):\s*+<([^<>\s]*+)>", re.IGNORECASE)


def visible_words(query: str) -> str:
    """Blank out strings, comments, absolute IRIs, variables, language tags and local parts.

    >>> visible_words("ASK { ?s a l2:Case } # all")
    'ASK {   a l2:  }  '
    """
    return HIDDEN.sub(" ", query)


def undeclared(query: str) -> list[str]:
    """Return the prefixes that a query uses and neither it nor we declare.

    >>> undeclared("PREFIX a: <http://a.example/> SELECT * { ?s a:b c:d ; l2:helps _:e }")
    ['c']
    """
    declared = PREFIXES.keys() | dict(PREFIX.findall(query)) | {"_"}
    return [
        name
        for name in re.findall(r"(?<![\w.-])([\w.-]*+):", visible_words(query))
        if name not in declared
    ]


_DECLARED = re.compile(r"^\s*PREFIX\s+([\w.-]*):", re.IGNORECASE | re.MULTILINE)


def with_prefixes(text: str) -> str:
    """Declare those of our prefixes that a query uses without saying so.

    >>> with_prefixes("SELECT ?c { ?c a l2:Case }")
    'PREFIX l2: <https://w3id.org/l2kg/ontology#> SELECT ?c { ?c a l2:Case }'
    """
    declared = set(_DECLARED.findall(text))
    words = visible_words(text)
    missing = [
        p
        for p in PREFIXES
        if p not in declared and re.search(rf"(?<![\w:.-]){p}:", words)
    ]
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in missing) + text
