"""The parts of a policy as values that cannot change, and what can be asked of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from liandu.inspections.taxonomies import taxonomy
from liandu.kernel.days import Span


class ClockCode(models.TextChoices):
    """The clocks that a policy sets."""

    ACKNOWLEDGE = "acknowledge", _("认领")
    PLAN = "plan", _("报送整改方案")
    PLAN_REVIEW = "plan_review", _("审核整改方案")
    AT_ONCE = "at_once", _("立行立改")
    RECTIFY = "rectify", _("集中整改")
    REPORT = "report", _("报送整改进展报告")
    ANSWER = "answer", _("移交事项答复")
    SIGN = "sign", _("销号审核")
    COOLING = "cooling", _("成效复核前的观察")


class Begin(models.TextChoices):
    """What starts a clock."""

    FEEDBACK = "feedback", _("反馈之日")
    OPENED = "opened", _("立账之日")
    ACKNOWLEDGED = "acknowledged", _("认领之日")
    SUBMITTED = "submitted", _("报送之日")
    APPROVED = "approved", _("方案通过之日")
    REQUESTED = "requested", _("申请销号之日")
    CLOSED = "closed", _("销号之日")
    ACCEPTED = "accepted", _("签收之日")


# From which days each clock may count: nothing is timed from a day that comes after it.
BEGINS: dict[ClockCode, tuple[Begin, ...]] = {
    ClockCode.ACKNOWLEDGE: (Begin.OPENED, Begin.FEEDBACK, Begin.ACCEPTED),
    ClockCode.PLAN: (Begin.FEEDBACK, Begin.OPENED, Begin.ACKNOWLEDGED, Begin.ACCEPTED),
    ClockCode.PLAN_REVIEW: (Begin.SUBMITTED,),
    ClockCode.AT_ONCE: (Begin.APPROVED, Begin.FEEDBACK, Begin.OPENED, Begin.ACKNOWLEDGED, Begin.ACCEPTED),
    ClockCode.RECTIFY: (Begin.APPROVED, Begin.FEEDBACK, Begin.OPENED, Begin.ACKNOWLEDGED, Begin.ACCEPTED),
    ClockCode.REPORT: (Begin.FEEDBACK, Begin.OPENED, Begin.APPROVED),
    ClockCode.ANSWER: (Begin.ACCEPTED,),
    ClockCode.SIGN: (Begin.REQUESTED,),
    ClockCode.COOLING: (Begin.CLOSED,),
}


class EvidenceKind(models.TextChoices):
    """What a piece of evidence is. Papers alone (minutes, notices, study) prove less than facts do."""

    VOUCHER = "voucher", _("凭证票据")
    DATA = "data", _("数据对比")
    PHOTO = "photo", _("现场照片")
    EXECUTION = "execution", _("制度执行记录")
    INSTITUTION = "institution", _("制度文本")
    HANDLING = "handling", _("处理处分文书")
    VERDICT = "verdict", _("验收或鉴定结论")
    MINUTES = "minutes", _("会议记录")
    NOTICE = "notice", _("通知文件")
    STUDY = "study", _("学习材料")
    OTHER = "other", _("其他")


@dataclass(frozen=True, slots=True)
class Clock:
    """How long something may take, counted from what, and on what basis (the words of the rule that says so)."""

    code: ClockCode
    span: Span
    begins: Begin
    basis: str

    def due(self, begun: date) -> date:
        """Return the last day in time when the clock begins on ``begun``."""
        return self.span.after(begun)


@dataclass(frozen=True, slots=True)
class SignRule:
    """Who must sign a write-off of which items: by class (classes or first levels), sector and theme; "" means all.

    ``parties`` are keys of inspections.models.Signer, in the order in which they sign where the policy asks for one.
    """

    parties: tuple[str, ...]
    categories: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    def covers(self, *, category: str, sector: str, theme: str) -> bool:
        """Return whether an item of this class, sector and theme (its code, "" for none) falls under the rule."""
        return (
            (not self.categories or taxonomy().falls_under(category, self.categories))
            and (not self.sectors or sector in self.sectors)
            and (not self.themes or theme in self.themes)
        )


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """What the proof of items of these classes must hold: at least one piece of one of ``kinds``, ``note`` in words."""

    kinds: tuple[str, ...]
    categories: tuple[str, ...] = ()
    note: str = ""

    def covers(self, category: str) -> bool:
        """Return whether an item of this class falls under the rule."""
        return not self.categories or taxonomy().falls_under(category, self.categories)


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """How often and how long an item may be extended, and who approves (a key of Signer)."""

    times: int
    days: int
    approver: str
    in_time_only: bool  # asked before the deadline has passed


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that a round's policy says. ``reminders`` are days before a deadline, 0 being the day itself."""

    name: str
    clocks: tuple[Clock, ...]
    reminders: tuple[int, ...]
    sign_rules: tuple[SignRule, ...]
    signs_in_order: bool
    evidence_rules: tuple[EvidenceRule, ...]
    extension: ExtensionRule
    publicity_days: int  # working days of publicity before a write-off counts; 0 for none
    site_check: tuple[str, ...]  # classes (or first levels) whose write-off needs a check on site
    basis: str = ""

    def clock(self, code: str) -> Clock:
        """Return the clock of this code; a policy has every clock."""
        return next(clock for clock in self.clocks if clock.code == code)

    def signers_of(self, *, category: str, sector: str, theme: str, also: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the parties that must sign an item, in order: those of every rule that covers it, and ``also``.

        The inspection office comes last, wherever a rule names it (PRODUCT.md: always the supervising office, personnel
        items also the organization department, the inspection office last).
        """
        named = [
            party
            for rule in self.sign_rules
            if rule.covers(category=category, sector=sector, theme=theme)
            for party in rule.parties
        ]
        wanted = dict.fromkeys([*named, *also])
        last = [party for party in wanted if party == "inspection"]
        return (*(party for party in wanted if party != "inspection"), *last)

    def evidence_for(self, category: str) -> tuple[EvidenceRule, ...]:
        """Return the rules that the proof of an item of this class must satisfy."""
        return tuple(rule for rule in self.evidence_rules if rule.covers(category))

    def needs_site_check(self, category: str) -> bool:
        """Return whether an item of this class is written off only after a check on site."""
        return taxonomy().falls_under(category, self.site_check)


CLOCKS = tuple(ClockCode)
