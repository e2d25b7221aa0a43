"""Acts on plans in words, who can see a plan, and the part of a plan on the page of its item."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.access.queries import may
from liandu.access.roles import Act
from liandu.access.visibility import Kind, by_unit, show_readers_of
from liandu.journal.readers import may_read
from liandu.journal.sentences import tell
from liandu.rectification.mirror_parts import plan_there
from liandu.rectification.page_parts import Context, Part, Step, offer_steps, show_part
from liandu.rectification.queries.plans import PlanLine, opened_plan, plan_line, plan_of, plans_for
from liandu.rectification.states import State
from liandu.rectification.tables.plan_lines import rows_of
from liandu.ui.errors import in_words

PLACE = 35  # below the responsibilities, above progress


def register() -> None:
    """Put the plan on the pages of items, and its acts into words."""
    tell("plan.begun", lambda e: _("起草%(unit)s的整改方案（%(round)s）") % e.facts)
    tell("plan.saved", lambda e: _("编制 %(entries)s 项：%(named)s") % _many(e.facts))
    tell("plan.imported", lambda e: _("从“%(source)s”导入 %(entries)s 项：%(named)s") % _many(e.facts))
    tell("plan.submitted", lambda e: _("第 %(submission)s 次报送 %(entries)s 项") % e.facts)
    tell("plan.taken_back", lambda e: _("收回第 %(submission)s 次报送") % e.facts)
    tell("plan.opinion_given", _opinion)
    tell("plan.reviewed", lambda e: _("第 %(submission)s 次报送审核完毕") % e.facts)
    tell("plan.taken_out", lambda e: _("导出整改方案（%(form)s），%(rows)s 项") % e.facts)
    may_read("rectification.plan")(_plan_is_seen)
    show_readers_of(
        Kind(
            "plan",
            gettext_lazy("整改方案"),
            opened_plan,
            str,
            lambda plan: reverse("rectification:plan", args=[plan.pk]),
            by_unit(Act.ITEM_VIEW),
        )
    )
    show_part(Part("plan", gettext_lazy("整改方案"), "rectification/_item_plan.html", PLACE, _fill))
    show_part(Part("plan-there", gettext_lazy("整改方案"), "rectification/_mirror_plan.html", PLACE, _fill_there))
    offer_steps(plan_steps)


def _many(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts with the numbers of the items, shortened, in one text."""
    numbers = facts.get("numbers", [])
    return {**facts, "named": "、".join(numbers[:3]) + ("…" if len(numbers) > 3 else "")}


def _opinion(entry: Any) -> str:
    approved = entry.facts["outcome"] == "approved"
    words = _("通过 %(entries)s 项：%(named)s") if approved else _("退回 %(entries)s 项：%(named)s")
    return words % _many(entry.facts)


def _plan_is_seen(reader: Any, key: int) -> bool:
    return plans_for(reader).filter(pk=key).exists()


def _fill(reader: Any, item: Any) -> Context | None:
    """Return what the plan says of ``item`` as this reader may see it; None while there is nothing to show."""
    if item.state in {State.REGISTERED, State.DISPUTED} or item.kept_at:
        return None
    plan = plan_of(reader, item)
    if plan is None:
        return None
    line = plan_line(reader, plan, item)
    (row,) = rows_of([line], files=may(reader, Act.PLAN_FILE, item.unit))
    return {"row": row, "plan": plan}


def _fill_there(_reader: Any, item: Any) -> Context | None:
    return plan_there(item) if item.kept_at else None


def plan_steps(reader: Any, item: Any) -> list[Step]:
    """Offer writing the plan while it waits for one, and reviewing it while it waits for an opinion."""
    if item.state == State.ACKNOWLEDGED and may(reader, Act.PLAN_FILE, item.unit):
        return [Step(_("编制整改方案"), reverse("rectification:plan_entry", args=[item.pk]), primary=True)]
    if item.state == State.PLAN_REVIEW and may(reader, Act.PLAN_REVIEW, item.unit):
        plan = plan_of(reader, item)
        return [_review_step(plan, plan_line(reader, plan, item))] if plan else []
    return []


def _review_step(plan: Any, line: PlanLine) -> Step:
    reasons = () if line.against_review is None else (in_words(line.against_review),)
    url = f"{reverse('rectification:plan', args=[plan.pk])}#item-{line.item.pk}"
    return Step(_("审核整改方案"), url, reasons, primary=not reasons)
