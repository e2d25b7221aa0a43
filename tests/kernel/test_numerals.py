"""Numbers in Chinese, as official documents and Word numbering write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandu.kernel.numerals import from_chinese, to_chinese

WRITTEN = [
    (0, "零"), (1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九"), (100, "一百"), (105, "一百零五"),
    (110, "一百一十"), (1000, "一千"), (1001, "一千零一"), (1010, "一千零一十"), (2024, "二千零二十四"),
    (10_000, "一万"), (10_005, "一万零五"), (100_000, "十万"), (120_300, "十二万零三百"), (20_010, "二万零一十"),
    (99_999_999, "九千九百九十九万九千九百九十九"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "text"), WRITTEN)
def test_a_number_is_written_and_read_back(number, text):
    assert to_chinese(number) == text
    assert from_chinese(text) == number


@pytest.mark.parametrize(
    ("number", "text"), [(0, "零"), (12, "壹拾贰"), (10, "壹拾"), (305, "叁佰零伍"), (10_000, "壹万")]
)
def test_legal_digits_leave_no_place_for_another_stroke(number, text):
    assert to_chinese(number, legal=True) == text
    assert from_chinese(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("两千", 2000), ("一〇五", 105), ("二〇二六", 2026), ("一亿", 100_000_000), ("一亿二千万", 120_000_000),
        ("三亿零五百万六千", 305_006_000), ("一万亿", 1_000_000_000_000),
    ],
)  # fmt: skip
def test_other_ways_to_write_a_number_are_read(text, number):
    assert from_chinese(text) == number


@pytest.mark.parametrize("text", ["", "一个", "3万", "第一", "一、", "百分之五", "two"])
def test_what_is_no_number_is_none(text):
    assert from_chinese(text) is None


@given(st.integers(0, 99_999_999), st.booleans())
def test_writing_and_reading_are_inverse(number, legal):
    assert from_chinese(to_chinese(number, legal=legal)) == number
