"""A package being opened: originals are laid ready, records compared and applied, the outcomes written down."""

import os
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from liandu.exchange.comparing import TOGETHER, Comparer, Comparison, Verdict, local_version
from liandu.exchange.identity import Identity
from liandu.exchange.inspecting import already_opened
from liandu.exchange.kinds import Kind, kinds, open_numbers, sentence_of
from liandu.exchange.manifest import RECEIPT, Digests, Manifest, Part
from liandu.exchange.models import Arrival, Foreign, Known, Outcome, Site
from liandu.exchange.queries import peer_of
from liandu.exchange.sealing import OUTCOMES, Source, Unsealed, seal, write_private
from liandu.exchange.states import ARRIVING, ArrivingAct
from liandu.exchange.wire import digest_of, packed
from liandu.files.incoming import Incoming
from liandu.inspections.examination import Examined
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

KEPT_SEALED = "exchange.sealed_kept"  # the code by which the sender knows that a receipt of its own will follow

Ready = dict[tuple[str, str], Examined | Refusal]  # by kind and digest: each kind looks at a file in its own way


def lay_ready(opening: "Applying", went: Callable[[int, int], None]) -> Ready:
    """Write each original that is new into the workshop and look at it; by kind and digest, what it is or why not."""
    ready: Ready = {}
    comparer = opening.comparer(looks_only=True)
    total = sum(name.startswith("originals/") for name in opening.opened.entries)
    for kind in kinds():
        for comparison in comparer.compared(kind, opening.opened.records(kind)):
            fields = comparison.record.fields
            sha256 = kind.file_of(fields)
            if not sha256 or (kind.name, sha256) in ready or comparison.verdict != Verdict.NEW:
                continue
            incoming = opening.laid(kind, sha256, fields["filename"])
            try:
                if incoming.size > settings.LIANDU_UPLOAD_MB * 1024 * 1024:
                    raise _too_large(incoming.name)
                with incoming.path.open("wb") as out:
                    out.writelines(opening.opened.original(sha256))
                    out.flush()
                    os.fsync(out.fileno())
                ready[kind.name, sha256] = kind.examine(incoming.path, incoming.name)
            except Refusal as refusal:
                incoming.path.unlink(missing_ok=True)
                ready[kind.name, sha256] = refusal
            went(min(len(ready), total - 1), total)
    went(total, total)
    return ready


def _too_large(name: str) -> Refusal:
    sentence = gettext_noop("“%(name)s”超过 %(most)s MB，不能接收。请压缩图片或分成几个文件。")
    return Refusal("file.too_large", sentence, name=name, most=settings.LIANDU_UPLOAD_MB)


