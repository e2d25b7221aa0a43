"""The note on a unit: its sentences, its links, its paper."""

from io import BytesIO

import docx
import pytest

from liandu.insight.notes import note_of, plain
from liandu.insight.queries.profiles import profile_of
from liandu.insight.queries.scope import Scope
from tests.insight.opening import numbers_on, wrong_numbers
from tests.insight.picturing import a_counted_city


@pytest.fixture
def found(city):
    return a_counted_city(city)


def sentences(city) -> list[str]:
    scope = Scope(sector="university", unit=city.units.university)
    parts = note_of(profile_of(city.people.director, scope)).parts
    return [plain(pieces) for part in parts for pieces in part.paragraphs]


def test_the_sentences_say_the_numbers(city, found):
    said = sentences(city)
    assert said[0].startswith("第五届市委第九轮巡察、第五届市委第十轮巡察共向云州大学反馈问题5个，立账整改事项3项")
    assert said[1] == "按方面看，“A 政治路线”2个，“B 从严治党”3个。" or said[1].endswith("3个。")
    assert any(line.startswith("完成整改2项，应完成3项，完成率66.67%（截至") for line in said)
    assert (
        "目前逾期1项；销号申请被退回过的1项，延过期的1项，重新立过账的0项。已完成事项从立账到销号用时的中位数为15天。"
        in said
    )
    assert "已认定的问题再现：屡改屡犯1个，别处同类0个，文字雷同0个。" in said
    assert "涉及已审定的共性问题：“采购验收不严”2个。" in said


def test_every_number_of_the_note_opens_its_rows(city, found):
    client = city.client(city.people.director)
    answer = client.get(f"/insight/profiles/units/{city.units.university.pk}/note/")
    assert len(numbers_on(answer)) >= 10
    assert wrong_numbers(client, answer) == []


def test_the_paper_says_the_same_and_leaves_blanks_for_people(city, found):
    client = city.client(city.people.director)
    answer = client.get(f"/insight/profiles/units/{city.units.university.pk}/note/docx/")
    paper = [line.text for line in docx.Document(BytesIO(answer.content)).paragraphs]
    assert "云州大学政治生态分析材料" in paper
    assert set(sentences(city)) <= set(paper)
    assert paper.count("（待填写）") == 4


def test_a_unit_without_findings_has_a_note_all_the_same(city):
    assert "没有已确认的问题。" in sentences(city)


def test_the_note_is_within_reach(city, found):
    client = city.client(city.people.room)
    assert client.get(f"/insight/profiles/units/{city.units.university.pk}/note/").status_code == 200
    assert client.get(f"/insight/profiles/units/{city.units.firm.pk}/note/docx/").status_code == 404
