"""As what each outcome counts: once each, and what is open or untold never as an end."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from l2kg.analysis.conditions import condition
from l2kg.cases.summaries import list_cases
from l2kg.namespaces import L2V, SKOS
from l2kg.patterns import run_pattern
from l2kg.patterns.text import lines
from l2kg.queries.endings import ENDED, endings
from l2kg.queries.lookup import instances, object_iris, subject_iris

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph as ox

AUDIENCE = "statement-that-reached-another-audience"


def test_each_outcome_is_in_one_collection(tiny: ox.Store) -> None:
    codes = subject_iris(tiny, f"{SKOS}inScheme", f"{L2V}outcome")
    collected = Counter(
        code
        for collection in instances(tiny, f"{SKOS}Collection")
        for code in object_iris(tiny, collection, f"{SKOS}member")
    )
    assert collected == dict.fromkeys(codes, 1)


@pytest.mark.parametrize(
    ("code", "ending", "positive"),
    [
        ("success", "good", True),
        ("acceptance-made-likelier", "good", True),
        ("harm", "bad", False),
        ("blocked", "bad", False),
        ("mixed-outcome", "mixed", None),
        ("may-be-blocked", "open", None),
        ("open", "open", None),
        ("not-told", "open", None),
    ],
)
def test_an_outcome_counts_as_the_vocabulary_says(
    variant: Callable[..., ox.Store], code: str, ending: str, positive: bool | None
) -> None:
    case = f"\ncase:tiny-2 a l2:Case ; rdfs:label 'Two' ; l2:outcome l2v:{code} ."
    store = variant(add=case.replace("case:tiny-2", ":two"))
    assert endings(store).get(L2V + code, "open") == ending
    ends = {one.label: one.ending for one in list_cases(store)}
    assert ends["Two"] == ending
    assert condition(store, "positive-outcome").value("tiny#two") is positive
    result = run_pattern(store, AUDIENCE)
    assert [ref.label for ref in getattr(result.cases, ending)][-1:] == ["Two"]


def test_what_is_open_is_counted_apart(real: ox.Store) -> None:
    result = run_pattern(real, AUDIENCE)
    assert result.cases.total == len(list_cases(real))
    text = "\n".join(lines(result))
    _, unmet = result.split
    assert unmet.open
    assert f"{len(unmet.open)} open or not told" in text
    assert set(ENDED) == {"good", "bad", "mixed", "open"}
