"""Draw the main classes of the ontology and how they hang together.

Which classes are drawn, and where, is composed by hand; every line is checked against the
ontology.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from l2kg.errors import L2kgError
from l2kg.namespaces import L2

if TYPE_CHECKING:
    from l2kg.schema.terms import Term, Terms

__all__ = ["BOXES", "LINES", "Box", "Line", "OverviewError", "overview"]

_WIDTH, _HEIGHT = 1120, 700
_RADIUS = 10  # of the corners of a bent line


class OverviewError(L2kgError):
    """A line of the picture that the ontology does not bear out."""


@dataclass(frozen=True, slots=True)
class Box:
    """A class in the picture: the middle of its box, and what is said below its name.

    `shared` is whether all cases share what is in the class.
    """

    name: str
    x: int
    y: int
    note: str = ""
    width: int = 150
    shared: bool = False
    height: int = 46


@dataclass(frozen=True, slots=True)
class Line:
    """A property in the picture: its ends, its points, and where its name stands.

    It has no name where one class stands under another. `help` marks the measure that
    helps a side, which is what the ontology is about.
    """

    start: str
    name: str
    end: str
    points: tuple[tuple[int, int], ...]
    label: tuple[int, int]
    help: bool = False


# Where boxes and lines lie: composed by hand, in units of the picture. The ontology has no
# places, and a layout by program crosses lines.
BOXES = (
    Box("Relationship", 130, 70, "a lasting tie"),
    Box("Actor", 400, 70, "person, state, body, crowd", 190, shared=True),
    Box("Participation", 670, 70, "role and office"),
    Box("Side", 670, 190, "a party"),
    Box("Negotiation", 940, 190, "a table"),
    Box("Occurrence", 130, 310, "has a place in time"),
    Box("Constituency", 400, 310, "a group behind a side", 164),
    Box("Stance", 818, 310, "for or against", 130),
    Box("TemporalRelation", 76, 430, "before, during", 136),
    Box("Dating", 203, 430, "a date", 84),
    Box("Measure", 400, 430, "done, or left undone"),
    Box("Barrier", 670, 430, "keeps a side from yes"),
    Box("Matter", 940, 430, "issue, deal, term"),
    Box("Assessment", 400, 550, "an effect, as judged", 160),
    Box("Claim", 670, 550, "any other proposition", 160),
    Box("Case", 110, 650, "a bounded episode", shared=True),
    Box("CaseElement", 400, 650, "every box in white but the claim", 250),
    Box("Evidence", 700, 650, "a passage in one voice", 170, shared=True),
    Box("Source", 970, 650, "work, document, informant", 190, shared=True),
)

LINES = (
    Line("Relationship", "connects", "Actor", ((205, 70), (305, 70)), (255, 62)),
    Line("Participation", "participant", "Actor", ((595, 70), (495, 70)), (545, 62)),
    Line("Participation", "onSide", "Side", ((670, 93), (670, 167)), (700, 134)),
    Line("Negotiation", "hasSide", "Side", ((865, 190), (745, 190)), (805, 182)),
    Line("Negotiation", "concerns", "Matter", ((980, 213), (980, 407)), (1012, 314)),
    Line("Constituency", "behind", "Side", ((462, 287), (610, 213)), (514, 238)),
    Line("Stance", "holder", "Constituency", ((753, 310), (482, 310)), (580, 302)),
    Line("Stance", "toward", "Matter", ((850, 333), (915, 407)), (853, 380)),
    Line("Barrier", "facedBy", "Side", ((690, 407), (690, 213)), (722, 268)),
    Line("Barrier", "raisedBy", "Constituency", ((612, 407), (470, 333)), (592, 364)),
    Line("Barrier", "obstructs", "Matter", ((745, 430), (865, 430)), (805, 422)),
    Line("Measure", "targets", "Constituency", ((400, 407), (400, 333)), (428, 374)),
    Line("Measure", "addresses", "Barrier", ((475, 430), (595, 430)), (535, 422)),
    Line(
        "Measure",
        "helps",
        "Side",
        ((325, 430), (276, 430), (276, 190), (595, 190)),
        (330, 182),
        help=True,
    ),
    Line("Measure", "", "Occurrence", ((330, 407), (205, 326)), (0, 0)),
    Line("Relationship", "", "Occurrence", ((130, 93), (130, 287)), (0, 0)),
    Line("TemporalRelation", "locates", "Occurrence", ((90, 407), (112, 333)), (72, 378)),
    Line("Dating", "dates", "Occurrence", ((195, 407), (158, 333)), (202, 366)),
    Line("Assessment", "assesses", "Measure", ((400, 527), (400, 453)), (434, 494)),
    Line("Claim", "about", "Matter", ((745, 527), (885, 453)), (796, 484)),
    Line("CaseElement", "inCase", "Case", ((275, 650), (185, 650)), (230, 642)),
    Line("CaseElement", "evidence", "Evidence", ((525, 650), (615, 650)), (570, 642)),
    Line("Evidence", "source", "Source", ((785, 650), (875, 650)), (830, 642)),
)

_HOLLOW = (
    '<marker id="l2ov-u" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10"'
    ' markerHeight="10" orient="auto"><path d="M1 1L9 5L1 9z"'
    ' style="fill:#fffdf8"/></marker>'
)
_STYLE = """
.l2ov{background:#fffdf8;width:100%;height:auto}
.l2ov text{font:13px Inter,system-ui,sans-serif;fill:#1d2433;text-anchor:middle}
.l2ov .name{font:600 15px "Source Serif 4",Georgia,serif}
.l2ov .note{font-size:11.5px;fill:#5b6270}
.l2ov .word{font-size:12px;fill:#4b5363;paint-order:stroke;\
stroke:#fffdf8;stroke-width:5px;stroke-linejoin:round}
.l2ov rect{fill:#fff;stroke:#1d2433;stroke-width:1.2}
.l2ov .shared rect{fill:#f6efdf;stroke:#8a7c5c}
.l2ov a:hover rect,.l2ov a:focus rect{stroke:#a86a00;stroke-width:2.2}
.l2ov path{fill:none;stroke:#5b6270;stroke-width:1.3}
.l2ov .under{stroke-dasharray:2 4;stroke-linecap:round}
.l2ov .help{stroke:#a86a00;stroke-width:2.6}
.l2ov .word.help{fill:#8a5600;font-weight:600;stroke:#fffdf8;stroke-width:5px}
"""


def overview(terms: Terms, page: str = "") -> str:
    """Return the picture as SVG; each box leads to the entry of its class on a page.

    Raises:
        OverviewError: the ontology does not join two classes as a line does.
    """
    for line in LINES:
        _check(terms, line)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="l2ov" viewBox="0 0 {_WIDTH}'
            f' {_HEIGHT}" aria-labelledby="l2ov-t l2ov-d">'
        ),
        '<title id="l2ov-t">The main classes of the ontology</title>',
        f'<desc id="l2ov-d">{escape(_in_words(terms))}</desc>',
        f"<style>{_STYLE}</style>",
        _marker("l2ov-a", "#5b6270"),
        _marker("l2ov-h", "#a86a00"),
        _HOLLOW,
        *(_path(line) for line in LINES),
        *(_word(terms, line) for line in LINES if line.name),
        *(_box(terms, box, page) for box in BOXES),
        '<text class="note" x="1000" y="556">dotted line: is one kind of</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _check(terms: Terms, line: Line) -> None:
    """See that the ontology says what a line shows."""
    start, end = L2 + line.start, L2 + line.end
    link = L2 + line.name
    if link in terms:
        holds = _joins(terms, terms[link], start, end)
    else:
        holds = not line.name and end in terms.above(start)
    if not holds:
        raise OverviewError(
            f"{line.start} {line.name or 'under'} {line.end}: the ontology does not say"
            " so; mend the line in overview.py"
        )


def _joins(terms: Terms, link: Term, start: str, end: str) -> bool:
    return _fits(terms, link.domain, start) and _fits(terms, link.range, end)


def _fits(terms: Terms, ends: tuple[str, ...], cls: str) -> bool:
    """Tell whether a class is, or stands below, an end of a property.

    An end that is left open fits all.
    """
    return not ends or bool({cls, *terms.above(cls)} & set(ends))


def _in_words(terms: Terms) -> str:
    """Say the picture in words, for those who do not see it."""
    sentences: list[str] = []
    for line in LINES:
        start, end = _label(terms, line.start), _label(terms, line.end)
        link = _label(terms, line.name) if line.name else "is one kind of"
        sentences.append(f"{start} {link} {end}")
    return "; ".join(sentences) + "."


def _label(terms: Terms, name: str) -> str:
    return terms.label(L2 + name)


def _marker(name: str, colour: str) -> str:
    return (
        f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9"'
        ' markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M1 1L9'
        f' 5L1 9" style="stroke:{colour};stroke-width:1.6"/></marker>'
    )


def _path(line: Line) -> str:
    kind, end = "under", "l2ov-u"
    if line.help:
        kind, end = "help", "l2ov-h"
    elif line.name:
        kind, end = "plain", "l2ov-a"
    return f'<path class="{kind}" d="{_bent(line.points)}" marker-end="url(#{end})"/>'


def _bent(points: tuple[tuple[int, int], ...]) -> str:
    """Return the path through points, its corners round.

    >>> _bent(((0, 0), (0, 50), (50, 50)))
    'M0 0L0 40Q0 50 10 50L50 50'
    """
    path = [f"M{points[0][0]} {points[0][1]}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        x1, y1 = _toward(corner, before)
        x2, y2 = _toward(corner, after)
        path.append(f"L{x1} {y1}Q{corner[0]} {corner[1]} {x2} {y2}")
    path.append(f"L{points[-1][0]} {points[-1][1]}")
    return "".join(path)


def _toward(corner: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """Return the point a radius away from a corner, on the way to another along an axis."""
    return _step(corner[0], other[0]), _step(corner[1], other[1])


def _step(start: int, end: int) -> int:
    """Return what lies a radius away from a number, on the way to another, if they differ."""
    if end > start:
        return start + _RADIUS
    if end < start:
        return start - _RADIUS
    return start


def _word(terms: Terms, line: Line) -> str:
    kind = "word help" if line.help else "word"
    return (
        f'<text class="{kind}" x="{line.label[0]}"'
        f' y="{line.label[1]}">{escape(terms.label(L2 + line.name))}</text>'
    )


def _box(terms: Terms, box: Box, page: str) -> str:
    left, top = box.x - box.width // 2, box.y - box.height // 2
    shared = ' class="shared"' if box.shared else ""
    name, note = escape(_label(terms, box.name)), escape(box.note)
    return (
        f'<a href="{escape(page)}#{box.name}"{shared}>'
        f'<rect x="{left}" y="{top}" width="{box.width}" height="{box.height}" rx="6"/>'
        f'<text class="name" x="{box.x}" y="{box.y - 3}">{name}</text>'
        f'<text class="note" x="{box.x}" y="{box.y + 14}">{note}</text></a>'
    )
