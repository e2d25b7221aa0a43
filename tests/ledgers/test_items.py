"""The ledger of items as it is today: what a view holds, its order, its totals, its page, within the reader's reach."""

from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse

from liandu.ledgers.columns.items import ITEM_DEFAULT
from liandu.ledgers.item_view import ITEM_GROUPS, ITEM_ORDERS, ItemView
from liandu.ledgers.paging import PAGE
from liandu.ledgers.queries import Tally, all_item_rows, book_of, item_page, numbers_for, rate_of, totals_of
from liandu.rectification.models import (
    Item,
)
from tests.ledgers.lives import at
from tests.rectification.given import an_item

LEDGER = "/ledger/items/"
NOVEMBER = date(2026, 11, 30)


def short(number):
    return number.removeprefix("5-09-")


def numbers(reader, address=""):
    """Return the numbers of the items that the whole view holds, in its order."""
    named = dict(Item.objects.values_list("pk", "number"))
    return " ".join(short(named[row.pk]) for row in all_item_rows(reader, ItemView.of(QueryDict(address))))


def opened(city, address="", *, person="clerk", **how):
    return city.client(getattr(city.people, person)).get(f"{LEDGER}?{address}", **how)


# Filters, search, order


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", "101-001 101-002 101-003 202-004 202-005 202-006"),
        ("sector=university", "101-001 101-002 101-003"),
        ("state=rectifying", "101-002"),
        ("result=done", "101-003"),
        ("result=basically_done", "202-005"),
        ("kind=long_term", ""),
        ("category=A1", "101-001"),
        ("category=A1&sector=soe", ""),
        ("deadline=overdue", "101-001 101-002 202-005"),
        ("deadline=near", ""),
        ("deadline=in_time", ""),
        ("deadline=kept", "101-003 202-004"),
        ("deadline=late", ""),
        ("q=5-09-202", "202-004 202-005 202-006"),
        ("q=第3次", "101-003"),
        ("q=第3次 没有这个词", ""),
        ("sort=-number", "202-006 202-005 202-004 101-003 101-002 101-001"),
        ("sort=state", "202-006 202-004 101-002 101-001 202-005 101-003"),
        ("sort=category&sector=university", "101-001 101-002 101-003"),
        ("sort=due", "101-002 101-003 202-004 202-005 101-001 202-006"),
        ("sort=-due", "202-006 101-001 202-005 202-004 101-003 101-002"),
        ("sort=changed", "101-001 202-006 101-002 202-004 202-005 101-003"),
        ("sort=nonsense", "101-001 101-002 101-003 202-004 202-005 202-006"),
    ],
)
def test_a_view_holds_exactly_what_it_asks_for_in_its_order(city, ledger, address, expected):
    with at(NOVEMBER):
        assert numbers(city.people.clerk, address) == expected


def test_how_an_item_stands_to_its_deadline_depends_on_the_day(city, ledger):
    due = ledger["rectifying"].step_due_on
    for day, deadline in [(date(2026, 8, 1), "in_time"), (due, "near"), (NOVEMBER, "overdue")]:
        with at(day):
            told = {name for name in ("in_time", "near", "overdue") if "101-002" in numbers(
                city.people.clerk, f"deadline={name}&unit={city.units.university.pk}")}  # fmt: skip
        assert told == {deadline}


# Paging

WALKS = [f"sort={sign}{order}" for order in ITEM_ORDERS for sign in ("", "-")] + [
    f"group={group}" for group in ITEM_GROUPS
]


@pytest.mark.slow
@pytest.mark.parametrize("on", [None, date(2026, 7, 5)])
def test_paging_forward_and_back_walks_all_rows_once_in_their_order(city, on):
    with at(date(2026, 7, 1)):
        made = [an_item(city, serial=n + 1, unit=city.units.firm if n % 5 == 0 else None) for n in range(120)]
    for n, item in enumerate(made):  # three states, a third of them without a deadline
        state, day = [("registered", None), ("rectifying", 1), ("requested", 2)][n % 3]
        changes = {"state": state, "due_on": day and date(2026, 9, day + n % 20)}
        Item.objects.filter(pk=item.pk).update(**changes)
        item.balances.update(**changes)
    with at(date(2026, 7, 10)):
        for address in WALKS:
            if on is None or "changed" not in address:
                assert_walked(city.people.clerk, f"{address}&on={on or ''}", {item.pk for item in made})


