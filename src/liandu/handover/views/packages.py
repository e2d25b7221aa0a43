"""Pages of packages: the list, a package as a document, drafting and editing it, handing it over."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.handover import commands
from liandu.handover.forms import (
    AddOversight,
    AddPaper,
    AddThings,
    ChangePackage,
    CorrectLine,
    DraftPackage,
    GiveReason,
    TiePackage,
)
from liandu.handover.models import Line, Package, Purpose
from liandu.handover.queries import (
    BESIDE,
    PackagesView,
    Tally,
    findings_seen,
    foreign_page,
    lines_for,
    list_page,
    meetings_to_tie,
    offices_that_send,
    package_page,
    packages_for,
    prepares,
    proposed_packages,
    rounds_to_hand_over,
    sent_again_as,
    signs,
    tallies_of,
    told_since,
)
from liandu.handover.states import SENT, PackageState
from liandu.handover.tables import PACKAGE_LOOKS, foreign_lists_table, line_rows, packages_table
from liandu.journal.queries import Line as HistoryLine
from liandu.journal.queries import history_of
from liandu.ui.dates import moment
from liandu.ui.htmx import page
from liandu.ui.numbers import whole_number
from liandu.ui.reasons import refusals_on, why_not

HISTORY = 30  # newest entries shown with a package


@require_GET
def packages(request: HttpRequest) -> HttpResponse:
    """Show the packages within reach, newest first."""
    require(request.user, Act.PACKAGE_VIEW)
    view = PackagesView.of(request.GET)
    found = package_page(request.user, view)
    rounds = rounds_to_hand_over(request.user)
    foreign = foreign_page(request.user, round=view.round, most=BESIDE)
    context = {
        "view": view,
        "foreign": foreign_lists_table(foreign.rows),
        "more_foreign": bool(foreign.older),
        "table": packages_table(found.rows, tallies=tallies_of(request.user, found.rows)),
        "older": found.older,
        "filters": [
            ("round", _("轮次"), _("全部轮次"), [(str(row.pk), row.name) for row in rounds], view.round),
            ("state", _("状态"), _("全部状态"), PackageState.choices, view.state),
            ("purpose", _("事由"), _("全部事由"), Purpose.choices, view.purpose),
            ("box", _("待办"), _("全部"), [("to_sign", _("待我签收")), ("refused", _("有拒收退回"))], view.box),
        ],
        "prepares": may(request.user, Act.PACKAGE_PREPARE),
    }
    return page(request, "handover/packages.html", context)


@require_GET
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one package as a document: to be edited, to be signed for line by line, or to be read."""
    row = get_object_or_404(packages_for(request.user), pk=pk)
    return show_package(request, row)


