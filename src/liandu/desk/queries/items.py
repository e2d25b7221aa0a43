"""What waits for a person among the items, and what they wait for: groups by unit, one source of rows for each step.

An item waits for whoever makes the next move: the unit where it is to be acknowledged, planned or worked on, the
office whose duty it is (ItemOffice) where a plan is to be reviewed, an extension to be decided or a request to be
signed. What is told here are counts with the earliest day; the ledger has the rows.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    FilteredRelation,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from liandu.access.queries import NOTHING, acts_of, own_offices, reach
from liandu.access.queries.tasks import Source, TaskRow, columns
from liandu.access.roles import Act
from liandu.inspections.models import Signer
from liandu.kernel.tasks import Task
from liandu.rectification.models import Extension, Item, ItemOffice, PlanEntry, Request
from liandu.rectification.states import AskedState, EntryState, RequestState, State

NEAR_DAYS = 20  # the first reminder of the policies
# How near a day is, in the ledger's own words, and the tone of it.
LATE, NEAR, LATER = "overdue", "near", ""
TONES = {LATE: "late", NEAR: "look", LATER: "now"}


def items_address(**keys: Any) -> str:
    """Return the address of the ledger of items narrowed to ``keys`` (round, unit, sector, state, kind, due…)."""
    asked = urlencode({name: value for name, value in keys.items() if value not in {"", None}})
    return "/ledger/items/" + (f"?{asked}" if asked else "")


def nearness(field: str, today: date) -> Case:
    """Return how near the day in ``field`` is: LATE, NEAR or LATER; what has no day is LATER."""
    return Case(
        When(**{f"{field}__lt": today}, then=Value(LATE)),
        When(**{f"{field}__lte": today + timedelta(days=NEAR_DAYS)}, then=Value(NEAR)),
        default=Value(LATER),
        output_field=CharField(),
    )


def item_sources(reader: Any) -> list[Source]:
    """Return what may wait for this person among the items, by what they may do."""
    acts, today = acts_of(reader), timezone.localdate()
    return [*_of_the_unit(reader, acts, today), *_of_the_office(reader, acts, today)]


def _of_the_unit(reader: Any, acts: Iterable[Act], today: date) -> list[Source]:
    """Return what the reader's own unit has to do: acknowledge, plan, go on with what is due."""
    sources = []
    if Act.ITEM_ACKNOWLEDGE in acts:
        rows = Item.objects.filter(reach(reader, Act.ITEM_ACKNOWLEDGE), state=State.REGISTERED)
        sources.append(_groups(rows, today, gettext_lazy("问题待认领"), _("认领"), state=State.REGISTERED))
    if Act.PLAN_FILE in acts:
        rows = Item.objects.filter(reach(reader, Act.PLAN_FILE), state=State.ACKNOWLEDGED)
        sources.append(_groups(rows, today, gettext_lazy("待报方案"), _("报方案"), state=State.ACKNOWLEDGED))
    if Act.PROGRESS_REPORT in acts:
        soon = Q(step_due_on__lte=today + timedelta(days=NEAR_DAYS))
        rows = Item.objects.filter(reach(reader, Act.PROGRESS_REPORT), soon, state=State.RECTIFYING)
        sources.append(_groups(rows, today, gettext_lazy("整改临近或超过时限"), _("办理"), state=State.RECTIFYING))
    return sources


def _of_the_office(reader: Any, acts: Iterable[Act], today: date) -> list[Source]:
    """Return what others wait for from the reader's office: reviews, signatures, decisions."""
    sources = []
    if Act.PLAN_REVIEW in acts:
        rows = Item.objects.filter(_reviews(reader, Act.PLAN_REVIEW), state=State.PLAN_REVIEW)
        words = gettext_lazy("方案待审核")
        sources.append(_groups(rows, today, words, _("审核"), state=State.PLAN_REVIEW, blocks=True))
    if Act.EXTENSION_DECIDE in acts:
        sources.append(_extensions(reader, today))
    if Act.CLOSURE_SIGN in acts:
        rows = Item.objects.filter(_has_a_duty(reader, Act.CLOSURE_SIGN), state=State.REQUESTED)
        words = gettext_lazy("销号待签字")
        sources.append(_groups(rows, today, words, _("签字"), state=State.REQUESTED, blocks=True))
        sources.append(_publicity_over(reader, today))
    if Act.DISPUTE_DECIDE in acts:
        rows = Item.objects.filter(reach(reader, Act.DISPUTE_DECIDE), state=State.DISPUTED)
        words = gettext_lazy("异议待答复")
        sources.append(_groups(rows, today, words, _("答复"), state=State.DISPUTED, blocks=True))
    return sources


