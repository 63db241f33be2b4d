"""The names that a person types, and how a shell completes them.

A shell asks at every stroke of the tabulator key: what can be told from the names of
files is read from there, and no store is opened unless one was named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from click.shell_completion import CompletionItem

__all__ = ["CaseName", "Element", "PatternName", "QueryName", "SchemeName", "TableName"]


class _Name(click.ParamType):  # type: ignore[type-arg]
    """A name out of a list; whether it is known is for the command to say."""

    files = False  # a file may stand in its place

    def get_metavar(self, *_: object, **__: object) -> str:
        """Return what stands for it in help."""
        return self.name.upper()

    def known(self, ctx: click.Context) -> Iterable[str]:
        """Return the names that there are."""
        raise NotImplementedError

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the names that begin as what was typed does."""
        del param
        from click.shell_completion import CompletionItem

        found = sorted(name for name in self.known(ctx) if name.startswith(incomplete))
        items = [CompletionItem(name) for name in found]
        return [*items, CompletionItem(incomplete, type="file")] if self.files else items


class CaseName(_Name):
    """The name of a case, such as german-reunification."""

    name = "case"

    def known(self, ctx: click.Context) -> Iterable[str]:
        """Return the cases of the store that was named, else the shipped ones."""
        from l2kg.store import open_store, place_of

        place = place_of(ctx.params.get("store"))
        if place is None:
            from l2kg.files import data_root

            return [path.stem for path in (data_root() / "cases").glob("*.ttl")]
        from l2kg.cases import list_cases
        from l2kg.errors import L2kgError

        if "://" in place:  # to copy an endpoint is too much for a key
            return []
        try:
            return [case.slug for case in list_cases(open_store(place))]
        except L2kgError:
            return []


class Element(CaseName):
    """The name of a case, or what stands in one or beside them: case#element, actor:name."""

    name = "case|element"


class QueryName(_Name):
    """The name of a query, a file with one, or - for standard input."""

    name = "name|file|-"
    files = True
    kinds: tuple[str, ...] = ("patterns", "questions")

    def known(self, ctx: click.Context) -> Iterable[str]:
        """Return the named queries."""
        del ctx
        from l2kg.files import code_root

        home = code_root() / "queries"
        return [path.stem for kind in self.kinds for path in (home / kind).glob("*.rq")]


class PatternName(QueryName):
    """The name of a pattern."""

    name = "name"
    files = False
    kinds = ("patterns",)


class TableName(_Name):
    """The name of a table, such as measures."""

    name = "name"

    def known(self, ctx: click.Context) -> Iterable[str]:
        """Return the tables that can be exported."""
        del ctx
        from l2kg.export.tables import table_names

        return table_names()


class SchemeName(_Name):
    """The key of a scheme of identifiers, such as cow."""

    name = "scheme"

    def known(self, ctx: click.Context) -> Iterable[str]:
        """Return the keys of the schemes."""
        del ctx
        from l2kg.mappings.schemes import SCHEMES

        return SCHEMES