def assert_walked(reader, address, expected):
    whole = [row.pk for row in all_item_rows(reader, ItemView.of(QueryDict(address)))]
    assert (set(whole), len(whole)) == (expected, 120), address
    forward, last = walk(reader, address, "older")
    assert [pk for page in forward for pk in page] == whole, address
    assert [len(page) for page in forward] == [50, 50, 20], address
    back, first = walk(reader, last.newer, "newer")
    assert back == forward[-2::-1], address
    assert (last.older, first.newer) == ("", ""), address


def walk(reader, address, side):
    """Walk from page to page by the links on them; return the pages as lists of keys, and the last."""
    pages = []
    while True:
        view = ItemView.of(QueryDict(address))
        page = item_page(reader, view, book_of(reader, view))
        pages.append([row.pk for row in page.rows])
        address = getattr(page, side)
        if not address:
            return pages, page


@pytest.mark.parametrize("place", ["", "zzz", "WyJ4Il0", "W251bGwsbnVsbF0", "WyJ4IiwgIngiXQ"])
@pytest.mark.parametrize("sort", ["number", "due", "state", "changed"])
def test_a_place_that_no_page_gave_is_the_first_page(city, ledger, sort, place):
    view = ItemView.of(QueryDict(f"sort={sort}&after={place}"))
    page = item_page(city.people.clerk, view, book_of(city.people.clerk, view))
    assert len(page.rows) <= 6


# Totals


def test_totals_have_numerator_denominator_and_day(city, ledger):
    view = ItemView()
    with at(NOVEMBER):
        totals = totals_of(view, book_of(city.people.clerk, view))
        assert opened(city).context["rate"] == "完成 1 / 应完成 5，20.00%，截至2026年11月30日"
    # What was struck off is no longer to be done; what ended unfulfilled is, and is not done; nor is "basically".
    assert (totals.rows, totals.all, totals.basically_done, totals.day) == (6, Tally(5, 1, 3), 1, NOVEMBER)
    assert totals.states == dict.fromkeys(ledger, 1)
    assert totals.results == {"not_done": 2, "under_way": 1, "basically_done": 1, "done": 1}


@pytest.mark.parametrize(
    ("done", "total", "rate"),
    [
        (688, 697, "98.71%"), (19, 25, "76.00%"), (453, 471, "96.18%"), (279, 306, "91.18%"),  # DOMAIN §0.4
        (0, 0, ""), (0, 7, "0.00%"), (7, 7, "100%"), (199_999, 200_000, "99.99%"),
    ],
)  # fmt: skip
def test_the_rate_is_that_of_the_published_notices_and_never_whole_too_early(done, total, rate):
    assert rate_of(done, total) == rate


