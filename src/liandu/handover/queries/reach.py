"""Who sees which meeting and which package."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from liandu.access.queries import Ground, acts_of, own_offices, standings_of, units_within
from liandu.access.roles import Act
from liandu.handover.models import Decision, Line, LineKind, Meeting, Package
from liandu.handover.states import SENT, LineState, PackageState
from liandu.inspections.models import Round, Term
from liandu.inspections.states import State as MaterialState
from liandu.orgs.models import Unit

# Not Q(): joined with another condition by "or", an empty one would vanish instead of winning.
EVERYTHING, NOTHING = Q(pk__isnull=False), Q(pk__in=[])


def _places(reader: Any, act: Act, *names: str) -> Q:
    """Return the condition that one of the fields ``names`` (units) is where the reader carries ``act``.

    Who carries it over the whole city sees every package. Everybody else sees what their own office sends or gets: an
    office that supervises a unit does not read its post.
    """
    if units_within(reader, act) is None:
        return EVERYTHING
    condition, offices = NOTHING, own_offices(reader, act).order_by().values("pk")
    for name in names:
        condition |= Q(**{f"{name}__in": offices})
    return condition


def packages_for(reader: Any) -> QuerySet[Package]:
    """Return the packages the reader may see: sent ones of their offices, drafts only on the side that prepares."""
    sent = Q(state__in=SENT) | Q(state=PackageState.WITHDRAWN, number__isnull=False)
    seen = sent & _places(reader, Act.PACKAGE_VIEW, "sender", "recipient")
    prepared = _places(reader, Act.PACKAGE_PREPARE, "sender")
    rows = Package.objects.filter(seen | prepared)
    return rows.select_related("round__term", "meeting", "sender", "recipient", "handed_over_by", "supplements")


def sees_every_package(reader: Any) -> bool:
    """Return whether the reader sees every package that was sent, so that what they count is everything."""
    return units_within(reader, Act.PACKAGE_VIEW) is None


def packages_prepared_by(reader: Any) -> QuerySet[Package]:
    """Return the packages that the reader prepares and sends, whatever their state."""
    return packages_for(reader).filter(_places(reader, Act.PACKAGE_PREPARE, "sender"))


def prepares(reader: Any, package: Package) -> bool:
    """Return whether the reader is on the side that prepares ``package``."""
    return packages_prepared_by(reader).filter(pk=package.pk).exists()


def told_since(package: Package, *, prepares: bool) -> bool | datetime:
    """Return what of the history of ``package`` and its lines a reader of it is told: all of it, or from when on.

    What stood on the list while it was drafted is no business of who receives it.
    """
    return prepares or package.handed_over_at or False


def signs(reader: Any, package: Package) -> bool:
    """Return whether the reader may sign for the recipient of ``package``: never for what their own office sent."""
    if package.recipient_id is None or package.handed_over_by_id == reader.pk:
        return False
    offices = own_offices(reader, Act.PACKAGE_SIGN).filter(pk__in=[package.recipient_id, package.sender_id])
    return set(offices.values_list("pk", flat=True)) == {package.recipient_id}


def lines_for(reader: Any) -> QuerySet[Line]:
    """Return the lines of the packages the reader may see."""
    rows = Line.objects.filter(package__in=packages_for(reader).order_by().values("pk"))
    return rows.select_related(
        "package__round__term",
        "package__sender",
        "package__recipient",
        "material__file",
        "finding",
        "unit",
        "office_from",
        "office_to",
        "signed_by",
        "answer",
    )


def reads_original(reader: Any, line: Line) -> bool:
    """Return whether the reader, for the recipient, may read the original that ``line`` hands over.

    They may while it waits and once it is accepted; what was refused or returned is no longer theirs.
    """
    held = {LineState.OPEN, LineState.ACCEPTED, LineState.DISCREPANCY}
    if line.kind != LineKind.MATERIAL or line.material is None or line.package.state not in SENT:
        return False
    if line.state not in held or line.material.state != MaterialState.KEPT or line.package.recipient_id is None:
        return False
    return own_offices(reader, Act.PACKAGE_SIGN).filter(pk=line.package.recipient_id).exists()


def sees_meetings_whole(reader: Any) -> bool:
    """Return whether the reader belongs to one of the three parties, or to the city's leaders: they see all of it."""
    if units_within(reader, Act.MEETING_VIEW) is None:
        return True
    standings = [one for one in standings_of(reader) if Act.MEETING_VIEW in one.acts and one.ground != Ground.TEAM]
    if not standings or any(one.unit.party for one in standings):  # an office of a party is there without asking
        return bool(standings)
    return own_offices(reader, Act.MEETING_VIEW).exclude(party="").exists()


def meetings_for(reader: Any) -> QuerySet[Meeting]:
    """Return the meetings the reader may see; who is of none of the parties sees those that concern their office."""
    rows = Meeting.objects.select_related("term", "round", "minutes", "called_by")
    if Act.MEETING_VIEW not in acts_of(reader):
        return rows.none()
    if sees_meetings_whole(reader):
        return rows
    offices = own_offices(reader, Act.MEETING_VIEW).values("pk")
    mine = packages_for(reader).order_by().values("pk")
    concerned = Q(decisions__owner__in=offices) | Q(packages__in=mine) | Q(members__user=reader)
    return rows.filter(pk__in=Meeting.objects.filter(concerned).order_by().values("pk"))


def decisions_for(reader: Any) -> QuerySet[Decision]:
    """Return the decisions of meetings: all to the parties, to others those that their office carries out."""
    rows = Decision.objects.select_related("meeting", "owner", "agenda", "done_by").exclude(meeting__state="cancelled")
    if Act.MEETING_VIEW not in acts_of(reader):
        return rows.none()
    if sees_meetings_whole(reader):
        return rows
    return rows.filter(owner__in=own_offices(reader, Act.MEETING_VIEW).values("pk"))


def may_close(reader: Any, decision: Decision) -> bool:
    """Return whether the reader may say that ``decision`` is done: who keeps the meetings, or the office it is for."""
    if Act.MEETING_HOLD in acts_of(reader):
        return True
    return own_offices(reader, Act.PACKAGE_SIGN).filter(pk=decision.owner_id).exists()


def offices_that_send(reader: Any) -> QuerySet[Unit]:
    """Return the offices in whose name the reader prepares packages."""
    return own_offices(reader, Act.PACKAGE_PREPARE).exclude(party="").order_by("path")


def recipients_for(reader: Any) -> QuerySet[Unit]:
    """Return the offices and units a package can go to, in tree order."""
    rows = Unit.objects.exclude(sector="", party="").order_by("path")
    return rows if Act.PACKAGE_PREPARE in acts_of(reader) else rows.none()


def offices_of_parties(reader: Any) -> QuerySet[Unit]:
    """Return the offices of the three parties, in tree order."""
    rows = Unit.objects.exclude(party="").order_by("path")
    return rows if {Act.PACKAGE_PREPARE, Act.MEETING_HOLD} & acts_of(reader) else rows.none()


def rounds_to_hand_over(reader: Any) -> QuerySet[Round]:
    """Return the rounds packages can be prepared for, our own first, the newest on top."""
    rows = Round.objects.select_related("term").order_by("term__mark", "-term__number", "-number")
    return rows if {Act.PACKAGE_PREPARE, Act.MEETING_HOLD} & acts_of(reader) else rows.none()


def terms_to_meet_in(reader: Any) -> QuerySet[Term]:
    """Return the terms a meeting can be called in, newest first: our own, not those that came in an exchange."""
    return Term.objects.filter(mark="") if Act.MEETING_HOLD in acts_of(reader) else Term.objects.none()
