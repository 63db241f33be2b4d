"""Names as other people write them: one form for all spellings, and what else one may be read as."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["informal", "normal_name", "readings", "without_brackets"]

_APOSTROPHES = re.compile("['\u2019\u02bc`]")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_FORMAL = re.compile(
    r"(?:republic|state|kingdom|commonwealth|principality|emirate|sultanate) of (.+)"
    r"|(.+) of america"
)


def normal_name(text: str) -> str:
    """Return a name in the one form in which names are compared.

    Small letters without accents, no article, no punctuation; initials stand together.

    >>> normal_name("The United  States"), normal_name("U.S."), normal_name("Var\u00e8")
    ('united states', 'us', 'vare')
    >>> normal_name("George H. W. Bush") == normal_name("George H.W. Bush")
    True
    """
    spread = unicodedata.normalize("NFKD", text).replace("&", " and ")
    bare = "".join(sign for sign in spread if not unicodedata.combining(sign)).casefold()
    words = re.findall(r"\w+", _APOSTROPHES.sub("", bare).replace("_", " "))
    joined: list[str] = []
    alone = False  # whether the last word is made of initials
    for word in words:
        if word == "the":
            continue
        initial = len(word) == 1 and word.isalpha()
        if initial and alone:
            joined[-1] += word
        else:
            joined.append(word)
        alone = initial
    return " ".join(joined)


def without_brackets(text: str) -> str:
    """Return a name without what stands in brackets in it.

    >>> without_brackets("Germany (united)")
    'Germany'
    """
    return _BRACKETS.sub("", text).strip()


def readings(text: str) -> tuple[str, ...]:
    """Return the forms that a name may have: as it stands, without brackets, turned at its comma.

    >>> readings("Schmidt, Helmut")
    ('schmidt helmut', 'helmut schmidt')
    >>> readings("Turkey (Ottoman Empire)")
    ('turkey ottoman empire', 'turkey')
    """
    found = [normal_name(text)]
    bare = without_brackets(text)
    found.append(normal_name(bare))
    first, comma, last = bare.partition(",")
    if comma and "," not in last:
        found.append(normal_name(f"{last} {first}"))
    return tuple(form for form in dict.fromkeys(found) if form)


def informal(form: str) -> str | None:
    """Return the short name in the long one of a state; nothing where there is none.

    It is a guess: "Republic of Korea" is a state of its own.

    >>> informal("republic of cuba"), informal("federal republic of germany")
    ('cuba', None)
    """
    found = _FORMAL.fullmatch(form)
    return (found[1] or found[2]) if found else None
