"""One sentence above each picture, made by rules from its numbers; "" where they say nothing."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from liandu.insight.queries.profiles import Group, Profile, class_codes, count_of, middle_value, share_of
from liandu.insight.words import in_days, percent
from liandu.inspections.taxonomies import taxonomy
from liandu.inspections.taxonomies.wording import class_in_words
from liandu.rectification.rules.rates import rate_of

FEWEST = 3  # findings of a class; one or two are no pattern


def of_classes(profile: Profile) -> str:
    """Return which class stands out most, where: its share there against the median of all groups."""
    unit = profile.scope.unit
    groups = [g for g in profile.groups if unit is None or g.key == unit.pk]
    found = max(_outstanding(profile, groups), default=None, key=lambda row: row[0])
    if found is None:
        own = profile.own
        top = max(class_codes(), key=lambda code: own.classes[code]) if own.findings else ""
        if not top or not own.classes[top]:
            return ""
        facts = {"name": class_in_words(top), "n": own.classes[top], "all": own.findings}
        return _("最多的是“%(name)s”：%(n)s / %(all)s，%(share)s。") % {
            **facts,
            "share": percent(own.classes[top] / own.findings),
        }
    _gap, group, code, share, middle = found
    facts = {
        "name": class_in_words(code), "group": group.name, "share": percent(share), "n": group.classes[code],
        "all": group.findings, "middle": percent(middle),
    }  # fmt: skip
    if profile.scope.sector:
        return (
            _("“%(name)s”占%(group)s问题的 %(share)s（%(n)s / %(all)s），高于本板块各单位中位数 %(middle)s。") % facts
        )
    return _("“%(name)s”占%(group)s问题的 %(share)s（%(n)s / %(all)s），高于各板块中位数 %(middle)s。") % facts


def _outstanding(profile: Profile, groups: Iterable[Group]) -> Iterable[tuple[float, Group, str, float, float]]:
    """Yield the classes of which a group has more than the median: (gap, group, class, share, median)."""
    if sum(group.findings > 0 for group in profile.groups) < 2:
        return
    middles = {code: profile.median_share(code) or 0.0 for code in class_codes()}
    for group in groups:
        for code, middle in middles.items():
            share = share_of(group.classes, code) or 0.0
            if group.classes[code] >= FEWEST and share > middle:
                yield share - middle, group, code, share, middle


def of_rounds(profile: Profile) -> str:
    """Return which first level changed most from the last round but one to the last."""
    if len(profile.course) < 2:
        return _("只有一个轮次，还看不出变化。") if profile.course else ""
    before, last = profile.course[-2:]
    code = max(
        taxonomy().aspects, key=lambda c: abs((share_of(last.classes, c) or 0) - (share_of(before.classes, c) or 0))
    )
    now, then = share_of(last.classes, code) or 0.0, share_of(before.classes, code) or 0.0
    facts: dict[str, Any] = {"name": class_in_words(code), "round": last.name, "now": percent(now) if now else "0%"}
    facts |= {"n": count_of(last.classes, code), "all": last.findings, "then": percent(then) if then else "0%"}
    if now == then:
        return _("%(round)s各方面的占比与上一轮相同。") % facts
    if now > then:
        return _("%(round)s“%(name)s”占 %(now)s（%(n)s / %(all)s），上一轮占 %(then)s，升得最多。") % facts
    return _("%(round)s“%(name)s”占 %(now)s（%(n)s / %(all)s），上一轮占 %(then)s，降得最多。") % facts


def of_rates(profile: Profile) -> str:
    """Return how completion stands: of the unit beside its sector, or which group is furthest behind."""
    own, middle = profile.own.standing, profile.median_rate()
    if not own.total or middle is None:
        return ""
    facts: dict[str, Any] = {"middle": percent(middle) if middle else "0%"}
    if profile.scope.unit:
        facts |= {"rate": rate_of(own.done, own.total), "done": own.done, "total": own.total}
        return _("完成 %(done)s / 应完成 %(total)s，%(rate)s；本板块各单位中位数 %(middle)s。") % facts
    last = min((g for g in profile.groups if g.standing.total), key=lambda g: (g.standing.share or 0, str(g.key)))
    done, total = last.standing.done, last.standing.total
    facts |= {"group": last.name, "rate": rate_of(done, total), "done": done, "total": total}
    return _("完成率最低的是%(group)s：%(done)s / %(total)s，%(rate)s；中位数 %(middle)s。") % facts


def of_days(profile: Profile) -> str:
    """Return how long it takes from opening to write-off: of the unit beside its sector, or of the slowest group."""
    own, middle = profile.own.standing.middle, middle_value(g.standing.middle for g in profile.groups)
    if own is None or middle is None:
        return ""
    facts = {"own": in_days(own), "middle": in_days(middle)}
    if profile.scope.unit:
        return _("从立账到销号用时的中位数是 %(own)s；本板块各单位中位数 %(middle)s。") % facts
    slow = max((g for g in profile.groups if g.standing.days), key=lambda g: g.standing.middle or 0)
    facts |= {"group": slow.name, "slow": in_days(slow.standing.middle)}
    return _("从立账到销号用时最长的是%(group)s，中位数 %(slow)s；全部事项中位数 %(own)s。") % facts
