"""Forms of what a unit does while it rectifies: reports with outcomes, evidence, institutions, steps, more time."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liandu.inspections.forms import DayInput, offer
from liandu.inspections.models import GRADE_CHOICES
from liandu.inspections.policies import EvidenceKind
from liandu.inspections.rules import ceiling
from liandu.intake.forms import FilesField, ManyFiles
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.rectification.models import Evidence, InstitutionWork, Item, Measure, OutcomeKind, Progress
from liandu.rectification.queries import evidence_of, measures_of
from liandu.rectification.rules.outcomes import TEN_THOUSAND, YUAN, NewOutcome, amount_of
from liandu.rectification.rules.reporting import Report
from liandu.ui.errors import in_words

KINDS = [(kind.value, kind.label) for kind in OutcomeKind]
UNITS = [(YUAN, _("元（人、次、项）")), (TEN_THOUSAND, _("万元"))]
LINES = 3  # of outcomes offered at first
MOST_LINES = 40


def day_field(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=DayInput(), **more)


def text_field(label: Any, *, rows: int = 4, most: int = 5000, **more: Any) -> forms.CharField:
    """Return a field for a text of several lines."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


if TYPE_CHECKING:
    Several = forms.ModelMultipleChoiceField[Any]
    One = forms.ModelChoiceField[Any]
else:  # at run time they take no type
    Several, One = forms.ModelMultipleChoiceField, forms.ModelChoiceField


class MeasuresDone(Several):
    """Measures to tick, each called by what it is."""

    def label_from_instance(self, obj: Any) -> str:
        """Return what the measure is, with its day."""
        return obj.what


