"""The comparison of two days as lines."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from liandu.journal.queries import Line
from liandu.ledgers.compare_view import Change, CompareView
from liandu.ledgers.queries import Changed, Moves, Totals
from liandu.rectification.looks import Look, state_look
from liandu.rectification.states import Result, State
from liandu.ui.dates import day, moment


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """An item that changed, ready to show: how it stood then and stands now, in words what changed, and the acts."""

    pk: int
    url: str
    number: str
    unit: str
    title: str
    then: Look | None
    now: Look
    changes: list[str]
    acts: list[tuple[str, Line]]


def changed_lines(rows: list[tuple[Changed, list[Line]]]) -> list[ChangedLine]:
    """Return what changed as lines."""
    return [
        ChangedLine(
            pk=row.item,
            url=reverse("rectification:item", args=[row.item]),
            number=row.number,
            unit=row.unit,
            title=row.title,
            then=state_look(row.then["state"]) if row.then else None,
            now=state_look(row.now["state"]),
            changes=in_words(row),
            acts=[(moment(line.at), line) for line in acts],
        )
        for row, acts in rows
    ]


def in_words(row: Changed) -> list[str]:
    """Return what became of an item, besides its state, in words with both values."""
    then, now = row.then, row.now
    said = [str(change.label) for change in row.changes if change not in {Change.MOVED, Change.OWNED}]
    if then is None:
        return said
    if then["result"] != now["result"]:
        said.append(f"{Result(then['result']).label} → {Result(now['result']).label}")
    if then["due_on"] != now["due_on"]:
        said.append(
            _("时限 %(then)s → %(now)s") % {"then": day(then["due_on"]) or "—", "now": day(now["due_on"]) or "—"}
        )
    names = {
        "first_person": _("第一责任人"),
        "leader": _("牵头领导"),
        "department": _("责任部门"),
        "person": _("责任人"),
    }
    for name, words in names.items():
        if then[name] != now[name]:
            said.append(f"{words} {then[name] or '—'} → {now[name] or '—'}")
    return said


def both_totals(then: Totals, now: Totals) -> list[tuple[str, Any, Any, str]]:
    """Return the totals of both days side by side: words, then, now, and the difference with its sign."""
    numbers = [(_("应完成"), then.all.total, now.all.total), (_("完成"), then.all.done, now.all.done)]
    numbers += [(_("已逾期"), then.all.overdue, now.all.overdue)]
    numbers += [
        (str(one.label), then.results.get(one, 0), now.results.get(one, 0)) for one in Result if one != Result.DONE
    ]
    numbers += [(str(state.label), then.states.get(state, 0), now.states.get(state, 0)) for state in State]
    lines: list[tuple[str, Any, Any, str]] = [
        (words, before, after, f"{after - before:+d}" if after != before else "0") for words, before, after in numbers
    ]
    return [*lines[:2], (_("完成率"), then.all.rate or "—", now.all.rate or "—", ""), *lines[2:]]


def change_links(view: CompareView, moves: Moves) -> list[tuple[str, int, str, bool]]:
    """Return each kind of change with its number, the address that narrows to it, and whether it does already."""
    shown = []
    for change, number in moves.changes.items():
        chosen = view.change == change
        shown.append(
            (str(change.label), number, "?" + view.address(change="" if chosen else str(change.value)), chosen)
        )
    return shown


def move_lines(view: CompareView, moves: Moves) -> list[tuple[str, str, int, str]]:
    """Return the moves from state to state, the most frequent first: from, to, how many, the address that narrows."""
    lines = []
    for (then, now), number in sorted(moves.moves.items(), key=lambda move: (-move[1], move[0])):
        if then == now:
            continue
        asked = {"came_from": then, "change": ""} if then else {"came_from": "", "change": str(Change.OPENED.value)}
        words = str(State(then).label) if then else _("（还没有立账）")
        lines.append((words, str(State(now).label), number, "?" + view.address(state=now, **asked)))
    return lines
