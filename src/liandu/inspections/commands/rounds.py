"""Opening rounds, registering inspections, receiving material."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.files.commands import discard_unkept, forget_file, keep_file
from liandu.files.incoming import Incoming
from liandu.inspections.commands.themes import inherit_themes
from liandu.inspections.models import Inspection, Material, PolicyVersion, Round, RoundKind, Term
from liandu.inspections.rules import CLUE_LIST_NAME, refuse_above_ceiling, refuse_clue_list
from liandu.inspections.states import MACHINE, Act
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit
from liandu.orgs.queries import root_unit


@transaction.atomic
def open_term(*, number: int, name: str, since: date, by: Any) -> Term:
    """Open a term and return it; a number is given once."""
    require(by, Right.ROUND_OPEN)
    if Term.objects.filter(number=number, mark="").exists():
        raise Refusal("term.exists", gettext_noop("第 %(number)s 届已经设立。"), number=number)
    term = Term.objects.create(number=number, name=name, since=since)
    record(act="term.opened", subject=term, by=by, facts={"name": name, "number": number})
    return term


@transaction.atomic
def open_round(
    *,
    term: Term,
    number: int,
    name: str,
    since: date,
    by: Any,
    kind: str = RoundKind.REGULAR,
    theme: str = "",
    above: Round | None = None,
    policy: PolicyVersion | None = None,
) -> Round:
    """Open a round of ``term`` and return it; a special round needs a theme; ``policy`` is what the round goes by."""
    require(by, Right.ROUND_OPEN)
    if policy is not None:
        require(by, Right.POLICY_SET)
    if kind == RoundKind.SPECIAL and not theme:
        raise Refusal("round.theme_missing", gettext_noop("专项巡视要写明专题。"))
    if Round.objects.filter(term=term, number=number).exists():
        raise Refusal("round.exists", gettext_noop("%(term)s已有第 %(number)s 轮。"), term=term.name, number=number)
    row = Round.objects.create(
        term=term, number=number, name=name, kind=kind, theme=theme, since=since, above=above, policy=policy
    )
    facts = {"name": name, "kind": kind, "theme": theme} | (
        {"policy": policy.profile.name, "version": policy.number} if policy else {}
    )
    record(act="round.opened", subject=row, by=by, facts=facts)
    return row


@transaction.atomic
def open_inspection(
    *,
    round: Round,  # noqa: A002 - the field's term; the built-in is not needed here
    unit: Unit,
    team: str,
    by: Any,
    team_head: str = "",
    members: list[dict[str, str]] | None = None,
    stationed_from: date | None = None,
    stationed_until: date | None = None,
    feedback_on: date | None = None,
) -> Inspection:
    """Register the inspection of ``unit`` in ``round`` and return it; a unit is inspected once in a round."""
    require(by, Right.INSPECTION_OPEN, unit=unit)
    if Inspection.objects.filter(round=round, unit=unit).exists():
        raise Refusal(
            "inspection.exists", gettext_noop("%(unit)s已在%(round)s登记。"), unit=unit.name, round=round.name
        )
    row = Inspection.objects.create(
        round=round,
        unit=unit,
        team=team,
        team_head=team_head,
        members=members or [],
        stationed_from=stationed_from,
        stationed_until=stationed_until,
        feedback_on=feedback_on,
    )
    themes = inherit_themes(row)
    facts = {"unit": unit.name, "round": round.name, "team": team, "feedback_on": feedback_on, "themes": themes}
    record(act="inspection.opened", subject=row, by=by, facts=facts)
    return row


@transaction.atomic
def give_feedback(*, inspection: Inspection, feedback_on: date, by: Any) -> Inspection:
    """Note the day on which the feedback was given and return the inspection."""
    require(by, Right.INSPECTION_OPEN, unit=inspection.unit, subject=inspection)
    before = inspection.feedback_on
    if inspection.stationed_from and feedback_on < inspection.stationed_from:
        raise Refusal("inspection.feedback_too_early", gettext_noop("反馈日期不能早于进驻日期。"))
    inspection.feedback_on = feedback_on
    inspection.save(update_fields=["feedback_on"])
    record(
        act="inspection.feedback_given", subject=inspection, by=by, facts={"feedback_on": feedback_on, "before": before}
    )
    return inspection


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an upload: the material, and whether it is new or was there already."""

    material: Material
    is_new: bool


