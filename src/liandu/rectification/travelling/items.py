"""Items with their plan as it was submitted. Elsewhere they stand as mirrors, which only packages move."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liandu.access.queries import acts_of, require
from liandu.access.roles import Act
from liandu.exchange.kinds import Coming, Kind, Record, Ref, Selection
from liandu.exchange.travelling.rounds import from_iso, iso
from liandu.exchange.wire import (
    Check,
    day,
    fits,
    many,
    maybe,
    moment,
    moment_in,
    moment_out,
    number,
    one_of,
    packed,
    text,
)
from liandu.inspections.models import Signer
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.commands import bring_in_item
from liandu.rectification.commands.bringing import of_ours
from liandu.rectification.models import FAR, Balance, Item
from liandu.rectification.queries import items_for
from liandu.rectification.queries.plans import shown_content
from liandu.rectification.rules.mirrors import refuse_unsound
from liandu.rectification.rules.plan_content import spelled
from liandu.rectification.states import EntryState, Result, State
from liandu.rectification.states import Kind as ItemKind
from liandu.rectification.travelling.of_items import refuse_of_ours

MOST_BYTES = 1024 * 1024  # of a plan
TOGETHER = 200
_MEASURE: Mapping[str, Check] = {"what": text(20_000), "owner": text(60), "since": maybe(day), "due_on": maybe(day)}
_MILESTONE: Mapping[str, Check] = {"what": text(300), "due_on": maybe(day)}
_TASK: Mapping[str, Check] = {
    "what": text(20_000),
    "measures": many(lambda one: fits(one, _MEASURE), most=200),
}
_CONTENT: Mapping[str, Check] = {
    "goal": text(20_000),
    "kind": one_of("", *ItemKind.values),
    "due_on": maybe(day),
    "leader": text(60),
    "department": text(80),
    "person": text(60),
    "tasks": many(lambda one: fits(one, _TASK), most=200),
    "milestones": many(lambda one: fits(one, _MILESTONE), most=200),
}
_PLAN: Mapping[str, Check] = {
    "state": one_of(*EntryState.values),
    "submission": number,
    "content": lambda value: fits(value, _CONTENT),
    "done": many(maybe(day), most=40_000),
}
_OFFICE: Mapping[str, Check] = {"office": text(120, least=1), "duty": one_of(*Signer.values)}
_DAYS = ("due_on", "step_due_on", "progress_on")
_MOMENTS = ("opened_at", "acknowledged_at", "closed_at")
_PERSONS = ("first_person", "leader", "department", "person")
_PLAIN = ("state", "kind", "result", "extensions", "reopenings", "remark", *_PERSONS)


def _is_plan(value: Any) -> bool:
    return value == {} or (fits(value, _PLAN) and len(packed(value)) <= MOST_BYTES)


def _small(value: Any) -> bool:
    return type(value) is int and 0 <= value <= 32_767


class Items(Kind):
    """The items of the rounds: those that are kept here, and those that came, which are passed on."""

    name = "items"
    label = _("整改事项（状态、时限、责任和方案）")
    model = Item
    needs = ("findings",)
    drafted = frozenset({"unit"})
    fields = {
        "number": text(40, least=1),
        "state": one_of(*State.values),
        "kind": one_of(*ItemKind.values),
        "result": one_of(*Result.values),
        "due_on": maybe(day),
        "step_due_on": maybe(day),
        "extensions": _small,
        "reopenings": _small,
        "first_person": text(60),
        "leader": text(60),
        "department": text(80),
        "person": text(60),
        "remark": text(500),
        "opened_at": moment,
        "acknowledged_at": maybe(moment),
        "progress_on": maybe(day),
        "closed_at": maybe(moment),
        "offices": many(lambda one: fits(one, _OFFICE), most=100),
        "plan": _is_plan,
        "entry": number,
    }
    refs = {"finding": Ref("findings"), "unit": Ref("units")}
    words = {
        "kind": _("整改类型"),
        "result": _("整改结果"),
        "due_on": _("完成时限"),
        "step_due_on": _("本步时限"),
        "extensions": _("延期次数"),
        "reopenings": _("重新立账次数"),
        "first_person": _("第一责任人"),
        "leader": _("牵头领导"),
        "department": _("责任部门"),
        "person": _("责任人"),
        "remark": _("备注"),
        "opened_at": _("立账时间"),
        "acknowledged_at": _("认领时间"),
        "progress_on": _("最近进展"),
        "closed_at": _("销号时间"),
        "offices": _("审核机构"),
        "plan": _("整改方案"),
        "entry": _("来源日志序号"),
        "finding": pgettext_lazy("records", "问题"),
    }

    def may_send(self, reader: Any) -> bool:
        """Return whether the reader may see items and their findings."""
        return {Act.EXCHANGE_PACK, Act.ITEM_VIEW, Act.FINDING_VIEW} <= acts_of(reader)

    def rows_for(self, reader: Any, selection: Selection) -> Iterator[Model]:
        """Yield the items within reach, by number."""
        rows = items_for(reader).filter(round__in=selection.rounds).order_by("number")
        yield from _whole(rows).iterator(chunk_size=TOGETHER)

    def is_ours(self, row: Any) -> bool:
        """Return whether the item is kept here."""
        return not row.kept_at

    def get(self, key: int) -> Item | None:
        """Return an item."""
        return self.get_many([key]).get(key)

    def get_many(self, keys: Collection[int]) -> dict[int, Item]:
        """Return items by key."""
        return {row.pk: row for row in _whole(Item.objects.filter(pk__in=keys))}

    def own(self, key: str) -> Item | None:
        """Return the item of ours with this key; a mirror is none."""
        row = super().own(key)
        return row if row is not None and not row.kept_at else None

    def fields_of(self, row: Any) -> dict[str, Any]:
        """Return how the item stands; of a mirror what its site said."""
        said = {name: getattr(row, name) for name in _PLAIN}
        said |= {name: iso(getattr(row, name)) for name in _DAYS}
        said |= {name: moment_out(getattr(row, name)) for name in _MOMENTS}
        if row.kept_at:
            mirror = row.mirror
            return said | {name: getattr(mirror, name) for name in ("number", "offices", "plan", "entry")}
        offices = [{"office": one.office.name, "duty": one.duty} for one in row.offices.all()]
        return said | {"number": row.number, "offices": offices, "plan": _plan_of(row), "entry": row.last_entry}

    def refs_of(self, row: Any) -> dict[str, Any]:
        """Return finding and unit."""
        return {"finding": row.finding, "unit": row.unit}

    def title_of(self, fields: Mapping[str, Any]) -> str:
        """Return number and state."""
        return f"{fields['number']} {State(fields['state']).label}"

    def in_words(self, name: str, value: Any) -> Any:
        """Return states, kinds and results in words, of a plan its goal."""
        choices = {"state": State, "kind": ItemKind, "result": Result}.get(name)
        if choices is not None:
            return dict(choices.choices).get(value, value)
        if name == "plan" and isinstance(value, dict) and value:
            return _("第 %(n)s 次报送：%(goal)s") % {"n": value["submission"], "goal": value["content"]["goal"]}
        return value

    def match(self, record: Record, refs: Mapping[str, Any]) -> Item | None:  # noqa: ARG002 - by what it refers to
        """Raise Refusal when the same problem is worked on here, or was told by another site; return None else."""
        row = Item.objects.filter(finding=refs["finding"], unit=refs["unit"]).first()
        if row is None:
            return None
        if row.kept_at:
            sentence = gettext_noop("这个问题的事项已经由%(site)s维护（%(number)s），没有接收另一个单位的。")
            raise Refusal("exchange.item_of_another", sentence, site=row.kept_at, number=row.number)
        raise of_ours(row)

    def refuse(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> None:
        """Refuse who may not open items, what we keep ourselves, and what no item can be."""
        require(coming.by, Act.ITEM_OPEN, unit=refs["unit"])
        refuse_of_ours(coming)
        refuse_unsound(_stands(record))
        if existing is not None and not existing.kept_at:
            raise of_ours(existing)

    def apply(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> Item:
        """Let the mirror stand as the record says."""
        said = record.fields
        more = {name: said[name] for name in ("number", "offices", "plan", "entry")}
        return bring_in_item(
            item=existing,
            finding=refs["finding"],
            unit=refs["unit"],
            site=coming.source,
            by=coming.by,
            **more,
            **_stands(record),
        )


def _stands(record: Record) -> dict[str, Any]:
    said = record.fields
    stands = {name: said[name] for name in _PLAIN}
    stands |= {name: from_iso(said[name]) for name in _DAYS}
    return stands | {name: moment_in(said[name]) for name in _MOMENTS}


def _whole(rows: QuerySet[Item]) -> QuerySet[Item]:
    """Return ``rows`` with all that a record says, in as many queries for 1 as for 200."""
    last = Balance.objects.filter(item=OuterRef("pk"), until=FAR).values("seq")[:1]
    rows = rows.select_related("unit", "finding__round", "finding__theme", "entry__plan", "mirror")
    return rows.annotate(last_entry=Subquery(last)).prefetch_related(
        "offices__office", "milestones", "entry__tasks__measures", "entry__versions"
    )


def _plan_of(item: Item) -> dict[str, Any]:
    """Return what was submitted of the item's entry, as anybody but its writer sees it; {} for nothing."""
    entry = getattr(item, "entry", None)
    content = shown_content(item)
    if entry is None or content is None:
        return {}
    entry.item = item  # so that its milestones are those that were read already
    versions = list(entry.versions.all())
    return {
        "state": entry.state,
        "submission": versions[0].submission if versions else entry.plan.submissions,
        "content": spelled(content),
        "done": [iso(row.done_on) for task in entry.tasks.all() for row in task.measures.all()],
    }
