"""The receipt that comes back: what arrived, what was not taken over and why."""

from collections.abc import Iterable
from functools import partial
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.exchange.archive import broken
from liandu.exchange.commands.applying import KEPT_SEALED, note_known
from liandu.exchange.identity import own_identity
from liandu.exchange.kinds import hidden_kinds, open_numbers
from liandu.exchange.manifest import RECEIPT
from liandu.exchange.models import Carried, Known, Outcome, Package
from liandu.exchange.rules import sender_of
from liandu.exchange.sealing import OUTCOMES, Unsealed, unsealed
from liandu.exchange.states import PACKING, PackingAct
from liandu.exchange.wire import Check, fits, matching, named, one_of, text
from liandu.files.incoming import taking_in
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

MOST_BYTES = 256 * 1024 * 1024
TOGETHER = 500


def _is_reason(value: Any) -> bool:
    return value == {} or fits(value, _REASON)


_REASON: dict[str, Check] = {
    "code": text(80, least=1),
    "sentence": text(1000, least=1),
    "facts": named(text(1000), most=20),
}
_OUTCOME: dict[str, Check] = {
    "kind": text(30, least=1),
    "site": matching(r"[0-9a-f]{16}"),
    "key": text(40, least=1),
    "digest": matching(r"[0-9a-f]{64}"),
    "outcome": one_of(*Outcome.values),
    "reason": _is_reason,
}


def open_receipt(*, chunks: Iterable[bytes], name: str, by: Any) -> Package:
    """Take in a receipt, verify it, note what became of each record of the package it answers, and return the package.

    What is wrong is raised and journaled; nothing is kept. A receipt opened twice changes nothing and says when it was.
    """
    require(by, Right.EXCHANGE_PACK)
    sha256 = ""
    try:
        with taking_in(chunks, name=name, most=MOST_BYTES) as incoming:
            sha256 = incoming.sha256
            with unsealed(incoming.path, trust=partial(sender_of, own_identity())) as opened:
                return _acknowledge(opened, sha256, by)
    except Refusal as refusal:
        with transaction.atomic():
            facts = {"file": name[-200:], "sha256": sha256, "code": refusal.code}
            record(act="exchange.receipt_refused", subject="exchange.package", by=by, facts=facts)
        raise


@transaction.atomic
def _acknowledge(opened: Unsealed, sha256: str, by: Any) -> Package:
    manifest, site = opened.manifest, opened.trusted.site
    if manifest.kind != RECEIPT:
        sentence = gettext_noop("这是交换包，不是回执。请在“导入交换包”处上传。")
        raise Refusal("exchange.is_a_package", sentence)
    package = Package.objects.select_for_update().filter(code=manifest.answers, site=site).first()
    if package is None:
        sentence = gettext_noop("没有找到这份回执对应的交换包：它不是“%(name)s”收到的，或者数据库恢复到了导出以前。")
        raise Refusal("exchange.answers_nothing", sentence, name=site.name)
    if package.answered_at is not None:
        waiting = _kept_sealed(package, by)
        if waiting:
            return _acknowledge_rest(opened, package, waiting, sha256, by)
        sentence = gettext_noop("这个包的回执已于 %(when)s 登记，再次登记不会改变任何内容。")
        when = timezone.localtime(package.answered_at).strftime("%Y-%m-%d %H:%M")
        raise Refusal("exchange.answered_before", sentence, when=when)
    by_kind = _note_outcomes(opened, package)
    if manifest.sequence != package.sequence or _total(by_kind) != package.carried.count():
        raise broken()
    # What became of a sealed kind shows in no state and in no entry: both are read by who may not know of it.
    told = open_numbers(by_kind)
    outcomes = {name: sum(counts[name] for counts in told.values()) for name in Outcome.values}
    all_taken = outcomes[Outcome.ACCEPTED] == sum(outcomes.values())
    act = PackingAct.ACKNOWLEDGE if all_taken else PackingAct.ACKNOWLEDGE_PARTLY
    package.state = PACKING.after(state=package.state, act=act)
    package.answered_at = timezone.now()
    package.save(update_fields=["state", "answered_at"])
    facts = {"name": site.name, "sequence": package.sequence, "sha256": sha256, "outcomes": dict(outcomes)}
    record(act="exchange.acknowledged", subject=package, by=by, facts=facts)
    return package


