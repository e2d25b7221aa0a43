"""Finding a place or a thing by a few letters: within reach, never a clue, with two characters."""

import pytest
import time_machine

from liandu.rectification.commands.posting import post_entry
from liandu.rectification.models import Item
from liandu.rectification.states import Act
from tests.clues import making
from tests.desk.given import items_in
from tests.rectification.given import a_finding, an_item

JUNE = "2026-06-25 09:00+08:00"


def found(city, name, text):
    groups = city.client(getattr(city.people, name)).get("/palette/", {"q": text}).context["groups"]
    return {sort: [hit.words for _id, hit in lines] for sort, lines in groups}


def test_a_unit_is_found_by_two_characters_of_its_name(city):
    assert found(city, "leader", "大学") == {"单位": ["云州大学"]}
    assert found(city, "liaison", "大学") == {}


def test_an_item_and_its_finding_are_found_by_the_beginning_of_the_number_or_by_words(city):
    item = an_item(city, title="实验室采购验收漏项")
    by_number = found(city, "secretary", item.number[:9])
    assert by_number == {"整改事项": ["实验室采购验收漏项"], "问题": ["实验室采购验收漏项"]}
    assert found(city, "secretary", "采购 漏项") == {"问题": ["实验室采购验收漏项"]}
    assert found(city, "secretary", "采购 公车") == {}
    assert found(city, "liaison", item.number) == {}


def test_one_letter_alone_looks_into_no_title(city):
    a_finding(city, title="采购验收漏项")
    assert "问题" not in found(city, "secretary", "采")


def test_a_round_is_found_by_who_has_a_unit_in_it(city):
    assert found(city, "secretary", "第九轮") == {"轮次": ["第五届市委第九轮巡察"]}
    assert found(city, "outsider", "第九轮") == {}
    assert found(city, "system", "第九轮") == {}


def test_places_and_acts_are_found_by_who_may_enter_and_do_them(city):
    assert found(city, "clerk", "会议") == {"办理": ["新建会议"]}
    assert found(city, "secretary", "会议") == {}
    assert found(city, "secretary", "台账") == {"前往": ["问题台账"]}


def test_a_clue_is_never_found(city):
    clue = making.accepted(city, line=None, source="petition").clue
    for name in ("keeper", "registrar", "director", "clerk"):
        hits = [words for lines in found(city, name, clue.number).values() for words in lines]
        assert [words for words in hits if clue.number in words] == []


@pytest.mark.parametrize("text", ["%", "_", "\x00", "'", "\\", "大" * 500, "\uffff"])
def test_no_text_is_a_fault_or_a_pattern(city, text):
    an_item(city)
    answer = city.client(city.people.leader).get("/palette/", {"q": text})
    assert answer.status_code == 200
    if text.strip("\x00"):
        assert [sort for sort, _lines in answer.context["groups"] if sort != "前往"] == []


@time_machine.travel(JUNE, tick=False)
def test_without_a_word_what_one_acted_on_last_comes_first(city):
    first, second = items_in(city, "registered", 2)
    for item in (second, first):
        post_entry(item=Item.objects.get(pk=item.pk), act=Act.ACKNOWLEDGE, by=city.people.secretary)
    sorts = found(city, "secretary", "")
    assert list(sorts) == ["最近办理", "前往"]
    assert sorts["最近办理"] == [first.finding.title, second.finding.title]


def test_what_lies_outside_reach_by_now_is_recent_no_more(city):
    item = an_item(city, unit=city.units.firm)
    post_entry(item=Item.objects.get(pk=item.pk), act=Act.ACKNOWLEDGE, by=city.people.secretary)
    assert "最近办理" not in found(city, "secretary", "")


def test_the_field_gets_the_list_alone_and_without_script_there_is_a_page(city):
    browser = city.client(city.people.secretary)
    part = browser.get("/palette/", {"q": "台账"}, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="hits" class="hits" role="listbox"')
    assert part.count('role="option"') == 1
    page = browser.get("/palette/", {"q": "台账"}).content.decode()
    assert '<input type="search" id="find-text" name="q" value="台账"' in page


@pytest.mark.parametrize(("text", "questions"), [("采购", 5), ("5-09", 5), ("", 6)])
@pytest.mark.parametrize("count", [1, 3])
def test_finding_asks_at_most_six_questions(city, text, questions, count, django_assert_num_queries):
    for serial in range(1, count + 1):
        an_item(city, serial=serial)
        item = Item.objects.latest("pk")
        post_entry(item=item, act=Act.ACKNOWLEDGE, by=city.people.secretary)
    browser = city.client(city.people.secretary)
    # Session, person, standings, reach; all sorts at once. Without a word: what one did last, and what of it one sees.
    with django_assert_num_queries(questions):
        browser.get("/palette/", {"q": text})
