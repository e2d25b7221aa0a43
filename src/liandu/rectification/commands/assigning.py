"""Who answers for an item: its persons, named by the unit; the offices with a duty, named by the offices."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.inspections.models import Signer
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit
from liandu.rectification.commands.posting import Posted, amend_item
from liandu.rectification.models import Item, ItemOffice, OwnerChange
from liandu.rectification.queries import require_for_offices, require_for_unit, sees_the_unit
from liandu.rectification.rules import PERSONS, against_assigning, refuse_without_reason
from liandu.rectification.states import State


@transaction.atomic
def assign_responsibility(*, items: Iterable[Item], persons: Mapping[str, str], by: Any, reason: str = "") -> Posted:
    """Put persons down for items: first_person, leader, department, person; what ``persons`` leaves out stays.

    Return the items changed, and those that were not, each with why: another unit's, a closed one, one whose plan is
    approved and whose person would be replaced (that is change_owner()).
    """
    require(by, Right.ITEM_ASSIGN)
    named = {name: value.strip() for name, value in persons.items() if name in PERSONS and value.strip()}
    if not named:
        raise Refusal("item.nobody_named", gettext_noop("请至少写明一名责任人或者一个责任部门。"))
    posted = Posted()
    for item in items:
        against = [*_against_naming(item, by), *against_assigning(item, named.items())]
        changed = {name: value for name, value in named.items() if getattr(item, name) != value}
        if against:
            posted.refused.append((item, against[0]))
        elif changed:
            facts = {"before": {name: getattr(item, name) for name in changed}, "after": changed}
            posted.items.append(
                amend_item(item=item, act="item.assigned", by=by, facts=facts, reason=reason, **changed)
            )
    return posted


def _against_naming(item: Item, by: Any) -> list[Refusal]:
    """Return why ``by`` may not name the item's persons: only who acts for the unit itself does."""
    try:
        require_for_unit(by, item)
    except Denied as denial:
        return [denial]
    return []


@transaction.atomic
def remark_on_item(*, item: Item, remark: str, by: Any) -> Item:
    """Write what the ledger says beside the item (备注), "" for nothing, whatever its state, and return it."""
    require(by, Right.ITEM_ASSIGN, unit=item.unit, subject=item)
    said = remark.strip()[:500]
    if said == item.remark:
        return item
    facts = {"before": item.remark, "remark": said}
    return amend_item(item=item, act="item.remarked", by=by, facts=facts, remark=said)


@transaction.atomic
def change_owner(*, item: Item, persons: Mapping[str, str], note: str, made_on: date, by: Any) -> OwnerChange:
    """Let others answer for an item from ``made_on`` on (整改责任交接), with the handover's note, and return it."""
    require_for_unit(by, item)
    for refusal in against_assigning(item, ()):
        raise refusal
    refuse_without_reason(note)
    if made_on > timezone.localdate():
        raise Refusal("owner.in_the_future", gettext_noop("交接日期不能晚于今天。"))
    after = {name: persons.get(name, getattr(item, name)).strip() for name in PERSONS}
    before = {name: getattr(item, name) for name in PERSONS}
    changed = {name: value for name, value in after.items() if value != before[name]}
    if not changed:
        raise Refusal("owner.same", gettext_noop("责任人和原来一样，没有可交接的。"))
    if not (after["first_person"] or after["leader"] or after["person"]):
        raise Refusal("owner.nobody", gettext_noop("交接以后要有人负责，请至少写明一名责任人。"))
    facts = {"before": before, "after": after, "on": made_on.isoformat()}
    amend_item(item=item, act="item.owner_changed", by=by, facts=facts, reason=note.strip()[:500], **changed)
    return OwnerChange.objects.create(
        item=item,
        before=before,
        after=after,
        note=note.strip(),
        made_on=made_on,
        made_at=timezone.now(),
        made_by=by,
    )


@transaction.atomic
def add_office(*, item: Item, office: Unit, duty: str, by: Any) -> ItemOffice:
    """Give ``office`` a duty on the item and return it; the office must be able to see the unit's items."""
    require_for_offices(by, item)
    for refusal in against_assigning(item, ()):
        raise refusal
    if duty == Signer.UNIT:
        raise Refusal("office.is_the_unit", gettext_noop("责任单位不能同时列为审核机构。"))
    if not sees_the_unit(office, item.unit):
        sentence = gettext_noop("%(office)s没有人能看到%(unit)s的事项，请先登记联系监督。")
        raise Refusal("office.sees_nothing", sentence, office=office.name, unit=item.unit.name)
    row, made = ItemOffice.objects.get_or_create(item=item, office=office, duty=duty)
    if not made:
        sentence = gettext_noop("%(office)s已经是这一项的%(duty)s。")
        raise Refusal("office.there_already", sentence, office=office.name, duty=str(Signer(duty).label))
    amend_item(item=item, act="item.office_added", by=by, facts={"office": office.name, "duty": duty})
    return row


@transaction.atomic
def end_office(*, duty: ItemOffice, reason: str, by: Any) -> Item:
    """Take an office's duty on an item away, with a reason, and return the item; the last one of a duty stays."""
    item = duty.item
    require_for_offices(by, item)
    for refusal in against_assigning(item, ()):
        raise refusal
    refuse_without_reason(reason)
    if item.state in {State.REQUESTED, State.PUBLICITY}:  # its opinion on the request may stand, or be waited for
        raise Refusal("office.signing", gettext_noop("正在审核销号，审核机构不能去掉；请先退回或等审核完毕。"))
    others = ItemOffice.objects.filter(item=item, duty=duty.duty).exclude(pk=duty.pk)
    if duty.duty in {Signer.SUPERVISING, Signer.INSPECTION} and not others.exists():
        sentence = gettext_noop("这是最后一个%(duty)s，请先增加接替的机构。")
        raise Refusal("office.last_of_duty", sentence, duty=duty.get_duty_display())
    facts = {"office": duty.office.name, "duty": duty.duty}
    if not ItemOffice.objects.filter(pk=duty.pk).delete()[0]:
        raise Refusal("office.gone", gettext_noop("这个机构刚被去掉，请刷新后再看。"))
    return amend_item(item=item, act="item.office_ended", by=by, facts=facts, reason=reason)
