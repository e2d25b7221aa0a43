"""What the stage itself puts on an item's page: the problem, objections, responsibilities, and the first steps."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.access.queries import may
from liandu.access.roles import Act as Right
from liandu.findings.queries import clipping_of, findings_for
from liandu.findings.states import State as FindingState
from liandu.handover.queries import packages_for
from liandu.inspections.models import Signer
from liandu.inspections.taxonomies.wording import class_in_words
from liandu.rectification.mirror_parts import offices_there
from liandu.rectification.models import Item, Objection
from liandu.rectification.page_parts import Context, Part, Step, offer_steps, show_part
from liandu.rectification.queries import (
    acts_for_offices,
    acts_for_unit,
    objections_of,
    offices_of,
    owner_changes_of,
)
from liandu.rectification.rules import PERSONS, against_answering, against_assigning
from liandu.rectification.states import AskedState, State
from liandu.ui.dates import day, moment
from liandu.ui.errors import in_words

OBJECTION_LOOKS = {
    AskedState.ASKED: ("now", "○", gettext_lazy("待答复")),
    AskedState.GRANTED: ("good", "●", gettext_lazy("已采纳")),
    AskedState.REFUSED: ("look", "×", gettext_lazy("未采纳，维持")),
    AskedState.TAKEN_BACK: ("plain", "↺", gettext_lazy("已收回")),
}


def register() -> None:
    """Put the parts and steps of this module on the page."""
    show_part(Part("problem", gettext_lazy("问题"), "rectification/_problem.html", 10, problem))
    show_part(Part("objections", gettext_lazy("异议"), "rectification/_objections.html", 20, objections))
    show_part(Part("responsibility", gettext_lazy("责任"), "rectification/_responsibility.html", 30, responsibility))
    offer_steps(first_steps)


def problem(reader: Any, item: Item) -> Context:
    """Fill the part on the problem: its passage, where it stands in its document, what the item was opened from."""
    finding, line = item.finding, item.line
    sees = findings_for(reader).filter(pk=finding.pk).exists()
    reads = finding.document_id is not None and finding.block is not None
    reads = reads and may(reader, Right.MATERIAL_VIEW, finding.unit)
    source = ""
    if reads:
        place = f"?block={finding.block}&start={finding.start}&end={finding.end}#b{finding.block}"
        source = reverse("intake:text", args=[finding.document_id]) + place
    opened_line = line is not None and packages_for(reader).filter(pk=line.package_id).exists()
    return {
        "finding": finding,
        "clipping": clipping_of(finding),
        "url": reverse("findings:finding", args=[finding.pk]) if sees else "",
        "source": source,
        "category": class_in_words(item.category),
        "feedback_on": day(finding.feedback_on),
        "line": _("签收 %(package)s 第 %(n)s 项") % {"package": line.package, "n": line.position}
        if line
        else _("由%(site)s立账") % {"site": item.kept_at}
        if item.kept_at
        else _("直接立账"),
        "line_url": reverse("handover:line", args=[line.pk]) if line is not None and opened_line else "",
        "withdrawn": finding.state == FindingState.WITHDRAWN,
    }


def objections(_reader: Any, item: Item) -> Context | None:
    """Fill the part on objections, where there was one; the newest first, each with its answer."""
    rows = objections_of(item)
    if not rows:
        return None
    return {"rows": [_objection(row) for row in rows]}


def _objection(row: Objection) -> Context:
    tone, shape, words = OBJECTION_LOOKS[AskedState(row.state)]
    return {"row": row, "tone": tone, "shape": shape, "words": words, "asked": moment(row.asked_at),
            "answered": moment(row.answered_at)}  # fmt: skip


def responsibility(reader: Any, item: Item) -> Context:
    """Fill the part on who answers for the item: the five responsibilities, and changes of owner."""
    offices: list[Any] = offices_there(item) if item.kept_at else list(offices_of(item))
    by_duty: dict[str, list[Any]] = {}
    for row in offices:
        by_duty.setdefault(row.duty, []).append(row)
    names_offices = not item.kept_at and acts_for_offices(reader, item) and not against_assigning(item, ())
    others = (row for row in offices if row.duty != Signer.INSPECTION)
    daily = sorted(others, key=lambda row: row.duty != Signer.SUPERVISING)  # who supervises day by day comes first
    return {
        "daily": daily,
        "coordinators": by_duty.get(Signer.INSPECTION, []),
        "unsupervised": not item.kept_at and not by_duty.get(Signer.SUPERVISING),
        "names_offices": names_offices,
        "remarks": not item.kept_at and may(reader, Right.ITEM_ASSIGN, item.unit),
        "changes": [(row, _named(row.before), _named(row.after), day(row.made_on)) for row in owner_changes_of(item)],
    }


def _named(persons: dict[str, str]) -> str:
    return _("、").join(persons[name] for name in PERSONS if persons.get(name)) or _("未定")


def first_steps(reader: Any, item: Item) -> list[Step]:
    """Return the steps of the item's beginning: acknowledge, object, answer, name who is responsible, cancel."""
    steps = [*_steps_of_unit(reader, item), *_steps_of_answer(reader, item)]
    if acts_for_unit(reader, item) and not against_assigning(item, ()):
        named = any(getattr(item, name) for name in PERSONS)
        if not named:
            steps.append(Step(_("确定责任人"), _to("assign", item)))
        else:
            steps.append(Step(_("补充责任人"), _to("assign", item)))
            steps.append(Step(_("整改责任交接"), _to("change_owner", item)))
    return steps + _steps_of_ledger(reader, item)


