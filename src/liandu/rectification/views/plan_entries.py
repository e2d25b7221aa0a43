"""Pages on which a plan is written: one entry with its tasks and measures; the responsibilities of many items."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from liandu.access.denials import Denied
from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.kernel.refusals import Refusal
from liandu.rectification import commands
from liandu.rectification.commands import Edit
from liandu.rectification.forms.plans import FillResponsibilities, WriteEntry
from liandu.rectification.models import Item
from liandu.rectification.queries.plans import (
    PAGE,
    PlanLine,
    items_of_plan,
    next_to_write,
    plan_line,
    plan_lines,
    plan_of,
)
from liandu.rectification.states import State
from liandu.rectification.tables.plan_lines import PlanLineRow, rows_of
from liandu.rectification.tables.plans import differences
from liandu.rectification.views.plans import load_plan, page_number
from liandu.rectification.views.showing import item_to_work_on
from liandu.ui.dates import day, moment
from liandu.ui.errors import in_words
from liandu.ui.htmx import page

EDITED = "plan.edited_meanwhile"


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what the plan says about one item: goal, tasks with measures, responsibilities, milestones."""
    item = item_to_work_on(request, pk, Act.PLAN_FILE)
    plan = plan_of(request.user, item)
    line = plan_line(request.user, plan, item)
    sent = request.POST if request.method == "POST" else None
    more = sent is not None and "more" in sent
    form = WriteEntry(sent, content=line.content, edition=line.edition, more=more)
    theirs: list[Any] = []
    if sent is not None and not more and form.is_valid():
        edits = [Edit(item.pk, form.cleaned_data["edition"], form.content())]
        try:
            plan = commands.begin_plan(unit=item.unit, round=item.round, by=request.user)
            commands.save_entries(plan=plan, edits=edits, by=request.user)
        except Denied:
            raise
        except Refusal as refusal:
            form.add_error(None, in_words(refusal))
            if refusal.code == EDITED:
                line = plan_line(request.user, plan, item)
                theirs = differences(line.content, form.content())
                form.data = {**dict(form.data.items()), "edition": str(line.edition)}  # who saves again has seen it
        else:
            return _saved(request, item)
    context = _entry_context(request, item, line, form)
    status = 422 if sent is not None and form.errors else 200
    return page(request, "rectification/plan_entry.html", {**context, "theirs": theirs}, status=status)


def _saved(request: HttpRequest, item: Item) -> HttpResponse:
    messages.success(request, _("%(number)s 的方案已保存。") % {"number": item.number})
    after = next_to_write(request.user, item) if "next" in request.POST else None
    if after is not None:
        return redirect("rectification:plan_entry", after.pk)
    plan = plan_of(request.user, item)
    if plan is None or "stay" in request.POST:
        return redirect("rectification:plan_entry", item.pk)
    return redirect(f"{reverse('rectification:plan', args=[plan.pk])}{_place(request, plan, item)}")


def _place(request: HttpRequest, plan: Any, item: Item) -> str:
    """Return page and anchor of an item on the page of its plan."""
    before = items_of_plan(request.user, plan).filter(number__lt=item.number).count()
    number = before // PAGE + 1
    return f"?page={number}#item-{item.pk}" if number > 1 else f"#item-{item.pk}"


def _entry_context(request: HttpRequest, item: Item, line: PlanLine, form: WriteEntry) -> dict[str, Any]:
    (row,) = rows_of([line], files=True)
    return {
        "item": item,
        "plan": plan_of(request.user, item),
        "row": row,
        "form": form,
        "closed": in_words(line.against_editing) if line.against_editing else "",
        "latest": day(line.latest),
        "after": next_to_write(request.user, item),
        "changed_at": moment(line.entry.changed_at) if line.entry else "",
        "started": not line.content.is_empty,
    }


@require_http_methods(["GET", "POST"])
def responsibilities(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in the list of responsibilities of many items at once, a page of them at a time, saved whole."""
    plan = load_plan(request, pk)
    require(request.user, Act.PLAN_FILE, unit=plan.unit, subject=plan)
    number = page_number(request)
    items = items_of_plan(request.user, plan).filter(state=State.ACKNOWLEDGED)
    first = (number - 1) * PAGE
    # One more row tells whether there is a next page.
    lines = plan_lines(request.user, plan, rows=items[first : first + PAGE + 1])
    shown, more = lines[:PAGE], len(lines) > PAGE
    form = FillResponsibilities(request.POST if request.method == "POST" else None, lines=shown)
    theirs: list[tuple[PlanLineRow, Any]] = []
    if request.method == "POST" and form.is_valid():
        edits = form.edits()
        try:
            n = commands.save_entries(plan=plan, edits=edits, by=request.user)
        except Denied:
            raise
        except Refusal as refusal:
            form.add_error(None, in_words(refusal))
            if refusal.code == EDITED:
                theirs = _both_versions(form, shown, edits)
        else:
            words = ngettext("已保存 %(n)s 项。", "已保存 %(n)s 项。", n) if n else _("没有改动。")
            messages.success(request, words % {"n": n} if n else words)
            return redirect(f"{reverse('rectification:responsibilities', args=[pk])}?page={number}")
    context = {
        "plan": plan,
        "form": form,
        "theirs": theirs,
        "number": number,
        "earlier": number - 1,
        "later": number + 1 if more else 0,
    }
    status = 422 if request.method == "POST" else 200
    return page(request, "rectification/responsibilities.html", context, status=status)


def _both_versions(
    form: FillResponsibilities, lines: list[PlanLine], edits: list[Edit]
) -> list[tuple[PlanLineRow, Any]]:
    """Return the rows somebody else changed with what differs, and let the form know their editions now."""
    by_item = {line.item.pk: line for line in lines}
    typed = {edit.item: edit.content for edit in edits}
    changed = [by_item[edit.item] for edit in edits if by_item[edit.item].edition != edit.edition]
    seen = {f"{line.item.pk}-edition": str(line.edition) for line in changed}
    form.data = {**dict(form.data.items()), **seen}
    rows = rows_of(changed, files=True)
    return [(row, differences(row.line.content, typed[row.line.item.pk])) for row in rows]
