"""Making packages: asked for by a person, made by a worker that holds a lease, kept until they expire."""

import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.exchange.identity import Identity, own_identity
from liandu.exchange.kinds import (
    Kind,
    Record,
    Selection,
    kind_named,
    kinds,
    open_numbers,
    sentence_of,
    with_needed,
)
from liandu.exchange.manifest import PACKAGE, Digests, Manifest, Part
from liandu.exchange.models import Carried, Known, Package, Peer, Site
from liandu.exchange.naming import Naming
from liandu.exchange.queries import due_packages, peer_of
from liandu.exchange.sealing import Source, seal, workshop, write_private
from liandu.exchange.states import PACKING, Packing, PackingAct
from liandu.exchange.wire import digest_of, fits, packed, unpacked
from liandu.files.models import StoredFile, path_of
from liandu.inspections.models import Round
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

LEASE = timedelta(seconds=60)
HEARTBEAT = 5.0  # seconds between prolongings of the lease
MOST_ATTEMPTS = 3
TOGETHER = 500


@transaction.atomic
def ask_package(*, site: Site, rounds: Iterable[Round], chosen: Iterable[str], whole: bool, by: Any) -> Package:
    """Ask for a package for ``site`` with ``rounds`` and, of the kinds chosen by hand, ``chosen``; return it.

    What a chosen kind needs goes along: reports of progress would say nothing without their items.
    """
    require(by, Right.EXCHANGE_PACK)
    own_identity()
    _peer(site)
    rounds, chosen = list(rounds), sorted(with_needed(set(chosen)))
    if not rounds:
        raise Refusal("exchange.no_round", gettext_noop("请选择要导出的轮次。"))
    for name in chosen:
        kind = kind_named(name)
        if kind is None or not kind.may_send(by):
            sentence = gettext_noop("您的岗位不能导出“%(name)s”。")
            raise Refusal("exchange.kind_not_yours", sentence, name=str(kind.label) if kind else name)
    package = Package.objects.create(
        site=site,
        code=uuid.uuid4().hex,
        what={"rounds": [row.pk for row in rounds], "chosen": chosen},
        whole=whole,
        asked_by=by,
    )
    told = list(open_numbers(dict.fromkeys(chosen)))
    facts = {"name": site.name, "rounds": [row.name for row in rounds], "chosen": told, "whole": whole}
    record(act="exchange.asked", subject=package, by=by, facts=facts)
    return package


def _peer(site: Site) -> Peer:
    peer = peer_of(site)
    if peer is None:
        sentence = gettext_noop("“%(name)s”没有在用的公钥，不能导出。请安全保密管理员添加对方的新名片。")
        raise Refusal("exchange.no_peer", sentence, name=site.name)
    return peer


@transaction.atomic
def claim_package(*, worker: str) -> Package | None:
    """Give ``worker`` a lease on the oldest package that is due and return it; None when there is none."""
    for package in due_packages()[:4]:
        state = PACKING.after(state=package.state, act=PackingAct.CLAIM)
        due = Q(state=Packing.WAITING) | Q(state=Packing.PACKING, lease_until__lt=timezone.now())
        taken = Package.objects.filter(due, pk=package.pk, attempts=package.attempts).update(
            state=state, worker=worker, lease_until=timezone.now() + LEASE, attempts=package.attempts + 1
        )
        if not taken:
            continue
        record(act="exchange.claimed", subject=package, by=None, facts={"worker": worker})
        package.refresh_from_db()
        if package.attempts > MOST_ATTEMPTS:
            sentence = gettext_noop("打包多次中断，已停止。请告诉系统管理员。")
            fail_package(package=package, worker=worker, refusal=Refusal("exchange.interrupted", sentence))
            continue
        return package
    return None


@transaction.atomic
def end_packing_leases(*, workers: set[str], by: Any = None) -> int:  # noqa: ARG001 - nobody acts
    """End the leases of workers that are known to be dead; return how many."""
    held = Package.objects.filter(state=Packing.PACKING, worker__in=workers)
    return held.update(lease_until=timezone.now() - timedelta(seconds=1))


@transaction.atomic
def fail_package(*, package: Package, worker: str, refusal: Refusal) -> bool:
    """Note why the package cannot be made; return False when the lease was lost meanwhile."""
    held = Package.objects.filter(pk=package.pk, state=Packing.PACKING, worker=worker)
    state = PACKING.after(state=Packing.PACKING, act=PackingAct.FAIL)
    if not held.update(state=state, failure=sentence_of(refusal), worker="", lease_until=None):
        return False
    record(act="exchange.pack_failed", subject=package, by=None, facts={"code": refusal.code})
    return True


