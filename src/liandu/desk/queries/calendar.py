"""The calendar: what is due or takes place on which day, within a reader's reach, in one statement."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liandu.access.queries import acts_of, own_offices, reach, visible
from liandu.access.queries.tasks import Source, TaskRow, asked, columns
from liandu.access.queries.teams import tasks_for as team_tasks
from liandu.access.roles import Act
from liandu.desk.queries.items import steps_of
from liandu.handover.queries import decisions_for, due_condition, lines_for, meetings_for
from liandu.handover.states import MeetingState
from liandu.kernel.days import DayMark, mark_of
from liandu.rectification.models import Item, ItemOffice, Milestone, Request
from liandu.rectification.rules import HERE
from liandu.rectification.states import OPEN, RequestState

MINE, OFFICE, ALL = "mine", "office", "all"
WHOSE = (MINE, OFFICE, ALL)
MOST_ITEMS = 200  # of one day, row by row
LONGEST_TEXT = 60


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day: its kind, words, about what, where it is opened, how many things it stands for."""

    day: date
    kind: str
    words: str
    about: str
    url: str
    n: int
    late: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the grid: its marks, what is on it, and whether it belongs to the month that is shown."""

    day: date
    mark: DayMark
    events: list[Event]
    inside: bool
    today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday to Sunday."""

    first: date
    weeks: list[list[Day]]

    @property
    def agenda(self) -> list[Day]:
        """Return the days of the month that have something on them, or a mark that matters."""
        return [day for week in self.weeks for day in week if day.inside and day.events]

    @property
    def before(self) -> date:
        """Return a day of the month before."""
        return self.first - timedelta(days=1)

    @property
    def after(self) -> date:
        """Return the first day of the month after."""
        return (self.first + timedelta(days=31)).replace(day=1)


def whose_for(reader: Any, wanted: str) -> str:
    """Return whose days to show: as wanted, else one's own where one has any, else all within reach."""
    if wanted in WHOSE:
        return wanted
    acting = {Act.PLAN_FILE, Act.PLAN_REVIEW, Act.PACKAGE_SIGN, Act.CLOSURE_SIGN}
    return MINE if acting & acts_of(reader) else ALL


def month_of(reader: Any, first: date, *, whose: str) -> Month:
    """Return the month that begins on ``first`` with what is on its days: one query."""
    start = first - timedelta(days=first.weekday())
    weeks = 6 if (first.weekday() + _length(first)) > 35 else 5
    until = start + timedelta(days=7 * weeks - 1)
    on: dict[date, list[Event]] = {}
    for event in events_for(reader, start, until, whose=whose):
        on.setdefault(event.day, []).append(event)
    today = timezone.localdate()

    def one(place: int) -> Day:
        day = start + timedelta(days=place)
        inside = (day.year, day.month) == (first.year, first.month)
        return Day(day, mark_of(day), on.get(day, []), inside, day == today)

    return Month(first, [[one(7 * week + place) for place in range(7)] for week in range(weeks)])


def day_alone(day: date) -> Day:
    """Return one day by itself, without what is on it."""
    return Day(day, mark_of(day), [], inside=True, today=day == timezone.localdate())


def _length(first: date) -> int:
    return ((first + timedelta(days=31)).replace(day=1) - first).days


def events_for(reader: Any, since: date, until: date, *, whose: str, act: Act = Act.ITEM_VIEW) -> list[Event]:
    """Return what is on the days from ``since`` to ``until``, by day, what is due before what takes place.

    ``act`` is what the reader does with the items: one may see more than one may take out.
    """
    acts, span = acts_of(reader), (since, until)
    sources: list[Source] = []
    if act in acts:
        sources += _of_items(reader, span, whose, act)
    if Act.MEETING_VIEW in acts:
        sources += [_meetings(reader, span, whose), _decisions(reader, span, whose)]
    if Act.PACKAGE_VIEW in acts:
        sources.append(_answers(reader, span, whose))
    if Act.TEAM_VIEW in acts:
        sources.append(_team_tasks(reader, span, whose))
    found = [event for events in asked(sources) for event in events]
    return sorted(found, key=lambda event: (event.day, KINDS.index(event.kind), event.about))


KINDS = ("deadline", "answer", "decision", "task", "publicity", "milestone", "meeting")


def items_of(reader: Any, whose: str, *, act: Act = Act.ITEM_VIEW) -> QuerySet[Item]:
    """Return the items within reach of ``act`` that are one's own to move, of one's own office, or all."""
    rows = visible(Item.objects.all(), reader, act)
    if whose == MINE:
        return rows.filter(steps_of(reader))
    if whose == OFFICE:
        mine = own_offices(reader, Act.ITEM_VIEW).values("pk")
        rows = rows.filter(kept_at=HERE)
        return rows.filter(Q(unit__in=mine) | Exists(ItemOffice.objects.filter(item=OuterRef("pk"), office__in=mine)))
    return rows


