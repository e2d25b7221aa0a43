"""Grades of secrecy stand in the order of the law."""

import pytest

from liandu.kernel.secrecy import GRADE_WORDS, Grade


def test_the_grades_rise_from_public_to_top_secret():
    assert [grade.word for grade in sorted(Grade, key=lambda g: g.rank)] == ["公开", "内部", "秘密", "机密", "绝密"]


@pytest.mark.parametrize(
    ("grade", "ceiling", "exceeds"),
    [
        (Grade.INTERNAL, Grade.INTERNAL, False),
        (Grade.SECRET, Grade.INTERNAL, True),
        (Grade.PUBLIC, Grade.TOP_SECRET, False),
        (Grade.TOP_SECRET, Grade.CONFIDENTIAL, True),
    ],
)
def test_only_what_stands_above_the_ceiling_exceeds_it(grade, ceiling, exceeds):
    assert grade.exceeds(ceiling) is exceeds


def test_every_grade_has_its_word():
    assert set(GRADE_WORDS) == set(Grade)