def make_package(*, package: Package, worker: str) -> bool:
    """Write the package's file and note what is in it; return False when the lease was lost meanwhile.

    Rows are read and written one after the other: memory does not grow with the package. The transaction begins when
    the file is complete.
    """
    me, peer = own_identity(), _peer(package.site)
    sequence = 1 + (Package.objects.filter(site=package.site).aggregate(last=Max("sequence"))["last"] or 0)
    lease = _Lease(package, worker)
    with workshop() as folder:
        content = _Content(package, Naming(me, package.site), peer, folder, lease)
        content.write()
        if not content.sent:
            sentence = gettext_noop("没有新的或变化了的内容，不用导出。要重新导出全部内容，请选“完整导出”。")
            raise Refusal("exchange.nothing_new", sentence)
        manifest = _manifest(package, me, sequence, content)
        lease.total(sum(part.size for part in manifest.parts))

        def write(out: IO[bytes]) -> Part:
            to = peer.envelope_algorithm, bytes.fromhex(peer.envelope_public)
            return seal(out, manifest=manifest, sources=content.sources(), key=me.signing, to=to, went=lease.went)

        try:
            made = write_private(package.path, write)
            with transaction.atomic():
                return _finish(package, worker, manifest, made, content)
        except BaseException:
            package.path.unlink(missing_ok=True)
            raise


def _manifest(package: Package, me: Identity, sequence: int, content: "_Content") -> Manifest:
    answered = Package.objects.filter(site=package.site, state__in=(Packing.ACKNOWLEDGED, Packing.PARTLY))
    base = answered.aggregate(last=Max("sequence"))["last"] or 0
    return Manifest(
        id=package.code,
        kind=PACKAGE,
        sender=me.site,
        sender_name=me.name,
        receiver=package.site.code,
        made_at=timezone.now().astimezone(UTC).isoformat(timespec="seconds"),
        sequence=sequence,
        based_on=0 if package.whole else base,
        whole=package.whole,
        unchanged=sum(counts["unchanged"] for counts in open_numbers(content.counts).values()),
        answers="",
        algorithm=me.signing.algorithm,
        versions={kind.name: kind.version for kind in content.kinds},
        sites=content.naming.sites,
        parts=tuple(content.parts()),
    )


def _finish(package: Package, worker: str, manifest: Manifest, made: Part, content: "_Content") -> bool:
    held = Package.objects.filter(pk=package.pk, state=Packing.PACKING, worker=worker)
    finished = held.update(
        state=PACKING.after(state=Packing.PACKING, act=PackingAct.FINISH),
        sequence=manifest.sequence,
        based_on=manifest.based_on,
        counts=content.counts,
        size=made.size,
        sha256=made.sha256,
        made_at=timezone.now(),
        worker="",
        lease_until=None,
    )
    if not finished:
        return False
    for rows in _by_many(content.carried()):
        Carried.objects.bulk_create(Carried(package=package, **row) for row in rows)
    facts = {"name": package.site.name, "sequence": manifest.sequence, "sha256": made.sha256, "sm3": made.sm3}
    sent = {name: counts["sent"] for name, counts in content.counts.items()}
    record(act="exchange.packed", subject=package, by=package.asked_by, facts=facts | {"sent": open_numbers(sent)})
    package.refresh_from_db()
    return True


def _by_many(things: Iterable[Any]) -> Iterator[list[Any]]:
    things = iter(things)
    while many := list(islice(things, TOGETHER)):
        yield many


