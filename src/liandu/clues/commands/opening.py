"""A clue is opened: numbered, its registrar and keeper named, its words sealed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import own_offices, require
from liandu.access.roles import Act as Right
from liandu.clues.commands.lists import note_refused, settle_if_done
from liandu.clues.commands.numbers import next_serial
from liandu.clues.commands.permission import require_list
from liandu.clues.models import Clue, ListLine, NameToken, Nature, Rank, SealedList, Source, Verdict
from liandu.clues.queries import keeper_posts, people_recused
from liandu.clues.rules import (
    clue_number_of,
    disposition_due,
    refuse_above_ceiling,
    refuse_below_least,
    refuse_blank,
)
from liandu.clues.sealing import folded_name, packed_persons, seal, vault
from liandu.clues.states import ListState
from liandu.inspections.models import Round
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit


def open_clue(
    *,
    register: Unit,
    line: ListLine | None,
    unit: Unit,
    nature: Nature | str,
    rank: Rank | str,
    grade: Grade,
    persons: Sequence[dict[str, str]],
    narrative: str,
    keeper: Any,
    by: Any,
    source: Source | str = "",
    round: Round | None = None,  # noqa: A002 - the field's term; the built-in is not needed here
    received_on: date | None = None,
) -> Clue:
    """Register a clue from a line that was signed for (or, without one, found elsewhere) and return it.

    ``by`` becomes the registrar. A record that the person's rank or its grade puts above the deployment's ceiling is
    refused before anything is written; the journal keeps that it was, by rank and grade only.
    """
    require(by, Right.CLUE_REGISTER, subject=line or register)
    try:
        refuse_above_ceiling(grade, Rank(rank))
        refuse_below_least(grade, Rank(rank))
    except Refusal as refusal:
        facts = {"grade": grade.value, "rank": str(rank)}
        note_refused(subject=line.sealed_list if line else register, refusal=refusal, facts=facts, by=by)
        raise
    with transaction.atomic():
        _refuse_foreign_register(register, keeper, by)
        sealed_list = _taken(line, by) if line else None
        if sealed_list is not None and line is not None:
            source, round = line.source, sealed_list.round  # noqa: A001 - the field's term
            received_on = timezone.localdate(sealed_list.signed_at)
        received_on = received_on or timezone.localdate()
        year = timezone.localdate().year
        serial = next_serial(office=register, of="clue", year=year)
        clue = Clue(
            register=register, year=year, serial=serial, number=clue_number_of(year=year, serial=serial), line=line,
            round=round, source=source or Source.OWN_WORK, unit=unit, nature=nature, rank=rank, grade=grade.value,
            received_on=received_on, due_on=disposition_due(received_on), opened_at=timezone.now(), registrar=by,
            keeper=keeper,
        )  # fmt: skip
        _refuse_recused(clue, keeper, by)
        _seal_words(clue, persons, narrative)
        record(act="clue.opened", subject=clue, by=by, facts={"keeper": keeper.username, "grade": grade.value})
        if sealed_list is not None:
            settle_if_done(sealed_list=sealed_list, by=by)
    return clue


def _refuse_foreign_register(register: Unit, keeper: Any, by: Any) -> None:
    if not own_offices(by, Right.CLUE_REGISTER).filter(pk=register.pk).exists():
        raise Refusal("clue.of_another_register", gettext_noop("只能登记在自己所在的案件监督管理室。"))
    if not keeper_posts(by).filter(user=keeper).exists():
        raise Refusal("clue.keeper_without_post", gettext_noop("保管人要是本室能登记线索的人。"))


def _refuse_recused(clue: Clue, keeper: Any, by: Any) -> None:
    """Raise Refusal when who registers or keeps the clue is to keep away from its unit."""
    if {by.pk, keeper.pk} & people_recused(clue):
        raise Refusal("clue.recused", gettext_noop("登记人或者保管人对这个单位应当回避，请换人办理。"))


def _taken(line: ListLine, by: Any) -> SealedList:
    """Return the list of a line, locked, if the line was taken and is not a clue yet."""
    require_list(by, Right.CLUE_REGISTER, line.sealed_list)
    row = SealedList.objects.select_for_update().get(pk=line.sealed_list_id)
    if Clue.objects.filter(line=line).exists():
        raise Refusal("clue.line_opened", gettext_noop("这一条已经登记过了。"))
    if row.state != ListState.SIGNED or line.verdict not in {Verdict.ACCEPTED, Verdict.DISCREPANCY}:
        raise Refusal("clue.line_not_taken", gettext_noop("只有签收收下的线索才能登记。"))
    return row


def named_persons(persons: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Return the persons that have a name; raise Refusal when there is none."""
    named = [person for person in persons if person["name"].strip()]
    if not named:
        raise Refusal("clue.persons_missing", gettext_noop("请写被反映人；不知道姓名的写“不详”。"))
    return named


def _seal_words(clue: Clue, persons: Sequence[dict[str, str]], narrative: str) -> None:
    named = named_persons(persons)
    words = refuse_blank(narrative, gettext_noop("请写反映的主要问题。"))
    seal(clue, persons=packed_persons(named), narrative=words)
    clue.save(force_insert=True)
    index_names(clue, [person["name"] for person in named])


def index_names(clue: Clue, names: Sequence[str]) -> None:
    """Write the digests by which the names of ``clue`` are found, under the index key in use, and drop earlier ones."""
    keys = vault()
    key = keys.index_key()
    digests = sorted({keys.index_under(key, folded_name(name)) for name in names if folded_name(name)})
    clue.tokens.all().delete()
    NameToken.objects.bulk_create([NameToken(clue=clue, digest=digest, index_key=key.id) for digest in digests])
