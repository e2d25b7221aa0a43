"""Words and pairs of characters: what search finds, and what a dictionary alone would split."""

import pytest

from liandu.texts.segmenting import bigrams, telling_words, words


def found_by(query: str, text: str) -> bool:
    """As a full-text index does it: the terms of the query one behind another; a lone character as a prefix."""
    asked, kept = bigrams(query), bigrams(text, ends=True)
    if len(query) == 1:
        return any(term.startswith(query) for term in kept)
    return any(kept[at : at + len(asked)] == asked for at in range(len(kept) - len(asked) + 1))


def test_runs_give_overlapping_pairs_in_one_width_and_case_whatever_their_script():
    assert bigrams("安全生产") == ["安全", "全生", "生产"]
    assert bigrams("投入ＡＢ 3.5万元") == ["投入", "入a", "ab", "3", "5万", "万元"]
    assert bigrams("税") == ["税"]
    assert bigrams("，。") == []
    assert bigrams("缴税", ends=True) == ["缴税", "税"]


@pytest.mark.parametrize("word", ["不规范", "规范", "范", "采购程序", "购程", "序不", "程序不规范"])
def test_every_piece_of_a_text_is_found_two_characters_and_across_words_too(word):
    assert found_by(word, "采购程序不规范")


@pytest.mark.parametrize("word", ["024年", "4年度", "年度", "OA系", "a系统", "系统", "2024年度OA"])
def test_pieces_of_numbers_and_of_mixed_scripts_are_found(word):
    assert found_by(word, "2024年度OA系统")


@pytest.mark.parametrize("word", ["采规", "购不", "范围", "围"])
def test_what_does_not_stand_in_a_text_is_not_found(word):
    assert not found_by(word, "采购程序不规范")


@pytest.mark.parametrize("word", ["三重一大", "三会一课", "两个责任", "第一议题", "凡提四必", "屡改屡犯"])
def test_words_of_the_field_stay_whole(word):
    assert word in words(f"对{word}执行不严")


def test_marks_and_numbers_are_no_words():
    assert words("超标准列支，餐费4.6万元。") == words("超标准列支餐费万元")
    assert words("") == []


def test_words_that_every_statement_uses_name_nothing():
    assert telling_words("存在问题，落实不到位") == []
    assert "招投标" in telling_words("招投标管理不规范")
