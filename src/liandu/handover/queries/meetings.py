"""What the pages of meetings show, and whom a meeting can name."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from liandu.access.models import Post
from liandu.access.queries import acts_of
from liandu.access.roles import ROLES, Act
from liandu.accounts.models import User
from liandu.handover.models import AgendaItem, Decision, Meeting, Member, Package
from liandu.handover.queries.packages import PAGE, Slice, digits
from liandu.handover.queries.reach import decisions_for, meetings_for, packages_for, sees_meetings_whole
from liandu.handover.states import MeetingState, PackageState
from liandu.orgs.models import Party
from liandu.orgs.queries import on_day

MEET = [key for key, role in ROLES.items() if Act.MEETING_VIEW in role.acts]


@dataclass(frozen=True, slots=True)
class MeetingsView:
    """Which meetings the address asks for."""

    term: str = ""
    round: str = ""
    before: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "MeetingsView":
        """Return the view of an address; what it asks wrongly is left out."""
        return cls(**{name: digits(asked.get(name)) for name in ("term", "round", "before")})

    def address(self, **changes: Any) -> str:
        """Return the query string of this view with ``changes``; a change leads back to the first page."""
        view = replace(self, **{"before": "", **changes})
        return urlencode({name: value for name, value in asdict(view).items() if value})


def meeting_page(reader: Any, view: MeetingsView) -> Slice:
    """Return the page of meetings that the view asks for, the newest called first, with counts: one query."""
    seen = packages_for(reader).order_by().values("pk")
    decided = decisions_for(reader).order_by().values("pk")
    rows = meetings_for(reader).annotate(
        packages_seen=Count("packages", filter=Q(packages__in=seen), distinct=True),
        decisions_seen=Count("decisions", filter=Q(decisions__in=decided), distinct=True),
    )
    exact = {"term": view.term, "round": view.round}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if view.before:
        rows = rows.filter(pk__lt=int(view.before))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    older = view.address(before=str(found[PAGE - 1].pk)) if len(found) > PAGE else ""
    return Slice(found[:PAGE], older)


@dataclass(frozen=True, slots=True)
class Point:
    """An item of the agenda with what is tied to it; ``item`` is None for what is tied to the meeting as a whole."""

    item: AgendaItem | None
    packages: list[Package]
    decisions: list[Decision]


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting as far as a reader sees it; ``whole`` is False for who is of none of the parties."""

    whole: bool
    points: list[Point]
    members: list[tuple[str, list[Member]]]


def meeting_view(reader: Any, meeting: Meeting) -> MeetingView:
    """Return the agenda with what is tied to each item, and who takes part by party: 4 queries."""
    whole = sees_meetings_whole(reader)
    packages = list(packages_for(reader).filter(meeting=meeting).exclude(state=PackageState.WITHDRAWN).order_by("pk"))
    decisions = list(decisions_for(reader).filter(meeting=meeting))
    agenda = list(meeting.agenda.all()) if whole else []
    known = {item.pk for item in agenda}
    points = [
        Point(
            item,
            [package for package in packages if package.agenda_id == item.pk],
            [decision for decision in decisions if decision.agenda_id == item.pk],
        )
        for item in agenda
    ]
    rest = Point(
        None,
        [package for package in packages if package.agenda_id not in known],
        [decision for decision in decisions if decision.agenda_id not in known],
    )
    if rest.packages or rest.decisions:
        points.append(rest)
    members = list(meeting.members.all()) if whole else []
    by_party = [(str(party.label), [row for row in members if row.party == party]) for party in Party]
    return MeetingView(whole, points, [(name, rows) for name, rows in by_party if rows])


def people_of_parties(reader: Any) -> QuerySet[User]:
    """Return the accounts with a post at an office of a party that sees meetings today, to who convenes meetings."""
    if Act.MEETING_HOLD not in acts_of(reader):
        return User.objects.none()
    posts = Post.objects.filter(on_day(timezone.localdate())).exclude(unit__party="").filter(role__in=MEET)
    return User.objects.filter(is_active=True, posts__in=posts).distinct().order_by("username")


def parties_of_people(reader: Any) -> dict[int, Post]:
    """Return the post by which each of people_of_parties() belongs to a party, by key of the person: one query."""
    posts = Post.objects.filter(
        on_day(timezone.localdate()), user__in=people_of_parties(reader).order_by().values("pk")
    )
    found: dict[int, Post] = {}
    for post in posts.exclude(unit__party="").filter(role__in=MEET).select_related("unit").order_by("pk"):
        found.setdefault(post.user_id, post)
    return found


def meetings_to_tie(reader: Any) -> QuerySet[Meeting]:
    """Return the meetings that packages can still be tied to, newest first."""
    return meetings_for(reader).filter(state__in=(MeetingState.CALLED, MeetingState.HELD)).order_by("-held_on", "-pk")


def decisions_due(reader: Any) -> QuerySet[Decision]:
    """Return the decisions that are not done, the earliest due first; those without a day come last."""
    rows = decisions_for(reader).filter(done_on=None).exclude(meeting__state=MeetingState.CANCELLED)
    return rows.order_by("due_on", "pk")
