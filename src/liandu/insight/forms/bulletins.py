"""One form per act of this stage."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from liandu.findings.models import Finding
from liandu.insight.commands.bulletins import Draft
from liandu.insight.models import Bulletin
from liandu.insight.queries.bulletins import findings_numbered, to_choose

MOST_TEXT = 4000


class DraftBulletin(forms.Form):
    """What a bulletin says and what it takes from the ledgers."""

    title = forms.CharField(label=_("标题"), max_length=120)
    addressees = forms.CharField(label=_("主送"), max_length=300, help_text=_("例如：各区县委，市直各部门党组（党委）"))
    round: Any = forms.ModelChoiceField(
        label=_("轮次"), queryset=None, required=False, empty_label=_("全部轮次"), help_text=_("数字按这个轮次算。")
    )
    intro = forms.CharField(
        label=_("开头"), required=False, max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )
    commons: Any = forms.ModelMultipleChoiceField(
        label=_("共性问题"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("只列已审定的。"),
    )  # fmt: skip
    units: Any = forms.ModelMultipleChoiceField(
        label=_("点名单位"), queryset=None, required=False, widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("按住 Ctrl 可以选几个。"),
    )  # fmt: skip
    cases = forms.CharField(
        label=_("典型案例"), required=False, max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("每行一个：问题编号，空一格，案例文字。不写个人姓名。"),
    )  # fmt: skip
    closing = forms.CharField(
        label=_("工作要求"), required=False, max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, reader: Any, bulletin: Bulletin | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(bulletin) if bulletin else None
        super().__init__(*args, **kwargs)
        self.reader, choose = reader, to_choose(reader)
        fields: dict[str, Any] = self.fields
        fields["round"].queryset = choose.rounds
        fields["commons"].queryset = choose.commons
        if not choose.commons.exists():
            del fields["commons"]
        fields["units"].queryset = choose.units

    def clean_cases(self) -> list[tuple[Finding, str]]:
        """Return the cases: each finding with its words."""
        lines = [line.split(maxsplit=1) for line in self.cleaned_data["cases"].splitlines() if line.strip()]
        known = findings_numbered(self.reader, [line[0] for line in lines])
        cases: dict[int, tuple[Finding, str]] = {}
        for line in lines:
            finding = known.get(line[0])
            if finding is None:
                message = _now("“%(number)s”不是台账里的问题编号。")
                raise forms.ValidationError(message % {"number": line[0]})
            if len(line) == 1:
                message = _now("%(number)s 后面还没有案例文字。")
                raise forms.ValidationError(message % {"number": line[0]})
            cases[finding.pk] = (finding, line[1].strip())
        return list(cases.values())

    def draft(self) -> Draft:
        """Return what was written and chosen."""
        return Draft(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


def _initial(bulletin: Bulletin) -> dict[str, Any]:
    lines = [f"{case.finding.number} {case.words}" for case in bulletin.cases.select_related("finding")]
    names = ("title", "addressees", "round", "intro", "closing", "version")
    kept = {name: getattr(bulletin, name) for name in names}
    return kept | {"commons": bulletin.commons.all(), "units": bulletin.units.all(), "cases": "\n".join(lines)}


class BulletinVersion(forms.Form):
    """The version that a person has read before issuing it, or giving it up."""

    version = forms.IntegerField(widget=forms.HiddenInput)
