"""Items, balances and journal agree; each sort of difference planted behind the application's back is found."""

import pytest
import time_machine
from django.db import connection

from liandu.rectification.commands import post_entry
from liandu.rectification.queries.agreement import disagreements
from liandu.rectification.states import Act
from tests.rectification.given import an_item


@pytest.fixture
def moved(city):
    """An item with a few days of history."""
    with time_machine.travel("2026-07-01 10:00:00+08:00"):
        item = an_item(city)
    for day, act in ((2, Act.ACKNOWLEDGE), (3, Act.SUBMIT_PLAN), (4, Act.RETURN_PLAN), (4, Act.SUBMIT_PLAN)):
        with time_machine.travel(f"2026-07-0{day} 10:00:00+08:00"):
            post_entry(item=item, act=act, by=city.people.director)
    return item


def by_hand(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_commands_wrote_agrees(moved):
    assert list(disagreements()) == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE rectification_item SET state = 'rectifying'", "state_differs"),
        ("UPDATE rectification_item SET kind = 'at_once'", "balance_differs.kind"),
        ("UPDATE rectification_balance SET state = 'rectifying' WHERE until = '9999-12-31'", "balance_differs.state"),
        ("DELETE FROM rectification_balance WHERE until = '9999-12-31'", "no_balance_stands"),
        ("DELETE FROM rectification_balance WHERE since = '2026-07-02'", "balances_apart"),
        ("UPDATE rectification_balance SET seq = seq + 1000 WHERE until = '9999-12-31'", "balance_without_entry"),
    ],
)
def test_a_planted_difference_is_named(moved, statement, code):
    by_hand(statement)
    found = list(disagreements())
    assert code in {row.code for row in found}
    assert {row.number for row in found} == {moved.number}


def test_an_item_without_entries_is_named(moved):
    by_hand("UPDATE rectification_item SET id = id + 500000")
    by_hand("UPDATE rectification_balance SET item_id = item_id + 500000")
    by_hand("UPDATE rectification_itemoffice SET item_id = item_id + 500000")
    assert [row.code for row in disagreements()] == ["not_opened"]
