"""One act on many items from the ledger: each by its own rules, one reason and one request for all, and a result."""

import pytest

from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from liandu.ledgers import commands
from liandu.ledgers.queries import bulk_acts_for
from liandu.rectification.bulk_acts import BulkAct, bulk_act, offer_in_bulk
from liandu.rectification.models import Item
from liandu.rectification.states import Act, State
from tests.ledgers.lives import an_item_after
from tests.rectification.given import an_item

BULK = "/ledger/items/act/"


@pytest.fixture
def four(city):
    """Three items of the university, the third acknowledged already; one of the firm."""
    return [
        an_item(city, serial=1),
        an_item(city, serial=2),
        an_item_after(city, Act.ACKNOWLEDGE, serial=3),
        an_item(city, serial=4, unit=city.units.firm),
    ]


def send(city, items, *, who="secretary", act="acknowledge", **more):
    form = {"act": act, "item": [item.pk for item in items], "view": "", "reason": "集中认领", **more}
    return city.client(getattr(city.people, who)).post(BULK, form)


def states():
    return list(Item.objects.order_by("pk").values_list("state", flat=True))


def test_each_item_passes_its_own_rules_and_the_result_names_each(city, four):
    answer = send(city, four)
    assert states() == [State.ACKNOWLEDGED, State.ACKNOWLEDGED, State.ACKNOWLEDGED, State.REGISTERED]
    page = city.client(city.people.secretary).get(answer.url)
    # The firm's is outside the reach: it was never among the chosen.
    assert [item.number[-3:] for item, _look in page.context["done"]] == ["001", "002"]
    assert [(item.number[-3:], why) for item, why in page.context["refused"]] == [
        ("003", "现在的状态是“待报方案”，不能“认领”。")
    ]
    assert "办成 2 项，没有办成 1 项。" in page.content.decode()


def test_all_entries_carry_one_request_and_one_reason(city, four):
    send(city, four[:2])
    entries = Entry.objects.filter(act__in=["item.acknowledged", "items.acted_on"]).exclude(reason="")
    assert [entry.act for entry in entries] == ["item.acknowledged", "item.acknowledged", "items.acted_on"]
    assert {entry.reason for entry in entries} == {"集中认领"}
    assert len({entry.request_id for entry in entries}) == 1
    assert entries[0].request_id != ""
    assert entries[2].facts["done"] == [item.pk for item in four[:2]]


def test_responsibility_is_assigned_to_many(city, four):
    answer = send(city, four[:2], act="assign", first_person="", leader="王副校长", department="", person="张主任")
    assert answer.status_code == 302
    assert list(Item.objects.order_by("pk").values_list("leader", "person"))[:3] == [
        ("王副校长", "张主任"), ("王副校长", "张主任"), ("", ""),
    ]  # fmt: skip
    assert set(Entry.objects.filter(act="item.assigned").values_list("reason", flat=True)) == {"集中认领"}


def test_a_form_that_is_refused_keeps_what_was_typed_and_changes_nothing(city, four):
    before = Entry.objects.count()
    answer = send(city, four[:2], act="assign")
    assert answer.status_code == 422
    assert "请至少写明一名责任人" in answer.content.decode()
    assert "集中认领" in answer.content.decode()
    assert Entry.objects.count() == before


def test_all_that_the_view_holds_can_be_chosen(city, four):
    answer = send(city, [], all="1", view="state=registered")
    page = city.client(city.people.secretary).get(answer.url)
    assert len(page.context["done"]) == 2
    assert page.context["refused"] == []


def test_the_page_of_the_act_shows_what_is_chosen(city, four):
    asked = {"act": "acknowledge", "item": [four[0].pk, four[3].pk]}
    page = city.client(city.people.secretary).get(BULK, asked)
    assert [item.pk for item, _look in page.context["items"]] == [four[0].pk]
    assert "没有选中事项" in city.client(city.people.secretary).get(BULK, {"act": "acknowledge"}).content.decode()


def test_more_than_an_act_may_be_done_to_is_refused_in_words(city, four, monkeypatch):
    monkeypatch.setattr("liandu.ledgers.views.acting.MOST", 2)
    page = send(city, [], all="1", view="")
    assert "一次最多办 2 项" in page.content.decode()
    monkeypatch.setattr("liandu.ledgers.commands.bulk.MOST", 2)
    with pytest.raises(Refusal, match="一次最多办 2 项"):
        commands.act_in_bulk(
            act=bulk_act("acknowledge"), items=four[:3], by=city.people.secretary, reason="", fields={}
        )
    assert states()[:2] == [State.REGISTERED] * 2


def test_nothing_chosen_is_nothing_done(city):
    with pytest.raises(Refusal, match="请先在台账里选中"):
        commands.act_in_bulk(act=bulk_act("acknowledge"), items=[], by=city.people.secretary, reason="", fields={})


def test_the_result_is_for_who_did_it(city, four):
    url = send(city, four[:2]).url
    assert city.client(city.people.director).get(url).status_code == 404
    other = Entry.objects.filter(act="item.acknowledged").first().seq
    assert city.client(city.people.secretary).get(f"{BULK}{other}/").status_code == 404


@pytest.mark.parametrize(
    ("person", "keys"),
    [("secretary", ["acknowledge", "assign"]), ("clerk", ["assign"]), ("leader", []), ("liaison", [])],
)
def test_acts_are_offered_to_who_has_the_right(city, person, keys):
    offered = [act.key for act in bulk_acts_for(getattr(city.people, person))]
    assert [key for key in offered if key in {"acknowledge", "assign"}] == keys


def test_the_ledger_offers_boxes_only_with_an_act(city, four):
    for person, boxes in (("secretary", 3), ("leader", 0)):
        page = city.client(getattr(city.people, person)).get("/ledger/items/").content.decode()
        assert page.count('name="item"') == boxes


@pytest.mark.parametrize("person", ["clerk", "leader", "audit"])
def test_without_the_right_nothing_is_done_and_the_attempt_is_journaled(city, four, person):
    before = Entry.objects.count()
    assert send(city, four, who=person).status_code == 403
    assert states()[:2] == [State.REGISTERED] * 2
    assert list(Entry.objects.order_by("seq").values_list("act", flat=True)[before:]) == ["access.denied"]


def test_an_act_that_nobody_offers_is_not_there(city):
    assert send(city, [], act="write_off_everything").status_code == 404


def test_an_act_is_offered_once_under_its_key():
    act = bulk_act("acknowledge")
    with pytest.raises(ValueError, match="offered twice"):
        offer_in_bulk(BulkAct("acknowledge", "认领", act.right, act.run))


@pytest.mark.parametrize("count", [1, 3])
def test_the_result_costs_the_same_whatever_the_number_of_items(city, count, django_assert_num_queries):
    url = send(city, [an_item(city, serial=n + 1) for n in range(count)]).url
    browser = city.client(city.people.secretary)
    with django_assert_num_queries(6):
        assert len(browser.get(url).context["done"]) == count
