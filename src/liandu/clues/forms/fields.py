"""Fields that several forms of this app share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liandu.access.models import Post
from liandu.inspections.forms import DayInput
from liandu.inspections.models import GRADE_CHOICES
from liandu.inspections.rules import ceiling
from liandu.kernel.secrecy import Grade

LONGEST = 20_000  # characters of a sealed text


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # generic only in the stubs
    """A person chosen by a post of theirs: the name, and where."""

    def __init__(self, **more: Any) -> None:
        super().__init__(queryset=Post.objects.none(), **more)

    def label_from_instance(self, obj: Any) -> str:
        """Return name and office."""
        return f"{obj.user} · {obj.unit}"


def day_field(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day, with the browser's own calendar."""
    return forms.DateField(label=label, widget=DayInput(), **more)


def words_field(label: Any, *, rows: int = 4, **more: Any) -> forms.CharField:
    """Return a field for words that will be sealed; the browser keeps none of them."""
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return forms.CharField(label=label, widget=widget, max_length=LONGEST, **more)


def line_field(label: Any, **more: Any) -> forms.CharField:
    """Return a one-line field for words that will be sealed; the browser keeps none of them."""
    return forms.CharField(label=label, widget=forms.TextInput(attrs={"autocomplete": "off"}), **more)


def grade_field() -> forms.ChoiceField:
    """Return the field for the grade; what is above the ceiling can be chosen, and is refused with its sentence."""
    return forms.ChoiceField(label=_("密级"), choices=GRADE_CHOICES, initial=Grade.INTERNAL.value)


def ceiling_words() -> str:
    """Return the sentence that says how far this system goes."""
    return _("本系统最高可存“%(grade)s”；更高的不登记，也不留任何内容。") % {
        "grade": dict(GRADE_CHOICES)[ceiling().value]
    }
