"""Ledgers read old classes as what they were merged into: filters, orders, groups, totals, today and on past days."""

from datetime import timedelta

import pytest

from liandu.findings.commands import confirm_category
from liandu.inspections.commands import begin_taxonomy_draft, draft_retirement, publish_taxonomy
from liandu.inspections.taxonomies import forget
from liandu.ledgers.compare_view import CompareView
from liandu.ledgers.item_view import ItemView
from liandu.ledgers.queries import View, page_of
from liandu.ledgers.queries.comparing import compared_page
from liandu.ledgers.queries.items import book_of, item_page, keys_of
from liandu.ledgers.queries.totals import totals_of
from tests.findings_of_the_day import findings_in_ledger
from tests.ledgers.lives import BEGIN, an_item_after, at


def retire(city, **ways):
    begin_taxonomy_draft(by=city.people.director)
    for code, into in ways.items():
        draft_retirement(code=code, into=into, by=city.people.director)
    publish_taxonomy(note="合并", by=city.people.director)
    forget()


@pytest.fixture
def rows(city):
    """Three findings: of B7, which is kept, of B5, merged into it, and of B6, split."""
    made = []
    for n, code in enumerate(("B7", "B5", "B6"), 1):
        (row,) = findings_in_ledger(city, 1, unit="university", first=n, title=f"第{n}条", problem="", category="")
        made.append(confirm_category(finding=row, category=code, by=city.people.clerk))
    return made


def numbers(page):
    return [row.pk for row in page.rows]


def test_a_filter_by_class_finds_what_was_merged_into_it_whatever_code_is_asked_for(city, rows):
    kept, merged, split = rows
    retire(city, B5=["B7"], B6=["A1", "B7"])
    reader = city.people.director
    assert numbers(page_of(reader, View.of({"category": "B7"}))) == [kept.pk, merged.pk]
    assert View.of({"category": "B5"}).category == "B7"  # an old address, a saved view
    # What people must still say is found under its old code alone.
    assert View.of({"category": "B6"}).category == "B6"
    assert numbers(page_of(reader, View.of({"category": "B6"}))) == [split.pk]
    assert View.of({"category": "Z9"}).category == ""


def test_groups_and_their_totals_put_what_was_merged_together(city, rows, django_assert_num_queries):
    kept, merged, split = rows
    view = View.of({"group": "category"})
    assert page_of(city.people.director, view).groups == {"B5": 1, "B6": 1, "B7": 1}
    retire(city, B5=["B7"], B6=["A1", "B7"])
    with django_assert_num_queries(4):
        page = page_of(city.people.director, view)
    assert page.groups == {"B6": 1, "B7": 2}
    assert [(row.pk, row.group) for row in page.rows] == [(split.pk, "B6"), (kept.pk, "B7"), (merged.pk, "B7")]
    html = city.client(city.people.director).get("/ledger/?group=category").content.decode()
    assert "B5 财务资金与内控管理（已并入 B7）" in html


def test_pages_in_the_order_of_classes_follow_one_another_across_merged_codes(city, rows, monkeypatch):
    retire(city, B5=["B7"])
    monkeypatch.setattr("liandu.ledgers.queries.findings.PAGE", 1)
    seen, view = [], View.of({"sort": "category"})
    while True:
        page = page_of(city.people.director, view)
        seen += numbers(page)
        if not page.older:
            break
        view = View.of(dict(part.split("=") for part in page.older.split("&")))
    kept, merged, split = (row.pk for row in rows)
    assert seen == [split, kept, merged]


@pytest.mark.parametrize("on", [None, BEGIN])
def test_the_ledger_of_items_reads_the_same_today_and_as_it_stood(city, on):
    split, merged, kept = (
        an_item_after(city, serial=n, category=code) for n, code in enumerate(("B6", "B5", "B7"), 1)
    )  # fmt: skip
    with at(BEGIN + timedelta(days=9)):
        retire(city, B5=["B7"])
        reader = city.people.director
        view = ItemView.of({"group": "category"} | ({"on": on.isoformat()} if on else {}))
        book = book_of(reader, view)
        totals = totals_of(view, book)
        assert [(row.pk, row.group) for row in item_page(reader, view, book).rows] == [
            (split.pk, "B6"), (merged.pk, "B7"), (kept.pk, "B7"),
        ]  # fmt: skip
        assert (totals.group_rows, totals.rows) == ({"B6": 1, "B7": 2}, 3)
        narrowed = ItemView.of({"category": "B5"} | ({"on": on.isoformat()} if on else {}))
        assert keys_of(reader, narrowed, most=9) == [merged.pk, kept.pk]


def test_a_comparison_of_two_days_is_filtered_by_what_was_merged_too(city):
    merged = an_item_after(city, category="B5")
    an_item_after(city, serial=2, category="B6")
    with at(BEGIN + timedelta(days=9)):
        retire(city, B5=["B7"])
        view = CompareView.of({"first": "2026-06-01", "last": BEGIN.isoformat(), "category": "B5"})
        assert view.category == "B7"
        assert [row.item for row, _acts in compared_page(city.people.director, view).rows] == [merged.pk]
