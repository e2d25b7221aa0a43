"""Whether somebody outside can tell by the clock that a clue exists.

The same person asks for an address with the key of something that exists and for the same address with an invented key,
turn by turn in one run, each turn in an order drawn anew, so that both meet the same machine. Asked are: who has no act
on clues, who has one but is named in none, and who keeps the register but is recused. Printed are the medians, what the
median turn adds to the time of an invented key, and the probability that a difference like this one comes by chance
(Mann-Whitney, two-sided); below 1 in 1,000 the two are called told apart. The bar: nothing adds or saves more than 5 %.
Last stands a control, who is named and gets the page: there the same measurement must tell the two apart.

What is compared is the work of the server alone, within the process: the most that anybody could measure, since a
network only adds noise. Status, headers, body and number of queries are compared in tests/clues/test_wall.py.

Run: ``python benchmarks/clue_wall.py [TURNS]``; LIANDU_DATABASE chooses PostgreSQL.
"""

import argparse
import gc
import math
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandu.config.settings")
_HOME = tempfile.TemporaryDirectory(prefix="liandu-bench-")
os.environ["LIANDU_HOME"] = _HOME.name
os.environ["LIANDU_SECOND_FACTOR"] = "offered"  # who must set one up is led there before any address is looked at
(Path(_HOME.name) / "static").mkdir()  # whitenoise warns of a folder that is not there
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django  # noqa: E402 - the settings must be chosen first

django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # noqa: E402
from django.urls import reverse  # noqa: E402

from liandu.clues.commands import recuse  # noqa: E402
from liandu.clues.models.keyed import new_key  # noqa: E402
from tests.clues import making  # noqa: E402
from tests.people import SINCE, build_city  # noqa: E402

BAR = 0.05
CHANCE = 0.001
THINGS = 40


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks for which address, with keys that exist and with invented ones.

    ``post`` sends an empty form; ``control`` is asked by somebody inside, who must see the difference.
    """

    who: str
    name: str
    person: Any
    there: tuple[str, ...]
    post: bool = False
    control: bool = False


def make_questions(city: Any) -> list[Question]:
    """Build clues, lists and assignments, and return who asks for what."""
    clues, lists, rows = [], [], []
    for _n in range(THINGS):
        clue = making.in_force(city)
        clues.append(clue.pk)
        lists.append(clue.line.sealed_list_id)
        rows.append(making.assigned(city, clue=clue).pk)
    registrar = making.another(city, "biedeng", "别家登记", "case_manager", city.units.case_office)
    approver = making.another(city, "bieshen", "别家审批", "clue_approver", city.units.case_office)
    handler = making.another(city, "biechen", "别家承办", "clue_handler", city.units.third_room)
    keeper = making.another(city, "huibi", "回避领导", "case_director", city.units.case_office)
    recuse(person=keeper, unit=city.units.university, reason="亲属", since=SINCE, by=city.people.keeper)
    of_clues, of_lists, of_rows = tuple(clues), tuple(lists), tuple(rows)
    return [
        Question("no act", "clues:clue", city.people.liaison, of_clues),
        Question("no act", "clues:review", city.people.liaison, of_clues, post=True),
        Question("registrar", "clues:clue", registrar, of_clues),
        Question("registrar", "clues:list", registrar, of_lists),
        Question("registrar", "clues:review", registrar, of_clues, post=True),
        Question("approver", "clues:clue", approver, of_clues),
        Question("approver", "clues:decide", approver, of_clues),
        Question("handler", "clues:clue", handler, of_clues),
        Question("handler", "clues:take", handler, of_rows),
        Question("recused", "clues:clue", keeper, of_clues),
        Question("recused", "clues:list", keeper, of_lists),
        Question("control", "clues:clue", city.people.keeper, of_clues, control=True),
    ]


def spent(question: Question, turns: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of the answers for what exists and for what does not."""
    client = Client()
    client.force_login(question.person)
    client.get("/")  # the session and what a first page loads are there before
    times: tuple[list[float], list[float]] = ([], [])
    draw = random.Random(20261130)  # noqa: S311 - an order, no secret
    invented = [new_key() for _key in question.there]
    for turn in range(turns + 5):
        pair = [(0, draw.choice(question.there)), (1, draw.choice(invented))]
        draw.shuffle(pair)
        for side, key in pair:
            cache.clear()  # the count of misses leaves a row in the journal at the twentieth, whatever was asked for
            milliseconds, status = asked(client, reverse(question.name, args=[key]), post=question.post)
            assert (status == 404) == (side == 1 or not question.control), (question, status)
            if turn >= 5:
                times[side].append(milliseconds)
    return times


def asked(client: Client, address: str, *, post: bool) -> tuple[float, int]:
    """Ask once and return how long the answer took, and its status."""
    started = time.perf_counter()
    answer = client.post(address) if post else client.get(address)
    return (time.perf_counter() - started) * 1000, answer.status_code


def by_chance(one: list[float], other: list[float]) -> float:
    """Return the two-sided probability of Mann-Whitney's test that both come from the same distribution.

    By the normal approximation, which is good from twenty values on; ties share their ranks.
    """
    values = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks, ties, at = 0.0, 0.0, 0
    while at < len(values):
        end = at
        while end < len(values) and values[end][0] == values[at][0]:
            end += 1
        ranks += sum(side == 0 for _value, side in values[at:end]) * (at + 1 + end) / 2
        ties += (end - at) ** 3 - (end - at)
        at = end
    n, m = len(one), len(other)
    spread = math.sqrt(n * m / 12 * ((n + m + 1) - ties / ((n + m) * (n + m - 1))))
    distance = abs(ranks - n * (n + 1) / 2 - n * m / 2)
    return math.erfc(distance / spread / math.sqrt(2)) if spread else 1.0


def measure(questions: list[Question], turns: int) -> bool:
    """Print every question; return whether the bar holds everywhere and the control sees what there is to see."""
    good = True
    for question in questions:
        gc.collect()
        there, invented = spent(question, turns)
        one, other = statistics.median(there), statistics.median(invented)
        adds = statistics.median(a - b for a, b in zip(there, invented, strict=True)) / other
        chance = by_chance(there, invented)
        apart = chance < CHANCE
        holds = apart and adds > BAR if question.control else abs(adds) <= BAR
        good = good and holds
        print(
            f"{question.who:10} {'POST' if question.post else 'GET':4} {question.name:13}  exists {one:6.2f} ms"
            f"  invented {other:6.2f} ms  adds {adds:+7.1%}  by chance {chance:6.3f}"
            f"  {'TOLD APART' if apart else 'not told apart'}{'' if holds else '  MISSED'}"
        )
    return good


def main() -> int:
    """Measure and print; return 1 when the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("turns", nargs="?", type=int, default=400)
    turns = parser.parse_args().turns
    setup_test_environment()
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        questions = make_questions(build_city())
        print(f"{platform.machine()}, {os.cpu_count()} cores, {connection.vendor}, {platform.python_version()}")
        print(f"{THINGS} clues with list and assignment, {turns} turns")
        return 0 if measure(questions, turns) else 1
    finally:
        teardown_databases(kept, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
