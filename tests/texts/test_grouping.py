"""Themes: the same for any order, frozen once made, alone means waiting."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from liandu.texts.classifying import Classifier
from liandu.texts.grouping import VOTES, Theme, common, group, join, nearest, place
from liandu.texts.keywords import Category, categories
from liandu.texts.statements import Label, Statement

SUBJECTS = {
    "招标": [
        "道路施工未公开招标",
        "桥梁施工未公开招标",
        "隧道施工未公开招标",
        "管网施工未公开招标",
        "广场施工未公开招标",
    ],
    "验收": [
        "校舍竣工验收走过场",
        "厂房竣工验收走过场",
        "仓库竣工验收走过场",
        "车站竣工验收走过场",
        "码头竣工验收走过场",
    ],
}


@pytest.fixture(scope="module")
def one_class():
    """A taxonomy of one class, so that everything stands in it and only the groups inside matter."""
    return Classifier({"B6": Category("B6", "B", "工程建设", "", "工程招标、施工和验收不规范", ("招标", "验收"))})


@pytest.fixture(scope="module")
def many():
    """Six times five statements of either subject, told apart by a place of two characters."""
    places = ["东城", "西城", "南城", "北城", "中城", "新城"]
    return [
        Statement(f"{subject}{at:02d}", text.replace("施工", f"{where}施工").replace("竣工", f"{where}竣工"))
        for subject, texts in SUBJECTS.items()
        for at, (where, text) in enumerate((where, text) for where in places for text in texts)
    ]


@pytest.fixture(scope="module")
def labelled():
    rows = (Path(__file__).parent / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    return [Statement(row["id"], row["text"]) for row in map(json.loads, rows)]


def test_a_class_with_two_subjects_falls_into_them(one_class, many):
    found = group(many, one_class, resolution=0.5)
    homes = {member: theme.id for theme in found.themes for member in theme.members}
    assert {homes[f"招标{at:02d}"] for at in range(30)} != {homes[f"验收{at:02d}"] for at in range(30)}
    for theme in found.themes:
        assert len({member[:2] for member in theme.members}) == 1
        assert theme.medoid in theme.members
        assert theme.label.startswith("工程建设：")
        assert theme.id == f"B6-{int(theme.id[3:])}"
    assert sum(len(theme.members) for theme in found.themes) + len(found.queue) == 60


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_gives_the_same(one_class, many, seed):
    shuffled = random.Random(seed).sample(many, len(many))
    assert group(shuffled, one_class) == group(many, one_class)


def test_higher_resolution_makes_finer_themes(one_class, many):
    coarse, fine = (len(group(many, one_class, resolution).themes) for resolution in (0.1, 3.0))
    assert coarse < fine


def test_a_small_class_is_one_theme_and_a_single_statement_waits():
    classifier = Classifier(categories())
    rows = [Statement("1", "工程未公开招标"), Statement("2", "围标串标未查处"), Statement("3", "党费未按月收缴")]
    found = group(rows, classifier)
    assert [(theme.id, theme.code, theme.members) for theme in found.themes] == [("B6-1", "B6", ("1", "2"))]
    assert found.queue == ("3",)


def test_what_no_class_can_be_said_for_waits():
    found = group([Statement("1", "☃☃☃"), Statement("2", "★★★")], Classifier(categories()))
    assert (found.themes, found.queue) == ((), ("1", "2"))


def test_what_is_like_nothing_in_its_class_waits(one_class, many):
    found = group([*many, Statement("z", "☃☃☃☃")], one_class)
    assert "z" in found.queue


def test_nothing_gives_nothing(one_class):
    found = group([], one_class)
    assert (found.themes, found.queue) == ((), ())


@pytest.mark.slow
def test_a_new_round_moves_nothing(labelled):
    classifier = Classifier(categories())
    old = labelled[::2]
    before = group(old, classifier)
    after, _ = join(before.themes, labelled, classifier)
    for was, now in zip(before.themes, after.themes, strict=True):
        assert (now.id, now.code, now.label, now.medoid) == (was.id, was.code, was.label, was.medoid)
        assert now.members[: len(was.members)] == was.members
    placed = [member for theme in after.themes for member in theme.members]
    assert sorted([*placed, *after.queue]) == sorted(statement.id for statement in labelled)
    assert len(placed) == len(set(placed))
    assert len(placed) > sum(len(theme.members) for theme in before.themes)


def test_a_new_statement_joins_where_most_of_its_nearest_are(one_class, many):
    themes = (
        Theme("B6-4", "B6", "招标", tuple(s.id for s in many if s.id.startswith("招标")), "招标00"),
        Theme("B6-7", "B6", "验收", tuple(s.id for s in many if s.id.startswith("验收")), "验收00"),
    )
    fresh = [Statement("x", "水库东城施工未公开招标"), Statement("y", "水厂西城竣工验收走过场"), Statement("z", "☃☃☃")]
    found, _ = join(themes, [*many, *fresh], one_class)
    assert found.themes[0].members == (*themes[0].members, "x")
    assert found.themes[1].members == (*themes[1].members, "y")
    assert found.queue == ("z",)


def test_a_theme_of_earlier_members_who_are_gone_stays(one_class, many):
    gone = Theme("B6-9", "B6", "旧主题", ("a", "b"), "a")
    found, _ = join([gone], many, one_class)
    assert found.themes == (gone,)


def test_ids_of_candidates_were_never_used(one_class, many):
    earlier = Theme("B6-12", "B6", "旧主题", ("a", "b"), "a")
    _, candidates = join([earlier], many, one_class)
    assert [theme.id for theme in candidates] == [f"B6-{number}" for number in range(13, 13 + len(candidates))]
    assert len(candidates) >= 2


def test_labels_decide_where_a_statement_stands():
    texts = [Statement("1", "工程未公开招标"), Statement("2", "围标串标未查处"), Statement("3", "招标文件照搬")]
    found = group(texts, Classifier(categories(), labels=[Label("B3", id="3"), Label("B3", id="2")]))
    assert [(theme.code, theme.members) for theme in found.themes] == [("B3", ("2", "3"))]


def test_nearest_are_those_of_plain_arithmetic():
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(700, 9))
    places, found, alike = nearest([rows], [1.0], VOTES)
    centred = rows - rows.mean(axis=0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    wanted = centred @ centred.T
    np.fill_diagonal(wanted, -2)
    best = np.argsort(-wanted, axis=1)[:, :VOTES]
    assert (found.reshape(700, VOTES) == best).all()
    assert (places.reshape(700, VOTES) == np.arange(700)[:, None]).all()
    assert np.allclose(alike.reshape(700, VOTES), np.take_along_axis(wanted, best, axis=1), atol=1e-5)


def test_placed_statements_stand_in_order_of_their_ids(one_class, many):
    assert [s.id for s in place(many[::-1], one_class).statements] == sorted(s.id for s in many)


@pytest.mark.parametrize(
    ("units", "sectors", "is_common"),
    [("甲乙丙", "aaa", True), ("甲乙", "ab", True), ("甲乙", "aa", False), ("", "", False)],
)
def test_common_is_three_units_or_two_sectors(units, sectors, is_common):
    members = [Statement(str(at), "甲", *pair) for at, pair in enumerate(zip(units, sectors, strict=True))]
    assert common(members) is is_common


def test_classes_that_are_known_are_taken_as_they_are_told():
    classifier = Classifier(categories())
    statements = [Statement("a", "违规兼职取酬"), Statement("b", "未经批准在企业兼职"), Statement("c", "兼职取酬")]
    themes = [Theme("D1-3", "D1", "", ("a", "b"), "a")]
    told = {"a": "D1", "b": "D1"}
    grouping, candidates = join(themes, statements, classifier, classes=told)
    assert (grouping.queue, candidates) == (("c",), ())
    more = [*statements, Statement("d", "长期兼职")]
    _grouping, [candidate] = join(themes, more, classifier, classes=told | {"c": "A1", "d": "A1"})
    assert (candidate.code, candidate.members) == ("A1", ("c", "d"))
