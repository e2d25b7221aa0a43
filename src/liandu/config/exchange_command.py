"""``liandu exchange``: keys, peers, packages and receipts from the command line, by a named account and its rights."""

import argparse
import json
import re
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.utils import timezone

from liandu.access.denials import Denied
from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.accounts.models import User
from liandu.config.upgrading import bring_up_to_date
from liandu.exchange import commands
from liandu.exchange.comparing import Verdict
from liandu.exchange.identity import card_from, own_card
from liandu.exchange.inspecting import inspect_file
from liandu.exchange.kinds import kind_named, numbers_for
from liandu.exchange.models import Arrival, Package, Peer, Site
from liandu.exchange.queries import not_taken, peers_for, rounds_brought_by, rounds_to_send
from liandu.inspections.commands import link_round
from liandu.inspections.models import Round
from liandu.journal.commands import record_denial
from liandu.journal.context import Circumstances, under
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit

PIECE = 1024 * 1024
DONE, SOME_REFUSED, WRONG = 0, 1, 2


def _acting(command: Callable[[argparse.Namespace, Any], int]) -> Callable[[argparse.Namespace], int]:
    """Return the command run by the account that ``--as`` names; a refusal is told on standard error."""

    def run(options: argparse.Namespace) -> int:
        bring_up_to_date()
        by = User.objects.filter(username=options.account, is_active=True).first()
        if by is None:
            return _told(f"没有账号 {options.account}，或者已停用。No such account, or it is closed.", WRONG)
        with under(Circumstances(request_id=str(uuid.uuid4()), channel="command line")):
            try:
                return command(options, by)
            except Denied as denial:
                record_denial(act=denial.act, subject=denial.subject, by=by, refusal=denial)
                return _told(str(denial), SOME_REFUSED)
            except Refusal as refusal:
                return _told(str(refusal), SOME_REFUSED)
            except OSError as error:
                return _told(f"{error.filename}: {error.strerror}", WRONG)

    return run


