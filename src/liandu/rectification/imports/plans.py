"""A plan out of a file: a dry run that names every wrong cell, then, once a person has confirmed, one write."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core import signing

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.files.incoming import taking_in
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Paper
from liandu.papers.reading import read
from liandu.papers.reading.protocol import Limits
from liandu.rectification.commands import Edit, save_entries
from liandu.rectification.imports.gathering import Gathering, Place, WrongCell
from liandu.rectification.imports.plan_tables import gather_tables
from liandu.rectification.imports.plan_texts import gather_text
from liandu.rectification.models import Plan
from liandu.rectification.queries.plans import PlanLine
from liandu.rectification.rules.plan_content import EntryContent, changed_fields, read_content, spelled, without_blanks

MOST_MB = 20
VALID_SECONDS = 4 * 3600  # how long a dry run may be confirmed


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the file would make of one entry."""

    line: PlanLine
    content: EntryContent
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a file would change, and what of it could not be taken."""

    name: str
    proposed: list[Proposed]
    same: int  # items of which the file says what the plan says already
    closed: list[tuple[PlanLine, Refusal]]
    wrong: list[WrongCell]
    unmatched: list[tuple[Place, str]]
    by_words: dict[str, str]
    remarks: Sequence[str] = field(default=())


def dry_run(*, plan: Plan, lines: Sequence[PlanLine], chunks: Iterable[bytes], name: str, by: Any) -> DryRun:
    """Return what the file would change in ``plan`` (whose ``lines`` are all of them); nothing is written or kept."""
    require(by, Act.PLAN_FILE, unit=plan.unit, subject=plan)
    most = min(MOST_MB, settings.LIANDU_UPLOAD_MB) * 1024 * 1024
    with taking_in(chunks, name=name, most=most) as incoming:
        paper = read(incoming.path, name, Limits(bytes=most))
    return compare(paper, lines=lines, name=name)


def compare(paper: Paper, *, lines: Sequence[PlanLine], name: str) -> DryRun:
    """Return what ``paper`` says of the items of ``lines``, held against what the plan says."""
    gathering = Gathering(lines)
    if not gather_tables(paper, gathering):
        gather_text(paper, gathering)
    if not gathering.found and not gathering.unmatched and not gathering.wrong:
        raise Refusal(
            "plan_import.nothing",
            gettext_noop(
                "没有在文件里找到整改方案。表格要有“编号”或“问题”一列，以及“整改措施”等列；文字方案要用“整改措施：”这样的小标题。"
            ),
        )
    proposed, closed, same = [], [], 0
    for line in lines:
        gathered = gathering.found.get(line.item.pk)
        if gathered is None:
            continue
        content = without_blanks(gathered.content())
        fields = changed_fields(line.content, content)
        if not fields:
            same += 1
        elif line.against_editing is not None:
            closed.append((line, line.against_editing))
        else:
            proposed.append(Proposed(line, content, fields))
    return DryRun(
        name=name,
        proposed=proposed,
        same=same,
        closed=closed,
        wrong=gathering.wrong,
        unmatched=gathering.unmatched,
        by_words=gathering.by_words,
        remarks=paper.remarks,
    )


def sealed(run: DryRun, *, plan: Plan, by: Any) -> str:
    """Return what the person confirms, signed, so that it can travel through the page and come back unchanged."""
    edits = [[one.line.item.pk, one.line.edition, spelled(one.content)] for one in run.proposed]
    return signing.dumps({"name": run.name, "edits": edits}, salt=_salt(plan, by), compress=True)


def write_sealed(*, plan: Plan, token: str, by: Any) -> int:
    """Write what was confirmed and return how many entries changed; refuse what is not from here or too old."""
    try:
        said = signing.loads(token, salt=_salt(plan, by), max_age=VALID_SECONDS)
    except signing.BadSignature:
        raise Refusal(
            "plan_import.stale", gettext_noop("这次核对已经失效，没有写入。请重新选择文件，核对后再确认。")
        ) from None
    edits = [Edit(item, edition, read_content(data)) for item, edition, data in said["edits"]]
    return save_entries(plan=plan, edits=edits, by=by, source=said["name"])


def _salt(plan: Plan, by: Any) -> str:
    return f"plan-import:{plan.pk}:{by.pk}"
