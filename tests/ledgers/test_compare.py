"""Two days compared: what opened, moved, closed, re-opened, was extended, changed hands, and by whose acts."""

from collections import Counter
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from liandu.journal.models import Entry
from liandu.ledgers.compare_view import Change, CompareView
from liandu.ledgers.queries import all_changed, compared_page, moves_between
from liandu.rectification.states import CLOSED, Act
from tests.ledgers.lives import BEGIN, WAY, an_item_after, at
from tests.ledgers.test_as_of import STEPS, lived
from tests.ledgers.test_items import NOVEMBER

COMPARE = "/ledger/items/compare/"
OWNERS = ("first_person", "leader", "department", "person")


def opened(city, address="", *, person="clerk"):
    return city.client(getattr(city.people, person)).get(f"{COMPARE}?{address}")


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=5, max_size=40), data=st.data())
def test_what_changed_between_two_days_is_the_difference_of_what_was_seen_at_their_ends(city, steps, data):
    with transaction.atomic():
        history = lived(city, steps)
        days = sorted(history.days)
        first, last = sorted((data.draw(st.sampled_from(days)), data.draw(st.sampled_from(days))))
        with at(history.today + timedelta(days=3)):
            assert_difference(city, CompareView(first, last), history.days[first], history.days[last])
        transaction.set_rollback(True)


def assert_difference(city, view, before, after):
    """Compare moves and rows with the two snapshots. An item that changed and went back again changed, too."""
    then, now = ({row["pk"]: row for row in rows} for rows in (before, after))
    moves = moves_between(city.people.clerk, view)
    differing = {pk for pk, row in now.items() if then.get(pk) != row}
    found = {row.item: row for row, _acts in all_changed(city.people.clerk, view)}
    assert set(found) >= differing
    assert moves.total == len(found)
    expected = Counter((then[pk]["state"] if pk in then else "", now[pk]["state"]) for pk in found)
    assert moves.moves == expected
    for change in Change:
        became = {pk for pk in found if is_change(change, then.get(pk), now[pk])}
        narrowed = CompareView(view.first, view.last, change=str(change.value))
        page = compared_page(city.people.clerk, narrowed)
        assert [row.item for row, _acts in page.rows] == sorted(became, key=lambda pk: now[pk]["number"])
        assert all(change in row.changes for row, _acts in page.rows)
        if change != Change.OWNED:
            assert moves.changes[change] == len(became)


def is_change(change, then, now):
    if then is None:
        return change == Change.OPENED or (change == Change.CLOSED and now["state"] in CLOSED)
    return {
        Change.OPENED: False,
        Change.MOVED: then["state"] != now["state"],
        Change.CLOSED: now["state"] in CLOSED and then["state"] not in CLOSED,
        Change.REOPENED: now["reopenings"] > then["reopenings"],
        Change.EXTENDED: now["extensions"] > then["extensions"],
        Change.OWNED: any(now[name] != then[name] for name in OWNERS),
    }[change]


@pytest.fixture
def three(city):
    """One item written off in July, one of August that was extended, one of the firm that nothing happened to since."""
    return [
        an_item_after(city, *WAY, serial=1),
        an_item_after(city, *WAY[:3], Act.EXTEND, serial=2, since=date(2026, 8, 1)),
        an_item_after(city, serial=3, since=date(2026, 7, 3), unit=city.units.firm),
    ]


