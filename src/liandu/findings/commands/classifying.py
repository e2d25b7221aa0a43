"""Saying which class, theme and check item findings belong to, and that an item of a checklist is clear."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.findings.consequences import draw_consequences_of_class
from liandu.findings.models import ClearItem, Finding, Guess
from liandu.findings.rules import (
    proposed_theme,
    refuse_no_such_class,
    refuse_no_such_item,
    refuse_not_clear,
    right_to_check,
)
from liandu.findings.states import State
from liandu.inspections.models import InspectionTheme, TaxonomyVersion, Theme
from liandu.inspections.taxonomies import taxonomy
from liandu.journal.commands import record, record_many
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.texts.classifying import Suggestion
from liandu.texts.keywords import category_of

ALIKE = 0.2  # from this likeness on a confirmed statement says something about another


@transaction.atomic
def confirm_category(*, finding: Finding, category: str, by: Any) -> Finding:
    """Say which class of the taxonomy the finding belongs to and return it."""
    require(by, Right.FINDING_RAISE, unit=finding.unit, subject=finding)
    refuse_no_such_class(category)
    before, finding.category, finding.category_confirmed = finding.category, category, True
    finding.save(update_fields=["category", "category_confirmed"])
    record(act="finding.category_confirmed", subject=finding, by=by, facts={"before": before, "category": category})
    draw_consequences_of_class(finding=finding, by=by)
    return finding


@transaction.atomic
def confirm_categories(*, chosen: Mapping[Finding, str], by: Any) -> list[Finding]:
    """Say which classes many findings belong to, each with an entry of its own; return those that were written.

    What somebody else has classified or withdrawn in the meantime is left alone.
    """
    for finding in chosen:
        require(by, Right.FINDING_RAISE, unit=finding.unit, subject=finding)
    for category in set(chosen.values()):
        refuse_no_such_class(category)
    keys = [finding.pk for finding in chosen]
    waiting = Finding.objects.select_for_update().filter(category_confirmed=False, state=State.CONFIRMED)
    open_ones = set(waiting.filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))
    written = [finding for finding in chosen if finding.pk in open_ones]
    told = []
    for finding in written:
        told.append((finding, {"before": finding.category, "category": chosen[finding]}))
        finding.category, finding.category_confirmed = chosen[finding], True
    Finding.objects.bulk_update(written, ["category", "category_confirmed"], batch_size=500)
    record_many(act="finding.category_confirmed", subjects=told, by=by)
    for finding in written:
        draw_consequences_of_class(finding=finding, by=by)
    return written


@transaction.atomic
def reopen_category(*, finding: Finding, by: Any) -> Finding:
    """Take back what was said of the finding's class, so that it waits again, and return it.

    The class is the guess again; refused when nobody has said one.
    """
    require(by, Right.FINDING_RAISE, unit=finding.unit, subject=finding)
    if not finding.category_confirmed:
        raise Refusal("finding.not_classified", gettext_noop("这条问题的类别还没有确认。"))
    before, finding.category_confirmed = finding.category, False
    finding.category = _suggested(finding)
    finding.save(update_fields=["category", "category_confirmed"])
    facts = {"before": before, "category": finding.category}
    record(act="finding.category_reopened", subject=finding, by=by, facts=facts)
    return finding


def _suggested(finding: Finding) -> str:
    """Return the class that was guessed of a finding, as it reads today; by its words where there is none any more."""
    said = taxonomy()
    guess = Guess.objects.filter(finding=finding).first()
    guessed = said.today(guess.first) if guess else ""
    if guessed in said.leaves:
        return guessed
    return category_of(f"{finding.problem}{finding.title}", said.leaves) or ""


@transaction.atomic
def follow_taxonomy(*, version: TaxonomyVersion, unsettled: Collection[str], by: Any) -> int:
    """Let findings whose class a new version of the taxonomy split or dropped wait for a person; return how many.

    Their class stays as it was filed until somebody says another. Who publishes a taxonomy moves findings everywhere.
    """
    require(by, Right.TAXONOMY_SET, subject=version)
    if not unsettled:
        return 0
    rows = Finding.objects.select_for_update().filter(category_confirmed=True, state=State.CONFIRMED)
    rows = rows.filter(category__in=unsettled)
    found = list(rows.order_by("pk").only("pk", "category"))
    rows.update(category_confirmed=False)
    told = [(row, {"before": row.category, "number": version.number}) for row in found]
    record_many(act="finding.class_retired", subjects=told, by=by)
    return len(found)


@transaction.atomic
def write_guesses(
    *, suggestions: Sequence[tuple[int, Suggestion]], labels: int, calibrated: bool, taxonomy_number: int = 1
) -> int:
    """Keep what the words of findings (by key) suggest, and return for how many.

    ``labels`` is how many classes people had confirmed, ``taxonomy_number`` the version whose classes were to choose
    from. Whose class a person has said meanwhile is left alone. One entry tells of all: a guess is no act on a finding.
    """
    keys = [key for key, _suggestion in suggestions]
    rows = Finding.objects.select_for_update().filter(category_confirmed=False, state=State.CONFIRMED)
    waiting = {row.pk: row for row in rows.filter(pk__in=keys).order_by("pk")}
    now = timezone.now()
    guesses, changed = [], []
    for key, one in suggestions:
        if key not in waiting:
            continue
        guesses.append(
            Guess(
                finding_id=key, first=one.code, codes=list(one.codes), shares=[round(share, 4) for share in one.shares],
                sureness=one.confidence, calibrated=calibrated, why=_why(one), labels=labels,
                taxonomy=taxonomy_number, made_at=now,
            )
        )  # fmt: skip
        finding = waiting[key]
        if finding.category != one.code and not finding.source:
            finding.category = one.code
            changed.append(finding)
    fields = [field.name for field in Guess._meta.concrete_fields if not field.primary_key]
    Guess.objects.bulk_create(
        guesses, update_conflicts=True, unique_fields=["finding"], update_fields=fields, batch_size=80
    )
    Finding.objects.bulk_update(changed, ["category"], batch_size=500)
    if guesses:
        facts = {"findings": len(guesses), "changed": len(changed), "labels": labels}
        record(act="finding.classes_guessed", subject="findings.guess", by=None, facts=facts)
    return len(guesses)


def _why(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "keywords": [reason.keyword for reason in suggestion.reasons if reason.keyword],
        "nearest": [
            [int(reason.label), round(reason.likeness, 2)]
            for reason in suggestion.reasons
            if reason.label and reason.likeness >= ALIKE
        ],
    }


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
