"""Asking for a write-off, and taking the request back."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RequestClosure(forms.Form):
    """What was achieved, in the unit's words."""

    statement = forms.CharField(
        label=_("整改完成情况"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("写明做了什么、问题解决到什么程度、有什么证明。审核各方签字前会看到这段话，它会印在销号审核表上。"),
    )


class TakeBackRequest(forms.Form):
    """Why the request is taken back."""

    reason = forms.CharField(
        label=_("收回的理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("会写入日志。")
    )
