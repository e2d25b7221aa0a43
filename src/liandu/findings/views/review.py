"""The review page: a document and the problems it proposes, side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liandu.findings import queries
from liandu.findings.tables import STATED
from liandu.findings.views.sheet import Sheet, opened_document, opened_sheet, tree_context
from liandu.intake.models import Level
from liandu.intake.states import Reading
from liandu.intake.wording import found_in_words
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.ui.dates import day
from liandu.ui.errors import in_words

USUAL_REASONS = (
    gettext_noop("属于整改要求或工作建议，不是问题"),
    gettext_noop("属于成绩、背景或过渡语"),
    gettext_noop("与其他条目重复"),
    gettext_noop("属于问题线索，不入台账"),
    gettext_noop("读取有误"),
)


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page, or what keeps the document from being checked."""
    sheet = opened_sheet(request, pk)
    if sheet.document.state != Reading.READ:
        return render(request, "findings/review_waiting.html", _waiting(sheet))
    material = sheet.document.material
    context = tree_context(sheet)
    context |= {
        "material": material,
        "dated": day(material.dated),
        "feedback_on": day(material.inspection.feedback_on) if material.inspection else "",
        "source": queries.source_of(sheet.document, sheet.proposals),
        "difference": queries.difference_with_earlier(sheet.document, sheet.proposals),
        "found": found_in_words(sheet.document.found),
        "usual_reasons": [_(reason) for reason in USUAL_REASONS],
        "levels": Level.choices,
        "stated_words": [(key, str(label)) for key, label in STATED.items()],
    }
    return render(request, "findings/review.html", context)


def _waiting(sheet: Sheet) -> dict[str, object]:
    failure = sheet.document.failure
    refusal = Refusal(failure["code"], failure["sentence"], **failure.get("facts", {})) if failure else None
    return {
        "document": sheet.document,
        "material": sheet.document.material,
        "failed": sheet.document.state == Reading.FAILED,
        "sentence": in_words(refusal) if refusal else "",
    }


@require_GET
def review_tree(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the tree and all marked blocks as they are now; for a page that somebody else has made old."""
    sheet = opened_sheet(request, pk)
    context = tree_context(sheet)
    touched = sorted(queries.blocks_touched(sheet.proposals))
    context["blocks"] = list(queries.marked_blocks(sheet.document, sheet.proposals, touched).values())
    return render(request, "findings/_review_answer.html", context)


@require_GET
def review_news(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether something changed since the page drew the tree ``seen``; 204 when nothing did.

    For a document that was still being read, the page is loaded anew as soon as reading has come to an end.
    """
    seen = request.GET.get("seen", "")
    document = opened_document(request, pk, with_text=False)
    if seen in {Reading.WAITING, Reading.READING}:
        ended = document.state in {Reading.READ, Reading.FAILED}
        return HttpResponse(status=204, headers={"HX-Refresh": "true"} if ended else {})
    if seen == queries.stamp_now(document.pk):
        return HttpResponse(status=204)
    return render(request, "findings/_review_news.html", {"document": document})