def test_the_page_says_what_became_of_each_item_and_by_whose_acts(city, three):
    with at(NOVEMBER):
        answer = opened(city, "first=2026-07-26&last=2026-08-31")
    lines = {line.number[-3:]: line for line in answer.context["lines"]}
    assert set(lines) == {"001", "002"}
    assert (lines["001"].then.words, lines["001"].now.words) == ("销号审核中", "已销号")
    assert lines["001"].changes == ["销号或了结", "正在整改 → 完成整改"]
    assert [(act.actor, act.seq) for _when, act in lines["001"].acts] == [
        ("周巡视", Entry.objects.get(act="item.written_off").seq)
    ]
    assert lines["002"].then is None
    assert len(lines["002"].acts) == 5
    assert answer.context["rates"] == [
        "完成 0 / 应完成 2，0.00%，截至2026年7月26日",
        "完成 1 / 应完成 3，33.33%，截至2026年8月31日",
    ]
    totals = {words: (then, now, difference) for words, then, now, difference in answer.context["totals"]}
    assert (totals["完成"], totals["完成率"]) == ((0, 1, "+1"), ("0.00%", "33.33%", ""))
    assert [(words, number) for words, number, _address, _chosen in answer.context["changes"]] == [
        ("新立账", 1), ("状态变动", 1), ("销号或了结", 1), ("重新立账", 0), ("延期", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", "001 002"), ("change=opened", "002"), ("change=moved", "001"), ("change=closed", "001"),
        ("came_from=requested", "001"), ("state=rectifying", "002"), ("came_from=requested&state=rectifying", ""),
        ("change=extended", ""),
    ],
)  # fmt: skip
def test_a_comparison_is_narrowed(city, three, address, expected):
    with at(NOVEMBER):
        lines = opened(city, f"first=2026-07-26&last=2026-08-31&{address}").context["lines"]
    assert [line.number[-3:] for line in lines] == expected.split()


def test_every_number_leads_to_its_rows(city, three):
    with at(NOVEMBER):
        answer = opened(city, "first=2026-07-26&last=2026-08-31")
        links = [(number, address) for _words, number, address, _chosen in answer.context["changes"]]
        links += [(number, address) for _then, _now, number, address in answer.context["matrix"]]
        for number, address in links:
            assert len(opened(city, address.removeprefix("?")).context["lines"]) == number


@pytest.mark.parametrize(
    ("address", "days"),
    [
        ("", (date(2026, 10, 31), NOVEMBER)),
        ("first=2026-08-01&last=2026-07-01", (date(2026, 7, 1), date(2026, 8, 1))),
        ("first=2027-01-01&last=2027-02-01", (date(2026, 10, 31), NOVEMBER)),
        ("first=x&last=2026-07-31", (date(2026, 7, 1), date(2026, 7, 31))),
    ],
)
def test_days_are_put_in_order_and_never_lie_ahead(address, days):
    with at(NOVEMBER):
        view = CompareView.of(QueryDict(address))
        assert (view.first, view.last) == days
        assert CompareView.of(QueryDict(view.address())) == view


@pytest.mark.parametrize(("person", "expected"), [("clerk", 3), ("secretary", 2), ("liaison", 1), ("outsider", 0)])
def test_a_comparison_stays_within_the_reach(city, three, person, expected):
    with at(NOVEMBER):
        answer = opened(city, "first=2026-06-30", person=person)
    assert len(answer.context["lines"]) == answer.context["moves"].total == expected


@pytest.mark.parametrize("count", [1, 3])
def test_a_comparison_asks_as_often_however_many_items_changed(city, count, django_assert_num_queries):
    for n in range(count):
        an_item_after(city, *WAY, serial=n + 1)
    with at(NOVEMBER):
        browser = city.client(city.people.clerk)
        # Session, person, standings; totals of a past day and of today; moves (2), rows, acts, choices.
        with django_assert_num_queries(10):
            assert len(browser.get(f"{COMPARE}?first=2026-06-30").context["lines"]) == count


def test_the_spreadsheet_holds_what_the_page_shows(city, three):
    with at(NOVEMBER):
        address = "first=2026-07-26&last=2026-08-31"
        lines = opened(city, address).context["lines"]
        answer = city.client(city.people.clerk).post(f"{reverse('ledgers:export_comparison')}?{address}")
        book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.worksheets[0].iter_rows(min_row=4, values_only=True))
    assert [row[0] for row in rows] == [line.number for line in lines]
    assert [row[3:5] for row in rows] == [("销号审核中", "已销号"), (None, "整改中")]
    assert [len(row[8].splitlines()) for row in rows] == [1, 5]
    assert list(book.worksheets[1].iter_rows(min_row=2, values_only=True)) == [
        ("（还没有立账）", "整改中", 1), ("销号审核中", "已销号", 1),
    ]  # fmt: skip
    assert Entry.objects.get(act="items.compared").facts == {"view": address, "rows": 2}


def test_two_equal_days_have_no_changes(city, three):
    with at(NOVEMBER):
        assert "这两天之间没有变化" in opened(city, f"first={BEGIN}&last={BEGIN}").content.decode()
