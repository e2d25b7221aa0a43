"""One form per act on rounds, inspections and material."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liandu.inspections.models import Inspection, PolicyVersion, Round, RoundKind, Signer, Term, Theme, ThemeVersion
from liandu.inspections.queries import policies_to_choose, rounds_for, terms_for, themes_for, units_to_inspect
from liandu.inspections.rules import checklist_of_lines, lines_of_checklist
from liandu.kernel.refusals import Refusal
from liandu.orgs.models import Unit
from liandu.texts.themes import ChecklistItem
from liandu.ui.errors import in_words


class DayInput(forms.DateInput):
    """A date as the browser's own date field writes it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **more)


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let the field ``name`` of ``form`` offer ``rows``, which depend on the reader."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


class OpenTerm(forms.Form):
    """A term of the Party committee."""

    number = forms.IntegerField(label=_("届次"), min_value=1, max_value=99, help_text=_("例如：5"))
    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("例如：第五届"))
    since = _day(_("开始日期"))


class OpenRound(forms.Form):
    """A round of a term."""

    term = forms.ModelChoiceField(label=_("届次"), queryset=Term.objects.none(), empty_label=None)
    number = forms.IntegerField(label=_("第几轮"), min_value=1, max_value=99)
    name = forms.CharField(label=_("名称"), max_length=80, help_text=_("例如：第五届市委第九轮巡察"))
    kind = forms.ChoiceField(label=_("方式"), choices=RoundKind.choices)
    theme = forms.CharField(
        label=_("专题"), max_length=60, required=False, help_text=_("专项巡视必须写明，例如：粮食购销")
    )
    since = _day(_("开始日期"), initial=timezone.localdate)
    above = forms.ModelChoiceField(
        label=_("上级联动轮次"), queryset=Round.objects.none(), required=False, empty_label=_("没有"),
        help_text=_("上下联动时，选上级的那一轮"),
    )  # fmt: skip
    policy = forms.ModelChoiceField(
        label=_("政策口径"), queryset=PolicyVersion.objects.none(), required=False,
        empty_label=_("以后再定（先按随附的六个月集中整改）"), help_text=_("时限、会签、佐证和延期按它办，以后可以换"),
    )  # fmt: skip

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "term", terms_for(reader))
        offer(self, "above", rounds_for(reader))
        offer(self, "policy", policies_to_choose(reader))


class OpenInspection(forms.Form):
    """One unit inspected in a round, by which team, when."""

    unit = forms.ModelChoiceField(label=_("被巡视单位"), queryset=Unit.objects.none(), empty_label=_("请选择"))
    team = forms.CharField(label=_("巡视组"), max_length=60, help_text=_("例如：市委第一巡察组"))
    team_head = forms.CharField(label=_("组长"), max_length=30, required=False)
    members = forms.CharField(
        label=_("成员"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一人，姓名在前，职责在后，中间空一格，例如：刘文 副组长"),
    )  # fmt: skip
    stationed_from = _day(_("进驻日期"), required=False)
    stationed_until = _day(_("撤点日期"), required=False)
    feedback_on = _day(_("反馈日期"), required=False, help_text=_("还没有反馈可以先不填，整改时限从这一天算起"))

    def __init__(self, *args: Any, reader: Any, round: Round, **kwargs: Any) -> None:  # noqa: A002 - the field's term
        super().__init__(*args, **kwargs)
        offer(self, "unit", units_to_inspect(reader, round))

    def clean_members(self) -> list[dict[str, str]]:
        """Return the members as rows of name and role."""
        lines = (line.split(maxsplit=1) for line in self.cleaned_data["members"].splitlines() if line.strip())
        return [{"name": words[0], "role": words[1].strip() if len(words) > 1 else ""} for words in lines]

    def clean(self) -> dict[str, Any]:
        """Return the data; the team leaves after it came."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        came, left = data.get("stationed_from"), data.get("stationed_until")
        if came and left and left < came:
            self.add_error("stationed_until", _("撤点不能早于进驻。"))
        return data


class GiveFeedback(forms.Form):
    """The day on which the feedback was given."""

    feedback_on = _day(_("反馈日期"))

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"feedback_on": inspection.feedback_on}


class WithdrawMaterial(forms.Form):
    """Why material is taken out of the work."""

    reason = forms.CharField(
        label=_("撤回理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如：传错单位。理由和您的姓名会写入日志。"),
    )  # fmt: skip


class ChangeTheme(forms.Form):
    """The name, the signers and the checklist of a theme; ``seen`` is the version that stood in the form."""

    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("例如：选人用人"))
    name_en = forms.CharField(label=_("英文名称"), max_length=60, required=False)
    signers = forms.MultipleChoiceField(
        label=_("会签方"), choices=Signer.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("这个专题的问题销号时，要由这些方面签字"),
    )  # fmt: skip
    items = forms.CharField(
        label=_("检查表"), widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("每行一项：编号 检查项 | 英文 | 关键词 关键词。编号用过就不要改给别的检查项。"),
    )  # fmt: skip
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def showing(cls, version: ThemeVersion) -> "ChangeTheme":
        """Return the form with what stands now."""
        theme = version.theme
        return cls(
            initial={
                "name": theme.name,
                "name_en": theme.name_en,
                "signers": version.signers,
                "items": lines_of_checklist(version.checklist),
                "seen": version.number,
            }
        )

    def clean_items(self) -> list[ChecklistItem]:
        """Return the checklist that the lines state."""
        try:
            return checklist_of_lines(self.cleaned_data["items"])
        except Refusal as refusal:
            raise forms.ValidationError(in_words(refusal)) from None

    def clean_seen(self) -> int:
        """Return the version that stood in the form, 0 for none."""
        return self.cleaned_data["seen"] or 0


class OpenTheme(ChangeTheme):
    """A new theme: also its code and the letter of its items, which stay."""

    field_order = ("code", "letter", "name", "name_en", "signers", "items")
    code = forms.RegexField(
        r"^[a-z][a-z_]*$", label=_("代号"), max_length=20, help_text=_("小写英文字母，设立后不能改，例如：grain")
    )
    letter = forms.RegexField(
        r"^[A-Z]{1,2}$", label=_("检查项字母"), help_text=_("一两个大写字母，写在检查项编号前，例如：L")
    )


class CarryThemes(forms.Form):
    """Which themes a round or an inspection carries."""

    themes = forms.ModelMultipleChoiceField(
        label=_("专题"), queryset=Theme.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    newest = forms.ChoiceField(
        label=_("已经带着的专题"), required=False, widget=forms.RadioSelect, initial="",
        choices=[("", _("继续用当时的检查表")), ("newest", _("改用现行检查表"))],
    )  # fmt: skip

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "themes", themes_for(reader))

    def clean_newest(self) -> bool:
        """Return whether themes that are carried already go over to the present checklist."""
        return bool(self.cleaned_data["newest"] == "newest")

    def clean_themes(self) -> list[Theme]:
        """Return the themes as a list, so that they are read once."""
        return list(self.cleaned_data["themes"])


class MarkMaterial(forms.Form):
    """Which theme a special report is about."""

    theme = forms.ModelChoiceField(
        label=_("专题"), queryset=Theme.objects.none(), required=False, empty_label=_("不是专题材料")
    )

    def __init__(self, *args: Any, themes: QuerySet[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "theme", themes)
