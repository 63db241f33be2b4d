"""The tokens of a SPARQL query: what hides others, the words in between, and prefixes.

Two readings are offered. `blanked` takes all that looks like an IRI for one, and keeps
every place: it is for queries of our own making or of the person who runs them.
`visible_words` hides nothing of which it is not sure: it is for queries of strangers.
"""

from __future__ import annotations

import re

from l2kg.namespaces import PREFIXES

__all__ = [
    "blanked",
    "declared",
    "names_and_words",
    "visible_words",
    "with_prefixes",
]

_STRINGS_AND_COMMENTS = r"""
    \"{3}(?:\"{0,2}+(?:[^\"\\]|\\.))*+(?:\"{3})?+   # long strings, even without an end
  | '{3}(?:'{0,2}+(?:[^'\\]|\\.))*+(?:'{3})?+
  | \"(?:[^\"\\\n\r]|\\.)*+\"?+                     # strings
  | '(?:[^'\\\n\r]|\\.)*+'?+
  | \#[^\n\r]*+                                     # comments
"""
_IN_IRI = r"""[^<>\"{}|^`\\\x00-\x20]"""
_IRI = f"<{_IN_IRI}*+>"
# "<b:c" may be a comparison, "<b://" never is
_ABSOLUTE = f"<[A-Za-z][A-Za-z0-9+.-]*+://{_IN_IRI}*+>"
# "<a#b>" may be an IRI, or a comparison with a and a comment; "<a'b>" likewise
_UNSURE = rf"<(?:(?!['\#]){_IN_IRI})*+['\#]{_IN_IRI}*+>"
_ESCAPED = r"""\\[_~.\-!$&'()*+,;=/?\#@%]"""
_NAMES = rf"""
    {_ABSOLUTE}
  | (?<=:)(?:[\w:-]|%[0-9A-Fa-f]{{2}}|{_ESCAPED})++    # local parts, as far as their first dot
  | {_ESCAPED}                                         # after that dot, it opens nothing
"""
_VARIABLES_AND_LANGUAGES = r"[?$]\w++ | @[A-Za-z]++(?:-[A-Za-z0-9]++)*+"

_HIDING = re.compile(f"{_IRI} | {_STRINGS_AND_COMMENTS}", re.VERBOSE | re.DOTALL)
_HIDDEN = re.compile(
    f"(?P<name>{_NAMES}) | (?P<unsure>{_UNSURE}.*+)"
    f" | {_STRINGS_AND_COMMENTS} | {_VARIABLES_AND_LANGUAGES}",
    re.VERBOSE | re.DOTALL,
)
_PREFIX = re.compile(r"\bPREFIX\s++([\w.-]{0,99}+):\s*+<([^<>\s]*+)>", re.IGNORECASE)


def blanked(query: str) -> str:
    """Write a line over strings, comments and IRIs, sign for sign, so that every place stays.

    >>> blanked("ASK { ?s <urn:b#c> '}' } # all")
    'ASK { ?s _________ ___ } _____'
    """
    return _HIDING.sub(lambda found: "_" * len(found[0]), query)


def visible_words(query: str) -> str:
    """Blank out strings, comments, absolute IRIs, variables, language tags and local parts.

    What may be an IRI or a comparison, and would hide what follows in one of the two
    readings, stays with all that follows.

    >>> visible_words("ASK { ?s a l2:Case } # all")
    'ASK {   a l2:  }  '
    >>> visible_words("ASK { ?s ?p <urn:a#b> . SERVICE ?s {} }")
    'ASK {      <urn:a#b> . SERVICE ?s {} }'
    """
    return _HIDDEN.sub(r" \g<unsure>", query)


def names_and_words(query: str) -> str:
    """Blank out what `visible_words` does, but for absolute IRIs and local parts.

    >>> names_and_words("ASK FROM <http://a.example/> { ?s a l2:Case } # all")
    'ASK FROM <http://a.example/> {   a l2:Case }  '
    """
    return _HIDDEN.sub(
        lambda found: found["name"] or f" {found['unsure'] or ''}",
        query,
    )


def declared(query: str) -> dict[str, str]:
    """Return the prefixes that a query declares, with their namespaces.

    >>> declared("PREFIX a: <http://a.example/> # PREFIX b: <http://b.example/>")
    {'a': 'http://a.example/'}
    """
    return dict(_PREFIX.findall(names_and_words(query)))


def with_prefixes(query: str) -> str:
    """Declare those of our prefixes that a query uses without saying so.

    >>> with_prefixes("SELECT ?c { ?c a l2:Case }")
    'PREFIX l2: <https://w3id.org/l2kg/ontology#> SELECT ?c { ?c a l2:Case }'
    """
    own = declared(query)
    words = visible_words(query)
    missing = [
        prefix
        for prefix in PREFIXES
        if prefix not in own and re.search(rf"(?<![\w:.-]){prefix}:", words)
    ]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in missing) + query