class ReportProgress(forms.Form):
    """A report of progress: the day, what was done, how much, which measures are finished."""

    on = day_field(_("日期"), initial=timezone.localdate)
    during_inspection = forms.BooleanField(
        label=_("边巡边改"), required=False, help_text=_("立账以前、巡视期间就改了的，勾选后日期可以早于立账之日")
    )
    text = text_field(_("进展情况"), rows=6, help_text=_("写已经做了什么、结果怎样；打算做的写在方案里"))
    share = forms.IntegerField(label=_("完成比例（%）"), min_value=0, max_value=100, required=False)
    done = MeasuresDone(
        label=_("已完成的措施"), queryset=Measure.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    undone = MeasuresDone(
        label=_("误记为完成的措施"),
        queryset=Measure.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, item: Item, corrects: Progress | None = None, **kwargs: Any) -> None:
        if corrects is not None:
            told = {"on": corrects.on, "text": corrects.text, "share": corrects.share}
            kwargs.setdefault("initial", told | {"during_inspection": corrects.during_inspection})
        super().__init__(*args, **kwargs)
        self.item, self.corrects = item, corrects
        measures = measures_of(item)
        offer(self, "done", measures.filter(done_on=None))
        if corrects is None or not measures.exclude(done_on=None).exists():
            del self.fields["undone"]
        else:
            offer(self, "undone", measures.exclude(done_on=None))
        if not measures.exists():
            del self.fields["done"]

    def report(self, outcomes: list[NewOutcome]) -> Report:
        """Return the report that the form and its outcomes state."""
        given = self.cleaned_data
        return Report(
            item=self.item,
            on=given["on"],
            text=given["text"],
            share=given["share"],
            outcomes=tuple(outcomes),
            done=tuple(given.get("done", ())),
            undone=tuple(given.get("undone", ())),
            during_inspection=given["during_inspection"],
            corrects=self.corrects,
        )


class OutcomeLine(forms.Form):
    """One outcome of a report: what it counts, how much, in which unit; a line without an amount is none."""

    kind = forms.ChoiceField(label=_("成果"), choices=[("", "—"), *KINDS], required=False)
    amount = forms.CharField(
        label=_("数量"), required=False, max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    unit = forms.ChoiceField(label=_("单位"), choices=UNITS, required=False, initial=YUAN)
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    outcome: NewOutcome | None = None

    def clean(self) -> dict[str, Any]:
        """Return the line; its ``outcome`` is the exact amount."""
        given = self.cleaned_data
        kind, amount = given.get("kind", ""), given.get("amount", "").strip()
        if not amount and not kind:
            if given.get("note"):
                self.add_error("kind", forms.ValidationError(_("请选成果的种类，并写数量。")))
            return given
        if not kind or not amount:
            missing = "kind" if not kind else "amount"
            self.add_error(missing, forms.ValidationError(_("种类和数量要一起写。")))
            return given
        try:
            exact = amount_of(amount, kind=kind, unit=given.get("unit") or YUAN)
            self.outcome = NewOutcome(kind, exact, given.get("note", "").strip())
        except Refusal as refusal:
            self.add_error("amount", in_words(refusal))
        return given


OutcomeLines = forms.formset_factory(OutcomeLine, extra=LINES, max_num=MOST_LINES)


def outcome_lines(
    data: Any = None, *, corrects: Progress | None = None, initial: list[dict[str, Any]] | None = None
) -> Any:
    """Return the lines of outcomes of a form: as sent, as ``initial`` says, or those of the report it corrects."""
    if data is not None:
        return OutcomeLines(data, prefix="outcome")
    told = [
        {"kind": one.kind, "amount": plain(one.amount), "note": one.note}
        for one in (corrects.outcomes.all() if corrects else ())
    ]
    return OutcomeLines(prefix="outcome", initial=told if initial is None else initial)


def plain(amount: Decimal) -> str:
    """Return an amount as somebody would type it."""
    return f"{amount:.2f}".removesuffix(".00")


def outcomes_in(lines: Any) -> list[NewOutcome]:
    """Return the outcomes of lines that are valid."""
    return [form.outcome for form in lines if form.outcome is not None]


class AttachEvidence(forms.Form):
    """Files of one kind and day that prove something of an item."""

    kind = forms.ChoiceField(label=_("类型"), choices=EvidenceKind.choices)
    effective_on = day_field(_("形成日期"), help_text=_("材料本身落款或形成的日期，不是上传的日期"))
    during_inspection = forms.BooleanField(
        label=_("边巡边改"), required=False, help_text=_("材料早于反馈之日的，说明巡视期间就改了的请勾选")
    )
    title = forms.CharField(
        label=_("名称"), max_length=200, required=False, help_text=_("不填就用文件的标题；一次传几个文件时不用填")
    )
    grade = forms.ChoiceField(label=_("密级"), choices=GRADE_CHOICES, initial=Grade.INTERNAL.value)
    measures = MeasuresDone(
        label=_("证明哪些措施"),
        queryset=Measure.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    file = FilesField(label=_("文件"), widget=ManyFiles(attrs={"multiple": True}))

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].help_text = _("本系统最高可存“%(grade)s”；更高的不接收，也不留副本。") % {
            "grade": dict(GRADE_CHOICES)[ceiling().value]
        }
        measures = measures_of(item)
        if measures.exists():
            offer(self, "measures", measures)
        else:
            del self.fields["measures"]

    def about(self) -> dict[str, Any]:
        """Return what is the same for all files; a title only where there is one file."""
        given = self.cleaned_data
        return {
            "kind": given["kind"],
            "effective_on": given["effective_on"],
            "during_inspection": given["during_inspection"],
            "title": given["title"] if len(given["file"]) == 1 else "",
            "grade": Grade(given["grade"]),
            "measures": given.get("measures", ()),
        }


class GiveReason(forms.Form):
    """A reason."""

    reason = text_field(_("理由"), rows=3, most=200)


class CompleteStage(forms.Form):
    """What was reached so far."""

    reason = text_field(_("阶段性成效"), rows=4, most=1000)


class TurnLongTerm(forms.Form):
    """The words in which the unit proposed the long term."""

    proposal = text_field(_("单位提出的理由"), rows=4, most=1000)


class EvidenceOfItem(One):
    """Evidence to choose one of."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the title with its day."""
        return f"{obj.title}（{obj.effective_on.isoformat()}）"


class RecordInstitution(forms.Form):
    """An institution for the register."""

    work = forms.ChoiceField(label=_("新建、修订或废止"), choices=InstitutionWork.choices)
    title = forms.CharField(label=_("制度名称"), max_length=200, help_text=_("例如：云州大学采购验收管理办法"))
    number = forms.CharField(label=_("文号"), max_length=80, required=False)
    dated = day_field(_("印发日期"))
    in_force_on = day_field(_("施行日期"), required=False, help_text=_("不填表示自印发之日起施行"))
    evidence = EvidenceOfItem(
        label=_("制度文本"),
        queryset=Evidence.objects.none(),
        required=False,
        empty_label=_("还没有上传"),
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "evidence", evidence_of(item).filter(withdrawn_at=None))


class ReviewInstitution(forms.Form):
    """What was found about carrying an institution out."""

    on = day_field(_("检查日期"), initial=timezone.localdate)
    carried_out = forms.TypedChoiceField(
        label=_("执行情况"),
        choices=[("yes", _("得到执行")), ("no", _("没有得到执行"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    found = text_field(_("检查情况"), rows=4, most=1000)


class AddMilestone(forms.Form):
    """A step with its day."""

    what = forms.CharField(label=_("阶段目标"), max_length=300)
    due_on = day_field(_("时限"))


class FinishMilestone(forms.Form):
    """That a step was reached."""

    done_on = day_field(_("完成日期"), initial=timezone.localdate)
    note = text_field(_("完成情况"), rows=3, most=300)


class AskExtension(forms.Form):
    """More time: until when, why."""

    until = day_field(_("延至"))
    reason = text_field(_("理由"), rows=4, most=1000)

    def __init__(self, *args: Any, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = help_text


class DecideExtension(forms.Form):
    """The answer to who asked for more time."""

    granted = forms.TypedChoiceField(
        label=_("答复"),
        choices=[("yes", _("同意")), ("no", _("不同意"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        empty_value=None,
    )
    answer = text_field(_("意见"), rows=3, most=1000, required=False, help_text=_("不同意的要写明理由"))
