"""One form per act of this stage."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liandu.inspections.forms import DayInput
from liandu.orgs.models import Unit
from liandu.supervision.models import Opinion, ReopeningKind

MOST_TEXT = 2000


def _text(label: Any, *, rows: int = 4, most: int = MOST_TEXT, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class SignRequest(forms.Form):
    """The opinion of one office on a request; the button that is pressed says which."""

    seat = forms.CharField(required=False, widget=forms.HiddenInput)
    opinion = forms.ChoiceField(choices=Opinion.choices, widget=forms.HiddenInput)
    text = _text(
        _("审核意见"),
        required=False,
        help_text=_("同意可以不写；退回要写明补充什么，不同意要写明理由。意见和您的姓名印在销号审核表上。"),
    )


class SignRequests(forms.Form):
    """One text for all that were ticked."""

    text = _text(
        _("一并同意的意见"), rows=2, help_text=_("写在每一件的审核表上。每一件都逐条核对，不能签的会列出原因。")
    )


class NoteSiteCheck(forms.Form):
    """What people saw on the spot."""

    office = forms.ModelChoiceField(label=_("核查单位"), queryset=Unit.objects.none(), empty_label=None)
    people = forms.CharField(label=_("核查人"), max_length=200, help_text=_("两人以上，用顿号隔开。"))
    on = forms.DateField(label=_("核查日期"), widget=DayInput(), initial=timezone.localdate)
    place = forms.CharField(label=_("地点"), max_length=200)
    found = _text(_("核查情况"), help_text=_("看了什么、问了谁、查了哪些账目，看到的是什么。"))
    # Not "matches": an input of that name hides the method of the form element.
    as_reported = forms.ChoiceField(
        label=_("与单位所报是否相符"), choices=[("", _("请选择")), ("yes", _("相符")), ("no", _("不符"))]
    )
    file = forms.FileField(label=_("核查记录"), required=False, help_text=_("不得上传涉密文件。"))

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        field.queryset = offices  # type: ignore[attr-defined]

    def clean_as_reported(self) -> bool:
        """Return whether what was found is what the unit states."""
        return bool(self.cleaned_data["as_reported"] == "yes")


class AskReopening(forms.Form):
    """Why a closed item is to be opened again."""

    kind = forms.ChoiceField(label=_("原因"), choices=ReopeningKind.choices)
    reason = _text(_("理由"), help_text=_("发现了什么、从哪里发现。另一人确认以后生效，理由写入日志。"))
    due_on = forms.DateField(
        label=_("新的完成时限"),
        widget=DayInput(),
        required=False,
        help_text=_("不填的，按政策口径的整改期限从确认之日起算。"),
    )


class ConfirmReopening(forms.Form):
    """The second person agrees."""

    due_on = forms.DateField(label=_("新的完成时限"), widget=DayInput(), required=False)
    answer = _text(_("确认意见"), rows=2, required=False)


class DeclineReopening(forms.Form):
    """The second person does not agree, and says why."""

    answer = _text(_("不重新立账的理由"), rows=2)


class EndItem(forms.Form):
    """On whose authority an item ends without having been put right."""

    authority = forms.CharField(label=_("决定机关"), max_length=120, help_text=_("例如：市委巡察工作领导小组"))
    number = forms.CharField(label=_("决定的文号"), max_length=80)
    decided_on = forms.DateField(label=_("决定日期"), widget=DayInput())
    reason = _text(_("理由"), help_text=_("为什么不再整改。这件事算未完成，不计入完成率的分子。"))
