"""What comes back among statements: again in a unit, elsewhere, copied; and in which words both are the same."""

import json
import random
from pathlib import Path

import pytest

from liandu.texts.recurring import Level, Match, Said, Way, common_runs, level_of, recurring

AGAIN = Path(__file__).with_name("again.jsonl")
FIRST = "往来款长期挂账，3年以上应收款1260万元未清理"
SECOND = "往来款清理不力，三年以上应收款尚有980余万元长期挂账"
OTHER = "学生宿舍热水供应不足，意见箱无人查看"
LONG = "二级学院食堂大宗物资采购未经招标，2021年以来由同一家供应商供货，涉及金额1260万元"


def said(key: int, text: str, *, unit: int = 1, sector: str = "university", **more) -> Said:
    facts = {"round": key, "document": key, "code": "", "classified": False} | more
    return Said(key, text, unit, sector, **facts)


def ways(rows, fresh=None, units=()):
    found = recurring(rows, [rows[-1].key] if fresh is None else fresh, units)
    return [(one.key, one.earlier, one.way) for one in found]


def test_a_unit_hears_the_same_again_in_other_words():
    assert ways([said(1, OTHER), said(2, FIRST), said(3, SECOND)]) == [(3, 2, Way.AGAIN)]


@pytest.mark.parametrize("fresh", [[1], [2], [1, 2], [2, 1]])
def test_of_two_the_later_one_repeats_whichever_came_to_hand_last(fresh):
    assert ways([said(1, FIRST), said(2, SECOND)], fresh=fresh) == [(2, 1, Way.AGAIN)]


def test_statements_of_one_document_never_match_nor_those_of_one_round_without_documents():
    assert ways([said(1, FIRST, document=9), said(2, SECOND, document=9)]) == []
    assert ways([said(1, FIRST, document=0, round=4), said(2, SECOND, document=0, round=4)]) == []
    assert ways([said(1, FIRST, document=0, round=3), said(2, SECOND, document=0, round=4)]) == [(2, 1, Way.AGAIN)]


def test_another_unit_must_be_strongly_alike_and_its_own_sector_comes_first():
    a_little = [said(1, "信息系统重复建设", unit=2), said(2, "信息化系统重复购置，使用率不足一成")]
    assert ways(a_little) == []
    near = "三年以上应收款长期挂账，往来款清理不力"
    rows = [said(n, near, unit=n + 10, sector="soe") for n in range(1, 4)]
    rows += [said(n, near, unit=n + 10) for n in (4, 5)]
    # Three at most: both of the sector, the newest first, then the newest of the others.
    assert ways([*rows, said(9, SECOND)]) == [
        (9, 5, Way.ELSEWHERE), (9, 4, Way.ELSEWHERE), (9, 3, Way.ELSEWHERE),
    ]  # fmt: skip


def test_words_taken_over_with_other_numbers_and_the_unit_of_the_copier_are_a_copy():
    taken = "云州职业学院" + LONG.replace("2021", "2023").replace("1260", "88")
    rows = [said(1, "云州大学" + LONG, unit=2), said(2, taken)]
    assert ways(rows, units=["云州大学", "云州职业学院"]) == [(2, 1, Way.COPIED)]


def test_a_short_statement_that_is_the_same_is_no_copy():
    assert ways([said(1, "印章管理混乱", unit=2), said(2, "印章管理混乱")]) == [(2, 1, Way.ELSEWHERE)]


def test_a_unit_that_repeats_its_words_has_the_problem_again():
    assert ways([said(1, LONG), said(2, LONG)]) == [(2, 1, Way.AGAIN)]


def test_different_classes_said_by_people_weigh_against_it_and_guessed_ones_do_not():
    one = "信息系统重复建设"
    other = "信息化系统重复购置，使用率不足一成"
    assert ways([said(1, one), said(2, other)]) == [(2, 1, Way.AGAIN)]
    guessed = [said(1, one, code="B5"), said(2, other, code="B7", classified=True)]
    assert ways(guessed) == [(2, 1, Way.AGAIN)]
    assert ways([said(1, one, code="B5", classified=True), guessed[1]]) == []


def test_nothing_is_found_of_what_has_no_words():
    assert ways([said(1, "——"), said(2, "……")]) == []
    assert recurring([], []) == []


def test_what_is_found_does_not_hang_on_what_else_is_asked():
    pairs = [json.loads(line) for line in AGAIN.read_text(encoding="utf-8").splitlines()]
    rows = [said(at, row["earlier"]) for at, row in enumerate(pairs)]
    rows += [said(100 + at, row["again"]) for at, row in enumerate(pairs)]
    keys = [row.key for row in rows]
    together = recurring(rows, keys)
    apart = [match for key in random.Random(1).sample(keys, len(keys)) for match in recurring(rows, [key])]
    assert {(one.key, one.earlier, one.way) for one in together} <= {(one.key, one.earlier, one.way) for one in apart}
    assert len(together) == len(set(together))
    # What decision 0023 counts on: nine of ten of the problems said again are found.
    assert sum(Match(100 + at, at, Way.AGAIN, 0) in map(_plain, together) for at in range(len(pairs))) >= 32


def _plain(match: Match) -> Match:
    return Match(match.key, match.earlier, match.way, 0)


@pytest.mark.parametrize(
    ("score", "level"),
    [(0.99, Level.HIGH), (0.55, Level.HIGH), (0.54, Level.MIDDLE), (0.45, Level.MIDDLE), (0.44, Level.LOW)],
)
def test_a_likeness_is_said_in_a_word(score, level):
    assert level_of(score) is level


def test_the_words_in_common_are_spans_of_both():
    one, other = "往来款长期挂账未清理", "仍有往来款挂账"
    spans, others = common_runs(one, other)
    assert [one[slice(*span)] for span in spans] == ["往来款", "挂账"]
    assert [other[slice(*span)] for span in others] == ["往来款", "挂账"]
    assert common_runs("甲", "乙") == ([], [])
