"""What a person is reminded of, one digest a working day; and whether it goes to them as mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.accounts import commands as accounts
from liandu.desk.forms import SetMail
from liandu.notices import commands
from liandu.notices.due import sentence_of
from liandu.notices.models import Digest
from liandu.notices.queries import digests_for
from liandu.ui.dates import day, moment
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on

SHOWN = 30  # digests on the page: six weeks of working days
SHAPES = {"late": "!", "look": "◔", "now": "●", "plain": "○"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a digest, ready to show."""

    words: str
    subject: str
    url: str
    due: str
    tone: str
    shape: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A digest, ready to show."""

    digest: Digest
    day: str
    lines: Sequence[Line]
    mailed: str


@require_GET
def reminders(request: HttpRequest) -> HttpResponse:
    """Show the person's digests, newest first."""
    rows = [_shown(digest) for digest in digests_for(request.user)[:SHOWN]]
    return page(request, "desk/reminders.html", {"digests": rows, "unread": any(not r.digest.read_at for r in rows)})


def _shown(digest: Digest) -> Shown:
    lines = [
        Line(
            sentence_of(line),
            line["subject"],
            line["url"],
            day(date.fromisoformat(line["due_on"])),
            line["tone"],
            SHAPES.get(line["tone"], ""),
        )
        for line in digest.lines
    ]
    return Shown(digest, day(digest.day), lines, moment(digest.mailed_at))


@require_POST
def read_reminders(request: HttpRequest) -> HttpResponse:
    """Note that the person has read all of their digests."""
    commands.read_digests(by=request.user)
    return redirect("desk:reminders")


@require_POST
def read_reminder(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the person has read one digest."""
    commands.read_digests(by=request.user, digest=get_object_or_404(digests_for(request.user), pk=pk))
    return redirect("desk:reminders")


@require_http_methods(["GET", "POST"])
def mail_settings(request: HttpRequest) -> HttpResponse:
    """Say whether reminders come as mail, and where to."""
    form = SetMail(request.POST if request.method == "POST" else None, person=request.user)
    if form.is_valid():
        with refusals_on(form):
            accounts.set_mail(**form.cleaned_data, by=request.user)
            messages.success(request, _("已保存。"))
            return redirect("desk:reminders")
    context = {"form": form, "sends": bool(settings.LIANDU_MAIL_URL), "domains": settings.LIANDU_MAIL_DOMAINS}
    return page(request, "desk/mail_settings.html", context, status=422 if form.errors else 200)
