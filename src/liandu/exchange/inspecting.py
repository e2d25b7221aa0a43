"""Looking into a package before it is opened: what would be new, changed, in conflict, refused. Nothing is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.exchange.comparing import Comparer, Comparison, Verdict
from liandu.exchange.identity import Identity, own_identity
from liandu.exchange.kinds import kinds
from liandu.exchange.manifest import PACKAGE, Manifest
from liandu.exchange.models import Arrival, SealedPart
from liandu.exchange.rules import sender_of
from liandu.exchange.sealing import Unsealed, unsealed
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

MOST_SHOWN = 200  # records of one kind that an inspection lists; the numbers count all


def from_another() -> Refusal:
    """Return the sentence for a package whose id another site used before."""
    return Refusal("exchange.code_taken", gettext_noop("另一个单位已经用过这个包的编号，没有导入。请对方重新导出。"))


def already_opened(arrival: Arrival) -> Refusal:
    """Return the sentence for a package that was opened before: by whom and when."""
    sentence = gettext_noop("这个包已由%(who)s于 %(when)s 导入，再次打开不会改变任何内容。")
    when = timezone.localtime(arrival.opened_at).strftime("%Y-%m-%d %H:%M") if arrival.opened_at else ""
    return Refusal("exchange.opened_before", sentence, who=str(arrival.opened_by), when=when)


@dataclass
class Inspection:
    """What a package would change: numbers by kind and verdict, and the records worth a look."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    shown: dict[str, list[Comparison]] = field(default_factory=dict)

    def add(self, comparison: Comparison) -> None:
        """Count a record; keep it when it is not simply the same."""
        kind, verdict = comparison.record.kind, comparison.verdict
        self.counts.setdefault(kind, dict.fromkeys(map(str, Verdict), 0))[str(verdict)] += 1
        rows = self.shown.setdefault(kind, [])
        if verdict != Verdict.SAME and len(rows) < MOST_SHOWN:
            rows.append(comparison)


def inspect(*, arrival: Arrival, by: Any) -> Inspection:
    """Return what opening the package would do, for the person who asks."""
    require(by, Right.EXCHANGE_OPEN, subject=arrival)
    with reopened(arrival) as (me, opened):
        return _looked_over(me, opened, by)


def inspect_file(*, path: Path, by: Any) -> tuple[Manifest, Inspection]:
    """Return the manifest of a package file and what opening it would do; nothing is kept, not even the file."""
    require(by, Right.EXCHANGE_OPEN)
    me = own_identity()
    with unsealed(path, trust=partial(sender_of, me)) as opened:
        if opened.manifest.kind != PACKAGE:
            raise is_a_receipt()
        return opened.manifest, _looked_over(me, opened, by)


def _looked_over(me: Identity, opened: Unsealed, by: Any) -> Inspection:
    seen = Inspection()
    comparer = Comparer(me=me, sender=opened.trusted.site, sites=opened.manifest.sites, by=by)
    for kind in kinds():
        if kind.may_see(by):
            for comparison in comparer.compared(kind, opened.records(kind)):
                seen.add(comparison)
    return seen


def is_a_receipt() -> Refusal:
    """Return the sentence for a receipt where a package is wanted."""
    return Refusal("exchange.is_a_receipt", gettext_noop("这是回执，不是交换包。请在“登记回执”处上传。"))


@contextmanager
def reopened_sealed(part: SealedPart) -> Iterator[tuple[Identity, Unsealed]]:
    """Yield the package of a sealed part, verified anew; it must be the very file that came then."""
    arrival, me = part.arrival, own_identity()
    if not part.path.exists() or _digest(part.path) != arrival.sha256:
        sentence = gettext_noop("留存的密封件缺失或被改动，没有拆封。请告诉系统管理员，从备份恢复后再试。")
        raise Refusal("exchange.sealed_lost", sentence)
    with unsealed(part.path, trust=partial(sender_of, me)) as opened:
        if opened.manifest.id != arrival.code or opened.trusted.site != arrival.site:
            raise from_another()
        yield me, opened


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@contextmanager
def reopened(arrival: Arrival) -> Iterator[tuple[Identity, Unsealed]]:
    """Yield the package once more, verified anew: keys may have been retired since it came."""
    if not arrival.path.exists():
        sentence = gettext_noop("这个包的文件已经移除。要看内容请重新上传。")
        raise Refusal("exchange.file_gone_in", sentence)
    me = own_identity()
    with unsealed(arrival.path, trust=partial(sender_of, me)) as opened:
        if opened.manifest.id != arrival.code:
            raise from_another()
        yield me, opened
