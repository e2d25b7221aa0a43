"""A good package taken apart, changed and put together again, by a stranger who holds no key and by a peer who does."""

import copy
import gzip
import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

from liandu.exchange.archive import BLOCK, header, padding
from liandu.exchange.identity import ENVELOPE, SIGNING, key_folder
from liandu.exchange.kinds import kind_named
from liandu.exchange.sealing import signed_words
from liandu.exchange.wire import packed
from liandu.keys.envelopes import envelope
from liandu.keys.signing import sign

SEED = 20261130
Mutant = tuple[str, bytes]
NASTY: tuple[Any, ...] = (
    None, True, -1, 0, 2**31, 2**63, 10**400, 1.5, "", "x" * 70_000, "a\x00b", "../../etc/passwd", "/etc/passwd",
    "..\\x", [], [[]], {}, {"a": 1}, ["x"] * 5, "2026-02-30", "9999-99-99", "nonsense",
)  # fmt: skip
TRAVERSALS = (
    "../manifest.json", "../../etc/cron.d/x", "/etc/passwd", "records/../../x.jsonl", "originals/../x", "C:\\x.jsonl",
    "records\\x.jsonl", "./manifest.json", "records/", "originals/" + "a" * 63, "originals/" + "A" * 64, "",
    "records/x.jsonl/", "records/../records/units.jsonl", "~/x", "..", ".", "records/%2e%2e/x.jsonl", "signature ",
)  # fmt: skip
RIGHT = {"based_on": (0,), "unchanged": (0,), "whole": (True,), "answers": ("",)}
NOT_FILES = b"123456789xgLKVS"  # links, devices, folders, pax and GNU headers


@dataclass
class Parcel:
    """A package in parts: its manifest as an object, its parts in order; ``names`` may say otherwise than the parts."""

    manifest: dict[str, Any]
    parts: list[tuple[str, bytes]]
    key: Any
    to: tuple[str, bytes]
    honest: bool = True  # whether the manifest is made to agree with the parts before it is signed
    raw: dict[int, bytes] = field(default_factory=dict)  # headers instead of the right ones, by place

    def changed(self, **more: Any) -> "Parcel":
        made = copy.copy(self)
        made.manifest, made.parts, made.raw = copy.deepcopy(self.manifest), list(self.parts), dict(self.raw)
        for name, value in more.items():
            setattr(made, name, value)
        return made

    def archive(self) -> bytes:
        if self.honest:
            self.manifest["parts"] = [told(name, content) for name, content in self.parts]
        head = json.dumps(self.manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )
        signature = sign(self.key, signed_words(head))
        out = io.BytesIO()
        entries = [("manifest.json", head), ("signature", signature), *self.parts]
        for place, (name, content) in enumerate(entries):
            out.write(self.raw.get(place) or forged(name, len(content)))
            out.write(content + padding(len(content)))
        out.write(bytes(2 * BLOCK))
        return out.getvalue()

    def sealed(self) -> bytes:
        return sealed(self.archive(), self.to)


def told(name: str, content: bytes) -> dict[str, Any]:
    sm3 = Hash(SM3())
    sm3.update(content)
    digest = hashlib.sha256(content).hexdigest()
    return {"name": name, "size": len(content), "sha256": digest, "sm3": sm3.finalize().hex()}


def forged(name: str, size: int, *, kind: bytes = b"0", link: bytes = b"") -> bytes:
    """Return a header as any tar writer might make it, with a right checksum."""
    good = bytearray(header("signature", 0))
    good[:100] = name.encode()[:100].ljust(100, b"\0")
    good[124:136] = b"%011o\0" % size
    good[156:157] = kind
    good[157:257] = link.ljust(100, b"\0")
    good[148:156] = b" " * 8
    good[148:156] = b"%06o\0 " % sum(good)
    return bytes(good)


