"""What stands against asking for more time, and against granting it: the policy of the round decides."""

from datetime import date, timedelta

from liandu.inspections.policies import ExtensionRule
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.models import Item
from liandu.rectification.rules.refusals import against_move
from liandu.rectification.states import Act, Kind


def against_asking(item: Item, rule: ExtensionRule, *, today: date, is_open: bool) -> list[Refusal]:
    """Return what stands against asking for an extension of ``item`` today; ``is_open``: one waits for its answer."""
    found = against_move(item, Act.EXTEND)
    if item.kind == Kind.LONG_TERM or item.due_on is None:
        return [*found, Refusal("extension.no_deadline", gettext_noop("没有完成时限，不用延期。"))]
    if is_open:
        found.append(Refusal("extension.open", gettext_noop("已有一次延期申请等待答复。")))
    if not rule.times:
        found.append(Refusal("extension.never", gettext_noop("本轮政策口径不允许延期。")))
    elif item.extensions >= rule.times:
        sentence = gettext_noop("已经延期 %(n)s 次，政策口径最多 %(most)s 次。")
        found.append(Refusal("extension.too_often", sentence, n=item.extensions, most=rule.times))
    if rule.in_time_only and today > item.due_on:
        sentence = gettext_noop("完成时限 %(due)s 已过，政策口径要求在时限之前申请。")
        found.append(Refusal("extension.too_late", sentence, due=item.due_on.isoformat()))
    return found


NOT_APPROVER = gettext_noop("这一事项的延期由政策口径指定的单位审批，您的岗位不代表该单位。")


def against_deciding(*, asked_by: int, by: int | None, is_approver: bool) -> list[Refusal]:
    """Return what stands against the person ``by`` answering what ``asked_by`` asked for."""
    if not is_approver:
        return [Refusal("extension.not_approver", NOT_APPROVER)]
    if asked_by == by:
        return [Refusal("extension.own", gettext_noop("自己提出的延期申请，不能由自己审批。"))]
    return []


def last_day(item: Item, rule: ExtensionRule) -> date | None:
    """Return the last day up to which ``item`` may be extended, None when it has no deadline."""
    return item.due_on + timedelta(days=rule.days) if item.due_on else None


def against_until(due_on: date | None, until: date, rule: ExtensionRule) -> list[Refusal]:
    """Return what stands against extending a deadline of ``due_on`` to ``until``."""
    if due_on is None:
        return [Refusal("extension.no_deadline", gettext_noop("没有完成时限，不用延期。"))]
    if until <= due_on:
        sentence = gettext_noop("延至的日期要晚于现在的完成时限 %(due)s。")
        return [Refusal("extension.not_later", sentence, due=due_on.isoformat())]
    if until > due_on + timedelta(days=rule.days):
        sentence = gettext_noop("一次最多延期 %(days)s 天，即最晚到 %(last)s。")
        last = (due_on + timedelta(days=rule.days)).isoformat()
        return [Refusal("extension.too_long", sentence, days=rule.days, last=last)]
    return []
