"""One test that says the same of many things.

A test of its own costs some hundredths of a second in each process that runs tests, often more than what
it asks. `each` and `each_of` ask of one thing after another, go on after a failure, and name in
the end what failed.
"""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Test = Callable[..., None]


def each(
    names: str | Sequence[str],
    values: Iterable[Any],
    ids: Callable[[Any], object] | Iterable[object] | None = None,
) -> Callable[[Test], Test]:
    """Ask a test of each value, as `pytest.mark.parametrize` does, in one test."""
    asked = _split(names)
    things = list(_named(asked, list(values), ids))

    def decorate(test: Test) -> Test:
        return _looping(test, asked, lambda given: (things, given))

    return decorate


def each_of(fixture: str, names: str | Sequence[str]) -> Callable[[Test], Test]:
    """Ask a test of each value of a fixture, which gives them by their names."""
    asked = _split(names)

    def decorate(test: Test) -> Test:
        def things(given: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
            found = given[fixture]
            kept = (
                given
                if fixture in inspect.signature(test).parameters
                else _without(given, fixture)
            )
            return list(_named(asked, list(found.values()), list(found))), kept

        return _looping(test, asked, things, fixture)

    return decorate


def _split(names: str | Sequence[str]) -> list[str]:
    return (
        [one.strip() for one in names.split(",")]
        if isinstance(names, str)
        else list(names)
    )


def _without(given: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key != name}


def _named(
    names: list[str],
    values: list[Any],
    ids: Callable[[Any], object] | Iterable[object] | None,
) -> Iterator[tuple[str, dict[str, Any]]]:
    told = ids if ids is None or callable(ids) else list(ids)
    for number, value in enumerate(values):
        marked = getattr(value, "marks", ())
        assert not marked, "a mark is for a whole test: use pytest.mark.parametrize"
        label = getattr(value, "id", None) if hasattr(value, "marks") else None
        parts = getattr(value, "values", None) if hasattr(value, "marks") else None
        if parts is None:
            parts = (value,) if len(names) == 1 else tuple(value)
        if label is None and told is not None:
            label = (
                " ".join(str(told(one)) for one in parts)
                if callable(told)
                else told[number]
            )
        label = label or ", ".join(repr(one)[:200] for one in parts)
        yield str(label), dict(zip(names, parts, strict=True))


def _looping(
    test: Test,
    names: list[str],
    things: Callable[
        [dict[str, Any]], tuple[list[tuple[str, dict[str, Any]]], dict[str, Any]]
    ],
    fixture: str | None = None,
) -> Test:
    signature = inspect.signature(test)
    left = [one for one in signature.parameters.values() if one.name not in names]
    taken = signature.parameters.keys() & names
    if fixture is not None and fixture not in signature.parameters:
        left.append(inspect.Parameter(fixture, inspect.Parameter.POSITIONAL_OR_KEYWORD))

    @wraps(test)
    def ask_of_each(**given: Any) -> None:
        found, kept = things(dict(given))
        assert found, f"{', '.join(names)}: there is nothing to ask of"
        failed: list[BaseException] = []
        passed_over: list[str] = []
        for number, (label, values) in enumerate(found):
            if "tmp_path" in given:  # a folder for each
                kept["tmp_path"] = given["tmp_path"] / str(number)
                kept["tmp_path"].mkdir()
            try:
                test(**kept, **{name: values[name] for name in taken})
            except pytest.skip.Exception as reason:
                passed_over.append(f"{label}: {reason}")
            except (Exception, pytest.fail.Exception) as error:
                error.add_note(f"asked of {label}")
                failed.append(error)
        if len(failed) == 1:
            raise failed[0]
        if failed:
            raise BaseExceptionGroup(f"{len(failed)} of {len(found)} fail", failed)
        if passed_over:
            pytest.skip("; ".join(passed_over))

    ask_of_each.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]
    return ask_of_each
