"""The leader's view: by sector and by unit, who is behind, the last months as they stood then; numbers open rows."""

from datetime import date

import pytest
import time_machine

from liandu.desk.queries.overview import KEYS, address_of, month_ends, overview_for
from liandu.desk.tables.overview import money
from liandu.rectification.commands import record_institution, strike_institution
from liandu.rectification.commands.posting import amend_item, post_entry
from liandu.rectification.models import Item
from liandu.rectification.states import Act
from tests.desk.given import an_item_in, items_in
from tests.desk.test_unit import an_outcome
from tests.indexes import read_row_by_row, statements_asked

JUNE = "2026-06-25 09:00+08:00"
HEAD = ("total", "done", "open", "late", "long_term", "reopened", "extensions")


def seen_by(city, name, query=""):
    return city.client(getattr(city.people, name)).get(f"/overview/{query}").context["seen"]


def numbers(standing):
    return tuple(getattr(standing, name) for name in HEAD)


@pytest.fixture
def some_items(city):
    with time_machine.travel(JUNE, tick=False):
        items_in(city, "written_off", 2)
        items_in(city, "acknowledged", 2, serial=3, step_due_on=date(2026, 6, 24))
        item = an_item_in(city, "rectifying", serial=5)
        amend_item(item=item, act="item.amended", by=city.people.clerk, kind="long_term", extensions=2, reopenings=1)
        an_outcome(item, "recovered", "1234567", by=city.people.clerk)
        an_outcome(item, "admonition", "2", by=city.people.clerk)
        an_item_in(city, "acknowledged", unit=city.units.firm, step_due_on=date(2026, 6, 24))
        gone = an_item_in(city, "registered", serial=6)
        post_entry(item=Item.objects.get(pk=gone.pk), act=Act.CANCEL, by=city.people.director)


@time_machine.travel(JUNE, tick=False)
def test_units_and_sectors_are_counted_as_the_words_on_the_page_say(city, some_items):
    seen = seen_by(city, "leader")
    assert {unit.name: numbers(unit) for unit in seen.units} == {
        "云州大学": (5, 2, 3, 2, 1, 1, 2),
        "云州水务集团有限公司": (1, 0, 1, 1, 0, 0, 0),
    }
    assert {sector.name: numbers(sector) for sector in seen.sectors} == {
        "国企": (1, 0, 1, 1, 0, 0, 0),
        "高校": (5, 2, 3, 2, 1, 1, 2),
    }
    assert numbers(seen.whole) == (6, 2, 4, 3, 1, 1, 2)
    outcomes = seen.whole.outcomes
    assert (money(outcomes.money), outcomes.people, outcomes.institutions) == ("1,234,567", 2, 0)
    assert [unit.name for unit in seen.behind] == ["云州大学", "云州水务集团有限公司"]


@time_machine.travel(JUNE, tick=False)
def test_institutions_are_those_of_the_register_made_or_revised_and_not_struck(city):
    first, second = items_in(city, "rectifying", 2)
    elsewhere = an_item_in(city, "rectifying", unit=city.units.firm)

    def entered(item, title, by=city.people.secretary, work="made"):
        return record_institution(item=item, work=work, title=title, dated=date(2026, 6, 20), by=by)

    entered(first, "采购验收办法")
    entered(second, "差旅管理规定", work="revised")
    entered(second, "旧的接待规定", work="abolished")
    entered(elsewhere, "招标办法", by=city.people.liaison)
    strike_institution(institution=entered(first, "录错的办法"), reason="录错", by=city.people.secretary)
    seen = seen_by(city, "leader")
    assert {unit.name: unit.outcomes.institutions for unit in seen.units} == {
        "云州大学": 2, "云州水务集团有限公司": 1,
    }  # fmt: skip
    assert (seen.whole.outcomes.institutions, seen_by(city, "secretary").whole.outcomes.institutions) == (3, 2)
    page = city.client(city.people.leader).get("/overview/").content.decode()
    assert "建立修订制度" in page


@time_machine.travel(JUNE, tick=False)
def test_each_sees_what_lies_within_reach(city, some_items):
    counted = {
        name: seen_by(city, name).whole.total
        for name in ("director", "leader", "room", "secretary", "teamer", "liaison", "outsider")
    }
    assert counted == {
        "director": 6, "leader": 6, "room": 5, "secretary": 5, "teamer": 5, "liaison": 1, "outsider": 0,
    }  # fmt: skip


