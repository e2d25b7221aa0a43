"""Sealed lists that travel, and what is left of them waiting where their opener may not know of them."""

from typing import Any

from django.test import TestCase

from liandu.access.commands import give_post
from liandu.accounts.models import User
from liandu.clues import commands
from liandu.clues.models import SealedList
from liandu.exchange.commands import open_package
from liandu.exchange.models import SealedPart
from liandu.kernel.secrecy import Grade
from tests.clues import making
from tests.exchange.sites import Two
from tests.people import SINCE

SEALED = ("sealed_lists",)


def a_packer(city: Any) -> User:
    """Return another person of the inspection office, who packs and sends clues."""
    user = making.another(city, "daohu", "导出员", "inspection_clerk", city.units.inspection_office)
    give_post(user=user, role="clue_sender", unit=city.units.inspection_office, since=SINCE, by=None)
    return User.objects.get(pk=user.pk)


def sent_by(
    city: Any,
    person: Any,
    *,
    titles: tuple[str, ...] = (making.TITLE,),
    unit: Any = None,
    grade: Grade = Grade.INTERNAL,
) -> SealedList:
    """Send a sealed list from the inspection office to the case office."""
    row = commands.draft_list(
        office=city.units.inspection_office, recipient=city.units.case_office, envelope="信封7", round=city.round,
        by=person,
    )  # fmt: skip
    for title in titles:
        commands.add_line(
            sealed_list=row, title=title, source="inspection", pages=3, copies=2, grade=grade, by=person, unit=unit
        )
    return commands.send_list(sealed_list=row, by=person)


def kept(two: Two, city: Any, packer: Any, *, by: Any = None, **more: Any) -> SealedPart:
    """Return what waits at the city: the county packed a list, the clerk (or ``by``) opened the package."""
    with two.acting("county"):
        sent_by(city, packer, **more)
    package = two.pack(chosen=SEALED, by=packer)
    with two.acting("above"):
        arrival = two.take_in(package.path.read_bytes(), by=city.people.clerk)
        with TestCase.captureOnCommitCallbacks(execute=True):
            open_package(arrival=arrival, choices={}, by=by or city.people.clerk)
    return SealedPart.objects.get(arrival=arrival)
