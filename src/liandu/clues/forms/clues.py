"""Forms of the register: opening, reviewing, deciding, closing; reasons for reading; recusals."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liandu.accounts.models import User
from liandu.clues.forms.fields import (
    PostChoice,
    ceiling_words,
    day_field,
    grade_field,
    line_field,
    narrative_field,
    persons_field,
    persons_of,
    words_field,
)
from liandu.clues.models import Clue, Grounds, Kind, Nature, Rank, Source, Step
from liandu.clues.queries import (
    Wanted,
    approver_posts,
    clues_for,
    keeper_posts,
    people_of_register,
    rounds_to_name,
    units_to_name,
)
from liandu.clues.states import State
from liandu.inspections.forms import offer
from liandu.inspections.models import Round
from liandu.kernel.secrecy import Grade
from liandu.orgs.models import Unit


class BeginSitting(forms.Form):
    """Why the register is opened now."""

    grounds = forms.ChoiceField(label=_("查阅事由"), choices=Grounds.choices)
    note = line_field(_("说明"), required=False, max_length=200, help_text=_("选“其他”的要写明；加密保存"))
    next = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=200)


class OpenClue(forms.Form):
    """A clue: whom and what it is about, how secret, who keeps it."""

    unit = forms.ModelChoiceField(label=_("涉及单位"), queryset=Unit.objects.none(), empty_label=_("请选择"))
    nature = forms.ChoiceField(label=_("性质"), choices=Nature.choices)
    rank = forms.ChoiceField(
        label=_("被反映人职级"), choices=Rank.choices, initial=Rank.COUNTY, help_text=_("职级决定最低密级")
    )
    grade = grade_field()
    persons = persons_field()
    narrative = narrative_field()
    keeper = PostChoice(label=_("保管人"), empty_label=_("请选择"))

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units_to_name(reader))
        offer(self, "keeper", keeper_posts(reader))
        self.fields["grade"].help_text = ceiling_words()

    def clean_grade(self) -> Grade:
        """Return the grade."""
        return Grade(self.cleaned_data["grade"])

    def clean_persons(self) -> list[dict[str, str]]:
        """Return the persons as rows of name and post."""
        return persons_of(self.cleaned_data["persons"])

    def clean_keeper(self) -> Any:
        """Return the person behind the post."""
        return self.cleaned_data["keeper"].user


class OpenOwnClue(OpenClue):
    """A clue that came without a sealed list: a petition, found in own work, from another organ."""

    source = forms.ChoiceField(label=_("来源"), choices=[(v, n) for v, n in Source.choices if v != Source.INSPECTION])
    round = forms.ModelChoiceField(
        label=_("轮次"), queryset=Round.objects.none(), required=False, empty_label=_("不属于轮次")
    )
    received_on = day_field(_("收到日期"), initial=timezone.localdate)
    field_order = ("source", "round", "received_on")

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, reader=reader, **kwargs)
        offer(self, "round", rounds_to_name(reader))

    def clean_received_on(self) -> Any:
        """Return the day; it lies not after today."""
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("收到日期不能在今天以后。"))
        return day


class CorrectClue(forms.Form):
    """The words of a clue put right, and why; ``after`` says which words were seen."""

    persons = persons_field()
    narrative = narrative_field()
    reason = line_field(_("更正理由"), max_length=300, help_text=_("加密保存；日志只记更正过，不记文字"))
    after = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)

    def clean_persons(self) -> list[dict[str, str]]:
        """Return the persons as rows of name and post."""
        return persons_of(self.cleaned_data["persons"])


class HoldReview(forms.Form):
    """A collective review."""

    held_on = day_field(_("研判日期"), initial=timezone.localdate)
    participants = line_field(_("参加人"), max_length=300)
    note = words_field(_("研判意见"), rows=6, help_text=_("性质、真伪、时效；加密保存"))


class ProposeDisposition(forms.Form):
    """How to dispose of the clue, why, and who decides."""

    kind = forms.ChoiceField(label=_("处置方式"), choices=Kind.choices)
    reason = words_field(_("理由"), rows=6)
    restart_on = day_field(_("再次启动日期"), required=False, help_text=_("只有暂存待查要写"))
    approver = PostChoice(label=_("报谁审批"), empty_label=_("请选择"))

    def __init__(self, *args: Any, reader: Any, clue: Clue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "approver", approver_posts(reader, clue))

    def clean_approver(self) -> Any:
        """Return the person behind the post."""
        return self.cleaned_data["approver"].user


class Decide(forms.Form):
    """An opinion with an approval, or with a return."""

    opinion = words_field(_("审批意见"), rows=4, required=False, help_text=_("退回的要写明；加密保存"))
    verdict = forms.ChoiceField(choices=[("approve", ""), ("return", "")], widget=forms.HiddenInput())


class RestartClue(forms.Form):
    """Why a clue that was held is started again."""

    note = words_field(_("再次启动的理由"))


class RecordFollowUp(forms.Form):
    """One of the three things owed after closing."""

    step = forms.ChoiceField(label=_("事项"), choices=Step.choices)
    done_on = day_field(_("完成日期"), required=False, help_text=_("书面反馈必须有；其他两项没有做的，写明理由"))
    note = words_field(_("说明"), rows=3, required=False)


class ChangePeople(forms.Form):
    """Another keeper, or another approver."""

    keeper = PostChoice(label=_("保管人"), empty_label=None)
    approver = PostChoice(label=_("审批人"), required=False, empty_label=_("不变"))

    def __init__(self, *args: Any, reader: Any, clue: Clue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keepers = keeper_posts(reader)
        offer(self, "keeper", keepers)
        offer(self, "approver", approver_posts(reader, clue))
        self.initial["keeper"] = keepers.filter(user=clue.keeper_id).first()

    def people(self) -> dict[str, Any]:
        """Return the people behind the posts."""
        approver = self.cleaned_data["approver"]
        return {"keeper": self.cleaned_data["keeper"].user, "approver": approver.user if approver else None}


class Recuse(forms.Form):
    """Who keeps away from what, why and how long."""

    person = forms.ModelChoiceField(label=_("应当回避的人"), queryset=User.objects.none(), empty_label=_("请选择"))
    unit = forms.ModelChoiceField(
        label=_("对哪个单位"), queryset=Unit.objects.none(), required=False, empty_label=_("只对一条线索"),
        help_text=_("对单位回避的，它和它下面单位的线索都看不到"),
    )  # fmt: skip
    number = forms.CharField(label=_("对哪条线索（编号）"), required=False, max_length=40)
    reason = line_field(_("回避理由"), max_length=300, help_text=_("加密保存"))
    since = day_field(_("从"), initial=timezone.localdate)
    until = day_field(_("到"), required=False, help_text=_("不填就是一直回避"))

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        offer(self, "person", people_of_register(reader))
        offer(self, "unit", units_to_name(reader))

    def clean_number(self) -> Clue | None:
        """Return the clue within reach that has this number, None when nothing was typed."""
        number = self.cleaned_data["number"].strip()
        if not number:
            return None
        found = clues_for(self.reader).filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("没有这个编号的线索。"))
        return found


class EndRecusal(forms.Form):
    """The last day of a recusal."""

    until = day_field(_("回避到"), initial=timezone.localdate)


class SearchNames(forms.Form):
    """A full name. Sent by POST, so that it stands in no address."""

    name = line_field(
        _("完整姓名"), max_length=60, help_text=_("只找完全相同的姓名；查找的姓名不写入日志，次数和命中数写入")
    )


class ChooseClues(forms.Form):
    """Which clues the register shows; what is not understood is left out rather than refused."""

    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部状态")), *State.choices])
    nature = forms.ChoiceField(label=_("性质"), required=False, choices=[("", _("全部性质")), *Nature.choices])
    source = forms.ChoiceField(label=_("来源"), required=False, choices=[("", _("全部来源")), *Source.choices])
    late = forms.BooleanField(label=_("只看超期"), required=False)
    before = forms.SlugField(required=False, widget=forms.HiddenInput())

    def wanted(self) -> Wanted:
        """Return the choices that are understood."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name) or "" for name in ("state", "nature", "source", "before")}
        return Wanted(**chosen, late=bool(self.cleaned_data.get("late")))
