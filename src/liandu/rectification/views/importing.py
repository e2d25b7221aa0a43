"""Pages of progress that comes from a file: reading it, checking it, writing it; and the sheet to fill in offline."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.inspections.rules import CLUE_LIST_NAME, plain_filename
from liandu.kernel.refusals import Refusal
from liandu.rectification import commands
from liandu.rectification.exports.sheet import export_sheet
from liandu.rectification.forms.checking import CheckedRow, UploadProgress, packed, row_of, rows_sent
from liandu.rectification.imports.documents import FoundProgress, progress_in
from liandu.rectification.imports.reading import ReadFile, read_upload
from liandu.rectification.imports.sheet import SheetReading, progress_table, read_sheet
from liandu.rectification.models import Item
from liandu.rectification.queries import items_worked_on, proofs_of
from liandu.rectification.rules.reporting import SomeRefused
from liandu.ui.errors import in_words
from liandu.ui.htmx import page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
def progress_sheet(request: HttpRequest) -> HttpResponseBase:
    """Hand out the spreadsheet that is filled in offline; journaled."""
    require(request.user, Act.PROGRESS_REPORT)
    content = export_sheet(by=request.user)
    name = _("进展填报表") + f"-{timezone.localdate():%Y%m%d}.xlsx"
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return FileResponse(content, as_attachment=True, filename=name, content_type=XLSX, headers=headers)


@require_http_methods(["GET", "POST"])
def import_progress(request: HttpRequest) -> HttpResponse:
    """Read a file with progress, and show what it says to be checked; nothing is written yet."""
    require(request.user, Act.PROGRESS_REPORT)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadProgress(*sent)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            return _to_check(request, read_upload(upload.chunks(), name=upload.name or ""))
        except Refusal as refusal:
            name = CLUE_LIST_NAME if refusal.code == "material.clue_list" else plain_filename(upload.name or "")
            commands.note_refused_document(name=name, refusal=refusal, by=request.user)
            form.add_error("file", in_words(refusal))
    return page(request, "rectification/import.html", {"form": form}, status=422 if form.errors else 200)


def _items(request: HttpRequest) -> dict[str, Item]:
    return {item.number: item for item in items_worked_on(request.user)}


def _to_check(request: HttpRequest, file: ReadFile) -> HttpResponse:
    items = _items(request)
    found = progress_table(file.paper)
    if found is not None:
        table, head, columns = found
        reading = read_sheet(table, head, columns, items=items.values(), source=file.name)
        if reading.wrong:
            return _wrong_cells(request, file, reading)
        rows = _rows_of_sheet(reading, items)
        return _check_page(request, file.name, rows, items, empty=reading.empty, from_sheet=True)
    read = progress_in(file.paper, items.values())
    return _check_page(request, file.name, _rows_of_document(read, items), items)


def _wrong_cells(request: HttpRequest, file: ReadFile, reading: SheetReading) -> HttpResponse:
    context = {
        "name": file.name,
        "wrong": [(cell.place, cell.column, in_words(cell.why)) for cell in reading.wrong],
        "right": len(reading.rows),
        "form": UploadProgress(),
    }
    return page(request, "rectification/wrong_cells.html", context, status=422)


def _rows_of_sheet(reading: SheetReading, items: dict[str, Item]) -> list[CheckedRow]:
    rows = []
    for at, row in enumerate(reading.rows):
        report = row.report
        rows.append(
            row_of(
                at,
                items,
                item=report.item,
                on=report.on,
                share=report.share,
                text=report.text,
                said=report.item.finding.title,
                remark=_(row.remark) if row.remark else "",
                outcomes=[(packed(one.kind, one.amount, one.note), True) for one in report.outcomes],
            )
        )
    return rows


def _rows_of_document(read: list[FoundProgress], items: dict[str, Item]) -> list[CheckedRow]:
    proofs = proofs_of([one.match.item for one in read if one.match.item is not None])
    rows = []
    for at, one in enumerate(read):
        item = one.match.item
        remarks = [_(one.why)]
        for said in one.institutions:
            known = proofs[item.pk].institutions.get(said.kind.value, 0) if item else 0
            told = {"words": said.words, "n": known}
            remarks.append(_("文中称“%(words)s”，台账在这一项名下已登记 %(n)s 项。请逐项登记到制度台账。") % told)
        outcomes = [(packed(found.kind, found.amount, found.words), found.sure) for found in one.outcomes]
        rows.append(
            row_of(at, items, item=item, text=one.text, said=one.said, remark=" ".join(remarks), outcomes=outcomes)
        )
    return rows


def _check_page(
    request: HttpRequest, source: str, rows: list[CheckedRow], items: dict[str, Item], **more: Any
) -> HttpResponse:
    context = {
        "source": source,
        "rows": rows,
        "items": items.values(),
        "unmatched": sum(row.item is None for row in rows),
        "wrong": sum(bool(row.errors) for row in rows),
        **more,
    }
    return page(request, "rectification/check.html", context, status=422 if context["wrong"] else 200)


@require_POST
def check_progress(request: HttpRequest) -> HttpResponse:
    """Write the rows that were ticked, all or none; a row that is refused says why, and everything typed stays."""
    require(request.user, Act.PROGRESS_REPORT)
    items = _items(request)
    rows = rows_sent(request.POST, items)
    source = plain_filename(request.POST.get("source", ""))[:200]
    valid = [row.is_valid() for row in rows]
    taken = [row for row, is_valid in zip(rows, valid, strict=True) if is_valid and row.cleaned_data["take"]]
    if all(valid) and taken:
        try:
            made = commands.report_several(reports=[row.report(source=source) for row in taken], by=request.user)
        except SomeRefused as refusal:
            for at, why in refusal.rows.items():
                taken[at].add_error(None, in_words(why))
        else:
            n = len(made)
            messages.success(request, ngettext("已填报 %(n)s 项的进展。", "已填报 %(n)s 项的进展。", n) % {"n": n})
            return redirect("rectification:report_several")
    if all(valid) and not taken:
        messages.warning(request, _("没有选中任何一项。"))
    return _check_page(request, source, rows, items)
