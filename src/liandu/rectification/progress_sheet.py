"""The spreadsheet that a unit fills in offline: its columns, for writing and for reading."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from liandu.rectification.models import OutcomeKind
from liandu.rectification.models.progress import MONEY

IN_YUAN = _("%(what)s（元）")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its key, its words, its width, whether it is filled in, and the kind of outcome it holds."""

    key: str
    label: Any  # a lazy translation
    width: int
    is_open: bool = False
    kind: str = ""

    def words(self) -> str:
        """Return the words of the head in the reader's language."""
        return str(IN_YUAN) % {"what": self.label} if self.kind in MONEY else str(self.label)


COLUMNS: tuple[SheetColumn, ...] = (
    SheetColumn("number", _("编号"), 18),
    SheetColumn("title", _("问题"), 44),
    SheetColumn("due_on", _("完成时限"), 13),
    SheetColumn("latest", _("最近进展"), 13),
    SheetColumn("on", _("日期"), 13, is_open=True),
    SheetColumn("share", _("完成比例（%）"), 12, is_open=True),
    SheetColumn("text", _("进展情况"), 60, is_open=True),
    *(
        SheetColumn(f"outcome-{kind.value}", kind.label, 12, is_open=True, kind=kind.value)
        for kind in OutcomeKind
        if kind != OutcomeKind.OTHER
    ),
)
OPEN_PLACES = frozenset(place for place, column in enumerate(COLUMNS) if column.is_open)


def columns_by_words() -> dict[str, SheetColumn]:
    """Return the columns by the words of their heads in every language of the house: a sheet may come from either."""
    return dict(_by_words())


def _by_words() -> Iterator[tuple[str, SheetColumn]]:
    for language in ("en", "zh-hans"):
        with override(language):
            for column in COLUMNS:
                yield bare(column.words()), column


def bare(words: str) -> str:
    """Return the words of a head without spaces and line breaks."""
    return "".join(words.split())
