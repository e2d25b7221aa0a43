"""Who this installation is to others: an id, a name, keys outside the database; and the card that tells others so.

A card is a small JSON file with the public halves. It signs itself, which shows a slip of copying; whose it is, only
the comparison of its fingerprint shows, by telephone or on paper.
"""

import base64
import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from liandu.exchange.manifest import SITE
from liandu.exchange.wire import fits, matching, number, one_of, packed, text
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.kernel.words import gettext_noop
from liandu.keys.envelopes import ENVELOPES, envelope
from liandu.keys.folder import Key, KeyFolder
from liandu.keys.signing import SCHEMES, is_signed, new_signing_key, sign

SIGNING, ENVELOPE = "exchange/signing", "exchange/envelope"
GROUPS, DIGITS = 12, 5
LARGEST_CARD = 64 * 1024
_KEY = {"algorithm": text(20, least=1), "public": matching(r"[0-9A-Za-z+/=]{16,400}")}


def _is_key(value: Any) -> bool:
    return fits(value, _KEY)


_CARD = {
    "liandu": one_of("card"),
    "schema": number,
    "site": matching(SITE),
    "name": text(60, least=1),
    "ceiling": one_of(*(grade.value for grade in Grade)),
    "made_at": text(40),
    "signing": _is_key,
    "envelope": _is_key,
    "signature": matching(r"[0-9A-Za-z+/=]{16,400}"),
}


@dataclass(frozen=True, slots=True)
class Identity:
    """This installation: id and name, and the keys in use."""

    site: str
    name: str
    signing: Key
    envelope: Key


@dataclass(frozen=True, slots=True)
class Card:
    """The public half of an installation; ``ceiling`` is the highest grade it may hold."""

    site: str
    name: str
    ceiling: str
    made_at: str
    signing_algorithm: str
    signing_public: bytes
    envelope_algorithm: str
    envelope_public: bytes

    @property
    def fingerprint(self) -> str:
        """Return twelve groups of five digits, to be read aloud and compared."""
        return fingerprint_of(
            self.site,
            (self.signing_algorithm, self.signing_public),
            (self.envelope_algorithm, self.envelope_public),
        )


def fingerprint_of(site: str, *keys: tuple[str, bytes]) -> str:
    """Return the fingerprint of a site's public keys: twelve groups of five digits."""
    said = [site, *(part for algorithm, public in keys for part in (algorithm, _text(public)))]
    number_ = int.from_bytes(hashlib.sha512(packed(said)).digest(), "big")
    digits = f"{number_ % 10 ** (GROUPS * DIGITS):0{GROUPS * DIGITS}d}"
    return " ".join(digits[start : start + DIGITS] for start in range(0, len(digits), DIGITS))


def key_folder() -> KeyFolder:
    """Return the folder of the site's keys."""
    return KeyFolder(Path(settings.LIANDU_KEYS))


def _site_file() -> Path:
    return Path(settings.LIANDU_KEYS) / "exchange" / "site.json"


def has_identity() -> bool:
    """Return whether the site has its identity yet."""
    return _site_file().exists()


def own_identity() -> Identity:
    """Return who this installation is; raise Refusal when no identity was made yet."""
    folder = key_folder()
    signing, sealed = folder.current(SIGNING), folder.current(ENVELOPE)
    if not has_identity() or signing is None or sealed is None:
        sentence = gettext_noop(
            "本单位还没有交换密钥，请安全保密管理员先在“交换”页生成（或运行 liandu exchange keygen）。"
        )
        raise Refusal("exchange.no_identity", sentence)
    said = json.loads(_site_file().read_text(encoding="utf-8"))
    return Identity(said["site"], said["name"], signing, sealed)


def make_identity(name: str) -> Identity:
    """Make new keys, and the id when there is none; keep ``name``; return the identity. Old keys still open."""
    folder = key_folder()
    site = own_identity().site if has_identity() else secrets.token_hex(8)
    new_signing_key(folder, purpose=SIGNING, algorithm=settings.LIANDU_SIGNING)
    secret, public = envelope(settings.LIANDU_ENVELOPE).pair()
    folder.add(purpose=ENVELOPE, algorithm=settings.LIANDU_ENVELOPE, secret=secret, public=public)
    path = _site_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump({"site": site, "name": name}, out, ensure_ascii=False)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
    return own_identity()


def own_card() -> bytes:
    """Return the card of this installation, to be handed to others."""
    me = own_identity()
    said = {
        "liandu": "card",
        "schema": 1,
        "site": me.site,
        "name": me.name,
        "ceiling": settings.LIANDU_CEILING,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "signing": {"algorithm": me.signing.algorithm, "public": _text(me.signing.public)},
        "envelope": {"algorithm": me.envelope.algorithm, "public": _text(me.envelope.public)},
    }
    said["signature"] = _text(sign(me.signing, packed(said)))
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def card_from(content: bytes) -> Card:
    """Return the card that a file holds; raise Refusal when it is none, or was changed on its way."""
    try:
        said = json.loads(content[:LARGEST_CARD].decode("utf-8"))
    except (ValueError, RecursionError):
        raise _no_card() from None
    if not fits(said, _CARD) or said["schema"] != 1:
        raise _no_card()
    card = Card(
        site=said["site"],
        name=said["name"],
        ceiling=said["ceiling"],
        made_at=said["made_at"],
        signing_algorithm=said["signing"]["algorithm"],
        signing_public=_bytes(said["signing"]["public"]),
        envelope_algorithm=said["envelope"]["algorithm"],
        envelope_public=_bytes(said["envelope"]["public"]),
    )
    if card.signing_algorithm not in SCHEMES or card.envelope_algorithm not in ENVELOPES:
        raise _no_card()
    signature = _bytes(said.pop("signature"))
    if not is_signed(card.signing_algorithm, card.signing_public, packed(said), signature):
        raise _no_card()
    return card


def _no_card() -> Refusal:
    return Refusal("card.broken", gettext_noop("这不是联督的名片文件，或者传送中被改动。请对方重新给一份。"))


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text_: str) -> bytes:
    try:
        return base64.b64decode(text_, validate=True)
    except ValueError:
        raise _no_card() from None
