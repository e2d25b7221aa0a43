"""Evidence: attached after a look at the file, withdrawn with a reason, taken out under the journal's eyes."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.files.commands import keep_file
from liandu.files.incoming import Incoming
from liandu.inspections.commands import looked_at
from liandu.inspections.examination import Examined
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.kernel.words import gettext_noop
from liandu.rectification.commands.posting import hold_item
from liandu.rectification.models import Evidence, Item, Measure
from liandu.rectification.rules.reporting import against_evidence_day, against_work, raise_first


def attach_evidence(
    *,
    item: Item,
    chunks: Iterable[bytes],
    name: str,
    kind: str,
    effective_on: date,
    by: Any,
    title: str = "",
    during_inspection: bool = False,
    grade: Grade = Grade.INTERNAL,
    measures: Iterable[Measure] = (),
) -> Evidence:
    """Keep a file as evidence of ``item`` and return it; what it proves are ``measures`` of the item.

    The file is looked at like any upload, before the transaction begins. A refusal is journaled by name, digest and
    reason, and raised; no copy stays. Evidence older than the feedback is kept: the page warns of it.
    """
    require(by, Right.PROGRESS_REPORT, unit=item.unit, subject=item)
    raise_first(against_work(item))
    raise_first(against_evidence_day(effective_on, today=timezone.localdate()))
    refused = partial(note_refused_evidence, item=item, by=by)
    with (
        looked_at(chunks, name=name, turned_away=refused, declared=grade, is_proof=True) as (incoming, examined),
        transaction.atomic(),
    ):
        if examined.marking is not None:
            grade = max(grade, examined.marking[0], key=lambda one: one.rank)
        about = {"kind": kind, "effective_on": effective_on, "during_inspection": during_inspection}
        about |= {"grade": grade.value, "title": (title.strip() or examined.title)[:200]}
        return _keep(item, incoming, examined, measures=list(measures), by=by, **about)


def _keep(
    item: Item, incoming: Incoming, examined: Examined, *, measures: list[Measure], by: Any, **about: Any
) -> Evidence:
    # Once more, and locked: the item may have been sent for signing while the file was looked at.
    raise_first(against_work(hold_item(item)))
    there = Evidence.objects.filter(item=item, file__sha256=incoming.sha256, withdrawn_at=None).first()
    if there is not None:
        sentence = gettext_noop("“%(name)s”已经是这一事项的佐证“%(title)s”，没有重复接收。")
        raise Refusal("evidence.there_already", sentence, name=incoming.name, title=there.title)
    own = Measure.objects.filter(task__entry__item=item, pk__in=[one.pk for one in measures])
    if len(own) != len(measures):
        raise Refusal("progress.foreign_measure", gettext_noop("只能填报这一事项的措施。"))
    evidence = Evidence.objects.create(
        item=item,
        file=keep_file(incoming=incoming, by=by),
        filename=incoming.name[-200:],
        format=examined.format,
        made_at=timezone.now(),
        made_by=by,
        **about,
    )
    evidence.measures.set(own)
    facts: dict[str, Any] = {
        "title": evidence.title,
        "kind": evidence.kind,
        "grade": evidence.grade,
        "sha256": incoming.sha256,
    }
    facts |= {"effective_on": evidence.effective_on.isoformat(), "evidence": evidence.pk}
    record(act="item.evidence_attached", subject=item, by=by, facts=facts)
    return evidence


@transaction.atomic
def note_refused_evidence(*, item: Item, name: str, sha256: str, refusal: Refusal, by: Any) -> None:
    """Journal that a file was turned away, by digest and reason; no copy is kept."""
    facts = {"name": name, "sha256": sha256, "code": refusal.code}
    record(act="item.evidence_refused", subject=item, by=by, facts=facts)


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, reason: str, by: Any) -> Evidence:
    """Take a piece of evidence out of the proof (it stays in the history) and return it, for a reason.

    Not once the item was sent for signing: what the parties sign must stay what they saw.
    """
    item = evidence.item
    require(by, Right.PROGRESS_REPORT, unit=item.unit, subject=item)
    raise_first(against_work(hold_item(item)))
    if not reason.strip():
        raise Refusal("evidence.no_reason", gettext_noop("请写明撤回的理由。"))
    now = timezone.now()
    rows = Evidence.objects.filter(pk=evidence.pk, withdrawn_at=None)
    if not rows.update(withdrawn_at=now, withdrawn_reason=reason.strip()[:200]):
        raise Refusal("evidence.withdrawn_already", gettext_noop("这份佐证已经撤回。"))
    evidence.withdrawn_at, evidence.withdrawn_reason = now, reason.strip()[:200]
    facts = {"title": evidence.title, "evidence": evidence.pk}
    record(act="item.evidence_withdrawn", subject=item, by=by, facts=facts, reason=reason.strip())
    return evidence


@transaction.atomic
def note_evidence_taken(*, evidence: Evidence, by: Any) -> None:
    """Journal that ``by`` downloaded a piece of evidence."""
    facts = {"title": evidence.title, "evidence": evidence.pk}
    record(act="item.evidence_taken", subject=evidence.item, by=by, facts=facts)