@time_machine.travel(JUNE, tick=False)
def test_a_round_narrows_the_view_and_every_address_in_it(city, some_items):
    browser = city.client(city.people.leader)
    answer = browser.get(f"/overview/?round={city.round.pk}")
    assert answer.context["seen"].whole.total == 6
    assert answer.context["head"]["late"] == f"/ledger/items/?round={city.round.pk}&deadline=overdue"
    assert browser.get("/overview/?round=999").context["seen"].round is None


def test_the_ends_of_months_are_their_last_days():
    assert month_ends(date(2026, 3, 5), months=4) == [
        date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 5),
    ]  # fmt: skip


def test_the_trend_tells_how_it_stood_at_the_end_of_each_month(city):
    with time_machine.travel("2026-04-10 09:00+08:00", tick=False):
        first, _second = items_in(city, "requested", 2, step_due_on=date(2026, 5, 20))
    with time_machine.travel("2026-05-31 23:00+08:00", tick=False):
        post_entry(item=Item.objects.get(pk=first.pk), act=Act.WRITE_OFF, by=city.people.clerk, result="done")
    with time_machine.travel("2026-06-01 09:00+08:00", tick=False):
        post_entry(item=Item.objects.get(pk=first.pk), act=Act.REOPEN, by=city.people.clerk, result="under_way")
    with time_machine.travel(JUNE, tick=False):
        points = [(point.day, point.total, point.done, point.late) for point in seen_by(city, "leader").trend]
    assert points[-4:] == [
        (date(2026, 3, 31), 0, 0, 0),
        (date(2026, 4, 30), 2, 0, 0),
        (date(2026, 5, 31), 2, 1, 1),
        (date(2026, 6, 25), 2, 0, 1),
    ]


@time_machine.travel(JUNE, tick=False)
def test_each_number_of_a_unit_leads_to_the_rows_it_counts(city, some_items):
    page = city.client(city.people.leader).get("/overview/").content.decode()
    unit = city.units.university.pk
    for keys in ("&state=counted", "&result=done", "&deadline=overdue", "&state=counted&kind=long_term"):
        assert f'href="/ledger/items/?unit={unit}{keys.replace("&", "&amp;")}"' in page
    assert 'href="/ledger/items/?on=2026-06-25&amp;state=counted"' in page


@time_machine.travel(JUNE, tick=False)
def test_behind_every_number_are_as_many_rows_of_the_ledger(city, some_items):
    browser = city.client(city.people.leader)
    seen = seen_by(city, "leader")
    unit, sector = seen.units[0], seen.sectors[1]
    for standing, keys in ((seen.whole, {}), (unit, {"unit": unit.key}), (sector, {"sector": sector.key})):
        for counted in KEYS:
            rows = browser.get(address_of(counted, **keys)).context["totals"].rows
            assert (standing.name, counted, rows) == (standing.name, counted, getattr(standing, counted))


@time_machine.travel("2026-07-10 09:00+08:00", tick=False)
def test_behind_the_numbers_of_a_past_month_are_the_rows_of_that_day(city, some_items):
    browser = city.client(city.people.leader)
    point = seen_by(city, "leader").trend[-2]
    assert (point.day, point.total, point.done, point.late) == (date(2026, 6, 30), 6, 2, 3)
    for counted in ("total", "done", "late"):
        url = address_of(counted, on=point.day.isoformat())
        assert browser.get(url).context["totals"].rows == getattr(point, counted)


def test_without_items_the_page_says_so(city):
    assert "范围内还没有立账的事项" in city.client(city.people.leader).get("/overview/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
@time_machine.travel(JUNE, tick=False)
def test_the_view_asks_the_same_number_of_questions_for_one_item_and_three(city, count, django_assert_num_queries):
    for item in items_in(city, "rectifying", count):
        an_outcome(item, "recovered", 1, by=city.people.clerk)
    browser = city.client(city.people.leader)
    # Session, person, standings; rounds, items, outcomes, institutions, the ends of the months.
    with django_assert_num_queries(8):
        browser.get("/overview/")


@time_machine.travel(JUNE, tick=False)
def test_the_ends_of_months_are_read_from_an_index(city, some_items):
    with statements_asked() as asked:
        overview_for(city.people.room)
    trend = [statement for statement in asked if "rectification_balance" in statement[0]]
    assert len(trend) == 1
    assert read_row_by_row(trend) == []
