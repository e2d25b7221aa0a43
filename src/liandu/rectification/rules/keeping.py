"""Where an item is kept: what another installation keeps is worked on there, and moves here by packages alone."""

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.models import Item

HERE = ""  # Item.kept_at of what we keep ourselves
KEPT_ELSEWHERE = gettext_noop("本问题台账由%(site)s维护，请在该单位系统办理，变动随交换包更新。")


def against_elsewhere(item: Item) -> list[Refusal]:
    """Return what stands against any act of ours on an item that another installation keeps; nothing on our own."""
    return [Refusal("item.kept_elsewhere", KEPT_ELSEWHERE, site=item.kept_at)] if item.kept_at else []


def refuse_elsewhere(item: Item) -> None:
    """Raise Refusal when another installation keeps the item."""
    for refusal in against_elsewhere(item):
        raise refusal
