"""Writing a plan: begun, many entries saved at once, submitted as one act, taken back while nobody gave an opinion."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.inspections.models import Round
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit
from liandu.rectification.commands.posting import post_entry
from liandu.rectification.models import EntryVersion, Item, Measure, Milestone, Plan, PlanEntry, Task
from liandu.rectification.queries.plans import entry_of
from liandu.rectification.rules import HERE
from liandu.rectification.rules.plan_content import (
    EntryContent,
    changed_fields,
    content_of,
    spelled,
    without_blanks,
)
from liandu.rectification.rules.plans import (
    against_editing,
    against_submitting,
    against_taking_back,
    faults_of,
    latest_day,
)
from liandu.rectification.states import (
    ENTRIES,
    PLANS,
    Act,
    EntryAct,
    EntryOutcome,
    EntryState,
    PlanAct,
    PlanState,
    State,
)

NAMED = 30  # numbers in an entry of the journal


@dataclass(frozen=True, slots=True)
class Edit:
    """What one entry shall say, and the edition that its writer saw (0: there was none)."""

    item: int
    edition: int
    content: EntryContent


def hold_plan(plan: Plan) -> Plan:
    """Return the plan as it is now, held to the end of the transaction, so that acts on it follow each other."""
    return Plan.objects.select_for_update().select_related("unit", "round").get(pk=plan.pk)


def items_held(plan: Plan, keys: Collection[int]) -> list[Item]:
    """Return those items of ``plan`` with their entries as they are now, by number; mirrors are in no plan of ours."""
    rows = Item.objects.filter(pk__in=keys, unit=plan.unit_id, round=plan.round_id, kept_at=HERE).order_by("number")
    return list(
        rows.select_related("unit", "finding", "line", "entry__changed_by").prefetch_related(
            "milestones", "offices", "entry__tasks__measures"
        )
    )


@transaction.atomic
def begin_plan(*, unit: Unit, round: Round, by: Any) -> Plan:  # noqa: A002 - the field's term
    """Begin the plan of ``unit`` for ``round`` and return it; the one that is there when somebody began it already."""
    require(by, Right.PLAN_FILE, unit=unit)
    plan, made = Plan.objects.get_or_create(unit=unit, round=round)
    if made:
        record(act="plan.begun", subject=plan, by=by, facts={"unit": unit.name, "round": round.name})
    return plan


@transaction.atomic
def save_entries(*, plan: Plan, edits: Sequence[Edit], by: Any, source: str = "") -> int:
    """Save what many entries say, whole or not at all, and return how many changed. A draft may lack anything.

    Raises Refusal "plan.edited_meanwhile" when somebody saved one of them since the writer read it. ``source`` is the
    name of the file they came from, "" for the page.
    """
    require(by, Right.PLAN_FILE, unit=plan.unit, subject=plan)
    now = hold_plan(plan)
    wanted = {edit.item: edit for edit in edits}
    items = items_held(now, wanted)
    _refuse_unknown(wanted, items)
    _refuse_edited_meanwhile([item for item in items if _edition(item) != wanted[item.pk].edition])
    changed: list[tuple[Item, EntryContent, list[str]]] = []
    for item in items:
        content = without_blanks(wanted[item.pk].content)
        names = changed_fields(content_of(entry_of(item)), content)
        if not names:
            continue
        closed = against_editing(item)
        if closed is not None:
            raise closed
        changed.append((item, content, names))
    if not changed:
        return 0
    _write_entries(now, changed, by=by)
    _raise_edition(now)
    facts = {
        "entries": len(changed),
        "numbers": [item.number for item, _content, _names in changed[:NAMED]],
        "fields": {item.number: names for item, _content, names in changed[:NAMED]},
        "source": source,
    }
    record(act="plan.imported" if source else "plan.saved", subject=now, by=by, facts=facts)
    return len(changed)


def _edition(item: Item) -> int:
    entry = entry_of(item)
    return entry.edition if entry else 0


def _refuse_unknown(wanted: Collection[int], items: list[Item]) -> None:
    if len(items) != len(wanted):
        raise Refusal("plan.item_elsewhere", gettext_noop("有的事项不在这份方案里，没有保存。请刷新后再试。"))


def _refuse_edited_meanwhile(items: list[Item]) -> None:
    if not items:
        return
    who = dict.fromkeys(str(entry.changed_by or "") for item in items if (entry := entry_of(item)))
    raise Refusal(
        "plan.edited_meanwhile",
        gettext_noop("%(numbers)s 刚由%(who)s改过，您的没有写入。两种内容都在下面，您填写的都还在，看过再保存。"),
        numbers="、".join(item.number for item in items),
        who="、".join(name for name in who if name),
    )


def _write_entries(plan: Plan, changed: list[tuple[Item, EntryContent, list[str]]], *, by: Any) -> None:
    """Write entries with their tasks, measures and milestones: a few statements however many entries."""
    at, entries, fresh = timezone.now(), [], []
    for item, content, _names in changed:
        entry = entry_of(item)
        if entry is None:
            entry = PlanEntry(plan=plan, item=item)
            fresh.append(entry)
        elif entry.state in {EntryState.SUBMITTED, EntryState.APPROVED}:
            entry.state = ENTRIES.after(state=entry.state, act=EntryAct.REVISE)
        for name in ("goal", "kind", "due_on", "leader", "department", "person"):
            setattr(entry, name, getattr(content, name))
        entry.edition, entry.changed_at, entry.changed_by = entry.edition + 1, at, by
        entries.append(entry)
    PlanEntry.objects.bulk_create(fresh)
    names = ["state", "goal", "kind", "due_on", "leader", "department", "person", "edition", "changed_at", "changed_by"]
    PlanEntry.objects.bulk_update([entry for entry in entries if entry not in fresh], names, batch_size=200)
    paired = [(entry, content, fields) for entry, (_item, content, fields) in zip(entries, changed, strict=True)]
    _write_tasks([(entry, content) for entry, content, fields in paired if "tasks" in fields])
    _write_milestones([(entry.item, content) for entry, content, fields in paired if "milestones" in fields])


def _write_tasks(entries: list[tuple[PlanEntry, EntryContent]]) -> None:
    Task.objects.filter(entry__in=[entry for entry, _content in entries]).delete()
    said = [
        (Task(entry=entry, position=place, what=task.what), task)
        for entry, content in entries
        for place, task in enumerate(content.tasks, 1)
    ]
    Task.objects.bulk_create([task for task, _said in said])
    Measure.objects.bulk_create(
        Measure(task=task, position=place, what=row.what, owner=row.owner, since=row.since, due_on=row.due_on)
        for task, words in said
        for place, row in enumerate(words.measures, 1)
    )


def _write_milestones(items: list[tuple[Item, EntryContent]]) -> None:
    """Write the milestones of items; a step without a day has no place in the table, so it is refused."""
    for item, content in items:
        if any(row.due_on is None for row in content.milestones):
            raise Refusal(
                "plan.milestone_without_day",
                gettext_noop("%(number)s 的阶段目标要填时限才能保存。"),
                number=item.number,
            )
    Milestone.objects.filter(item__in=[item for item, _content in items]).delete()
    Milestone.objects.bulk_create(
        Milestone(item=item, what=row.what, due_on=row.due_on)
        for item, content in items
        for row in content.milestones
        if row.due_on is not None
    )


def _raise_edition(plan: Plan) -> None:
    plan.edition += 1
    if plan.state == PlanState.REVIEWED:
        plan.state = PLANS.after(state=plan.state, act=PlanAct.REVISE)
    plan.save(update_fields=["edition", "state"])


def _waiting(plan: Plan) -> bool:
    return PlanEntry.objects.filter(plan=plan, state=EntryState.SUBMITTED, item__state=State.PLAN_REVIEW).exists()


@transaction.atomic
def submit_plan(*, plan: Plan, items: Collection[int], edition: int, by: Any) -> Plan:
    """Submit the entries of ``items`` as one act, only when every one of them passes every rule; return the plan.

    ``edition`` is the plan's that the person saw: nobody submits what somebody else has just changed.
    """
    require(by, Right.PLAN_FILE, unit=plan.unit, subject=plan)
    now = hold_plan(plan)
    waiting = _waiting(now)
    against = against_submitting(now, waiting=waiting)
    if against is not None:
        raise against
    if now.edition != edition:
        sentence = gettext_noop("方案刚有改动，没有报送。请看过改动以后再报。")
        raise Refusal("plan.changed_meanwhile", sentence)
    chosen = items_held(now, items)
    _refuse_unknown(items, chosen)
    _refuse_unfit(chosen)
    _move_plan(now, PlanAct.SUBMIT)
    now.submissions += 1
    now.submitted_at, now.submitted_by = timezone.now(), by
    now.save(update_fields=["state", "submissions", "submitted_at", "submitted_by"])
    entries = []
    for item in chosen:
        entry = item.entry
        if entry.state in {EntryState.SUBMITTED, EntryState.APPROVED}:
            entry.state = ENTRIES.after(state=entry.state, act=EntryAct.REVISE)
        entry.state = ENTRIES.after(state=entry.state, act=EntryAct.SUBMIT)
        entries.append(entry)
    PlanEntry.objects.bulk_update(entries, ["state"], batch_size=200)
    EntryVersion.objects.bulk_create(
        EntryVersion(
            entry=entry,
            submission=now.submissions,
            content=spelled(content_of(entry)),
            submitted_at=now.submitted_at,
            submitted_by=by,
        )
        for entry in entries
    )
    for item in chosen:
        post_entry(item=item, act=Act.SUBMIT_PLAN, by=by, facts={"submission": now.submissions})
    facts = {
        "submission": now.submissions,
        "entries": len(chosen),
        "numbers": [item.number for item in chosen[:NAMED]],
    }
    record(act="plan.submitted", subject=now, by=by, facts=facts)
    return now


def _refuse_unfit(items: list[Item]) -> None:
    if not items:
        raise Refusal("plan.nothing_chosen", gettext_noop("没有选中要报送的事项。"))
    at = timezone.now()
    faulty = []
    for item in items:
        closed = against_editing(item)
        if closed is not None:
            raise closed
        content = content_of(entry_of(item))
        if faults_of(content, latest=latest_day(item, content.kind, now=at)):
            faulty.append(item.number)
    if faulty:
        raise Refusal(
            "plan.faulty",
            gettext_noop("%(n)s 项还没有填全或填对（%(numbers)s），没有报送。缺什么列在下面，改好再报。"),
            n=len(faulty),
            numbers="、".join(faulty[:5]),
        )


def _move_plan(plan: Plan, act: PlanAct) -> None:
    """Make the move ``act``; what nobody waits for any more counts as reviewed, and a reviewed plan may go on."""
    if act == PlanAct.SUBMIT and plan.state == PlanState.SUBMITTED:
        plan.state = PLANS.after(state=plan.state, act=PlanAct.REVIEW)
    if act == PlanAct.SUBMIT and plan.state == PlanState.REVIEWED:
        plan.state = PLANS.after(state=plan.state, act=PlanAct.REVISE)
    plan.state = PLANS.after(state=plan.state, act=act)


@transaction.atomic
def take_back_plan(*, plan: Plan, reason: str, by: Any) -> Plan:
    """Take the submission back while nobody gave an opinion on any of it; return the plan, a draft again."""
    require(by, Right.PLAN_FILE, unit=plan.unit, subject=plan)
    now = hold_plan(plan)
    versions = EntryVersion.objects.filter(entry__plan=now, submission=now.submissions)
    against = against_taking_back(now, reviewed=versions.exclude(outcome="").exists())
    if against is not None:
        raise against
    _move_plan(now, PlanAct.TAKE_BACK)
    now.save(update_fields=["state"])
    keys = list(versions.values_list("entry__item", flat=True))
    versions.update(outcome=EntryOutcome.TAKEN_BACK)
    taken = items_held(now, keys)
    _take_back_entries(taken, by=by, reason=reason)
    facts = {"submission": now.submissions, "entries": len(taken)}
    record(act="plan.taken_back", subject=now, by=by, facts=facts, reason=reason)
    return now


def _take_back_entries(items: Iterable[Item], *, by: Any, reason: str) -> None:
    entries = []
    for item in items:
        entry = item.entry
        if entry.state == EntryState.SUBMITTED:
            entry.state = ENTRIES.after(state=entry.state, act=EntryAct.TAKE_BACK)
            entries.append(entry)
        if item.state == State.PLAN_REVIEW:
            post_entry(item=item, act=Act.TAKE_BACK_PLAN, by=by, reason=reason)
    PlanEntry.objects.bulk_update(entries, ["state"], batch_size=200)


@transaction.atomic
def note_plan_taken(*, plan: Plan, form: str, rows: int, by: Any) -> None:
    """Journal that the plan was taken out as a document or spreadsheet."""
    require(by, Right.ITEM_VIEW, unit=plan.unit, subject=plan)
    record(act="plan.taken_out", subject=plan, by=by, facts={"form": form, "rows": rows})
