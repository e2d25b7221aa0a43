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
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from liandu.access.queries import NOTHING, acts_of, own_offices, reach, visible
from liandu.access.queries.tasks import Source, TaskRow, columns
from liandu.access.roles import Act
from liandu.inspections.models import Signer
from liandu.kernel.tasks import Task
from liandu.rectification.looks import NEAR_DAYS
from liandu.rectification.models import Extension, ItemOffice, PlanEntry, Request
from liandu.rectification.queries import own_items
from liandu.rectification.rules import HERE, policy_for
from liandu.rectification.states import AskedState, EntryState, RequestState, State
from liandu.supervision.queries import open_requests, reopenings_for, turns_of

# How near a day is, in the ledger's own words, and the tone of it.
LATE, NEAR, LATER = "overdue", "near", ""
TONES = {LATE: "late", NEAR: "look", LATER: "now"}


def items_address(**keys: Any) -> str:
    """Return the address of the ledger of items narrowed to ``keys`` (round, unit, sector, state, kind, deadline…)."""
    asked = urlencode({name: value for name, value in keys.items() if value not in {"", None}})
    return f"{reverse('ledgers:items')}?{asked or 'sort=number'}"


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
        rows = own_items().filter(reach(reader, Act.ITEM_ACKNOWLEDGE), state=State.REGISTERED)
        told = _told(gettext_lazy("问题待认领"), _("认领"), place=_acknowledging)
        sources.append(Source(_groups(rows, today), told))
    if Act.PLAN_FILE in acts:
        rows = own_items().filter(reach(reader, Act.PLAN_FILE), state=State.ACKNOWLEDGED)
        told = _told(pgettext_lazy("waiting", "待报方案"), _("报方案"), place=_plan)
        sources.append(Source(_groups(rows, today, other=Min("entry__plan")), told))
    if Act.PROGRESS_REPORT in acts:
        soon = Q(step_due_on__lte=today + timedelta(days=NEAR_DAYS))
        rows = own_items().filter(reach(reader, Act.PROGRESS_REPORT), soon, state=State.RECTIFYING)
        told = _told(
            pgettext_lazy("waiting", "整改临近时限"), _("办理"), late=_("整改超过时限"), state=State.RECTIFYING
        )
        sources.append(Source(_groups(rows, today), told))
    return sources


def _acknowledging(row: TaskRow) -> str:
    return rows_of(row.n, row.other) if row.n == 1 else reverse("rectification:acknowledge_all")


def _plan(row: TaskRow) -> str:
    return reverse("rectification:plan", args=[row.other]) if row.other else reverse("rectification:plans")


def _of_the_office(reader: Any, acts: Iterable[Act], today: date) -> list[Source]:
    """Return what others wait for from the reader's office: reviews, signatures, decisions."""
    sources = []
    if Act.PLAN_REVIEW in acts:
        rows = own_items().filter(_reviews(reader, Act.PLAN_REVIEW), state=State.PLAN_REVIEW)
        told = _told(gettext_lazy("方案待审核"), _("审核"), blocks=True, place=_plan_to_review)
        sources.append(Source(_groups(rows, today, other=Min("entry__plan")), told))
    if Act.EXTENSION_DECIDE in acts:
        sources.append(_extensions(reader, today))
    if Act.CLOSURE_SIGN in acts:
        sources.append(_to_sign(reader, today))
    if Act.ITEM_REOPEN in acts:
        sources.append(_reopenings(reader))
    if Act.DISPUTE_DECIDE in acts:
        rows = own_items().filter(reach(reader, Act.DISPUTE_DECIDE), state=State.DISPUTED)
        told = _told(gettext_lazy("异议待答复"), _("答复"), blocks=True, state=State.DISPUTED)
        sources.append(Source(_groups(rows, today), told))
    return sources


def _plan_to_review(row: TaskRow) -> str:
    return reverse("rectification:plan", args=[row.other]) if row.other else reverse("rectification:plans_to_review")


