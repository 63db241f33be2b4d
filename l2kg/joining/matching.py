"""Find for an actor's cell and a date's cell the occurrences that both concern, or say why there are none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from l2kg.csv_text import is_missing
from l2kg.joining.detection import forms_of
from l2kg.joining.identities import NAME, normal
from l2kg.joining.names import informal
from l2kg.wording import closest, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from l2kg.joining.date_cells import Read
    from l2kg.joining.identities import Identity, Register, Span
    from l2kg.joining.participation import Dated, Participation

__all__ = [
    "NONE_OF_BOTH",
    "NO_DATE",
    "NO_OCCURRENCE",
    "Answer",
    "Matcher",
    "Status",
    "nearest_names",
    "together",
]

Status = Literal["matched", "ambiguous", "unmatched"]

NO_OCCURRENCE = "no dated occurrence then"
NO_DATE = "date not understood"
NONE_OF_BOTH = "no dated occurrence of both then"
_GRAVE: tuple[Status, ...] = ("unmatched", "ambiguous", "matched")
_LIKE = 0.76  # how much two names have in common to be near: Turkiye and Turkey, not Iran and Iraq
_SHORT = 3  # signs; that much is in many a name


@dataclass(frozen=True, slots=True)
class Answer:
    """What a row gets: its status, why, the actor (or those it may be), and the occurrences.

    `notes` are what a reader must know; `cell` is the cell that the reason speaks of, and
    `near` are names like it.

    `by_case` are occurrences of a case in which the actor has a part, though not in them;
    they are given where it has none in that case. `loose` are those of both kinds that the
    row meets by a date that is coarser than its own.
    """

    status: Status
    reason: str = ""
    actors: tuple[str, ...] = ()
    matches: tuple[Dated, ...] = ()
    by_case: tuple[Dated, ...] = ()
    notes: tuple[str, ...] = ()
    cell: str = ""
    near: tuple[str, ...] = ()
    loose: tuple[Dated, ...] = ()

    @property
    def cautions(self) -> str:
        """Return the notes as one text, with the occurrences that are met by their case alone."""
        elements = dict.fromkeys(one.element.rpartition("/")[2] for one in self.by_case)
        by_case = [f"by the case alone: {', '.join(elements)}"] if elements else []
        return "; ".join([*self.notes, *by_case])

    @property
    def coarse_dates(self) -> tuple[str, ...]:
        """Return what the coarse dates say of the occurrences that are met by them."""
        said = (f"{one.element.rpartition('/')[2]} is {one.dated}" for one in self.loose)
        return tuple(dict.fromkeys(said))

    @property
    def note(self) -> str:
        """Return all that a reader must know of the match, as one text."""
        return "; ".join(filter(None, [self.cautions, *self.coarse_dates]))


@dataclass
class Matcher:
    """Answers rows for one scheme; equal cells are looked up once."""

    scheme: str
    register: Register
    participation: Participation
    _answers: dict[tuple[str, Read], Answer] = field(default_factory=dict)

    def answers(self, rows: Iterable[tuple[tuple[str, ...], Read]]) -> tuple[Answer, ...]:
        """Find what each row of actors and a time concerns."""
        return tuple(self._of_row(*row) for row in rows)

    def _of_row(self, actors: tuple[str, ...], time: Read) -> Answer:
        found = [self._of_one(actor, time) for actor in actors]
        return found[0] if len(found) == 1 else together(*found)

    def _of_one(self, actor: str, time: Read) -> Answer:
        if (actor, time) not in self._answers:
            self._answers[actor, time] = self._look_up(actor, time)
        return self._answers[actor, time]

    def _look_up(self, cell: str, time: Read) -> Answer:
        actor = " ".join(cell.split())
        if is_missing(actor):
            return Answer("unmatched", "no actor given")
        ones, caution = self._identities(actor)
        if not ones:
            return self._unknown(actor)
        if time.span is None:
            if not time.written:
                return Answer("unmatched", "no date given")
            return Answer(
                "unmatched",
                NO_DATE,
                notes=(f"{time.written}: {time.why}",),
                cell=time.written,
            )
        found = self._in_time(ones, time.span)
        more = (caution, time.note) if found.status == "matched" else ()
        notes = (*found.notes, *filter(None, more))
        return replace(found, notes=notes, cell=found.cell or actor)

    def _identities(self, actor: str) -> tuple[tuple[Identity, ...], str]:
        """Return what a cell stands for, and the caution where that is a guess."""
        known = self.register.identities(self.scheme)
        forms = forms_of(self.scheme, actor)
        for form in forms:
            if form in known:
                return known[form], ""
        for form in forms if self.scheme == NAME else ():
            short = informal(form)
            if short and (ones := known.get(short)):
                return ones, f"caution: {actor} is read as {self._shown(short)}"
        return (), ""

    def _shown(self, form: str) -> str:
        return self.register.names.shown.get(form, form)

    def _unknown(self, actor: str) -> Answer:
        """Say that no actor of ours has a code or name, and which name may be meant."""
        if self.scheme != NAME:
            note = f"no actor of ours is {actor} by {self.scheme}"
            return Answer("unmatched", "code unknown", notes=(note,), cell=actor)
        names = self.register.names
        if people := [
            label
            for form in forms_of(NAME, actor)
            for label in names.surnames.get(form, ())
        ]:
            note = f"{actor} may be anybody; {_namesakes(people)}"
            return Answer("unmatched", "surname alone", notes=(note,), cell=actor)
        near = nearest_names(names.shown, actor)
        note = f"no actor of ours is {actor} by name{did_you_mean(near)}"
        return Answer("unmatched", "name unknown", notes=(note,), cell=actor, near=near)

    @property
    def _word(self) -> str:
        return "name" if self.scheme == NAME else "code"

    def _in_time(self, ones: tuple[Identity, ...], span: Span) -> Answer:
        """Find what a code concerns that is known, in a span of days."""
        held = [(one, within) for one in ones if (within := one.within(span))]
        actors = tuple(sorted({one.actor for one, _ in held}))
        if not held:
            return Answer(
                "unmatched",
                f"{self._word} not valid then",
                tuple(sorted({one.actor for one in ones})),
                notes=(_validity(ones),),
            )
        if len(actors) > 1:
            return Answer(
                "ambiguous",
                "several actors",
                actors,
                notes=(_validity([one for one, _ in held]),),
            )
        return self._matched(actors[0], held, span)

    def _matched(
        self, actor: str, held: list[tuple[Identity, Span]], span: Span
    ) -> Answer:
        matches = _meeting(self.participation.of.get(actor, ()), held)
        cases = {one.case for one in matches}
        others = _meeting(self.participation.by_case.get(actor, ()), held)
        by_case = tuple(one for one in others if one.case not in cases)
        if not matches and not by_case:
            return Answer("unmatched", NO_OCCURRENCE, (actor,))
        notes = []
        if all(one.caution for one, _ in held):
            notes = sorted({f"caution: {one.caution}" for one, _ in held})
            if self.scheme == NAME:  # the lists that have a name say the same of it
                del notes[1:]
        if all(within != span for _, within in held):
            notes.append(f"only within {_validity([one for one, _ in held])}")
        return Answer(
            "matched",
            "",
            (actor,),
            matches,
            by_case,
            tuple(notes),
            loose=_loose((*matches, *by_case), held),
        )


def _namesakes(people: list[str]) -> str:
    """Say who of ours has a surname, and that of some no more is known."""
    whole = sorted({label for label in people if " " in label})
    if not whole:
        return "of whom we have under it, the first name is not known"
    return f"write the whole name, such as {' or '.join(whole)}"


def together(one: Answer, other: Answer) -> Answer:
    """Return what two actors of a row concern together: the occurrences in which both have a part.

    A case in which both have a part, though not in one occurrence, is met by itself.
    """
    for answer in sorted((one, other), key=lambda found: _GRAVE.index(found.status)):
        if answer.reason and answer.reason != NO_OCCURRENCE:
            return answer
    actors = (*one.actors, *other.actors)
    matches = tuple(dated for dated in one.matches if dated in other.matches)
    by_case = _apart(one, other, {dated.case for dated in matches})
    if not matches and not by_case:
        return Answer("unmatched", NONE_OF_BOTH, actors)
    notes = tuple(sorted({*one.notes, *other.notes}))
    coarse = {*one.loose, *other.loose}
    loose = tuple(dated for dated in (*matches, *by_case) if dated in coarse)
    return Answer("matched", "", actors, matches, by_case, notes, loose=loose)


def _apart(one: Answer, other: Answer, met: set[str]) -> tuple[Dated, ...]:
    """Return the occurrences of those cases in which both have a part, but do not meet."""
    mine, theirs = ({*its.matches, *its.by_case} for its in (one, other))
    shared = {dated.case for dated in mine} & {dated.case for dated in theirs} - met
    return tuple(sorted(dated for dated in mine | theirs if dated.case in shared))


def nearest_names(shown: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Return the names most like one that is unknown, the nearest first.

    `shown` has names as they are written, by their form.

    >>> nearest_names({"soviet union": "Soviet Union", "iraq": "Iraq"}, "Sovjet Union")
    ('Soviet Union',)
    >>> nearest_names({"iraq": "Iraq"}, "Iran")
    ()
    """
    form = normal(NAME, name)
    found = closest(form, shown, most=2, least=_LIKE)
    words = set(form.split())
    found += [
        other
        for other in shown
        if len(other) > _SHORT and other not in found and set(other.split()) < words
    ]
    return tuple(dict.fromkeys(shown[other] for other in found))[:2]


def _meeting(
    datings: tuple[Dated, ...], held: list[tuple[Identity, Span]]
) -> tuple[Dated, ...]:
    """Return the occurrences that may lie in a time in which a code is held."""
    return tuple(
        dated for dated in datings if any(dated.meets(within) for _, within in held)
    )


def _loose(
    met: tuple[Dated, ...], held: list[tuple[Identity, Span]]
) -> tuple[Dated, ...]:
    """Return the occurrences that need not lie in the time, whichever source dates them."""
    sure = {
        dated.element
        for dated in met
        if any(dated.surely_meets(within) for _, within in held)
    }
    return tuple(dated for dated in met if dated.element not in sure)


def _validity(ones: list[Identity] | tuple[Identity, ...]) -> str:
    """Say of which actor a code stands for in which time."""
    return "; ".join(
        f"{one.actor.rpartition('/')[2]} {_day(one.span[0])}/{_day(one.span[1])}"
        for one in ones
    )


def _day(day: dt.date) -> str:
    return ".." if day in {dt.date.min, dt.date.max} else day.isoformat()
