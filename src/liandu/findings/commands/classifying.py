"""Saying which class, theme and check item findings belong to, and that an item of a checklist is clear."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.findings.models import ClearItem, Finding
from liandu.findings.rules import proposed_theme, refuse_no_such_item, refuse_not_clear, right_to_check
from liandu.findings.states import State
from liandu.inspections.models import InspectionTheme, Theme
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop


@transaction.atomic
def confirm_category(*, finding: Finding, category: str, by: Any) -> Finding:
    """Say which class of the taxonomy the finding belongs to and return it."""
    require(by, Right.FINDING_RAISE, unit=finding.unit, subject=finding)
    before, finding.category, finding.category_confirmed = finding.category, category, True
    finding.save(update_fields=["category", "category_confirmed"])
    record(act="finding.category_confirmed", subject=finding, by=by, facts={"before": before, "category": category})
    return finding


@transaction.atomic
def confirm_theme(*, finding: Finding, theme: Theme | None, item: int, by: Any) -> Finding:
    """Say which theme and which item of its checklist the finding belongs to (None and 0 for none) and return it."""
    require(by, Right.FINDING_RAISE, unit=finding.unit, subject=finding)
    refuse_no_such_item(finding, theme, item)
    before = _theme_in_words(finding.theme, finding.item)
    finding.theme, finding.item, finding.theme_confirmed = theme, item if theme else 0, True
    finding.save(update_fields=["theme", "item", "theme_confirmed"])
    now = _theme_in_words(finding.theme, finding.item)
    record(act="finding.theme_confirmed", subject=finding, by=by, facts={"before": before, "theme": now})
    return finding


def _theme_in_words(theme: Theme | None, item: int) -> str:
    return f"{theme.name} {theme.item_code(item)}".strip() if theme else ""


@transaction.atomic
def propose_themes(*, carried: InspectionTheme, by: Any) -> int:
    """Propose this theme for the findings of its inspection that have none yet, by keywords; return how many fit.

    What a person has said of a finding's theme, also that it has none, is left alone.
    """
    inspection, theme = carried.inspection, carried.theme
    require(by, Right.FINDING_RAISE, unit=inspection.unit, subject=inspection)
    checklists = {theme.pk: carried.version.checklist}
    rows = Finding.objects.select_for_update().filter(
        inspection=inspection, theme=None, theme_confirmed=False, state=State.CONFIRMED
    )
    fitting = []
    for finding in rows.order_by("pk"):
        _found, finding.item = proposed_theme(f"{finding.problem}{finding.title}", checklists, about=None)
        if finding.item:
            finding.theme = theme
            fitting.append(finding)
    Finding.objects.bulk_update(fitting, ["theme", "item"], batch_size=500)
    if fitting:
        facts = {"theme": theme.name, "findings": len(fitting)}
        record(act="theme.proposed", subject=inspection, by=by, facts=facts)
    return len(fitting)


@transaction.atomic
def state_clear(*, carried: InspectionTheme, item: int, by: Any, note: str = "") -> ClearItem:
    """State that the item was checked and no problem found, and return the statement.

    Refused while a finding stands under the item, or when somebody has stated it already.
    """
    require(by, right_to_check(carried.theme), unit=carried.inspection.unit, subject=carried.inspection)
    place = {"inspection": carried.inspection, "theme": carried.theme, "item": item}
    refuse_not_clear(carried, item, Finding.objects.filter(**place, state=State.CONFIRMED).count())
    row, made = ClearItem.objects.get_or_create(
        **place, defaults={"note": note.strip()[:200], "checked_at": timezone.now(), "checked_by": by}
    )
    if not made:
        raise Refusal("theme.stated_already", gettext_noop("这一项已经有人说明未发现问题，请刷新后再看。"))
    record(act="theme.item_clear", subject=carried.inspection, by=by, facts=_item_in_words(carried, item), reason=note)
    return row


@transaction.atomic
def take_back_clear(*, carried: InspectionTheme, item: int, by: Any) -> None:
    """Take the statement back that the item is without problems; the journal keeps both."""
    require(by, right_to_check(carried.theme), unit=carried.inspection.unit, subject=carried.inspection)
    rows = ClearItem.objects.filter(inspection=carried.inspection, theme=carried.theme, item=item)
    if not rows.delete()[0]:
        raise Refusal("theme.not_stated", gettext_noop("这一项没有“未发现问题”的说明，请刷新后再看。"))
    record(act="theme.clear_taken_back", subject=carried.inspection, by=by, facts=_item_in_words(carried, item))


def _item_in_words(carried: InspectionTheme, item: int) -> dict[str, str]:
    name = next((row.name for row in carried.version.checklist if row.number == item), "")
    return {"theme": carried.theme.name, "item": f"{carried.theme.item_code(item)} {name}".strip()}
