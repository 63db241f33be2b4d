"""Which tables there are, and which properties are their columns."""

from __future__ import annotations

from dataclasses import dataclass

from l2kg.namespaces import DCTERMS, L2T, L2V, RDFS

__all__ = ["CONCEPTS", "SPACES", "SPECS", "TO", "WORDS", "Spec"]


@dataclass(frozen=True, slots=True)
class Spec:
    """What a table lists, and its columns beside `id`.

    Columns are written as the property's name, `*` after it for many values, `?` before a
    class that the row is a member of, and `name=^property` for the other direction.
    """

    title: str
    of: str
    columns: str


_HEAD = "inCase label description types* epistemicStatus"
_TAIL = "partOf* rivalOf* evidence*"
SPECS: dict[str, Spec] = {
    "cases": Spec(
        "Cases and sub-cases",
        "Case",
        "label description setting kind outcome subCaseOf epistemicStatus evidence*",
    ),
    "sides": Spec(
        "Sides: the parties of a case",
        "Side",
        f"{_HEAD} inNameOf* counterpartOf* {_TAIL}",
    ),
    "participations": Spec(
        "Who takes part on which side",
        "Participation",
        f"{_HEAD} participant onSide role* office* actsFor* {_TAIL}",
    ),
    "constituencies": Spec(
        "Groups behind a side",
        "Constituency",
        f"{_HEAD} behind embodiedBy* powerBase* ?InternalOpponent ?InternalSupporter"
        f" {_TAIL}",
    ),
    "stances": Spec(
        "What somebody thinks of a matter",
        "Stance",
        f"{_HEAD} holder toward* polarity publicity sincerity {_TAIL}",
    ),
    "matters": Spec(
        "Deals, terms and issues",
        "Matter",
        f"{_HEAD} dealKind dealStatus* publicity* explicitness* party* hasTerm* {_TAIL}",
    ),
    "barriers": Spec(
        "What keeps a side from saying yes",
        "Barrier",
        f"{_HEAD} facedBy raisedBy* obstructs* barrierType barrierClass"
        f" addressed_by=^addresses* {_TAIL}",
    ),
    "measures": Spec(
        "Measures about a barrier behind a table",
        "Measure",
        f"{_HEAD} tactic* form refrainsFrom* actingSide* takenBy* initiatingSide*"
        " initiatedBy* helps* helpsAcrossTable* addresses* targets* strengthens*"
        " mollifies* counters* pressures* inflames* spares* publicity* explicitness*"
        " drawsOn* serves* agreedIn* legitimacy* ?CrossTableMeasure ?OwnSideMeasure"
        " ?SuccessfulHelp ?ContestedHelp ?Backfire ?CrossTableHarm"
        f" assessed_in=^assesses* earliest latest {_TAIL}",
    ),
    "relationships": Spec(
        "Ties between actors",
        "Relationship",
        f"{_HEAD} ?BackChannel ?TrustedRelationship ?WorkingRelationship"
        " ?CrossSideRelationship connects* bridges* drawn_on_by=^drawsOn* earliest"
        f" latest {_TAIL}",
    ),
    "statements": Spec(
        "Words to an audience",
        "Statement",
        f"{_HEAD} madeBy* composedBy* intendedFor* heardBy* presents* asserts* sincerity*"
        f" publicity* theme* earliest latest {_TAIL}",
    ),
    "occurrences": Spec(
        "All that has a place in time, with its order",
        "Occurrence",
        f"{_HEAD} involves* place* produces* after=^precedesAsStated* precedesAsStated*"
        f" endsBeforeAsStated* precedesByDate* earliest latest {_TAIL}",
    ),
    "assessments": Spec(
        "Somebody's judgement of an effect on a side",
        "Assessment",
        f"{_HEAD} assesses effectOn effect basis assessedBy* {_TAIL}",
    ),
    "claims": Spec(
        "Other propositions that a source puts forward",
        "Claim",
        f"{_HEAD} about* claimedBy* mode revises* {_TAIL}",
    ),
    "evidence": Spec(
        "Passages, each in one voice",
        "Evidence",
        "source voice reportedBy* startsWith endsWith noteNumber cites* citedPage"
        " sourcePage locator supports=^evidence*",
    ),
    "actors": Spec(
        "Who acts, shared by all cases or local to one",
        "Actor",
        "label types* description",
    ),
    "works": Spec(
        "Works, documents and informants",
        "Source",
        "label author* title date bibliographicCitation description",
    ),
}
CONCEPTS: dict[str, tuple[str, str]] = {
    "tactics": ("Tactics, a taxonomy", L2T),
    "codes": ("Codes of the closed lists", L2V),
}
TO: dict[str, str] = {
    "inCase": "cases",
    "subCaseOf": "cases",
    "onSide": "sides",
    "behind": "sides",
    "facedBy": "sides",
    "effectOn": "sides",
    "source": "works",
    "participant": "actors",
}
WORDS: dict[str, str] = {
    "label": "A short name that a person can read.",
    "description": "What it is, in the words of those who coded it.",
    "types": "The classes of the ontology that were authored for it.",
    "key": (
        "The name of the row: what follows https://w3id.org/l2kg/case/ (or actor/,"
        " source/) in its IRI."
    ),
    "title": "Its title, where the data have one.",
    "date": "When it came out, as an EDTF date.",
    "bibliographicCitation": "Where it came out, in words.",
    "rank": (
        "Least place in the stated order: one more than the longest chain before it. The"
        " same rank is not the same time."
    ),
    "before": (
        "Number of occurrences that sources state, or imply by order, to begin before it."
    ),
    "later": "Number of occurrences that begin after it, as stated.",
}
SPACES: dict[str, str] = {
    "label": RDFS,
    "title": DCTERMS,
    "date": DCTERMS,
    "bibliographicCitation": DCTERMS,
}
