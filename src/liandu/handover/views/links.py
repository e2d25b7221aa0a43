"""The findings that a clue is tied to: a page behind the door of the register, for who sees both sides."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from liandu.access.queries import acts_of
from liandu.access.roles import Act
from liandu.clues.views.door import OF_CLUES, behind_the_door, found_clue
from liandu.handover import commands
from liandu.handover.forms import LinkFinding
from liandu.handover.queries import finding_to_link, links_for
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on


@behind_the_door(*OF_CLUES, methods=("GET", "POST"))
def clue_links(request: HttpRequest, key: str) -> HttpResponse:
    """Show the findings tied to a clue, tie another by its number, or untie one."""
    row = found_clue(request, key)
    if Act.FINDING_VIEW not in acts_of(request.user):
        raise Http404
    links = list(links_for(request.user).filter(clue=row).order_by("finding__number"))
    gone = next((link for link in links if str(link.pk) == request.POST.get("remove")), None)
    if gone is not None:
        commands.unlink_clue(link=gone, by=request.user)
        return redirect("handover:clue_links", key)
    form = LinkFinding(request.POST if request.method == "POST" else None)
    if form.is_valid():
        finding = finding_to_link(request.user, form.cleaned_data["number"])
        if finding is None:
            form.add_error("number", _("没有这个编号，或者它不在您的工作范围内。"))
        else:
            with refusals_on(form):
                commands.link_clue(clue=row, finding=finding, by=request.user)
                return redirect("handover:clue_links", key)
    context = {"clue": row, "links": links, "form": form}
    return page(request, "handover/clue_links.html", context, status=422 if form.errors else 200)
