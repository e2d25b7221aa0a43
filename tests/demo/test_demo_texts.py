"""The texts of the demo papers: enough of them, all classes, shared themes, no sentence twice."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandu.demo import city
from liandu.demo.papers.printing.page import NOT_FIRST, broken
from liandu.demo.papers.texts import Opinion, Progress, earlier_opinions, opinion_of, opinions, progress_notices

CLASSES = {f"A{n}" for n in range(1, 9)} | {f"B{n}" for n in range(1, 10)} | {f"C{n}" for n in range(1, 5)} | {"D1"}


def by_unit(opinion: Opinion | Progress) -> str:
    return opinion.unit


def test_the_22_opinions_of_round_nine_are_those_of_the_inspected_units() -> None:
    units = [opinion.unit for opinion in opinions()]
    assert len(units) == 22
    assert set(units) == {unit.key for unit in city.inspected("5-9")}
    assert {opinion.round for opinion in opinions()} == {"5-9"}


def test_round_nine_states_about_three_hundred_problems() -> None:
    counts = [len(opinion.leaves()) for opinion in opinions()]
    assert 280 <= sum(counts) <= 330
    assert min(counts) >= 12


def test_all_22_classes_occur() -> None:
    assert {leaf.code for opinion in opinions() for leaf in opinion.leaves()} == CLASSES
    assert len(CLASSES) == 22


def test_no_problem_and_no_observation_is_written_twice() -> None:
    leaves = [leaf for opinion in (*opinions(), *earlier_opinions()) for leaf in opinion.leaves()]
    titles = [leaf.title for leaf in leaves]
    observations = [leaf.seen for leaf in leaves if leaf.seen]
    assert len(set(titles)) == len(titles)
    assert len(set(observations)) == len(observations)
    assert all(title.strip("。；，、") == title and "。" not in title for title in titles)


def test_at_least_eight_themes_come_back_in_three_units_or_more() -> None:
    units = defaultdict(set)
    for opinion in opinions():
        for leaf in opinion.leaves():
            units[leaf.theme].add(opinion.unit)
    del units[""]
    assert len([theme for theme, where in units.items() if len(where) >= 3]) >= 8


def test_older_rounds_hold_faults_that_come_back() -> None:
    older = {(opinion.unit, leaf.theme) for opinion in earlier_opinions() for leaf in opinion.leaves() if leaf.theme}
    newer = {(opinion.unit, leaf.theme) for opinion in opinions() for leaf in opinion.leaves() if leaf.theme}
    assert {unit for unit, theme in older & newer} == {"wangchuan", "chengjian", "yunda", "liangchu"}


@pytest.mark.parametrize("opinion", [o for o in opinions() if o.shape == "semicolons"], ids=by_unit)
def test_a_clause_of_a_semicolon_group_has_no_comma_of_its_own(opinion: Opinion) -> None:
    assert all(len(list(group.leaves())) > 1 and "，" not in group.title for group in opinion.problems)
    assert all("，" not in leaf.title and "；" not in leaf.title for leaf in opinion.leaves())


@pytest.mark.parametrize("opinion", [o for o in (*opinions(), *earlier_opinions()) if o.shape == "flat"], ids=by_unit)
def test_a_member_of_a_flat_list_has_no_list_comma_of_its_own(opinion: Opinion) -> None:
    assert all("、" not in leaf.title and "，" not in leaf.title for leaf in opinion.leaves())


@pytest.mark.parametrize("opinion", [o for o in opinions() if o.shape in {"table", "labels"}], ids=by_unit)
def test_a_table_and_a_label_block_tell_what_was_seen_of_every_problem(opinion: Opinion) -> None:
    assert all(leaf.seen for leaf in opinion.leaves())


@pytest.mark.parametrize("notice", progress_notices(), ids=by_unit)
def test_the_counts_of_a_progress_notice_add_up(notice: Progress) -> None:
    counts = notice.counts
    assert counts["total"] == len(opinion_of(notice.unit).leaves())
    assert counts["done"] + counts["basic"] + counts["open"] == counts["total"]
    assert abs(100 * counts["done"] / counts["total"] - counts["rate"]) < 0.05
    assert len(notice.done) >= counts["done"]


@given(st.text(alphabet="云州市2026.。，、“”（）abc", max_size=200), st.integers(4, 30), st.integers(4, 30))
def test_breaking_a_text_into_lines_loses_nothing(text: str, first: int, others: int) -> None:
    lines = broken(text, first, others)
    assert "".join(lines) == text
    assert all(line for line in lines)
    assert all(line[0] not in NOT_FIRST for line in lines[1:])
