"""Opening a package that came: taken in and verified, inspected, opened in one transaction, answered by a receipt."""

import os
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.exchange.comparing import Comparer, Comparison, Verdict, local_version
from liandu.exchange.identity import Identity, own_identity
from liandu.exchange.inspecting import already_opened, from_another, is_a_receipt, reopened
from liandu.exchange.kinds import Kind, kinds, numbers_for, open_numbers, sentence_of
from liandu.exchange.manifest import PACKAGE, RECEIPT, Digests, Manifest, Part
from liandu.exchange.models import Arrival, Foreign, Known, Outcome, Site
from liandu.exchange.queries import peer_of
from liandu.exchange.rules import refuse_out_of_turn, sender_of
from liandu.exchange.sealing import OUTCOMES, Source, Unsealed, seal, unsealed, workshop, write_private
from liandu.exchange.states import ARRIVING, Arriving, ArrivingAct
from liandu.exchange.wire import digest_of, packed
from liandu.files.commands import discard_unkept
from liandu.files.incoming import Incoming, taking_in
from liandu.inspections.examination import Examined, examine
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit


def take_in_package(*, chunks: Iterable[bytes], name: str, by: Any) -> Arrival:
    """Take in the file of a package, verify it from envelope to last record, keep it as it came, and return it.

    What is wrong is raised and journaled by digest and reason, and nothing is kept. A package that came before returns
    as it stands; one that was opened already is refused with the day of its opening.
    """
    require(by, Right.EXCHANGE_OPEN)
    sha256 = ""
    try:
        with taking_in(chunks, name=name, most=settings.LIANDU_EXCHANGE_MB * 1024 * 1024) as incoming:
            sha256 = incoming.sha256
            with unsealed(incoming.path, trust=partial(sender_of, own_identity())) as opened:
                return _keep(opened, incoming, by)
    except Refusal as refusal:
        with transaction.atomic():
            facts = {"file": name[-200:], "sha256": sha256, "code": refusal.code}
            record(act="exchange.refused", subject="exchange.arrival", by=by, facts=facts)
        raise


@transaction.atomic
def _keep(opened: Unsealed, incoming: Incoming, by: Any) -> Arrival:
    manifest, peer = opened.manifest, opened.trusted
    if manifest.kind != PACKAGE:
        raise is_a_receipt()
    known = Arrival.objects.filter(code=manifest.id).first()
    if known is not None and known.site_id != peer.site_id:
        raise from_another()
    if known is not None and known.state == Arriving.OPENED:
        raise already_opened(known)
    refuse_out_of_turn(peer, manifest)
    if known is not None and known.state == Arriving.INSPECTED and known.path.exists():
        return known
    arrival = known or Arrival(code=manifest.id, site=peer.site)
    if known is not None and known.state == Arriving.DISCARDED:
        arrival.state = ARRIVING.after(state=arrival.state, act=ArrivingAct.INSPECT_AGAIN)
    facts = {name: getattr(manifest, name) for name in ("sender_name", "made_at", "based_on", "whole", "unchanged")}
    arrival.manifest = facts  # not which kinds there are: some may not be told to everybody
    arrival.sequence, arrival.size, arrival.sha256, arrival.came_by = (
        manifest.sequence,
        incoming.size,
        incoming.sha256,
        by,
    )
    arrival.save()
    said = {"name": peer.site.name, "sequence": manifest.sequence, "sha256": incoming.sha256, "sm3": incoming.sm3}
    record(act="exchange.inspected", subject=arrival, by=by, facts=said)
    arrival.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    incoming.path.replace(arrival.path)
    return arrival


@dataclass
class Opened:
    """What came of opening: the arrival, and the numbers by kind and outcome."""

    arrival: Arrival
    counts: dict[str, dict[str, int]]


def open_package(*, arrival: Arrival, choices: Mapping[str, str], by: Any) -> Opened:
    """Take over what the package holds, in one transaction, and write the receipt for its sender.

    ``choices`` says "theirs" by name of a record in conflict; all others keep what we have. Originals are laid ready
    before the transaction begins and are gone again when it fails.
    """
    require(by, Right.EXCHANGE_OPEN, subject=arrival)
    if arrival.state == Arriving.OPENED:
        raise already_opened(arrival)
    with reopened(arrival) as (me, opened), workshop() as folder:
        refuse_out_of_turn(opened.trusted, opened.manifest)
        opening = _Opening(me=me, opened=opened, arrival=arrival, by=by, choices=choices, folder=folder)
        ready = _lay_ready(opening)
        try:
            with transaction.atomic():
                opening.run(ready)
                counts = opening.finish()
                transaction.on_commit(partial(arrival.path.unlink, missing_ok=True))
        except BaseException:
            for sha256 in ready:
                discard_unkept(sha256=sha256)
            arrival.receipt_path.unlink(missing_ok=True)
            raise
    return Opened(arrival, numbers_for(by, counts))


Ready = dict[str, Examined | Refusal]


