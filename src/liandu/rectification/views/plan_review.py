"""Pages of who reviews plans: what waits, and the opinion."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.rectification import commands
from liandu.rectification.forms.plans import ReviewEntries, chosen_items
from liandu.rectification.queries.plans import PAGE, plans_to_review
from liandu.rectification.states import EntryAct
from liandu.rectification.tables.plans import to_review_table
from liandu.rectification.views.plans import load_plan, page_number, show_plan
from liandu.ui.errors import in_words
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on

TOLD = 20  # refusals told one by one


@require_GET
def to_review(request: HttpRequest) -> HttpResponse:
    """Show the plans that wait for the reader's opinion, the most urgent first."""
    require(request.user, Act.PLAN_REVIEW)
    number = page_number(request)
    first = (number - 1) * PAGE
    found = list(plans_to_review(request.user)[first : first + PAGE + 1])
    context = {"table": to_review_table(found[:PAGE]), "next": number + 1 if len(found) > PAGE else 0}
    return page(request, "rectification/plans_to_review.html", context)


@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one opinion on the chosen entries; what cannot be done is told item by item."""
    row = load_plan(request, pk)
    form = ReviewEntries(request.POST)
    chosen = chosen_items(request.POST)
    require(request.user, Act.PLAN_REVIEW, unit=row.unit, subject=row)
    if form.is_valid() and not chosen:
        form.add_error(None, _("没有选中事项。"))
    if form.is_valid():
        with refusals_on(form):
            act = EntryAct(form.cleaned_data["outcome"])
            opinion = form.cleaned_data["opinion"]
            came = commands.review_entries(plan=row, items=chosen, act=act, opinion=opinion, by=request.user)
            if came.done:
                n = len(came.done)
                messages.success(request, ngettext("已审 %(n)s 项。", "已审 %(n)s 项。", n) % {"n": n})
                for refusal in came.refused[:TOLD]:
                    messages.warning(request, in_words(refusal))
                return redirect("rectification:plan", pk)
            for refusal in came.refused[:TOLD]:
                form.add_error(None, in_words(refusal))
    row.refresh_from_db()
    return show_plan(request, row, status=422, review_form=form, chosen=set(chosen))
