"""Decisions: what was done to an item where it is kept, line by line, in the words of the journal there.

A decision is an entry of the journal: acknowledging, opinions on a plan, answers, signatures with dissent, returns, the
write-off, opening again; by whom, for which office, when, why. It is never changed, so it travels once. Which acts are
told is said by each stage for itself (``tell_elsewhere``): who only looked at something is nobody else's matter, and
what was attached is told by the evidence itself, whose grade may be above what the receiver may hold.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from liandu.exchange.kinds import Coming, Record, Selection
from liandu.exchange.wire import matching, moment, moment_in, moment_out, number, text
from liandu.journal.queries import Told, lines_to_tell
from liandu.journal.subjects import subject_of
from liandu.rectification.commands import bring_in_entry
from liandu.rectification.commands.posting import PAST
from liandu.rectification.models import Item, SourceEntry
from liandu.rectification.queries import items_for
from liandu.rectification.travelling.of_items import OfItems

TOGETHER = 200  # items whose entries are read together
_is_act = matching(r"[a-z_]{1,40}\.[a-z_]{1,39}")
_acts: set[str] = {
    *PAST.values(),
    "item.opened",
    "item.assigned",
    "item.owner_changed",
    "item.office_added",
    "item.office_ended",
    "item.policy_followed",
    "item.extension_asked",
    "item.extension_refused",
    "item.extension_taken_back",
    "item.institution_recorded",
    "item.institution_struck",
    "item.institution_reviewed",
    "item.milestone_added",
    "item.milestone_finished",
    "item.milestone_dropped",
}


def tell_elsewhere(*acts: str) -> None:
    """Let entries of ``acts`` about an item travel with it."""
    _acts.update(acts)


class OwnEntry:
    """An entry of our journal about an item of ours, as a row that travels."""

    def __init__(self, item: Item, told: Told) -> None:
        self.item, self.told, self.pk = item, told, told.line.seq


class Decisions(OfItems):
    """What was done to the items of the rounds where they are kept: of ours the journal, of mirrors what was told."""

    name = "decisions"
    label = _("办理经过（认领、审核、延期、签字、销号等）")
    model = SourceEntry
    compared = False
    fields = {
        "entry": number,
        "act": _is_act,
        "at": moment,
        "who": text(60),
        "office": text(150),
        "words": text(4000, least=1),
        "reason": text(20_000),
    }

    def rows_for(self, reader: Any, selection: Selection) -> Iterator[Any]:
        """Yield the entries about the items within reach, item by item, oldest first."""
        rows = items_for(reader).filter(round__in=selection.rounds).order_by("number").select_related("unit")
        items = rows.iterator(chunk_size=TOGETHER)
        while some := list(islice(items, TOGETHER)):
            ours = {subject_of(item): item for item in some if not item.kept_at}
            mirrors = [item for item in some if item.kept_at]
            told = SourceEntry.objects.filter(item__in=mirrors).select_related("item").order_by("item", "seq")
            yield from chain(_own_entries(ours), told.iterator(chunk_size=500))

    def key_of(self, row: Any) -> str:
        """Return the number of the entry."""
        return str(row.pk)

    def is_ours(self, row: Any) -> bool:
        """Return whether it is an entry of our journal."""
        return isinstance(row, OwnEntry)

    def get(self, key: int) -> SourceEntry | None:
        """Return a line that came."""
        return SourceEntry.objects.select_related("item__unit").filter(pk=key).first()

    def get_many(self, keys: Collection[int]) -> dict[int, Model]:
        """Return lines that came by key."""
        rows = SourceEntry.objects.filter(pk__in=keys).select_related("item__unit")
        return {row.pk: row for row in rows}

    def own(self, key: str) -> OwnEntry | None:
        """Return the entry of our journal with this number, when it is one that travels."""
        if not (key.isascii() and key.isdigit() and len(key) < 19):
            return None
        told = next(iter(lines_to_tell(acts=_acts, seq=int(key))), None)
        label, _colon, pk = told.line.subject.partition(":") if told else ("", "", "")
        item = Item.objects.filter(pk=int(pk), kept_at="").first() if told and label == Item._meta.label_lower else None
        return OwnEntry(item, told) if item is not None and told is not None else None

    def fields_of(self, row: Any) -> dict[str, Any]:
        """Return the line in its words."""
        if isinstance(row, SourceEntry):
            said = {name: getattr(row, name) for name in ("act", "who", "office", "words", "reason")}
            return said | {"entry": row.seq, "at": moment_out(row.at)}
        line = row.told.line
        return {
            "entry": line.seq,
            "act": row.told.act,
            "at": moment_out(line.at),
            "who": line.actor[:60],
            "office": line.office,
            "words": line.sentence[:4000],
            "reason": line.reason,
        }

    def title_of(self, fields: Mapping[str, Any]) -> str:
        """Return day, who and words."""
        return f"{fields['at'][:10]} {fields['who']} {fields['words']}"

    def apply(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> SourceEntry:  # noqa: ARG002
        """Keep the line."""
        said = dict(record.fields)
        said["at"] = moment_in(said["at"])
        return bring_in_entry(item=refs["item"], seq=said.pop("entry"), by=coming.by, **said)


def _own_entries(items: Mapping[str, Item]) -> Iterator[OwnEntry]:
    with override(settings.LANGUAGE_CODE):  # as it stands in the house; made into a list before anybody else is asked
        told = list(lines_to_tell(acts=_acts, subjects=list(items)))
    for one in told:
        yield OwnEntry(items[one.line.subject], one)
