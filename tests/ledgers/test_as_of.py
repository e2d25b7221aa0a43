"""The ledger as it stood at the end of a past day is what somebody would have seen who looked then."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liandu.ledgers.columns.items import ITEM_COLUMNS
from liandu.ledgers.item_view import ITEM_ORDERS, ONLY_NOW, ItemView, past_day
from liandu.ledgers.queries import Tally, all_item_rows, book_of, item_page, keys_of, totals_of
from liandu.rectification.looks import NEAR_DAYS
from liandu.rectification.models import Balance
from liandu.rectification.states import CLOSED, OPEN, Act
from tests.ledgers.lives import BEGIN, COMPARED, WAY, History, an_item_after, at
from tests.ledgers.test_item_columns import EVERYTHING, exported, full  # noqa: F401 - full: a fixture
from tests.ledgers.test_items import NOVEMBER, opened, walk

STEPS = st.one_of(
    st.tuples(st.just("open"), st.sampled_from(["university", "firm"]), st.sampled_from(["A1", "B4"])),
    st.tuples(st.just("act"), st.integers(0, 9), st.integers(0, 9)),
    st.tuples(st.just("act"), st.integers(0, 9), st.integers(0, 9)),
    st.tuples(st.just("assign"), st.integers(0, 9), st.sampled_from(["张主任", "李科长"])),
    st.tuples(st.just("night")),
    st.tuples(st.just("night")),
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=5, max_size=40))
def test_every_past_day_is_as_it_was_seen_at_its_end(city, steps):
    with transaction.atomic():
        history = lived(city, steps)
        with at(history.today + timedelta(days=3)):
            history.days |= {
                BEGIN - timedelta(days=1): [],
                history.today + timedelta(days=1): history.days[max(history.days)],
            }
            for day, kept in history.days.items():
                assert_seen(city, day, kept)
        transaction.set_rollback(True)


def lived(city, steps):
    """Live through the steps, and close the last day."""
    history = History(city)
    for what, *how in steps:
        if what == "open":
            history.open(unit=how[0], category=how[1])
        elif what == "night":
            history.end_day()
        elif what == "act":
            history.act(*how)
        else:
            history.assign(*how)
    history.end_day()
    return history


def assert_seen(city, day, kept):
    """Compare the ledger of ``day``, read by two people, with what was kept: rows, values, orders, filters, totals."""
    for person, within in (
        ("clerk", bool),
        ("secretary", lambda row: row["unit_id"] == city.units.university.pk),
    ):
        reader = getattr(city.people, person)
        then = [row for row in kept if within(row)]
        view = ItemView(on=day)
        book = book_of(reader, view)
        stood = book.rows.order_by("number").values("item_id", "closed_on", *COMPARED)
        assert [row | {"pk": row["item_id"]} for row in stood] == [row | {"item_id": row["pk"]} for row in then]
        for sort, order in ITEM_ORDERS.items():
            if sort not in ONLY_NOW:
                expected = in_order(then, order.fields[0])
                assert keys_of(reader, ItemView(on=day, sort=sort), most=99) == expected
                assert keys_of(reader, ItemView(on=day, sort=sort, backwards=True), most=99) == expected[::-1]
        assert_totals(totals_of(view, book), then, day)
        for name, value, holds in filters(day):
            left = [row for row in then if holds(row)]
            narrowed = ItemView(on=day, **{name: value})
            assert keys_of(reader, narrowed, most=99) == [row["pk"] for row in left]
            assert totals_of(narrowed, book_of(reader, narrowed)).rows == len(left)
        grouped = ItemView(on=day, group="state", sort="state")
        assert totals_of(grouped, book_of(reader, grouped)).group_rows == Counter(row["state"] for row in then)


def in_order(rows, name):
    """Return the keys in the order of a field, rows without a value last."""

    def place(row):
        return (row[name] is None, "" if row[name] is None else row[name], row["number"])

    return [row["pk"] for row in sorted(rows, key=place)]


def filters(day):
    near = day + timedelta(days=NEAR_DAYS)
    due = lambda row: row["step_due_on"] if row["state"] in OPEN else None  # noqa: E731 - said where it is used
    return [
        ("state", "rectifying", lambda row: row["state"] == "rectifying"),
        ("result", "under_way", lambda row: row["result"] == "under_way"),
        ("kind", "long_term", lambda row: row["kind"] == "long_term"),
        ("category", "B4", lambda row: row["category"] == "B4"),
        ("deadline", "overdue", lambda row: due(row) is not None and due(row) < day),
        ("deadline", "near", lambda row: due(row) is not None and day <= due(row) <= near),
        ("deadline", "in_time", lambda row: row["state"] in OPEN and (due(row) is None or due(row) > near)),
        ("deadline", "late", lambda row: row["state"] in CLOSED and row["due_on"] and row["closed_on"] > row["due_on"]),
        ("deadline", "kept",
         lambda row: row["state"] in CLOSED and (not row["due_on"] or row["closed_on"] <= row["due_on"])),
    ]  # fmt: skip


def assert_totals(totals, then, day):
    counted = [row for row in then if row["state"] != "cancelled"]
    late = [row for row in counted if row["state"] in OPEN and row["step_due_on"] and row["step_due_on"] < day]
    done = [row for row in counted if row["result"] == "done"]
    assert totals.all == Tally(len(counted), len(done), len(late))
    assert (totals.rows, totals.states) == (len(then), Counter(row["state"] for row in then))


# Which day an address asks for


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ("2026-09-01", date(2026, 9, 1)), ("2026-11-29", date(2026, 11, 29)), ("2026-11-30", None),
        ("2026-12-01", None),
        ("1999-12-31", None), ("0001-01-01", None), ("9999-12-31", None), ("2026-02-30", None), ("yesterday", None),
        ("", None), (None, None), ("2026-09-01T00:00", None),
    ],
)  # fmt: skip
def test_only_a_day_that_is_over_has_a_ledger_of_its_own(asked, day):
    with at(NOVEMBER):
        assert past_day(asked) == day


# The page of a past day


def test_the_page_of_a_past_day_says_so_and_offers_no_act(city):
    an_item_after(city, *WAY)
    with at(NOVEMBER):
        answer = opened(city, "on=2026-07-12&sort=due")
    page = answer.content.decode()
    assert "截至2026年7月12日日终的台账，只读。" in page
    assert answer.context["rate"] == "完成 0 / 应完成 1，0.00%，截至2026年7月12日"
    assert [cell.text for cell in answer.context["lines"][0].cells if cell.key == "state"] == ["方案审核中"]
    assert 'name="chosen"' not in page
    assert '<input type="hidden" name="sort" value="due">' in page  # another day shows the same view


def test_before_the_first_item_the_ledger_is_empty_and_says_so(city):
    an_item_after(city)
    with at(NOVEMBER):
        assert "这一天台账里还没有事项" in opened(city, "on=2026-06-30").content.decode()


DAYS = [
    f"2026-{day}"
    for day in ("07-10", "07-11", "07-12", "07-15", "07-19", "07-20", "07-21", "07-31", "08-02", "08-03", "08-21")
]
NAMES = (
    "goal", "tasks", "start", "opinion", "progress", "reported", "evidence", "money", "people", "institutions", "made",
    "statement", "closed", "closer",
)  # fmt: skip


def test_what_other_tables_say_is_that_of_the_day_or_left_out(city, full):  # noqa: F811 - the fixture
    days = {}
    with at(NOVEMBER):
        for day in DAYS:
            answer = opened(city, f"{EVERYTHING}&on={day}")
            cells = {cell.key: cell.text for cell in answer.context["lines"][0].cells}
            days[day[5:]] = [cells[name] for name in NAMES]
    made, nothing = "《采购办法》（云大〔2026〕5号）", ""
    plan = ["堵住漏洞", "1. 修订办法\n2. 开展培训", "2026年7月19日", "同意"]
    early = ["初稿", *plan[1:3]]
    reported = ["已起草", "2026年7月21日", "2", "1200.50", "2", made, "1", "已整改到位"]
    assert days == {
        "07-10": [nothing] * 4 + [nothing, nothing, "0", nothing, nothing, nothing, nothing, nothing, nothing, nothing],
        "07-11": [*early, nothing, nothing, nothing, "0"] + [nothing] * 7,
        "07-12": [*early, "措施不实", nothing, nothing, "0"] + [nothing] * 7,
        "07-15": [*plan[:3], "措施不实", nothing, nothing, "0"] + [nothing] * 7,
        "07-19": [*plan, nothing, nothing, "0"] + [nothing] * 7,
        "07-20": [*plan, "已起草", nothing, "0", "1200.50", "2"] + [nothing] * 5,
        "07-21": [*plan, *reported, nothing, nothing],
        "07-31": [*plan, *reported, "2026年7月31日", "周巡视"],
        "08-02": [*plan, "已起草", *reported[1:], "2026年7月31日", "周巡视"],
        "08-03": [*plan, "已印发", *reported[1:3], "2000.50", "4", *reported[5:], "2026年7月31日", "周巡视"],
        "08-21": [*plan, "已印发", reported[1], "1", "2000.50", "4", *reported[5:], "2026年7月31日", "周巡视"],
    }
    gone = {"offices"}
    assert {column.key for column in ITEM_COLUMNS} - set(cells) == gone
    assert [str(heading) for heading in answer.context["left_out"]] == [
        str(column.heading) for column in ITEM_COLUMNS if column.key in gone
    ]


def test_a_past_day_can_be_paged_and_taken_out(city):
    for n in range(3):
        an_item_after(city, *WAY[:n], serial=n + 1)
    with at(NOVEMBER):
        pages, _last = walk(city.people.clerk, "on=2026-07-07", "older")
        sheet = exported(city, "on=2026-07-07").worksheets[0]
    assert [len(page) for page in pages] == [3]
    assert sheet["A1"].value == "2026年7月7日的整改台账"


# How it is found


def plan_of(query):
    """Return how the database would find the rows of a query, as text.

    PostgreSQL is told to avoid what it prefers for the few rows of a test; it then does so only where nothing else can.
    """
    sql, parameters = query.query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            cursor.execute(f"EXPLAIN {sql}", parameters)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_totals_of_a_past_day_are_ranges_of_two_indexes(city):
    ended, begun = book_of(city.people.clerk, ItemView(on=date(2026, 7, 7))).parts
    for part, index in ((ended, "balance_ended"), (begun, "balance_begun")):
        plan = plan_of(part.order_by().values("state", "result"))
        if connection.vendor == "postgresql":  # which of its indexes it takes depends on how many rows there are
            assert "Index" in plan
            assert "Seq Scan" not in plan
        else:
            assert f"SEARCH rectification_balance USING COVERING INDEX {index} (fork=? AND" in plan


@pytest.mark.parametrize("sort", [sort for sort in ITEM_ORDERS if sort not in ONLY_NOW])
@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("on", [None, date(2026, 7, 7)])
def test_rows_are_walked_in_their_order_and_never_sorted(city, sort, backwards, on):
    view = ItemView(on=on, sort=sort, backwards=backwards)
    rows = book_of(city.people.clerk, view).rows
    if view.order.nullable:
        rows = rows.filter(due_on__isnull=False)
    plan = plan_of(rows.order_by(*view.order.sorted(descending=backwards)).values("pk")[:51])
    assert ("balance_" if on else "item_") in plan or "number" in plan
    assert "SORT" not in plan.upper()
    assert "TEMP B-TREE" not in plan


def test_a_balance_of_every_change_is_there_to_be_asked(city):
    an_item_after(city, Act.ACKNOWLEDGE, Act.SUBMIT_PLAN)
    assert list(Balance.objects.order_by("since").values_list("state", flat=True)) == [
        "registered", "acknowledged", "plan_review",
    ]  # fmt: skip


def test_an_address_of_a_past_day_keeps_its_day():
    with at(NOVEMBER):
        view = ItemView.of(QueryDict("on=2026-07-07&state=rectifying&group=unit"))
        assert view.address() == "on=2026-07-07&state=rectifying&group=unit"
        assert ItemView.of(QueryDict(view.address())) == view


def test_the_page_of_a_past_day_is_one_page_like_today(city):
    with at(BEGIN):
        an_item_after(city)
    with at(NOVEMBER):
        view = ItemView(on=date(2026, 7, 7))
        page = item_page(city.people.clerk, view, book_of(city.people.clerk, view))
        assert (len(page.rows), page.newer, page.older) == (1, "", "")
        assert len(list(all_item_rows(city.people.clerk, view))) == 1
