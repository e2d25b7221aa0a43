"""The register of institutions: recording, striking out what was wrong, reviewing how they are carried out."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import may, require
from liandu.access.roles import Act as Right
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.commands.posting import hold_item
from liandu.rectification.models import Evidence, Institution, InstitutionReview, Item
from liandu.rectification.rules.reporting import against_work, raise_first


@transaction.atomic
def record_institution(
    *,
    item: Item,
    work: str,
    title: str,
    dated: date,
    by: Any,
    number: str = "",
    in_force_on: date | None = None,
    evidence: Evidence | None = None,
) -> Institution:
    """Enter an institution that came of ``item`` into the register and return it: this is what counts it.

    A unit's institution is entered once, whatever number of items it serves; otherwise it would count more than once.
    """
    require(by, Right.PROGRESS_REPORT, unit=item.unit, subject=item)
    raise_first(against_work(hold_item(item)))
    title, number = title.strip().strip("《》"), number.strip()
    if not title:
        raise Refusal("institution.no_title", gettext_noop("请写明制度的名称。"))
    if dated > timezone.localdate():
        raise Refusal("institution.in_future", gettext_noop("印发日期不能晚于今天。"))
    if in_force_on is not None and in_force_on < dated:
        raise Refusal("institution.in_force_before", gettext_noop("施行日期不能早于印发日期。"))
    if evidence is not None and (evidence.item_id != item.pk or evidence.withdrawn_at is not None):
        raise Refusal("institution.foreign_evidence", gettext_noop("只能选这一事项的佐证材料。"))
    there = Institution.objects.filter(unit=item.unit, work=work, title=title, dated=dated, struck_at=None)
    known = there.select_related("item").first()
    if known is not None:
        sentence = gettext_noop("《%(title)s》已在 %(number)s 名下登记，不重复计数。其他事项可以上传它的文本作佐证。")
        raise Refusal("institution.there_already", sentence, title=title, number=known.item.number)
    institution = Institution.objects.create(
        item=item,
        unit=item.unit,
        work=work,
        title=title,
        number=number,
        dated=dated,
        in_force_on=in_force_on,
        evidence=evidence,
        made_at=timezone.now(),
        made_by=by,
    )
    facts = {"title": title, "work": work, "document": number, "institution": institution.pk}
    record(act="item.institution_recorded", subject=item, by=by, facts=facts)
    return institution


@transaction.atomic
def strike_institution(*, institution: Institution, reason: str, by: Any) -> Institution:
    """Take an institution that was entered wrongly out of the count, for a reason, and return it."""
    item = institution.item
    require(by, Right.PROGRESS_REPORT, unit=institution.unit, subject=item)
    raise_first(against_work(hold_item(item)))
    if not reason.strip():
        raise Refusal("institution.no_reason", gettext_noop("请写明注销的理由。"))
    now = timezone.now()
    rows = Institution.objects.filter(pk=institution.pk, struck_at=None)
    if not rows.update(struck_at=now, struck_reason=reason.strip()[:200]):
        raise Refusal("institution.struck_already", gettext_noop("这项登记已经注销。"))
    institution.struck_at, institution.struck_reason = now, reason.strip()[:200]
    facts = {"title": institution.title, "institution": institution.pk}
    record(act="item.institution_struck", subject=item, by=by, facts=facts, reason=reason.strip())
    return institution


@transaction.atomic
def review_institution(
    *, institution: Institution, on: date, carried_out: bool, found: str, by: Any
) -> InstitutionReview:
    """Note what somebody of the unit, or of an office that supervises it, found about carrying it out; return that."""
    own = may(by, Right.PROGRESS_REPORT, institution.unit)
    right = Right.PROGRESS_REPORT if own else Right.SITE_CHECK
    require(by, right, unit=institution.unit, subject=institution.item)
    if institution.struck_at is not None:
        raise Refusal("institution.struck_already", gettext_noop("这项登记已经注销。"))
    if on > timezone.localdate():
        raise Refusal("review.in_future", gettext_noop("检查日期不能晚于今天。"))
    if on < institution.dated:
        raise Refusal("review.before_institution", gettext_noop("检查日期不能早于印发日期。"))
    if not found.strip():
        raise Refusal("review.no_words", gettext_noop("请写明检查情况。"))
    review = InstitutionReview.objects.create(
        institution=institution,
        on=on,
        carried_out=carried_out,
        found=found.strip(),
        made_at=timezone.now(),
        made_by=by,
    )
    facts = {"title": institution.title, "on": on.isoformat(), "carried_out": carried_out, "own": own}
    record(act="item.institution_reviewed", subject=institution.item, by=by, facts=facts)
    return review


@transaction.atomic
def note_register_taken(*, rows: int, by: Any) -> None:
    """Journal that ``by`` exported the register of institutions."""
    record(act="institutions.exported", subject="rectification.institutions:", by=by, facts={"rows": rows})