class Applying:
    """One package being opened: compares and applies record by record, and writes the outcomes down."""

    def __init__(
        self, *, me: Identity, opened: Unsealed, arrival: Arrival, by: Any, choices: Mapping[str, str], folder: Path
    ) -> None:
        self.me, self.opened, self.arrival, self.by = me, opened, arrival, by
        self.choices, self.folder, self.outcomes = choices, folder, folder / "outcomes.jsonl"
        self._parts = {part.name: part for part in opened.manifest.parts}
        self.counts: dict[str, dict[str, int]] = {}
        self.sites: dict[str, Site] = {}
        self._known: dict[tuple[str, str], str] = {}
        self.waits = False  # whether something sealed is left for somebody else to open
        self._digests = Digests()

    def comparer(self, *, looks_only: bool) -> Comparer:
        """Return a fresh comparer: one that remembers nothing of what was only looked at."""
        sites = self.opened.manifest.sites
        return Comparer(me=self.me, sender=self.arrival.site, sites=sites, by=self.by, looks_only=looks_only)

    def laid(self, kind: Kind, sha256: str, name: str) -> Incoming:
        """Return where an original is laid ready; its digests are those that were verified."""
        part = self._parts[f"originals/{sha256}"]
        path = self.folder / f"{kind.name}-{sha256}"
        return Incoming(path=path, name=name, size=part.size, sha256=sha256, sm3=part.sm3)

    def run(self, ready: Ready) -> None:
        """Apply every record; of a sealed kind what this person may not take waits for another."""
        for code, name in self.opened.manifest.sites.items():
            if code != self.me.site:
                self.sites[code], _is_new = Site.objects.get_or_create(code=code, defaults={"name": name})

        def left(kind: Kind, reason: Mapping[str, Any]) -> Mapping[str, Any]:
            if reason.get("code") not in kind.personal:
                return reason
            self.waits = True
            return sentence_of(kept_sealed())

        self._apply_all(kinds(), ready, left)

    def run_sealed(self) -> None:
        """Apply the records of sealed kinds; raise the refusal of one that somebody else, or later, may take."""

        def raised(kind: Kind, reason: Mapping[str, Any]) -> Mapping[str, Any]:
            if reason and reason["code"] not in kind.final:
                raise Refusal(reason["code"], reason["sentence"], **reason["facts"])
            return reason

        self._apply_all([kind for kind in kinds() if kind.sealed], {}, raised)

    def _apply_all(
        self, chosen: Iterable[Kind], ready: Ready, judge: Callable[[Kind, Mapping[str, Any]], Mapping[str, Any]]
    ) -> None:
        """Apply the records of these kinds in their order; ``judge`` says what becomes of a reason."""
        comparer = self.comparer(looks_only=False)
        with self.outcomes.open("wb") as out:
            for kind in chosen:
                for comparison in comparer.compared(kind, self.opened.records(kind)):
                    outcome, reason = self._apply(kind, comparison, ready, comparer)
                    self._note(out, comparison, outcome, judge(kind, reason))
                    if len(self._known) >= TOGETHER:
                        self._write_down(kind, comparer)
                self._write_down(kind, comparer)

    def receipt(self, path: Path) -> None:
        """Write to ``path``, for the sender of the package, what became of the records that were applied."""
        answered, part = self.opened.manifest, self._digests.part(OUTCOMES)
        peer = peer_of(self.arrival.site)
        if peer is None:
            raise Refusal("exchange.no_peer_now", gettext_noop("对方的公钥刚刚停用，不能写回执。没有导入任何内容。"))
        manifest = Manifest(
            id=uuid.uuid4().hex,
            kind=RECEIPT,
            sender=self.me.site,
            sender_name=self.me.name,
            receiver=self.arrival.site.code,
            made_at=timezone.now().astimezone(UTC).isoformat(timespec="seconds"),
            sequence=answered.sequence,
            based_on=0,
            whole=False,
            unchanged=0,
            answers=answered.id,
            algorithm=self.me.signing.algorithm,
            versions={},
            sites={},
            parts=(part,),
        )

        def write(out: IO[bytes]) -> Part:
            to = peer.envelope_algorithm, bytes.fromhex(peer.envelope_public)
            return seal(out, manifest=manifest, sources=(Source(part, self.outcomes),), key=self.me.signing, to=to)

        write_private(path, write)

    def _apply(
        self, kind: Kind, comparison: Comparison, ready: Ready, comparer: Comparer
    ) -> tuple[Outcome, Mapping[str, Any]]:
        one, verdict = comparison.record, comparison.verdict
        if verdict == Verdict.REFUSED:
            return Outcome.REFUSED, comparison.refusal
        if verdict == Verdict.CONFLICT and self.choices.get(comparison.name) != "theirs":
            self._tie(kind, comparison, comparison.existing, comparer)
            return Outcome.KEPT, {}
        if verdict == Verdict.SAME:
            if comparison.foreign is None:
                self._tie(kind, comparison, comparison.existing, comparer)
            return Outcome.ACCEPTED, {}
        try:
            with transaction.atomic():
                more = {}
                if (sha256 := kind.file_of(one.fields)) and comparison.existing is None:
                    examined = _is_ready(ready.get((kind.name, sha256)))
                    more = {"incoming": self.laid(kind, sha256, one.fields["filename"]), "examined": examined}
                coming = comparer.coming(one, **more)
                row = kind.apply(one, comparison.refs, comparison.existing, coming)
        except Refusal as refusal:
            return Outcome.REFUSED, sentence_of(refusal)
        self._tie(kind, comparison, row, comparer)
        return Outcome.ACCEPTED, {}

    def _tie(self, kind: Kind, comparison: Comparison, row: Any, comparer: Comparer) -> None:
        """Remember which row of ours the record is, and their version as it stands now."""
        one = comparison.record
        if one.origin == self.me.site or not kind.tied:
            return
        comparer.made[kind.name, *one.identity] = Foreign(
            origin=self.sites[one.origin],
            kind=kind.name,
            key=one.key,
            local=row.pk,
            theirs=digest_of(one.said()),
            via=self.arrival.site,
        )

    def _write_down(self, kind: Kind, comparer: Comparer) -> None:
        """Write the ties of ``kind`` down, each with our version as it stands now, and what the sender has."""
        ties = list(comparer.made.values())
        rows = kind.get_many({tie.local for tie in ties})
        for tie in ties:
            tie.ours = digest_of(local_version(kind, rows[tie.local]))
        Foreign.objects.bulk_create(
            ties,
            update_conflicts=True,
            unique_fields=["origin", "kind", "key"],
            update_fields=["local", "theirs", "ours", "via"],
        )
        note_known(self.arrival.site, kind.name, self._known)
        comparer.made.clear()
        self._known.clear()

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
        self._known[one.identity] = digest

    def finish(self) -> dict[str, dict[str, int]]:
        """Write the receipt, say that the package is opened, and return the numbers."""
        arrival = self.arrival
        state, now = ARRIVING.after(state=arrival.state, act=ArrivingAct.OPEN), timezone.now()
        held = Arrival.objects.filter(pk=arrival.pk, state=arrival.state, worker=arrival.worker)
        opened = {"state": state, "opened_at": now, "opened_by": self.by, "counts": self.counts}
        if not held.update(**opened, choices={}, failure={}, worker="", lease_until=None):
            arrival.refresh_from_db()
            raise already_opened(arrival)
        arrival.refresh_from_db()
        record(
            act="exchange.opened",
            subject=arrival,
            by=self.by,
            facts={"name": arrival.site.name, "sequence": arrival.sequence, "counts": open_numbers(self.counts)},
        )
        self.receipt(arrival.receipt_path)
        return self.counts


def _is_ready(laid: Examined | Refusal | None) -> Examined:
    if isinstance(laid, Refusal):
        raise laid
    if laid is None:
        raise Refusal("exchange.original_missing", gettext_noop("原件没有准备好，请重新导入。"))
    return laid


def kept_sealed() -> Refusal:
    """Return what a receipt says of a sealed part that waits for who may open it."""
    return Refusal(KEPT_SEALED, gettext_noop("密封部分已原样留存，等有权限的人拆封；拆封以后另有回执。"))


def note_known(site: Site, kind: str, digests: Mapping[tuple[str, str], str]) -> None:
    """Remember which versions of records of ``kind``, by identity, ``site`` has."""
    Known.objects.bulk_create(
        [Known(site=site, kind=kind, origin=origin, key=key, digest=said) for (origin, key), said in digests.items()],
        update_conflicts=True,
        unique_fields=["site", "kind", "origin", "key"],
        update_fields=["digest"],
    )
