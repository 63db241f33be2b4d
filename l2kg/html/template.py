"""The templates: one environment, which escapes whatever is not markup already."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from l2kg.cases.standing import narrower_words, who_says
from l2kg.cases.text import facts_of
from l2kg.files import code_root
from l2kg.html.words import (
    cite_words,
    element_kinds,
    element_rows,
    inferred_kinds,
    names_of,
    sentence,
    setting_and_kind,
    setting_kind_outcome,
)
from l2kg.namespaces import compact
from l2kg.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jinja2 import Environment, Template
    from markupsafe import Markup

    from l2kg.cases.elements import Value
    from l2kg.cases.parts import Element, Evidence
    from l2kg.cases.reading import Ref
    from l2kg.drawing.pairs import Name
    from l2kg.html.links import Links

__all__ = ["document", "fragment", "json_for_script", "markup"]


def document(name: str, /, **values: object) -> str:
    """Write a whole document by the template of a name; every text in it is escaped.

    Raises:
        jinja2.UndefinedError: the template asks for a value that was not given.
    """
    return _template(name).render(values)


def fragment(name: str, macro: str, /, *values: object, **named: object) -> Markup:
    """Write a part of a page by a macro of a template; every text in it is escaped.

    Returns markup, which a template takes as it is.

    Raises:
        jinja2.UndefinedError: the macro asks for a value that was not given.
    """
    write: Callable[..., Markup] = getattr(_template(name).module, macro)
    return write(*values, **named)


def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.html.jinja")


def markup(text: str) -> Markup:
    """Call a text markup: only what a template, a drawing or a style sheet of ours made."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704


def json_for_script(data: Mapping[str, object]) -> Markup:
    r"""Write values as JSON inside a script element, which no text in them can end.

    >>> print(json_for_script({"name": "</script>"}))
    {"name": "\u003c/script>"}
    """
    return markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))


def _thing(one: Ref | Element, links: Links) -> Markup:
    return links.thing(one)


def _value(one: Value, links: Links) -> Markup:
    return links.value(one)


def _evidence(passage: Evidence, links: Links) -> Markup:
    return links.evidence(passage)


def _name(one: Name, links: Links) -> Markup | str:
    return links.name(one)


def _things(
    parts: Iterable[Ref | str], links: Links, between: Markup | None = None
) -> Markup:
    return links.things(parts, markup(", ") if between is None else between)


@cache
def _environment() -> Environment:
    """Make the environment, at the first page: the engine is not loaded before."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        autoescape=True,
        auto_reload=False,
        loader=FileSystemLoader(code_root() / "html" / "templates"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters.update(
        cite_words=cite_words,
        compact=compact,
        element_kinds=element_kinds,
        element_rows=element_rows,
        evidence=_evidence,
        facts_of=facts_of,
        inferred_kinds=inferred_kinds,
        name=_name,
        names_of=names_of,
        narrower_words=narrower_words,
        sentence=sentence,
        setting_and_kind=setting_and_kind,
        setting_kind_outcome=setting_kind_outcome,
        thing=_thing,
        things=_things,
        value=_value,
        who_says=who_says,
    )
    made.globals.update(counted=counted)
    return made