def _to(name: str, item: Item, *more: int) -> str:
    return reverse(f"rectification:{name}", args=[item.pk, *more])


def _steps_of_unit(reader: Any, item: Item) -> list[Step]:
    steps = []
    if item.state == State.REGISTERED and may(reader, Right.ITEM_ACKNOWLEDGE, item.unit):
        steps.append(Step(_("认领"), _to("acknowledge", item), primary=True, post=True))
    if item.state == State.REGISTERED and may(reader, Right.ITEM_DISPUTE, item.unit):
        steps.append(Step(_("提出异议"), _to("dispute", item)))
    if item.state == State.DISPUTED and may(reader, Right.ITEM_DISPUTE, item.unit):
        steps.append(Step(_("收回异议"), _to("take_back_dispute", item), post=True))
    return steps


def _steps_of_answer(reader: Any, item: Item) -> list[Step]:
    if item.state != State.DISPUTED or not may(reader, Right.DISPUTE_DECIDE, item.unit):
        return []
    waiting = next((row for row in objections_of(item) if row.state == AskedState.ASKED), None)
    against = tuple(in_words(one) for one in against_answering(waiting.asked_by_id, reader)) if waiting else ()
    return [Step(_("答复异议"), _to("answer_dispute", item), against, primary=True)] if waiting else []


def _steps_of_ledger(reader: Any, item: Item) -> list[Step]:
    """Return what who keeps the ledger may do: cancel, take that back, withdraw the finding of what was cancelled."""
    steps = []
    opens = may(reader, Right.ITEM_OPEN, item.unit)
    standing = item.finding.state == FindingState.CONFIRMED
    if item.state == State.CANCELLED and standing:
        if may(reader, Right.FINDING_WITHDRAW, item.unit):
            page = reverse("findings:finding", args=[item.finding_id])
            steps.append(Step(_("撤回问题"), f"{page}#withdraw"))
        if opens:
            steps.append(Step(_("恢复立账"), _to("reinstate", item)))
    elif opens and item.state in {State.REGISTERED, State.ACKNOWLEDGED, State.PLAN_REVIEW, State.RECTIFYING}:
        steps.append(Step(_("撤账"), _to("cancel", item)))
    return steps