@transaction.atomic
def receive_material(
    *,
    round: Round,  # noqa: A002 - the field's term; the built-in is not needed here
    inspection: Inspection | None,
    incoming: Incoming,
    kind: str,
    title: str,
    grade: Grade,
    marking: tuple[Grade, str] | None,
    format: str,  # noqa: A002 - the field's term; the built-in is not needed here
    pages: int | None,
    by: Any,
    dated: date | None = None,
    corrects: Material | None = None,
) -> Received:
    """Keep the file as material of the round (or of one inspection of it) and return it.

    ``marking`` is the grade found inside the text with its words, or None. Above the deployment's ceiling nothing is
    kept and Refusal is raised. The same file for the same round and inspection returns the material that is there.
    """
    unit = inspection.unit if inspection else root_unit()
    require(by, Right.MATERIAL_RECEIVE, unit=unit, subject=inspection)
    refuse_clue_list(kind)
    refuse_above_ceiling(grade, name=incoming.name)
    if marking is not None:
        refuse_above_ceiling(marking[0], name=incoming.name, marked=marking[1])
        grade = max(grade, marking[0], key=lambda g: g.rank)
    there = Material.objects.filter(
        round=round, inspection=inspection, file__sha256=incoming.sha256, state="kept"
    ).first()
    if there is not None:
        return Received(there, is_new=False)
    material = Material.objects.create(
        round=round,
        inspection=inspection,
        unit=unit,
        kind=kind,
        title=title[:200],
        grade=grade.value,
        file=keep_file(incoming=incoming, by=by),
        filename=incoming.name[-200:],
        format=format,
        pages=pages,
        dated=dated,
        corrects=corrects,
        received_by=by,
    )
    record(
        act="material.received",
        subject=material,
        by=by,
        facts={
            "title": material.title,
            "kind": kind,
            "grade": grade.value,
            "sha256": incoming.sha256,
            "corrects": corrects.pk if corrects else None,
        },
    )
    return Received(material, is_new=True)


@contextlib.contextmanager
def nothing_left_of(incoming: Incoming) -> Iterator[None]:
    """Remove the bytes again when the block fails after they were put in place."""
    try:
        yield
    except BaseException:
        discard_unkept(sha256=incoming.sha256)
        raise


@transaction.atomic
def note_refused_material(
    *,
    round: Round,  # noqa: A002 - the field's term
    name: str,
    sha256: str,
    refusal: Refusal,
    by: Any,
) -> None:
    """Journal that a file was turned away, by digest and reason; no copy is kept."""
    record(act="material.refused", subject=round, by=by, facts={"name": name, "sha256": sha256, "code": refusal.code})


@transaction.atomic
def withdraw_material(*, material: Material, by: Any, reason: str) -> Material:
    """Take material out of the work (it stays readable in its history) and return it. A reason is needed."""
    require(by, Right.MATERIAL_WITHDRAW, unit=material.unit, subject=material)
    if not reason.strip():
        raise Refusal("material.reason_missing", gettext_noop("请写明撤回的理由。"))
    material.state = MACHINE.after(state=material.state, act=Act.WITHDRAW)
    material.save(update_fields=["state"])
    record(act="material.withdrawn", subject=material, by=by, facts={"title": material.title}, reason=reason)
    return material


@transaction.atomic
def restore_material(*, material: Material, by: Any) -> Material:
    """Put withdrawn material back into the work and return it."""
    require(by, Right.MATERIAL_WITHDRAW, unit=material.unit, subject=material)
    material.state = MACHINE.after(state=material.state, act=Act.RESTORE)
    material.save(update_fields=["state"])
    record(act="material.restored", subject=material, by=by, facts={"title": material.title})
    return material


@transaction.atomic
def note_taken_out(*, material: Material, by: Any) -> None:
    """Journal that ``by`` downloaded the original."""
    record(act="material.taken_out", subject=material, by=by, facts={"title": material.title})


