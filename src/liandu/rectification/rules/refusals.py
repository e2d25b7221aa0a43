"""What stands against acts on items, as refusals that say why."""

from collections.abc import Iterable
from typing import Any

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.models import Item
from liandu.rectification.rules.keeping import against_elsewhere
from liandu.rectification.states import ITEMS, Act, State


def refuse_changed_meanwhile(number: str, *, who: str, what: str) -> Refusal:
    """Return the refusal of an act on an item that somebody else has just moved: it names who and what."""
    return Refusal(
        "item.changed_meanwhile",
        gettext_noop("%(number)s 刚由%(who)s办理“%(what)s”，请看过新的情况再办。您的填写没有保存。"),
        number=number,
        who=who,
        what=what,
    )


def refuse_without_reason(reason: str) -> None:
    """Raise Refusal unless ``reason`` says something."""
    if not reason.strip():
        raise Refusal("item.reason_missing", gettext_noop("请写明理由。"))


def against_move(item: Item, act: Act) -> list[Refusal]:
    """Return why the table has no move ``act`` from where the item is; empty when it has."""
    try:
        ITEMS.after(state=item.state, act=act)
    except Refusal as refusal:
        return [refusal]
    return []


def against_answering(asked_by: int | None, by: Any) -> list[Refusal]:
    """Return why ``by`` may not answer what the person with the key ``asked_by`` asked for: it was themselves."""
    if asked_by is not None and asked_by == by.pk:
        return [Refusal("item.own_request", gettext_noop("自己提出的，要由另一个人答复。"))]
    return []


PERSONS = ("first_person", "leader", "department", "person")
# Before the plan is approved, persons are being named; after that, a new one takes over from the old one.
NAMING = (State.REGISTERED, State.DISPUTED, State.ACKNOWLEDGED, State.PLAN_REVIEW)
ASSIGNED_WHILE = (*NAMING, State.RECTIFYING, State.REQUESTED, State.PUBLICITY)


def against_assigning(item: Item, names: Iterable[tuple[str, str]]) -> list[Refusal]:
    """Return why the persons ``names`` (field, name) cannot simply be put down for the item; empty when they can.

    Of a mirror and of a closed item nobody is changed. Once the plan is approved, whoever is replaced hands over
    (change_owner()).
    """
    if item.kept_at:
        return against_elsewhere(item)
    if item.state not in ASSIGNED_WHILE:
        sentence = gettext_noop("%(number)s %(state)s，不能再改责任人。")
        return [Refusal("item.not_open", sentence, number=item.number, state=item.get_state_display())]
    replaced = [name for name, new in names if getattr(item, name) and getattr(item, name) != new]
    if item.state not in NAMING and replaced:
        sentence = gettext_noop("%(number)s 的方案已经通过，更换责任人请办理整改责任交接。")
        return [Refusal("item.needs_handover", sentence, number=item.number)]
    return []
