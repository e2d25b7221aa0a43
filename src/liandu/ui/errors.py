"""Pages for what went wrong, each with a sentence that helps."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from liandu.kernel.refusals import Refusal
from liandu.ui.htmx import is_partial


def in_words(refusal: Refusal) -> str:
    """Return the refusal's sentence in the reader's language; facts that are words of ours are translated too."""
    facts = {key: _(value) if isinstance(value, str) and value else value for key, value in refusal.facts.items()}
    return _(refusal.sentence) % facts if facts else _(refusal.sentence)


def refusal_page(request: HttpRequest, refusal: Refusal, *, status: int) -> HttpResponse:
    """Answer with the sentence: a notice for htmx, a whole page else."""
    context = {"sentence": in_words(refusal), "status": status, "code": refusal.code}
    template = "ui/_refusal.html" if is_partial(request) else "ui/refusal.html"
    response = render(request, template, context, status=status)
    response.headers["HX-Retarget"] = "#notices"
    response.headers["HX-Reswap"] = "beforeend"
    return response


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 for what Django itself denies."""
    refusal = exception if isinstance(exception, Refusal) else Refusal("denied", _("您不能进行这项操作。"))
    return refusal_page(request, refusal, status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 404: it is not there, or not for this reader; the page does not say which."""
    return refusal_page(request, Refusal("not_found", _("没有这个页面，或者它不在您的工作范围内。")), status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 500 without touching the database: what every page shows (person, rail, notices) comes from there."""
    return HttpResponse(render_to_string("ui/fault.html"), status=500)


@login_not_required
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a request whose token is missing or old: most often a page left open over night."""
    return refusal_page(
        request, Refusal("csrf", _("页面停留太久，已失效。请刷新后再试，已填写的内容请先复制。")), status=403
    )
