"""Measure and wrap text in the fonts that ship with L2KG, without a browser."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple
from unicodedata import normalize

__all__ = [
    "STYLES",
    "Face",
    "Row",
    "Style",
    "as_sentences",
    "fit",
    "rows",
    "text_width",
    "wrapped",
]

Face = Literal["sans", "bold", "serif"]
Row = tuple[str, str]
"""A line of text, and the name of the style in which it is set."""


class Style(NamedTuple):
    """How text of one kind is set.

    Its class in SVG, size and line height in pixels, face, letter spacing in em.
    """

    css: str
    size: float
    leading: float
    face: Face
    spacing: float = 0.0


STYLES: dict[str, Style] = {
    "capitals": Style("cap", 11, 14, "bold", 0.13),
    "note": Style("gw", 12, 15, "sans"),
    "group-title": Style("ct", 13.5, 17, "bold"),
    "detail": Style("cs", 11.5, 14.5, "sans"),
    "side-name": Style("sn", 13.5, 17, "bold"),
    "person": Style("ng", 12.5, 16, "sans"),
    "seat-letter": Style("letter", 50, 50, "serif"),
    "heading-letter": Style("gl", 25, 25, "serif"),
    "deal": Style("deal", 17, 21, "serif"),
    "item": Style("dl", 12, 15, "sans"),
    "status": Style("st", 11, 14, "bold"),
    "measure-title": Style("pt", 13.5, 17, "bold"),
    "measure-detail": Style("ps", 11.5, 14.5, "sans"),
    "part": Style("pp", 12, 15, "sans"),
    "number": Style("nn", 14, 14, "bold"),
    "part-number": Style("np", 11.5, 14, "bold"),
    "label": Style("ht", 12, 15.5, "bold"),
    "kind": Style("hs", 11, 14, "bold"),
    "text": Style("bt", 12, 15, "sans"),
    "date": Style("td", 11.5, 14.5, "bold"),
    "sign": Style("sg", 15, 15, "bold"),
    "empty-seat": Style("empty", 12, 16, "sans"),
}
"""The styles in which all text of the drawings is set, by name.