def steps_of(reader: Any) -> Q:
    """Return the condition that the present step of an item is one that the reader can make."""
    acts = acts_of(reader)
    steps: dict[State, tuple[Act, Callable[[Any, Act], Any]]] = {
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
    return Q(condition, kept_at=HERE)


def _duty(office: Any, *duties: Signer, item: str = "pk") -> Exists:
    return Exists(ItemOffice.objects.filter(item=OuterRef(item), office__in=office, duty__in=duties))


def _has_a_duty(reader: Any, act: Act) -> Exists:
    """Return the condition that an office in whose name the reader may do ``act`` has a duty on the item."""
    mine = own_offices(reader, act).values("pk")
    return _duty(mine, *(duty for duty in Signer if duty != Signer.UNIT))


def _reviews(reader: Any, act: Act, *, item: str = "pk") -> Q:
    """Return the condition that the reader's office supervises the item; the inspection office where no office does."""
    mine = own_offices(reader, act).values("pk")
    nobody = ~Exists(ItemOffice.objects.filter(item=OuterRef(item), duty=Signer.SUPERVISING))
    return Q(_duty(mine, Signer.SUPERVISING, item=item)) | Q(_duty(mine, Signer.INSPECTION, item=item), nobody)


def _groups(rows: QuerySet[Any], today: date, *, item: str = "", due: str = "step_due_on", other: Any = None) -> Any:
    """Return ``rows`` by unit and by how near the day in ``due`` is; ``item`` leads from a row to its item."""
    return columns(
        rows,
        key=f"{item}unit",
        n=Count("pk"),
        due=Min(due),
        text=f"{item}unit__short_name",
        more=nearness(due, today),
        other=other or Min(item.removesuffix("__") or "pk"),
    )


def _told(
    group: str | Promise,
    button: str,
    *,
    blocks: bool = False,
    tone: str = "",
    place: Callable[[TaskRow], str] | None = None,
    late: str = "",
    **keys: Any,
) -> Callable[[TaskRow], Task]:
    """Return what makes a task of a group of items.

    ``late`` is what the group is called when its day has passed, where that is something else. ``place`` says where it
    is done: without one the item, or the ledger narrowed to unit, nearness and ``keys``.
    """

    def say(row: TaskRow) -> Task:
        what = late if late and row.more == LATE else str(group)
        return Task(
            ngettext("%(n)s 项%(what)s", "%(n)s 项%(what)s", row.n) % {"n": row.n, "what": what},
            row.text,
            place(row) if place else rows_of(row.n, row.other, unit=row.key, deadline=row.more, **keys),
            button,
            tone or TONES[row.more],
            due=row.due,
            blocks=blocks,
            n=row.n,
            group=what,
        )

    return say


def rows_of(n: int, item: int, **keys: Any) -> str:
    """Return where the rows of a group are: the item itself when it is one, else the ledger narrowed to ``keys``."""
    return reverse("rectification:item", args=[item]) if n == 1 else items_address(**keys)


def _extensions(reader: Any, today: date) -> Source:
    """Return the extensions that the reader's office decides, as groups by how near the old deadline is.

    Which office that is the policy of the item's round says (rectification.queries.extensions has them one by one); so
    that it is asked in the same statement, the policy is read by the database.
    """
    mine = own_offices(reader, Act.EXTENSION_DECIDE).values("pk")
    of_item = ItemOffice.objects.filter(item=OuterRef("item"))
    decides = Q(Exists(of_item.filter(office__in=mine, duty=OuterRef("approver")))) | Q(
        Exists(of_item.filter(office__in=mine, duty=Signer.INSPECTION)),
        ~Exists(of_item.filter(duty=OuterRef("approver"))),
    )
    within = reach(reader, Act.EXTENSION_DECIDE, unit="item__unit")
    waiting = Extension.objects.filter(within, state=AskedState.ASKED).exclude(asked_by=reader)
    waiting = waiting.alias(approver=_approver()).filter(decides)
    told = _told(
        gettext_lazy("延期申请待审批"), _("审批"), blocks=True, place=lambda _row: reverse("rectification:extensions")
    )
    return Source(_groups(waiting, today, item="item__", due="due_before"), told)


def _approver() -> Coalesce:
    """Return which duty decides about an extension: as the policy of its item's round says, else the first policy."""
    said = KeyTextTransform("approver", KeyTransform("extension", "item__policy__content"))
    return Coalesce(said, Value(policy_for(None).extension.approver))


def _to_sign(reader: Any, today: date) -> Source:
    """Return the requests whose turn it is for the reader's office to sign, never one's own."""

    def place(row: TaskRow) -> str:
        return reverse("supervision:review", args=[row.other]) if row.n == 1 else reverse("supervision:queue")

    told = _told(gettext_lazy("销号待签字"), _("签字"), blocks=True, place=place)
    requests = visible(open_requests(reader), reader, Act.CLOSURE_SIGN, unit="item__unit").exclude(asked_by=reader)
    mine = turns_of(requests).filter(office__in=own_offices(reader, Act.CLOSURE_SIGN).values("pk"))
    found = columns(
        mine, key="item__unit", n=Count("item", distinct=True), due=Min("item__step_due_on"),
        text="item__unit__short_name", more=nearness("item__step_due_on", today), other=Min("asked"),
    )  # fmt: skip
    return Source(found, told)


def _reopenings(reader: Any) -> Source:
    """Return the re-openings that somebody asked for and that another person has to confirm."""
    rows = visible(reopenings_for(reader).select_related(None), reader, Act.ITEM_REOPEN, unit="item__unit")
    rows = rows.filter(state=AskedState.ASKED).exclude(asked_by=reader)

    def say(row: TaskRow) -> Task:
        words, url = _("重新立账待确认"), reverse("supervision:reopening", args=[row.key])
        return Task(words, row.text, url, _("确认"), "now", blocks=True, group=_("重新立账待确认"))

    about = Concat("item__number", Value(" "), "item__unit__short_name", output_field=CharField())
    return Source(columns(rows, key="pk", text=about), say)


def waiting_sources(reader: Any) -> list[Source]:
    """Return what the reader asked for or handed on: by unit, and who has it now (``about``)."""
    acts = acts_of(reader)
    sources = []
    if Act.PLAN_FILE in acts:
        within = reach(reader, Act.PLAN_FILE)
        sources += [
            _at_offices(within, State.PLAN_REVIEW, Signer.SUPERVISING, pgettext_lazy("waiting", "方案审核中")),
            _signed_next(reader),
            _at_offices(within, State.DISPUTED, Signer.INSPECTION, gettext_lazy("异议待答复")),
            _asked_extensions(reader),
        ]
    if Act.PLAN_REVIEW in acts:
        sources.append(_returned_plans(reader))
    if Act.ITEM_OPEN in acts:
        rows = own_items().filter(reach(reader, Act.ITEM_OPEN), state=State.REGISTERED)
        found = columns(rows, key="unit", n=Count("pk"), due=Min("step_due_on"), text="unit__short_name",
                        other=Min("pk"))  # fmt: skip
        sources.append(Source(found, _elsewhere(gettext_lazy("问题待认领"), state=State.REGISTERED)))
    return sources


def _elsewhere(group: str | Promise, **keys: Any) -> Callable[[TaskRow], Task]:
    return _told(group, _("查看"), tone="plain", **keys)


def _at_offices(within: Q, state: State, duty: Signer, group: str | Promise) -> Source:
    """Return the reader's items in ``state``, by unit and by the office whose duty it is now."""
    rows = (
        own_items()
        .filter(within, state=state)
        .annotate(at=FilteredRelation("offices", condition=Q(offices__duty=duty)))
    )
    found = columns(rows, key="unit", n=Count("pk", distinct=True), due=Min("step_due_on"),
                    text=Coalesce("at__office__short_name", Value("")), other=Min("pk"))  # fmt: skip
    return Source(found, _elsewhere(group, state=state))


def _signed_next(reader: Any) -> Source:
    """Return the reader's requests by the office whose turn it is to sign."""
    requests = Request.objects.filter(
        reach(reader, Act.PLAN_FILE, unit="item__unit"), state=RequestState.OPEN, item__state=State.REQUESTED
    )
    found = columns(
        turns_of(requests), key="item__unit", n=Count("item", distinct=True), due=Min("item__step_due_on"),
        text="office__short_name", other=Min("item"),
    )  # fmt: skip
    return Source(found, _elsewhere(pgettext_lazy("waiting", "销号审核中"), state=State.REQUESTED))


def _asked_extensions(reader: Any) -> Source:
    rows = Extension.objects.filter(reach(reader, Act.PLAN_FILE, unit="item__unit"), state=AskedState.ASKED)
    office = ItemOffice.objects.filter(item=OuterRef("item"), duty=OuterRef("approver")).order_by("pk")
    rows = rows.alias(approver=_approver()).annotate(at=Subquery(office.values("office__short_name")[:1]))
    found = columns(rows, key="item__unit", n=Count("pk"), due=Min("due_before"),
                    text=Coalesce("at", Value("")), other=Min("item"))  # fmt: skip
    return Source(found, _elsewhere(gettext_lazy("延期申请待审批"), state=State.RECTIFYING))


def _returned_plans(reader: Any) -> Source:
    """Return the entries of plans that the reader's office returned and that the unit has not sent again."""
    mine = own_offices(reader, Act.PLAN_REVIEW).values("pk")
    rows = PlanEntry.objects.filter(state=EntryState.RETURNED, reviewed_for__in=mine, item__state=State.ACKNOWLEDGED)
    found = columns(rows, key="item__unit", n=Count("pk"), due=Min("item__step_due_on"),
                    text="item__unit__short_name", other=Min("item"))  # fmt: skip
    return Source(found, _elsewhere(gettext_lazy("方案退回待重报"), state=State.ACKNOWLEDGED))
