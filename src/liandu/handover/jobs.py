"""Reading the papers of answers that were not read at once, for the marking they may carry."""

import logging
from concurrent.futures import Executor, Future
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, cast

from liandu.handover.commands import claim_papers, clear_paper, destroy_paper, end_paper_leases, give_paper_up
from liandu.handover.models import Answer
from liandu.handover.queries import paper_workers, papers_to_look_at
from liandu.inspections.examination import is_clue_list, marking_in
from liandu.inspections.rules import ceiling, reading_limits
from liandu.kernel.refusals import Refusal
from liandu.kernel.sweeps import Sweep
from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Paper
from liandu.papers.reading import read

if TYPE_CHECKING:
    from liandu.files.models import StoredFile

log = logging.getLogger(__name__)

AT_ONCE = 4
PATIENCE = 180.0  # seconds that the reading of these may take


def look_at_papers(worker: str, pool: Executor) -> int:
    """Read what waits, at most AT_ONCE papers; return how many came to an end."""
    if not papers_to_look_at().exists():
        return 0
    running: dict[Future[Paper], Answer] = {}
    for answer in claim_papers(worker=worker, most=AT_ONCE):
        path = cast("StoredFile", answer.file).path
        running[pool.submit(read, path, answer.filename, reading_limits())] = answer
    done, late = wait_for(running, timeout=PATIENCE)
    ended = sum(_finish(running[future], future) for future in done)
    for future in late:
        refusal = Refusal("document.too_slow", gettext_noop("读取超过三分钟没有结果，已停止。请检查文件是否异常。"))
        ended += give_paper_up(answer=running[future], refusal=refusal)
    return ended


def _finish(answer: Answer, future: Future[Paper]) -> bool:
    try:
        paper = future.result()
    except BrokenProcessPool:
        raise  # the worker makes a new pool; the leases run out and the papers are read again
    except Refusal as why:
        return give_paper_up(answer=answer, refusal=why)
    except Exception:  # a fault in a reader must end one paper, not the worker
        log.exception("reading the paper of answer %s failed", answer.pk)
        refusal = Refusal("document.fault", gettext_noop("读取时程序出错，已记入运行日志。请联系管理员。"))
        return give_paper_up(answer=answer, refusal=refusal)
    found = marking_in(paper)
    if found is not None and found[0].exceeds(ceiling()):
        return destroy_paper(answer=answer, marked=found[1])
    if is_clue_list(answer.filename, paper):
        return destroy_paper(answer=answer)
    return clear_paper(answer=answer)


def release(workers: set[str]) -> int:
    """End the leases of dead workers and return how many papers they held."""
    return end_paper_leases(workers=workers)


SWEEPS = [Sweep("handover.look_at_papers", look_at_papers, paper_workers, release)]
