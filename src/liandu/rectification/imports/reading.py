"""A document with progress, read in the request and gone again: nothing of it is kept but what a person writes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from liandu.files.incoming import taking_in
from liandu.inspections.examination import is_clue_list, marking_in
from liandu.inspections.rules import plain_filename, reading_limits, refuse_above_ceiling, refuse_clue_list
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Paper
from liandu.papers.reading import best, ocr, read
from liandu.papers.reading.legacy_office import READER as LEGACY
from liandu.papers.reading.registry import look_at


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read: its name, its digest and what it says."""

    name: str
    sha256: str
    paper: Paper


def read_upload(chunks: Iterable[bytes], *, name: str) -> ReadFile:
    """Return what the file says; raise Refusal with a sentence where it is not taken. No copy stays in any case.

    Scans and old Office formats take long to read, so they are left to the worker of intake and refused here.
    """
    name = plain_filename(name)
    with taking_in(chunks, name=name, most=settings.LIANDU_UPLOAD_MB * 1024 * 1024) as incoming:
        limits = reading_limits()
        if best(look_at(incoming.path, name, limits)) in (LEGACY, ocr.READER):
            sentence = gettext_noop(
                "“%(name)s”是旧版 Office 文件或图片，这里不读。请另存为 .docx、.xlsx 或带文字的 PDF。"
            )
            raise Refusal("progress.slow_format", sentence, name=name)
        paper = read(incoming.path, name, limits)
        refuse_clue_list("", found=is_clue_list(name, paper))
        marking = marking_in(paper)
        if marking is not None:
            refuse_above_ceiling(marking[0], name=name, marked=marking[1])
        return ReadFile(name, incoming.sha256, paper)
