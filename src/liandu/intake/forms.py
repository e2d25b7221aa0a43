"""One form per act: uploading files, choosing which documents the list shows."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from liandu.inspections.forms import DayInput, offer
from liandu.inspections.models import GRADE_CHOICES, Inspection, Material, MaterialKind, Round
from liandu.inspections.queries import inspections_for, inspections_of_round, rounds_for
from liandu.inspections.rules import ceiling
from liandu.intake.rules import unit_in_filename
from liandu.kernel.secrecy import Grade
from liandu.orgs.models import Unit
from liandu.ui.numbers import whole_number

BY_NAME, WHOLE_ROUND = "by_name", "round"


class ManyFiles(forms.FileInput):
    """A file field that takes many."""

    allow_multiple_selected = True


class FilesField(forms.Field):
    """The files of one upload, as a list; what is wrong with one is told when it is looked at, by its own sentence."""

    widget = ManyFiles

    def clean(self, value: Any) -> list[Any]:
        """Return the files; raise ValidationError when there is none."""
        if not value:
            raise forms.ValidationError(_("请选择要上传的文件。"), code="required")
        return list(value)


class UploadFiles(forms.Form):
    """Files for a round: kind, grade and date are the same for all, the unit may be told by each file's name."""

    # A list of clues goes its own sealed way; the kind stays for rows of earlier days.
    kind = forms.ChoiceField(
        label=_("类别"),
        choices=[(value, label) for value, label in MaterialKind.choices if value != MaterialKind.CLUE_LIST],
        initial=MaterialKind.FEEDBACK_OPINION,
    )
    grade = forms.ChoiceField(label=_("密级"), choices=GRADE_CHOICES, initial=Grade.INTERNAL.value)
    dated = forms.DateField(label=_("成文日期"), widget=DayInput(), required=False)
    place = forms.ChoiceField(label=_("归属单位"))
    file = FilesField(label=_("文件"), widget=ManyFiles(attrs={"multiple": True}))

    def __init__(
        self,
        *args: Any,
        reader: Any,
        round: Round,  # noqa: A002 - the field's term
        inspection: Inspection | None = None,
        corrects: Material | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.inspections = {str(row.pk): row for row in inspections_of_round(reader, round)}
        self.fields["grade"].help_text = _("本系统最高可存“%(grade)s”；更高的不接收，也不留副本。") % {
            "grade": dict(GRADE_CHOICES)[ceiling().value]
        }
        if corrects is not None:
            self.fields["kind"].initial, self.fields["grade"].initial = corrects.kind, corrects.grade
            del self.fields["file"].widget.attrs["multiple"]
        self._offer_places(inspection, fixed=inspection is not None or corrects is not None)

    def _offer_places(self, inspection: Inspection | None, *, fixed: bool) -> None:
        field = cast("forms.ChoiceField", self.fields["place"])
        units = [(key, str(row.unit)) for key, row in self.inspections.items()]
        if fixed:
            own = (str(inspection.pk), str(inspection.unit)) if inspection else (WHOLE_ROUND, _("整轮材料"))
            field.choices, field.widget = [own], forms.HiddenInput()
            field.initial = own[0]
            return
        field.choices = [(BY_NAME, _("按文件名识别")), (WHOLE_ROUND, _("整轮材料")), *units]
        field.initial = BY_NAME
        field.help_text = _("文件名里有单位名称的，自动归到那个单位；认不出的归为整轮材料。")

    def inspection_for(self, filename: str) -> Inspection | None:
        """Return the inspection that a file belongs to, None for the whole round."""
        place = self.cleaned_data["place"]
        return self.guess(filename) if place == BY_NAME else self.inspections.get(place)

    def guess(self, filename: str) -> Inspection | None:
        """Return the inspection whose unit the file's name speaks of, None when it speaks of none or of several."""
        unit = unit_in_filename(filename, [row.unit for row in self.inspections.values()])
        return next((row for row in self.inspections.values() if unit and row.unit_id == unit.pk), None)


class ChooseDocuments(forms.Form):
    """Which documents the list shows; what is not understood is left out rather than refused."""

    round = forms.ModelChoiceField(
        label=_("轮次"), queryset=Round.objects.none(), required=False, empty_label=_("全部轮次")
    )
    unit = forms.ModelChoiceField(
        label=_("单位"), queryset=Unit.objects.none(), required=False, empty_label=_("全部单位")
    )
    stage = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ("", _("全部状态")), ("to_read", _("未读完")), ("to_check", _("待核对")), ("checked", _("已核完")),
            ("failed", _("读取失败")),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "round", rounds_for(reader))
        units = inspections_for(reader)
        round_ = whole_number(str(self.data.get("round", "")))
        if round_ is not None:
            units = units.filter(round=round_)
        offer(self, "unit", Unit.objects.filter(pk__in=units.order_by().values("unit")).order_by("code"))

    def chosen(self) -> dict[str, Any]:
        """Return the choices that are understood, for listed_documents()."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or ("" if name == "stage" else None) for name in self.fields}
