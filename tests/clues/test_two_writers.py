"""Two at once, on PostgreSQL: no number twice, no gap, one decision."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from liandu.clues import commands
from liandu.clues.models import Clue, Disposition
from liandu.kernel.refusals import Refusal
from tests.clues import making
from tests.people import build_city

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: two writers at once"),
]


def at_once(*acts):
    """Run ``acts`` in threads that begin together, and return what each returned or raised."""
    gate = Barrier(len(acts))

    def run(act):
        try:
            gate.wait()
            return act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_eight_registrars_give_eight_numbers_without_a_gap():
    city = build_city()
    at_once(*[lambda: making.opened(city, line=None, source="petition")] * 8)
    assert sorted(Clue.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_one_line_becomes_one_clue():
    city = build_city()
    line = making.lines_of(making.signed(city))[0]
    codes = at_once(*[lambda: making.opened(city, line=line)] * 4)
    assert sorted(str(code) for code in codes if isinstance(code, str)) == ["clue.line_opened"] * 3
    assert Clue.objects.count() == 1


def test_a_list_is_signed_once_and_a_proposal_decided_once():
    city = build_city()
    row = making.proposed(city)

    def approve():
        return commands.approve_disposition(disposition=Disposition.objects.get(pk=row.pk), by=city.people.approver).pk

    def give_back():
        mine = Disposition.objects.get(pk=row.pk)
        return commands.return_disposition(disposition=mine, opinion="不妥", by=city.people.approver).pk

    said = at_once(approve, give_back)
    assert sum(answer == row.clue_id for answer in said) == 1
    assert Disposition.objects.get(pk=row.pk).state in {"approved", "returned"}


def test_one_principal_assignment_even_when_two_assign():
    city = build_city()
    clue = making.in_force(city)
    other = making.another(city, "biechen", "别家承办", "clue_handler", city.units.third_room)
    said = at_once(
        lambda: making.assigned(city, clue=making.anew(clue)).pk,
        lambda: making.assigned(city, clue=making.anew(clue), handler=other).pk,
    )
    assert "assignment.one_at_a_time" in said
    assert clue.assignments.count() == 1
