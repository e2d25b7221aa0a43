"""One form for each act on strands."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from liandu.insight.models import Strand
from liandu.inspections.taxonomies.wording import class_in_words


def choices_of(strands: Iterable[Strand]) -> list[Any]:
    """Return strands as choices, by class in the order they come."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for strand in strands:
        groups.setdefault(class_in_words(strand.code), []).append((strand.pk, strand.label))
    return [("", _("请选择")), *groups.items()]


class NameStrand(forms.Form):
    """Another name."""

    label = forms.CharField(label=_("名称"), max_length=120)


class MergeStrand(forms.Form):
    """Which strand takes all members over."""

    into = forms.ChoiceField(label=_("并入哪一组"))

    def __init__(self, *args: Any, strands: Sequence[Strand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.strands = {str(strand.pk): strand for strand in strands}
        cast("forms.ChoiceField", self.fields["into"]).choices = choices_of(strands)

    def clean_into(self) -> Strand:
        """Return the strand."""
        return self.strands[self.cleaned_data["into"]]


class MoveFindings(MergeStrand):
    """Where the chosen findings go."""

    into = forms.ChoiceField(label=_("移到哪一组"))


class SplitStrand(forms.Form):
    """What the strand of the chosen findings is called."""

    label = forms.CharField(label=_("新的一组叫什么"), max_length=120)
