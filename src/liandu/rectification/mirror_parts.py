"""Mirrors in words, and on an item's page: where it is kept, the plan and the history as they stand there."""

from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.inspections.models import Signer
from liandu.journal.sentences import tell
from liandu.rectification.page_parts import Context, Part, show_part
from liandu.rectification.queries.mirrors import source_entries_of
from liandu.rectification.queries.plans import PlanLine
from liandu.rectification.rules import KEPT_ELSEWHERE
from liandu.rectification.rules.plan_content import read_content
from liandu.rectification.states import EntryState, State
from liandu.rectification.tables.plan_lines import rows_of
from liandu.rectification.tables.plans import ENTRY_LOOKS
from liandu.ui.dates import moment

MOST = 200  # lines of the history shown


def register() -> None:
    """Put the parts of this module on the page, and its acts into words."""
    tell("item.brought_in", lambda e: _("由交换包记入：%(site)s维护的事项，%(state)s") % _state(e.facts))
    tell("item.carried", lambda e: _("随交换包更新：%(site)s第 %(entry)s 条，%(state)s") % _state(e.facts))
    tell("item.progress_brought_in", lambda e: _("由交换包记入%(site)s填报的进展（%(on)s）") % e.facts)
    tell("item.evidence_brought_in", lambda e: _("由交换包记入%(site)s的佐证“%(title)s”") % e.facts)
    tell("item.evidence_withdrawn_there", lambda e: _("随%(site)s撤回佐证“%(title)s”") % e.facts)
    tell("item.entry_brought_in", lambda e: _("由交换包记入%(site)s的经过：%(words)s") % e.facts)
    show_part(Part("there", gettext_lazy("来源系统的经过"), "rectification/parts/there.html", 90, _history_there))


def _state(facts: dict[str, Any]) -> dict[str, Any]:
    state = facts["to"]
    return {**facts, "state": str(State(state).label) if state in State.values else state}


def kept_in_words(item: Any) -> str:
    """Return that another installation keeps the item, and how it moves here; "" for one of ours."""
    return _(KEPT_ELSEWHERE) % {"site": item.kept_at} if item.kept_at else ""


def _history_there(_reader: Any, item: Any) -> Context | None:
    """Show what was done to a mirror where it is kept, newest first, in the words in which it stands there."""
    if not item.kept_at:
        return None
    found = source_entries_of(item, most=MOST + 1)
    lines = [(line, moment(line.at)) for line in found[:MOST]]
    return {"site": item.kept_at, "number": item.mirror.number, "told": moment(item.mirror.told_at), "lines": lines,
            "more": len(found) > MOST}  # fmt: skip


def plan_there(item: Any) -> Context | None:
    """Return what the plan of a mirror says as it was submitted where it is kept, None for nothing."""
    plan = item.mirror.plan
    if not plan:
        return None
    line = PlanLine(item, None, read_content(plan["content"]), seen=True)
    (row,) = rows_of([line], files=False)
    tone, shape = ENTRY_LOOKS[EntryState(plan["state"])]
    return {
        "row": row,
        "words": str(EntryState(plan["state"]).label),
        "tone": tone,
        "shape": shape,
        "submission": plan["submission"],
        "measures": len(plan["done"]),
        "done": sum(day is not None for day in plan["done"]),
    }


def offices_there(item: Any) -> list[Any]:
    """Return the offices of a mirror as rows of its page: by name, as none of them is an office of ours."""
    return [
        SimpleNamespace(office=SimpleNamespace(name=one["office"]), duty=one["duty"],
                        get_duty_display=str(Signer(one["duty"]).label))
        for one in item.mirror.offices
    ]  # fmt: skip
