"""Reports of progress with their outcomes, as they were written where the item is kept."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from liandu.exchange.kinds import Coming, Record, Ref, Selection
from liandu.exchange.travelling.rounds import from_iso, iso
from liandu.exchange.wire import (
    Check,
    day,
    fits,
    flag,
    many,
    matching,
    maybe,
    moment,
    moment_in,
    moment_out,
    one_of,
    text,
)
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.commands import bring_in_progress
from liandu.rectification.models import OutcomeKind, Progress
from liandu.rectification.queries import items_for
from liandu.rectification.rules.outcomes import NewOutcome
from liandu.rectification.travelling.of_items import OfItems

TOGETHER = 500
_is_amount = matching(r"(?!0+\.00$)\d{1,13}\.\d\d")  # more than nothing, to the fen
_OUTCOME: Mapping[str, Check] = {
    "kind": one_of(*OutcomeKind.values),
    "amount": _is_amount,
    "note": text(200),
}


def _is_share(value: Any) -> bool:
    return value is None or (type(value) is int and 0 <= value <= 100)


class ProgressRecords(OfItems):
    """What was reported about the items of the rounds. A report is never changed; a later one corrects it."""

    name = "progress"
    label = _("整改进展和成果")
    model = Progress
    compared = False
    drafted = frozenset({"item"})
    fields = {
        "on": day,
        "text": text(60_000, least=1),
        "share": _is_share,
        "during_inspection": flag,
        "source": text(200),
        "outcomes": many(lambda one: fits(one, _OUTCOME), most=100),
        "told_by": text(60),
        "told_at": maybe(moment),
    }
    refs = {**OfItems.refs, "corrects": Ref("progress", optional=True, binding=True)}

    def rows_for(self, reader: Any, selection: Selection) -> Iterator[Model]:
        """Yield the reports about the items within reach, oldest first: a correction stands behind."""
        items = items_for(reader).filter(round__in=selection.rounds).order_by().values("pk")
        rows = Progress.objects.filter(item__in=items).order_by("pk")
        rows = rows.select_related("item", "corrects", "made_by").prefetch_related("outcomes")
        yield from rows.iterator(chunk_size=TOGETHER)

    def get(self, key: int) -> Progress | None:
        """Return a report."""
        return self.get_many([key]).get(key)

    def get_many(self, keys: Collection[int]) -> dict[int, Progress]:
        """Return reports by key."""
        rows = Progress.objects.filter(pk__in=keys).select_related("item__unit", "corrects", "made_by")
        return {row.pk: row for row in rows.prefetch_related("outcomes")}

    def own(self, key: str) -> Progress | None:
        """Return the report of ours with this key; one that came is none."""
        row = super().own(key)
        return row if row is not None and not row.item.kept_at else None

    def is_ours(self, row: Any) -> bool:
        """Return whether the report is about an item that is kept here."""
        return not row.item.kept_at

    def fields_of(self, row: Any) -> dict[str, Any]:
        """Return the report with its outcomes, and who wrote it when."""
        said = {name: getattr(row, name) for name in ("text", "share", "during_inspection", "source")}
        outcomes = [{"kind": one.kind, "amount": f"{one.amount:.2f}", "note": one.note} for one in row.outcomes.all()]
        told = {"told_by": row.writer[:60], "told_at": moment_out(row.written_at)}
        return said | told | {"on": iso(row.on), "outcomes": outcomes}

    def refs_of(self, row: Any) -> dict[str, Any]:
        """Return the item, and the report that this one corrects."""
        return {"item": row.item, "corrects": row.corrects}

    def title_of(self, fields: Mapping[str, Any]) -> str:
        """Return day and words."""
        return f"{fields['on']} {fields['text']}"

    def refuse(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> None:
        """Refuse as for all that belongs to items, and a correction of what belongs to another one."""
        super().refuse(record, refs, existing, coming)
        corrected = refs["corrects"]
        if corrected is not None and corrected.item != refs["item"]:
            raise Refusal("progress.corrects_elsewhere", gettext_noop("只能更正同一事项的进展。"))

    def apply(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> Progress:  # noqa: ARG002
        """Keep the report."""
        said = dict(record.fields)
        outcomes = [NewOutcome(one["kind"], Decimal(one["amount"]), one["note"]) for one in said.pop("outcomes")]
        said |= {"on": from_iso(said["on"]), "told_at": moment_in(said["told_at"])}
        return bring_in_progress(
            item=refs["item"], key=record.key, corrects=refs["corrects"], outcomes=outcomes, by=coming.by, **said
        )
