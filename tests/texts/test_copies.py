"""Copied texts: fingerprints, which pairs, where, and what is common phrase."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandu.texts.copies import HEAVY, Kind, copies, index
from liandu.texts.fingerprints import GRAM, WINDOW, fingerprints
from liandu.texts.normalising import Normaliser
from liandu.texts.passages import shared
from liandu.texts.statements import Statement

ORIGINAL = (
    "云州市水利局对河道采砂许可逐一核对，收回失效许可证12份。"
    "对拖欠的砂石权价款发出催缴通知书，已追回356.8万元。"
    "建立采砂船只进出港登记簿，由两名值守人员共同签字确认。"
)
HAN = "江河湖海山川草木日月星辰风云雨雪东西南北春夏秋冬金银铜铁"


def made(rng, length):
    return "".join(rng.choice(HAN) for _ in range(length))


def numbered(*rows):
    return [Statement(str(at), *row) for at, row in enumerate(rows)]


@given(st.text(HAN, min_size=9, max_size=9), st.text(HAN, max_size=30), st.text(HAN, max_size=30))
def test_a_common_run_of_nine_always_leaves_a_common_fingerprint(run, before, behind):
    hashes, texts, _ = fingerprints([before + run + behind, behind + run + before])
    assert GRAM + WINDOW - 1 == 9
    assert set(hashes[texts == 0].tolist()) & set(hashes[texts == 1].tolist())


@given(st.lists(st.text(HAN, max_size=20), max_size=6))
def test_fingerprints_of_many_are_those_of_each(texts):
    hashes, owners, places = fingerprints(texts)
    for at, text in enumerate(texts):
        alone, _, where = fingerprints([text])
        assert hashes[owners == at].tolist() == alone.tolist()
        assert places[owners == at].tolist() == where.tolist()
        assert len(alone) >= (1 if len(text) >= GRAM else 0)
        assert all(place + GRAM <= len(text) for place in where)


def test_another_unit_other_numbers_and_order_are_a_copy_with_its_passages():
    sentences = [part + "。" for part in ORIGINAL.split("。") if part]
    taken = (
        "".join(sentences[::-1]).replace("云州市水利局", "云州市林业局").replace("356.8", "41").replace("12份", "7份")
    )
    rows = numbered(
        (ORIGINAL, "云州市水利局", "", "2026-03"), (taken, "云州市林业局", "", "2026-05"), (made(random.Random(1), 90),)
    )

    (copy,) = copies(rows)

    assert (copy.a, copy.b, copy.kind) == ("0", "1", Kind.COPY)
    assert copy.score >= HEAVY
    assert len(copy.passages) == 3
    for passage, sentence in zip(copy.passages, sentences, strict=True):
        start, end = passage.a
        assert ORIGINAL[start:end] in sentence
        assert len(sentence) - (end - start) <= 2  # a mark, and a character that another passage took
        other = taken[slice(*passage.b)]
        assert (other[:2], other[-1]) == (ORIGINAL[start : start + 2], ORIGINAL[end - 1])
    changed = {(ORIGINAL[slice(*a)], taken[slice(*b)]) for passage in copy.passages for a, b in passage.changed}
    assert changed == {("云州市水利局", "云州市林业局"), ("12", "7"), ("356.8万", "41万")}


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (("云州市水利局", "", "2026-03"), ("云州市水利局", "", "2026-06"), Kind.STAGNATION),
        (("云州市水利局", "", "2026-03-02"), ("云州市水利局", "", "2026-03-30"), Kind.REPETITION),
        (("云州市水利局", "", "2026-03"), ("云州市林业局", "", "2026-03"), Kind.COPY),
        (("中共云州市委", "", "2026-03"), ("云州市林业局", "", "2026-04"), Kind.SUPERIOR),
        (("", "", ""), ("", "", ""), Kind.COPY),
    ],
)
def test_what_a_copy_means(one, other, kind):
    (copy,) = copies(numbered((ORIGINAL, *one), (ORIGINAL, *other)), superiors=["中共云州市委"])
    assert copy.kind is kind
    assert copy.score == pytest.approx(1)


def test_the_earlier_text_comes_first_whatever_its_id():
    (copy,) = copies(numbered((ORIGINAL, "云州市水利局", "", "2026-06"), (ORIGINAL, "云州市林业局", "", "2026-03")))
    assert (copy.a, copy.b) == ("1", "0")


@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_gives_the_same(seed):
    rng = random.Random(seed)
    rows = numbered(*((made(rng, 80), "", "", "") for _ in range(20)), *((ORIGINAL, unit) for unit in "甲乙丙"))
    assert copies(rng.sample(rows, len(rows))) == copies(rows)
    assert len(copies(rows)) == 3


def test_texts_of_their_own_are_no_copies():
    rng = random.Random(4)
    assert copies(numbered(*((made(rng, 120),) for _ in range(200)))) == []


def test_a_copied_passage_in_a_long_text_is_found_by_its_length():
    rng = random.Random(5)
    passage = made(rng, 45)
    rows = numbered(
        (made(rng, 700) + f"甲{passage}乙" + made(rng, 700),), (made(rng, 900) + f"丙{passage}丁" + made(rng, 900),)
    )
    (copy,) = copies(rows)
    assert copy.score < 0.15
    (found,) = copy.passages
    assert rows[0].text[slice(*found.a)] == passage == rows[1].text[slice(*found.b)]


def test_what_many_write_is_no_copy_and_grey_in_one():
    rng = random.Random(6)
    phrase = "高度重视整改工作坚决扛起政治责任确保取得实效"
    rows = [(phrase + "。" + made(rng, 60), f"云州市第{at}中学") for at in range(12)]
    assert copies(numbered(*rows)) == []
    own = made(rng, 60)
    (copy,) = copies(numbered(*rows, (phrase + "，" * 15 + own, "甲校"), (phrase + "，" * 15 + own, "乙校")))
    assert [passage.common for passage in copy.passages] == [False]
    (first, second) = copies(
        numbered(*rows, (own + made(rng, 30) + phrase, "甲校"), (phrase + made(rng, 30) + own, "乙校"))
    )[0].passages
    assert (first.common, second.common) == (False, True)


def test_a_phrase_of_more_than_five_units_is_common_though_few_of_many_texts_use_it():
    rng = random.Random(7)
    phrase = made(rng, 60)
    rest = [(made(rng, 60), "甲校") for _ in range(600)]
    assert len(copies(numbered(*rest, *((phrase, f"第{at}小学") for at in range(5))))) == 10
    assert copies(numbered(*rest, *((phrase, f"第{at}小学") for at in range(6)))) == []


def test_one_text_is_looked_up_among_many():
    rng = random.Random(8)
    texts = [made(rng, 100) for _ in range(3000)]
    found = index(texts)
    assert found.alike(texts[1234][10:70] + made(rng, 30))[0][0] == 1234
    assert found.alike(made(rng, 100)) == []
    assert found.alike("") == []
    assert index([]).alike(ORIGINAL) == []


def test_scores_of_pairs_and_of_one_lookup_agree():
    rng = random.Random(9)
    texts = [made(rng, 100) for _ in range(50)]
    texts += [texts[7][:60] + made(rng, 40)]
    a, b, often, scores = index(texts).pairs()
    assert (a.tolist(), b.tolist()) == ([7], [50])
    assert often[0] >= 12
    looked_up = dict(index(texts).alike(texts[50]))
    assert looked_up[7] == pytest.approx(scores[0], rel=0.05)


def test_pairs_are_the_same_in_parts(monkeypatch):
    rng = random.Random(10)
    base = [made(rng, 80) for _ in range(40)]
    found = index([*base, *base[:20], *base[10:30]])
    whole = found.pairs()
    monkeypatch.setattr("liandu.texts.copies.MOST_PAIRS", 50)
    for one, other in zip(whole, found.pairs(), strict=True):
        assert np.allclose(np.sort(one), np.sort(other))
    assert len(whole[0]) == 50  # 30 originals with one copy or two: 20 + 20 + 10 pairs


def test_nothing_and_short_texts_give_nothing():
    assert copies([]) == []
    assert copies(numbered(("甲",), ("甲",))) == []


def test_equal_characters_by_chance_are_no_passage():
    said = shared("今年以来全市粮食收购工作平稳", "年度预算收入全部上缴国库平账", Normaliser(bare=True))
    assert said.passages == ()
    assert said.share == 0
