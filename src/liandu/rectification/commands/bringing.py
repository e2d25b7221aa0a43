"""Taking over, from packages alone, what another installation keeps: its items, and what was written about them there.

Each row that is taken over leaves one entry, which names the site and its own entry. Nothing here is a move of the
table, nobody here reports, proves or signs by it: what was done was done there.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.files.commands import keep_file
from liandu.files.incoming import Incoming
from liandu.findings.models import Finding
from liandu.inspections.examination import Examined
from liandu.inspections.rules import refuse_above_ceiling, refuse_clue_list
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit
from liandu.rectification.commands.posting import carry_item, post_mirror
from liandu.rectification.models import Evidence, Item, Mirror, Outcome, Progress, SourceEntry
from liandu.rectification.rules.mirrors import refuse_unsound
from liandu.rectification.rules.outcomes import NewOutcome


@transaction.atomic
def bring_in_item(
    *,
    item: Item | None,
    finding: Finding,
    unit: Unit,
    site: str,
    entry: int,
    number: str,
    offices: Sequence[Mapping[str, str]],
    plan: Mapping[str, Any],
    by: Any,
    **stands: Any,
) -> Item:
    """Let an item that ``site`` keeps stand here as it stands there, and return it; ``item`` is the mirror that was.

    ``stands`` are the fields of Item that change over time, ``entry`` is the number of the entry there by which it came
    to stand so, ``number`` what it is called there. Raises Refusal for what no item can be, and for an item of ours.
    """
    require(by, Right.ITEM_OPEN, unit=unit, subject=item)
    refuse_unsound(stands)
    facts = {"site": site, "entry": entry}
    if item is None:
        item = post_mirror(item=_mirror(finding, unit, site, stands), by=by, facts=facts)
    elif item.kept_at == "":
        raise of_ours(item)
    elif (item.finding_id, item.unit_id) != (finding.pk, unit.pk):
        raise Refusal("item.mirror_moved", gettext_noop("台账里的事项不能改到别的问题或单位。"))
    else:
        carry_item(item=item, by=by, facts=facts, kept_at=site, **stands)
    told = {"number": number, "offices": list(offices), "plan": dict(plan), "entry": entry, "told_at": item.changed_at}
    item.mirror, _made = Mirror.objects.update_or_create(item=item, defaults=told)
    return item


def of_ours(item: Item) -> Refusal:
    """Return why a package does not change an item of ours."""
    sentence = gettext_noop("%(number)s 由本系统立账办理，两边各办的事项不能由交换包合并。请与对方商定由哪一方办理。")
    return Refusal("item.kept_here", sentence, number=item.number)


def _mirror(finding: Finding, unit: Unit, site: str, stands: Mapping[str, Any]) -> Item:
    others = Item.objects.filter(finding=finding).count()
    return Item(
        number=f"{finding.number}-{others + 1}" if others else finding.number,
        finding=finding,
        unit=unit,
        round=finding.round,
        category=finding.category,
        theme=finding.theme.code if finding.theme else "",
        kept_at=site,
        changed_at=timezone.now(),
        **stands,
    )


def _refuse_ours(item: Item, by: Any) -> None:
    require(by, Right.ITEM_OPEN, unit=item.unit, subject=item)
    if item.kept_at == "":
        raise of_ours(item)


@transaction.atomic
def bring_in_progress(
    *,
    item: Item,
    key: str,
    on: date,
    text: str,
    outcomes: Sequence[NewOutcome],
    corrects: Progress | None,
    told_by: str,
    told_at: datetime | None,
    by: Any,
    **about: Any,
) -> Progress:
    """Keep a report of progress that was written at the site that keeps ``item``, and return it.

    ``key`` names it there; ``about`` are its other fields. A correction takes the outcomes of what it corrects away, as
    at its source. How the item stands is no matter of the report: the item itself says it.
    """
    _refuse_ours(item, by)
    if corrects is not None and (corrects.item_id != item.pk or Progress.objects.filter(corrects=corrects).exists()):
        raise Refusal("progress.corrects_elsewhere", gettext_noop("只能更正同一事项的进展。"))
    progress = Progress.objects.create(
        item=item,
        on=on,
        text=text,
        corrects=corrects,
        told_by=told_by,
        told_at=told_at,
        made_at=timezone.now(),
        made_by=by,
        **about,
    )
    Outcome.objects.bulk_create(
        Outcome(item=item, progress=progress, kind=one.kind, amount=Decimal(one.amount), note=one.note)
        for one in outcomes
    )
    facts = {"site": item.kept_at, "entry": key, "on": on.isoformat(), "progress": progress.pk}
    record(act="item.progress_brought_in", subject=item, by=by, facts=facts)
    return progress


@transaction.atomic
def bring_in_evidence(
    *,
    item: Item,
    key: str,
    incoming: Incoming,
    examined: Examined,
    grade: Grade,
    by: Any,
    **about: Any,
) -> Evidence:
    """Keep a piece of evidence that was attached at the site that keeps ``item``, with its file, and return it.

    The file was looked at (``examined``) as any upload: a list of clues is refused, and what its marking puts above our
    ceiling. ``about`` are its other fields.
    """
    _refuse_ours(item, by)
    refuse_clue_list("", found=examined.clue_list)
    refuse_above_ceiling(grade, name=incoming.name)
    if examined.marking is not None:
        refuse_above_ceiling(examined.marking[0], name=incoming.name, marked=examined.marking[1])
        grade = max(grade, examined.marking[0], key=lambda one: one.rank)
    if Evidence.objects.filter(item=item, file__sha256=incoming.sha256, withdrawn_at=None).exists():
        sentence = gettext_noop("“%(name)s”已经是这一事项的佐证，没有重复接收。")
        raise Refusal("evidence.there_already", sentence, name=incoming.name)
    evidence = Evidence.objects.create(
        item=item,
        file=keep_file(incoming=incoming, by=by),
        filename=incoming.name[-200:],
        format=examined.format,
        grade=grade.value,
        made_at=timezone.now(),
        made_by=by,
        **about,
    )
    facts = {"site": item.kept_at, "entry": key, "title": evidence.title, "sha256": incoming.sha256}
    record(act="item.evidence_brought_in", subject=item, by=by, facts=facts | {"evidence": evidence.pk})
    return evidence


@transaction.atomic
def follow_withdrawal(*, evidence: Evidence, reason: str, by: Any) -> Evidence:
    """Take a piece of evidence out of the proof, as it was at the site that keeps its item, and return it."""
    _refuse_ours(evidence.item, by)
    if evidence.withdrawn_at is None:
        evidence.withdrawn_at, evidence.withdrawn_reason = timezone.now(), reason
        evidence.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        facts = {"site": evidence.item.kept_at, "title": evidence.title, "evidence": evidence.pk}
        record(act="item.evidence_withdrawn_there", subject=evidence.item, by=by, facts=facts, reason=reason)
    return evidence


@transaction.atomic
def bring_in_entry(*, item: Item, seq: int, act: str, by: Any, **about: Any) -> SourceEntry:
    """Keep a line of the history that ``item`` has at the site that keeps it, in its own words, and return it."""
    _refuse_ours(item, by)
    if SourceEntry.objects.filter(item=item, seq=seq).exists():
        raise Refusal("item.entry_there", gettext_noop("来源系统的这一条经过已经在这里。"))
    line = SourceEntry.objects.create(item=item, seq=seq, act=act, **about)
    facts = {"site": item.kept_at, "entry": seq, "act": act, "words": line.words[:200]}
    record(act="item.entry_brought_in", subject=item, by=by, facts=facts)
    return line