def sealed(archive: bytes, to: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    envelope(to[0]).close(io.BytesIO(archive), out, public=to[1])
    return out.getvalue()


def taken_apart(two: Any, content: bytes) -> Parcel:
    """Return the package of the county as its parts, with the keys of the county to sign and of the city to seal."""
    with two.acting("above"):
        key = key_folder().current(ENVELOPE)
        out = io.BytesIO()
        envelope(key.algorithm).open(io.BytesIO(content), out, secret=key.secret)
    archive, place, entries = out.getvalue(), 0, []
    while any(archive[place : place + BLOCK]):
        name = archive[place : place + 100].rstrip(b"\0").decode()
        size = int(archive[place + 124 : place + 135], 8)
        entries.append((name, archive[place + BLOCK : place + BLOCK + size]))
        place += BLOCK + size + len(padding(size))
    with two.acting("county"):
        signing = key_folder().current(SIGNING)
    return Parcel(json.loads(entries[0][1]), entries[2:], signing, (key.algorithm, key.public))


def mutants(good: bytes, parcel: Parcel) -> Iterator[Mutant]:
    """Yield a thousand and more packages, none of which may be taken, the same ones every time."""
    dice = random.Random(SEED)
    archive = parcel.changed().archive()
    to = parcel.to
    yield from outside(good, dice)
    for name, changed in damaged(archive, dice, flips=220, cuts=60):
        yield f"inside: {name}", sealed(changed, to)
    for make in (structures, names_and_headers, manifests, records, bombs):
        for name, made in make(parcel, dice):
            yield f"{make.__name__}: {name}", made if isinstance(made, bytes) else made.sealed()


def outside(good: bytes, dice: random.Random) -> Iterator[Mutant]:
    for name, changed in damaged(good, dice, flips=220, cuts=80):
        yield f"outside: {name}", changed
    yield "outside: something else", b"PK\x03\x04" + bytes(500)
    yield "outside: one byte", b"a"
    yield "outside: gzip", gzip.compress(good)


def damaged(content: bytes, dice: random.Random, *, flips: int, cuts: int) -> Iterator[Mutant]:
    for place in sorted(dice.sample(range(len(content) * 8), flips)):
        changed = bytearray(content)
        changed[place // 8] ^= 1 << place % 8
        yield f"bit {place}", bytes(changed)
    for length in sorted(dice.sample(range(1, len(content)), cuts)):
        yield f"cut to {length}", content[:length]
    for n in range(20):
        one, other = sorted(dice.sample(range(0, len(content) - 64, 16), 2))
        if other - one < 64 or content[one : one + 64] == content[other : other + 64]:
            continue
        changed = bytearray(content)
        changed[one : one + 64], changed[other : other + 64] = content[other : other + 64], content[one : one + 64]
        yield f"swap {n}", bytes(changed)
    for n in (1, 511, 512, 1024, 70_000):
        yield f"{n} bytes more", content + dice.randbytes(n)
        yield f"{n} zeros more", content + bytes(n)


def structures(parcel: Parcel, dice: random.Random) -> Iterator[tuple[str, Parcel]]:
    """Parts missing, doubled, swapped, added; with and without a manifest that agrees."""
    count = len(parcel.parts)
    for honest in (True, False):
        for place in range(count):
            without = [part for n, part in enumerate(parcel.parts) if n != place]
            yield f"without {place} {honest}", parcel.changed(parts=without, honest=honest)
            doubled = [*parcel.parts, parcel.parts[place]]
            yield f"doubled {place} {honest}", parcel.changed(parts=doubled, honest=honest)
        for _n in range(8):
            order = parcel.parts[:]
            while order == parcel.parts:
                dice.shuffle(order)
            yield f"order {_n} {honest}", parcel.changed(parts=order, honest=honest)
        for name in ("originals/" + "0" * 64, "records/secrets.jsonl", "records/outcomes.jsonl"):
            yield f"added {name} {honest}", parcel.changed(parts=[*parcel.parts, (name, b"{}\n")], honest=honest)
    for one in range(count):
        for other in range(one + 1, count):
            if parcel.parts[one][1] == parcel.parts[other][1]:
                continue
            parts = parcel.parts[:]
            parts[one], parts[other] = (parts[one][0], parts[other][1]), (parts[other][0], parts[one][1])
            yield f"contents {one} {other}", parcel.changed(parts=parts)


def names_and_headers(parcel: Parcel, dice: random.Random) -> Iterator[tuple[str, Parcel]]:
    for place, (_name, content) in enumerate(parcel.parts[:2]):
        for bad in TRAVERSALS:
            parts = parcel.parts[:]
            parts[place] = (bad, content)
            yield f"name {bad!r} at {place}", parcel.changed(parts=parts)
    for kind in NOT_FILES:
        for place, (name, content) in enumerate(parcel.parts, 2):
            raw = forged(name, len(content), kind=bytes([kind]), link=b"/etc/passwd")
            yield f"type {kind:c} at {place}", parcel.changed(raw={place: raw})
    for size in (0, 1, 8**11 - 1, 2**32, 10**9):
        for place, (name, _content) in enumerate(parcel.parts, 2):
            yield f"size {size} at {place}", parcel.changed(raw={place: forged(name, size)})


def manifests(parcel: Parcel, dice: random.Random) -> Iterator[tuple[str, Parcel]]:
    good = parcel.manifest
    for name in sorted(good):
        less = parcel.changed()
        del less.manifest[name]
        less.honest = False
        yield f"without {name}", less
        for value in NASTY:
            if _may_stand(name, value):
                continue
            more = parcel.changed(honest=name != "parts")
            more.manifest[name] = value
            yield f"{name} {str(value)[:20]!r}", more
    extra = parcel.changed()
    extra.manifest["more"] = 1
    yield "a field more", extra
    for name, value in (("size", 2**40), ("size", -1), ("sha256", "0" * 64), ("sm3", "0" * 64), ("sha256", 5)):
        for place in range(len(good["parts"])):
            wrong = parcel.changed(honest=False)
            wrong.manifest["parts"][place][name] = value
            yield f"part {place} {name} {value}", wrong


def _may_stand(name: str, value: Any) -> bool:
    """Return whether another package might rightly say so."""
    if name == "sender_name":
        return isinstance(value, str) and 0 < len(value) <= 60 and "\x00" not in value
    return any(value == right and type(value) is type(right) for right in RIGHT.get(name, ()))


def records(parcel: Parcel, dice: random.Random) -> Iterator[tuple[str, Parcel]]:
    for place, (name, content) in enumerate(parcel.parts):
        if not name.startswith("records/") or not content:
            continue
        kind = kind_named(name.removeprefix("records/").removesuffix(".jsonl"))
        first, *rest = content.splitlines()
        good = json.loads(first)

        def with_first(line: bytes, place: int = place, name: str = name, rest: Any = rest) -> Parcel:
            parts = parcel.parts[:]
            parts[place] = (name, b"\n".join([line, *rest]) + b"\n")
            return parcel.changed(parts=parts)

        for what, check in kind.fields.items():
            for value in dice.sample(NASTY, 9):
                if check(value):
                    continue
                bad = copy.deepcopy(good)
                bad["fields"][what] = value
                yield f"{kind.name}.{what} {str(value)[:20]!r}", with_first(_written(bad))
        for line in bad_lines(good, first):
            yield f"{kind.name} line {line[:30]!r}", with_first(line)
        parts = parcel.parts[:]
        parts[place] = (name, content + first + b"\n")
        yield f"{kind.name} twice", parcel.changed(parts=parts)
        parts[place] = (name, content[:-1])
        yield f"{kind.name} without its last end of line", parcel.changed(parts=parts)


def bad_lines(good: dict[str, Any], first: bytes) -> Iterator[bytes]:
    """Yield lines that are no record: no JSON, other JSON, JSON written otherwise, identities that are none."""
    yield b""
    yield b"null"
    yield b"[]"
    yield b"{"
    yield b"\xff\xfe"
    yield b" " + first
    yield b"[" * 100_000
    yield b'{"a":' * 50_000 + b"1" + b"}" * 50_000
    yield first[:-1] + b',"site":"0123456789abcdef"}'
    yield json.dumps(good, ensure_ascii=False, sort_keys=True).encode()
    yield first.replace(b'"fields":{', b'"fields":{"zz":NaN,', 1)
    yield b"1" * 5000
    for name, value in (
        ("site", "0" * 16),
        ("site", 5),
        ("key", "../x"),
        ("key", "x" * 50),
        ("key", None),
        ("refs", []),
    ):
        yield _written(good | {name: value})
    yield _written(good | {"more": 1})


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")


def bombs(parcel: Parcel, dice: random.Random) -> Iterator[tuple[str, Any]]:
    zeros = bytes(4 * 1024 * 1024)
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a", zeros)
    for content in (zipped.getvalue(), gzip.compress(zeros), gzip.compress(gzip.compress(zeros))):
        for place, (name, _content) in enumerate(parcel.parts):
            parts = parcel.parts[:]
            parts[place] = (name, content)
            yield f"nested at {place}", parcel.changed(parts=parts)
        yield "compressed archive", sealed(gzip.compress(parcel.changed().archive()), parcel.to)
        yield "an archive of archives", sealed(content, parcel.to)
    huge = forged("manifest.json", 8**11 - 1)
    yield "a manifest of eight gigabytes", parcel.changed(raw={0: huge})
    yield "a manifest of 33 megabytes", parcel.changed(raw={0: forged("manifest.json", 33 * 1024 * 1024)})
    yield "a signature of a megabyte", parcel.changed(raw={1: forged("signature", 1024 * 1024)})
    many = parcel.changed(honest=False)
    many.manifest["parts"] = [told(f"originals/{n:064x}", b"x") for n in range(100_001)]
    yield "a hundred thousand parts", many


__all__ = ["Callable", "Parcel", "mutants", "packed", "sealed", "taken_apart"]
