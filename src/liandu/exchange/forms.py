"""One form per act."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liandu.exchange.kinds import kinds
from liandu.exchange.models import Level, Peer
from liandu.exchange.queries import own_rounds, peers_in_force, rounds_to_send, units_to_match
from liandu.inspections.forms import DayInput, offer
from liandu.inspections.models import Round
from liandu.orgs.models import Unit


class _Peers(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Peers by name and level."""

    def label_from_instance(self, obj: Any) -> str:
        """Return name and level."""
        return f"{obj.site.name}（{obj.get_level_display()}）"


class GiveReason(forms.Form):
    """Why something is not done."""

    reason = forms.CharField(label=_("理由"), max_length=200, help_text=_("会写入日志，请不要写线索内容。"))


class AskPackage(forms.Form):
    """For whom, which rounds, and what of them."""

    peer = _Peers(label=_("接收方"), queryset=Peer.objects.none(), empty_label=None)
    rounds = forms.ModelMultipleChoiceField(
        label=_("轮次"), queryset=Round.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    chosen = forms.MultipleChoiceField(
        label=_("一并导出"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("届次、轮次、单位和巡视登记总是带上。选了进展、佐证或办理经过的，整改事项和问题随着带上。"),
    )  # fmt: skip
    whole = forms.BooleanField(
        label=_("完整导出"), required=False, help_text=_("不选时只带对方还没有的和变化了的，以对方的回执为准。")
    )

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "peer", peers_in_force(reader))
        offer(self, "rounds", rounds_to_send(reader))
        offered = [(kind.name, kind.label) for kind in kinds() if not kind.always and kind.may_send(reader)]
        field = cast("forms.MultipleChoiceField", self.fields["chosen"])
        field.choices, field.initial = offered, [name for name, _label in offered if name in {"material", "findings"}]


class PackageFile(forms.Form):
    """A package that came."""

    file = forms.FileField(label=_("交换包文件"), help_text=_("对方导出的 .liandu 文件"), allow_empty_file=True)


class ReceiptFile(forms.Form):
    """A receipt that came back."""

    file = forms.FileField(label=_("回执文件"), help_text=_("对方导入后交回的 .liandu 文件"), allow_empty_file=True)


class MatchUnit(forms.Form):
    """Which unit of ours a foreign unit is."""

    key = forms.CharField(max_length=10, widget=forms.HiddenInput)
    unit = forms.ModelChoiceField(
        label=_("对应本系统的单位"), queryset=Unit.objects.none(), empty_label=_("请选择")
    )  # fmt: skip

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units_to_match(reader))


class _RoundsOfTerms(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Rounds with their term."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name of the round."""
        return str(obj.name)


class LinkRound(forms.Form):
    """Which of our rounds belongs to a round of the level above."""

    above = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    round = _RoundsOfTerms(label=_("本级轮次"), queryset=Round.objects.none(), empty_label=_("请选择"))

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "round", own_rounds(reader))


class MakeKeys(forms.Form):
    """What others call this installation."""

    name = forms.CharField(
        label=_("本单位名称"), max_length=60, help_text=_("写在名片和每个交换包里，例如：云州市委巡察办")
    )  # fmt: skip


class CardFile(forms.Form):
    """The card of another installation."""

    card = forms.FileField(label=_("名片文件"), help_text=_("对方“交换”页下载的 .json 文件"))


class AddPeer(forms.Form):
    """Take the keys of a card into use, once the fingerprint was compared."""

    card = forms.CharField(max_length=5000, widget=forms.HiddenInput)
    level = forms.ChoiceField(label=_("层级"), choices=Level.choices, initial=Level.BELOW)
    since = forms.DateField(label=_("启用日期"), widget=DayInput(), initial=timezone.localdate)
    compared = forms.BooleanField(
        label=_("已和对方逐组核对指纹"), help_text=_("请打已知的电话，由对方念一遍；不要用名片文件上写的联系方式。")
    )


class RetirePeer(forms.Form):
    """From which day on the keys of a peer hold no more."""

    until = forms.DateField(label=_("最后有效日"), widget=DayInput(), initial=timezone.localdate)
