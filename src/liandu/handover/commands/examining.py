"""The paper of an answer that could not be read at once is read by the worker, and goes when it may not stay here."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.files.commands import forget_file
from liandu.handover.models import Answer
from liandu.handover.queries import papers_to_look_at
from liandu.handover.states import PAPERS, PaperAct, PaperState
from liandu.inspections.rules import CLUE_LIST_NAME
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal

LEASE = timedelta(seconds=200)  # longer than a reading may take
MOST_ATTEMPTS = 3


@transaction.atomic
def claim_papers(*, worker: str, most: int, by: Any = None) -> list[Answer]:
    """Give ``worker`` a lease on up to ``most`` papers that wait or whose lease ran out, oldest first.

    One whose reading ended its worker too often is given up, like one that cannot be read.
    """
    claimed = []
    for answer in papers_to_look_at()[:most]:
        due = papers_to_look_at().filter(pk=answer.pk, attempts=answer.attempts)
        held = {"worker": worker, "lease_until": timezone.now() + LEASE, "attempts": answer.attempts + 1}
        if not due.update(**held):
            continue
        answer.worker, answer.attempts = worker, answer.attempts + 1
        if answer.attempts <= MOST_ATTEMPTS:
            claimed.append(answer)
        elif _moved(answer, PaperAct.GIVE_UP):
            record(act="answer.paper_unread", subject=answer.package, by=by, facts=_facts(answer))
    return claimed


@transaction.atomic
def end_paper_leases(*, workers: set[str], by: Any = None) -> int:  # noqa: ARG001 - nobody acts
    """End the leases of workers that are known to be dead; return how many."""
    held = Answer.objects.filter(paper_state=PaperState.WAITING, worker__in=workers)
    return held.update(lease_until=timezone.now() - timedelta(seconds=1))


@transaction.atomic
def clear_paper(*, answer: Answer, by: Any = None) -> bool:
    """Note that reading found nothing that may not stay; return False when the lease was lost meanwhile."""
    if not _moved(answer, PaperAct.CLEAR):
        return False
    record(act="answer.paper_looked_at", subject=answer.package, by=by, facts=_facts(answer))
    return True


@transaction.atomic
def give_paper_up(*, answer: Answer, refusal: Refusal, by: Any = None) -> bool:
    """Note that the paper cannot be read, and why; it stays. Return False when the lease was lost meanwhile."""
    if not _moved(answer, PaperAct.GIVE_UP):
        return False
    record(act="answer.paper_unread", subject=answer.package, by=by, facts=_facts(answer) | {"code": refusal.code})
    return True


@transaction.atomic
def destroy_paper(*, answer: Answer, marked: str = "", by: Any = None) -> bool:
    """Destroy a paper in which reading found a marking above the ceiling; the answer stays, in its words.

    Without ``marked`` it is a list of clues, which loses its file name too: that may name persons. Return False when
    the lease was lost meanwhile.
    """
    stored = answer.file
    name = answer.filename if marked else CLUE_LIST_NAME
    if not _moved(answer, PaperAct.DESTROY, file=None, filename=name):
        return False
    facts = {"name": name, "sha256": stored.sha256 if stored else ""} | ({"marked": marked} if marked else {})
    record(
        act="answer.paper_destroyed" if marked else "answer.clue_list_destroyed",
        subject=answer.package,
        by=by,
        facts=facts,
    )
    if stored is not None:
        forget_file(stored=stored)
    return True


def _moved(answer: Answer, act: PaperAct, **changes: Any) -> bool:
    state = PAPERS.after(state=PaperState.WAITING, act=act)
    held = Answer.objects.filter(pk=answer.pk, paper_state=PaperState.WAITING, worker=answer.worker)
    return bool(held.update(paper_state=state, worker="", lease_until=None, **changes))


def _facts(answer: Answer) -> dict[str, Any]:
    return {"name": answer.filename}
