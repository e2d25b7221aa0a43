"""The list of bulletins, and what one says as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.insight.models import Bulletin
from liandu.insight.states import BulletinState
from liandu.insight.writings import numbers
from liandu.inspections.taxonomies.wording import class_in_words
from liandu.rectification.rules.rates import rate_of
from liandu.ui.dates import day
from liandu.ui.tables import Cell, Column, Table, table

LOOKS = {
    BulletinState.DRAFTED: ("now", "○"),
    BulletinState.ISSUED: ("good", "●"),
    BulletinState.DROPPED: ("plain", "⊘"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as the page shows it: what it counts, the number, where its rows are, and today's when it differs."""

    words: str
    n: int
    address: str
    now: int | None


def listed_table(rows: Sequence[Bulletin]) -> Table:
    """Return the bulletins as a table."""
    columns = (
        Column(gettext_lazy("标题"), lambda row: Cell(row.title, url=reverse("insight:bulletin", args=[row.pk]))),
        Column(gettext_lazy("状态"), lambda row: Cell(str(row.get_state_display()), "", "", *LOOKS[row.state])),
        Column(gettext_lazy("轮次"), lambda row: Cell(str(row.round or _("全部轮次")))),
        Column(gettext_lazy("印发日期"), lambda row: Cell(day(localdate(row.issued_at)) if row.issued_at else "")),
        Column(gettext_lazy("起草人"), lambda row: Cell(str(row.made_by))),
    )
    return table(columns, rows, caption=_("通报"))


def shown_content(content: Mapping[str, Any], changed: Mapping[str, int]) -> dict[str, Any]:
    """Return what a bulletin says for its page: each figure with its words, and today's number where it differs."""

    def told(figures: Sequence[Mapping[str, Any]]) -> list[Told]:
        return [Told(_words(one["key"]), one["n"], one["address"], changed.get(one["key"])) for one in figures]

    def with_figures(row: Mapping[str, Any]) -> dict[str, Any]:
        n = numbers(row["figures"])
        rate = rate_of(n["done"], n["total"]) if "total" in n else ""
        return {**row, "figures": told(row["figures"]), "rate": rate, "class": class_in_words(row.get("code", ""))}

    n = numbers(content["whole"])
    return {
        **content,
        "day": day(date.fromisoformat(content["day"])),
        "whole": told(content["whole"]),
        "rate": rate_of(n["done"], n["total"]),
        "commons": [with_figures(row) for row in content["commons"]],
        "units": [with_figures(row) for row in content["units"]],
    }


def _words(key: str) -> str:
    names = {
        "findings": _("问题"),
        "units": _("涉及单位"),
        "total": _("应完成"),
        "done": _("完成"),
        "overdue": _("逾期"),
    }
    return names[key.rpartition(".")[2]]
