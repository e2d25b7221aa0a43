"""Lines of a page on which the progress of many items is reported at once."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liandu.inspections.forms import DayInput
from liandu.rectification.models import Item
from liandu.rectification.rules.reporting import Report


class ReportLine(forms.Form):
    """The progress of one item among others; a line without words and share is not filled in."""

    on = forms.DateField(label=_("日期"), widget=DayInput(), required=False)
    share = forms.IntegerField(label=_("完成比例（%）"), min_value=0, max_value=100, required=False)
    text = forms.CharField(
        label=_("进展情况"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": f"item-{item.pk}"})
        self.item = item
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{item.number} {field.label}"

    @property
    def is_filled(self) -> bool:
        """Return whether anything was written about the item."""
        return self.is_bound and any(self.data.get(self.add_prefix(name), "").strip() for name in ("text", "share"))

    def clean(self) -> dict[str, Any]:
        """Return the line; a share alone says nothing."""
        given = self.cleaned_data
        if "text" in given and not given["text"]:
            self.add_error("text", forms.ValidationError(_("请写明进展情况。")))
        return given

    def report(self) -> Report:
        """Return the report that a valid line states; today where no day is given."""
        given = self.cleaned_data
        return Report(item=self.item, on=given["on"] or timezone.localdate(), text=given["text"], share=given["share"])


def lines_of_page(items: list[Item], data: Any = None) -> list[ReportLine]:
    """Return a line for each of ``items``, with what was sent."""
    return [ReportLine(data, item=item) for item in items]
