"""Reading the documents that are due: leased rows, a pool of processes for the heavy part, one write at the end."""

import logging
from concurrent.futures import Executor, Future
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, cast

from django.db import transaction

from liandu.inspections.commands import destroy_material
from liandu.inspections.examination import is_clue_list, marking_in
from liandu.inspections.models import Inspection
from liandu.inspections.rules import ceiling, reading_limits
from liandu.intake.commands import claim_documents, end_leases, fail_document, keep_lease, record_reading
from liandu.intake.models import Document
from liandu.intake.queries import documents_due, interrupted_before, reading_workers
from liandu.intake.reading_room import read_and_understand
from liandu.intake.understanding.results import Understanding
from liandu.kernel.refusals import Refusal
from liandu.kernel.sweeps import Sweep
from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Paper

if TYPE_CHECKING:
    from liandu.files.models import StoredFile

log = logging.getLogger(__name__)

Result = tuple[Paper, Understanding]

AT_ONCE = 8  # documents leased together: small, so that a killed worker holds few back
HEARTBEAT = 10.0  # seconds between prolongings of the leases
PATIENCE = 180.0  # seconds that one document's reading may take


def read_waiting(worker: str, pool: Executor) -> int:
    """Read what waits, at most AT_ONCE documents; return how many came to an end."""
    if not documents_due():
        return 0  # without a write transaction: this is asked several times a second
    # After interruptions one at a time: if a document is the cause, the others shall not be counted with it.
    claimed = claim_documents(worker=worker, most=1 if interrupted_before() else AT_ONCE)
    running: dict[Future[Result], Document] = {}
    for document in claimed:
        material = document.material
        path = cast("StoredFile", material.file).path  # kept material has its file: a constraint holds it
        future = pool.submit(read_and_understand, path, material.filename, _unit_names(document), reading_limits())
        running[future] = document
    waited, ended = 0.0, 0
    while running and waited < PATIENCE:
        done, _still = wait_for(running, timeout=HEARTBEAT, return_when="FIRST_COMPLETED")
        waited = 0.0 if done else waited + HEARTBEAT
        for future in done:
            ended += _finish(running.pop(future), future, worker)
        for document in running.values():
            keep_lease(document=document, worker=worker)
    for document in running.values():
        refusal = Refusal("document.too_slow", gettext_noop("读取超过三分钟没有结果，已停止。请检查文件是否异常。"))
        ended += fail_document(document=document, worker=worker, refusal=refusal)
    return ended


def _unit_names(document: Document) -> tuple[str, ...]:
    inspections = Inspection.objects.filter(round=document.material.round)
    return tuple(inspections.values_list("unit__name", flat=True))


def _finish(document: Document, future: Future[Result], worker: str) -> bool:
    """Write the end of one reading and return whether the lease was still held; a fault of the code is an end too."""
    try:
        paper, understanding = future.result()
    except BrokenProcessPool:
        raise  # the worker makes a new pool; the leases run out and the documents are read again
    except Refusal as why:
        return fail_document(document=document, worker=worker, refusal=why)
    except MemoryError:
        words = gettext_noop("读取这份文件需要的内存太多，已停止。请拆分或压缩图片后再上传。")
        refusal = Refusal("document.too_heavy", words)
        return fail_document(document=document, worker=worker, refusal=refusal)
    except Exception:  # a fault in a rule must end one document, not the worker
        log.exception("reading document %s failed", document.pk)
        refusal = Refusal("document.fault", gettext_noop("读取时程序出错，已记入运行日志。请联系管理员。"))
        return fail_document(document=document, worker=worker, refusal=refusal)
    found = marking_in(paper)
    if found is not None and found[0].exceeds(ceiling()):
        return _destroy(document, worker, marked=found[1])
    if is_clue_list(document.material.filename, paper):
        return _destroy(document, worker)
    return record_reading(document=document, worker=worker, paper=paper, understanding=understanding)


def _destroy(document: Document, worker: str, *, marked: str = "") -> bool:
    """Destroy the copy: reading (by OCR or LibreOffice, later than the upload) found what may not stay here.

    That is a marking above the ceiling, or, without ``marked``, a list of clues, which goes its own sealed way.
    """
    if marked:
        refusal = Refusal("material.destroyed", gettext_noop("正文标有高于本系统上限的密级，副本已销毁。"))
    else:
        words = gettext_noop("这是问题线索清单，副本已销毁。请由线索移送员在“线索”里密封移送。")
        refusal = Refusal("material.clue_list", words)
    with transaction.atomic():
        destroy_material(material=document.material, marked=marked)
        return fail_document(document=document, worker=worker, refusal=refusal)


def release(workers: set[str]) -> int:
    """End the leases of dead workers and return how many documents they held."""
    return end_leases(workers=workers)


SWEEPS = [Sweep("intake.read_waiting", read_waiting, reading_workers, release)]
