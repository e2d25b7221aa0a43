"""Decisions about material: may it be taken, given its marking and the deployment's ceiling; what it may correct."""

from pathlib import PurePosixPath

from django.conf import settings

from liandu.inspections.models import Inspection, Material, MaterialKind, Round
from liandu.inspections.states import State
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import GRADE_WORDS, Grade
from liandu.kernel.words import gettext_noop
from liandu.papers.reading.protocol import Limits


def ceiling() -> Grade:
    """Return the highest grade that this deployment may hold (setting LIANDU_CEILING)."""
    return Grade(settings.LIANDU_CEILING)


def refuse_above_ceiling(grade: Grade, *, name: str, marked: str = "") -> None:
    """Raise Refusal when ``grade`` stands above the ceiling. ``marked`` is the marking as found inside the text."""
    if not grade.exceeds(ceiling()):
        return
    if marked:
        raise Refusal(
            "material.marked_above_ceiling",
            gettext_noop(
                "“%(name)s”正文标有“%(marked)s”，高于本系统允许的最高密级“%(ceiling)s”，没有接收，也没有留存副本。"
                "请按涉密载体管理规定处理。"
            ),
            name=name,
            marked=marked,
            ceiling=GRADE_WORDS[ceiling()],
        )
    raise Refusal(
        "material.above_ceiling",
        gettext_noop(
            "“%(name)s”的密级“%(grade)s”高于本系统允许的最高密级“%(ceiling)s”，没有接收，也没有留存副本。"
            "请按涉密载体管理规定处理。"
        ),
        name=name,
        grade=GRADE_WORDS[grade],
        ceiling=GRADE_WORDS[ceiling()],
    )


CLUE_LIST_NAME = (
    "问题线索清单"  # what the journal calls a clue list that was turned away: its own name may name persons
)


def refuse_clue_list(kind: str, *, found: bool = False) -> None:
    """Raise Refusal for a list of clues, by its kind or because a look at the file ``found`` one: it goes sealed."""
    if kind != MaterialKind.CLUE_LIST and not found:
        return
    raise Refusal(
        "material.clue_list",
        gettext_noop(
            "问题线索清单不走普通接收，没有留存副本。请由线索移送员在“线索”里拟密封清单，送案件监督管理室逐条签收。"
        ),
    )


def refuse_wrong_correction(
    corrects: Material | None,
    *,
    round: Round,  # noqa: A002 - the field's term; the built-in is not needed here
    inspection: Inspection | None,
) -> None:
    """Raise Refusal when ``corrects`` is not kept material of the same round and inspection."""
    if corrects is None:
        return
    if (corrects.round_id, corrects.inspection_id) != (round.pk, inspection.pk if inspection else None):
        raise Refusal("material.corrects_elsewhere", gettext_noop("更正版要和原材料属于同一轮、同一单位。"))
    if corrects.state != State.KEPT:
        raise Refusal(
            "material.corrects_gone",
            gettext_noop("《%(title)s》%(state)s，不能再更正。请作为新材料上传。"),
            title=corrects.title,
            state=State(corrects.state).label,
        )


def plain_filename(name: str) -> str:
    """Return the last part of a file's name without characters that do not print, never empty."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(char for char in last if char.isprintable()).strip() or "无名文件"


def reading_limits() -> Limits:
    """Return what reading a file may cost here: the readers' own limits, with the deployment's size of an upload."""
    return Limits(bytes=settings.LIANDU_UPLOAD_MB * 1024 * 1024)
