"""The acts of the review page, one function each. All answer with the changed parts of the page."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from liandu.findings import commands, queries
from liandu.findings.forms import AddProposal
from liandu.findings.queries.tree import branches
from liandu.findings.views.sheet import Said, Sheet, answered, opened_sheet
from liandu.intake import commands as intake
from liandu.intake.models import Proposal
from liandu.intake.states import State
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Passage


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the chosen leaves; for a heading, every open leaf below it."""
    sheet = opened_sheet(request, pk)
    return answered(sheet, lambda: _accepted(request, _open_leaves(sheet, sheet.chosen())))


@require_POST
def accept_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept every open leaf whose unit is known, if the tree is still the one that the person saw."""
    sheet = opened_sheet(request, pk)

    def act() -> Said:
        if request.POST.get("seen") != queries.stamp_of(sheet.proposals):
            raise Refusal("review.changed", gettext_noop("这份文件刚被别人改过。请先看一遍变化，再全部确认。"))
        rows = [row for row in sheet.proposals if row.is_leaf and row.state == State.OPEN and row.unit_id]
        return _accepted(request, rows)

    return answered(sheet, act)


def _open_leaves(sheet: Sheet, rows: Sequence[Proposal]) -> list[Proposal]:
    below = {branch.proposal.pk: branch.open_leaves for branch in branches(sheet.proposals)}
    found = {leaf.pk: leaf for row in rows for leaf in (below.get(row.pk, ()) if not row.is_leaf else (row,))}
    return list(found.values())


def _accepted(request: HttpRequest, rows: Sequence[Proposal]) -> Said:
    result = commands.accept_proposals(proposals=rows, by=request.user)
    made = len(result.findings)
    said = []
    if made == 1:
        said.append(_("已确认，编号 %(number)s") % {"number": result.findings[0].number})
    elif made:
        said.append(ngettext("已确认 %(n)s 条", "已确认 %(n)s 条", made) % {"n": made})
    if result.amended:
        numbers = _("、").join(finding.number for finding in result.amended)
        said.append(_("已更正 %(numbers)s") % {"numbers": numbers})
    if result.known:
        said.append(ngettext("%(n)s 条已在台账", "%(n)s 条已在台账", len(result.known)) % {"n": len(result.known)})
    refused = {str(refusal): refusal for _row, refusal in result.refused}
    judged = [finding.proposal_id for finding in result.findings] + [row.pk for row in result.known]
    return Said(_("；").join(said), tuple(filter(None, judged)), tuple(refused.values()))


@require_POST
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a proposal another wording."""
    sheet = opened_sheet(request, pk)
    row, title = sheet.chosen()[0], request.POST.get("title", "")
    before = row.title

    def act() -> Said:
        intake.edit_proposal(proposal=row, title=title, version=row.version, by=request.user)
        return Said(_("已改表述"), back={"act": "edit", "row": row.pk, "title": before})

    return answered(sheet, act, mine=title, title=True)


@require_POST
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Split a proposal into one for each line."""
    sheet = opened_sheet(request, pk)
    row = sheet.chosen()[0]
    parts = [line for line in request.POST.get("parts", "").splitlines() if line.strip()]

    def act() -> Said:
        made = intake.split_proposal(proposal=row, parts=parts, version=row.version, by=request.user)
        said = ngettext("已拆分为 %(n)s 条", "已拆分为 %(n)s 条", len(made)) % {"n": len(made)}
        return Said(said, back={"act": "choose", "row": made[0].pk})

    return answered(sheet, act, mine="\n".join(parts))


@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge the chosen siblings into one."""
    sheet = opened_sheet(request, pk)
    rows = sheet.chosen()

    def act() -> Said:
        merged = intake.merge_proposals(proposals=rows, by=request.user)
        said = ngettext("已把 %(n)s 条合并为一条", "已把 %(n)s 条合并为一条", len(rows)) % {"n": len(rows)}
        return Said(said, back={"act": "choose", "row": merged.pk})

    return answered(sheet, act)


