"""One form for each act on common problems and catalogues."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from liandu.findings.models import Finding
from liandu.insight.models import CommonProblem, Severity, Strand
from liandu.inspections.models import Term
from liandu.orgs.models import Unit

MOST_TEXT = 2000


def _text(label: Any, *, help_text: Any, rows: int = 3) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=MOST_TEXT, widget=area, required=False, help_text=help_text)


def _strands(strands: Iterable[Strand]) -> list[tuple[int, str]]:
    return [(strand.pk, f"{strand.code}　{strand.label}") for strand in strands]


class DraftCommon(forms.Form):
    """Which strands stand behind a new common problem, and what it is called."""

    strands = forms.TypedMultipleChoiceField(
        label=_("由哪些同类问题写成"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(
        label=_("名称"), max_length=120, required=False, help_text=_("不填的，用第一组同类问题的名称。")
    )

    def __init__(self, *args: Any, free: Sequence[Strand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.free = {strand.pk: strand for strand in free}
        cast("forms.ChoiceField", self.fields["strands"]).choices = _strands(free)

    def clean_strands(self) -> list[Strand]:
        """Return the strands."""
        return [self.free[key] for key in self.cleaned_data["strands"]]


class AmendCommon(DraftCommon):
    """The words of a common problem, its strands, its typical cases."""

    name = forms.CharField(label=_("名称"), max_length=120)
    definition = _text(_("定义"), help_text=_("什么样的问题算这一类，一两句话说清。审定前要写。"))
    scope = _text(_("涉及范围"), help_text=_("发生在哪些领域、环节、层级。"), rows=2)
    severity = forms.ChoiceField(label=_("程度"), choices=Severity.choices)
    causes = _text(_("原因"), help_text=_("为什么许多单位都有。审定前要写。"))
    suggestions = _text(_("建议"), help_text=_("建议谁、从哪里治理。审定前要写。"))
    competent = forms.ModelChoiceField(
        label=_("主管部门"), queryset=Unit.objects.none(), required=False, empty_label=_("未定")
    )
    cases = forms.TypedMultipleChoiceField(
        label=_("典型案例"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("从所属的问题里选几条最能说明的。"),
    )  # fmt: skip
    field_order = (
        "name", "definition", "scope", "severity", "causes", "suggestions", "competent", "strands", "cases",
    )  # fmt: skip

    def __init__(self, *args: Any, departments: Any, members: Sequence[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Unit]", self.fields["competent"]).queryset = departments
        self.members = {row.pk: row for row in members}
        cast("forms.ChoiceField", self.fields["cases"]).choices = [
            (row.pk, f"{row.number} {row.unit}　{row.title}") for row in members
        ]

    def clean_cases(self) -> list[Finding]:
        """Return the findings."""
        return [self.members[key] for key in self.cleaned_data["cases"]]


class GiveReason(forms.Form):
    """Why, for an act that may need a reason."""

    reason = forms.CharField(label=_("理由"), max_length=300, required=False)


class IssueCatalogue(forms.Form):
    """What the catalogue is called, for which term, and what stands in it, in which order."""

    term = forms.ModelChoiceField(label=_("届次"), queryset=Term.objects.none(), empty_label=None)
    name = forms.CharField(label=_("目录名称"), max_length=120)

    def __init__(self, *args: Any, terms: Any, settled: Sequence[CommonProblem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Any]", self.fields["term"]).queryset = terms
        self.settled = {row.pk: row for row in settled}
        for place, row in enumerate(settled, 1):
            self.fields[f"place-{row.pk}"] = forms.IntegerField(
                label=f"{row.code}　{row.name}",
                required=False,
                min_value=1,
                max_value=999,
                initial=place,
            )

    def places(self) -> list[Any]:
        """Return the fields for the places."""
        return [self[f"place-{key}"] for key in self.settled]

    def chosen(self) -> list[CommonProblem]:
        """Return what has a place, in the order of the places; of equal ones in the order of the classes."""
        placed = [
            (self.cleaned_data.get(f"place-{key}"), at, row) for at, (key, row) in enumerate(self.settled.items())
        ]
        return [row for _place, _at, row in sorted((one for one in placed if one[0]), key=lambda one: one[:2])]
