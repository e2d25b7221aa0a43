"""Forms of administration, one for each act."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from liandu.access.roles import ROLE_CHOICES
from liandu.accounts.models import User
from liandu.inspections.forms import DayInput
from liandu.orgs.models import Party, Sector, Unit


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
    since = forms.DateField(label=_("起始日期"), widget=DayInput())

    def __init__(self, *args: Any, people: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people
        self.fields["unit"].queryset = units


class AddUnit(forms.Form):
    """Add a unit or an office to the tree."""

    name = forms.CharField(label=_("全称"), max_length=120)
    short_name = forms.CharField(label=_("简称"), max_length=60, required=False)
    code = forms.SlugField(label=_("编码"), max_length=10, help_text=_("进入问题编号，一经使用不再更改。"))
    parent = forms.ModelChoiceField(label=_("上级"), queryset=Unit.objects.none())
    sector = forms.ChoiceField(label=_("板块"), choices=[("", "—"), *Sector.choices], required=False)
    party = forms.ChoiceField(label=_("归属"), choices=[("", "—"), *Party.choices], required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = units

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
