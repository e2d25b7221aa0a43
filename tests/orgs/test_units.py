"""Units stand in one tree; who supervises whom has its days."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from liandu.journal.models import Entry
from liandu.orgs.commands import add_unit, assign_oversight, end_oversight
from liandu.orgs.models import Oversight, Unit
from liandu.orgs.queries import overseen_units, root_unit, supervising_offices, units_overseen

DAY = date(2026, 6, 18)


@pytest.fixture
def tree(db):
    root = add_unit(name="中共云州市委员会", code="000", parent=None, by=None)
    district = add_unit(name="青岚区", code="101", parent=root, by=None, sector="district")
    below = add_unit(name="青岚区水务局", code="111", parent=district, by=None, sector="department")
    other = add_unit(name="望川区", code="102", parent=root, by=None, sector="district")
    room = add_unit(name="第三监督检查室", code="913", parent=root, by=None, party="discipline")
    group = add_unit(name="第三室一组", code="914", parent=room, by=None, party="discipline")
    return {"root": root, "district": district, "below": below, "other": other, "room": room, "group": group}


def test_the_path_names_all_units_from_the_root_down(tree):
    assert tree["root"].path == f"/{tree['root'].pk}/"
    assert tree["below"].path == f"/{tree['root'].pk}/{tree['district'].pk}/{tree['below'].pk}/"
    assert root_unit() == tree["root"]


def test_adding_a_unit_is_journaled(tree):
    entry = Entry.objects.get(subject=f"orgs.unit:{tree['other'].pk}")
    assert (entry.act, entry.facts) == (
        "unit.added", {"name": "望川区", "code": "102", "sector": "district", "party": ""}
    )  # fmt: skip


def test_lists_show_the_short_name(tree):
    unit = add_unit(name="云州水务集团有限公司", short_name="水务集团", code="202", parent=tree["root"], by=None)
    assert (str(unit), str(tree["other"])) == ("水务集团", "望川区")


@pytest.mark.parametrize(
    "wrong", [{"code": "101"}, {"sector": "soe", "party": "inspection"}, {"name": ""}], ids=["code", "both", "nameless"]
)
def test_a_unit_has_its_own_code_a_name_and_one_place(tree, wrong):
    facts = {"name": "新单位", "code": "301", "parent": tree["root"], "by": None} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        add_unit(**facts)
    assert (Unit.objects.count(), Entry.objects.count()) == (6, 6)


@pytest.mark.parametrize(
    ("day", "holds"),
    [(DAY - timedelta(1), False), (DAY, True), (DAY + timedelta(10), True), (DAY + timedelta(11), False)],
)
def test_oversight_holds_from_its_first_to_its_last_day_both_included(tree, day, holds):
    row = assign_oversight(office=tree["room"], unit=tree["district"], since=DAY, by=None)
    end_oversight(oversight=row, until=DAY + timedelta(10), by=None)
    assert supervising_offices(tree["district"], day=day) == ([tree["room"]] if holds else [])
    assert list(overseen_units(tree["room"], day=day)) == ([row] if holds else [])
    assert tree["district"] in units_overseen(tree["room"], day=day) or not holds


def test_oversight_covers_what_lies_below_the_unit_and_nothing_beside_it(tree):
    assign_oversight(office=tree["room"], unit=tree["district"], since=DAY, by=None)
    assert set(units_overseen(tree["room"], day=DAY)) == {tree["district"], tree["below"]}


def test_an_office_oversees_what_the_offices_below_it_oversee_but_not_the_other_way(tree):
    assign_oversight(office=tree["group"], unit=tree["other"], since=DAY, by=None)
    assign_oversight(office=tree["room"], unit=tree["district"], since=DAY, by=None)
    assert set(units_overseen(tree["room"], day=DAY)) == {tree["other"], tree["district"], tree["below"]}
    assert set(units_overseen(tree["group"], day=DAY)) == {tree["other"]}


def test_a_path_that_only_begins_alike_is_not_below(tree):
    """Unit 1 of "/1/" is not above a unit of "/12/": paths end in a stroke."""
    for number in range(20):
        add_unit(name=f"单位{number}", code=f"4{number:02d}", parent=tree["root"], by=None, sector="soe")
    first = Unit.objects.get(code="400")
    assign_oversight(office=tree["room"], unit=first, since=DAY, by=None)
    assert set(units_overseen(tree["room"], day=DAY)) == {first}


def test_several_offices_may_supervise_one_unit_and_come_by_name(tree):
    division = add_unit(name="干部监督科", code="921", parent=tree["root"], by=None, party="organization")
    for office in (tree["room"], division):
        assign_oversight(office=office, unit=tree["other"], since=DAY, by=None)
    assert {office.name for office in supervising_offices(tree["other"], day=DAY)} == {"干部监督科", "第三监督检查室"}


def test_oversight_does_not_end_before_it_begins(tree):
    with pytest.raises(IntegrityError), transaction.atomic():
        assign_oversight(office=tree["room"], unit=tree["other"], since=DAY, until=DAY - timedelta(1), by=None)


def test_an_office_does_not_supervise_itself(tree):
    with pytest.raises(IntegrityError), transaction.atomic():
        assign_oversight(office=tree["room"], unit=tree["room"], since=DAY, by=None)
    assert Oversight.objects.count() == 0


def test_beginning_and_end_of_oversight_are_journaled_for_the_unit(tree):
    row = assign_oversight(office=tree["room"], unit=tree["other"], since=DAY, by=None)
    end_oversight(oversight=row, until=DAY, by=None)
    entries = Entry.objects.filter(subject=f"orgs.unit:{tree['other'].pk}").exclude(act="unit.added")
    assert [(entry.act, entry.facts["office"]) for entry in entries] == [
        ("oversight.assigned", "第三监督检查室"), ("oversight.ended", "第三监督检查室")
    ]  # fmt: skip