def _lay_ready(opening: "_Opening") -> Ready:
    """Write each original that is new into the workshop and look at it; by digest, what it is or why not."""
    ready: Ready = {}
    comparer = opening.comparer()
    for kind in kinds():
        for one in opening.opened.records(kind):
            sha256 = kind.file_of(one.fields)
            verdict = comparer.compare(one).verdict
            if not sha256 or sha256 in ready or verdict != Verdict.NEW:
                continue
            incoming = opening.laid(sha256, one.fields["filename"])
            try:
                if incoming.size > settings.LIANDU_UPLOAD_MB * 1024 * 1024:
                    raise _too_large(incoming.name)
                with incoming.path.open("wb") as out:
                    out.writelines(opening.opened.original(sha256))
                    out.flush()
                    os.fsync(out.fileno())
                ready[sha256] = examine(incoming.path, incoming.name)
            except Refusal as refusal:
                incoming.path.unlink(missing_ok=True)
                ready[sha256] = refusal
    return ready


def _too_large(name: str) -> Refusal:
    sentence = gettext_noop("“%(name)s”超过 %(most)s MB，不能接收。请压缩图片或分成几个文件。")
    return Refusal("file.too_large", sentence, name=name, most=settings.LIANDU_UPLOAD_MB)


class _Opening:
    """One package being opened: compares and applies record by record, and writes the outcomes down."""

    def __init__(
        self, *, me: Identity, opened: Unsealed, arrival: Arrival, by: Any, choices: Mapping[str, str], folder: Path
    ) -> None:
        self.me, self.opened, self.arrival, self.by = me, opened, arrival, by
        self.choices, self.folder, self.outcomes = choices, folder, folder / "outcomes.jsonl"
        self._parts = {part.name: part for part in opened.manifest.parts}
        self.counts: dict[str, dict[str, int]] = {}
        self._digests = Digests()

    def comparer(self) -> Comparer:
        """Return a fresh comparer: one that remembers nothing of what was only looked at."""
        return Comparer(me=self.me, sender=self.arrival.site, sites=self.opened.manifest.sites, by=self.by)

    def laid(self, sha256: str, name: str) -> Incoming:
        """Return where an original is laid ready; its digests are those that were verified."""
        part = self._parts[f"originals/{sha256}"]
        return Incoming(path=self.folder / sha256, name=name, size=part.size, sha256=sha256, sm3=part.sm3)

    def run(self, ready: Ready) -> None:
        """Apply every record."""
        for code, name in self.opened.manifest.sites.items():
            if code != self.me.site:
                Site.objects.get_or_create(code=code, defaults={"name": name})
        with self.outcomes.open("wb") as out:
            comparer = self.comparer()
            for kind in kinds():
                for one in self.opened.records(kind):
                    comparison = comparer.compare(one)
                    outcome, reason = self._apply(kind, comparison, ready, comparer)
                    self._note(out, comparison, outcome, reason)

    def _apply(
        self, kind: Kind, comparison: Comparison, ready: Mapping[str, Any], comparer: Comparer
    ) -> tuple[Outcome, Mapping[str, Any]]:
        one, verdict = comparison.record, comparison.verdict
        if verdict == Verdict.REFUSED:
            return Outcome.REFUSED, comparison.refusal
        if verdict == Verdict.CONFLICT and self.choices.get(comparison.name) != "theirs":
            self._tie(kind, comparison, comparison.existing)
            return Outcome.KEPT, {}
        if verdict == Verdict.SAME:
            if comparison.foreign is None:
                self._tie(kind, comparison, comparison.existing)
            return Outcome.ACCEPTED, {}
        try:
            with transaction.atomic():
                more = {}
                if (sha256 := kind.file_of(one.fields)) and comparison.existing is None:
                    examined = _is_ready(ready.get(sha256))
                    more = {"incoming": self.laid(sha256, one.fields["filename"]), "examined": examined}
                coming = comparer.coming(one, **more)
                row = kind.apply(one, comparison.refs, comparison.existing, coming)
        except Refusal as refusal:
            return Outcome.REFUSED, sentence_of(refusal)
        self._tie(kind, comparison, row)
        return Outcome.ACCEPTED, {}

    def _tie(self, kind: Kind, comparison: Comparison, row: Any) -> None:
        """Remember which row of ours the record is, and both versions as they stand now."""
        one = comparison.record
        if one.origin == self.me.site or not kind.tied:
            return
        row = kind.get(row.pk)
        versions = {
            "local": row.pk,
            "theirs": digest_of(one.said()),
            "ours": digest_of(local_version(kind, row)),
            "via": self.arrival.site,
        }
        origin = Site.objects.get(code=one.origin)
        Foreign.objects.update_or_create(origin=origin, kind=kind.name, key=one.key, defaults=versions)

    def _note(self, out: IO[bytes], comparison: Comparison, outcome: Outcome, reason: Mapping[str, Any]) -> None:
        one = comparison.record
        counts = self.counts.setdefault(one.kind, dict.fromkeys(Outcome.values, 0))
        counts[str(outcome)] += 1
        digest = digest_of(one.said())
        line = {"kind": one.kind, "site": one.origin, "key": one.key, "digest": digest}
        for piece in self._digests.passing(
            (packed(line | {"outcome": outcome.value, "reason": dict(reason)}) + b"\n",)
        ):
            out.write(piece)
        note_known(self.arrival.site, one.kind, one.identity, digest)

    def finish(self) -> dict[str, dict[str, int]]:
        """Write the receipt, say that the package is opened, and return the numbers."""
        arrival = self.arrival
        state = ARRIVING.after(state=Arriving.INSPECTED, act=ArrivingAct.OPEN)
        held = Arrival.objects.filter(pk=arrival.pk, state=Arriving.INSPECTED)
        now = timezone.now()
        if not held.update(state=state, opened_at=now, opened_by=self.by, counts=self.counts):
            arrival.refresh_from_db()
            raise already_opened(arrival)
        arrival.refresh_from_db()
        record(
            act="exchange.opened",
            subject=arrival,
            by=self.by,
            facts={"name": arrival.site.name, "sequence": arrival.sequence, "counts": open_numbers(self.counts)},
        )
        _write_receipt(self.me, self.opened.manifest, arrival, self.outcomes, self._digests.part(OUTCOMES))
        return self.counts


