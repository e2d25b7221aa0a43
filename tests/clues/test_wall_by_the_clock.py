"""Behind the wall, by the clock: coarsely here, finely in benchmarks/clue_wall.py."""

import statistics
import time

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.clues import making

TURNS = 40
# Who opened a clue before refusing it would take at least half as long again; a busy machine does not.
COARSE = 0.3


@pytest.mark.slow
@pytest.mark.parametrize("person", ["liaison", "registrar", "handler"])
def test_a_clue_that_exists_takes_no_longer_to_refuse_than_one_that_does_not(city, person):
    there = [making.assigned(city).clue_id for _n in range(3)]
    asks = {
        "liaison": lambda: city.people.liaison,
        "registrar": lambda: making.another(city, "bie", "别家登记", "case_manager", city.units.case_office),
        "handler": lambda: making.another(city, "bie", "别家承办", "clue_handler", city.units.third_room),
    }[person]()
    client = city.client(asks)
    client.get("/")

    def seconds(key):
        cache.clear()  # the count of what was not found, which leaves a row at the twentieth, whatever was asked for
        started = time.perf_counter()
        answer = client.get(reverse("clues:clue", args=[key]))
        assert answer.status_code == 404
        return time.perf_counter() - started

    turns = [(seconds(there[n % 3]), seconds("qqqqqqqqqqqq")) for n in range(TURNS)]
    adds = statistics.median(one - other for one, other in turns)
    assert abs(adds) <= COARSE * statistics.median(other for _one, other in turns)
