"""One form for each act on findings."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from liandu.inspections.models import InspectionTheme, Theme
from liandu.inspections.taxonomies.wording import class_choices
from liandu.intake.models import Level


class ConfirmCategory(forms.Form):
    """Choose the class of a finding."""

    category = forms.ChoiceField(label=_("类别"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["category"]).choices = class_choices()


class ConfirmTheme(forms.Form):
    """Choose the theme and the item of its checklist that a finding belongs to, as "theme:item"."""

    place = forms.ChoiceField(label=_("专题和检查项"), required=False)

    def __init__(self, *args: Any, carried: Sequence[InspectionTheme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes = {row.theme_id: row.theme for row in carried}
        chinese = (get_language() or "").startswith("zh")
        choices: list[Any] = [("", _("不属于专题"))]
        for row in carried:
            lines = [(f"{row.theme_id}:0", _("%(theme)s（未归入检查项）") % {"theme": row.theme})]
            for item in row.version.checklist:
                name = f"{row.theme.item_code(item.number)} {item.in_language(chinese)}"
                lines.append((f"{row.theme_id}:{item.number}", name))
            choices.append((str(row.theme), lines))
        cast("forms.ChoiceField", self.fields["place"]).choices = choices

    def clean_place(self) -> tuple[Theme | None, int]:
        """Return the theme and the number of the item."""
        theme, _colon, item = self.cleaned_data["place"].partition(":")
        return (self.themes[int(theme)], int(item)) if theme else (None, 0)


class StateClear(forms.Form):
    """Which item of a checklist was checked without finding a problem."""

    item = forms.IntegerField(min_value=1, max_value=99)
    note = forms.CharField(max_length=200, required=False)


class WithdrawFinding(forms.Form):
    """Say why a finding is withdrawn."""

    reason = forms.CharField(
        label=_("撤回理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("理由会记入日志，编号不再另用；已立账的整改事项随之撤账。"),
    )


class ReinstateFinding(forms.Form):
    """Say why a finding that was withdrawn is reinstated."""

    reason = forms.CharField(
        label=_("恢复理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("恢复原来的编号，理由会记入日志；已撤账的整改事项随之重新待认领。"),
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
