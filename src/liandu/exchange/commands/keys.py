"""Our own keys, and those of others."""

import io
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.exchange.identity import Card, Identity, card_from, has_identity, make_identity, own_card, own_identity
from liandu.exchange.models import Peer, Site
from liandu.exchange.queries import exchanges
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.keys.envelopes import envelope
from liandu.orgs.queries import on_day


@transaction.atomic
def make_keys(*, name: str, by: Any) -> Identity:
    """Make the keys of this installation, called ``name``, or new ones, and return the identity."""
    require(by, Right.KEY_MANAGE)
    name = " ".join(name.replace("\x00", "").split())
    if not name or len(name) > 60:
        raise Refusal("exchange.name_missing", gettext_noop("请写明本单位的名称，不超过 60 个字。"))
    made = make_identity(name)
    fingerprint = card_from(own_card()).fingerprint
    record(act="site.keyed", subject=f"exchange.own:{made.site}", by=by, facts={"name": name, "print": fingerprint})
    return made


@transaction.atomic
def note_card_taken_out(*, by: Any) -> bytes:
    """Journal that the card was handed out and return it; for who exchanges and who keeps the keys."""
    if not exchanges(by):
        require(by, Right.KEY_MANAGE)
    card = own_card()
    site = own_identity().site
    record(act="site.card_taken_out", subject=f"exchange.own:{site}", by=by, facts={})
    return card


@transaction.atomic
def add_peer(*, card: Card, level: str, by: Any, since: date | None = None) -> Peer:
    """Take the keys of a card into use from ``since`` (today) on and return them; older keys of the site are retired.

    The fingerprint must have been compared with the other side before.
    """
    require(by, Right.KEY_MANAGE)
    if has_identity() and card.site == own_identity().site:
        raise Refusal("peer.ourselves", gettext_noop("这是本单位自己的名片，请添加对方的。"))
    _try_envelope(card)
    since = since or timezone.localdate()
    site, is_new = Site.objects.get_or_create(code=card.site, defaults={"name": card.name})
    if not is_new and site.name != card.name:
        site.name = card.name
        site.save(update_fields=["name"])
    current = Peer.objects.select_for_update().filter(on_day(timezone.localdate()), site=site)
    if current.filter(fingerprint=card.fingerprint, ceiling=card.ceiling, level=level).exists():
        raise Refusal("peer.known", gettext_noop("“%(name)s”的这张名片已经在用。"), name=card.name)
    for old in current:
        retire_peer(peer=old, until=max(since, old.since), by=by)
    peer = Peer.objects.create(
        site=site,
        level=level,
        ceiling=card.ceiling,
        signing_algorithm=card.signing_algorithm,
        signing_public=card.signing_public.hex(),
        envelope_algorithm=card.envelope_algorithm,
        envelope_public=card.envelope_public.hex(),
        fingerprint=card.fingerprint,
        since=since,
        added_by=by,
    )
    record(act="peer.added", subject=peer, by=by, facts={"name": card.name, "level": level, "print": card.fingerprint})
    return peer


def _try_envelope(card: Card) -> None:
    try:
        envelope(card.envelope_algorithm).close(io.BytesIO(b"1"), io.BytesIO(), public=card.envelope_public)
    except Refusal:
        raise
    except Exception as fault:  # libraries raise errors of many kinds for keys that are none
        raise Refusal("card.broken", gettext_noop("名片里的加密公钥不能用。请对方重新给一份。")) from fault


@transaction.atomic
def retire_peer(*, peer: Peer, until: date, by: Any) -> Peer:
    """Let the keys of a peer hold until the day ``until`` (included) and return them."""
    require(by, Right.KEY_MANAGE, subject=peer)
    if until < peer.since:
        raise Refusal("peer.ends_before_it_begins", gettext_noop("停用日期不能早于启用日期。"))
    peer.until = until
    peer.save(update_fields=["until"])
    record(act="peer.retired", subject=peer, by=by, facts={"name": peer.site.name, "until": until})
    return peer
