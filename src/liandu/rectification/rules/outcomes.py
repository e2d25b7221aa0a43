"""Amounts of outcomes as people write them, exactly: yuan to the fen, counts as whole numbers."""

import re
from dataclasses import dataclass
from decimal import Decimal

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.models import InstitutionWork, OutcomeKind
from liandu.rectification.models.progress import INSTITUTIONS, MEETINGS, MONEY, PEOPLE

YUAN, TEN_THOUSAND = "yuan", "wan"
_SCALES = {"": 1, "元": 1, "万": 10**4, "万元": 10**4, "亿": 10**8, "亿元": 10**8}
_AMOUNT = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>万元|亿元|元|万|亿|[人名次项个件]|人次)?"
)
_PLAIN = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
MOST = Decimal(10) ** 13  # what the column holds, with room for a sum
LARGEST_COUNT = 100_000


@dataclass(frozen=True, slots=True)
class NewOutcome:
    """An outcome to be reported: its kind, the amount in yuan or pieces, and a note (the words it was read from)."""

    kind: str
    amount: Decimal
    note: str = ""


def is_money(kind: str) -> bool:
    """Return whether an outcome of this kind is an amount of money."""
    return kind in MONEY


def measure_of(kind: str) -> str:
    """Return what an outcome of this kind is counted in: "yuan", "people", "times" or "pieces"."""
    if kind in MONEY:
        return "yuan"
    if kind in PEOPLE:
        return "people"
    return "times" if kind in MEETINGS else "pieces"


def amount_of(text: str, *, kind: str, unit: str = YUAN) -> Decimal:
    """Return the amount that ``text`` writes for an outcome of ``kind``, exactly; raise Refusal with a sentence.

    Money is in ``unit`` (YUAN or TEN_THOUSAND), unless the text says 元, 万元 or 亿元 itself. "3.5万元" is 35,000.00.
    """
    bare = re.sub(r"\s", "", text).translate(_PLAIN)
    bare = bare.removeprefix("人民币").lstrip("¥￥") if is_money(kind) else bare
    match = _AMOUNT.fullmatch(bare)
    if match is None:
        raise Refusal(
            "outcome.no_amount", gettext_noop("“%(text)s”不是数。请写数字，例如 3、1,234.56 或 3.5万元。"), text=text
        )
    number = Decimal(match["number"].replace(",", ""))
    said = match["unit"] or ""
    if is_money(kind):
        if said not in _SCALES:
            raise Refusal("outcome.not_money", gettext_noop("“%(text)s”不是金额。请写元或万元。"), text=text)
        number *= _SCALES[said] if said else (10**4 if unit == TEN_THOUSAND else 1)
        if number != number.quantize(Decimal("0.01")):
            sentence = gettext_noop("“%(text)s”折合后不足一分，金额请精确到分。")
            raise Refusal("outcome.below_fen", sentence, text=text)
    elif said in _SCALES and said:
        raise Refusal("outcome.not_a_count", gettext_noop("“%(text)s”是金额，这一类成果请写个数。"), text=text)
    elif number != number.to_integral_value():
        raise Refusal("outcome.not_whole", gettext_noop("“%(text)s”不是整数。人数、项数、次数请写整数。"), text=text)
    if number <= 0 or number >= (MOST if is_money(kind) else LARGEST_COUNT):
        raise Refusal("outcome.out_of_range", gettext_noop("“%(text)s”过小或过大，请核对。"), text=text)
    return number.quantize(Decimal("0.01"))


def against_kind(kind: str) -> list[Refusal]:
    """Return why nothing of ``kind`` is reported as a figure: institutions are the register's, see OutcomeKind."""
    if kind in OutcomeKind.values:
        return []
    if kind in InstitutionWork.values:
        sentence = gettext_noop("“%(kind)s”按制度台账计数，不单独填报。请在“登记制度”里逐项登记名称和日期。")
        return [Refusal("outcome.of_register", sentence, kind=str(INSTITUTIONS[InstitutionWork(kind)]))]
    return [Refusal("outcome.unknown_kind", gettext_noop("没有“%(kind)s”这一类成果。"), kind=kind)]
