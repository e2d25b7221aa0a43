"""Opening items: from signed lines in few statements, by hand with a reason; cancelling and taking that back."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liandu.access.denials import Denied
from liandu.handover import commands as handover
from liandu.handover.models import Line
from liandu.inspections.commands import open_policy, set_round_policy
from liandu.inspections.policies import Begin, ClockCode, presets
from liandu.journal.models import Entry
from liandu.journal.queries import acts_recorded
from liandu.kernel.days import Span, Unit
from liandu.kernel.refusals import Refusal
from liandu.kernel.states import MoveNotAllowed
from liandu.rectification.commands import acknowledge_item, cancel_item, open_items, reinstate_item
from liandu.rectification.models import Balance, Item, ItemOffice
from liandu.rectification.queries import openable, opened_item, rounds_to_open, with_lines
from liandu.rectification.states import State
from tests.handover.packages import a_draft
from tests.papers_of_the_day import a_paper, an_understanding, problem, read_as, receive
from tests.rectification.given import a_dispute, a_finding, an_item, handed_back, reread


def waiting(city, person="clerk"):
    """Return (number, position of the signed line or None) of what waits in the ninth round."""
    rows = with_lines(list(openable(getattr(city.people, person), city.round)))
    return [(finding.number, line.position if line else None) for finding, line in rows]


def test_a_finding_its_unit_signed_for_waits_with_its_line_and_others_wait_without(city):
    first, second, third = (a_finding(city, serial=n) for n in (1, 2, 3))
    handed_back(city, [second, third])
    assert waiting(city) == [(first.number, None), (second.number, 1), (third.number, 2)]


def test_the_signature_of_an_office_opens_nothing(city):
    finding = a_finding(city)
    package = a_draft(city)
    handover.add_things(package=package, things=[finding], by=city.people.clerk)
    handover.hand_over(package=package, by=city.people.clerk)
    handover.accept_rest(package=package, by=city.people.room)
    assert waiting(city) == [(finding.number, None)]


def test_the_signature_on_the_document_stands_for_the_findings_read_from_it(city):
    rows = [problem("1.", title="辅导员配备不足", block=1)]
    document = read_as(
        receive(city), an_understanding(*rows), a_paper("关于巡察云州大学党委的反馈意见", "辅导员配备不足")
    )
    read, other = a_finding(city, serial=1, document=document), a_finding(city, serial=2)
    handed_back(city, [document.material])
    assert waiting(city) == [(read.number, 1), (other.number, None)]


def test_what_the_unit_refused_or_returned_is_not_signed_for(city):
    finding = a_finding(city)
    package = handed_back(city, [finding])
    line = Line.objects.select_related("package__round", "package__sender", "package__recipient").get(package=package)
    handover.return_line(line=line, reason="重复", by=city.people.secretary)
    assert waiting(city) == [(finding.number, None)]


def test_withdrawn_findings_and_those_with_an_item_do_not_wait(city):
    an_item(city, serial=1)
    a_finding(city, serial=2, state="withdrawn")
    assert waiting(city) == []


@pytest.mark.parametrize("person", ["room", "secretary", "leader", "outsider", "nobody"])
def test_nothing_waits_for_who_may_not_open(city, person):
    a_finding(city)
    assert waiting(city, person) == []
    assert rounds_to_open(getattr(city.people, person)) == []


def test_an_item_stands_on_the_line_that_was_signed(city):
    handed_back(city, [a_finding(city)])
    [item] = open_items(findings=with_lines(list(openable(city.people.clerk))), by=city.people.clerk)
    line = Line.objects.get()
    assert (item.line, Entry.objects.get(act="item.opened").facts["line"]) == (line, line.pk)


def test_each_round_is_counted(city):
    an_item(city, serial=1)
    cancel_item(item=an_item(city, serial=2), reason="重复", by=city.people.clerk)
    handed_back(city, [a_finding(city, serial=3)])
    a_finding(city, serial=4)
    a_finding(city, serial=5)
    [row] = rounds_to_open(city.people.clerk)
    assert (row.opened, row.cancelled, row.signed, row.unsigned) == (2, 1, 1, 2)


def test_many_are_opened_in_the_same_number_of_statements(city):
    def statements(first, count):
        rows = [(a_finding(city, serial=n), None) for n in range(first, first + count)]
        with CaptureQueriesContext(connection) as asked:
            open_items(findings=rows, by=city.people.clerk, reason="试用")
        return len(asked)

    assert (statements(1, 1), statements(2, 29)) == (11, 11)  # many more take another on SQLite: 999 values a statement
    assert (Item.objects.count(), Balance.objects.count(), ItemOffice.objects.count()) == (30, 30, 60)
    entries = {entry.subject: entry for entry in Entry.objects.filter(act="item.opened")}
    for balance in Balance.objects.select_related("item"):
        entry = entries[f"rectification.item:{balance.item_id}"]
        assert (balance.seq, balance.number, entry.facts["number"]) == (entry.seq, balance.item.number, balance.number)


def test_one_without_a_reason_among_many_opens_none(city):
    signed, unsigned = a_finding(city, serial=1), a_finding(city, serial=2)
    handed_back(city, [signed])
    rows = with_lines(list(openable(city.people.clerk)))
    with pytest.raises(Refusal, match=f"{unsigned.number} 还没有签收"):
        open_items(findings=rows, by=city.people.clerk)
    assert (Item.objects.count(), Balance.objects.count(), acts_recorded().get("item.opened")) == (0, 0, None)


@pytest.mark.parametrize("person", ["room", "secretary", "leader"])
def test_opening_is_denied_to_who_does_not_keep_the_ledger(city, person):
    finding = a_finding(city)
    with pytest.raises(Denied):
        open_items(findings=[(finding, None)], by=getattr(city.people, person), reason="试")
    assert (Item.objects.count(), acts_recorded().get("item.opened")) == (0, None)


def test_a_wrongly_opened_item_is_cancelled_with_a_reason_and_registered_again(city):
    item = an_item(city)
    acknowledge_item(item=reread(city, item), by=city.people.secretary)
    with pytest.raises(Refusal, match="请写明理由"):
        cancel_item(item=reread(city, item), reason=" ", by=city.people.clerk)
    cancel_item(item=reread(city, item), reason="录重了", by=city.people.clerk)
    gone = Item.objects.get()
    assert (gone.state, gone.step_due_on, gone.finding.state) == (State.CANCELLED, None, "confirmed")
    reinstate_item(item=reread(city, item), reason="没有录重", by=city.people.clerk)
    back = Item.objects.get()
    assert (back.state, back.acknowledged_at, back.due_on) == (State.REGISTERED, None, None)
    assert back.step_due_on is not None


def test_an_objection_rests_when_its_item_is_cancelled(city):
    objection = a_dispute(city)
    cancel_item(item=reread(city, objection.item), reason="录重了", by=city.people.clerk)
    objection.refresh_from_db()
    assert (objection.state, objection.item.state) == ("taken_back", State.CANCELLED)


def test_what_waits_for_signatures_cannot_be_cancelled(city):
    item = an_item(city)
    Item.objects.filter(pk=item.pk).update(state=State.REQUESTED)
    before = acts_recorded()
    with pytest.raises(MoveNotAllowed):
        cancel_item(item=reread(city, item), reason="录重了", by=city.people.clerk)
    assert (Item.objects.get().state, acts_recorded()) == (State.REQUESTED, before)


@pytest.mark.parametrize("command", [cancel_item, reinstate_item])
def test_cancelling_and_reinstating_are_denied_to_the_unit(city, command):
    item = an_item(city)
    before = acts_recorded()
    with pytest.raises(Denied):
        command(item=opened_item(city.people.secretary, item.pk), reason="不是我们的", by=city.people.secretary)
    assert (Item.objects.get().state, acts_recorded()) == (State.REGISTERED, before)


# Pages


def test_all_that_was_signed_for_is_opened_by_one_button(city):
    handed_back(city, [a_finding(city, serial=n) for n in (1, 2, 3)])
    a_finding(city, serial=4)
    client = city.client(city.people.clerk)
    page = client.get(f"/items/opening/{city.round.pk}/").content.decode()
    assert "全部立账（3 项）" in page
    assert "还没有签收的 1 项" in page
    answer = client.post(f"/items/opening/{city.round.pk}/signed/", follow=True)
    assert "已立账 3 项。" in answer.content.decode()
    assert Item.objects.count() == 3


def test_a_long_opening_tells_how_far_it_is_and_goes_on_by_itself(city, monkeypatch):
    monkeypatch.setattr("liandu.rectification.views.opening_items.AT_ONCE", 2)
    handed_back(city, [a_finding(city, serial=n) for n in (1, 2, 3)])
    client = city.client(city.people.clerk)
    url = f"/items/opening/{city.round.pk}/signed/"
    first = client.post(url, headers={"HX-Request": "true"})
    assert "已立账 2 项，共 3 项，正在继续…" in first.content.decode()
    second = client.post(url, headers={"HX-Request": "true"})
    assert (second.status_code, second.headers["HX-Redirect"]) == (204, f"/items/opening/{city.round.pk}/")
    assert Item.objects.count() == 3


def test_what_nobody_signed_for_is_opened_when_chosen_and_reasoned(city):
    first, second = a_finding(city, serial=1), a_finding(city, serial=2)
    client = city.client(city.people.clerk)
    url = f"/items/opening/{city.round.pk}/unsigned/"
    answer = client.post(url, {"finding": [first.pk], "reason": ""})
    assert (answer.status_code, Item.objects.count()) == (422, 0)
    assert f'value="{first.pk}" checked' in answer.content.decode()
    assert client.post(url, {"reason": "急办"}).status_code == 422
    assert client.post(url, {"finding": [first.pk], "reason": "急办"}).status_code == 302
    assert list(Item.objects.values_list("finding", "line")) == [(first.pk, None)]
    assert second.items.count() == 0


@pytest.mark.parametrize("address", ["/items/opening/", "/items/opening/{round}/"])
def test_the_pages_cost_the_same_for_one_and_for_three_findings(city, address):
    client = city.client(city.people.clerk)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address.format(round=city.round.pk)).status_code == 200
        return len(asked)

    handed_back(city, [a_finding(city, serial=1)])
    a_finding(city, serial=2)
    few = queries()
    handed_back(city, [a_finding(city, serial=n) for n in (3, 4)])
    a_finding(city, serial=5)
    assert queries() == few


# The clock of the first step


@pytest.fixture
def ten_days_from_the_signature(city):
    """Let the round go by a policy whose clock of acknowledging runs ten days from the signature on the line."""
    six = presets()["six_months"]
    clock = replace(six.clock(ClockCode.ACKNOWLEDGE), span=Span(10, Unit.DAYS), begins=Begin.ACCEPTED)
    clocks = tuple(clock if one.code == clock.code else one for one in six.clocks)
    by = city.people.director
    version = open_policy(policy=replace(six, name="从签收之日起算", clocks=clocks), by=by)
    set_round_policy(round=city.round, version=version, by=by)


def opened_on(city, day):
    with time_machine.travel(f"{day} 10:00:00+08:00"):
        rows = with_lines(list(openable(city.people.clerk, city.round)))
        return open_items(findings=rows, by=city.people.clerk, reason="直接立账")


def test_a_clock_of_the_signature_begins_on_the_day_the_line_was_signed_for(city, ten_days_from_the_signature):
    finding = a_finding(city, serial=1)
    with time_machine.travel("2026-07-01 10:00:00+08:00"):
        handed_back(city, [finding])
    a_finding(city, serial=2)  # nobody signed for it: its clock begins with the opening
    opened = opened_on(city, "2026-07-06")
    assert [item.step_due_on for item in opened] == [date(2026, 7, 11), date(2026, 7, 16)]
    assert list(Item.objects.order_by("number").values_list("step_due_on", flat=True)) == [
        date(2026, 7, 11), date(2026, 7, 16),
    ]  # fmt: skip


def test_what_is_registered_again_has_its_clock_from_that_day(city, ten_days_from_the_signature):
    with time_machine.travel("2026-07-01 10:00:00+08:00"):
        handed_back(city, [a_finding(city)])
    (item,) = opened_on(city, "2026-07-06")
    with time_machine.travel("2026-08-03 10:00:00+08:00"):
        cancel_item(item=reread(city, item), reason="录重了", by=city.people.clerk)
        again = reinstate_item(item=reread(city, item), reason="没有录重", by=city.people.clerk)
    assert again.step_due_on == date(2026, 8, 13)