def _told(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - the command's output
    return code


def _say(options: argparse.Namespace, said: dict[str, Any], *lines: str) -> None:
    """Print ``said`` as JSON when that is asked for, else the lines."""
    text = json.dumps(said, ensure_ascii=False, indent=1, default=str) if options.json else "\n".join(lines)
    print(text)  # noqa: T201 - the command's output


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(PIECE):
            yield chunk


def _hand_out(source: Path, out: str) -> None:
    with Path(out).open("wb") as target:
        target.writelines(_chunks(source))


def _say_card(options: argparse.Namespace) -> int:
    content = own_card()
    card = card_from(content)
    if options.out:
        Path(options.out).write_bytes(content)
    said = {"site": card.site, "name": card.name, "fingerprint": card.fingerprint}
    lines = () if options.out else (content.decode(),)
    _say(options, said, *lines, f"{card.name} {card.site}", f"指纹 Fingerprint: {card.fingerprint}")
    return DONE


@_acting
def run_keygen(options: argparse.Namespace, by: Any) -> int:
    """Make the keys and print the card."""
    commands.make_keys(name=options.name, by=by)
    return _say_card(options)


@_acting
def run_card(options: argparse.Namespace, by: Any) -> int:
    """Print the card."""
    commands.note_card_taken_out(by=by)
    return _say_card(options)


@_acting
def run_peer(options: argparse.Namespace, by: Any) -> int:
    """List peers, add one from a card, or retire one from today on."""
    if options.act == "list":
        rows = [_peer(peer) for peer in peers_for(by)]
        _say(options, {"peers": rows}, *(" · ".join(str(v) for v in row.values() if v) for row in rows))
        return DONE
    if not options.card:
        return _told("缺少名片文件或单位。A card or a site is missing.", WRONG)
    if options.act == "retire":
        peer = peers_for(by).filter(site=_site(options.card), until=None).first()
        if peer is None:
            raise Refusal("peer.none", gettext_noop("没有在用的公钥。"))
        commands.retire_peer(peer=peer, until=timezone.localdate(), by=by)
        _say(options, _peer(peer), f"已停用 Retired: {peer}")
        return DONE
    card = card_from(Path(options.card).read_bytes())
    if not options.compared:
        _say(
            options,
            {"fingerprint": card.fingerprint},
            f"{card.name} {card.site}",
            f"指纹 Fingerprint: {card.fingerprint}",
        )
        return _told("请先和对方核对指纹，再加 --compared。Compare the fingerprint first, then add --compared.", WRONG)
    peer = commands.add_peer(card=card, level=options.level, by=by)
    _say(options, _peer(peer), f"已添加 Added: {peer} · {peer.fingerprint}")
    return DONE


def _peer(peer: Peer) -> dict[str, Any]:
    return {
        "site": peer.site.code, "name": peer.site.name, "level": peer.level, "fingerprint": peer.fingerprint,
        "since": peer.since, "until": peer.until,
    }  # fmt: skip


def _site(named: str) -> Site:
    rows = Site.objects.filter(peers__isnull=False).distinct()
    found = list(rows.filter(code=named)) or list(rows.filter(name=named))
    if len(found) != 1:
        raise Refusal(
            "peer.not_found", gettext_noop("往来单位里没有“%(name)s”，或者有几个同名，请写编号。"), name=named
        )
    return found[0]


def _round(by: Any, named: str) -> Round:
    parts = re.fullmatch(r"(?:(X\d+)-)?(\d{1,3})-(\d{1,3})", named)
    rows = rounds_to_send(by)
    if parts:
        mark = f"{parts[1]}-" if parts[1] else ""
        row = rows.filter(term__mark=mark, term__number=int(parts[2]), number=int(parts[3])).first()
        if row is not None:
            return row
    raise Refusal("round.not_found", gettext_noop("没有轮次“%(name)s”，请写成“届-轮”，例如 5-09。"), name=named)


@_acting
def run_pack(options: argparse.Namespace, by: Any) -> int:
    """Make a package here and now and write it to a file."""
    require(by, Act.EXCHANGE_PACK)
    chosen = [name for name in options.chosen.split(",") if name]
    rounds = [_round(by, named) for named in options.round]
    package = commands.ask_package(site=_site(options.to), rounds=rounds, chosen=chosen, whole=options.whole, by=by)
    worker = f"exchange:{uuid.uuid4().hex[:8]}"
    while (claimed := commands.claim_package(worker=worker)) is not None:
        try:
            commands.make_package(package=claimed, worker=worker)
        except Refusal as refusal:
            commands.fail_package(package=claimed, worker=worker, refusal=refusal)
            if claimed.pk == package.pk:
                raise
        if claimed.pk == package.pk:
            break
    package = Package.objects.select_related("site").get(pk=package.pk)
    _hand_out(commands.note_package_taken_out(package=package, by=by), options.out)
    counted = numbers_for(by, package.counts)
    said = {"site": package.site.code, "sequence": package.sequence, "counts": counted, "sha256": package.sha256}
    numbers = (
        f"{_label(name)}: {counts['sent']}（未变 unchanged {counts['unchanged']}，超密级 above {counts['above']}）"
        for name, counts in counted.items()
    )
    _say(options, said, f"{package.site} · 第 {package.sequence} 号 No. {package.sequence}", *numbers, package.sha256)
    return DONE


def _label(name: str) -> str:
    kind = kind_named(name)
    return str(kind.label) if kind else name


@_acting
def run_inspect(options: argparse.Namespace, by: Any) -> int:
    """Say what opening the package would do."""
    manifest, seen = inspect_file(path=Path(options.file), by=by)
    records: list[dict[str, Any]] = [
        {
            "record": one.name,
            "verdict": str(one.verdict),
            "title": one.title,
            "differences": [list(difference) for difference in one.differences],
            "refusal": _sentence(one.refusal),
        }
        for rows in seen.shown.values()
        for one in rows
    ]
    said = {"sender": manifest.sender_name, "sequence": manifest.sequence, "counts": seen.counts, "records": records}
    numbers = (
        f"{_label(name)}: " + "，".join(f"{verdict} {n}" for verdict, n in counts.items() if n)
        for name, counts in seen.counts.items()
    )
    marks = {Verdict.NEW: "+", Verdict.CHANGED: "~", Verdict.CONFLICT: "!", Verdict.REFUSED: "×"}
    lines = (f"{marks[Verdict(r['verdict'])]} {r['title']} {r['refusal']} [{r['record']}]" for r in records)
    _say(options, said, f"{manifest.sender_name} · 第 {manifest.sequence} 号 No. {manifest.sequence}", *numbers, *lines)
    return DONE


def _sentence(refusal: Any) -> str:
    return str(refusal["sentence"] % refusal["facts"]) if refusal else ""


@_acting
def run_open(options: argparse.Namespace, by: Any) -> int:
    """Take the package over and write the receipt; 1 when some records were refused or kept as ours."""
    arrival = commands.take_in_package(chunks=_chunks(Path(options.file)), name=Path(options.file).name, by=by)
    for pair in options.unit:
        theirs, _equals, ours = pair.partition("=")
        unit = Unit.objects.filter(code=ours).first()
        if unit is None:
            raise Refusal("exchange.no_such_unit", gettext_noop("本系统没有编码为 %(unit)s 的单位。"), unit=ours)
        commands.match_unit(site=arrival.site, key=theirs, unit=unit, by=by)
    opened = commands.open_package(arrival=arrival, choices=dict.fromkeys(options.theirs, "theirs"), by=by)
    _hand_out(commands.note_receipt_taken_out(arrival=opened.arrival, by=by), options.receipt)
    if options.link:
        _link(options.link, opened.arrival, by)
    numbers = (
        f"{_label(name)}: 接收 accepted {c['accepted']}，保留 kept {c['kept']}，拒收 refused {c['refused']}"
        for name, c in opened.counts.items()
    )
    said = {"sender": arrival.site.code, "sequence": arrival.sequence, "counts": opened.counts}
    _say(options, said, f"{arrival.site} · 第 {arrival.sequence} 号 No. {arrival.sequence}", *numbers)
    whole = all(c["accepted"] == sum(c.values()) for c in opened.counts.values())
    return DONE if whole else SOME_REFUSED


def _link(named: str, arrival: Arrival, by: Any) -> None:
    """Link our round to the newest round that came from the site of the package."""
    above = rounds_brought_by(by, arrival).order_by("-pk").first()
    if above is None:
        raise Refusal("exchange.no_round_came", gettext_noop("这个包没有带来轮次，不能联动。"))
    link_round(round=_round(by, named), above=above, by=by)


@_acting
def run_receipt(options: argparse.Namespace, by: Any) -> int:
    """Note the receipt; 1 when some records were not taken over."""
    package = commands.open_receipt(chunks=_chunks(Path(options.file)), name=Path(options.file).name, by=by)
    missing = not_taken(by, package)
    rows = [{"title": row.title, "outcome": row.outcome, "reason": _sentence(row.reason)} for row in missing]
    said = {"site": package.site.code, "sequence": package.sequence, "state": package.state, "not_taken": rows}
    lines = (f"× {row['title']} {row['outcome']} {row['reason']}" for row in rows)
    _say(options, said, f"{package.site} · 第 {package.sequence} 号 No. {package.sequence} · {package.state}", *lines)
    return SOME_REFUSED if rows else DONE
