"""The index: every piece of a text is found, as LIKE finds it, on whichever database the tests run."""

import random

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liandu.search import engines
from liandu.search.commands import build_anew
from liandu.search.engines import Found, Within, fts5, gin
from liandu.search.engines.rows import FEW
from liandu.search.models import Text
from liandu.search.terms import PART, parts_of, words_asked
from liandu.texts.segmenting import folded
from tests.search.filling import keep, keys, source

ALPHABET = "安全生产责任落实不到位资金管理规范食堂采购的一二三2024abＡ，。、（）《》 -"
STATEMENTS = (
    "安全生产责任制落实不到位，2024年度未开展检查",
    "食堂采购程序不规范，未按规定公开招标",
    "“三重一大”决策制度执行不严，OA系统流于形式",
    "专项资金管理不规范，挤占挪用 3.5 万元",
    "党建工作责任制落实不到位；主体责任缺失",
)

pytestmark = pytest.mark.django_db


def pieces(text: str) -> list[str]:
    """Return every piece of two to five characters without a mark or space in it."""
    found = {text[at : at + n] for n in range(2, 6) for at in range(len(text) - n + 1)}
    return sorted(piece for piece in found if piece.isalnum())


def with_like(piece: str, texts: list[str]) -> list[int]:
    """Return which texts hold ``piece``, newest first, as LIKE answers on folded texts."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS plain (key integer, body text)")
        cursor.execute("DELETE FROM plain")
        cursor.executemany("INSERT INTO plain VALUES (%s, %s)", [(n, folded(t)) for n, t in enumerate(texts)])
        cursor.execute("SELECT key FROM plain WHERE body LIKE %s ORDER BY key DESC", [f"%{folded(piece)}%"])
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.slow
def test_every_piece_of_two_characters_or_more_is_found_as_like_finds_it():
    keep(*(source(n, body=text) for n, text in enumerate(STATEMENTS)))
    asked = sorted({piece for text in STATEMENTS for piece in pieces(text)})
    assert len(asked) > 200
    for piece in random.Random(7).sample(asked, 120):
        assert keys(piece) == with_like(piece, list(STATEMENTS)), piece


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(ALPHABET, min_size=1, max_size=40), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_whatever_the_texts_their_pieces_are_found_and_nothing_else(texts, chance):
    Text.objects.all().delete()
    engines.empty(connection)
    keep(*(source(n, body=text) for n, text in enumerate(texts)))
    asked = sorted({piece for text in texts for piece in pieces(text)})
    for piece in chance.sample(asked, min(8, len(asked))):
        assert keys(piece) == with_like(piece, texts), (piece, texts)


@pytest.mark.parametrize("title", ["安", "全", "不", "位"])
def test_a_single_character_is_found_wherever_it_stands(title):
    keep(source(1, "安全生产责任落实不到位"), source(2, "食堂采购"))
    assert keys(title) == [1]


def test_words_between_spaces_or_marks_must_all_stand_in_a_text():
    keep(source(1, "食堂采购不规范"), source(2, "食堂", "公务接待不规范"), source(3, "采购"))
    assert keys("食堂 不规范") == [2, 1]
    assert keys("采购，食堂") == [1]
    assert keys("食堂、接待、采购") == []


def test_a_phrase_does_not_reach_from_the_title_into_the_body_nor_over_a_mark():
    keep(source(1, "抓好安全", "生产经营"), source(2, "安全。生产"), source(3, "安全，全生，生产"))
    assert keys("安全生产") == []


def test_titles_are_told_from_bodies():
    keep(source(1, "食堂管理", "资金"), source(2, "资金", "食堂管理"))
    found = engines.look(("食堂",), Within(((("finding",), None),)), most=10)
    assert [(row.key, row.pk in found.titled) for row in found.rows] == [(2, False), (1, True)]


def test_the_newest_come_first_and_no_more_than_asked_for():
    keep(*(source(n, f"第{n}条食堂问题") for n in range(1, 31)))
    assert keys("食堂", most=3) == [30, 29, 28]
    keep(source(5, "第5条食堂问题，改过"))
    assert keys("改过") == [5]
    assert keys("食堂", most=30)[-5] == 5  # an edit keeps its place


def test_what_is_edited_or_gone_is_found_no_more_by_its_old_words():
    keep(source(1, "食堂采购不规范", "旧的说明"), source(2, "食堂"))
    keep(source(1, "公务接待超标准", "新的说明"))
    assert (keys("采购"), keys("旧的"), keys("接待"), keys("新的")) == ([], [], [1], [1])
    keep(gone=[1])
    assert (keys("接待"), keys("食堂")) == ([], [2])
    assert Text.objects.count() == 1


def test_a_long_text_is_found_in_all_its_parts_and_over_each_cut():
    line = "".join(chr(0x4E00 + n) for n in range(4 * PART))
    keep(source(1, "长文", line))
    assert Text.objects.filter(key=1).count() > 3
    for at in range(0, len(line) - 30, 211):
        assert set(keys(line[at : at + 30])) == {1}
    assert keys("㐀㐁") == []
    keep(source(1, "长文", "短了"))
    assert Text.objects.filter(key=1).count() == 1
    assert keys(line[-9:]) == []


def test_parts_hold_whole_lines_and_the_title_stands_in_the_first():
    parts = parts_of("标题", "\n".join(["一行" * 300] * 6))
    assert [title for title, _body in parts] == ["标题", "", "", "", ""][: len(parts)]
    assert all(len(body) <= PART for _title, body in parts)
    assert parts_of("标题", "") == [("标题", "")]


@pytest.mark.parametrize(
    "typed",
    [
        '"', "'", '"安全', "安全*", "(安全", "安全)", "安全:生产", "title:安全", "-安全", "^安全", "安全 AND",
        "NEAR(安全)", "NOT 安全", "安全 OR", "{title}: 安全", "'; DROP TABLE search_text; --", "安全' & '生产",
        "安全\\", "%安_", "!安全", "<-> 安全", "&|!", "安全:*A", "\x00安全\x00", "𠀀安全", "ﷺ", "，。！", "", "   ",
        "u1", "kfinding", "r0", "É",
    ],
)  # fmt: skip
def test_quotes_and_operators_are_harmless(typed):
    keep(source(1, "安全生产责任"), source(2, "食堂"))
    found = keys(typed)
    assert set(found) <= {1}
    if words_asked(typed) == ("安全",):
        assert found == [1]


def test_marks_of_the_index_are_no_words():
    keep(source(1, "安全"))
    assert keys("finding") == keys("kindfinding") == keys("unit0") == keys("u") == keys("k") == keys("nd") == []


def test_rare_characters_are_found_whatever_unicode_the_database_knows():
    keep(source(1, "姓名\U00030000\U00031350同志"), source(2, "姓名𠮷野"))
    assert keys("\U00030000\U00031350") == [1]
    assert keys("𠮷野") == [2]


def test_width_and_case_do_not_matter():
    keep(source(1, "ＯＡ系统 Wi-Fi É"))
    assert keys("oa系统") == keys("ＯＡ") == keys("wi") == keys("é") == [1]


def test_units_kinds_and_rounds_narrow_inside_the_statement(city):
    one, other = city.units.firm.pk, city.units.university.pk
    keep(source(1, "食堂", unit=one, round=3), source(2, "食堂", unit=other, round=4), source(3, "食堂"))
    keep(source(1, "食堂", unit=one, round=3), kind="item")
    few, many = frozenset({one}), frozenset({one, *range(10_000, 10_000 + max(fts5.FEW_UNITS, gin.FEW_UNITS))})
    for units in (few, many):
        assert keys("食堂", Within(((("finding",), units),))) == [1]
        assert keys("食堂", Within(((("finding",), units), (("item",), frozenset({other}))))) == [1]
    assert keys("食堂", Within(((("finding", "item"), None),))) == [1, 3, 2, 1]
    assert keys("食堂", Within(((("finding",), None),), round=4)) == [2]
    assert keys("食堂", Within(())) == []


def test_a_row_that_is_found_says_what_it_belongs_to(city):
    keep(source(8, "食堂", unit=city.units.firm.pk, round=3))
    row = Text.objects.get()
    found = Found(row.pk, "finding", 8, city.units.firm.pk, 3)
    assert engines.look(("食堂",), Within(((("finding",), None),)), most=1) == ([found], {row.pk})


def test_holders_of_a_pair_are_told_pair_by_pair():
    keep(source(1, "食堂采购"), source(2, "食堂"), source(3, "采购"))
    within = Within(((("finding",), None),))
    assert [sorted(found) for found in engines.holders(["食堂", "堂采", "没有"], within, most=9)] == [[1, 2], [1], []]


@pytest.mark.parametrize("most", [1, 5, 40, 1_000])
def test_the_newest_come_first_however_far_back_they_reach(most):
    chance = random.Random(most)
    rows = [
        engines.Row(pk, "finding", pk, None, None, "食堂" if chance.random() < share else "采购", "不规范")
        for span, share in (
            (range(9, 300_000, 997), 0.9),
            (range(300_009, 400_000, 499), 0.05),
            (range(2_400_000, 3_000_000, 9_973), 0.3),
        )
        for pk in span
    ]
    Text.objects.bulk_create(
        Text(pk=row.pk, kind=row.kind, key=row.pk, at=timezone.now(), title=row.title, body=row.body) for row in rows
    )
    engines.put(rows)
    within = Within(((("finding",), None),))
    for word, wanted in (
        ("食堂", [row.pk for row in rows if row.title == "食堂"]),
        ("不规范", [row.pk for row in rows]),
        ("堂", [row.pk for row in rows if row.title == "食堂"]),
    ):
        found = engines.look((word,), within, most=most)
        newest = sorted(wanted, reverse=True)[:most]
        assert [row.pk for row in found.rows] == newest
        assert found.titled & set(newest) == (set(newest) if word != "不规范" else set())


def test_words_are_told_in_the_title_of_many_as_of_few():
    many = FEW + 5
    keep(*(source(n, "食堂采购" if n % 3 else "采购", "食堂采购 资金") for n in range(1, many + 1)))
    within = Within(((("finding",), None),))
    for word in ("食堂", "堂采购", "食", "堂，采"):
        asked = words_asked(word)
        for most in (FEW, many):
            found = engines.look(asked, within, most=most)
            assert len(found.rows) == most
            assert {row.key for row in found.rows if row.pk in found.titled} == {
                row.key for row in found.rows if row.key % 3
            }, (word, most)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="FTS5 is told by who removes a text")
def test_whoever_removes_a_text_removes_it_from_the_index():
    keep(source(1, "食堂"), source(2, "食堂"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_text WHERE key = 1")
        cursor.execute("SELECT key FROM search_index")
        assert cursor.fetchall() == [(2,)]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # of the units, which wait for the end
        cursor.execute("TRUNCATE search_text")
        cursor.execute("SELECT count(*) FROM search_index")
        assert cursor.fetchone() == (0,)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="FTS5 has no pieces")
def test_an_index_built_anew_fills_its_pieces_from_the_first_on():
    keep(source(1, "食堂"), source(2, "食堂"))
    build_anew(by=None)
    keep(source(3, "食堂"))
    assert Text.objects.get().pk == 1
    assert keys("食堂") == [3]
