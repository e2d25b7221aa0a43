"""What reading found is shown in the reader's language; the document's own words stay as they are."""

import pickle

import pytest
from django.utils.functional import Promise
from django.utils.translation import override

from liandu.intake.understanding import figures
from liandu.intake.understanding.checks import PARTS_DISAGREE, RATE_DISAGREES
from liandu.intake.wording import QUANTITIES, UNITS, found_in_words, said
from liandu.kernel.words import Sentence, parts_of
from liandu.papers.reading.pdf.reader import PAGES_OF_PICTURES

RATE = Sentence(RATE_DISAGREES, stated="95", done="30", total="40", computed="75.00")


def test_a_sentence_reads_as_its_source_with_the_places_filled() -> None:
    assert Sentence("共%(n)s页", n="3") == "共3页"
    assert Sentence("完成100%") == "完成100%"


def test_a_sentence_keeps_its_parts_on_the_way_from_one_process_to_another() -> None:
    assert parts_of(pickle.loads(pickle.dumps(RATE))) == {
        "sentence": RATE_DISAGREES,
        "facts": {"stated": "95", "done": "30", "total": "40", "computed": "75.00"},
    }
    assert parts_of("照常") == {"sentence": "照常", "facts": {}}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", "文中称整改率95%，按30/40计算为75.00%，请核对"),
        ("en", "The text states a rectification rate of 95%, but 30/40 is 75.00%; please check"),
    ],
)
def test_a_stored_caution_is_said_in_the_language_of_the_reader(language: str, words: str) -> None:
    with override(language):
        assert said(parts_of(RATE)) == words


def test_a_remark_on_reading_keeps_its_page_numbers_in_english() -> None:
    remark = parts_of(Sentence(PAGES_OF_PICTURES, pages="2, 5"))
    with override("en"):
        assert found_in_words({"remarks": [remark]})["remarks"] == ["Pages that are pictures were not read: 2, 5."]


def test_figures_are_named_in_english_and_quoted_as_they_stand() -> None:
    figure = {"quantity": "收回", "value": 12.5, "unit": "万元", "approximate": False, "text": "收回12.5万元"}
    with override("en"):
        found = found_in_words({"figures": [figure], "units": ["城建集团"]})
    assert found == {
        "figures": [figure | {"quantity": "Collected", "unit": "ten thousand yuan"}],
        "cautions": [],
        "remarks": [],
        "units": ["城建集团"],
    }


def test_cautions_keep_their_place_in_the_document() -> None:
    stored = {"code": "parts_disagree", "passage": {"block": 4, "start": 0, "end": 9}}
    stored |= parts_of(Sentence(PARTS_DISAGREE, sum="7", total="8"))
    with override("zh-hans"):
        found = found_in_words({"cautions": [stored], "remarks": [parts_of("文字由识别得到，请核对。")]})
    assert found["cautions"] == [stored | {"sentence": "各分项问题数合计为7个，与总数8个不一致，请核对"}]
    assert found["remarks"] == ["文字由识别得到，请核对。"]


@pytest.mark.parametrize("table", ["_MONEY_VERBS", "_PERSON_KINDS", "_STATES"])
def test_every_kind_of_figure_has_a_name_to_translate(table: str) -> None:
    with override("zh-hans"):
        assert {name for name, _words in getattr(figures, table)} <= {str(name) for name in QUANTITIES}


@pytest.mark.parametrize("words", [QUANTITIES, UNITS])
def test_every_name_and_unit_of_a_figure_is_translated(words: tuple[Promise, ...]) -> None:
    with override("zh-hans"):
        stored = [{"quantity": str(word), "unit": str(word)} for word in words]
    with override("en"):
        found = found_in_words({"figures": stored})
    assert [figure["quantity"] for figure in found["figures"] if not figure["quantity"].isascii()] == []
