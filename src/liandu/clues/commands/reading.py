"""Reading is an act: why somebody opens the register is asked once a sitting; each look is journaled, no words are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from liandu.access.denials import Denied
from liandu.access.queries import acts_of
from liandu.access.roles import CLUE_ACTS
from liandu.access.roles import Act as Right
from liandu.clues.models import Clue, Grounds, SealedList, Sitting
from liandu.clues.queries import KeptBeside, clues_for, kept_beside, knows_all_of, lists_for
from liandu.clues.rules import refuse_blank
from liandu.clues.sealing import folded_name, seal, unpacked_persons, unseal, vault
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

REGISTER = "clues.register"  # what a search is about: no clue in particular


@dataclass(frozen=True, slots=True)
class ClueTexts:
    """The words of a clue as far as the reader may read them, by the keys of the rows that hold them."""

    persons: list[dict[str, str]]
    narrative: str
    of: Mapping[str, Mapping[str, str]]  # key of the row -> field -> text
    whole: bool  # False for who only handles: persons, narrative and their own assignment
    beside: KeptBeside  # recusals and notes of readers: for who keeps the register


@transaction.atomic
def begin_sitting(*, grounds: Grounds | str, note: str, by: Any) -> Sitting:
    """Note why ``by`` opens the register now and return the sitting; the pages end it after a time."""
    if not acts_of(by) & CLUE_ACTS:
        raise Denied("access.denied", gettext_noop("您的岗位不能进入问题线索。"), act="clue.read", subject=REGISTER)
    grounds = Grounds(grounds)
    if grounds == Grounds.OTHER:
        refuse_blank(note, gettext_noop("选“其他”的要写明事由。"))
    row = Sitting(person=by, grounds=grounds, opened_at=timezone.now())
    seal(row, note=note.replace("\x00", "").strip())
    row.save(force_insert=True)
    record(act="sitting.begun", subject=row, by=by, facts={"grounds": grounds.value}, reason=grounds_in_words(row))
    return row


def grounds_in_words(sitting: Sitting) -> str:
    """Return the grounds of a sitting in the source language, as the journal keeps reasons."""
    with override("zh-hans"):
        return str(Grounds(sitting.grounds).label)


@transaction.atomic
def read_clue(*, clue: Clue, sitting: Sitting, by: Any) -> ClueTexts:
    """Open the words of a clue to ``by``, journaled with the reason of the sitting, and return them."""
    if sitting.person_id != by.pk or not clues_for(by).filter(pk=clue.pk).exists():
        raise Denied("access.denied", gettext_noop("这条线索不在您的工作范围内。"), act="clue.read", subject=REGISTER)
    whole = knows_all_of(by, clue)
    record(
        act="clue.read", subject=clue, by=by, facts={"sitting": sitting.pk, "whole": whole},
        reason=grounds_in_words(sitting),
    )  # fmt: skip
    beside = kept_beside(by, clue)
    kept = [(row.pk, _opened(row, "reason")) for row in beside.recusals]
    kept += [(row.pk, _opened(row, "note")) for row in beside.sittings]
    return ClueTexts(
        persons=unpacked_persons(unseal(clue, "persons")),
        narrative=unseal(clue, "narrative"),
        of=dict(_texts(clue, by, whole=whole) + kept),
        whole=whole,
        beside=beside,
    )


def _texts(clue: Clue, by: Any, *, whole: bool) -> list[tuple[str, dict[str, str]]]:
    found = []
    if whole:
        found += [(row.pk, _opened(row, "persons", "narrative", "reason")) for row in clue.corrections.all()]
        found += [(row.pk, _opened(row, "participants", "note")) for row in clue.reviews.all()]
        found += [(row.pk, _opened(row, "reason", "opinion")) for row in clue.dispositions.all()]
        found += [(row.pk, _opened(row, "note")) for row in clue.follow_ups.all()]
    for row in clue.assignments.all():
        if whole or row.handler_id == by.pk:
            found.append((row.pk, _opened(row, "task", "refusal", "result", "opinion")))
            found += [(note.pk, _opened(note, "note")) for note in row.progress.all()]
    return found


def _opened(row: Any, *fields: str) -> dict[str, str]:
    return {field: unseal(row, field) for field in fields}


@transaction.atomic
def read_list(*, sealed_list: SealedList, by: Any) -> dict[str, dict[str, str]]:
    """Open the titles and remarks of a sealed list to ``by``, journaled, and return them by the key of the line."""
    if not lists_for(by).filter(pk=sealed_list.pk).exists():
        raise Denied("access.denied", gettext_noop("这份清单不在您的工作范围内。"), act="clue.read", subject=REGISTER)
    record(act="sealed_list.read", subject=sealed_list, by=by)
    return {line.pk: _opened(line, "title", "remark") for line in sealed_list.lines.all()}


@transaction.atomic
def note_printed(*, thing: Clue | SealedList, by: Any) -> None:
    """Journal that ``by`` takes a clue or the receipt of a sealed list to paper."""
    within = clues_for(by) if isinstance(thing, Clue) else lists_for(by)
    if not within.filter(pk=thing.pk).exists():
        raise Denied("access.denied", gettext_noop("不在您的工作范围内。"), act="clue.read", subject=REGISTER)
    record(act="clue.printed" if isinstance(thing, Clue) else "sealed_list.printed", subject=thing, by=by)


@transaction.atomic
def search_names(*, name: str, sitting: Sitting, by: Any) -> list[Clue]:
    """Return the clues within reach that name exactly this person, newest first; the name itself is not journaled."""
    if not acts_of(by) & {Right.CLUE_REGISTER, Right.CLUE_KEEP, Right.CLUE_APPROVE, Right.CLUE_HANDLE}:
        raise Denied("access.denied", gettext_noop("您的岗位不能进入问题线索。"), act="clue.read", subject=REGISTER)
    if sitting.person_id != by.pk:
        raise Refusal("sitting.of_another", gettext_noop("请先写明查阅事由。"))
    folded = folded_name(name)
    digests = vault().indexes(folded) if folded else []
    rows = clues_for(by).filter(tokens__digest__in=digests).select_related("unit", "keeper").distinct()
    found = list(rows.order_by("-year", "-serial")[:50])
    facts = {"hits": len(found), "sitting": sitting.pk}
    record(act="clue.names_searched", subject=REGISTER, by=by, facts=facts, reason=grounds_in_words(sitting))
    return found
