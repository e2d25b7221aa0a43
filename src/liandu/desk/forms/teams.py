"""Forms of joint teams and loans, one for each act; each takes the reader, and the team where it is about one."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liandu.desk.forms.administration import offer
from liandu.desk.queries import teams as offered
from liandu.inspections.forms import DayInput
from liandu.orgs.models import Duty, JointTeam, Loan, Sector, TeamArea, TeamKind, TeamMember, Unit


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **more)


def _reason(label: Any = None) -> forms.CharField:
    return forms.CharField(label=label or _("理由"), max_length=300)


class FormTeam(forms.Form):
    """Form a joint team."""

    name = forms.CharField(label=_("名称"), max_length=80, help_text=_("例如：高校第一联合监督组"))
    kind = forms.ChoiceField(label=_("形式"), choices=TeamKind.choices)
    office = forms.ModelChoiceField(label=_("牵头机构"), queryset=Unit.objects.none())
    purpose = forms.CharField(label=_("任务"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    since = _day(_("起始日期"), initial=timezone.localdate)
    until = _day(_("结束日期"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, office=offered.offices_offered())


class OfTeam(forms.Form):
    """A form about one team."""

    def __init__(self, *args: Any, team: JointTeam, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team
        self.fill()

    def fill(self) -> None:
        """Offer what the team has."""


class GiveTask(OfTeam):
    """Give a member something to do."""

    what = forms.CharField(label=_("事项"), max_length=300)
    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none(), required=False)
    owner = forms.ModelChoiceField(label=_("承办人"), queryset=TeamMember.objects.none())
    due = _day(_("完成期限"))

    def fill(self) -> None:
        """Offer members and units of today."""
        offer(self, unit=offered.units_now(self.team), owner=offered.members_now(self.team))
        self.fields["owner"].label_from_instance = lambda member: f"{member.user} · {member.office}"  # type: ignore[attr-defined]


class AddMember(OfTeam):
    """Take a person into the team."""

    user = forms.ModelChoiceField(label=_("人员"), queryset=TeamMember.objects.none())
    office = forms.ModelChoiceField(label=_("来自哪个机构"), queryset=Unit.objects.none())
    duty = forms.ChoiceField(label=_("职责"), choices=Duty.choices, initial=Duty.MEMBER)
    since = _day(_("起始日期"), initial=timezone.localdate)
    until = _day(_("结束日期"), required=False)

    def fill(self) -> None:
        """Offer people and offices."""
        offer(self, user=offered.people_offered(), office=offered.offices_offered())


class EndMember(OfTeam):
    """Let a membership end."""

    member = forms.ModelChoiceField(label=_("成员"), queryset=TeamMember.objects.none())
    until = _day(_("结束日期"), initial=timezone.localdate)
    reason = forms.CharField(label=_("理由"), max_length=300, required=False)

    def fill(self) -> None:
        """Offer the members of today."""
        offer(self, member=offered.members_now(self.team))
        self.fields["member"].label_from_instance = lambda member: f"{member.user} · {member.office}"  # type: ignore[attr-defined]


class AddArea(OfTeam):
    """Give the team a part of the city."""

    unit = forms.ModelChoiceField(label=_("单位或区县"), queryset=Unit.objects.none())
    sector = forms.ChoiceField(
        label=_("只含板块"), choices=[("", "—"), *Sector.choices], required=False,
        help_text=_("选“全市”这一级时必须选一个板块，例如全市高校。"),
    )  # fmt: skip
    since = _day(_("起始日期"), initial=timezone.localdate)
    until = _day(_("结束日期"), required=False)

    def fill(self) -> None:
        """Offer units, and the root for whole sectors."""
        offer(self, unit=offered.areas_offered())


class EndArea(OfTeam):
    """Let a part of the area end."""

    area = forms.ModelChoiceField(label=_("区域"), queryset=TeamArea.objects.none())
    until = _day(_("结束日期"), initial=timezone.localdate)

    def fill(self) -> None:
        """Offer what is not over."""
        offer(self, area=offered.areas_now(self.team))


class ExtendTeam(OfTeam):
    """Let the team go on."""

    until = _day(_("延长到"), required=False, help_text=_("不填，就是不定期。"))
    reason = _reason()


class EndTeam(OfTeam):
    """Let the team end."""

    until = _day(_("结束日期"), initial=timezone.localdate)
    reason = _reason()


class LendPerson(forms.Form):
    """Lend a person to another office."""

    user = forms.ModelChoiceField(label=_("人员"), queryset=TeamMember.objects.none())
    from_office = forms.ModelChoiceField(label=_("从哪个机构"), queryset=Unit.objects.none())
    to_office = forms.ModelChoiceField(label=_("到哪个机构"), queryset=Unit.objects.none())
    since = _day(_("起始日期"), initial=timezone.localdate)
    until = _day(_("结束日期"))
    reason = _reason(_("事由"))

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:  # noqa: ARG002 - as MoveLoan takes it
        super().__init__(*args, **kwargs)
        offices = offered.offices_offered()
        offer(self, user=offered.people_offered(), from_office=offices, to_office=offices)


class MoveLoan(forms.Form):
    """Extend a loan, or end it early."""

    loan = forms.ModelChoiceField(label=_("借调"), queryset=Loan.objects.none())
    until = _day(_("新的结束日期"))
    reason = _reason()

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, loan=offered.loans_open(reader))
