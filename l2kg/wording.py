"""Words in messages: how many there are of a thing, and the nearest name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from l2kg.namespaces import RDF, XSD, compact

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "BARE",
    "as_written",
    "capital",
    "closest",
    "counted",
    "did_you_mean",
    "kinds_told",
    "near_names",
    "no_case",
    "nearest",
    "one_of",
    "stretch",
]


_LONGEST = 200  # signs of a name that are compared with those that there are
_SHORT = 3  # signs; that much is in many a name
_LIKE = 0.6  # the share of a name that one near it has in common with it
_HELD, _WHOLE = 85, 100  # how like it, in hundredths, is what a name holds; all of it
_BRIEF = 5  # signs of a name that is held whole or not at all: much is like so little
BARE = {  # literals that Turtle writes without quotes, by type
    f"{XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{XSD}double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    f"{XSD}boolean": re.compile("true|false"),
}
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
)


def as_written(
    value: str, datatype: str | None = None, language: str | None = None
) -> str:
    """Write a literal as a person writes it in Turtle: the shortest way, its type as a CURIE.

    >>> as_written("110", f"{XSD}integer"), as_written("of old", f"{XSD}integer")
    ('110', '"of old"^^xsd:integer')
    >>> as_written("Schaden", None, "de"), as_written("supports", f"{XSD}string")
    ('"Schaden"@de', '"supports"')
    """
    bare = BARE.get(datatype or "")
    if bare and bare.fullmatch(value):
        return value
    quoted = f'"{value.translate(_ESCAPES)}"'
    if language:
        return f"{quoted}@{language}"
    plain = datatype in (None, f"{XSD}string", f"{RDF}langString")
    return quoted if plain else f"{quoted}^^{compact(str(datatype))}"


def nearest(
    name: str, names: Iterable[str], *, most: int = 1, least: float = _LIKE
) -> str:
    """Say which name is nearest to a mistyped one, or holds something like it; else nothing.

    Several are named, the nearest first, where `most` lets them; `least` is the share, from
    0 to 1, that each has in common with it.

    >>> nearest("casses", ["cases", "actors"])
    '; did you mean cases?'
    >>> nearest("back-chanel", ["back-channel-precedes-successful-help", "reciprocal-help"])
    '; did you mean back-channel-precedes-successful-help?'
    """
    return did_you_mean(near_names(name, names, most=most, least=least))


def no_case(name: str, slugs: Iterable[str], what: str = "case") -> str:
    """Say that no case has a name, and which are near; where none is, all cases but their parts.

    >>> no_case("german", ["bonn-summit#german-stimulus", "german-reunification"])
    "no case 'german'; did you mean german-reunification or bonn-summit#german-stimulus?"
    >>> no_case("x", ["tiny#a", "tiny"])
    "no case 'x'; the cases are tiny"
    """
    known = sorted(slugs)
    wholes = ", ".join(slug for slug in known if "#" not in slug)
    near = nearest(name, known, most=2)
    return f"no {what} {name!r}{near or f'; the cases are {wholes}'}"


def did_you_mean(names: Iterable[str]) -> str:
    """Ask, behind what is wrong, whether one of some names was meant; nothing where there is none.

    >>> did_you_mean(["cases", "causes"]), did_you_mean([])
    ('; did you mean cases or causes?', '')
    """
    found = list(names)
    return f"; did you mean {' or '.join(found)}?" if found else ""


def near_names(
    name: str, names: Iterable[str], *, most: int = 1, least: float = _LIKE
) -> list[str]:
    """Return the names nearest to a mistyped one, else those that hold something like it.

    `least` is the share, from 0 to 1, that a near name has in common with it.

    >>> near_names("back-chanel", ["back-channel", "help"], most=2)
    ['back-channel']
    """
    known = list(names)
    found = closest(name, known, most=most, least=least) if len(name) > 1 else []
    return found or (_holding(name[:_LONGEST], known, most) if len(name) > _SHORT else [])


def closest(
    name: str, names: Iterable[str], *, most: int = 1, least: float = 0.0
) -> list[str]:
    """Return the names most like one, the nearest first.

    `most` is how many there may be, and `least` the share, from 0 to 1, that each has to
    have in common with the name, whatever the case of letters.

    >>> closest("TINES", ["times", "lines", "actors"], most=2, least=0.6)
    ['times', 'lines']
    """
    import difflib

    known: dict[str, str] = {}
    for other in names:
        known.setdefault(other.casefold(), other)
    folded = name[:_LONGEST].casefold()
    found = difflib.get_close_matches(folded, list(known), n=most, cutoff=least)
    return [known[other] for other in found]


def _holding(name: str, names: list[str], most: int) -> list[str]:
    """Return the names that hold something most like one, those that begin with it first.

    One much shorter than it holds nothing of it, even where it is a part of it.

    >>> _holding("US president", ["Side", "a US president"], 2), _holding("nope", ["open"], 1)
    (['a US president'], [])
    """
    from rapidfuzz import fuzz, process

    found = process.extract(
        name,
        [other for other in names if len(other) >= _LIKE * len(name)],
        scorer=fuzz.partial_ratio,
        score_cutoff=_HELD if len(name) > _BRIEF else _WHOLE,
        limit=None,
    )
    found.sort(key=lambda one: (-one[1], not one[0].startswith(name), one[2]))
    return [one[0] for one in found[:most]]


def one_of(names: Iterable[str]) -> str:
    """Say that something may be of any of some classes or types.

    >>> one_of(["https://w3id.org/l2kg/ontology#Side", f"{XSD}date"])
    'l2:Side or xsd:date'
    """
    return " or ".join(dict.fromkeys(map(compact, names)))


def kinds_told(classes: Iterable[str]) -> str:
    """Say of which classes a thing is.

    >>> kinds_told(["https://w3id.org/l2kg/ontology#Side"]), kinds_told([])
    ('is of the class l2:Side', 'has no class')
    """
    told = " and ".join(map(compact, sorted(classes)))
    return f"is of the class {told}" if told else "has no class"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    >>> counted(1, "case"), counted(7, "case"), counted(2, "match", "matches")
    ('1 case', '7 cases', '2 matches')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def capital(text: str) -> str:
    """Begin a text with a capital letter and leave the rest as it is.

    >>> capital("back channel"), capital("US side"), capital("")
    ('Back channel', 'US side', '')
    """
    return text[:1].upper() + text[1:]


def stretch(first: str | None, last: str | None) -> str:
    """Say a stretch of days, of which one bound may not be told.

    >>> stretch("1990-07-05", "1990-07-06"), stretch("1990-07-05", None)
    ('1990-07-05 to 1990-07-06', 'from 1990-07-05 on')
    """
    if first and last:
        return f"{first} to {last}"
    return f"from {first} on" if first else f"until {last}"
