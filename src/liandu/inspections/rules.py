"""Decisions about material: may it be taken, given its marking and the deployment's ceiling."""

from django.conf import settings

from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import GRADE_WORDS, Grade
from liandu.kernel.words import gettext_noop


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
