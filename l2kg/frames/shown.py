"""What a pattern, a case, a QCA and a bibliography are in a notebook: frames, and a look of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.cases.naming import Worded, in_words, with_labels
from l2kg.cases.text import facts_of
from l2kg.frames.typed import frame_of, frame_of_texts
from l2kg.html.template import fragment
from l2kg.namespaces import short
from l2kg.patterns.conditions import unit_of
from l2kg.patterns.rows import FOUND, list_names, list_of
from l2kg.wording import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import pyoxigraph as ox

    from l2kg.cases.view import CaseView
    from l2kg.patterns.result import PatternResult, Subject

__all__ = ["Case", "Pattern", "Text"]

_NAMED = 6  # rows of a list that a text names


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Pattern:
    """The result of a pattern: its lists as data frames with a label beside each id.

    `result` holds the same as values.
    """

    result: PatternResult
    store: ox.Store
    values: Mapping[str, str]

    @property
    def name(self) -> str:
        """Return the pattern's name."""
        return self.result.pattern.name

    @property
    def n(self) -> int:
        """Return how many units could have matched."""
        return self.result.n

    @property
    def matches(self) -> pd.DataFrame:
        """Return what meets all conditions, a row for each way in which it does."""
        return self._frame("match")

    @property
    def near_misses(self) -> pd.DataFrame:
        """Return what lacks one condition that is not the outcome."""
        return self._frame("near miss")

    @property
    def counter_examples(self) -> pd.DataFrame:
        """Return what meets all conditions but the outcome."""
        return self._frame("counter-example")

    @property
    def non_matches(self) -> pd.DataFrame:
        """Return what could match and does not, each with the first condition that it misses."""
        return self._frame("non-match")

    @property
    def conditions(self) -> pd.DataFrame:
        """Return the conditions, each added to those before it, with the units that are left."""
        rows = (
            (step.condition.name, step.condition.label, step.units, step.cases.total)
            for step in self.result.steps
        )
        return frame_of_texts(("condition", "label", "units", "cases"), rows)

    @property
    def limits(self) -> pd.DataFrame:
        """Return what the result cannot show, a sentence or two a row."""
        return frame_of_texts(("limit",), ((limit,) for limit in self.result.limits))

    def why(self, element: str) -> Text:
        """Say why an element matches, down to passages and rules, or what it lacks.

        Raises:
            NotFoundError: there is no such element, or the pattern does not ask about it.
        """
        from l2kg.patterns.why import explain

        pattern = self.result.pattern
        return Text("\n".join(explain(self.store, element, pattern, self.values)))

    def _frame(self, found: str) -> pd.DataFrame:
        names = list_names(self.result)
        return frame_of(with_labels(list_of(self.result, found), names))

    def _words(self, found: str) -> Worded:
        return in_words(list_of(self.result, found), list_names(self.result))

    def _units(self) -> dict[str, list[Subject]]:
        found = self.result
        return {
            "matches": [one.unit for one in found.matches],
            "near misses": [one.unit for one in found.near_misses],
            "counter-examples": [one.unit for one in found.counter_examples],
            "non-matches": [one.unit for one in found.non_matches],
        }

    def _size(self) -> str:
        unit = unit_of(self.result.pattern)
        whole = counted(self.result.cases.total, "case")
        return (
            f"n = {counted(self.n, unit.label, unit.plural)}"
            f" in {len(self.result.asked)} of {whole}"
        )

    def __repr__(self) -> str:
        lines = [f"{self.name}: {self.result.pattern.summary}", self._size()]
        for title, units in self._units().items():
            names = list(dict.fromkeys(unit.ref.label for unit in units))
            more = "; ..." if len(names) > _NAMED else ""
            named = f": {'; '.join(names[:_NAMED])}{more}" if names else ""
            lines.append(f"{title} ({len(units)}){named}")
        lines.append("limits")
        return "\n".join((*lines, *(f"  - {limit}" for limit in self.result.limits)))

    def _repr_html_(self) -> str:
        lists = [
            (f"{title} ({len(units)})", self._words(found))
            for found, (title, units) in zip(FOUND, self._units().items(), strict=True)
        ]
        return fragment(
            "notebook",
            "pattern",
            self.name,
            self.result.pattern.summary,
            self._size(),
            lists,
            self.result.limits,
        )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Case:
    """A case: in a notebook it shows its figure; `view` holds all that is known of it as values."""

    view: CaseView
    store: ox.Store

    @property
    def slug(self) -> str:
        """Return its id in the tables."""
        return self.view.summary.slug

    @property
    def label(self) -> str:
        """Return what it is called."""
        return self.view.summary.label

    @property
    def description(self) -> str:
        """Return what it is about."""
        return self.view.summary.description

    @property
    def figure(self) -> str:
        """Return its figure as an SVG document of its own."""
        from l2kg.drawing.figure import render

        return render(self.view, standalone=True)

    @property
    def elements(self) -> pd.DataFrame:
        """Return its elements with their classes."""
        rows = (
            (short(one.iri), one.label, ", ".join(ref.label for ref in one.types))
            for one in self.view.elements()
        )
        return frame_of_texts(("id", "label", "class"), rows)

    def table(self, name: str) -> pd.DataFrame:
        """Return the rows of a table that belong to the case.

        Raises:
            NotFoundError: there is no such table; the text suggests the nearest.
        """
        from l2kg.errors import UsageError
        from l2kg.export.tables import frame

        whole = frame(self.store, name)
        if "in_case" not in whole.columns:
            raise UsageError(f"the table {name} has no column in_case; use l2kg.table")
        return whole[whole["in_case"] == self.slug].reset_index(drop=True)

    def __repr__(self) -> str:
        summary = self.view.summary
        facts = f"{summary.slug}: {facts_of(summary)}"
        return "\n".join(filter(None, (summary.label, facts, summary.description)))

    def _repr_svg_(self) -> str:
        return self.figure


class Text(str):
    """A text that shows itself as it is, line by line."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)
