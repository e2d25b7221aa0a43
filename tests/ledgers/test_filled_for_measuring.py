"""What the benchmarks fill in bulk is a ledger like any other: the pages they measure show it."""

import pytest

from benchmarks.filling.items import MIDDLE, fill
from liandu.rectification.models import Balance, Item


@pytest.mark.slow
def test_the_filled_ledger_is_shown_as_of_today_and_of_a_past_day(city):
    fill(city, 300)
    assert (Item.objects.count(), Balance.objects.count()) == (300, 3000)
    browser = city.client(city.people.clerk)
    for query in ("", f"?on={MIDDLE}", f"compare/?first=2026-05-01&last={MIDDLE}"):
        shown = browser.get(f"/ledger/items/{query}")
        assert shown.status_code == 200
        assert shown.context["lines"]