class _Lease:
    """Prolongs the lease and tells how far the work is, every few seconds."""

    def __init__(self, package: Package, worker: str) -> None:
        self._held = Package.objects.filter(pk=package.pk, state=Packing.PACKING, worker=worker)
        self._done = 0
        self._told = time.monotonic()

    def total(self, size: int) -> None:
        """Say how many bytes there are to write."""
        self._held.update(total=size // 1024 + 1, done=0, lease_until=timezone.now() + LEASE)

    def went(self, size: int) -> None:
        """Hear that ``size`` more bytes are through (0: something else was done)."""
        self._done += size
        if time.monotonic() - self._told > HEARTBEAT / 5:
            self._told = time.monotonic()
            self._held.update(done=self._done // 1024, lease_until=timezone.now() + LEASE)


@dataclass
class _Content:
    """What goes into a package: records written to files of ``folder`` kind by kind, originals by digest."""

    package: Package
    naming: Naming
    peer: Peer
    folder: Path
    lease: _Lease
    kinds: list[Kind] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    sent: int = 0
    _parts: list[Part] = field(default_factory=list)
    _originals: set[str] = field(default_factory=set)

    def write(self) -> None:
        """Write the records."""
        what, reader = self.package.what, self.package.asked_by
        selection = Selection(tuple(what["rounds"]), frozenset(what["chosen"]))
        self.kinds = [
            kind for kind in kinds() if (kind.always or kind.name in selection.chosen) and kind.may_send(reader)
        ]
        for kind in self.kinds:
            self.counts[kind.name] = {"sent": 0, "unchanged": 0, "above": 0}
            digests = Digests()
            with self._records(kind).open("wb") as out:
                for line in digests.passing(self._lines(kind, selection)):
                    out.write(line)
            self._parts.append(digests.part(f"records/{kind.name}.jsonl"))

    def _records(self, kind: Kind) -> Path:
        return self.folder / f"{kind.name}.jsonl"

    def _lines(self, kind: Kind, selection: Selection) -> Iterator[bytes]:
        counts = self.counts[kind.name]
        with (self.folder / "carried").open("ab") as carried:
            for rows in _by_many(kind.rows_for(self.package.asked_by, selection)):
                records = [self.naming.record(kind, row) for row in rows]
                known = self._known(kind, records)
                for one in records:
                    digest = digest_of(one.said())
                    if known.get(one.identity) == digest:
                        counts["unchanged"] += 1
                    elif kind.above(one.fields, self.peer.ceiling):
                        counts["above"] += 1
                    else:
                        counts["sent"] += 1
                        carried.write(packed(self._row(kind, one, digest)) + b"\n")
                        yield packed(one.said()) + b"\n"
                self.lease.went(0)
        self.sent += counts["sent"]

    def _row(self, kind: Kind, one: Record, digest: str) -> dict[str, str]:
        title = "" if kind.sealed else kind.title_of(one.fields)[:120]
        if not fits(one.fields, kind.fields):
            sentence = gettext_noop("《%(title)s》有一项超出交换包的格式，不能导出。请告诉系统管理员。")
            raise Refusal("exchange.does_not_fit", sentence, title=title)
        if sha256 := kind.file_of(one.fields):
            self._originals.add(sha256)
        return {"kind": kind.name, "origin": one.origin, "key": one.key, "digest": digest, "title": title}

    def _known(self, kind: Kind, records: list[Record]) -> dict[tuple[str, str], str]:
        """Return the digests of the versions that the receiver has already; none for a whole package."""
        if self.package.whole:
            return {}
        rows = Known.objects.filter(site=self.package.site, kind=kind.name, key__in=[one.key for one in records])
        return {(row.origin, row.key): row.digest for row in rows}

    def _stored(self) -> Iterator[Part]:
        for many in _by_many(sorted(self._originals)):
            for row in StoredFile.objects.filter(sha256__in=many).order_by("sha256"):
                yield Part(f"originals/{row.sha256}", row.size, row.sha256, row.sm3)

    def parts(self) -> Iterator[Part]:
        """Yield the parts in the order of the package."""
        yield from self._parts
        yield from self._stored()

    def sources(self) -> Iterator[Source]:
        """Yield the parts with the files that hold them."""
        for kind, part in zip(self.kinds, self._parts, strict=True):
            yield Source(part, self._records(kind))
        for part in self._stored():
            yield Source(part, path_of(part.sha256))

    def carried(self) -> Iterator[dict[str, Any]]:
        """Yield what the rows of the carried records say."""
        with (self.folder / "carried").open("rb") as file:
            for line in file:
                yield unpacked(line[:-1])


@transaction.atomic
def note_package_taken_out(*, package: Package, by: Any) -> Path:
    """Journal that ``by`` took the file of the package out and return where it is."""
    require(by, Right.EXCHANGE_PACK, subject=package)
    if package.sequence is None or not package.path.exists():
        sentence = gettext_noop("这个包的文件已过保留期，或者还没有生成。需要时请重新导出。")
        raise Refusal("exchange.file_gone", sentence)
    record(
        act="exchange.taken_out", subject=package, by=by, facts={"name": str(package.site), "sha256": package.sha256}
    )
    return package.path


@transaction.atomic
def expire_packages(*, by: Any = None) -> int:
    """Remove the files of packages that were made longer ago than they are kept; return how many."""
    before = timezone.now() - timedelta(days=settings.LIANDU_EXCHANGE_DAYS)
    rows = list(Package.objects.filter(expired_at=None, made_at__lt=before)[:100])
    for package in rows:
        package.expired_at = timezone.now()
        package.save(update_fields=["expired_at"])
        record(act="exchange.expired", subject=package, by=by, facts={"name": str(package.site)})
        transaction.on_commit(partial(package.path.unlink, missing_ok=True))
    return len(rows)
