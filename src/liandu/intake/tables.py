"""The list of documents: one list of columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liandu.intake.models import Document
from liandu.intake.presenters import SHAPES, TONES, failure_in_words
from liandu.intake.states import Reading
from liandu.ui.dates import moment
from liandu.ui.tables import Cell, Column, Table, by_part, table


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document, with the counts of documents_for(), as the list shows it."""

    row: Any

    @property
    def is_read(self) -> bool:
        """Return whether its text and proposals are there."""
        return self.row.state == Reading.READ

    @property
    def is_failed(self) -> bool:
        """Return whether its reading failed."""
        return self.row.state == Reading.FAILED

    @property
    def can_be_read_again(self) -> bool:
        """Return whether reading it again makes sense: the copy is still there."""
        return self.is_failed and self.row.material.file_id is not None

    @property
    def shape(self) -> str:
        """Return the shape of the state."""
        return SHAPES[Reading(self.row.state)]

    @property
    def tone(self) -> str:
        """Return the tone of the state."""
        return TONES[Reading(self.row.state)]

    @property
    def failure(self) -> str:
        """Return why reading failed, "" when it did not."""
        return failure_in_words(self.row)

    @property
    def checked(self) -> int:
        """Return how many of its leaves a person has judged."""
        return self.row.leaves - self.row.open_leaves

    @property
    def cautions(self) -> int:
        """Return how many places a person should look at."""
        return len(self.row.found.get("cautions", ()))


def _document(line: DocumentLine) -> Cell:
    material = line.row.material
    sub = material.get_kind_display()
    if material.corrects_id:
        sub += " · " + _("更正版")
    page, key = ("intake:text", line.row.pk) if line.is_read else ("inspections:material", material.pk)
    return Cell(material.title, url=reverse(page, args=[key]), sub=sub)


def _found(line: DocumentLine) -> Cell:
    if not line.is_read:
        return Cell("")
    return Cell(line.row.get_kind_display(), sub=_("%(n)s 处提醒") % {"n": line.cautions} if line.cautions else "")


DOCUMENTS = (
    Column(gettext_lazy("文件"), _document),
    Column(
        gettext_lazy("单位"),
        lambda line: Cell(str(line.row.material.unit) if line.row.material.inspection_id else _("整轮材料")),
    ),
    Column(gettext_lazy("状态"), by_part("intake/_reading.html")),
    Column(gettext_lazy("类型"), _found, css="aside"),
    Column(gettext_lazy("核对"), lambda line: Cell(part="intake/_checked.html") if line.is_read else Cell()),
    Column(pgettext_lazy("when", "接收"), lambda line: Cell(moment(line.row.material.received_at)), css="aside nowrap"),
    Column(gettext_lazy("办理"), by_part("intake/_act.html"), css="act no-print"),
)


def documents_table(rows: Sequence[Document]) -> Table:
    """Return documents (with the counts of documents_for()) as a table."""
    lines = [DocumentLine(row) for row in rows]
    return table(DOCUMENTS, lines, caption=_("接收的文件"), name=lambda line: f"document-{line.row.pk}")
