"""Changing the shape of the tree of proposals: split, merge, move, promote, demote."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from liandu.intake.commands.proposals import change, require_edit, subtree, update_leaves
from liandu.intake.models import Level, Proposal
from liandu.intake.rules import refuse_below_judged, refuse_empty_title, refuse_unless_open
from liandu.intake.states import LIVE, MACHINE, Act
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

_LEVELS = [Level.ASPECT, Level.PROBLEM, Level.ITEM]


@transaction.atomic
def split_proposal(*, proposal: Proposal, parts: Sequence[str], version: int, by: Any) -> list[Proposal]:
    """Put one proposal for each of ``parts`` in its place and return them.

    Each part's passage is where its text stands inside the old passage, or the whole old passage when the part was
    worded anew.
    """
    require_edit(by, proposal.document)
    titles = [refuse_empty_title(part) for part in parts]
    if len(titles) < 2:
        raise Refusal("proposal.split_needs_two", gettext_noop("拆分至少要有两条，每行写一条。"))
    if not proposal.is_leaf:
        raise Refusal(
            "proposal.split_leaf_only", gettext_noop("下面还有子项的条目不能拆分；请拆分子项，或先移走子项。")
        )
    old = change(
        proposal, version=version, by=by, state=MACHINE.after(state=proposal.state, act=Act.REPLACE), why="拆分"
    )
    source = old.document.text.blocks[old.block]["text"][old.start : old.end]
    made, searched = [], 0
    for offset, title in enumerate(titles):
        at = source.find(title, searched)
        start, end = (old.start + at, old.start + at + len(title)) if at >= 0 else (old.start, old.end)
        searched = at + len(title) if at >= 0 else searched
        made.append(_sibling(old, title=title, position=old.position + offset, start=start, end=end, by=by))
    update_leaves(old.parent)
    facts = {"title": old.title, "parts": titles, "into": [row.pk for row in made]}
    record(act="proposal.split", subject=old, by=by, facts=facts)
    return made


def _sibling(old: Proposal, *, title: str, position: int, start: int, end: int, by: Any) -> Proposal:
    return Proposal.objects.create(
        document=old.document,
        parent=old.parent,
        position=position,
        path=old.path,
        level=old.level,
        is_leaf=True,
        title=title,
        unit=old.unit,
        unit_text=old.unit_text,
        block=old.block,
        start=start,
        end=end,
        rectification=old.rectification,
        rectification_passage=old.rectification_passage,
        labels=old.labels,
        reason=gettext_noop("由人工拆分或合并"),
        changed_by=by,
    )


@transaction.atomic
def merge_proposals(*, proposals: Sequence[Proposal], by: Any) -> Proposal:
    """Put one proposal in the place of several open siblings and return it.

    The passage covers all of them when they stand in one block, else it is the first one's. What stood below any of
    them stands below the new one.
    """
    rows = sorted(proposals, key=lambda p: p.position)
    if len(rows) < 2:
        raise Refusal("proposal.merge_needs_two", gettext_noop("请先选中两条以上要合并的条目。"))
    first = rows[0]
    require_edit(by, first.document)
    if any((row.parent_id, row.document_id) != (first.parent_id, first.document_id) for row in rows):
        raise Refusal("proposal.merge_siblings_only", gettext_noop("只能合并同一上级下面的条目。"))
    one_block = all(row.block == first.block for row in rows)
    start, end = (min(r.start for r in rows), max(r.end for r in rows)) if one_block else (first.start, first.end)
    title = _merged_title(rows, start=start, end=end, one_block=one_block)
    merged = _sibling(first, title=title, position=first.position, start=start, end=end, by=by)
    for row in rows:
        change(row, version=row.version, by=by, state=MACHINE.after(state=row.state, act=Act.REPLACE), why="合并")
    Proposal.objects.filter(parent__in=rows).update(parent=merged, version=F("version") + 1)
    merged.rectification = "\n".join(dict.fromkeys(row.rectification for row in rows if row.rectification))
    merged.save(update_fields=["rectification"])
    update_leaves(merged, merged.parent)
    record(act="proposal.merged", subject=merged, by=by, facts={"title": title, "from": [row.pk for row in rows]})
    merged.refresh_from_db()
    return merged


def _merged_title(rows: Sequence[Proposal], *, start: int, end: int, one_block: bool) -> str:
    """Return the text of the joint passage when it is just the titles with marks between, else the titles joined."""
    titles = [row.title.rstrip("。；") for row in rows]
    if one_block:
        covered = rows[0].document.text.blocks[rows[0].block]["text"][start:end]
        if len(covered) <= sum(map(len, titles)) + 2 * len(titles):
            return covered.strip().rstrip("。；")
    return "；".join(titles)


@transaction.atomic
def move_proposal(
    *, proposal: Proposal, parent: Proposal | None, after: Proposal | None, version: int, by: Any
) -> Proposal:
    """Put an open proposal, with all below it, under ``parent`` and behind ``after`` (None: first); return it."""
    require_edit(by, proposal.document)
    below = {row.pk for row in subtree(proposal)}
    if parent is not None and (parent.pk in below or parent.document_id != proposal.document_id):
        raise Refusal("proposal.move_into_itself", gettext_noop("不能移到自己下面。"))
    if after is not None and after.pk in below:
        raise Refusal("proposal.move_into_itself", gettext_noop("不能移到自己下面。"))
    refuse_unless_open(proposal)
    refuse_below_judged(parent)
    before_parent = proposal.parent
    fresh = change(proposal, version=version, by=by, parent=parent)
    _renumber(fresh, after=after)
    update_leaves(before_parent, parent)
    facts = {"parent": parent.pk if parent else None, "after": after.pk if after else None}
    record(act="proposal.moved", subject=fresh, by=by, facts=facts)
    fresh.refresh_from_db()
    return fresh


def _renumber(moved: Proposal, *, after: Proposal | None) -> None:
    """Write the positions of the whole document anew, the moved branch standing behind ``after``'s branch."""
    rows = list(Proposal.objects.filter(document=moved.document).order_by("position", "id"))
    children: dict[int | None, list[Proposal]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    siblings = [row for row in children.get(moved.parent_id, []) if row.pk != moved.pk]
    place = next((i + 1 for i, row in enumerate(siblings) if after is not None and row.pk == after.pk), 0)
    this = next(row for row in rows if row.pk == moved.pk)
    children[moved.parent_id] = [*siblings[:place], this, *siblings[place:]]
    order: list[Proposal] = []
    stack = list(reversed(children.get(None, [])))
    while stack:
        row = stack.pop()
        order.append(row)
        stack.extend(reversed(children.get(row.pk, [])))
    for index, row in enumerate(order):
        row.position = (index + 1) * 1000
    Proposal.objects.bulk_update(order, ["position"], batch_size=200)


@transaction.atomic
def promote_proposal(*, proposal: Proposal, version: int, by: Any) -> Proposal:
    """Put a proposal one level up, behind the one it stood under; return it."""
    require_edit(by, proposal.document)
    refuse_unless_open(proposal)
    parent = proposal.parent
    if parent is None and proposal.level == Level.ASPECT:
        raise Refusal("proposal.at_top", gettext_noop("已经是最高一级。"))
    level = _shifted(proposal.level, -1)
    fresh = change(proposal, version=version, by=by, level=level, parent=parent.parent if parent else None)
    if parent is not None:
        _renumber(fresh, after=parent)
        update_leaves(parent, parent.parent)
    record(act="proposal.promoted", subject=fresh, by=by, facts={"level": level})
    fresh.refresh_from_db()
    return fresh


@transaction.atomic
def demote_proposal(*, proposal: Proposal, version: int, by: Any) -> Proposal:
    """Put a proposal one level down, under the live sibling before it when there is one; return it."""
    require_edit(by, proposal.document)
    refuse_unless_open(proposal)
    siblings = Proposal.objects.filter(document=proposal.document, parent=proposal.parent, state__in=LIVE)
    before = siblings.filter(position__lt=proposal.position).order_by("-position").first()
    if before is None and proposal.level == Level.ITEM:
        raise Refusal("proposal.at_bottom", gettext_noop("前面没有可以归入的条目。"))
    refuse_below_judged(before)
    level = _shifted(proposal.level, 1)
    fresh = change(proposal, version=version, by=by, level=level, parent=before or proposal.parent)
    update_leaves(before)
    record(act="proposal.demoted", subject=fresh, by=by, facts={"level": level})
    fresh.refresh_from_db()
    return fresh


def _shifted(level: str, by: int) -> Level:
    place = _LEVELS.index(Level(level)) + by
    return _LEVELS[min(max(place, 0), len(_LEVELS) - 1)]
