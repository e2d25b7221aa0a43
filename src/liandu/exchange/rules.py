"""Decisions about packages: whose they are, whether their turn has come."""

from datetime import date

from django.utils import timezone

from liandu.exchange.archive import broken
from liandu.exchange.identity import Identity
from liandu.exchange.manifest import Manifest
from liandu.exchange.models import Arrival, Peer
from liandu.exchange.states import Arriving
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.keys.signing import is_signed


def is_in_force(peer: Peer, day: date) -> bool:
    """Return whether the peer's keys hold on ``day``."""
    return peer.since <= day and (peer.until is None or peer.until >= day)


def sender_of(me: Identity, manifest: Manifest, words: bytes, signature: bytes) -> Peer:
    """Return the peer that signed ``words``; raise Refusal with its own sentence for everybody else."""
    if manifest.sender == me.site:
        raise Refusal("exchange.own_package", gettext_noop("这是本单位自己导出的交换包，请交给接收方导入。"))
    if manifest.receiver != me.site:
        sentence = gettext_noop("这个交换包写明的接收方不是本单位，没有导入。请把它还给“%(name)s”核对。")
        raise Refusal("exchange.wrong_receiver", sentence, name=manifest.sender_name)
    known = list(Peer.objects.select_related("site").filter(site__code=manifest.sender).order_by("-pk"))
    if not known:
        sentence = gettext_noop(
            "发送方“%(name)s”不在往来单位里，不能确认是谁发的，没有导入。请安全保密管理员核对名片后添加。"
        )
        raise Refusal("exchange.unknown_sender", sentence, name=manifest.sender_name)
    signed = [peer for peer in known if _is_by(peer, manifest, words, signature)]
    if not signed:
        sentence = gettext_noop("签名和“%(name)s”登记的公钥对不上：内容被改动过，或者对方换了密钥。没有导入任何内容。")
        raise Refusal("exchange.bad_signature", sentence, name=known[0].site.name)
    today = timezone.localdate()
    valid = next((peer for peer in signed if is_in_force(peer, today)), None)
    if valid is None:
        sentence = gettext_noop("“%(name)s”签这个包的密钥已于 %(until)s 停用，没有导入。请对方用新密钥重新导出。")
        until = max(peer.until or peer.since for peer in signed)
        raise Refusal("exchange.retired_sender", sentence, name=signed[0].site.name, until=until.isoformat())
    return valid


def _is_by(peer: Peer, manifest: Manifest, words: bytes, signature: bytes) -> bool:
    if manifest.algorithm != peer.signing_algorithm:
        return False
    return is_signed(peer.signing_algorithm, bytes.fromhex(peer.signing_public), words, signature)


def refuse_out_of_turn(peer: Peer, manifest: Manifest) -> None:
    """Raise Refusal when the package is older than the last one opened, or builds on one that was not opened."""
    opened = Arrival.objects.filter(site=peer.site, state=Arriving.OPENED).order_by("-sequence").first()
    last = opened.sequence if opened else 0
    if manifest.sequence < 1:
        raise broken()
    if manifest.sequence <= last:
        sentence = gettext_noop(
            "这是“%(name)s”的第 %(theirs)s 号包，而第 %(last)s 号已经导入；旧包不能覆盖新内容，没有导入。"
        )
        raise Refusal("exchange.out_of_turn", sentence, name=peer.site.name, theirs=manifest.sequence, last=last)
    if manifest.based_on > last:
        sentence = gettext_noop(
            "这个包只带第 %(based)s 号包以后的变化，而第 %(based)s 号包没有在本系统导入。请对方导出完整的包。"
        )
        raise Refusal("exchange.gap", sentence, based=manifest.based_on)
