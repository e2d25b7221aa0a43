"""Bulletins: their list, one of them, drafting, changing, issuing, and its paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.insight.commands import bulletins as commands
from liandu.insight.forms.bulletins import BulletinVersion, DraftBulletin
from liandu.insight.models import Bulletin
from liandu.insight.queries.bulletins import bulletins_listed, changed_since, opened_bulletin, said_by
from liandu.insight.states import BulletinState
from liandu.insight.tables.bulletins import listed_table, shown_content
from liandu.insight.views.papers import send_docx
from liandu.insight.writings import bulletin_paper
from liandu.ui.dates import day
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on


@require_GET
def bulletins(request: HttpRequest) -> HttpResponse:
    """Show the bulletins: issued ones, and drafts for who works on them."""
    require(request.user, Act.INSIGHT_VIEW)
    rows = bulletins_listed(request.user)
    context = {"table": listed_table(rows), "may_draft": may(request.user, Act.INSIGHT_JUDGE)}
    return page(request, "insight/bulletins.html", context)


def load_bulletin(request: HttpRequest, pk: int) -> Bulletin:
    """Return a bulletin that the reader may see; 404 otherwise."""
    require(request.user, Act.INSIGHT_VIEW)
    found = opened_bulletin(request.user, pk)
    if found is None:
        raise Http404
    return found


@require_GET
def bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a bulletin; each figure opens its rows, and says when it is another one today."""
    return _shown(request, load_bulletin(request, pk))


def _shown(request: HttpRequest, found: Bulletin, form: BulletinVersion | None = None) -> HttpResponse:
    content = said_by(request.user, found)
    changed = changed_since(request.user, found)
    drafted = found.state == BulletinState.DRAFTED
    context = {
        "bulletin": found,
        "content": shown_content(content, changed or {}),
        "compared": changed is not None,
        "changed": len(changed or {}),
        "issued": found.state == BulletinState.ISSUED,
        "issued_on": day(localdate(found.issued_at)) if found.issued_at else "",
        "form": form or BulletinVersion(initial={"version": found.version}),
        "may_edit": drafted and may(request.user, Act.INSIGHT_JUDGE),
        "may_issue": drafted and may(request.user, Act.INSIGHT_SETTLE),
    }
    return page(request, "insight/bulletin.html", context, status=422 if form else 200)


@require_http_methods(["GET", "POST"])
def draft_bulletin(request: HttpRequest) -> HttpResponse:
    """Draft a bulletin."""
    require(request.user, Act.INSIGHT_JUDGE)
    form = DraftBulletin(request.POST if request.method == "POST" else None, reader=request.user)
    if form.is_valid():
        with refusals_on(form):
            made = commands.draft_bulletin(draft=form.draft(), by=request.user)
            messages.success(request, _("已保存草稿。"))
            return redirect("insight:bulletin", made.pk)
    return _form(request, form, title=_("起草通报"), back=reverse("insight:bulletins"))


@require_http_methods(["GET", "POST"])
def edit_bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    found = load_bulletin(request, pk)
    require(request.user, Act.INSIGHT_JUDGE)
    data = request.POST if request.method == "POST" else None
    form = DraftBulletin(data, reader=request.user, bulletin=found)
    if form.is_valid():
        with refusals_on(form):
            version = form.cleaned_data["version"] or 0
            commands.edit_bulletin(bulletin=found, version=version, draft=form.draft(), by=request.user)
            messages.success(request, _("已保存草稿。"))
            return redirect("insight:bulletin", pk)
    return _form(request, form, title=_("修改通报"), back=reverse("insight:bulletin", args=[pk]))


def _form(request: HttpRequest, form: DraftBulletin, **more: Any) -> HttpResponse:
    return page(request, "insight/bulletin_form.html", {"form": form, **more}, status=422 if form.errors else 200)


@require_POST
def issue_bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue a bulletin: its figures are fixed."""
    return _settled(request, pk, Act.INSIGHT_SETTLE, commands.issue_bulletin, _("已印发，数字不再变动。"))


@require_POST
def drop_bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    return _settled(request, pk, Act.INSIGHT_JUDGE, commands.drop_bulletin, _("这份草稿不再印发。"))


def _settled(request: HttpRequest, pk: int, right: Act, command: Any, said: str) -> HttpResponse:
    found = load_bulletin(request, pk)
    require(request.user, right)
    form = BulletinVersion(request.POST)
    if form.is_valid():
        with refusals_on(form):
            command(bulletin=found, version=form.cleaned_data["version"], by=request.user)
            messages.success(request, said)
            return redirect("insight:bulletin", pk)
    return _shown(request, found, form)


@require_GET
def bulletin_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the paper of a bulletin; journaled."""
    found = load_bulletin(request, pk)
    content = bulletin_paper(said_by(request.user, found))
    commands.note_bulletin_taken(bulletin=found, by=request.user)
    return send_docx(content, name=found.title)
