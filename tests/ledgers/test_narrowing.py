"""Filters that the numbers of other pages need: of a term, a first level, no class, of what was met on the way."""

from datetime import date

import pytest

from liandu.ledgers.item_view import ItemView
from liandu.ledgers.queries import View, book_of, page_of, totals_of
from liandu.rectification.models import Balance
from tests.insight.picturing import a_counted_city


@pytest.fixture
def found(city):
    return a_counted_city(city)


def findings(city, **asked) -> int:
    return page_of(city.people.director, View.of(asked)).total


def items(city, **asked) -> int:
    view = ItemView.of(asked)
    return totals_of(view, book_of(city.people.director, view)).rows


def test_findings_of_a_first_level_of_no_class_and_of_a_term(city, found):
    assert findings(city, state="confirmed", category="A") == 7
    assert findings(city, state="confirmed", category="none") == 1
    assert findings(city, state="confirmed", category="Z") == findings(city, state="confirmed") == 13
    assert findings(city, term=str(city.round.term_id)) == 14
    assert findings(city, term=str(city.round.term_id + 1)) == 0


def test_findings_that_came_back_and_those_of_a_common_problem(city, found):
    assert findings(city, recurred="again") == 1
    assert findings(city, recurred="copied") == 0
    assert findings(city, common=str(found.common.pk)) == 3


@pytest.mark.parametrize(
    ("asked", "n"),
    [
        ({"met": "returned"}, 1),
        ({"met": "extended"}, 1),
        ({"met": "reopened"}, 0),
        ({"outcome": "recovered"}, 1),
        ({"outcome": "institutions"}, 1),
        ({"outcome": "returned"}, 0),
        ({"category": "A"}, 3),
        ({"met": "nothing"}, 6),
    ],
)
def test_items_by_what_they_met_and_brought(city, found, asked, n):
    assert items(city, **asked) == n


def test_a_past_day_knows_only_what_had_happened(city, found):
    for item in found.items:
        Balance.objects.create(
            item=item, number=item.number, unit=item.unit, round=item.round, category=item.category,
            since=date(2026, 2, 1), state="rectifying", kind="by_date", result="under_way", act="item.opened", seq=1,
        )  # fmt: skip
    asked = {"returned": {"met": "returned"}, "sum": {"outcome": "recovered"}, "rules": {"outcome": "institutions"}}
    before = {name: items(city, on="2026-02-28", **one) for name, one in asked.items()}
    after = {name: items(city, on="2026-03-07", **one) for name, one in asked.items()}
    assert before == {"returned": 0, "sum": 0, "rules": 0}
    assert after == {"returned": 1, "sum": 1, "rules": 1}
    assert items(city, on="2026-03-07", category="B") == 3


def test_the_forms_keep_what_is_chosen_and_the_address_carries_it(city, found):
    client = city.client(city.people.director)
    address = f"/ledger/?category=none&recurred=again&common={found.common.pk}&term={city.round.term_id}"
    answer = client.get(address)
    chosen = {one.name: one.chosen for one in answer.context["filters"]}
    assert (chosen["category"], chosen["recurred"]) == ("none", "again")
    assert (
        View.of({"category": "B", "recurred": "copied", "term": "3"}).address() == "term=3&category=B&recurred=copied"
    )
    assert f'<input type="hidden" name="common" value="{found.common.pk}">' in answer.content.decode()
    kept = {
        one.name: one.chosen for one in client.get("/ledger/items/?met=returned&outcome=recovered").context["filters"]
    }
    assert (kept["met"], kept["outcome"]) == ("returned", "recovered")
