"""What an item that comes from another installation must be, whatever its record says."""

from collections.abc import Mapping
from typing import Any

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.states import CLOSED, Result, State


def refuse_unsound(stands: Mapping[str, Any]) -> None:
    """Raise Refusal when state, result and the moment of closing (``stands``) do not go together."""
    closed = stands["state"] in CLOSED
    done_open = stands["result"] == Result.DONE and stands["state"] != State.WRITTEN_OFF
    if closed != (stands["closed_at"] is not None) or done_open:
        sentence = gettext_noop("状态、整改结果和销号时间互相矛盾，没有接收。请对方核对后重新导出。")
        raise Refusal("item.unsound", sentence)
