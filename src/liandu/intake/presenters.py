"""Acts on documents and proposals in words, and what intake says of material on the pages of the stage before."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liandu.access.queries import may
from liandu.access.roles import Act
from liandu.inspections.models import Inspection, Material
from liandu.inspections.remarks import Remark, remark_on_inspections, remark_on_material
from liandu.intake import searched  # noqa: F401 - registers what is found
from liandu.intake.models import Document
from liandu.intake.queries import documents_of, documents_to_check
from liandu.intake.states import Reading
from liandu.journal.sentences import tell
from liandu.kernel.refusals import Refusal
from liandu.ui.errors import in_words

tell("document.listed", lambda e: _("列入读取"))
tell("document.claimed", lambda e: _("开始读取（第 %(attempt)s 次）") % e.facts)
tell("document.read", lambda e: _("读完，拟录 %(leaves)s 条") % e.facts)
tell("document.failed", lambda e: _("读取失败：%(code)s") % e.facts)
tell("proposal.edited", lambda e: _("修改表述：“%(before)s”改为“%(title)s”") % e.facts)
tell("proposal.unit_assigned", lambda e: _("归属单位定为 %(unit)s") % e.facts)
tell("proposal.dismissed", lambda e: _("排除拟录：“%(title)s”") % e.facts)
tell("proposal.restored", lambda e: _("恢复拟录：“%(title)s”") % e.facts)
tell("proposal.added", lambda e: _("标注新问题：“%(title)s”") % e.facts)
tell("proposal.accepted", lambda e: _("确认拟录：“%(title)s”") % e.facts)
tell("proposal.recognised", lambda e: _("认出已在台账：%(number)s") % e.facts)
tell("proposal.released", lambda e: _("退回核对：“%(title)s”") % e.facts)
tell("proposal.split", lambda e: _("拆分：“%(title)s”") % e.facts)
tell("proposal.merged", lambda e: _("合并为：“%(title)s”") % e.facts)
tell("proposal.moved", lambda e: _("移动位置"))
tell("proposal.promoted", lambda e: _("升一级"))
tell("proposal.demoted", lambda e: _("降一级"))

# State by word and shape first, by colour last.
SHAPES = {Reading.WAITING: "○", Reading.READING: "◔", Reading.READ: "●", Reading.FAILED: "!"}
TONES = {Reading.WAITING: "plain", Reading.READING: "now", Reading.READ: "good", Reading.FAILED: "look"}


@remark_on_material
def reading_of(reader: Any, rows: Sequence[Material]) -> dict[int, Remark]:
    """Return how far the reading of each piece of material is, with the way to its text."""
    return {document.material_id: _reading_remark(document) for document in documents_of(reader, rows)}


def _reading_remark(document: Document) -> Remark:
    state = Reading(document.state)
    is_read = state == Reading.READ
    return Remark(
        str(state.label),
        shape=SHAPES[state],
        tone=TONES[state],
        url=reverse("intake:text", args=[document.pk]) if is_read else "",
        action=_("看正文"),
        detail=failure_in_words(document),
    )


def failure_in_words(document: Document) -> str:
    """Return why the document could not be read, in the reader's language; "" when nothing failed."""
    failure = document.failure
    return in_words(Refusal(failure["code"], failure["sentence"], **failure["facts"])) if failure else ""


@remark_on_inspections
def checks_due(reader: Any, rows: Sequence[Inspection]) -> dict[int, Remark]:
    """Return how many documents of each inspection wait to be checked, for those who check them."""
    if not may(reader, Act.PROPOSAL_VIEW):
        return {}
    by_key = {row.pk: row for row in rows}
    return {
        key: Remark(
            ngettext("%(n)s 份待核对", "%(n)s 份待核对", number) % {"n": number},
            shape="◔",
            tone="now",
            url=f"{reverse('intake:documents')}?round={by_key[key].round_id}&unit={by_key[key].unit_id}&stage=to_check",
            action=_("去核对"),
        )
        for key, number in documents_to_check(reader, rows).items()
    }
