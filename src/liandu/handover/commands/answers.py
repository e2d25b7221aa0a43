"""Answering what was accepted, and noting what was taken out."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.files.commands import keep_file
from liandu.handover.commands.drafting import hold_package
from liandu.handover.models import Answer, Line, Package
from liandu.handover.queries import signs
from liandu.handover.states import LineState, PaperState
from liandu.inspections.commands import looked_at_if_any
from liandu.journal.commands import record, record_many
from liandu.journal.subjects import subject_of
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop


def answer_lines(
    *,
    package: Package,
    lines: Iterable[Line],
    answered_on: date,
    result: str,
    text: str,
    by: Any,
    paper: str = "",
    chunks: Iterable[bytes] | None = None,
    filename: str = "",
) -> Answer:
    """Answer the accepted lines, perhaps with a paper, and return the answer; their clocks end.

    The paper is looked at like any upload: one marked above the ceiling, or a list of clues, is refused and journaled,
    and no copy kept. What cannot be read at once waits for the worker, and is handed out after that.
    """
    require(by, Right.PACKAGE_SIGN, subject=package)
    if not signs(by, package):
        raise Denied(
            "access.denied",
            gettext_noop("只有接收单位的人可以答复。"),
            act=str(Right.PACKAGE_SIGN),
            subject=subject_of(package),
        )
    refused = partial(note_refused_paper, package=package, by=by)
    look = looked_at_if_any(chunks, name=filename, turned_away=refused)
    with look as (incoming, examined), transaction.atomic():
        rows = _to_answer(package, lines, answered_on)
        answer = Answer.objects.create(
            package=package,
            answered_on=answered_on,
            result=result,
            text=text,
            paper=paper,
            file=keep_file(incoming=incoming, by=by) if incoming else None,
            filename=incoming.name[-200:] if incoming else "",
            paper_state=PaperState.LOOKED if examined is None or examined.is_whole else PaperState.WAITING,
            made_by=by,
        )
        Line.objects.filter(pk__in=[line.pk for line in rows]).update(answer=answer)
        told = [(line, {"title": line.title, "result": result, "answered_on": answered_on}) for line in rows]
        record_many(act="line.answered", subjects=told, by=by)
        facts = {"number": package.number, "lines": len(rows), "result": result, "answered_on": answered_on}
        record(act="package.answered", subject=package, by=by, facts=facts)
    return answer


@transaction.atomic
def note_refused_paper(*, package: Package, name: str, sha256: str, refusal: Refusal, by: Any) -> None:
    """Journal that the paper of an answer was turned away, by digest and reason; no copy is kept."""
    facts = {"name": name, "sha256": sha256, "code": refusal.code}
    record(act="answer.paper_refused", subject=package, by=by, facts=facts)


def _to_answer(package: Package, lines: Iterable[Line], answered_on: date) -> list[Line]:
    """Return the lines as they are now, locked; raise Refusal when one of them cannot be answered."""
    hold_package(package)
    rows = list(Line.objects.filter(package=package, pk__in=[line.pk for line in lines]).order_by("position"))
    if not rows:
        raise Refusal("answer.nothing", gettext_noop("请选择要答复的行。"))
    if answered_on > timezone.localdate():
        raise Refusal("answer.in_future", gettext_noop("答复日期不能晚于今天。"))
    for line in rows:
        if line.state != LineState.ACCEPTED or line.answer_due_on is None:
            sentence = gettext_noop("第 %(position)s 行没有签收，或者不需要答复。")
            raise Refusal("answer.not_accepted", sentence, position=line.position)
        if line.answer_id is not None:
            raise Refusal("answer.there_already", gettext_noop("第 %(position)s 行已经答复。"), position=line.position)
        if line.accepted_on is not None and answered_on < line.accepted_on:
            raise Refusal("answer.too_early", gettext_noop("答复日期不能早于签收日期。"))
    return rows


@transaction.atomic
def note_original_taken(*, line: Line, by: Any) -> None:
    """Journal that ``by`` downloaded the original that a line hands over."""
    facts = {"title": line.title, "number": line.package.number or "", "position": line.position}
    record(act="line.original_taken", subject=line, by=by, facts=facts)


@transaction.atomic
def note_answer_taken(*, answer: Answer, by: Any) -> None:
    """Journal that ``by`` downloaded the paper of an answer."""
    record(act="answer.paper_taken", subject=answer.package, by=by, facts={"name": answer.filename})


@transaction.atomic
def note_paper_taken(*, package: Package, paper: str, by: Any) -> None:
    """Journal that ``by`` took the transfer list or the receipt slip ("list", "receipt") out."""
    facts = {"number": package.number or "", "title": package.title, "paper": paper}
    record(act="package.paper_taken", subject=package, by=by, facts=facts)


@transaction.atomic
def note_counts_taken(*, scope: str, rows: int, by: Any) -> None:
    """Journal that ``by`` exported the count check of a scope."""
    record(act="handover.counts_exported", subject="handover.counts:", by=by, facts={"scope": scope, "rows": rows})
