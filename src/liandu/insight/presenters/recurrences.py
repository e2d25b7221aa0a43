"""What recurrences say in the journal, on the page of a finding, and on that of an item that was written off."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.access.queries import acts_of
from liandu.access.roles import Act
from liandu.findings.beside import BESIDE_FINDINGS
from liandu.insight.models import Recurrence, RecurrenceKind
from liandu.insight.queries.recurrences import recurrences_for, recurrences_of, relapses_of
from liandu.insight.states import RecurrenceState
from liandu.insight.tables.recurrences import recurrence_line
from liandu.journal.readers import may_read
from liandu.journal.sentences import tell
from liandu.rectification.models import Item
from liandu.rectification.page_parts import Context, Part, show_part
from liandu.rectification.states import CLOSED
from liandu.ui.beside import Beside


def _kind(entry: Any) -> dict[str, Any]:
    kind = entry.facts["kind"]
    return {**entry.facts, "kind": str(RecurrenceKind(kind).label) if kind in RecurrenceKind.values else kind}


tell("recurrence.proposed", lambda e: _("比对 %(findings)s 条新问题，提出 %(pairs)s 对再现的") % e.facts)
tell("recurrence.confirmed", lambda e: _("认定 %(number)s 与 %(earlier)s 为%(kind)s") % _kind(e))
tell("recurrence.dismissed", lambda e: _("不认定 %(number)s 与 %(earlier)s 为%(kind)s") % _kind(e))
tell("recurrence.reconsidered", lambda e: _("重新研判 %(number)s 与 %(earlier)s（%(kind)s）") % _kind(e))


@may_read("insight.recurrence")
def _recurrence_is_seen(reader: Any, key: int) -> bool:
    return Act.INSIGHT_VIEW in acts_of(reader) and recurrences_for(reader).filter(pk=key).exists()


@BESIDE_FINDINGS.add
def recurrences_beside(reader: Any, finding: Any) -> Beside | None:
    """Put beside a finding what it repeats and what repeats it, for who sees insight; the way to judge what waits."""
    found = recurrences_of(reader, finding)
    if not found:
        return None
    entries = tuple(_entry(row, finding) for row in found)
    waits = any(row.state == RecurrenceState.PROPOSED for row in found)
    if waits and Act.INSIGHT_JUDGE in acts_of(reader):
        return Beside(_("问题再现"), entries, reverse("insight:recurrences"), _("去研判"))
    return Beside(_("问题再现"), entries)


def _entry(row: Recurrence, finding: Any) -> tuple[str, str]:
    is_later = row.finding_id == finding.pk
    other = row.earlier if is_later else row.finding
    facts = {
        "kind": row.get_kind_display(),
        "number": other.number,
        "unit": other.unit,
        "title": other.title,
        "state": row.get_state_display(),
    }
    words = (
        _("%(kind)s，以前有 %(number)s %(unit)s：%(title)s（%(state)s）")
        if is_later
        else _("%(kind)s，后来有 %(number)s %(unit)s：%(title)s（%(state)s）")
    )
    return words % facts, reverse("findings:finding", args=[other.pk])


def _relapses(reader: Any, item: Item) -> Context | None:
    if item.state not in CLOSED and not item.reopenings:
        return None
    lines = []
    for pair in relapses_of(reader, item):
        line = recurrence_line(reader, pair)
        lines.append((line, line.items[0] if line.items else None))
    return {"lines": lines} if lines else None


show_part(Part("recurrences", gettext_lazy("问题再现"), "insight/_item_recurrences.html", 78, _relapses))
