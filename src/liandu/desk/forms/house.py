"""Forms of administration, one for each act."""

from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liandu.access.models import Post
from liandu.access.roles import ROLE_CHOICES
from liandu.accounts.models import User
from liandu.desk.queries import office_choices, open_oversight, open_posts, people_choices, unit_choices
from liandu.inspections.forms import DayInput
from liandu.orgs.models import Oversight, Party, Sector, Unit


def offer(form: forms.Form, **choices: QuerySet[Any]) -> None:
    """Let the fields of ``form`` with these names choose among the rows given."""
    for name, rows in choices.items():
        cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


class OpenAccount(forms.Form):
    """Open an account."""

    username = forms.SlugField(label=_("账号"), max_length=40, help_text=_("小写字母、数字和连字符，用来登录。"))
    display_name = forms.CharField(label=_("姓名"), max_length=60)
    password = forms.CharField(
        label=_("初始密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=_("至少 10 个字符；请本人登录后修改。"),
    )

    def clean_username(self) -> str:
        """Refuse a name that is taken."""
        username = self.cleaned_data["username"].lower()
        if User.objects.filter(username=username).exists():
            raise forms.ValidationError(_("这个账号已经有人使用。"))
        return username

    def clean_password(self) -> str:
        """Refuse a weak password with the reasons."""
        password = self.cleaned_data["password"]
        validate_password(password)
        return password


class GivePost(forms.Form):
    """Give a person a role at a unit."""

    user = forms.ModelChoiceField(label=_("人员"), queryset=User.objects.none())
    role = forms.ChoiceField(label=_("岗位"), choices=ROLE_CHOICES)
    unit = forms.ModelChoiceField(label=_("单位或机构"), queryset=Unit.objects.none())
    since = forms.DateField(label=_("起始日期"), widget=DayInput(), initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, user=people_choices(), unit=unit_choices())


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

    office = forms.ModelChoiceField(label=_("联系室"), queryset=Unit.objects.none())
    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())
    since = forms.DateField(label=_("起始日期"), widget=DayInput(), initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, office=office_choices(), unit=unit_choices().exclude(sector=""))


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


class EndPost(forms.Form):
    """Let a post end with a day."""

    post = forms.ModelChoiceField(label=_("岗位"), queryset=Post.objects.none())
    until = forms.DateField(label=_("结束日期"), widget=DayInput(), initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, post=open_posts())

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        return refuse_end_before_beginning(super().clean() or {}, "post")


class CloseAccount(forms.Form):
    """Close an account, with a reason."""

    user = forms.ModelChoiceField(label=_("人员"), queryset=User.objects.none())
    reason = forms.CharField(label=_("理由"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, user=people_choices())


def refuse_end_before_beginning(data: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the cleaned ``data``; raise ValidationError when ``until`` lies before the row ``name`` began."""
    row, until = data.get(name), data.get("until")
    if row and until and until < row.since:
        raise forms.ValidationError(_("结束日期不能早于起始日期。"))
    return data