def show_package(request: HttpRequest, row: Package, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Answer with the page of ``row``; ``forms`` are those that were refused."""
    drafting = row.state == PackageState.DRAFTING
    prepared = prepares(request.user, row)
    context = {
        **package_facts(request, row),
        **rows_of(request, row, begin=whole_number(request.GET.get("from", "")) or 1),
        "drafting": drafting,
        "prepares": prepared,
        "is_change": row.purpose == Purpose.CHANGE_OF_OWNER,
        "can_withdraw": prepared and row.state in {PackageState.DRAFTING, PackageState.HANDED_OVER},
        "reason_form": GiveReason(),
        "tie_form": TiePackage(reader=request.user, package=row) if prepared else None,
        "change_form": ChangePackage(reader=request.user, package=row) if prepared and drafting else None,
        "history": history_since(row, row, whole=prepared),
        "supplements": packages_for(request.user).filter(supplements=row),
        "answers": row.answers.select_related("made_by"),
        **forms,
    }
    return page(request, "handover/package.html", context, status=status)


def history_since(thing: Package | Line, package: Package, *, whole: bool) -> list[tuple[HistoryLine, str]]:
    """Return what happened to ``thing`` as far as the reader is told: ``whole`` is True for who prepares."""
    since = told_since(package, prepares=whole)
    if since is False:
        return []
    lines = history_of(thing, most=HISTORY)
    return [(line, moment(line.at)) for line in lines if since is True or line.at >= since]


def package_facts(request: HttpRequest, row: Package) -> dict[str, Any]:
    """Return what the head of the page shows, and the bar that is loaded anew after each signature."""
    tally = tallies_of(request.user, [row])[row.pk]
    tone, shape = PACKAGE_LOOKS[PackageState(row.state)]
    signing = row.state == PackageState.HANDED_OVER and signs(request.user, row)
    return {
        "package": row,
        "tally": tally,
        "tone": tone,
        "shape": shape,
        "handed_over": moment(row.handed_over_at),
        "settled": moment(row.settled_at),
        "is_sent": row.state in SENT,
        "signing": signing,
        "why_not_sign": "" if signing else _why_not_sign(request, row, tally),
        "percent": round(100 * tally.signed / tally.sent) if tally.sent else 0,
    }


def _why_not_sign(request: HttpRequest, row: Package, tally: Tally) -> str:
    """Return why this reader cannot sign, where lines wait; "" where nothing waits."""
    if row.state != PackageState.HANDED_OVER or not tally.waiting:
        return ""
    return why_not(request.user, Act.PACKAGE_SIGN) or _("由%(office)s签收。") % {"office": row.recipient}


def rows_of(request: HttpRequest, row: Package, *, begin: int) -> dict[str, Any]:
    """Return a stretch of the list for the page, from position ``begin`` on."""
    listed = list_page(request.user, row, begin=min(begin, 10**9))
    acts_for = signs(request.user, row) and row.state in SENT
    made = line_rows(
        listed.lines,
        reader=request.user,
        signs=acts_for,
        findings=findings_seen(request.user, listed.lines),
        again=sent_again_as(request.user, listed.lines),
        originals=acts_for,
    )
    return {"rows": made, "earlier": listed.earlier, "later": listed.later, "begin": begin}


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """Begin a package by hand."""
    require(request.user, Act.PACKAGE_PREPARE)
    form = DraftPackage(request.POST if request.method == "POST" else None, reader=request.user)
    if form.is_valid():
        with refusals_on(form):
            row = commands.draft_package(**form.cleaned_data, by=request.user)
            return redirect("handover:package", row.pk)
    context = {"form": form, "title": _("新拟移交"), "submit": _("拟定"), "back": reverse("handover:packages")}
    return page(request, "handover/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the content rules propose for a round, and draft the packages that are chosen."""
    require(request.user, Act.PACKAGE_PREPARE)
    row = get_object_or_404(rounds_to_hand_over(request.user), pk=pk)
    meetings = list(meetings_to_tie(request.user).filter(term=row.term_id)[:30])
    offices = list(offices_that_send(request.user))
    sender = next((office for office in offices if str(office.pk) == request.POST.get("sender")), None)
    if request.method == "POST" and sender is not None:
        meeting = next((one for one in meetings if str(one.pk) == request.POST.get("meeting")), None)
        chosen = request.POST.getlist("chosen")
        made = commands.draft_proposed(round=row, sender=sender, chosen=chosen, meeting=meeting, by=request.user)
        n = len(made)
        messages.success(request, ngettext("已拟定 %(n)s 份移交。", "已拟定 %(n)s 份移交。", n) % {"n": n})
        return redirect(f"{reverse('handover:packages')}?round={row.pk}&state=drafting")
    proposed = proposed_packages(request.user, row)
    context = {
        "round": row,
        "proposed": [(one, one.lines[:5], max(0, len(one.lines) - 5)) for one in proposed],
        "meetings": meetings,
        "offices": offices,
    }
    return page(request, "handover/propose.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a draft says of itself."""
    row = get_object_or_404(packages_for(request.user), pk=pk)
    require(request.user, Act.PACKAGE_PREPARE, unit=row.sender, subject=row)
    form = ChangePackage(request.POST, reader=request.user, package=row)
    if form.is_valid():
        with refusals_on(form):
            commands.change_package(package=row, **form.cleaned_data, by=request.user)
            messages.success(request, _("已修改。"))
            return redirect("handover:package", pk)
    row.refresh_from_db()
    return show_package(request, row, change_form=form, status=422)


@require_POST
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Tie a package to an item of a meeting's agenda."""
    row = get_object_or_404(packages_for(request.user), pk=pk)
    require(request.user, Act.PACKAGE_PREPARE, unit=row.sender, subject=row)
    form = TiePackage(request.POST, reader=request.user, package=row)
    if form.is_valid():
        with refusals_on(form):
            commands.tie_package(package=row, **form.tie(), by=request.user)
            messages.success(request, _("已修改。"))
            return redirect("handover:package", pk)
    return show_package(request, row, tie_form=form, status=422)


@require_http_methods(["GET", "POST"])
def add_things(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose material and findings of the round to put on the list."""
    row = get_object_or_404(packages_for(request.user), pk=pk)
    require(request.user, Act.PACKAGE_PREPARE, unit=row.sender, subject=row)
    text = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    form = AddThings(request.POST if request.method == "POST" else None, reader=request.user, package=row, text=text)
    if form.is_valid():
        with refusals_on(form):
            n = commands.add_things(package=row, things=form.things(), by=request.user)
            messages.success(request, ngettext("已列入 %(n)s 项。", "已列入 %(n)s 项。", n) % {"n": n})
            return redirect("handover:package", pk)
    context = {"package": row, "form": form, "text": text}
    return page(request, "handover/add_things.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def add_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a paper outside the system on the list."""
    row = get_object_or_404(packages_for(request.user), pk=pk)
    require(request.user, Act.PACKAGE_PREPARE, unit=row.sender, subject=row)
    form = AddPaper(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            commands.add_paper(package=row, **form.cleaned_data, by=request.user)
            return redirect("handover:package", pk)
    return _form_of(request, row, form, title=_("列入其他材料"), submit=_("列入"))


@require_http_methods(["GET", "POST"])
def add_oversight(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the change of who oversees a unit on the list."""
    row = get_object_or_404(packages_for(request.user), pk=pk)
    require(request.user, Act.PACKAGE_PREPARE, unit=row.sender, subject=row)
    form = AddOversight(request.POST if request.method == "POST" else None, reader=request.user, package=row)
    if form.is_valid():
        with refusals_on(form):
            commands.add_oversight(package=row, **form.cleaned_data, by=request.user)
            return redirect("handover:package", pk)
    return _form_of(request, row, form, title=_("列入联系监督"), submit=_("列入"))


def _form_of(request: HttpRequest, row: Package, form: Any, **words: str) -> HttpResponse:
    context = {"form": form, "package": row, "back": reverse("handover:package", args=[row.pk]), **words}
    return page(request, "handover/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def correct_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a line of a draft says."""
    line = get_object_or_404(lines_for(request.user), pk=pk)
    require(request.user, Act.PACKAGE_PREPARE, unit=line.package.sender, subject=line.package)
    form = CorrectLine(request.POST if request.method == "POST" else None, line=line)
    if form.is_valid():
        with refusals_on(form):
            commands.correct_line(line=line, **form.cleaned_data, by=request.user)
            return redirect("handover:package", line.package_id)
    return _form_of(request, line.package, form, title=_("更正清单所列"), submit=_("更正"))


@require_POST
def remove_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line off the list of a draft."""
    line = get_object_or_404(lines_for(request.user), pk=pk)
    begin = max(1, line.position - 1)
    commands.remove_line(line=line, by=request.user)
    return redirect(f"{reverse('handover:package', args=[line.package_id])}?from={begin // 100 * 100 + 1}#list")


@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the package over."""
    row = get_object_or_404(packages_for(request.user), pk=pk)
    commands.hand_over(package=row, by=request.user)
    messages.success(request, _("已发出，编号 %(number)s。") % {"number": row.number})
    return redirect("handover:package", pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a package back, for a reason."""
    row = get_object_or_404(packages_for(request.user), pk=pk)
    form = GiveReason(request.POST)
    if form.is_valid():
        with refusals_on(form):
            commands.withdraw_package(package=row, **form.cleaned_data, by=request.user)
            messages.success(request, _("已撤回。"))
            return redirect("handover:package", pk)
    row.refresh_from_db()
    return show_package(request, row, reason_form=form, status=422)