def steps_of(reader: Any) -> Q:
    """Return the condition that the present step of an item is one that the reader can make."""
    acts = acts_of(reader)
    steps = {
        State.REGISTERED: (Act.ITEM_ACKNOWLEDGE, reach),
        State.ACKNOWLEDGED: (Act.PLAN_FILE, reach),
        State.RECTIFYING: (Act.PROGRESS_REPORT, reach),
        State.DISPUTED: (Act.DISPUTE_DECIDE, reach),
        State.PLAN_REVIEW: (Act.PLAN_REVIEW, _reviews),
        State.REQUESTED: (Act.CLOSURE_SIGN, _has_a_duty),
        State.PUBLICITY: (Act.CLOSURE_SIGN, _has_a_duty),
    }
    condition = NOTHING
    for state, (act, where) in steps.items():
        if act in acts:
            condition |= Q(where(reader, act), state=state)
    return condition


def _duty(office: Any, *duties: Signer, item: str = "pk") -> Exists:
    return Exists(ItemOffice.objects.filter(item=OuterRef(item), office__in=office, duty__in=duties))


def _has_a_duty(reader: Any, act: Act) -> Exists:
    """Return the condition that an office in whose name the reader may do ``act`` has a duty on the item."""
    mine = own_offices(reader, act).values("pk")
    return _duty(mine, Signer.SUPERVISING, Signer.ORGANIZATION, Signer.INSPECTION)


def _reviews(reader: Any, act: Act, *, item: str = "pk") -> Q:
    """Return the condition that the reader's office supervises the item; the inspection office where no office does."""
    mine = own_offices(reader, act).values("pk")
    nobody = ~Exists(ItemOffice.objects.filter(item=OuterRef(item), duty=Signer.SUPERVISING))
    return Q(_duty(mine, Signer.SUPERVISING, item=item)) | Q(_duty(mine, Signer.INSPECTION, item=item), nobody)


def _groups(
    rows: QuerySet[Item], today: date, group: str | Promise, button: str, *, state: str, blocks: bool = False
) -> Source:
    """Return ``rows`` as one task for each unit and nearness."""
    found = columns(
        rows, key="unit", n=Count("pk"), due=Min("step_due_on"), text="unit__short_name",
        more=nearness("step_due_on", today), other=Min("pk"),
    )  # fmt: skip
    return Source(found, _told(group, button, blocks=blocks, state=state))


def _told(group: str | Promise, button: str, *, blocks: bool, tone: str = "", **keys: Any) -> Callable[[TaskRow], Task]:
    """Return what makes a task of a group of items; ``keys`` narrow the ledger to its rows."""

    def say(row: TaskRow) -> Task:
        return Task(
            ngettext("%(n)s 项%(what)s", "%(n)s 项%(what)s", row.n) % {"n": row.n, "what": group},
            row.text,
            rows_of(row.n, row.other, unit=row.key, due=row.more, **keys),
            button,
            tone or TONES[row.more],
            due=row.due,
            blocks=blocks,
            n=row.n,
            group=str(group),
        )

    return say


def rows_of(n: int, item: int, **keys: Any) -> str:
    """Return where the rows of a group are: the item itself when it is one, else the ledger narrowed to ``keys``."""
    return reverse("rectification:item", args=[item]) if n == 1 else items_address(**keys)


def _extensions(reader: Any, today: date) -> Source:
    """Return the extensions that the reader's office decides, as groups by how near the old deadline is."""
    waiting = Extension.objects.filter(
        _reviews(reader, Act.EXTENSION_DECIDE, item="item"), state=AskedState.ASKED
    ).exclude(asked_by=reader)  # fmt: skip
    found = columns(
        waiting, key="item__unit", n=Count("pk"), due=Min("due_before"), text="item__unit__short_name",
        more=nearness("due_before", today), other=Min("item"),
    )  # fmt: skip
    return Source(found, _told(gettext_lazy("延期申请待审批"), _("审批"), blocks=True, state=State.RECTIFYING))


