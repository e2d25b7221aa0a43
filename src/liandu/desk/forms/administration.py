"""Forms of administration, one for each act."""

from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liandu.access.roles import ROLE_CHOICES
from liandu.accounts.models import User
from liandu.accounts.rules import refuse_default_name
from liandu.desk.queries import open_oversight, overseer_choices, unit_choices
from liandu.inspections.forms import DayInput
from liandu.kernel.refusals import Refusal
from liandu.orgs.models import Oversight, Party, Sector, Unit
from liandu.ui.errors import in_words


def offer(form: forms.Form, **choices: QuerySet[Any]) -> None:
    """Let the fields of ``form`` with these names choose among the rows given."""
    for name, rows in choices.items():
        cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


def initial_password() -> forms.CharField:
    """Return the field of a password that an administrator makes up for somebody."""
    return forms.CharField(
        label=_("初始密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=_("至少 10 个字符，含大小写字母、数字、其他字符中的三种，或者至少 16 个字符；本人登录时必须修改。"),
    )


def reason_field() -> forms.CharField:
    """Return the field of a reason, which the journal keeps."""
    return forms.CharField(label=_("理由"), max_length=300, help_text=_("记入日志。"))


def search_field(label: Any) -> forms.CharField:
    """Return the field of a text to look for."""
    return forms.CharField(label=label, max_length=60, required=False, widget=forms.TextInput({"type": "search"}))


class OpenAccount(forms.Form):
    """Open an account."""

    username = forms.SlugField(label=_("账号"), max_length=40, help_text=_("小写字母、数字和连字符，用来登录。"))
    display_name = forms.CharField(label=_("姓名"), max_length=60)
    password = initial_password()

    def clean_username(self) -> str:
        """Refuse a name that is taken, and one that everybody tries first."""
        username = self.cleaned_data["username"].lower()
        if User.objects.filter(username=username).exists():
            raise forms.ValidationError(_("这个账号已经有人使用。"))
        try:
            refuse_default_name(username)
        except Refusal as refusal:
            raise forms.ValidationError(in_words(refusal)) from refusal
        return username

    def clean_password(self) -> str:
        """Refuse a weak password with the reasons."""
        password = self.cleaned_data["password"]
        validate_password(password)
        return password


class ResetPassword(forms.Form):
    """Give a person a new initial password."""

    password = initial_password()
    reason = reason_field()


class WithReason(forms.Form):
    """An act on an account that needs only its reason: close, reopen, remove the second factor."""

    reason = reason_field()


class WithoutMore(forms.Form):
    """An act on an account that needs nothing more than the button."""


class GivePost(forms.Form):
    """Give a person a role at a unit."""

    role = forms.ChoiceField(label=_("岗位"), choices=ROLE_CHOICES)
    unit = forms.ModelChoiceField(label=_("单位或机构"), queryset=Unit.objects.none())
    since = forms.DateField(label=_("起始日期"), widget=DayInput(), initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, unit=unit_choices())


class EndPost(forms.Form):
    """Let a post end with a day."""

    until = forms.DateField(label=_("结束日期"), widget=DayInput(), initial=timezone.localdate)
    reason = forms.CharField(label=_("理由"), max_length=300, required=False)


class FindPeople(forms.Form):
    """Narrow the list of accounts."""

    q = search_field(_("账号或姓名"))
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ("", _("全部")), ("open", _("启用")), ("closed", _("停用")), ("locked", _("锁定")),
            ("initial", _("还没有修改初始密码")), ("no_post", _("还没有岗位")), ("no_factor", _("没有第二因子")),
        ],
    )  # fmt: skip


class FindPosts(forms.Form):
    """Narrow the list of posts."""

    q = search_field(_("人员或单位"))
    role = forms.ChoiceField(label=_("岗位"), required=False, choices=[("", _("全部")), *ROLE_CHOICES])


class FindInLog(forms.Form):
    """Narrow the log."""

    who = search_field(_("账号或姓名"))
    kind = forms.ChoiceField(label=_("事项"), required=False)

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(kind, KINDS_OF_ACTS.get(kind, kind)) for kind in kinds]
        cast("forms.ChoiceField", self.fields["kind"]).choices = [("", _("全部")), *named]


KINDS_OF_ACTS = {
    "account": _("账号和密码"),
    "second_factor": _("第二因子"),
    "session": _("登录和退出"),
    "post": _("岗位"),
    "unit": _("机构"),
    "oversight": _("联系室"),
    "access": _("被拒绝的操作"),
}


class AddUnit(forms.Form):
    """Add a unit or an office to the tree."""

    name = forms.CharField(label=_("全称"), max_length=120)
    short_name = forms.CharField(label=_("简称"), max_length=60, required=False)
    code = forms.SlugField(label=_("编码"), max_length=10, help_text=_("进入问题编号，一经使用不再更改。"))
    parent = forms.ModelChoiceField(label=_("上级"), queryset=Unit.objects.none())
    sector = forms.ChoiceField(label=_("板块"), choices=[("", "—"), *Sector.choices], required=False)
    party = forms.ChoiceField(label=_("归属"), choices=[("", "—"), *Party.choices], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, parent=unit_choices())

    def clean_code(self) -> str:
        """Refuse a code that is taken."""
        code = self.cleaned_data["code"]
        if Unit.objects.filter(code=code).exists():
            raise forms.ValidationError(_("这个编码已经使用。"))
        return code

    def clean(self) -> dict[str, Any]:
        """Refuse a unit that is both inspected and an office."""
        data = super().clean() or {}
        if data.get("sector") and data.get("party"):
            raise forms.ValidationError(_("板块和归属只能填一项：被巡视单位填板块，三方机构填归属。"))
        return data


class AssignOversight(forms.Form):
    """Let an office supervise a unit from a day on."""

    office = forms.ModelChoiceField(
        label=_("联系室"), queryset=Unit.objects.none(),
        help_text=_("主管部门也在这里登记，登记以后可以看到并会签所主管单位的整改事项。"),
    )  # fmt: skip
    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())
    since = forms.DateField(label=_("起始日期"), widget=DayInput(), initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, office=overseer_choices(), unit=unit_choices().exclude(sector=""))


class EndOversight(forms.Form):
    """Let an office's supervision of a unit end with a day."""

    oversight = forms.ModelChoiceField(label=_("联系关系"), queryset=Oversight.objects.none())
    until = forms.DateField(label=_("结束日期"), widget=DayInput(), initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, oversight=open_oversight())

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        return refuse_end_before_beginning(super().clean() or {}, "oversight")


def refuse_end_before_beginning(data: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the cleaned ``data``; raise ValidationError when ``until`` lies before the row ``name`` began."""
    row, until = data.get(name), data.get("until")
    if row and until and until < row.since:
        raise forms.ValidationError(_("结束日期不能早于起始日期。"))
    return data
