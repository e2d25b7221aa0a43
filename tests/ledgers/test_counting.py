"""The remembered count of a long ledger is the count of its rows at every moment."""

import pytest
from django.db import connection, transaction

from liandu.findings.models import Finding
from liandu.ledgers.counting import Tally
from tests.findings_of_the_day import findings_in_ledger
from tests.people import build_city

sqlite_only = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL counts the rows each time, whatever was counted before"
)


@pytest.fixture
def committed(transactional_db):
    return build_city()


def counts(tally, city, *units):
    """Return (what the tally says, what the rows say) of these units."""
    keys = frozenset(getattr(city.units, unit).pk for unit in units)
    matching = Finding.objects.filter(unit__in=keys)
    return tally.of_units(matching, keys), matching.count()


@pytest.mark.slow
def test_what_comes_later_is_counted_with_what_was_remembered(committed):
    tally = Tally(large=3)
    findings_in_ledger(committed, 2)
    assert counts(tally, committed, "university") == (2, 2)
    findings_in_ledger(committed, 3, unit="firm")
    assert counts(tally, committed, "university", "firm") == (5, 5)
    assert counts(tally, committed, "university", "firm") == (5, 5)
    findings_in_ledger(committed, 4, first=3)
    findings_in_ledger(committed, 1, unit="bureau")
    assert counts(tally, committed, "university", "firm") == (9, 9)
    assert counts(tally, committed, "bureau") == (1, 1)
    assert counts(tally, committed) == (0, 0)


@sqlite_only
@pytest.mark.slow
def test_a_remembered_count_looks_at_new_rows_only(committed, django_assert_num_queries):
    tally = Tally(large=1)
    findings_in_ledger(committed, 5)
    keys = frozenset([committed.units.university.pk])
    matching = Finding.objects.filter(unit__in=keys)
    assert [tally.of_units(matching, keys) for _turn in range(2)] == [5, 5]
    last = Finding.objects.order_by("pk").last()
    with django_assert_num_queries(1) as asked:
        assert tally.of_units(matching, keys) == 5
    assert f'"id" > {last.pk}' in asked.captured_queries[0]["sql"]


@pytest.mark.slow
def test_what_a_transaction_takes_back_was_never_remembered(committed):
    tally = Tally(large=1)
    findings_in_ledger(committed, 2)
    assert counts(tally, committed, "university") == (2, 2)
    assert counts(tally, committed, "university") == (2, 2)
    with transaction.atomic():
        findings_in_ledger(committed, 3, first=3)
        assert counts(tally, committed, "university") == (5, 5)
        transaction.set_rollback(True)
    findings_in_ledger(committed, 1, first=6)
    assert counts(tally, committed, "university") == (3, 3)


@pytest.mark.slow
def test_after_its_time_everything_is_counted_anew(committed):
    tally = Tally(large=1, kept_seconds=0)
    rows = findings_in_ledger(committed, 3)
    assert [counts(tally, committed, "university") for _turn in range(2)] == [(3, 3), (3, 3)]
    Finding.objects.filter(pk=rows[0].pk).delete()  # by hand, in the database: no command does it
    assert counts(tally, committed, "university") == (2, 2)
