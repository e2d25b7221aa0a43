"""The themes that come along are sound, and a first guess at an item follows its keywords."""

import re

import pytest

from liandu.texts.themes import ChecklistItem, best_item, default_themes, item_of


def test_three_themes_come_along_and_personnel_has_the_twelve_items_of_the_taxonomy():
    themes = default_themes()
    assert list(themes) == ["personnel", "ideology", "grain"]
    assert [len(theme.items) for theme in themes.values()] == [12, 10, 12]
    first, last = themes["personnel"].items[0], themes["personnel"].items[-1]
    assert (first.number, first.name) == (1, "党管干部与用人导向")
    assert (last.number, last.name) == (12, "上次检查及举报问题整改")
    assert themes["personnel"].signers == ("organization", "supervising")


@pytest.mark.parametrize("code", default_themes())
def test_every_item_is_numbered_in_order_and_named_in_both_languages(code):
    theme = default_themes()[code]
    assert [item.number for item in theme.items] == list(range(1, len(theme.items) + 1))
    for item in theme.items:
        assert re.search(r"[\u4e00-\u9fff]", item.name)
        assert re.fullmatch(r"[ -~]+", item.name_en), item.name_en
        assert item.keywords
        assert len(set(item.keywords)) == len(item.keywords)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("因私出国境证照管理不严，兼职取酬清理不彻底", 9),
        ("未按规定票决，存在临时动议", 5),
        ("考察材料千篇一律", 4),
        ("厂区绿化不足", 0),
        ("", 0),
    ],
)
def test_a_guess_follows_the_keywords_that_cover_most(text, item):
    assert item_of(text, default_themes()["personnel"].items) == item


def test_of_several_checklists_the_one_that_covers_most_wins_and_none_when_no_word_occurs():
    lists = {"a": (ChecklistItem(1, "甲", "", ("储备",)),), "b": (ChecklistItem(2, "乙", "", ("储备粮轮换",)),)}
    assert best_item("储备粮轮换不及时", lists) == ("b", 2)
    assert best_item("储备不足", lists) == ("a", 1)
    assert best_item("无关", lists) is None