``label`` is the name of a relationship, a small measure or an occurrence, ``kind`` what
it is; ``note`` and ``detail`` are muted, on the ground and inside a box.
"""
_CHARACTERS = [chr(code) for code in range(32, 127)] + list("–—‘’“”…·−×→⇄")
# Advance widths in thousandths of an em, as Chromium measures Inter 400, Inter 650 and
# Source Serif 4 600.
_ADVANCES: dict[Face, str] = {
    "sans": (
        """
    281 288 466 633 642 982 644 300 365 365 501 662 288 460 288 360 631 407 610 618
    646 593 620 566 619 620 288 302 662 662 662 511 966 690 654 730 722 601 590 746
    743 269 571 672 565 903 753 765 639 765 644 642 646 744 690 985 682 679 629 365
    360 365 471 456 323 562 612 571 612 583 370 613 591 242 242 549 242 876 591 600
    612 612 376 528 327 591 562 818 546 562 552 426 333 426 662 500 1000 261 261 440
    440 864 288 662 662 1000 838
    """
    ),
    "bold": (
        """
    244 330 537 646 653 1010 667 333 375 375 549 676 326 467 326 384 667 427 626 641
    671 617 645 579 646 645 326 336 676 676 676 551 1008 737 661 738 722 606 587 750
    746 279 582 711 565 927 761 770 646 775 655 653 664 734 737 1029 729 722 658 375
    384 375 484 473 358 577 627 585 627 594 394 629 618 267 267 575 267 906 617 611
    627 627 402 555 360 618 593 845 575 595 569 462 365 462 676 500 1000 302 302 523
    517 979 326 676 676 1000 838
    """
    ),
    "serif": (
        """
    229 314 423 544 538 949 739 207 384 384 459 548 307 335 307 364 547 547 547 547
    547 547 547 547 547 547 307 307 548 548 548 430 867 712 669 663 745 635 610 725
    809 387 394 726 616 930 758 742 637 742 708 560 650 758 706 1020 678 667 592 356
    364 356 548 528 400 555 631 527 624 540 375 573 650 336 314 616 337 962 652 590
    633 613 475 475 369 640 582 850 585 592 497 365 302 365 548 528 828 236 236 460
    460 853 307 548 548 1000 838
    """
    ),
}
_UNKNOWN = 1000
_LONGEST_KEPT = 200  # signs of a text whose measures are kept: 25 MB at most in all
_LABEL = 4  # lines; what may have more is prose and is filled line by line


@lru_cache(maxsize=8)  # faces
def _advances(face: Face) -> dict[str, int]:
    return dict(zip(_CHARACTERS, map(int, _ADVANCES[face].split()), strict=True))


def text_width(
    text: str, size: float, face: Face = "sans", spacing: float = 0.0
) -> float:
    """Return the width of one line at a font size, both in pixels.

    ``spacing`` is added after every letter, in em.

    >>> round(text_width("Saying that the other side had yielded on return", 13))
    292
    """
    if len(text) > _LONGEST_KEPT:
        return _width(text, face, spacing) * size
    return _kept_width(text, face, spacing) * size


def _width(text: str, face: Face, spacing: float) -> float:
    """Return the width of one line in em."""
    advances = _advances(face)
    letters = [
        char for char in normalize("NFD", text) if ord(char) not in range(0x300, 0x370)
    ]
    return sum(advances.get(char, _UNKNOWN) / 1000 + spacing for char in letters)


_kept_width = lru_cache(maxsize=32_768)(_width)


def fit(
    text: str, size: float, width: float, lines: int, face: Face = "sans"
) -> list[str]:
    """Break text into at most so many lines of at most a width, of even length.

    What does not fit ends in an ellipsis.

    >>> fit("Joint measure against opponents", 12, 90, 2)
    ['Joint measure', 'against…']
    >>> fit("A united Germany within NATO", 20, 220, 2, "serif")
    ['A united Germany', 'within NATO']
    """
    if len(text) > _LONGEST_KEPT:
        return list(_fitted(text, size, width, lines, face))
    return list(_kept_fitted(text, size, width, lines, face))


def as_sentences(*parts: str) -> str:
    """Join what there is to say into one text, for a tooltip or a screen reader.

    >>> as_sentences("Reformers.", "", "supports: the deal")
    'Reformers. supports: the deal'
    """
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())


def wrapped(text: str, style: str, width: float, lines: int) -> list[str]:
    """Break text into at most so many lines of a style that fit a width.

    Spaced capitals stay whole.
    """
    chosen = STYLES[style]
    if chosen.spacing:
        return [text]
    return fit(text, chosen.size, width, lines, chosen.face)


def rows(text: str, style: str, width: float, lines: int) -> list[Row]:
    """Break text as ``wrapped`` does; return each line with its style."""
    return [(line, style) for line in wrapped(text, style, width, lines)]


def _fitted(
    text: str, size: float, width: float, lines: int, face: Face
) -> tuple[str, ...]:
    found = _filled(text, size, width, lines, face)
    if 1 < len(found) <= lines <= _LABEL and not found[-1].endswith("…"):
        for narrower in (width * step / 20 for step in range(19, 9, -1)):
            evener = _filled(text, size, narrower, len(found), face)
            if " ".join(evener) != " ".join(found):
                break
            found = evener
    return tuple(found)


_kept_fitted = lru_cache(maxsize=8192)(_fitted)


def _filled(text: str, size: float, width: float, lines: int, face: Face) -> list[str]:
    """Fill one line after another."""
    words, current = text.split(), ""
    found: list[str] = []
    for place, word in enumerate(words):
        longer = f"{current} {word}".strip()
        if text_width(longer, size, face) <= width:
            current = longer
        elif current and len(found) + 1 < lines:
            found.append(current)
            current = word
        else:
            current = _shortened([current, word, *words[place + 1 :]], size, width, face)
            break
        if text_width(current, size, face) > width:
            current = _shortened([current, *words[place + 1 :]], size, width, face)
            break
    return [*found, current] if current else found


def _shortened(words: list[str], size: float, width: float, face: Face) -> str:
    kept = list(filter(None, words))
    while len(kept) > 1 and text_width(" ".join(kept) + "…", size, face) > width:
        kept.pop()
    text = " ".join(kept)
    while text and text_width(text + "…", size, face) > width:
        text = text[:-1]
    return text.rstrip(" ,;:–—-") + "…"
