"""Marking what was looked for: on the text itself, whatever its width and case, never as markup."""

import pytest

from liandu.search.highlighting import Piece, snippet


def marked(text, *words, **more):
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in snippet(text, words, **more))


def test_words_are_marked_where_they_stand_and_what_touches_is_one():
    assert marked("食堂采购不规范", "采购") == "食堂[采购]不规范"
    assert marked("食堂采购不规范", "食堂", "采购") == "[食堂采购]不规范"
    assert marked("安全生产与生产安全", "安全", "生产安") == "[安全]生产与[生产安全]"
    assert marked("没有", "食堂") == "没有"
    assert marked("", "食堂") == ""


def test_width_and_case_are_those_of_the_text():
    assert marked("使用ＯＡ系统和OA系统", "oa") == "使用[ＯＡ]系统和[OA]系统"


def test_a_long_text_is_cut_around_the_first_word():
    text = "前" * 200 + "食堂" + "后" * 200
    said = marked(text, "食堂", around=40)
    assert said == "…" + "前" * 13 + "[食堂]" + "后" * 25 + "…"
    assert marked("前" * 200, "食堂", around=10) == "前" * 10 + "…"
    assert marked("前" * 20 + "食堂", "食堂", around=10) == "…" + "前" * 8 + "[食堂]"


@pytest.mark.parametrize("text", ["<script>食堂</script>", "ﷺ食堂", "İ食堂"])
def test_nothing_is_lost_or_added(text):
    pieces = snippet(text, ("食堂",))
    assert "".join(piece.text for piece in pieces) == text
    assert Piece("食堂", marked=True) in pieces
