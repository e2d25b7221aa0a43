"""What stands first in a package: what it is, from whom to whom, and each part with its digests."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

from liandu.exchange.archive import broken
from liandu.exchange.wire import (
    fits,
    flag,
    many,
    matching,
    named,
    number,
    one_of,
    packed,
    size,
    small_number,
    text,
    unpacked,
)
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

SCHEMA = OLDEST = 1
PACKAGE, RECEIPT = "package", "receipt"
LARGEST_MANIFEST = 32 * 1024 * 1024
MOST_PARTS = 100_000
SITE = r"[0-9a-f]{16}"
_DIGEST = matching(r"[0-9a-f]{64}")
_PART = {
    "name": matching(r"records/[a-z_]{1,30}\.jsonl|originals/[0-9a-f]{64}"),
    "size": size,
    "sha256": _DIGEST,
    "sm3": _DIGEST,
}
_FIELDS = {
    "liandu": one_of("exchange"),
    "schema": number,
    "id": matching(r"[0-9a-f]{32}"),
    "kind": one_of(PACKAGE, RECEIPT),
    "sender": matching(SITE),
    "sender_name": text(60, least=1),
    "receiver": matching(SITE),
    "made_at": matching(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"),
    "sequence": number,
    "based_on": number,
    "whole": flag,
    "unchanged": number,
    "answers": matching(r"|[0-9a-f]{32}"),
    "algorithm": text(20, least=1),
    "versions": named(small_number, most=30),
    "sites": named(text(60, least=1), most=1000),
    "parts": many(lambda value: fits(value, _PART), most=MOST_PARTS),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a package: its name, its size and its digests."""

    name: str
    size: int
    sha256: str
    sm3: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The head of a package; ``based_on`` is the sequence number that a delta builds on (0: on nothing).

    ``answers`` is the id of the package that a receipt answers; ``versions`` gives the version of each kind of record;
    ``sites`` names every installation from which a record comes; ``unchanged`` counts the records left out.
    """

    id: str
    kind: str
    sender: str
    sender_name: str
    receiver: str
    made_at: str
    sequence: int
    based_on: int
    whole: bool
    unchanged: int
    answers: str
    algorithm: str
    versions: dict[str, int]
    sites: dict[str, str]
    parts: tuple[Part, ...]

    def written(self) -> bytes:
        """Return the manifest as it stands in the package and is signed."""
        facts = {name: getattr(self, name) for name in self.__slots__}
        parts = [{name: getattr(part, name) for name in part.__slots__} for part in self.parts]
        return packed(facts | {"liandu": "exchange", "schema": SCHEMA, "parts": parts})


def manifest_from(content: bytes) -> Manifest:
    """Return the manifest that ``content`` writes; raise Refusal with the sentence of what is wrong."""
    value = unpacked(content)
    _refuse_other_schema(value.get("schema"))
    if not fits(value, _FIELDS) or value["based_on"] >= max(value["sequence"], 1):
        raise broken()
    parts = tuple(Part(**part) for part in value["parts"])
    if len({part.name for part in parts}) != len(parts):
        raise broken()
    facts: dict[str, Any] = {name: value[name] for name in Manifest.__slots__ if name != "parts"}
    return Manifest(**facts, parts=parts)


def _refuse_other_schema(schema: Any) -> None:
    if type(schema) is not int or schema < 0:
        raise broken()
    if schema > SCHEMA:
        sentence = gettext_noop(
            "这个交换包的格式是第 %(theirs)s 版，比本系统的第 %(ours)s 版新。请先升级本系统再导入。"
        )
        raise Refusal("exchange.newer", sentence, theirs=min(schema, 9999), ours=SCHEMA)
    if schema < OLDEST:
        sentence = gettext_noop("这个交换包的格式是第 %(theirs)s 版，已不再支持。请对方升级后重新导出。")
        raise Refusal("exchange.older", sentence, theirs=schema)


class Digests:
    """SHA-256 and SM3 of bytes as they pass."""

    def __init__(self) -> None:
        self.size = 0
        self._sha256, self._sm3 = hashlib.sha256(), Hash(SM3())

    def passing(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield ``pieces`` as they are, taken into the digests."""
        for piece in pieces:
            self.size += len(piece)
            self._sha256.update(piece)
            self._sm3.update(piece)
            yield piece

    def part(self, name: str) -> Part:
        """Return what passed as the part ``name``; nothing may pass afterwards."""
        return Part(name, self.size, self._sha256.hexdigest(), self._sm3.finalize().hex())
