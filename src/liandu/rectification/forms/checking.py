"""Progress that was read from a file, before it is written: a person checks each row, changes it, or leaves it out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.inspections.forms import DayInput
from liandu.kernel.refusals import Refusal
from liandu.rectification.forms.working import plain
from liandu.rectification.models import Item, OutcomeKind
from liandu.rectification.rules.outcomes import NewOutcome, amount_of
from liandu.rectification.rules.reporting import Report
from liandu.rectification.wording import amount_in_words

if TYPE_CHECKING:
    from django.http import QueryDict

MOST_ROWS = 200
MOST_OUTCOMES = 60  # of one row
_SEPARATOR = "|"


def packed(kind: str, amount: Any, words: str) -> str:
    """Return an outcome as the value of a box: kind, amount, the words it was read from."""
    return _SEPARATOR.join((kind, plain(amount), words))


class UploadProgress(forms.Form):
    """A file with progress: a report, or the spreadsheet that was filled in."""

    file = forms.FileField(label=gettext_lazy("文件"), help_text=gettext_lazy("Word、PDF、Excel 都可以；不留存文件"))


class CheckedRow(forms.Form):
    """One row: the item by its number, the day, what was done, how much; outcomes are boxes beside it."""

    take = forms.BooleanField(label=gettext_lazy("填报这一项"), required=False)
    number = forms.CharField(label=gettext_lazy("编号"), required=False, max_length=28)
    on = forms.DateField(label=gettext_lazy("日期"), widget=DayInput())
    share = forms.IntegerField(label=gettext_lazy("完成比例（%）"), min_value=0, max_value=100, required=False)
    text = forms.CharField(label=gettext_lazy("进展情况"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    said = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    remark = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, place: int, items: Mapping[str, Item], offered: list[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{**kwargs, "prefix": f"row-{place}"})
        self.place, self.items = place, items
        self.fields["number"].widget.attrs["list"] = "items"
        if self.is_bound:
            sent = cast("QueryDict", self.data)
            self.offered: list[str] = sent.getlist(f"{self.prefix}-offered")[:MOST_OUTCOMES]
            self.chosen: list[str] = sent.getlist(f"{self.prefix}-outcome")[:MOST_OUTCOMES]
        else:
            self.offered = offered or []
            self.chosen = list(self.initial.get("outcome", ()))
        if self.is_bound and f"{self.prefix}-take" not in self.data:
            for field in self.fields.values():  # a row that is left out may say what it likes
                field.required = False

    @property
    def boxes(self) -> list[tuple[str, bool, str, str]]:
        """Return each outcome offered: its value, whether it is ticked, what it counts and how much, its words."""
        found = []
        for value in self.offered:
            outcome = _unpacked(value)
            if outcome is not None:
                label = f"{OutcomeKind(outcome.kind).label} {amount_in_words(outcome.kind, outcome.amount)}"
                found.append((value, value in self.chosen, label, outcome.note))
        return found

    @property
    def item(self) -> Item | None:
        """Return the item that the number names, None while it names none."""
        number = self.cleaned_data.get("number") if self.is_bound and hasattr(self, "cleaned_data") else None
        return self.items.get(number or self.initial.get("number", ""))

    def clean_number(self) -> str:
        """Return the number; it must be that of an item the person reports for."""
        number = self.cleaned_data["number"].strip()
        if self.data.get(f"{self.prefix}-take") and number not in self.items:
            raise forms.ValidationError(
                _("没有编号为“%(number)s”、正在整改并由您填报的事项。") % {"number": number}
                if number
                else _("请填编号，或者不选这一项。")
            )
        return number

    def report(self, *, source: str) -> Report:
        """Return the report that a valid row states."""
        given = self.cleaned_data
        outcomes = [one for one in map(_unpacked, self.chosen) if one is not None]
        return Report(
            item=self.items[given["number"]],
            on=given["on"],
            text=given["text"],
            share=given["share"],
            outcomes=tuple(outcomes),
            source=source,
        )


def _unpacked(value: str) -> NewOutcome | None:
    """Return the outcome that a box states, None for what no box of ours says."""
    kind, _bar, rest = value.partition(_SEPARATOR)
    amount, _bar, words = rest.partition(_SEPARATOR)
    if kind not in OutcomeKind.values:
        return None
    try:
        return NewOutcome(kind, amount_of(amount, kind=kind), words[:200])
    except Refusal:
        return None


def row_of(place: int, items: Mapping[str, Item], *, item: Item | None, **told: Any) -> CheckedRow:
    """Return a row that was read: ``outcomes`` are (value, ticked); ``told`` fills the fields."""
    outcomes: list[tuple[str, bool]] = told.pop("outcomes", [])
    initial = {
        "take": item is not None,
        "number": item.number if item else "",
        "on": timezone.localdate(),
        **told,
        "outcome": [value for value, ticked in outcomes if ticked],
    }
    return CheckedRow(place=place, items=items, offered=[value for value, _ticked in outcomes], initial=initial)


def rows_sent(data: Any, items: Mapping[str, Item]) -> list[CheckedRow]:
    """Return the rows of a page that was sent."""
    count = data.get("rows", "")
    n = min(int(count), MOST_ROWS) if count.isascii() and count.isdigit() and len(count) < 6 else 0
    return [CheckedRow(data, place=place, items=items) for place in range(n)]
