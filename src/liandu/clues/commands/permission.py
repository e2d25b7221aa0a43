"""The two halves of every permission here: the act by a post, the thing by being named in it."""

from typing import Any

from django.db.models import Model

from liandu.access.denials import Denied
from liandu.access.queries import holders_of, require
from liandu.access.roles import ACT_NAMES, Act
from liandu.clues.models import Clue, SealedList
from liandu.clues.queries import clues_for, lists_for
from liandu.journal.subjects import subject_of
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop


def require_clue(by: Any, act: Act, clue: Clue) -> None:
    """Raise Denied unless ``by`` carries ``act`` and reaches ``clue``: named in it, and not recused."""
    require(by, act, subject=clue)
    if not clues_for(by).filter(pk=clue.pk).exists():
        raise _denied(act, clue)


def require_list(by: Any, act: Act, row: SealedList) -> None:
    """Raise Denied unless ``by`` carries ``act`` and reaches the sealed list."""
    require(by, act, subject=row)
    if not lists_for(by).filter(pk=row.pk).exists():
        raise _denied(act, row)


def require_person(by: Any, act: Act, thing: Model, named: int | None) -> None:
    """Raise Denied unless ``by`` is the one person who is ``named`` for this act."""
    if named != by.pk:
        raise _denied(act, thing)


def require_author(by: Any, clue: Clue) -> None:
    """Raise Denied unless ``by`` reaches ``clue`` and registered it or keeps it: only they change its words."""
    require_clue(by, Act.CLUE_REGISTER, clue)
    if by.pk not in {clue.registrar_id, clue.keeper_id}:
        sentence = gettext_noop("线索的文字由登记人%(registrar)s或者保管人%(keeper)s更正。")
        names = {"registrar": str(clue.registrar), "keeper": str(clue.keeper)}
        raise Denied("access.denied", sentence, act=str(Act.CLUE_REGISTER), subject=subject_of(clue), **names)


def _denied(act: Act, thing: Model) -> Denied:
    return Denied(
        "access.denied",
        gettext_noop("您的岗位不能“%(name)s”。%(holders)s可以办理。"),
        act=str(act),
        subject=subject_of(thing),
        name=str(ACT_NAMES[act]),
        holders=holders_of(act),
    )


def changed_meanwhile() -> Refusal:
    """Return the refusal for an act on a state that another person has changed just now."""
    return Refusal("clue.changed_meanwhile", gettext_noop("刚刚有别人办过，请刷新页面再看。"))
