"""The columns of the ledger of items (整改台账), as the practice has them (DOMAIN §4.1)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from liandu.inspections.taxonomies.wording import class_names
from liandu.ledgers.columns.kinds import Column, Value, days, labels
from liandu.ledgers.gathering import GATHERED
from liandu.orgs.models import Sector
from liandu.rectification.states import CLOSED, Kind, Result, State

# What a balance says itself; everything else it shows is its item's.
ON_BALANCE = frozenset(
    {
        "number", "unit", "unit_id", "round", "round_id", "category", "class_now", "state", "kind", "result", "due_on",
        "step_due_on", "extensions", "reopenings", "first_person", "leader", "department", "person", "remark",
        "progress_on", "since", "closed_on",
    }
)  # fmt: skip
# What is called otherwise in a balance: an item knows moments, a balance days.
RENAMED = {"closed_at": "closed_on", "changed_at": "since"}


def on_balance(name: str) -> str:
    """Return how a lookup on items reads on balances."""
    head = name.partition("__")[0]
    if name in RENAMED:
        return RENAMED[name]
    return name if head in ON_BALANCE else f"item__{name}"


@dataclass(frozen=True, slots=True)
class ItemColumn(Column):
    """A column of the ledger of items; its fields are lookups on Item, or names that a gathering fills.

    What a gathering does not know of a past day is left out of the ledger of that day: today's value would be a lie.
    """


def _categories() -> Callable[[str], Value]:
    names = class_names()
    return lambda code: names.get(code, code)


def _with_keeper() -> Callable[[str, str], Value]:
    """Return a reading of the unit, with the site that keeps the item where that is not this one."""
    words = str(_("%(unit)s（由%(site)s维护）"))
    return lambda unit, site: words % {"unit": unit, "site": site} if site else unit


def _while_closed() -> Callable[[Value, str], Value]:
    return lambda value, state: value if state in CLOSED else None


def _or_nought() -> Callable[[Value], Value]:
    return lambda value: value or 0


ITEM_COLUMNS: tuple[ItemColumn, ...] = (
    ItemColumn("number", _("编号"), ("number",), width=15, sort="number"),
    ItemColumn("round", _("轮次"), ("round__name",), width=18, shown=False),
    ItemColumn("unit", _("责任单位"), ("unit__short_name", "kept_at"), _with_keeper, width=20, sort="unit"),
    ItemColumn("sector", _("板块"), ("unit__sector",), labels(Sector), width=8, shown=False),
    ItemColumn("quote", _("反馈原文"), ("finding__quote",), width=56, shown=False, long=True),
    ItemColumn("aspect", _("方面"), ("finding__aspect",), width=26, shown=False, long=True),
    ItemColumn("problem", _("问题"), ("finding__problem",), width=34, shown=False, long=True),
    ItemColumn("title", _("具体表现"), ("finding__title",), width=50, long=True),
    ItemColumn("category", _("问题类别"), ("category",), _categories, width=20, shown=False, sort="category"),
    ItemColumn("kind", _("整改类型"), ("kind",), labels(Kind), width=10),
    ItemColumn("goal", _("整改目标"), ("plan_goal",), shown=False, width=34, long=True),
    ItemColumn("tasks", _("整改任务"), ("plan_tasks",), shown=False, width=40, long=True),
    ItemColumn("measures", _("整改措施"), ("plan_measures",), shown=False, width=50, long=True),
    ItemColumn("first", _("第一责任人"), ("first_person",), width=10, shown=False),
    ItemColumn("leader", _("牵头领导"), ("leader",), width=10, shown=False),
    ItemColumn("department", _("责任部门"), ("department",), width=14, shown=False),
    ItemColumn("person", _("责任人"), ("person",), width=10),
    ItemColumn("offices", _("监督和协调"), ("offices",), width=26, shown=False),
    ItemColumn("opened", _("立账日期"), ("opened_at",), days, width=12, shown=False),
    ItemColumn("start", _("开始"), ("plan_since",), shown=False, width=12),
    ItemColumn("due", _("完成时限"), ("due_on",), width=12, sort="due"),
    ItemColumn("step", _("本步时限"), ("step_due_on",), width=12, shown=False),
    ItemColumn("progress", _("进展情况"), ("progress_text",), width=50, shown=False, long=True),
    ItemColumn("reported", _("最近进展"), ("progress_on",), width=12, shown=False),
    ItemColumn("evidence", _("佐证材料"), ("evidence_count",), _or_nought, width=8, shown=False),
    ItemColumn("state", _("状态"), ("state",), labels(State), width=10, sort="state"),
    ItemColumn("result", _("整改结果"), ("result",), labels(Result), width=12),
    ItemColumn("statement", _("自评"), ("statement",), width=40, shown=False, long=True),
    ItemColumn("extensions", _("延期次数"), ("extensions",), width=8, shown=False),
    ItemColumn("reopenings", _("重新立账次数"), ("reopenings",), width=8, shown=False),
    ItemColumn("money", _("挽回资金（元）"), ("money",), width=12, shown=False),
    ItemColumn("people", _("处理人数"), ("people",), width=8, shown=False),
    ItemColumn("made", _("建立修订制度"), ("institution_count",), width=8, shown=False),
    ItemColumn("institutions", _("关联制度"), ("institution_names",), width=30, shown=False, long=True),
    ItemColumn("opinion", _("方案审核意见"), ("plan_opinion",), shown=False, width=30, long=True),
    ItemColumn("closed", _("销号日期"), ("closed_at",), days, width=12, shown=False),
    ItemColumn("closer", _("销号人"), ("closer", "state"), _while_closed, width=10, shown=False),
    ItemColumn("remark", _("备注"), ("remark",), width=30, shown=False, long=True),
    ItemColumn("changed", _("最近变动"), ("changed_at",), days, width=12, shown=False, sort="changed"),
)
ITEM_BY_KEY = {column.key: column for column in ITEM_COLUMNS}
ITEM_DEFAULT = tuple(column.key for column in ITEM_COLUMNS if column.shown)


def split(columns: Sequence[Column]) -> tuple[list[str], list[str]]:
    """Return the lookups that ``columns`` read in the ledger's own query, and the names that gatherings fill."""
    names = list(dict.fromkeys(name for column in columns for name in column.fields))
    return [name for name in names if name not in GATHERED], [name for name in names if name in GATHERED]


def is_known(column: ItemColumn, day: date | None) -> bool:
    """Return whether a column can be shown for ``day`` (None: the present)."""
    return day is None or all(GATHERED[name].past for name in column.fields if name in GATHERED)
