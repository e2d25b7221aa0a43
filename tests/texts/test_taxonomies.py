"""A taxonomy as a value and as a file: what old codes read as, what is written is read back, what is refused."""

import json
import time
from dataclasses import replace

import pytest

from liandu.kernel.refusals import Refusal
from liandu.texts.keywords import categories
from liandu.texts.taxonomies import Retired, Taxonomy
from liandu.texts.taxonomy_files import Faulty, packaged, parsed, read, spelled, taxonomy_from, written

SMALL = """
level1:
  A: {zh: 甲方面, en: First, short_zh: 甲}
leaves:
- {code: A1, parent: A, zh: 一类, keywords: [学习, 会议]}
- {code: A2, parent: A, zh: 二类, keywords: [项目]}
"""


def small(*retired: tuple[str, tuple[str, ...]]) -> Taxonomy:
    said = taxonomy_from(SMALL.encode())
    rows = {code: Retired(code, "A", f"旧{code}", "", into, 2) for code, into in retired}
    return replace(said, retired=rows)


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(Faulty) as wrong:
        taxonomy_from(text.encode())
    return [(one.line, one.sentence % one.facts) for one in wrong.value.faults]


# What old codes read as


def test_a_code_merged_twice_reads_as_the_class_of_today_and_rows_of_all_three_stand_under_it():
    said = small(("A8", ("A9",)), ("A9", ("A1",)))
    assert [said.today(code) for code in ("A8", "A9", "A1", "Z9")] == ["A1", "A1", "A1", "Z9"]
    assert said.filed_as("A1") == ("A1", "A8", "A9")
    assert said.successors("A8") == ("A1",)
    assert said.unsettled == ()


def test_where_a_class_went_into_several_or_none_people_must_say():
    said = small(("A7", ()), ("A8", ("A1", "A2")), ("A9", ("A8",)))
    assert said.unsettled == ("A7", "A8", "A9")
    assert [said.successors(code) for code in ("A7", "A8", "A9", "Z9")] == [(), ("A1", "A2"), ("A1", "A2"), ()]
    assert said.filed_as("A1") == ("A1",)


def test_a_ring_of_retired_codes_ends():
    said = small(("A8", ("A9",)), ("A9", ("A8",)))
    assert (said.successors("A8"), said.today("A8"), said.unsettled) == ((), "A8", ("A8", "A9"))


def test_a_rule_goes_on_to_count_when_its_class_was_merged_and_b1_is_not_the_beginning_of_b10():
    said = small(("A8", ("A1",)))
    assert said.falls_under("A1", ("A8",))
    assert said.falls_under("A8", ("A1",))
    assert said.falls_under("A8", ("A",))
    assert not said.falls_under("A2", ("A8",))
    assert not said.falls_under("", ("A",))
    ten = replace(said, leaves={**said.leaves, "A10": replace(said.leaves["A1"], code="A10")})
    assert not ten.falls_under("A10", ("A1",))


# Files


def test_the_taxonomy_that_comes_along_survives_yaml_and_json_whole():
    said = packaged()
    assert taxonomy_from(written(said).encode()) == said
    assert read(json.loads(json.dumps(spelled(said)))) == said
    assert list(said.leaves) == list(categories())
    assert {code: leaf.keywords for code, leaf in said.leaves.items()} == {
        code: row.keywords for code, row in categories().items()
    }
    assert {view.key: len(view.groups) for view in said.views} == {
        "three_focuses": 4, "personnel_theme": 1, "integrity_theme": 1,
    }  # fmt: skip


def test_retired_classes_survive_a_file():
    said = small(("A8", ("A1", "A2")), ("A9", ()))
    assert taxonomy_from(written(said).encode()) == said


def test_every_wrong_line_is_named_at_once():
    text = """level1:
  A: {zh: 甲方面}
  ab: {zh: 乙}
leaves:
- {code: A1, parent: A, zh: 一类, keywords: 学习}
- {code: A1, parent: A, zh: 又一}
- {code: X, parent: A, zh: 三}
- {code: A4, parent: Q, zh: '', colour: red}
- {code: A5, parent: A, zh: 五, sectors: {district: 9}, confusable: {A9: 甲}}
views:
  focus: {zh: 视图, leaves: [A1, A7]}
retired:
- {code: A5, into: [A1]}
- {code: A6, into: [B1]}
other: 1
"""
    assert faults(text) == [
        (3, "一级代号“ab”应是一个大写字母。"),
        (5, "“keywords”应是一列，每项一行，或者写成 [甲, 乙]。"),
        (6, "代号 A1 用了两次。"),
        (7, "类别代号“X”应是一个大写字母加数字，例如 B4。"),
        (8, "不认识“colour”，请核对拼写。"),
        (8, "A4 的一级“Q”不存在。"),
        (8, "“zh”没有填写。"),
        (9, "district 的权重应是 0 到 3 的整数。"),
        (9, "A5 的易混类别“A9”不存在。"),
        (11, "视图里的“A7”不是现有类别。"),
        (13, "代号 A5 已经停用，不能再用，也不能写两次。"),
        (14, "停用的 A6 并入“B1”，没有这个类别。"),
        (15, "不认识“other”，请核对拼写。"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "taxonomy.alias"),
        ("level1: !!python/object/apply:os.system [ls]\n", "taxonomy.alias"),
        ("level1: !!binary aGk=\n", "taxonomy.alias"),
        ("[" * 200, "taxonomy.deep"),
        ("leaves: [" + "a," * 40_000 + "]", "taxonomy.many"),
        ("level1: 1\n" + "# \n" * 200_000, "taxonomy.large"),
        ("level1: 1\nlevel1: 2\n", "taxonomy.twice"),
        ("--- {}\n--- {}\n", "taxonomy.documents"),
        ("? [a]\n: b\n", "taxonomy.key"),
        ("a: [b\n", "taxonomy.yaml"),
        ("a: \x00", "taxonomy.not_yaml"),
        ("", "taxonomy.empty"),
        ("just words", "taxonomy.faulty"),
        ("- a\n- b\n", "taxonomy.faulty"),
        ("level1: [A]\nleaves: {A1: 2}\n", "taxonomy.faulty"),
        ("level1: {A: {zh: 甲}}\nleaves: []\n", "taxonomy.faulty"),
    ],
)
def test_what_is_no_taxonomy_is_refused_quickly(text, code):
    started = time.process_time()
    with pytest.raises(Refusal) as refusal:
        taxonomy_from(text.encode())
    assert refusal.value.code == code
    assert time.process_time() - started < 2


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(Refusal) as refusal:
        parsed(b"\xff\xfe\xfa")
    assert refusal.value.code == "taxonomy.encoding"


def test_what_yaml_would_take_for_a_truth_or_a_number_stays_a_name():
    said = taxonomy_from(SMALL.replace("一类", "是").replace("学习", "on").replace("会议", "012").encode())
    assert said.leaves["A1"].keywords == ("on", "012")