@transaction.atomic
def destroy_material(*, material: Material, marked: str = "") -> Material:
    """Destroy the copy of material in which reading found a marking above the ceiling; the system itself acts.

    Without ``marked`` it is a list of clues that reading found: that one loses its title and file name too, which may
    name persons. The bytes go after the commit, unless something that stays names the same content.
    """
    stored = material.file
    material.state = MACHINE.after(state=material.state, act=Act.DESTROY)
    material.file = None
    if not marked:
        material.title = material.filename = CLUE_LIST_NAME
    material.save(update_fields=["state", "file", "title", "filename"])
    sha256 = stored.sha256 if stored else ""
    if marked:
        facts = {"title": material.title, "marked": marked, "sha256": sha256}
        record(act="material.destroyed", subject=material, by=None, facts=facts)
    else:
        record(act="material.clue_list_destroyed", subject=material, by=None, facts={"sha256": sha256})
    if stored is not None:
        forget_file(stored=stored)
    return material


# What another installation opened, and an exchange package brought. It is registered here, not opened: who may register
# inspections may do it. Each command makes the row, or amends the one that an earlier package made.


@transaction.atomic
def bring_in_term(
    *, term: Term | None, mark: str, number: int, name: str, since: date, until: date | None, by: Any
) -> Term:
    """Register a term of another committee under its ``mark``, or amend ``term``, and return it."""
    require(by, Right.INSPECTION_OPEN)
    row = term or Term(mark=mark)
    row.number, row.name, row.since, row.until = number, name, since, until
    if Term.objects.filter(mark=row.mark, number=number).exclude(pk=row.pk).exists():
        raise Refusal("term.exists", gettext_noop("第 %(number)s 届已经设立。"), number=number)
    row.save()
    record(act="term.brought_in", subject=row, by=by, facts={"name": name, "number": number, "mark": row.mark})
    return row


@transaction.atomic
def bring_in_round(
    *,
    round: Round | None,  # noqa: A002 - the field's term
    term: Term,
    number: int,
    name: str,
    above: Round | None,
    by: Any,
    **facts: Any,
) -> Round:
    """Register a round of another committee, or amend ``round``, and return it; ``facts`` are its other fields."""
    require(by, Right.INSPECTION_OPEN)
    row = round or Round()
    row.term, row.number, row.name, row.above = term, number, name, above
    for field in ("kind", "theme", "since", "until", "answer_months"):
        setattr(row, field, facts[field])
    if row.kind == RoundKind.SPECIAL and not row.theme:
        raise Refusal("round.theme_missing", gettext_noop("专项巡视要写明专题。"))
    if Round.objects.filter(term=term, number=number).exclude(pk=row.pk).exists():
        raise Refusal("round.exists", gettext_noop("%(term)s已有第 %(number)s 轮。"), term=term.name, number=number)
    row.save()
    record(act="round.brought_in", subject=row, by=by, facts={"name": name, "kind": row.kind, "theme": row.theme})
    return row


@transaction.atomic
def link_round(*, round: Round, above: Round | None, by: Any) -> Round:  # noqa: A002 - the field's term
    """Say which round of the level above ``round`` belongs to (上下联动; None for none) and return it."""
    require(by, Right.ROUND_OPEN, subject=round)
    upper = above
    while upper is not None:
        if upper.pk == round.pk:
            raise Refusal("round.above_itself", gettext_noop("一个轮次不能是自己的上级联动轮次。"))
        upper = upper.above
    round.above = above
    round.save(update_fields=["above"])
    facts = {"name": round.name, "above": above.name if above else ""}
    record(act="round.linked", subject=round, by=by, facts=facts)
    return round


@transaction.atomic
def bring_in_inspection(
    *,
    inspection: Inspection | None,
    round: Round,  # noqa: A002 - the field's term
    unit: Unit,
    by: Any,
    **facts: Any,
) -> Inspection:
    """Register an inspection that another committee made, or amend ``inspection``, and return it."""
    require(by, Right.INSPECTION_OPEN, unit=unit, subject=inspection)
    row = inspection or Inspection(round=round, unit=unit)
    if (row.round_id, row.unit_id) != (round.pk, unit.pk):
        raise Refusal("inspection.moved", gettext_noop("已登记的巡视不能改到别的轮次或单位。"))
    if inspection is None and Inspection.objects.filter(round=round, unit=unit).exists():
        raise Refusal(
            "inspection.exists", gettext_noop("%(unit)s已在%(round)s登记。"), unit=unit.name, round=round.name
        )
    for field in ("team", "team_head", "members", "stationed_from", "stationed_until", "feedback_on"):
        setattr(row, field, facts[field])
    row.save()
    record(act="inspection.brought_in", subject=row, by=by, facts={"unit": unit.name, "round": round.name})
    return row