@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Dismiss proposals, with what is open below them, for a reason."""
    sheet = opened_sheet(request, pk)
    rows = sheet.chosen()

    def act() -> Said:
        gone = intake.dismiss_proposals(proposals=rows, why=request.POST.get("why", ""), by=request.user)
        said = ngettext("已排除 %(n)s 条", "已排除 %(n)s 条", len(gone)) % {"n": len(gone)}
        return Said(said, tuple(row.pk for row in gone))

    return answered(sheet, act)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Open judged proposals again; for a heading, what was dismissed below it too."""
    sheet = opened_sheet(request, pk)
    rows = sheet.chosen()
    below = [row for row in sheet.proposals if row.state == State.DISMISSED and _stands_below(row, rows)]

    def act() -> Said:
        opened = commands.undo_judgements(proposals=[*rows, *below], by=request.user)
        return Said(ngettext("已退回核对 %(n)s 条", "已退回核对 %(n)s 条", len(opened)) % {"n": len(opened)})

    return answered(sheet, act)


def _stands_below(row: Proposal, tops: Sequence[Proposal]) -> bool:
    parent = row.parent
    while parent is not None:
        if parent in tops and row not in tops:
            return True
        parent = parent.parent
    return False


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a proposal up or down among its siblings, or one level in or out: ``way`` is up, down, out or in."""
    sheet = opened_sheet(request, pk)
    row, way = sheet.chosen()[0], request.POST.get("way", "")
    return answered(sheet, lambda: _moved(sheet, row, way))


def _moved(sheet: Sheet, row: Proposal, way: str) -> Said:
    user = sheet.request.user
    if way == "out":
        intake.promote_proposal(proposal=row, version=row.version, by=user)
        return Said(_("已升一级"), back={"act": "move", "row": row.pk, "way": "in"})
    if way == "in":
        intake.demote_proposal(proposal=row, version=row.version, by=user)
        return Said(_("已降一级"), back={"act": "move", "row": row.pk, "way": "out"})
    beside = queries.siblings_of(row, sheet.proposals)
    at = beside.index(row)
    to = at - 2 if way == "up" else at + 1
    if (way == "up" and at == 0) or (way == "down" and at == len(beside) - 1):
        return Said(_("已经在最前") if way == "up" else _("已经在最后"))
    after = beside[to] if to >= 0 else None
    intake.move_proposal(proposal=row, parent=queries.shown_parent(row), after=after, version=row.version, by=user)
    back = {"act": "move", "row": row.pk, "way": "down" if way == "up" else "up"}
    return Said(_("已上移") if way == "up" else _("已下移"), back=back)


@require_POST
def assign_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which unit a proposal, and all below it, belongs to."""
    sheet = opened_sheet(request, pk)
    row = sheet.chosen()[0]
    units = {str(unit.pk): unit for unit in queries.units_to_choose(sheet.document, request.user)}

    def act() -> Said:
        unit = units.get(request.POST.get("unit", ""))
        if unit is None:
            raise Refusal("proposal.unit_not_of_round", gettext_noop("请从本轮被巡视单位中选择。"))
        intake.assign_proposal_unit(proposal=row, unit=unit, version=row.version, by=request.user)
        return Said(_("归属单位定为%(unit)s") % {"unit": unit})

    return answered(sheet, act)


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose what the person marked in the source."""
    sheet = opened_sheet(request, pk)
    form = AddProposal(request.POST)

    def act() -> Said:
        if not form.is_valid():
            raise Refusal("proposal.passage_outside", gettext_noop("选中的文字不在这份文件里，请重新选择。"))
        data = form.cleaned_data
        units = {unit.pk: unit for unit in queries.units_to_choose(sheet.document, request.user)}
        added = intake.add_proposal(
            document=sheet.document,
            passage=Passage(data["block"], data["start"], data["end"]),
            title=data["title"],
            parent=sheet.row(data["parent"]) if data["parent"] else None,
            level=data["level"],
            unit=units.get(data["unit"]),
            by=request.user,
        )
        return Said(_("已新增一条"), back={"act": "choose", "row": added.pk})

    return answered(sheet, act)
