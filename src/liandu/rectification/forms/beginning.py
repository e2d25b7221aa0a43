"""One form per act on items."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liandu.inspections.forms import DayInput, offer
from liandu.inspections.models import Signer
from liandu.orgs.models import Unit
from liandu.rectification.models import Item
from liandu.rectification.queries import offices_to_add
from liandu.rectification.rules import PERSONS

if TYPE_CHECKING:
    Chosen = forms.ModelChoiceField[Any]
else:  # at run time it takes no type
    Chosen = forms.ModelChoiceField


def long_text(label: Any, *, rows: int = 4, most: int = 2000, **more: Any) -> forms.CharField:
    """Return a field of several lines."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class OpenItems(forms.Form):
    """Why items are opened from findings that nobody has signed for yet."""

    reason = long_text(
        _("直接立账的理由"), rows=2, most=300, help_text=_("还没有签收的问题，要写明理由才能立账，理由记入日志。")
    )


class GiveReason(forms.Form):
    """Say why."""

    reason = long_text(_("理由"), rows=3, most=300, help_text=_("理由会记入日志。"))


class Dispute(forms.Form):
    """What the unit objects to."""

    text = long_text(
        _("异议内容"), rows=6, help_text=_("写明哪里与事实不符、或者为什么不属于本单位，并说明依据。答复以前不能认领。")
    )


class AnswerDispute(forms.Form):
    """The answer to an objection: that the problem stands, or that the objection is right."""

    verdict = forms.ChoiceField(
        label=_("答复"),
        choices=[("uphold", _("维持：问题成立，视为认领")), ("sustain", _("采纳：异议成立，撤账"))],
        widget=forms.RadioSelect,
    )
    answer = long_text(_("答复内容"), rows=5)


class AcknowledgeAll(forms.Form):
    """A word on acknowledging many items at once."""

    reason = long_text(_("说明"), rows=2, most=300, required=False, help_text=_("记入每一项的日志，可以不填。"))


def _person(label: Any, most: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False)


class AssignResponsibility(forms.Form):
    """Who answers for items at the unit; what is left empty stays as it is."""

    first_person = _person(_("第一责任人"), 60)
    leader = _person(_("牵头领导"), 60)
    department = _person(_("责任部门"), 80)
    person = _person(_("责任人"), 60)


class RemarkOnItem(forms.Form):
    """What the ledger says beside the item."""

    remark = long_text(_("备注"), rows=3, most=500, required=False, help_text=_("写在台账的备注栏；留空就是删去。"))


class ChangeOwner(AssignResponsibility):
    """Who answers from now on, with the note of the handover."""

    made_on = forms.DateField(label=_("交接日期"), widget=DayInput(), initial=timezone.localdate)
    note = long_text(_("交接说明"), help_text=_("写明因为什么交接，已办到哪一步，移交了哪些材料。"))

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(item, name) for name in PERSONS} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


class AddOffice(forms.Form):
    """Which office gets which duty on an item."""

    office = Chosen(label=_("机构"), queryset=Unit.objects.none())
    duty = forms.ChoiceField(label=_("职责"), choices=[choice for choice in Signer.choices if choice[0] != Signer.UNIT])

    def __init__(self, *args: Any, reader: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "office", offices_to_add(reader, item))
        cast("Any", self.fields["office"]).label_from_instance = lambda unit: unit.name
