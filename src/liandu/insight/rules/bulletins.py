"""What a bulletin must have before it is issued."""

from collections.abc import Iterable

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

SHORTEST_NAME = 2


def refuse_persons(words: str, names: Iterable[str]) -> None:
    """Refuse the words of a case in which somebody is named who answers for it."""
    for name in sorted(set(names), key=len, reverse=True):
        if len(name) >= SHORTEST_NAME and name in words:
            raise Refusal(
                "bulletin.names_person",
                gettext_noop("典型案例里写有姓名“%(name)s”，请改成职务或者“有关人员”。"),
                name=name,
            )


def refuse_empty(*, commons: int, units: int, cases: int, addressees: str) -> None:
    """Refuse a bulletin that tells nothing, or nobody."""
    if not addressees.strip():
        raise Refusal("bulletin.no_addressee", gettext_noop("请写明主送哪些单位。"))
    if not commons + units + cases:
        raise Refusal("bulletin.empty", gettext_noop("通报里还没有内容：请选共性问题、点名单位，或者写典型案例。"))


def refuse_stale(*, found: bool) -> None:
    """Refuse a change that was made from an older version than the one that stands now."""
    if not found:
        raise Refusal("bulletin.changed_meanwhile", gettext_noop("别人刚刚改过这份通报，请打开最新的再办。"))
