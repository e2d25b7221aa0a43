"""Opening a package that came: taken in and verified, inspected, opened in one transaction, answered by a receipt."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.exchange.commands.applying import Applying, lay_ready
from liandu.exchange.commands.sealed_parts import keep_sealed_part
from liandu.exchange.identity import own_identity
from liandu.exchange.inspecting import already_opened, from_another, is_a_receipt, reopened
from liandu.exchange.kinds import numbers_for
from liandu.exchange.manifest import PACKAGE
from liandu.exchange.models import Arrival, Foreign, Site
from liandu.exchange.rules import refuse_out_of_turn, sender_of
from liandu.exchange.sealing import Unsealed, unsealed, workshop
from liandu.exchange.states import ARRIVING, Arriving, ArrivingAct
from liandu.files.commands import discard_unkept
from liandu.files.incoming import Incoming, taking_in
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
    if known is not None and known.state in {Arriving.INSPECTED, Arriving.OPENING} and known.path.exists():
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


def open_package(
    *, arrival: Arrival, choices: Mapping[str, str], by: Any, went: Callable[[int, int], None] = lambda _done, _of: None
) -> Opened:
    """Take over what the package holds, in one transaction, and write the receipt for its sender.

    ``choices`` says "theirs" by name of a record in conflict; all others keep what we have. Originals are laid ready
    before the transaction begins and are gone again when it fails. What is sealed and not for ``by`` waits as it came.
    ``went`` hears how many originals, of how many, were looked at; the last time when the writing begins.
    """
    require(by, Right.EXCHANGE_OPEN, subject=arrival)
    if arrival.state == Arriving.OPENED:
        raise already_opened(arrival)
    with reopened(arrival) as (me, opened), workshop() as folder:
        refuse_out_of_turn(opened.trusted, opened.manifest)
        opening = Applying(me=me, opened=opened, arrival=arrival, by=by, choices=choices, folder=folder)
        ready, part = lay_ready(opening, went), None
        try:
            with transaction.atomic():
                opening.run(ready)
                part = keep_sealed_part(arrival=arrival) if opening.waits else None
                counts = opening.finish()
                transaction.on_commit(partial(arrival.path.unlink, missing_ok=True))
        except BaseException:
            for _kind, sha256 in ready:
                discard_unkept(sha256=sha256)
            arrival.receipt_path.unlink(missing_ok=True)
            if part is not None:
                part.path.unlink(missing_ok=True)
            raise
    return Opened(arrival, numbers_for(by, counts))


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
