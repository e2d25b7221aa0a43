"""Normalised texts: what is masked, and the way back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandu.texts.normalising import Normaliser

UNITS = ["云州市水利局", "市水利局", "云州市水利局机关服务中心"]


def test_units_and_numbers_are_masked_and_width_and_case_are_one():
    normalise = Normaliser(UNITS)
    assert normalise.plain("云州市水利局机关服务中心2025年超支３.５万元，ＡＢ类") == "某0年超支0元,ab类"
    assert normalise.plain("市水利局12,000元") == "某0元"


@pytest.mark.parametrize("amount", ["3.5万", "35000", "三十余万", "1,200", "45%"])
def test_amounts_in_any_form_look_the_same(amount):
    assert Normaliser().plain(f"多付{amount}元") == "多付0元"


def test_words_that_hold_a_numeral_are_no_numbers():
    assert Normaliser().plain("三重一大、一岗双责") == "三重一大、一岗双责"


def test_bare_texts_have_no_punctuation_and_lead_back_all_the_same():
    said = Normaliser(UNITS, bare=True)("（一）市水利局：多付12.5万元。")
    assert said.text == "一某多付0元"
    start, end = said.original(1, 5)
    assert "（一）市水利局：多付12.5万元。"[start:end] == "市水利局：多付12.5万"


@given(st.text(alphabet="云州市水利局0123.,，。多付万元一二十ＡaÅ\u0130 ß", max_size=60))
def test_the_quick_way_and_the_way_with_places_agree(text):
    normalise = Normaliser(UNITS, bare=True)
    said = normalise(text)
    assert said.text == normalise.plain(text)
    assert len(said.starts) == len(said.ends) == len(said.text)
    assert all(start < end for start, end in zip(said.starts, said.ends, strict=True))
    assert list(said.starts) == sorted(said.starts)


def test_the_longest_name_counts_and_a_name_of_one_character_never():
    assert Normaliser(["云州", "云州市"]).plain("云州市云州局") == "某某局"
    assert Normaliser(["局"]).plain("局") == "局"
