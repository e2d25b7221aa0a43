"""The default taxonomy is sound, and a first guess at a class follows its keywords."""

import re
from importlib.resources import files

import pytest
import yaml

from liandu.texts.keywords import categories, category_of


def test_every_class_is_named_in_both_languages_and_has_keywords_of_its_own():
    for code, category in categories().items():
        assert category.code == code
        assert re.fullmatch(r"[A-Z]\d+", code), code
        assert re.search(r"[\u4e00-\u9fff]", category.name)
        assert re.search(r"[\u4e00-\u9fff]", category.definition)
        assert re.fullmatch(r"[ -~]+", category.name_en), category.name_en
        assert category.keywords
        assert len(set(category.keywords)) == len(category.keywords), code


def test_every_class_stands_under_an_aspect_of_the_taxonomy():
    data = yaml.safe_load((files("liandu.texts") / "taxonomy.yaml").read_text(encoding="utf-8"))
    assert len(categories()) == len(data["leaves"])
    assert {category.parent for category in categories().values()} == set(data["level1"])


@pytest.mark.parametrize("code", categories())
def test_a_text_of_all_keywords_of_a_class_is_guessed_to_be_of_that_class(code):
    assert category_of("，".join(categories()[code].keywords)) == code


def test_a_text_without_any_keyword_is_left_open():
    assert category_of("某处在某事上做得不够") is None
    assert category_of("") is None
