"""One form per act on ledgers."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liandu.inspections.forms import offer
from liandu.ledgers.queries.saved_views import offices_of
from liandu.orgs.models import Unit

if TYPE_CHECKING:
    Chosen = forms.ModelChoiceField[Any]
else:  # at run time it takes no type
    Chosen = forms.ModelChoiceField


class KeepView(forms.Form):
    """The name of a view, and with whom it is shared."""

    name = forms.CharField(label=_("名称"), max_length=40)
    office = Chosen(
        label=_("共享给"), queryset=Unit.objects.none(), required=False, empty_label=_("只给自己"),
        help_text=_("共享的是筛选和列，各人仍只看到自己范围内的内容。"),
    )  # fmt: skip

    def __init__(self, *args: Any, reader: Any, ledger: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [office.pk for office in offices_of(reader, ledger)]
        offer(self, "office", Unit.objects.filter(pk__in=own).order_by("path"))


class GiveBulkReason(forms.Form):
    """The one reason of an act on many items."""

    reason = forms.CharField(
        label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("记入每一项的日志。")
    )

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needed
