"""The form about a person's own reminders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SetMail(forms.Form):
    """Where reminders go as mail, and whether they do."""

    address = forms.EmailField(
        label=_("邮箱"), required=False, max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("只用来收提醒。不填就只在这里看"),
    )  # fmt: skip
    wanted = forms.BooleanField(label=_("每个工作日把提醒发到邮箱"), required=False)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"address": person.email, "wanted": person.mail_reminders}
