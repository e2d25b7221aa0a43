"""Pairs of findings as lines to judge: both texts with their common words, and how the earlier one went."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from liandu.access.queries import may
from liandu.access.roles import Act
from liandu.findings.models import Finding
from liandu.findings.states import State as FindingState
from liandu.insight.models import Recurrence, RecurrenceKind
from liandu.insight.queries.recurrences import Pair, RecurrencePage, RecurrenceView, Standing
from liandu.insight.states import RecurrenceState
from liandu.inspections.taxonomies.wording import class_in_words
from liandu.rectification.looks import Look, state_look
from liandu.rectification.states import CLOSED, AskedState
from liandu.supervision.models import ReopeningKind
from liandu.texts.recurring import Level, common_runs, level_of
from liandu.ui.dates import day, moment

Part = tuple[str, bool]  # a piece of a text, and whether the other text has it too
LEVELS = {
    Level.HIGH: (gettext_lazy("高"), "look", "●"),
    Level.MIDDLE: (gettext_lazy("中"), "now", "◐"),
    Level.LOW: (gettext_lazy("低"), "plain", "○"),
}
KIND_SHAPES = {RecurrenceKind.AGAIN: "↻", RecurrenceKind.ELSEWHERE: "⇄", RecurrenceKind.COPIED: "≡"}
STATE_LOOKS = {
    RecurrenceState.PROPOSED: ("now", "○"),
    RecurrenceState.CONFIRMED: ("look", "●"),
    RecurrenceState.DISMISSED: ("plain", "×"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of both findings: ``said`` is when, in words; ``parts`` its title with the common words apart."""

    finding: Finding
    said: str
    category: str
    parts: tuple[Part, ...]
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item of the earlier finding: its state, since when it is closed, what a relapse means for it.

    ``url`` leads to asking that it be opened again, or to where that was asked; ``words`` says which, "" for neither.
    """

    number: str
    item_url: str
    look: Look
    closed: str
    words: str
    url: str
    is_act: bool


@dataclass(frozen=True, slots=True)
class RecurrenceLine:
    """A pair, ready to show. ``judges``: the reader may judge it now."""

    recurrence: Recurrence
    kind: str
    kind_shape: str
    level: str
    level_tone: str
    level_shape: str
    state: Look
    earlier: Side
    later: Side
    items: tuple[ItemLine, ...]
    judged: str
    judges: bool


def recurrence_line(reader: Any, pair: Pair) -> RecurrenceLine:
    """Return a pair as a line for this reader."""
    row = pair.recurrence
    in_earlier, in_later = common_runs(row.earlier.title, row.finding.title)
    level, tone, shape = LEVELS[level_of(row.score)]
    judges = all(may(reader, Act.INSIGHT_JUDGE, side.unit) for side in (row.finding, row.earlier))
    return RecurrenceLine(
        recurrence=row,
        kind=row.get_kind_display(),
        kind_shape=KIND_SHAPES[RecurrenceKind(row.kind)],
        level=str(level),
        level_tone=tone,
        level_shape=shape,
        state=Look(row.get_state_display(), *STATE_LOOKS[RecurrenceState(row.state)]),
        earlier=_side(row.earlier, in_earlier),
        later=_side(row.finding, in_later),
        items=tuple(item_line(reader, row, one) for one in pair.standings),
        judged=f"{row.judged_by} · {moment(row.judged_at)}" if row.judged_by else "",
        judges=judges,
    )


def _side(finding: Finding, spans: Sequence[tuple[int, int]]) -> Side:
    return Side(
        finding,
        _("反馈 %(day)s") % {"day": day(finding.feedback_on)} if finding.feedback_on else "",
        class_in_words(finding.category) if finding.category else "",
        parted(finding.title, spans),
        finding.state != FindingState.CONFIRMED,
    )


def parted(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Part, ...]:
    """Return the text in pieces, those of ``spans`` (in order) marked."""
    pieces: list[Part] = []
    done = 0
    for start, end in spans:
        pieces += [(text[done:start], False), (text[start:end], True)]
        done = end
    return tuple(piece for piece in (*pieces, (text[done:], False)) if piece[0])


def item_line(reader: Any, row: Recurrence, standing: Standing) -> ItemLine:
    """Return an item of the earlier finding, with the way to open it again where a relapse asks for it."""
    item, words, url, is_act = standing.item, "", "", False
    if standing.reopening is not None:
        url = reverse("supervision:reopening", args=[standing.reopening.pk])
        words = _asked_in_words(standing.reopening.state)
    elif standing.due:
        is_act = may(reader, Act.ITEM_REOPEN, row.earlier.unit)
        words = _("要求重新立账") if is_act else _("可以要求重新立账，由巡视办负责人或者联系室提出。")
        url = _ask_url(row, item.pk) if is_act else ""
    return ItemLine(
        item.number,
        reverse("rectification:item", args=[item.pk]),
        state_look(item.state),
        day(item.closed_at) if item.closed_at and item.state in CLOSED else "",
        words,
        url,
        is_act,
    )


def _asked_in_words(state: str) -> str:
    return {
        AskedState.ASKED: _("已要求重新立账，待另一人确认"),
        AskedState.GRANTED: _("已重新立账"),
        AskedState.REFUSED: _("曾要求重新立账，答复不重新立账"),
        AskedState.TAKEN_BACK: _("曾要求重新立账，已收回"),
    }[AskedState(state)]


def _ask_url(row: Recurrence, item: int) -> str:
    """Return the address of the form, filled in: a relapse, and both numbers as its reason."""
    reason = _("%(new)s（%(round)s）指出的问题与本事项的 %(earlier)s 相同，经研判认定为%(kind)s。") % {
        "new": row.finding.number,
        "round": row.finding.round,
        "earlier": row.earlier.number,
        "kind": row.get_kind_display(),
    }
    given = urlencode({"kind": ReopeningKind.RELAPSE.value, "reason": reason})
    return f"{reverse('supervision:ask_reopening', args=[item])}?{given}"


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the list: its query, its words, how many, whether it is the one that is shown."""

    query: str
    words: str
    n: int
    here: bool


def state_tabs(page: RecurrencePage, view: RecurrenceView) -> list[Tab]:
    """Return the tabs by state; a kind that is chosen stays chosen."""
    kinds = [view.kind] if view.kind else RecurrenceKind.values
    return [
        Tab(
            view.query(state=state.value, after=""),
            str(state.label),
            sum(page.counts.get((state, kind), 0) for kind in kinds),
            state == view.state,
        )
        for state in RecurrenceState
    ]


def kind_tabs(page: RecurrencePage, view: RecurrenceView) -> list[Tab]:
    """Return the tabs by kind within the state that is shown, all of them first."""
    n = {kind: page.counts.get((view.state, kind), 0) for kind in RecurrenceKind.values}
    return [
        Tab(view.query(kind="", after=""), _("全部"), sum(n.values()), not view.kind),
        *(
            Tab(view.query(kind=kind.value, after=""), str(kind.label), n[kind], kind == view.kind)
            for kind in RecurrenceKind
        ),
    ]


def judged_in_words(n: int) -> str:
    """Return how many pairs wait."""
    return ngettext("%(n)s 对问题待研判。", "%(n)s 对问题待研判。", n) % {"n": n}
