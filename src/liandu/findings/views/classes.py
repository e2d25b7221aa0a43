"""The queue of classes to confirm, worked off by keys; many at once; and how good the guesses turned out to be."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.findings import commands
from liandu.findings.forms import ConfirmCategory
from liandu.findings.models import Finding, Sureness
from liandu.findings.queries import (
    ClassView,
    class_page,
    classes_to_confirm,
    findings_for,
    opened_finding,
    quality_of,
    with_reasons,
)
from liandu.findings.tables import class_line, quality_lines
from liandu.inspections.queries import rounds_for
from liandu.inspections.taxonomies import taxonomy
from liandu.ui.htmx import is_partial, page


@require_GET
def classes(request: HttpRequest) -> HttpResponse:
    """Show findings whose class waits to be confirmed, each with the classes that its words suggest."""
    require(request.user, Act.FINDING_RAISE)
    view = ClassView.of(request.GET)
    found = class_page(request.user, view)
    total = sum(found.counts.values())
    tabs = [("", _("全部"), total)]
    for value, word in Sureness.choices:
        tabs.append((value, _("把握%(word)s") % {"word": word}, found.counts.get(value, 0)))
    context = {
        "view": view,
        "lines": [class_line(row) for row in found.rows],
        "later": found.later,
        "total": total,
        "unguessed": found.counts.get("", 0),
        "tabs": [(view.query(sureness=value, after=""), words, n, value == view.sureness) for value, words, n in tabs],
        "sure": sum(row.guess is not None and row.guess.sureness == Sureness.HIGH for row in found.rows),
        "rounds": list(rounds_for(request.user)),
        "form": ConfirmCategory(),
        "here": view.query(),
    }
    return page(request, "findings/classes.html", context)


@require_POST
def confirm_in_queue(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the class of a finding of the queue and answer with its line anew: the class, and a way back."""
    found = _open(request, pk)
    form = ConfirmCategory(request.POST)
    if not form.is_valid():
        return redirect("findings:finding", pk)
    commands.confirm_category(finding=found, category=form.cleaned_data["category"], by=request.user)
    return _line(request, pk)


@require_POST
def reopen_category(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was said of the class of a finding."""
    commands.reopen_category(finding=_open(request, pk), by=request.user)
    return _line(request, pk) if is_partial(request) else redirect("findings:finding", pk)


def _open(request: HttpRequest, pk: int) -> Finding:
    found = opened_finding(request.user, pk)
    if found is None:
        raise Http404
    return found


def _line(request: HttpRequest, pk: int) -> HttpResponse:
    if not is_partial(request):
        return redirect("findings:classes")
    row = get_object_or_404(findings_for(request.user).select_related("unit", "round", "guess"), pk=pk)
    context = {"line": class_line(with_reasons(request.user, [row])[0]), "form": ConfirmCategory()}
    return render(request, "findings/_class_line.html", context)


@require_POST
def confirm_categories(request: HttpRequest) -> HttpResponse:
    """Say of all findings that were sent along, key and class each, that they belong where they were guessed."""
    require(request.user, Act.FINDING_RAISE)
    chosen = {}
    pairs = dict(pair.split(":", 1) for pair in request.POST.getlist("guess") if pair.count(":") == 1)
    keys = [int(key) for key in pairs if key.isascii() and key.isdigit() and len(key) < 19]
    rows = classes_to_confirm(request.user).filter(pk__in=keys).select_related("unit", "guess")
    for finding in rows.order_by("number"):
        guess = getattr(finding, "guess", None)
        # What was seen is confirmed, not what was guessed meanwhile.
        if guess is not None and guess.first == pairs[str(finding.pk)] and guess.first in taxonomy().leaves:
            chosen[finding] = guess.first
    n = len(commands.confirm_categories(chosen=chosen, by=request.user))
    left = len(pairs) - n
    said = ngettext("已确认 %(n)s 条的类别。", "已确认 %(n)s 条的类别。", n) % {"n": n}
    if left:
        said += _("%(n)s 条没有确认：已有人确认，或者拟定的类别变了。") % {"n": left}
    (messages.success if n else messages.warning)(request, said)
    here = ClassView.of(request.GET).query()
    return redirect(f"{request.path.removesuffix('confirm/')}{f'?{here}' if here else ''}")


@require_GET
def class_quality(request: HttpRequest) -> HttpResponse:
    """Show how the guesses did, held against what people said."""
    require(request.user, Act.FINDING_RAISE)
    quality = quality_of(request.user)
    return page(request, "findings/class_quality.html", {"quality": quality, **quality_lines(quality)})
