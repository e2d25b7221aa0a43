"""Lines of Chinese text."""

import pytest

from liandu.papers.writing.breaking import broken


def width(character: str) -> float:
    return 0.5 if character.isascii() else 1.0


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("一二三四五六七", ["一二三四五", "六七"]),
        ("一二三四五，六七", ["一二三四", "五，六七"]),  # no line begins with a closing mark
        ("一二三四（五六）", ["一二三四", "（五六）"]),  # nor ends with an opening one
        ("一二三四2026年", ["一二三四", "2026年"]),  # no number is torn apart
        ("一二\n三", ["一二", "三"]),
        ("一\n\n三", ["一", "", "三"]),
        ("0123456789abcde", ["0123456789", "abcde"]),  # longer than a line: broken where the room ends
        ("，，，，，，，", ["，，，，，", "，，"]),
        ("one two three", ["one two", "three"]),
    ],
)
def test_a_text_is_broken_as_chinese_print_breaks_it(text, lines):
    assert broken(text, width, 5, 5) == lines


def test_the_first_line_may_have_less_room():
    assert broken("一二三四五六七八", width, 3, 5) == ["一二三", "四五六七八"]


def test_one_character_that_is_wider_than_the_room_still_stands():
    assert broken("一二", width, 0.5, 0.5) == ["一", "二"]
