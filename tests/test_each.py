"""One test of many things fails when one of them does, and names it."""

from __future__ import annotations

import pytest
from each import each, each_of


@each("number", [1, 2, 3])
def uneven(number: int) -> None:
    assert number % 2 == 0


@each("number", [1, 2])
def one_is_passed_over(number: int) -> None:
    if number == 2:
        pytest.skip("even")
    pytest.fail("uneven")


@each("number", [1])
def nothing_is_raised(number: int) -> None:
    with pytest.raises(ValueError, match="never"):
        assert number


@each("number", [1])
def passed_over(number: int) -> None:
    pytest.skip(f"{number} is not for us")


@each_of("numbers", "number")
def of_a_fixture(number: int) -> None:
    assert number


def test_all_that_fail_are_named() -> None:
    with pytest.raises(BaseExceptionGroup, match="2 of 3 fail") as caught:
        uneven()
    notes = [note for error in caught.value.exceptions for note in error.__notes__]
    assert notes == ["asked of 1", "asked of 3"]


def test_no_failure_is_lost_to_what_is_passed_over_or_not_raised() -> None:
    for test in (one_is_passed_over, nothing_is_raised):
        with pytest.raises(pytest.fail.Exception) as caught:
            test()
        assert caught.value.__notes__ == ["asked of 1"]
    with pytest.raises(pytest.skip.Exception, match="1: 1 is not for us"):
        passed_over()


def test_nothing_to_ask_is_a_failure() -> None:
    of_a_fixture(numbers={"one": 1})
    with pytest.raises(AssertionError, match="nothing to ask"):
        of_a_fixture(numbers={})
    with pytest.raises(AssertionError, match="asked of none") as caught:
        of_a_fixture(numbers={"none": 0})
    assert caught.value.__notes__ == ["asked of none"]
