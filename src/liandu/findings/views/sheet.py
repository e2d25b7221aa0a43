"""What every request of the review page does: open the document for this reader, act, answer with the changed parts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.findings import queries
from liandu.intake.commands import Conflict
from liandu.intake.models import Document, Proposal
from liandu.intake.states import Reading
from liandu.kernel.refusals import Refusal
from liandu.ui.errors import in_words
from liandu.ui.htmx import tell
from liandu.ui.numbers import whole_number


@dataclass(frozen=True, slots=True)
class Said:
    """What an act tells the page: a sentence, the rows that an undo would open again, refusals that go with it."""

    sentence: str
    rows: tuple[int, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    back: dict[str, Any] | None = None


@dataclass(slots=True)
class Sheet:
    """A document on the review page, with its proposals as the database holds them now."""

    request: HttpRequest
    document: Document
    proposals: list[Proposal]

    def row(self, pk: object) -> Proposal:
        """Return the proposal of this document with this key; 404 when it has none such."""
        found = next((row for row in self.proposals if str(row.pk) == str(pk)), None)
        if found is None:
            raise Http404
        return found

    def chosen(self) -> list[Proposal]:
        """Return the proposals that the request names as ``row=key:version``, each with the version that was seen.

        The conditional write of the command then refuses whatever has changed since the page was drawn.
        """
        rows = []
        for named in self.request.POST.getlist("row"):
            pk, _colon, version = named.partition(":")
            row = self.row(pk)
            row.version = whole_number(version) or 0
            rows.append(row)
        if not rows:
            raise Http404
        return rows

    def read_again(self) -> None:
        """Take the proposals from the database anew."""
        self.proposals = _proposals(self.document)


def opened_document(request: HttpRequest, pk: int, *, with_text: bool = True) -> Document:
    """Return the document for this reader: 404 outside the reach, 403 with the reason without the right to check."""
    document = queries.document_to_review(request.user, pk, with_text=with_text)
    if document is None:
        raise Http404
    require(request.user, Act.PROPOSAL_VIEW, unit=document.material.unit, subject=document)
    return document


def opened_sheet(request: HttpRequest, pk: int) -> Sheet:
    """Return the document with its proposals for this reader, as opened_document() does."""
    document = opened_document(request, pk)
    return Sheet(request, document, _proposals(document))


def _proposals(document: Document) -> list[Proposal]:
    if document.state != Reading.READ:
        return []
    rows = queries.proposals_of(document.pk)
    for row in rows:
        row.document = document
    return rows


def tree_context(sheet: Sheet) -> dict[str, Any]:
    """Return what the part with the tree shows."""
    user, document = sheet.request.user, sheet.document
    review = queries.review_of(document, sheet.proposals, user)
    return {
        "review": review,
        "document": document,
        "units": queries.units_to_choose(document, user) if review.has_many_units else [],
        "next": queries.next_to_check(user, after=document) if not review.open else None,
        "may_edit": may(user, Act.PROPOSAL_EDIT, document.material.unit),
        "reason_nothing": reason_for_nothing(document),
    }


def reason_for_nothing(document: Document) -> str:
    """Return why a document proposes nothing, as far as its kind tells."""
    reasons = {
        "news": _("这是一篇消息报道：说到了巡视，没有陈述具体问题。"),
        "other": _("没有读出陈述问题的文字，例如关于“……”问题的整改、有的……、一是……。"),
    }
    return reasons.get(document.kind, _("这份文件里没有读出陈述问题的文字。"))


def answered(sheet: Sheet, act: Callable[[], Said], *, mine: str = "", title: bool = False) -> HttpResponse:
    """Do ``act`` and answer with the tree and with those blocks of the source whose marks changed.

    When somebody else was faster nothing is written: the answer (409) shows both wordings, ``mine`` and theirs.
    ``title`` says that ``mine`` is a title, so that the person may put it in place of theirs after all.
    """
    seen = sheet.request.POST.get("seen", "")
    stale = seen != queries.stamp_of(sheet.proposals) if seen else False
    touched = queries.blocks_touched(sheet.proposals)
    before = queries.marked_blocks(sheet.document, sheet.proposals, touched)
    try:
        said, clash = act(), None
    except Conflict as conflict:
        said, clash, stale = Said(in_words(conflict)), conflict, True
    sheet.read_again()
    after = queries.marked_blocks(
        sheet.document, sheet.proposals, sorted(touched | queries.blocks_touched(sheet.proposals))
    )
    context = tree_context(sheet)
    context["blocks"] = [block for index, block in after.items() if stale or block != before.get(index)]
    context["refusals"] = [in_words(refusal) for refusal in said.refusals]
    if clash is not None:
        context["clash"] = {"pk": clash.proposal, "mine": mine, "who": clash.facts["who"], "takes_title": title}
    response = render(sheet.request, "findings/_review_answer.html", context, status=409 if clash else 200)
    done = {"rows": said.rows, "said": said.sentence, "back": said.back, "ok": clash is None}
    return tell(response, **{"review:done": done})
