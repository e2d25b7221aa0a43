"""Only plain digits of a sensible length are a number."""

import pytest

from liandu.ui.numbers import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_plain_digits_are_a_number(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize(
    "text", ["", " 1", "-1", "+1", "1.5", "1e3", "1_000", "²", "١٢", "１２", "1\x00", "9" * 19, "9" * 5000]
)
def test_everything_else_is_none(text):
    assert whole_number(text) is None
