"""The form that edits the whole of a policy: one part for what is said once, nine clocks, and rows of rules.

Rows are added, removed and moved by buttons that send the form (``rearranged``), so that it works without scripts and
keeps what was typed, right or wrong.
"""

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from json import dumps
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from liandu.inspections.forms.rounds import offer
from liandu.inspections.models import PolicyVersion
from liandu.inspections.policies import (
    BEGINS,
    CLOCKS,
    MOST_DAYS,
    Clock,
    ClockCode,
    EvidenceKind,
    EvidenceRule,
    ExtensionRule,
    Policy,
    SignRule,
    spelled,
)
from liandu.inspections.queries import policies_to_choose
from liandu.inspections.rules import POLICY_SIGNERS, unknown_classes
from liandu.kernel.days import Span, Unit
from liandu.orgs.models import Sector

UNITS = [(Unit.MONTHS.value, _("个月")), (Unit.DAYS.value, _("天")), (Unit.WORKING_DAYS.value, _("个工作日"))]
MOST_ROWS = 40
_BETWEEN = re.compile(r"[、，,；;\s]+")


class ClassesField(forms.CharField):
    """Classes of the taxonomy, or their beginnings, written one after the other: "C、B4"; empty means all."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=200, **more)

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the field: codes joined, or what was typed."""
        return "、".join(value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return the codes in capital letters, each once."""
        words = [word.upper() for word in _BETWEEN.split(super().clean(value)) if word]
        unknown = unknown_classes(words)
        if unknown:
            raise forms.ValidationError(_("没有类别“%(code)s”，请看下面的类别代号。"), params={"code": unknown[0]})
        return tuple(dict.fromkeys(words))


class DaysField(forms.CharField):
    """Days before a deadline, written one after the other: "20、10、0"."""

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the field: numbers joined, or what was typed."""
        return "、".join(str(day) for day in value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> tuple[int, ...]:
        """Return the days, the earliest reminder first."""
        words = [word for word in _BETWEEN.split(super().clean(value)) if word]
        wrong = next((word for word in words if not (word.isdecimal() and len(word) <= 3)), None)
        if wrong is not None:
            raise forms.ValidationError(_("“%(word)s”不是天数，请填 0 到 999 的整数。"), params={"word": wrong})
        return tuple(sorted({int(word) for word in words}, reverse=True))


def _several(label: Any, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **more)


class Part(forms.Form):
    """A part of the form."""

    def quiet(self) -> None:
        """Let the part be shown with what was typed and without a word about what is wrong with it."""
        self._errors = ErrorDict()


class SaidOnce(Part):
    """What a policy says once."""

    name = forms.CharField(label=_("名称"), max_length=60)
    basis = forms.CharField(
        label=_("总依据"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("这份口径依据的规定或做法，查看的人会看到原文"),
    )  # fmt: skip
    reminders = DaysField(
        label=_("到期前几天提醒"),
        max_length=60,
        required=False,
        help_text=_("例如：20、10、0。0 是到期当天；逾期后每个工作日都提醒"),
    )
    in_order = forms.BooleanField(
        label=_("依次签字"), required=False, help_text=_("先后按下面规则的次序，巡视办总在最后；不选就不分先后")
    )
    times = forms.IntegerField(label=_("最多延期几次"), min_value=0, max_value=20, help_text=_("0 表示不能延期"))
    days = forms.IntegerField(label=_("每次最多几天"), min_value=0, max_value=MOST_DAYS)
    approver = forms.ChoiceField(label=_("延期由谁审批"), choices=[(s.value, s.label) for s in POLICY_SIGNERS])
    in_time_only = forms.BooleanField(label=_("须在到期前提出"), required=False)
    publicity_days = forms.IntegerField(
        label=_("销号前公示几个工作日"), min_value=0, max_value=120, help_text=_("0 表示不公示")
    )
    site_check = ClassesField(
        label=_("须现场核查的类别"), help_text=_("填类别代号或开头字母，用顿号隔开，例如：B、C4；不填表示不要求")
    )
    note = forms.CharField(label=_("修改说明"), max_length=300, required=False, help_text=_("为什么这样改，写入日志"))

    def clean(self) -> dict[str, Any]:
        """Return the data; who may extend says by how long."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("times") and data.get("days") == 0:
            self.add_error("days", _("允许延期的，要写明每次最多几天。"))
        return data


class ClockRow(Part):
    """One clock: how long, from when, on what basis."""

    count = forms.IntegerField(label=_("时限"), min_value=0, max_value=MOST_DAYS)
    unit = forms.ChoiceField(label=_("单位（时限）"), choices=UNITS)
    begins = forms.ChoiceField(label=_("起算"))
    basis = forms.CharField(
        label=_("依据"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明依据，没有成文规定的写“本地做法”。")},
    )  # fmt: skip

    def __init__(self, *args: Any, code: ClockCode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code
        begins = self.fields["begins"]
        begins.choices = [(begin.value, begin.label) for begin in BEGINS[code]]  # type: ignore[attr-defined]
        if code != ClockCode.COOLING:
            self.fields["count"].min_value = 1  # type: ignore[attr-defined]
            self.fields["count"].validators.append(forms.IntegerField(min_value=1).validators[0])

    @property
    def clock(self) -> Clock:
        """Return the clock that the row states; the row is valid."""
        data = self.cleaned_data
        begins = next(begin for begin in BEGINS[self.code] if begin.value == data["begins"])
        return Clock(self.code, Span(data["count"], Unit(data["unit"])), begins, data["basis"])


class SignRow(Part):
    """One rule of signing: which items, and who signs."""

    parties = _several(
        _("签字方"), [(signer.value, signer.label) for signer in POLICY_SIGNERS],
        error_messages={"required": _("请选签字方，或者删去这一条。")},
    )  # fmt: skip
    categories = ClassesField(label=_("类别"))
    sectors = _several(_("板块"), Sector.choices, required=False)
    themes = _several(_("专题"), [], required=False)

    def __init__(self, *args: Any, themes: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = list(themes.items())  # type: ignore[attr-defined]

    @property
    def rule(self) -> SignRule:
        """Return the rule that the row states; the row is valid."""
        data = self.cleaned_data
        return SignRule(tuple(data["parties"]), data["categories"], tuple(data["sectors"]), tuple(data["themes"]))


class EvidenceRow(Part):
    """One rule of evidence: which classes, which kinds of material prove it, in words."""

    kinds = _several(
        _("材料种类"), EvidenceKind.choices, error_messages={"required": _("请选材料种类，或者删去这一条。")},
        help_text=_("至少要有其中一种"),
    )  # fmt: skip
    categories = ClassesField(label=_("类别"))
    note = forms.CharField(label=_("说明"), max_length=300, required=False)

    @property
    def rule(self) -> EvidenceRule:
        """Return the rule that the row states; the row is valid."""
        data = self.cleaned_data
        return EvidenceRule(tuple(data["kinds"]), data["categories"], data["note"])


class PolicyForm:
    """A policy on a page. Rows of rules are numbered in hidden fields ``sign-row`` and ``evidence-row``, in order."""

    def __init__(self, data: QueryDict | None, *, themes: dict[str, str], policy: Policy | None = None) -> None:
        self.data = data
        self.themes = themes
        self._policy = policy
        self._rows = {kind: self._numbers(kind) for kind in ("sign", "evidence")}

    @property
    def seen(self) -> int:
        """Return the number of the version that the person had before them, 0 for none."""
        said = self.data.get("seen", "") if self.data is not None else ""
        return int(said) if said.isdecimal() and len(said) <= 6 else 0

    def _numbers(self, kind: str) -> list[int]:
        if self.data is None:
            rules = (self._policy.sign_rules if kind == "sign" else self._policy.evidence_rules) if self._policy else ()
            return list(range(len(rules)))
        sent = [value for value in self.data.getlist(f"{kind}-row") if value.isdecimal() and len(value) <= 3]
        return list(dict.fromkeys(int(value) for value in sent))[:MOST_ROWS]

    @cached_property
    def once(self) -> SaidOnce:
        """Return what is said once."""
        policy = self._policy
        initial = {} if policy is None else {
            "name": policy.name, "basis": policy.basis, "reminders": policy.reminders,
            "in_order": policy.signs_in_order, "times": policy.extension.times, "days": policy.extension.days,
            "approver": policy.extension.approver, "in_time_only": policy.extension.in_time_only,
            "publicity_days": policy.publicity_days, "site_check": policy.site_check,
        }  # fmt: skip
        return SaidOnce(self.data, initial=initial)

    @cached_property
    def clocks(self) -> list[ClockRow]:
        """Return the nine clocks."""
        return [
            ClockRow(self.data, prefix=f"clock-{code.value}", code=code, initial=self._clock(code)) for code in CLOCKS
        ]

    def _clock(self, code: ClockCode) -> dict[str, Any]:
        if self._policy is None:
            return {}
        clock = self._policy.clock(code)
        return {
            "count": clock.span.count,
            "unit": clock.span.unit.value,
            "begins": clock.begins.value,
            "basis": clock.basis,
        }

    @cached_property
    def signs(self) -> list[tuple[int, SignRow]]:
        """Return the rules of signing, each with its number."""
        return list(self._rule_rows("sign", lambda **more: SignRow(self.data, themes=self.themes, **more)))

    @cached_property
    def evidence(self) -> list[tuple[int, EvidenceRow]]:
        """Return the rules of evidence, each with its number."""
        return list(self._rule_rows("evidence", lambda **more: EvidenceRow(self.data, **more)))

    def _rule_rows(self, kind: str, make: Callable[..., Any]) -> Iterator[tuple[int, Any]]:
        for number in self._rows[kind]:
            initial = {}
            if self._policy is not None:
                rules: Any = self._policy.sign_rules if kind == "sign" else self._policy.evidence_rules
                names = (
                    ("parties", "categories", "sectors", "themes")
                    if kind == "sign"
                    else ("kinds", "categories", "note")
                )
                initial = {name: getattr(rules[number], name) for name in names}
            yield number, make(prefix=f"{kind}-{number}", initial=initial)

    @property
    def parts(self) -> list[Part]:
        """Return every part, in the order of the page."""
        rules = [row for _number, row in self.signs] + [row for _number, row in self.evidence]
        return [self.once, *self.clocks, *rules]

    def _named_parts(self) -> Iterator[tuple[str, Part]]:
        """Yield every part with what it is called on the page, "" for what is said once."""
        yield "", self.once
        for row in self.clocks:
            yield str(row.code.label), row
        for words, rows in ((_("签字规则 %(n)s"), self.signs), (_("佐证要求 %(n)s"), self.evidence)):
            for at, (_number, part) in enumerate(rows, 1):
                yield words % {"n": at}, part

    def is_valid(self) -> bool:
        """Return whether every part is right; all are asked, so that everything that is wrong is told at once."""
        return self.data is not None and all([part.is_valid() for part in self.parts])  # noqa: C419 - all are asked

    def rearranged(self, order: str) -> str:
        """Do what a button about rows says ("add-sign", "drop-evidence-2", "up-sign-1") and return the row to go to.

        What was typed stays, and nothing is said about what is wrong with it yet. Returns "" for any other button.
        """
        act, _dash, rest = order.partition("-")
        kind, _dash, number = rest.partition("-")
        rows = self._rows.get(kind)
        if rows is None or act not in {"add", "drop", "up"}:
            return ""
        at = rows.index(int(number)) if number.isdecimal() and len(number) <= 3 and int(number) in rows else None
        goto = f"{kind}-rules"
        if act == "add" and len(rows) < MOST_ROWS:
            rows.append(max(rows, default=-1) + 1)
            goto = f"{kind}-{rows[-1]}"
        elif act == "drop" and at is not None:
            del rows[at]
        elif act == "up" and at:
            rows[at - 1], rows[at] = rows[at], rows[at - 1]
            goto = f"{kind}-{rows[at - 1]}"
        for part in self.parts:
            part.quiet()
        return goto

    @property
    def policy(self) -> Policy:
        """Return the policy that the form states; the form is valid."""
        data = self.once.cleaned_data
        return Policy(
            name=data["name"],
            basis=data["basis"],
            clocks=tuple(row.clock for row in self.clocks),
            reminders=data["reminders"],
            sign_rules=tuple(row.rule for _number, row in self.signs),
            signs_in_order=data["in_order"],
            evidence_rules=tuple(row.rule for _number, row in self.evidence),
            extension=ExtensionRule(data["times"], data["days"], data["approver"], data["in_time_only"]),
            publicity_days=data["publicity_days"],
            site_check=data["site_check"],
        )

    @property
    def mark(self) -> str:
        """Return a mark of what the form states, so that what is saved is what was looked at; the form is valid."""
        return sha256(dumps(spelled(self.policy), ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def looked_at(self) -> bool:
        """Return whether the changes that would be saved now were shown to the person before."""
        return self.data is not None and self.data.get("looked") == self.mark

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """Return what is wrong, in the order of the page: (id of the field, its name, the sentence)."""
        found: list[tuple[str, str, str]] = []
        for about, part in self._named_parts():
            for name, errors in part.errors.items():
                where, called = ("", "") if name == "__all__" else (_first_id(part[name]), str(part[name].label))
                found += [(where, f"{about} · {called}" if about else called, str(error)) for error in errors]
        return found


def _first_id(field: forms.BoundField) -> str:
    """Return the id to which a link can lead: of several boxes that of the first."""
    return f"{field.auto_id}_0" if isinstance(field.field.widget, forms.CheckboxSelectMultiple) else str(field.auto_id)


class ChooseRoundPolicy(forms.Form):
    """Which policy a round goes by: the present version of a profile."""

    policy = forms.ModelChoiceField(label=_("政策口径"), queryset=PolicyVersion.objects.none(), empty_label=_("请选择"))

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "policy", policies_to_choose(reader))
