"""Pages of evidence: attaching, withdrawing, taking out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from liandu.access.denials import Denied
from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.handover.views.signing import send_file
from liandu.inspections.rules import plain_filename
from liandu.kernel.refusals import Refusal
from liandu.rectification import commands
from liandu.rectification.forms.working import AttachEvidence, GiveReason
from liandu.rectification.models import Evidence, Item
from liandu.rectification.queries import evidence_for, same_files_elsewhere
from liandu.rectification.rules.reporting import against_work, is_older_than_feedback
from liandu.rectification.views.showing import back_to, item_to_work_on, work_page
from liandu.rectification.wording import reasons_in_words
from liandu.ui.errors import in_words
from liandu.ui.reasons import refusals_on

MOST_FILES = 30  # in one upload


@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach files to an item; each is looked at by itself, and what is refused is named with its reason."""
    item = item_to_work_on(request, pk, Act.PROGRESS_REPORT)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AttachEvidence(*sent, item=item)
    kept: list[Evidence] = []
    if form.is_valid():
        kept, refused = _attached(request, item, form)
        if not refused:
            return redirect(back_to(item, "evidence"))
        for name, sentence in refused:
            form.add_error("file", _("“%(name)s”没有接收：%(why)s") % {"name": name, "why": sentence})
    words = {"title": _("上传佐证"), "submit": _("上传"), "uploads": True}
    note = _("可以一次选几个同类、同日的文件。上传时先检查文件，打不开、带宏或标有更高密级的不接收，也不留副本。")
    reasons = reasons_in_words(against_work(item))
    return work_page(request, item, form, reasons=reasons, note=note, kept=kept, **words)


def _attached(request: HttpRequest, item: Item, form: AttachEvidence) -> tuple[list[Evidence], list[tuple[str, str]]]:
    """Keep the files one by one and return those that were kept, and the others with the sentence of the refusal."""
    kept, refused = [], []
    files = form.cleaned_data["file"]
    for upload in files[:MOST_FILES]:
        name = upload.name or ""
        try:
            about: dict[str, Any] = form.about()
            kept.append(
                commands.attach_evidence(item=item, chunks=upload.chunks(), name=name, by=request.user, **about)
            )
        except Denied:
            raise
        except Refusal as refusal:
            refused.append((plain_filename(name), in_words(refusal)))
    refused += [
        (plain_filename(one.name or ""), _("一次最多 %(n)s 个文件。") % {"n": MOST_FILES}) for one in files[MOST_FILES:]
    ]
    _tell(request, item, kept)
    return kept, refused


def _tell(request: HttpRequest, item: Item, kept: list[Evidence]) -> None:
    """Say what was kept, and what a person should look at: older than the feedback, used for another item too."""
    if not kept:
        return
    n = len(kept)
    messages.success(request, ngettext("已上传 %(n)s 份佐证。", "已上传 %(n)s 份佐证。", n) % {"n": n})
    if is_older_than_feedback(item, kept[0].effective_on, during_inspection=kept[0].during_inspection):
        messages.warning(
            request, _("形成日期早于反馈之日。如果是巡视期间就改了的，请撤回后勾选“边巡边改”重新上传；审核时会标出。")
        )
    elsewhere = same_files_elsewhere(request.user, kept)
    for piece in kept:
        if piece.file_id in elsewhere:
            numbers = _("、").join(other.number for other in elsewhere[piece.file_id][:5])
            told = {"title": piece.title, "numbers": numbers}
            messages.warning(request, _("“%(title)s”也用作 %(numbers)s 的佐证，请确认确实证明这一项。") % told)


@require_http_methods(["GET", "POST"])
def withdraw_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a piece of evidence, for a reason."""
    piece = get_object_or_404(evidence_for(request.user), pk=pk)
    item = piece.item
    require(request.user, Act.PROGRESS_REPORT, unit=item.unit, subject=item)
    form = GiveReason(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            commands.withdraw_evidence(evidence=piece, **form.cleaned_data, by=request.user)
            messages.success(request, _("已撤回。材料和理由留在历史里。"))
            return redirect(back_to(item, "evidence"))
    title = _("撤回佐证“%(title)s”") % {"title": piece.title}
    reasons = reasons_in_words(against_work(item))
    return work_page(request, item, form, title=title, submit=_("撤回"), reasons=reasons)


@require_GET
def evidence_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand a piece of evidence out, byte for byte, only ever as a download; journaled."""
    piece = get_object_or_404(evidence_for(request.user), pk=pk)
    answer = send_file(piece.file.path, name=piece.filename)
    commands.note_evidence_taken(evidence=piece, by=request.user)
    return answer
