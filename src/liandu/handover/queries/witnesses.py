"""The other way round of reach: who could see a package or a meeting on a day, and by which way."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import timezone

from liandu.access.queries import Witness, who_acted_for, who_carried
from liandu.access.roles import Act
from liandu.handover.models import Meeting, Package
from liandu.handover.states import SENT, PackageState
from liandu.orgs.models import Unit


def _was_sent(package: Package, day: date) -> bool:
    """Return whether ``package`` was handed over by ``day``; what was taken back later stays known to both sides."""
    sent = package.state in SENT or (package.state == PackageState.WITHDRAWN and package.number is not None)
    return sent and (package.handed_over_at is None or timezone.localdate(package.handed_over_at) <= day)


def _each_once(witnesses: Iterable[Witness]) -> list[Witness]:
    """Return each standing of each person once, by name."""
    found: dict[tuple[int, str], Witness] = {}
    for one in witnesses:
        found.setdefault((one.person.pk, one.path.standing.key), one)
    return sorted(found.values(), key=lambda one: (str(one.person), one.person.pk, one.path.standing.key))


def witnesses_of_packages(packages: Sequence[Package], day: date) -> list[Witness]:
    """Return who could see one of ``packages`` on ``day``, as in packages_for(): six queries at most."""
    sent = [package for package in packages if _was_sent(package, day)]
    places: list[Unit] = [place for package in sent for place in (package.sender, package.recipient) if place]
    seen = who_acted_for(Act.PACKAGE_VIEW, places, day) if sent else []
    prepared = who_acted_for(Act.PACKAGE_PREPARE, [package.sender for package in packages], day) if packages else []
    return _each_once([*seen, *prepared])


def witnesses_of_meeting(meeting: Meeting, day: date) -> tuple[list[Witness], list[Witness], list[Witness]]:
    """Return who could see a meeting on ``day``, as in meetings_for(): by office, as a member, by a package tied to it.

    By office are those who act for an office of a party, or for one that carries out a decision of the meeting, and who
    sees meetings all over the city. Nobody is told twice.
    """
    parties = Unit.objects.exclude(party="").order_by("path")
    owners = Unit.objects.filter(pk__in=meeting.decisions.order_by().values("owner"))
    by_office = who_acted_for(Act.MEETING_VIEW, [*parties, *owners], day)
    known = {one.person.pk for one in by_office}
    others = [one for one in who_carried((Act.MEETING_VIEW,), day) if one.person.pk not in known]
    invited = set(meeting.members.exclude(user=None).order_by().values_list("user", flat=True))
    members = [one for one in others if one.person.pk in invited]
    rest = {one.person.pk for one in others} - invited
    packages = list(meeting.packages.select_related("sender", "recipient"))
    by_package = [one for one in witnesses_of_packages(packages, day) if one.person.pk in rest]
    return by_office, members, by_package
