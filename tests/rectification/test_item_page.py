"""The page of an item: where it stands, whose turn it is, what this reader can do now; as a page and as a panel."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liandu.inspections.models import Signer
from liandu.journal.sentences import told
from liandu.orgs.commands import assign_oversight
from liandu.rectification.commands import acknowledge_item, assign_responsibility, post_entry, uphold_item
from liandu.rectification.commands.posting import PAST
from liandu.rectification.looks import (
    KIND_LOOKS,
    RESULT_LOOKS,
    STATE_LOOKS,
    TURNS,
    deadlines_of,
    due_look,
    way_of,
    whose_turn,
)
from liandu.rectification.models import Item
from liandu.rectification.page_parts import steps_for
from liandu.rectification.queries import offices_of
from liandu.rectification.states import CLOSED, OPEN, Act, Kind, Result, State
from liandu.texts.keywords import categories
from tests.people import SINCE
from tests.rectification.given import a_dispute, an_item, handed_back, reread

HTMX = {"HX-Request": "true"}


def page(city, item, person="secretary", **headers):
    return city.client(getattr(city.people, person)).get(f"/items/{item.pk}/", headers=headers)


def steps(city, item, person):
    found = steps_for(getattr(city.people, person), reread(city, item))
    return [("!" if step.primary else "") + step.words + (" ×" if step.reasons else "") for step in found]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_class_is_told_in_the_readers_language(city, language):
    item = an_item(city)
    Item.objects.filter(pk=item.pk).update(category="B6")
    known = categories()["B6"]
    name, other = (known.name, known.name_en)[:: 1 if language == "zh-hans" else -1]
    text = page(city, item, **{"Accept-Language": language}).content.decode()
    assert f"B6 {name}" in text
    assert other not in text


@pytest.mark.parametrize("person", ["secretary", "clerk", "director", "room", "leader", "teamer"])
def test_everybody_within_reach_sees_where_it_stands_and_whose_turn_it_is(city, person):
    text = page(city, an_item(city), person).content.decode()
    assert "云州大学认领，或者提出异议" in text
    assert [word for word in ("待认领", "限期整改", "未完成") if word not in text] == []


def test_every_state_kind_and_result_has_a_look_of_its_own():
    assert (set(STATE_LOOKS), set(KIND_LOOKS), set(RESULT_LOOKS)) == (set(State), set(Kind), set(Result))
    shapes = [shape for _tone, shape in STATE_LOOKS.values()]
    assert len(set(shapes)) == len(shapes)
    assert (set(TURNS), set(TURNS) & set(CLOSED)) == (set(OPEN), set())


def test_every_move_is_told():
    assert [act for act in Act if not told(PAST[act])] == []


def test_the_panel_is_the_same_without_the_frame(city):
    answer = page(city, an_item(city), **HTMX)
    text = answer.content.decode()
    assert text.lstrip().startswith('<aside class="panel"')
    assert 'id="item-title"' in text
    assert "HX-Request" in answer.headers["Vary"]


@time_machine.travel("2026-07-01 10:00:00+08:00", tick=False)
@pytest.mark.parametrize(
    ("on", "words", "tone"),
    [
        (date(2026, 6, 28), "逾期 3 天", "late"),
        (date(2026, 7, 1), "今天到期", "look"),
        (date(2026, 7, 21), "还有 20 天", "look"),
        (date(2026, 7, 22), "还有 21 天", "plain"),
    ],
)
def test_how_far_a_deadline_is_in_words(on, words, tone):
    look = due_look(on)
    assert (look.words, look.tone) == (words, tone)


def test_deadlines_of_the_step_and_of_the_whole(city):
    item = an_item(city)
    item.step_due_on, item.due_on = date(2026, 7, 15), date(2026, 12, 18)
    assert [(one.words, one.on) for one in deadlines_of(item)] == [
        ("本步时限", "2026年7月15日"), ("完成时限", "2026年12月18日"),
    ]  # fmt: skip
    item.step_due_on = item.due_on
    assert [one.words for one in deadlines_of(item)] == ["完成时限"]
    item.state, item.step_due_on = State.WRITTEN_OFF, None
    assert deadlines_of(item) == []


def way(item, state, **more):
    item.state = state
    for name, value in more.items():
        setattr(item, name, value)
    return [f"{stop.shape}{stop.words}" for stop in way_of(item)]


def test_the_way_of_an_item_from_opening_to_write_off(city):
    item = an_item(city)
    assert way(item, State.REGISTERED) == ["●立账", "◉认领", "○报方案", "○审方案", "○整改", "○销号审核", "○销号"]
    assert way(item, State.DISPUTED)[1] == "◉有异议，待答复"
    assert way(item, State.REQUESTED) == ["●立账", "●认领", "●报方案", "●审方案", "●整改", "◉销号审核", "○销号"]
    assert way(item, State.WRITTEN_OFF) == ["●立账", "●认领", "●报方案", "●审方案", "●整改", "●销号审核", "●销号"]
    assert way(item, State.ENDED) == ["●立账", "■未落实了结"]
    assert way(item, State.CANCELLED) == ["●立账", "⊘已撤账"]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.DISPUTED, "市委巡察办答复异议"),
        (State.ACKNOWLEDGED, "云州大学报送整改方案"),
        (State.PLAN_REVIEW, "市纪委监委第三监督检查室审核整改方案"),
        (State.WRITTEN_OFF, ""),
    ],
)
def test_whose_turn_it_is_by_name(city, state, words):
    item = an_item(city)
    item.state = state
    assert whose_turn(item, offices_of(item)) == words


def test_whose_turn_it_is_to_sign_is_told_by_the_parties_asked_in_their_order(city):
    item = an_item(city)
    item.state = State.REQUESTED
    asked = (Signer.INSPECTION, Signer.SUPERVISING)
    assert whose_turn(item, offices_of(item), asked[:1]) == "市委巡察办依次审核签字"
    assert whose_turn(item, offices_of(item), asked) == "市委巡察办、市纪委监委第三监督检查室依次审核签字"


def test_each_person_gets_their_own_first_steps(city):
    item = an_item(city)
    assert steps(city, item, "secretary") == ["!认领", "提出异议", "确定责任人"]
    assert steps(city, item, "clerk") == ["撤账"]
    assert steps(city, item, "room") == steps(city, item, "leader") == steps(city, item, "teamer") == []
    acknowledge_item(item=reread(city, item), by=city.people.secretary)
    # Who acknowledged answers first; the others are still to be named.
    assert steps(city, item, "secretary") == ["!编制整改方案", "补充责任人", "整改责任交接"]
    assign_responsibility(items=[reread(city, item)], persons={"leader": "何副校长"}, by=city.people.secretary)
    assert steps(city, item, "secretary") == ["!编制整改方案", "补充责任人", "整改责任交接"]


def test_in_dispute_the_unit_may_take_it_back_and_the_director_answers(city):
    objection = a_dispute(city)
    assert steps(city, objection.item, "secretary") == ["收回异议", "确定责任人"]
    assert steps(city, objection.item, "director") == ["!答复异议"]
    assert steps(city, objection.item, "clerk") == []
    uphold_item(objection=objection, answer="成立", by=city.people.director)
    assert steps(city, objection.item, "director") == ["撤账"]


def test_the_page_tells_what_it_was_opened_from_and_leads_there(city):
    item = an_item(city)
    assert "直接立账" in page(city, item).content.decode()
    package = handed_back(city, [item.finding])
    Item.objects.filter(pk=item.pk).update(line=package.lines.get())
    text = page(city, item).content.decode()
    assert f'href="/handover/lines/{package.lines.get().pk}/">签收 {package.number} 第 1 项</a>' in text
    assert f'href="/findings/{item.finding_id}/"' in text
    # The room sees the item, not the unit's post.
    assert "/handover/lines/" not in page(city, item, "room").content.decode()


def test_who_is_responsible_stands_there_and_who_is_missing(city):
    text = page(city, an_item(city)).content.decode()
    assert "市纪委监委第三监督检查室" in text
    assert "没有联系监督的室" not in text
    bureau = an_item(city, unit=city.units.bureau)
    assert "没有联系监督的室" in page(city, bureau, "clerk").content.decode()


def test_offices_are_changed_from_the_page_by_offices_only(city):
    item = an_item(city)
    assert f"/items/{item.pk}/offices/add/" in page(city, item, "room").content.decode()
    assert "/offices/" not in page(city, item, "secretary").content.decode()
    assert "/offices/" not in page(city, item, "leader").content.decode()


def test_the_history_reads_as_sentences_with_reasons(city):
    objection = a_dispute(city)
    uphold_item(objection=objection, answer="合同由校方签订", by=city.people.director)
    text = re.sub(r"\s+", " ", page(city, objection.item).content.decode())
    assert '答复异议：维持原问题，视为认领<span class="soft">（合同由校方签订）</span>' in text
    assert '提出异议<span class="soft">（验收由后勤集团负责，不属本单位）</span>' in text


def test_a_page_costs_the_same_whatever_the_item_holds(city):
    client = city.client(city.people.clerk)

    def queries(item):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/items/{item.pk}/").status_code == 200
        return len(asked)

    first = an_item(city, serial=1)
    few = queries(first)
    assign_oversight(office=city.units.fourth_room, unit=city.units.university, since=SINCE, by=None)
    second = an_item(city, serial=2)
    for name in ("甲副校长", "乙副校长", "丙副校长"):
        assign_responsibility(items=[reread(city, second)], persons={"leader": name}, by=city.people.secretary)
    assert queries(second) == few


def test_a_reinstated_item_has_its_first_clock_from_that_day(city):
    with time_machine.travel("2026-07-01 10:00:00+08:00"):
        item = an_item(city)
        post_entry(item=item, act=Act.CANCEL, by=city.people.clerk)
    with time_machine.travel("2026-08-03 10:00:00+08:00"):
        city.client(city.people.clerk).post(f"/items/{item.pk}/reinstate/", {"reason": "没有录重"})
    assert Item.objects.get().step_due_on == date(2026, 8, 17)  # ten working days after Monday 3 August


def test_the_act_is_done_by_one_button(city):
    item = an_item(city)
    answer = city.client(city.people.secretary).post(f"/items/{item.pk}/acknowledge/", follow=True)
    assert f"已认领 {item.number}。" in answer.content.decode()
    assert timezone.localdate(Item.objects.get().acknowledged_at) == timezone.localdate()
