"""The seals of the journal: their page for the audit administrator, and the receipt of one entry for its readers."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.desk import commands, queries
from liandu.journal.exporting import anchor, qr_code
from liandu.journal.queries import state_of_seals
from liandu.journal.verification import Result
from liandu.ui.dates import moment
from liandu.ui.htmx import page


@require_GET
def seals(request: HttpRequest) -> HttpResponse:
    """Show how the seals stand, and the newest head for the minutes."""
    require(request.user, Act.LOG_VIEW)
    return _show(request)


@require_POST
def verify_seals(request: HttpRequest) -> HttpResponse:
    """Check the newest seals and say in words what came out."""
    return _show(request, commands.verify_seals(by=request.user))


def _show(request: HttpRequest, result: Result | None = None) -> HttpResponse:
    state, newest = state_of_seals(), anchor()
    rows = qr_code(newest.text) if newest else []
    context = {
        "state": state,
        "sealed_at": moment(state.sealed_at),
        "cut_off": state.kept > state.number,
        "anchor": newest,
        "picture": _path(rows),
        "size": len(rows),
        "newest": commands.NEWEST,
        "result": _in_words(result) if result else "",
        "intact": result is not None and result.fault is None,
    }
    return page(request, "desk/seals.html", context)


def _in_words(result: Result) -> str:
    if result.fault is not None:
        return result.fault.sentence("zh" if (get_language() or "").startswith("zh") else "en")
    if not result.seals:
        return _("还没有封印，没有可核验的内容。")
    counted = {"seals": result.seals, "entries": f"{result.entries:,}"}
    return (
        ngettext(
            "核验了最近 %(seals)s 个封印，共 %(entries)s 条：完好，与封印时一致。",
            "核验了最近 %(seals)s 个封印，共 %(entries)s 条：完好，与封印时一致。",
            result.seals,
        )
        % counted
    )


def _path(rows: list[list[bool]]) -> str:
    """Return the dark squares as one SVG path, a stroke for each run of them."""
    strokes = []
    for y, row in enumerate(rows):
        start = None
        for x, dark in enumerate([*row, False]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                strokes.append(f"M{start} {y}h{x - start}v1h{start - x}z")
                start = None
    return "".join(strokes)


@require_POST
def export_seals(request: HttpRequest) -> StreamingHttpResponse:
    """Send the seals with the digests of the entries, as a file that is checked elsewhere."""
    lines = commands.export_seals(by=request.user)
    response = StreamingHttpResponse((line.encode() for line in lines), content_type="application/jsonl")
    response.headers["Content-Disposition"] = 'attachment; filename="liandu-seals.jsonl"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_GET
def receipt(request: HttpRequest, seq: int) -> JsonResponse:
    """Send the receipt of one entry to who may see the history it stands in."""
    proof = queries.receipt_for(request.user, seq)
    if proof is None:
        raise Http404
    commands.take_receipt(seq=seq, by=request.user)
    response = JsonResponse(proof, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="liandu-receipt-{seq}.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