def test_groups_have_their_own_totals_over_the_whole_view(city, ledger):
    view = ItemView(group="unit", sort="unit")
    with at(NOVEMBER):
        totals = totals_of(view, book_of(city.people.clerk, view))
        heads = [(line.group, line.count) for line in opened(city, "group=unit").context["lines"] if line.group]
    university, firm = city.units.university.pk, city.units.firm.pk
    assert totals.groups == {university: Tally(3, 1, 2), firm: Tally(2, 0, 1)}
    assert totals.group_rows == {university: 3, firm: 3}
    assert heads == [("云州大学", 3), ("云州水务集团有限公司", 3)]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ((), {(): Tally(5, 1, 3)}),
        (("unit__sector",), {("university",): Tally(3, 1, 2), ("soe",): Tally(2, 0, 1)}),
        (("kind",), {("by_date",): Tally(5, 1, 3)}),
    ],
)
def test_the_numbers_that_other_pages_show(city, ledger, by, expected, django_assert_num_queries):
    with at(NOVEMBER):
        numbers_for(city.people.clerk)  # where the reader stands is asked once a request
        with django_assert_num_queries(1):
            assert numbers_for(city.people.clerk, by=by) == expected
        with django_assert_num_queries(1):
            then = numbers_for(city.people.clerk, by=by, view=ItemView(on=date(2026, 11, 29)))
    assert then == expected


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("clerk", 6), ("leader", 6), ("room", 3), ("secretary", 3), ("teamer", 3), ("organization", 3), ("liaison", 3),
        ("outsider", 0), ("system", 0), ("nobody", 0),
    ],
)  # fmt: skip
def test_rows_totals_and_numbers_respect_the_reach(city, ledger, person, expected):
    reader = getattr(city.people, person)
    with at(NOVEMBER):
        for view in (ItemView(), ItemView(on=date(2026, 11, 29)), ItemView(group="unit", sort="unit")):
            book = book_of(reader, view)
            assert len(item_page(reader, view, book).rows) == expected
            assert totals_of(view, book).rows == expected


# The page


@pytest.mark.parametrize(("person", "count"), [("clerk", 1), ("clerk", 3), ("clerk", 60), ("room", 1), ("room", 3)])
@pytest.mark.parametrize(
    ("address", "most"), [("", 7), ("group=unit", 7), ("on=2026-07-05", 7), ("q=抽查&sort=due", 8)]
)
def test_the_page_asks_the_database_as_often_however_long_the_ledger(  # noqa: PLR0917 - pytest names them
    city, count, person, address, most, django_assert_num_queries
):
    with at(date(2026, 7, 1)):
        for n in range(count):
            an_item(city, serial=n + 1)
    with at(date(2026, 7, 9)):
        browser = city.client(getattr(city.people, person))
        # Whose reach is not everything asks once more: which units it is.
        with django_assert_num_queries(most + (person == "room")):
            answer = browser.get(f"{LEDGER}?{address}")
    assert len(answer.context["lines"]) == min(count, PAGE)


def test_a_row_leads_to_the_panel_of_its_item(city, ledger):
    page = opened(city).content.decode()
    url = reverse("rectification:item", args=[ledger["registered"].pk])
    assert f'href="{url}" hx-get="{url}" hx-target="#panel"' in page


def test_late_items_say_by_how_many_days(city, ledger):
    late = (NOVEMBER - ledger["rectifying"].step_due_on).days
    with at(NOVEMBER):
        cells = {
            line.number: cell.late
            for line in opened(city).context["lines"]
            for cell in line.cells
            if cell.key == "state"
        }
    assert cells["5-09-101-002"] == f"逾期 {late} 天"
    assert (cells["5-09-101-003"], cells["5-09-202-004"], cells["5-09-202-006"]) == ("", "", "")


@pytest.mark.parametrize("person", ["system", "security", "audit", "nobody", "sender"])
def test_who_reads_no_items_has_no_ledger(city, person):
    answer = opened(city, person=person)
    assert answer.status_code == 403
    assert answer.context["sentence"].startswith("您的岗位不能“查看整改事项”。")


def test_an_empty_ledger_and_an_empty_view_say_what_to_do(city):
    assert "问题移交签收、立账以后" in opened(city).content.decode()
    an_item(city)
    assert "没有符合条件的事项" in opened(city, "q=没有这个词").content.decode()


def test_htmx_gets_the_part(city):
    assert opened(city, headers={"HX-Request": "true"}).templates[0].name == "ledgers/_items.html"


def test_the_address_bar_gets_what_differs_from_the_view_nobody_changed(city):
    answer = opened(city, "round=&unit=&state=rectifying&sort=number&columns=" + ",".join(ITEM_DEFAULT))
    assert answer.headers["HX-Push-Url"] == f"{LEDGER}?state=rectifying"
