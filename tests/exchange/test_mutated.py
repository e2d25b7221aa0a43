"""A thousand mutated packages: none is taken, none is a fault of ours, nothing is left of any."""

from pathlib import Path

import pytest
from django.apps import apps

from liandu.kernel.refusals import Refusal
from tests.exchange.items import ALL, worked
from tests.exchange.mutants import mutants, taken_apart
from tests.exchange.sites import CHOSEN, a_finding
from tests.handover.packages import sent

pytestmark = pytest.mark.slow
NOT_TOUCHED = (
    "exchange", "inspections", "findings", "intake", "files", "orgs", "handover", "clues", "rectification",
)  # fmt: skip


def rows() -> dict[str, int]:
    models = (model for label in NOT_TOUCHED for model in apps.get_app_config(label).get_models())
    return {model._meta.label: model.objects.count() for model in models}


def files(home: Path) -> list[str]:
    return sorted(str(path.relative_to(home)) for path in home.rglob("*") if path.is_file())


def test_a_thousand_mutated_packages_are_refused_and_leave_nothing(two, city):
    a_finding(city)
    sent(city, 2)
    worked(city, 5)
    package = two.pack(chosen=(*CHOSEN, "lists", *ALL))
    good = package.path.read_bytes()
    parcel = taken_apart(two, good)
    assert parcel.changed().archive()  # the parcel can be put together again
    before = rows(), files(two.home)
    codes: dict[str, int] = {}
    taken, faults, count = [], [], 0

    for name, mutant in mutants(good, parcel):
        count += 1
        try:
            two.take_in(mutant)
        except Refusal as refusal:
            codes[refusal.code] = codes.get(refusal.code, 0) + 1
            str(refusal)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is a fault
            faults.append((name, repr(fault)[:200]))
        else:
            taken.append(name)
        if count % 25 == 0:
            assert (rows(), files(two.home)) == before, name

    assert (taken, faults) == ([], [])
    assert (rows(), files(two.home)) == before
    assert count >= 1000, codes
    assert {"envelope.cannot_open", "exchange.broken", "exchange.bad_signature"} <= set(codes)
    assert two.take_in(good).sequence == 1  # and the good one is taken


def test_the_parcel_put_together_unchanged_is_taken(two, city):
    a_finding(city)
    parcel = taken_apart(two, two.pack().path.read_bytes())
    assert two.take_in(parcel.sealed()).sequence == 1
