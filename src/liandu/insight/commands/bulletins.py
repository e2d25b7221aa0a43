"""Bulletins: drafted, changed, issued with their figures fixed, or given up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.findings.models import Finding
from liandu.insight.models import Bulletin, BulletinCase, CommonProblem
from liandu.insight.queries.bulletins import content_of, people_answering_for
from liandu.insight.rules.bulletins import refuse_empty, refuse_persons, refuse_stale
from liandu.insight.states import BULLETINS, BulletinAct
from liandu.inspections.models import Round
from liandu.journal.commands import record
from liandu.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person writes and chooses: ``cases`` are findings with their words."""

    title: str
    addressees: str
    round: Round | None = None
    intro: str = ""
    closing: str = ""
    commons: Iterable[CommonProblem] = ()
    units: Iterable[Unit] = ()
    cases: Sequence[tuple[Finding, str]] = ()

    @property
    def fields(self) -> dict[str, Any]:
        """Return what stands in the bulletin's own row."""
        return {name: getattr(self, name) for name in ("title", "addressees", "round", "intro", "closing")}


@transaction.atomic
def draft_bulletin(*, draft: Draft, by: Any) -> Bulletin:
    """Draft a bulletin and return it."""
    require(by, Right.INSIGHT_JUDGE)
    _refuse_named(draft.cases)
    bulletin = Bulletin.objects.create(**draft.fields, made_at=timezone.now(), made_by=by)
    _choose(bulletin, draft)
    record(act="bulletin.drafted", subject=bulletin, by=by, facts={"title": bulletin.title})
    return bulletin


@transaction.atomic
def edit_bulletin(*, bulletin: Bulletin, version: int, draft: Draft, by: Any) -> Bulletin:
    """Change a draft that still stands as its ``version`` was read, and return it."""
    require(by, Right.INSIGHT_JUDGE, subject=bulletin)
    _refuse_named(draft.cases)
    now = _moved(bulletin, version, BulletinAct.EDIT, **draft.fields)
    _choose(now, draft)
    record(act="bulletin.edited", subject=now, by=by, facts={"title": now.title})
    return now


@transaction.atomic
def issue_bulletin(*, bulletin: Bulletin, version: int, by: Any) -> Bulletin:
    """Issue a bulletin: what it says today is fixed, and it never changes again; return it."""
    require(by, Right.INSIGHT_SETTLE, subject=bulletin)
    now = _moved(bulletin, version, BulletinAct.ISSUE, issued_at=timezone.now(), issued_by=by)
    cases = [(case.finding, case.words) for case in now.cases.select_related("finding")]
    refuse_empty(commons=now.commons.count(), units=now.units.count(), cases=len(cases), addressees=now.addressees)
    _refuse_named(cases)
    now.frozen = content_of(by, now)
    now.save(update_fields=["frozen"])
    record(act="bulletin.issued", subject=now, by=by, facts={"title": now.title, "to": now.addressees})
    return now


@transaction.atomic
def drop_bulletin(*, bulletin: Bulletin, version: int, by: Any) -> Bulletin:
    """Give a draft up, and return it."""
    require(by, Right.INSIGHT_JUDGE, subject=bulletin)
    now = _moved(bulletin, version, BulletinAct.DROP)
    record(act="bulletin.dropped", subject=now, by=by, facts={"title": now.title})
    return now


@transaction.atomic
def note_bulletin_taken(*, bulletin: Bulletin, by: Any) -> None:
    """Journal that ``by`` took the paper of a bulletin out."""
    require(by, Right.INSIGHT_VIEW, subject=bulletin)
    record(act="bulletin.taken", subject=bulletin, by=by, facts={"title": bulletin.title})


def _moved(bulletin: Bulletin, version: int, act: BulletinAct, **fields: Any) -> Bulletin:
    """Return the bulletin after a move and a change of ``fields``; refuse when somebody else was first."""
    now = Bulletin.objects.get(pk=bulletin.pk)
    state = BULLETINS.after(state=now.state, act=act)
    rows = Bulletin.objects.filter(pk=now.pk, state=now.state, version=version)
    refuse_stale(found=bool(rows.update(state=state, version=version + 1, **fields)))
    return Bulletin.objects.select_related("round").get(pk=now.pk)


def _choose(bulletin: Bulletin, draft: Draft) -> None:
    bulletin.commons.set(draft.commons)
    bulletin.units.set(draft.units)
    bulletin.cases.all().delete()
    BulletinCase.objects.bulk_create(
        BulletinCase(bulletin=bulletin, finding=finding, place=place, words=words)
        for place, (finding, words) in enumerate(draft.cases, 1)
    )


def _refuse_named(cases: Sequence[tuple[Finding, str]]) -> None:
    names = people_answering_for(finding for finding, _words in cases)
    for _finding, words in cases:
        refuse_persons(words, names)
