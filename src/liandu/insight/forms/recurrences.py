"""What a person says of a pair."""

from django import forms
from django.utils.translation import gettext_lazy as _

from liandu.insight.commands.recurrences import MOST_NOTE


class JudgeRecurrence(forms.Form):
    """Why the problem came back, or why it is another one: may be left out."""

    note = forms.CharField(label=_("说明"), max_length=MOST_NOTE, required=False)