def _publicity_over(reader: Any, today: date) -> Source:
    """Return the items whose publicity is over, for the office that signs last."""
    mine = own_offices(reader, Act.CLOSURE_SIGN).values("pk")
    over = Request.objects.filter(
        _duty(mine, Signer.INSPECTION, item="item"), state=RequestState.PUBLISHED, publicity_until__lt=today
    )
    found = columns(over, key="item__unit", n=Count("pk"), due=Min("publicity_until"), text="item__unit__short_name",
                    more=Value(LATE, output_field=CharField()), other=Min("item"))  # fmt: skip
    words = gettext_lazy("公示期满待销号")
    return Source(found, _told(words, _("办理"), blocks=True, tone="look", state=State.PUBLICITY))


def waiting_sources(reader: Any) -> list[Source]:
    """Return what the reader asked for or handed on: by unit, and who has it now (``about``)."""
    acts = acts_of(reader)
    sources = []
    if Act.PLAN_FILE in acts:
        within = reach(reader, Act.PLAN_FILE)
        sources += [
            _at_offices(within, State.PLAN_REVIEW, Signer.SUPERVISING, gettext_lazy("方案审核中")),
            _at_offices(within, State.REQUESTED, Signer.SUPERVISING, gettext_lazy("销号审核中")),
            _at_offices(within, State.DISPUTED, Signer.INSPECTION, gettext_lazy("异议待答复")),
            _asked_extensions(reader),
        ]
    if Act.PLAN_REVIEW in acts:
        sources.append(_returned_plans(reader))
    if Act.ITEM_OPEN in acts:
        rows = Item.objects.filter(reach(reader, Act.ITEM_OPEN), state=State.REGISTERED)
        found = columns(rows, key="unit", n=Count("pk"), due=Min("step_due_on"), text="unit__short_name",
                        other=Min("pk"))  # fmt: skip
        sources.append(Source(found, _elsewhere(gettext_lazy("问题待认领"), state=State.REGISTERED)))
    return sources


def _elsewhere(group: str | Promise, **keys: Any) -> Callable[[TaskRow], Task]:
    return _told(group, _("查看"), blocks=False, tone="plain", **keys)


def _at_offices(within: Q, state: State, duty: Signer, group: str | Promise) -> Source:
    """Return the reader's items in ``state``, by unit and by the office whose duty it is now."""
    rows = Item.objects.filter(within, state=state).annotate(
        at=FilteredRelation("offices", condition=Q(offices__duty=duty))
    )
    found = columns(rows, key="unit", n=Count("pk", distinct=True), due=Min("step_due_on"),
                    text=Coalesce("at__office__short_name", Value("")), other=Min("pk"))  # fmt: skip
    return Source(found, _elsewhere(group, state=state))


def _asked_extensions(reader: Any) -> Source:
    rows = Extension.objects.filter(
        reach(reader, Act.PLAN_FILE, unit="item__unit"), state=AskedState.ASKED
    ).annotate(at=FilteredRelation("item__offices", condition=Q(item__offices__duty=Signer.SUPERVISING)))  # fmt: skip
    found = columns(rows, key="item__unit", n=Count("pk", distinct=True), due=Min("due_before"),
                    text=Coalesce("at__office__short_name", Value("")), other=Min("item"))  # fmt: skip
    return Source(found, _elsewhere(gettext_lazy("延期申请待审批"), state=State.RECTIFYING))


def _returned_plans(reader: Any) -> Source:
    """Return the entries of plans that the reader's office returned and that the unit has not sent again."""
    mine = own_offices(reader, Act.PLAN_REVIEW).values("pk")
    rows = PlanEntry.objects.filter(state=EntryState.RETURNED, reviewed_for__in=mine, item__state=State.ACKNOWLEDGED)
    found = columns(rows, key="item__unit", n=Count("pk"), due=Min("item__step_due_on"),
                    text="item__unit__short_name", other=Min("item"))  # fmt: skip
    return Source(found, _elsewhere(gettext_lazy("方案退回待重报"), state=State.ACKNOWLEDGED))
