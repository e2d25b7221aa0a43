"""One form for each act on findings."""

from typing import Any, cast

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from liandu.intake.models import Level
from liandu.texts.keywords import categories


class ConfirmCategory(forms.Form):
    """Choose the class of a finding."""

    category = forms.ChoiceField(label=_("类别"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chinese = (get_language() or "").startswith("zh")
        cast("forms.ChoiceField", self.fields["category"]).choices = [
            (c.code, f"{c.code} {c.name if chinese else c.name_en}") for c in categories().values()
        ]


class WithdrawFinding(forms.Form):
    """Say why a finding is withdrawn."""

    reason = forms.CharField(
        label=_("撤回理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("理由会记入日志，编号不再使用。"),
    )


class AddProposal(forms.Form):
    """Where in the text a person marked a problem, and what to make of it."""

    block = forms.IntegerField(min_value=0)
    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)
    title = forms.CharField(required=False)  # an empty one is refused by the command, with a sentence
    level = forms.ChoiceField(choices=Level.choices)
    parent = forms.IntegerField(required=False)
    unit = forms.IntegerField(required=False)