def items_due_on(reader: Any, day: date, *, whose: str, unit: str = "") -> list[Item]:
    """Return the open items whose present step is due on ``day`` (of ``unit``, when given), at most MOST_ITEMS."""
    rows = items_of(reader, whose).filter(state__in=OPEN, step_due_on=day).select_related("unit", "finding")
    rows = rows.filter(unit=int(unit)) if unit else rows
    return list(rows.order_by("number")[:MOST_ITEMS])


def _of_items(reader: Any, span: tuple[date, date], whose: str, act: Act) -> list[Source]:
    within = reach(reader, act, unit="item__unit")
    inner = Q() if whose == ALL else Q(item__in=items_of(reader, whose, act=act).order_by().values("pk"))
    due = items_of(reader, whose, act=act).filter(state__in=OPEN, step_due_on__range=span)
    milestones = Milestone.objects.filter(within & inner, due_on__range=span, done_on=None)
    publicity = Request.objects.filter(within & inner, state=RequestState.PUBLISHED, publicity_until__range=span)
    of_unit = {"n": Count("pk"), "text": "unit__short_name", "other": Min("pk"), "key": "unit"}
    of_item = {"n": Count("pk"), "text": "item__unit__short_name", "other": Min("item"), "key": "item__unit"}
    return [
        Source(columns(due, due="step_due_on", **of_unit), _item_event("deadline", _due_words)),
        Source(columns(milestones, due="due_on", **of_item), _item_event("milestone", _milestone_words)),
        Source(columns(publicity, due="publicity_until", **of_item), _item_event("publicity", _publicity_words)),
    ]


def _due_words(n: int) -> str:
    return ngettext("%(n)s 项到期", "%(n)s 项到期", n) % {"n": n}


def _milestone_words(n: int) -> str:
    return ngettext("%(n)s 个阶段目标到期", "%(n)s 个阶段目标到期", n) % {"n": n}


def _publicity_words(n: int) -> str:
    return ngettext("%(n)s 项公示期满", "%(n)s 项公示期满", n) % {"n": n}


def _item_event(kind: str, words: Callable[[int], str]) -> Callable[[TaskRow], Event]:
    today = timezone.localdate()

    def say(row: TaskRow) -> Event:
        day = row.due or today
        many = f"{reverse('desk:calendar')}?day={day.isoformat()}&unit={row.key}"
        url = reverse("rectification:item", args=[row.other]) if row.n == 1 or kind != "deadline" else many
        return Event(day, kind, words(row.n), row.text, url, row.n, day < today)

    return say


def _meetings(reader: Any, span: tuple[date, date], whose: str) -> Source:
    rows = meetings_for(reader).select_related(None).filter(held_on__range=span).exclude(state=MeetingState.CANCELLED)
    if whose == MINE:
        rows = rows.filter(members__user=reader.pk)

    def say(row: TaskRow) -> Event:
        url = reverse("handover:meeting", args=[row.key])
        return Event(_day(row), "meeting", _("联席会议"), row.text, url, 1, late=False)

    return Source(columns(rows.distinct(), key="pk", due="held_on", text="name"), say)


def _decisions(reader: Any, span: tuple[date, date], whose: str) -> Source:
    rows = decisions_for(reader).select_related(None).filter(done_on=None, due_on__range=span)
    if whose != ALL:
        rows = rows.filter(owner__in=own_offices(reader, Act.PACKAGE_SIGN).values("pk"))

    def say(row: TaskRow) -> Event:
        url = reverse("handover:meeting", args=[row.other]) + f"#decision-{row.key}"
        return Event(_day(row), "decision", _("议定事项到期"), row.text, url, 1, _day(row) < timezone.localdate())

    return Source(columns(rows, key="pk", due="due_on", text=Left("text", LONGEST_TEXT), other="meeting"), say)


def _answers(reader: Any, span: tuple[date, date], whose: str) -> Source:
    rows = lines_for(reader).select_related(None).filter(due_condition("running"), answer_due_on__range=span)
    if whose != ALL:
        rows = rows.filter(package__recipient__in=own_offices(reader, Act.PACKAGE_SIGN).values("pk"))

    def say(row: TaskRow) -> Event:
        words = ngettext("%(n)s 项答复到期", "%(n)s 项答复到期", row.n) % {"n": row.n}
        url = reverse("handover:package", args=[row.key])
        return Event(_day(row), "answer", words, row.text, url, row.n, _day(row) < timezone.localdate())

    found = columns(rows, key="package", n=Count("pk"), due="answer_due_on", text="package__recipient__short_name")
    return Source(found, say)


def _team_tasks(reader: Any, span: tuple[date, date], whose: str) -> Source:
    rows = team_tasks(reader).select_related(None).filter(done_on=None, due__range=span)
    if whose == MINE:
        rows = rows.filter(owner__user=reader.pk)

    def say(row: TaskRow) -> Event:
        url = reverse("desk:team", args=[row.other])
        return Event(_day(row), "task", _("联合监督事项到期"), row.text, url, 1, _day(row) < timezone.localdate())

    return Source(columns(rows, key="pk", due="due", text=Left("what", LONGEST_TEXT), other="team"), say)


def _day(row: TaskRow) -> date:
    return row.due or timezone.localdate()
