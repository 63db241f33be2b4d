"""The chapters of the codebook: in which order one codes, and what to think of on the way."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CHAPTERS", "INTRODUCTION", "Chapter"]

INTRODUCTION = """\
This book tells how a case is coded, so that a second person who reads the same source comes to the same data. It is written
by the program from the ontology, the shapes, the vocabularies and the cases; nothing in it is kept by hand but the words that open it
and its chapters.

## How to work

1. Read the whole source first. Then make the file `data/cases/SLUG.ttl`; the case is `case:SLUG`, its elements are `:NAME`.
2. Go through the chapters in their order. Each class says when to write an element of it and which properties it must have.
3. Give each element a label, a description in your own words, and evidence: the passage that says it and the voice that speaks there.
4. Code what a source says, and nothing else. What no source says has no statement: silence is not absence. Add no name, date or
   reason that you know from elsewhere; what another source says has its own evidence and never overwrites.
5. One act is one node, one passage in one voice is one evidence node, and readings that contradict each other stand side by side.
6. Keep four things apart: who had the idea, who carried it out, whom it was meant to help, at whom it was aimed. What came of it is
   an assessment, made by somebody.
7. Where two codes seem to fit, take the narrower one that the source supports. Where none fits, take the wider one and say why in
   a `skos:editorialNote`.
8. Run `l2kg fmt FILE`, then `l2kg check FILE`. Each finding names file, line, fault and remedy.

## How to read an entry

*For instance* gives the idea in a few words. *Rule* says how to code in doubt. *Mend* is what the check says to a coder who
left it out or got it wrong. *In the data* is a real element, chosen by the program, with the name to find it by (`l2kg show NAME`).
*Not* is a trap: something that looks as if it belonged there and does not. In the tables, *must* means that a record without the property
is refused; *may* means that it is written only where a source says so.
"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its title, what to do in it, its classes in order, and properties and lists that no shape of them leads to."""

    title: str
    text: str
    classes: tuple[str, ...]
    properties: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


CHAPTERS = (
    Chapter(
        "The case",
        "Begin with the case itself: one bounded episode. An illustration, a pattern or"
        " an imagined episode is a case too, and its kind says so. What stands here about"
        " records holds for everything that you write in later chapters.",
        ("Case", "Record", "CaseElement"),
        lists=("epistemic-status",),
    ),
    Chapter(
        "Sides and tables",
        "Write a side for each party, then the tables at which sides meet: between sides,"
        " inside one, among allies, or unofficial. A third party is a side that sits at"
        " none.",
        ("Side", "Negotiation"),
    ),
    Chapter(
        "People",
        "Look each actor up in `data/actors.ttl` before you make one. An actor without a"
        " name in the source stays in the case, under a name that says what it is. Then"
        " give each its part on a side.",
        ("Actor", "Person", "State", "Organization", "Collective", "Participation"),
    ),
    Chapter(
        "Constituencies",
        "Write the groups behind each side whose acceptance matters, one for each side"
        " that a group stands behind, and the means they have to block.",
        ("Constituency", "InternalOpponent", "InternalSupporter", "Leverage"),
    ),
    Chapter(
        "Stances",
        "For each holder, what it is for or against. Write the matter of the next chapter"
        " at the same time: a stance has an object.",
        ("Stance",),
    ),
    Chapter(
        "Matters",
        "What can be wanted, opposed or obstructed. Ask first whether it is a deal, one"
        " provision of a deal, or a question about which people differ.",
        ("Matter", "Issue", "Deal", "Term"),
    ),
    Chapter(
        "Barriers",
        "What behind the table keeps a side from saying yes. One obstacle of one side is"
        " one barrier; wide ones are made up of narrow ones by `l2:partOf`.",
        ("Barrier",),
    ),
    Chapter(
        "Measures and other events",
        "First see that it happened, or was left undone: an event. If it bears on a"
        " barrier behind somebody's table it is a measure, harmful ones included. Give it"
        " the narrowest tactic that the source supports.",
        (
            "Occurrence",
            "Event",
            "Situation",
            "Measure",
            "CrossTableMeasure",
            "OwnSideMeasure",
            "SuccessfulHelp",
            "ContestedHelp",
            "Backfire",
            "CrossTableHarm",
        ),
    ),
    Chapter(
        "Statements and decisions",
        "Words to an audience, and decisions behind the table. A statement that bears on"
        " a barrier is a measure as well: one node, two classes.",
        ("Statement", "AcceptanceSpeech", "Criticism", "Response", "Ratification"),
    ),
    Chapter(
        "Relationships",
        "Lasting ties between people, each typed by the word that its source has for it.",
        (
            "Relationship",
            "BackChannel",
            "TrustedRelationship",
            "WorkingRelationship",
            "CrossSideRelationship",
        ),
    ),
    Chapter(
        "Time",
        "Order is what a source says of two occurrences, each order with its own"
        " evidence. Dates are kept apart from it. The order in which something is told,"
        " or numbered, is no order in time.",
        ("TemporalRelation", "Dating"),
        properties=(
            "precedes",
            "precedesAsStated",
            "endsBeforeAsStated",
            "precedesByDate",
            "earliest",
            "latest",
        ),
    ),
    Chapter(
        "Terms of office and lifetimes",
        "What other data sets say of an actor's time, whatever the case. They stand in"
        " `data/links/`, or in the file of a case whose own actor they are about, and the"
        " build sets them against the dates of the cases.",
        ("Span", "Tenure", "Lifetime"),
    ),
    Chapter(
        "Assessments",
        "What a measure, an event or a deal did to a side, as somebody judges it. No"
        " effect is written anywhere else.",
        ("Assessment",),
    ),
    Chapter(
        "Claims",
        "Everything else that a source holds to be so: what people believed, meant or"
        " feared, how an event is read, what was lacking. Claims of the theory belong to"
        " no case and stand in `data/claims.ttl`.",
        ("Claim",),
        lists=("theory",),
    ),
    Chapter(
        "Evidence",
        "For each passage in one voice, one node. Elements share it: on average one node"
        " bears out three to eight of them.",
        ("Evidence",),
    ),
    Chapter(
        "Sources",
        "Look the work up in `data/sources.ttl` before you add it. Works, documents and"
        " informants are all sources.",
        ("Source",),
    ),
    Chapter(
        "Links",
        "What identifies an actor, an event or a work elsewhere stands in no case: it"
        " goes into a table in `data/links`, one for each scheme of identifiers, with the"
        " place where the identifier was seen. An identifier that was not looked up is"
        " not written.",
        ("Mapping",),
        properties=("validity",),
    ),
    Chapter(
        "What the build adds",
        "These statements are derived when the data are built and are never written by"
        " hand. They carry the name of the rule that made them.",
        ("Rule", "Finding"),
        properties=("foundBy", "restsOn", "severity"),
    ),
)
