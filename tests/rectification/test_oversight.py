"""When an office hands the oversight of a unit to another, the duties on the unit's open items go with it."""

import pytest

from liandu.handover import commands as handover
from liandu.handover import consequences
from liandu.journal.models import Entry
from liandu.journal.queries import history_of
from liandu.kernel.refusals import Refusal
from liandu.orgs.models import Oversight
from liandu.rectification.commands import add_office, follow_oversight
from liandu.rectification.models import Balance, Item, ItemOffice
from liandu.rectification.queries.agreement import disagreements
from liandu.supervision.commands import sign_request
from tests.desk.given import an_item_in
from tests.handover.packages import line_of
from tests.handover.test_signing import an_officer_of_the_case_office, change_of_owner
from tests.rectification.given import an_item, reread
from tests.supervision.given import a_request, now, standing


def take_over(city, *, rest=False):
    """Let the case office sign for the oversight of the university; return its officer."""
    package, officer = change_of_owner(city), an_officer_of_the_case_office(city)
    if rest:
        handover.accept_rest(package=package, by=officer)
    else:
        handover.accept_line(line=line_of(package), by=officer)
    return type(officer).objects.get(pk=officer.pk)  # as a new request has them


def offices(item):
    rows = ItemOffice.objects.filter(item=item).order_by("duty", "pk")
    return [(duty, office.removeprefix("市纪委监委")) for duty, office in rows.values_list("duty", "office__name")]


INSPECTION = ("inspection", "市委巡察工作领导小组办公室")
BEFORE = [INSPECTION, ("supervising", "第三监督检查室")]
AFTER = [INSPECTION, ("supervising", "案件监督管理室")]


def test_it_is_registered_once():
    assert consequences._consequences == [follow_oversight]


@pytest.mark.parametrize("rest", [False, True])
def test_open_items_of_the_unit_follow_and_closed_ones_and_those_of_others_stay(city, rest):
    open_ = [an_item_in(city, state, serial=n) for n, state in enumerate(("registered", "rectifying", "requested"), 1)]
    closed = an_item_in(city, "written_off", serial=4)
    elsewhere = an_item(city, serial=1, unit=city.units.firm)
    ItemOffice.objects.create(item=elsewhere, office=city.units.third_room, duty="supervising")
    others = offices(elsewhere)
    assert [offices(item) for item in open_] == [BEFORE] * 3
    take_over(city, rest=rest)
    assert [offices(item) for item in open_] == [AFTER] * 3
    assert (offices(closed), offices(elsewhere)) == (BEFORE, others)


def test_each_item_has_its_entry_and_balance_and_says_so_in_its_history(city):
    item, second = an_item(city, serial=1), an_item(city, serial=2)
    before = Item.objects.get(pk=item.pk)
    officer = take_over(city)
    entries = Entry.objects.filter(act="item.office_changed").order_by("seq")
    assert [entry.subject for entry in entries] == [f"rectification.item:{one.pk}" for one in (item, second)]
    assert {entry.actor for entry in entries} == {officer.username}
    assert set(Balance.objects.values_list("act", flat=True)) == {"item.office_changed"}
    assert list(disagreements()) == []
    now_ = Item.objects.get(pk=item.pk)
    assert (now_.state, now_.step_due_on, now_.changed_at > before.changed_at) == (
        before.state, before.step_due_on, True,
    )  # fmt: skip
    assert history_of(item)[0].sentence == (
        "联系监督变更，联系监督的室由市纪委监委第三监督检查室变更为市纪委监委案件监督管理室"
    )


def test_an_office_that_has_the_duty_already_has_it_once(city):
    item = an_item(city)
    ItemOffice.objects.create(item=item, office=city.units.case_office, duty="supervising")
    take_over(city)
    assert offices(item) == AFTER


def test_the_new_office_signs_what_the_old_one_had_not(city):
    request = a_request(city, category="A4")
    officer = take_over(city)
    with pytest.raises(Refusal):
        sign_request(request=now(request), opinion="agree", by=type(officer).objects.get(pk=city.people.room.pk))
    sign_request(request=now(request), opinion="agree", by=officer)
    sign_request(request=now(request), opinion="agree", by=city.people.director)
    assert standing(request) == ("granted", "written_off", "done")


def test_a_dissent_of_the_office_before_holds_until_the_new_one_returns_the_request(city):
    request = a_request(city, category="A4")
    sign_request(request=request, opinion="dissent", text="没有追回货款", by=city.people.room)
    officer = take_over(city)
    sign_request(request=now(request), opinion="agree", by=officer)
    with pytest.raises(Refusal, match="先签"):
        sign_request(request=now(request), opinion="agree", by=city.people.director)
    assert standing(request)[:2] == ("open", "requested")
    sign_request(request=now(request), opinion="return", text="请先追回货款", by=officer)
    assert standing(request)[:2] == ("returned", "rectifying")


def test_a_change_that_is_refused_moves_nothing(city):
    item, package, officer = an_item(city), change_of_owner(city), an_officer_of_the_case_office(city)
    Oversight.objects.filter(unit=city.units.university).delete()
    with pytest.raises(Refusal):
        handover.accept_line(line=line_of(package), by=officer)
    assert (offices(item), Entry.objects.filter(act="item.office_changed").count()) == (BEFORE, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_many_items_follow_in_the_same_number_of_statements(city, count, django_assert_num_queries):
    for n in range(count):
        an_item(city, serial=n + 1)
    package, officer = change_of_owner(city), an_officer_of_the_case_office(city)
    line = line_of(package)
    handover.accept_line(line=line, by=officer)
    ItemOffice.objects.update(office=city.units.third_room)
    ItemOffice.objects.filter(duty="inspection").update(office=city.units.inspection_office)
    # Two savepoints and their releases; the duties 1, the items held 1, who is there already 1, the new 1, the old 1;
    # the items 1, their entries 1, their balances 3.
    with django_assert_num_queries(14):
        follow_oversight(line=line, by=officer)
    assert Entry.objects.filter(act="item.office_changed").count() == 2 * count


def test_the_office_that_was_added_by_hand_stays(city):
    item = reread(city, an_item(city))
    add_office(item=item, office=city.units.inspection_office, duty="supervising", by=city.people.director)
    take_over(city)
    assert offices(item) == [INSPECTION, ("supervising", INSPECTION[1]), ("supervising", "案件监督管理室")]