def _kept_sealed(package: Package, by: Any) -> dict[tuple[str, str, str], Carried]:
    """Return the sealed records that wait at the receiver, to who packed them with the right; to anybody else none.

    So a receipt for them is, for everybody else, the receipt that was registered before.
    """
    rows = Carried.objects.filter(package=package, outcome=Outcome.REFUSED, reason__code=KEPT_SEALED)
    rows = rows.exclude(kind__in=hidden_kinds(by, whose=package.asked_by_id))
    return {(row.kind, row.origin, row.key): row for row in rows}


def _acknowledge_rest(
    opened: Unsealed, package: Package, waiting: dict[tuple[str, str, str], Carried], sha256: str, by: Any
) -> Package:
    """Note what became of the sealed records once they were opened: each that waited is answered, once."""
    if opened.manifest.sequence != package.sequence:
        raise broken()
    for line in opened.lines(OUTCOMES):
        if not fits(line, _OUTCOME):
            raise broken()
        name = (line["kind"], line["site"], line["key"])
        row = waiting.pop(name, None)
        if row is None and not _was_accepted(package, name, line):
            raise broken()
        if row is None:
            continue
        if row.digest != line["digest"]:
            raise broken()
        row.outcome, row.reason = line["outcome"], line["reason"]
        row.save(update_fields=["outcome", "reason"])
        if row.outcome == Outcome.REFUSED:  # it travels again, as everything does that was refused
            known = Known.objects.filter(site=package.site, kind=row.kind, origin=row.origin, key=row.key)
            known.filter(digest=row.digest).delete()
    if waiting:
        raise broken()
    record(
        act="sealed_part.answered", subject="exchange.sealed", by=by, facts={"package": package.pk, "sha256": sha256}
    )
    return package


def _was_accepted(package: Package, name: tuple[str, str, str], line: dict[str, Any]) -> bool:
    """Return whether a record had been taken over at once, by whoever opened the rest, as the line says again."""
    kind, origin, key = name
    rows = Carried.objects.filter(package=package, kind=kind, origin=origin, key=key, digest=line["digest"])
    return line["outcome"] == Outcome.ACCEPTED and rows.filter(outcome=Outcome.ACCEPTED).exists()


def _total(outcomes: dict[str, dict[str, int]]) -> int:
    return sum(sum(counts.values()) for counts in outcomes.values())


def _note_outcomes(opened: Unsealed, package: Package) -> dict[str, dict[str, int]]:
    """Write the outcome beside each carried record and return the numbers by kind; each record is answered once."""
    counts: dict[str, dict[str, int]] = {}
    lines = opened.lines(OUTCOMES)
    while many := list(islice(lines, TOGETHER)):
        if not all(fits(line, _OUTCOME) for line in many):
            raise broken()
        wanted = Carried.objects.filter(package=package, outcome="", key__in=[line["key"] for line in many])
        rows = {(row.kind, row.origin, row.key): row for row in wanted}
        answered: list[Carried] = []
        known: dict[str, dict[tuple[str, str], str]] = {}
        for line in many:
            row = rows.pop((line["kind"], line["site"], line["key"]), None)
            if row is None or row.digest != line["digest"]:
                raise broken()
            row.outcome, row.reason = line["outcome"], line["reason"]
            answered.append(row)
            counts.setdefault(row.kind, dict.fromkeys(Outcome.values, 0))[row.outcome] += 1
            if row.outcome != Outcome.REFUSED or row.reason.get("code") == KEPT_SEALED:
                known.setdefault(row.kind, {})[row.origin, row.key] = row.digest
        Carried.objects.bulk_update(answered, ["outcome", "reason"])
        for kind, digests in known.items():
            note_known(package.site, kind, digests)
    return counts
