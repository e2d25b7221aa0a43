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


def persons_field() -> forms.CharField:
    """Return the field for the persons reflected on, one a line."""
    help_text = _("每行一人，姓名在前，职务在后，中间空一格；加密保存，只能按完整姓名查到")
    return words_field(_("被反映人"), rows=3, help_text=help_text)


def persons_of(text: str) -> list[dict[str, str]]:
    """Return what stands in such a field as rows of name and post."""
    lines = (line.split(maxsplit=1) for line in text.splitlines() if line.strip())
    return [{"name": words[0], "post": words[1].strip() if len(words) > 1 else ""} for words in lines]


def persons_as_typed(persons: list[dict[str, str]]) -> str:
    """Return rows of name and post as one types them."""
    return "\n".join(f"{person['name']} {person['post']}".strip() for person in persons)


def narrative_field() -> forms.CharField:
    """Return the field for what is reflected."""
    return words_field(_("反映的主要问题"), rows=8, help_text=_("时间、地点、人物、事情；加密保存"))


def grade_field() -> forms.ChoiceField:
    """Return the field for the grade; what is above the ceiling can be chosen, and is refused with its sentence."""
    return forms.ChoiceField(label=_("密级"), choices=GRADE_CHOICES, initial=Grade.INTERNAL.value)


def ceiling_words() -> str:
    """Return the sentence that says how far this system goes."""
    return _("本系统最高可存“%(grade)s”；更高的不登记，也不留任何内容。") % {
        "grade": dict(GRADE_CHOICES)[ceiling().value]
    }
