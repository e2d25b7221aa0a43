"""Forms of sealed lists."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liandu.clues.commands import Signed
from liandu.clues.forms.fields import ceiling_words, grade_field, line_field
from liandu.clues.models import ListLine, Source, Verdict
from liandu.clues.queries import case_offices, rounds_to_name, sending_offices, units_to_name
from liandu.inspections.forms import offer
from liandu.inspections.models import Round
from liandu.kernel.secrecy import Grade
from liandu.orgs.models import Unit


class DraftList(forms.Form):
    """From whom to whom, of which round, in which envelope."""

    office = forms.ModelChoiceField(label=_("移送机构"), queryset=Unit.objects.none(), empty_label=None)
    recipient = forms.ModelChoiceField(label=_("接收机构"), queryset=Unit.objects.none(), empty_label=None)
    round = forms.ModelChoiceField(
        label=_("轮次"), queryset=Round.objects.none(), required=False, empty_label=_("不属于轮次")
    )
    envelope = forms.CharField(
        label=_("信封号"), max_length=40, help_text=_("写在密封信封上的号，签收人据此核对，例如：密封 7")
    )

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "office", sending_offices(reader))
        offer(self, "recipient", case_offices(reader))
        offer(self, "round", rounds_to_name(reader))


class AddLine(forms.Form):
    """One line of a sealed list."""

    title = line_field(_("线索标题"), max_length=300, help_text=_("加密保存；只有您和签收人看得到"))
    source = forms.ChoiceField(label=_("来源"), choices=Source.choices)
    unit = forms.ModelChoiceField(
        label=_("涉及单位"), queryset=Unit.objects.none(), required=False, empty_label=_("不写明"),
        help_text=_("写明后，对这个单位应当回避的人看不到这份清单"),
    )  # fmt: skip
    pages = forms.IntegerField(label=_("页数"), min_value=1, max_value=9999)
    copies = forms.IntegerField(label=_("份数"), min_value=1, max_value=99, initial=1)
    grade = grade_field()

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units_to_name(reader))
        self.fields["grade"].help_text = ceiling_words()

    def clean_grade(self) -> Grade:
        """Return the grade."""
        return Grade(self.cleaned_data["grade"])


class ResendRefused(forms.Form):
    """The envelope in which refused lines go again."""

    envelope = forms.CharField(label=_("新的信封号"), max_length=40)


class SignList(forms.Form):
    """A verdict for every line, what came where it differs, and why it was refused."""

    def __init__(self, *args: Any, lines: Sequence[ListLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            for name, field in self._fields_of(line).items():
                self.fields[f"{name}-{line.pk}"] = field

    def _fields_of(self, line: ListLine) -> dict[str, forms.Field]:
        place = {"place": line.place}
        number: dict[str, Any] = {"min_value": 0, "max_value": 9999, "required": False}
        return {
            "verdict": forms.ChoiceField(
                label=_("第 %(place)s 条") % place, choices=[(v, n) for v, n in Verdict.choices if v],
                widget=forms.RadioSelect(), error_messages={"required": _("这一条还没有签。")},
            ),
            "pages": forms.IntegerField(label=_("第 %(place)s 条实收页数") % place, **number),
            "copies": forms.IntegerField(label=_("第 %(place)s 条实收份数") % place, **number),
            "remark": line_field(_("第 %(place)s 条的理由或者实收情况") % place, required=False, max_length=300),
        }  # fmt: skip

    def of_line(self, line: ListLine) -> dict[str, forms.BoundField]:
        """Return the bound fields of one line by their short names."""
        return {name: self[f"{name}-{line.pk}"] for name in ("verdict", "pages", "copies", "remark")}

    def verdicts(self) -> dict[str, Signed]:
        """Return what was said to each line, for the command."""
        data = self.cleaned_data
        return {
            line.pk: Signed(
                data[f"verdict-{line.pk}"], data[f"pages-{line.pk}"], data[f"copies-{line.pk}"],
                data[f"remark-{line.pk}"],
            )
            for line in self.lines
        }  # fmt: skip