def _is_ready(laid: Examined | Refusal | None) -> Examined:
    if isinstance(laid, Refusal):
        raise laid
    if laid is None:
        raise Refusal("exchange.original_missing", gettext_noop("原件没有准备好，请重新导入。"))
    return laid


def note_known(site: Site, kind: str, identity: tuple[str, str], digest: str) -> None:
    """Remember which version of a record ``site`` has."""
    origin, key = identity
    Known.objects.update_or_create(site=site, kind=kind, origin=origin, key=key, defaults={"digest": digest})


def _write_receipt(me: Identity, answered: Manifest, arrival: Arrival, outcomes: Path, part: Part) -> None:
    peer = peer_of(arrival.site)
    if peer is None:
        raise Refusal("exchange.no_peer_now", gettext_noop("对方的公钥刚刚停用，不能写回执。没有导入任何内容。"))
    manifest = Manifest(
        id=uuid.uuid4().hex,
        kind=RECEIPT,
        sender=me.site,
        sender_name=me.name,
        receiver=arrival.site.code,
        made_at=timezone.now().astimezone(UTC).isoformat(timespec="seconds"),
        sequence=answered.sequence,
        based_on=0,
        whole=False,
        unchanged=0,
        answers=answered.id,
        algorithm=me.signing.algorithm,
        versions={},
        sites={},
        parts=(part,),
    )

    def write(out: IO[bytes]) -> Part:
        to = peer.envelope_algorithm, bytes.fromhex(peer.envelope_public)
        return seal(out, manifest=manifest, sources=(Source(part, outcomes),), key=me.signing, to=to)

    write_private(arrival.receipt_path, write)


@transaction.atomic
def match_unit(*, site: Site, key: str, unit: Unit, by: Any) -> Foreign:
    """Say which unit of ours the unit with the code ``key`` of ``site`` is, from now on, and return the row."""
    require(by, Right.EXCHANGE_OPEN, unit=unit, subject=unit)
    row, _is_new = Foreign.objects.update_or_create(
        origin=site, kind="units", key=key, defaults={"local": unit.pk, "theirs": "", "via": site}
    )
    facts = {"name": site.name, "code": key, "unit": unit.name}
    record(act="exchange.unit_matched", subject=unit, by=by, facts=facts)
    return row


@transaction.atomic
def discard_arrival(*, arrival: Arrival, by: Any) -> Arrival:
    """Do not open the package; its file goes. Return the arrival."""
    require(by, Right.EXCHANGE_OPEN, subject=arrival)
    arrival.state = ARRIVING.after(state=arrival.state, act=ArrivingAct.DISCARD)
    if not Arrival.objects.filter(pk=arrival.pk, state=Arriving.INSPECTED).update(state=arrival.state):
        raise Refusal("exchange.changed_meanwhile", gettext_noop("这个包刚被别人办过，请刷新后再看。"))
    record(act="exchange.discarded", subject=arrival, by=by, facts={"name": arrival.site.name})
    transaction.on_commit(partial(arrival.path.unlink, missing_ok=True))
    return arrival


@transaction.atomic
def note_receipt_taken_out(*, arrival: Arrival, by: Any) -> Path:
    """Journal that the receipt was taken out and return where it is."""
    require(by, Right.EXCHANGE_OPEN, subject=arrival)
    if arrival.state != Arriving.OPENED or not arrival.receipt_path.exists():
        raise Refusal("exchange.no_receipt", gettext_noop("导入以后才有回执。"))
    record(act="exchange.receipt_taken_out", subject=arrival, by=by, facts={"name": arrival.site.name})
    return arrival.receipt_path
