"""A finding that is withdrawn takes its item with it, and brings it back; or neither happens."""

import pytest

from liandu.findings import consequences
from liandu.findings.commands import reinstate_finding, withdraw_finding
from liandu.findings.models import Finding
from liandu.journal.models import Entry
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.rectification.commands import acknowledge_item, follow_finding, open_items, reinstate_item
from liandu.rectification.models import Item
from liandu.rectification.states import State
from tests.rectification.given import a_dispute, a_finding, an_item, reread


def withdraw(city, item, reason="录错了"):
    finding = Finding.objects.select_related("unit", "proposal").get(pk=item.finding_id)
    return withdraw_finding(finding=finding, reason=reason, by=city.people.director)


def reinstate(city, finding, reason="没有录错"):
    return reinstate_finding(finding=finding, reason=reason, by=city.people.director)


def test_it_is_registered_once():
    assert consequences._consequences.count(follow_finding) == 1


def test_withdrawing_cancels_and_reinstating_registers_again(city):
    item = an_item(city)
    acknowledge_item(item=reread(city, item), by=city.people.secretary)
    finding = withdraw(city, item)
    assert Item.objects.get().state == State.CANCELLED
    entry = Entry.objects.get(act="item.cancelled")
    assert (entry.reason, entry.facts["from"], entry.actor) == ("录错了", "acknowledged", "zhouxunshi")
    reinstate(city, finding)
    now = Item.objects.get()
    assert (now.state, now.acknowledged_at, now.finding.state) == (State.REGISTERED, None, "confirmed")


def test_a_finding_without_an_item_is_withdrawn_alone(city):
    finding = a_finding(city)
    withdraw_finding(finding=finding, reason="录错了", by=city.people.director)
    assert acts_recorded().get("item.cancelled") is None


@pytest.mark.parametrize("state", [State.REQUESTED, State.PUBLICITY, State.WRITTEN_OFF, State.ENDED])
def test_what_waits_for_signatures_or_is_closed_keeps_its_finding(city, state):
    item = an_item(city)
    closed = {"closed_at": item.opened_at} if state in {State.WRITTEN_OFF, State.ENDED} else {}
    Item.objects.filter(pk=item.pk).update(state=state, **closed)
    before = acts_recorded()
    with pytest.raises(Refusal, match=f"整改事项 {item.number} 现在是“{state.label}”"):
        withdraw(city, item)
    assert (Item.objects.get().state, Finding.objects.get().state, acts_recorded()) == (state, "confirmed", before)


def test_the_page_keeps_what_was_typed_when_the_item_is_in_the_way(city):
    item = an_item(city)
    Item.objects.filter(pk=item.pk).update(state=State.REQUESTED)
    answer = city.client(city.people.director).post(f"/findings/{item.finding_id}/withdraw/", {"reason": "录错了"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "现在是“销号审核中”，不能撤回问题" in text
    assert "录错了</textarea>" in text


def test_an_item_cancelled_before_stays_so_and_its_objection_rests(city):
    objection = a_dispute(city)
    finding = withdraw(city, objection.item)
    objection.refresh_from_db()
    assert (objection.state, Item.objects.get().state) == ("taken_back", State.CANCELLED)
    before = acts_recorded()["item.cancelled"]
    reinstate(city, finding)
    withdraw(city, objection.item)
    assert acts_recorded()["item.cancelled"] == before + 1


def test_of_a_withdrawn_finding_no_item_is_reinstated_or_opened(city):
    item = an_item(city)
    finding = withdraw(city, item)
    with pytest.raises(Refusal, match="请先恢复问题"):
        reinstate_item(item=reread(city, item), reason="再来", by=city.people.clerk)
    assert open_items(findings=[(finding, None)], by=city.people.clerk, reason="再来") == []
    assert Item.objects.get().state == State.CANCELLED


def test_a_problem_that_the_ledger_has_again_is_not_reinstated(city):
    finding = withdraw(city, an_item(city))
    again = a_finding(city, serial=2, title=finding.title)
    with pytest.raises(Refusal, match=f"已有同样表述的 {again.number}"):
        reinstate(city, finding)
    assert (Finding.objects.get(pk=finding.pk).state, Item.objects.get().state) == ("withdrawn", "cancelled")


@pytest.mark.parametrize("person", ["clerk", "room", "secretary"])
def test_reinstating_is_denied_to_others_than_the_director(city, person):
    finding = withdraw(city, an_item(city))
    client = city.client(getattr(city.people, person))
    assert client.post(f"/findings/{finding.pk}/reinstate/", {"reason": "误撤"}).status_code == 403
    assert (Finding.objects.get().state, Item.objects.get().state) == ("withdrawn", "cancelled")
    assert {act for act in acts_recorded() if "reinstated" in act} == set()


def test_the_director_reinstates_on_the_finding_s_page(city):
    finding = withdraw(city, an_item(city))
    client = city.client(city.people.director)
    assert "恢复这一条" in client.get(f"/findings/{finding.pk}/").content.decode()
    assert client.post(f"/findings/{finding.pk}/reinstate/", {"reason": ""}).status_code == 422
    assert client.post(f"/findings/{finding.pk}/reinstate/", {"reason": "误撤"}).status_code == 302
    assert (Finding.objects.get().state, Item.objects.get().state) == ("confirmed", "registered")


def test_the_finding_s_page_leads_to_its_item_or_to_opening_one(city):
    item, loose = an_item(city, serial=1), a_finding(city, serial=2)
    clerk, secretary = city.client(city.people.clerk), city.client(city.people.secretary)
    page = secretary.get(f"/findings/{item.finding_id}/").content.decode()
    assert f'<a href="/items/{item.pk}/">{item.number} 待认领</a>' in page
    assert "还没有立账，去立账" in clerk.get(f"/findings/{loose.pk}/").content.decode()
    assert "去立账" not in secretary.get(f"/findings/{loose.pk}/").content.decode()
