"""Checks seals with nothing but Python and the package ``cryptography``: copy this file to any machine and run it.

``python offline.py EXPORT`` checks an export of the journal, ``python offline.py --receipt RECEIPT`` the receipt of one
entry. The format is told byte by byte in docs/design/algorithms/seals.md. Liandu checks its own database with the same
functions (``liandu.journal.verification``).
"""

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

VERSION = 1
NO_HEAD = "0" * 64  # what the first seal names as the head before it
Row = Sequence[Any]  # seq, the ten fields of the content, digest
UNIT, RECORD = "\x1f", "\x1e"  # the separators that ASCII has for this
_UNIT, _RECORD = UNIT.encode(), RECORD.encode()
_DIGEST = 11
_SM2_IDENTITY = b"1234567812345678"

# What can be wrong: a code for machines, the sentence in Chinese and in English.
FAULTS = {
    "entry.changed": ("第 %(seal)s 号封印第 %(seq)s 条：内容被改动", "seal %(seal)s, entry %(seq)s: changed"),
    "entry.moved": (
        "第 %(seal)s 号封印第 %(seq)s 条：换成了第 %(other)s 条的内容",
        "seal %(seal)s, entry %(seq)s: holds what was sealed as entry %(other)s",
    ),
    "entry.missing": ("第 %(seal)s 号封印第 %(seq)s 条：被删除", "seal %(seal)s, entry %(seq)s: removed"),
    "entry.inserted": (
        "第 %(seal)s 号封印范围内第 %(seq)s 条：封印之后插入",
        "entry %(seq)s, within seal %(seal)s: inserted after the sealing",
    ),
    "tail.changed": ("尚未封印的第 %(seq)s 条：内容被改动", "entry %(seq)s, not sealed yet: changed"),
    "seal.missing": ("第 %(seal)s 号封印：被删除", "seal %(seal)s: removed"),
    "seal.malformed": ("第 %(seal)s 号封印：封印头不完整或不合格式", "seal %(seal)s: its header is no header"),
    "seal.unknown_key": (
        "第 %(seal)s 号封印：签名密钥不是本单位的",
        "seal %(seal)s: signed with a key that is not this site's",
    ),
    "seal.signature": ("第 %(seal)s 号封印：签名不符", "seal %(seal)s: the signature does not fit"),
    "seal.chain": ("第 %(seal)s 号封印：与上一号封印不相接", "seal %(seal)s: does not follow the seal before it"),
    "seal.ranges": ("第 %(seal)s 号封印：条目范围不合规则", "seal %(seal)s: its ranges break the rules"),
    "seal.digests": ("第 %(seal)s 号封印：摘要清单被改动", "seal %(seal)s: its list of digests was changed"),
    "seal.root": (
        "第 %(seal)s 号封印：条目（从第 %(seq)s 条起）与 SHA-256 树根不符",
        "seal %(seal)s: its entries (from %(seq)s on) do not give the SHA-256 root",
    ),
    "seal.sm3": ("第 %(seal)s 号封印：SM3 摘要不符", "seal %(seal)s: the SM3 digest does not fit"),
    "spans.changed": ("第 %(seal)s 号封印：条目索引被改动", "seal %(seal)s: the index of its entries was changed"),
    "heads.other": (
        "第 %(seal)s 号封印：与库外留存的封印头摘要不符",
        "seal %(seal)s: the heads kept outside the database name another",
    ),
    "heads.cut_off": (
        "第 %(seal)s 号封印：库外留有其摘要，数据库中已没有，末尾被截断",
        "seal %(seal)s: named by the heads kept outside the database and gone from it; the end was cut off",
    ),
    "file.cut_off": ("文件不完整：在第 %(seal)s 号封印之后中断", "the file ends early, after seal %(seal)s"),
    "file.malformed": ("文件第 %(line)s 行不合格式", "line %(line)s of the file is not what it should be"),
    "file.other_head": (
        "最新封印头摘要不是所给的那一个（第 %(seal)s 号）",
        "the newest head (seal %(seal)s) is not the one that was given",
    ),
    "file.other_key": ("文件中的公钥不是所给的那一个", "the public keys of the file are not the one that was given"),
    "receipt.path": ("凭据的路径到不了封印的树根", "the path of the receipt does not lead to the root of the seal"),
    "no_sm": ("验证 SM2 签名需要 gmalg 组件", "SM2 signatures need the package gmalg"),
}


class Fault(Exception):
    """The first thing that is wrong: ``kind`` (a key of FAULTS), ``seal`` and ``seq`` where they can be named."""

    def __init__(self, kind: str, *, seal: int | None = None, seq: int | None = None, **more: Any) -> None:
        super().__init__(kind)
        self.kind, self.seal, self.seq = kind, seal, seq
        self.facts = {"seal": seal, "seq": seq, **more}

    def sentence(self, language: str = "") -> str:
        """Return what is wrong, in Chinese (``zh``), in English (``en``) or in both."""
        chinese, english = (words % self.facts for words in FAULTS[self.kind])
        return {"zh": chinese, "en": english}.get(language, f"{chinese}。{english[:1].upper()}{english[1:]}.")

    def __str__(self) -> str:
        """Return both sentences."""
        return self.sentence()


def content_of(row: Row) -> bytes:
    """Return what the digest of an entry is taken over: its ten texts with UNIT between them."""
    return UNIT.join(row[1:11]).encode()


def in_one(contents: Sequence[bytes]) -> bytes:
    """Return the contents of a seal with RECORD between them; raise ValueError when a text holds one of the two.

    No text may, so that two different entries never have the same content.
    """
    joined = _RECORD.join(contents)
    if joined.count(_UNIT) != 9 * len(contents) or joined.count(_RECORD) != len(contents) - 1:
        raise ValueError
    return joined


def leaf_of(seq: int, digest: bytes) -> bytes:
    """Return the leaf of the tree for one entry."""
    return hashlib.sha256(b"\x00" + seq.to_bytes(8, "big") + digest).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """Return the Merkle root as RFC 6962 draws it: the odd one out goes up a level as it is."""
    level, digest = leaves, hashlib.sha256
    while len(level) > 1:
        above = [digest(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
        level = above + level[-1:] if len(level) % 2 else above
    return level[0]


def climbed(leaf: bytes, index: int, count: int, path: Iterable[bytes]) -> bytes | None:
    """Return the root that ``path`` leads to from the leaf with this index (RFC 9162, 2.1.3.2); None: no such path."""
    here, last, node = index, count - 1, leaf
    for beside in path:
        if last == 0:
            return None
        if here % 2 or here == last:
            node = hashlib.sha256(b"\x01" + beside + node).digest()
            while not here % 2 and here:
                here, last = here >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + beside).digest()
        here, last = here >> 1, last >> 1
    return node if last == 0 else None


def sm3() -> Any:
    """Return a running SM3: from hashlib where its OpenSSL has it, else from cryptography."""
    if "sm3" in hashlib.algorithms_available:
        return hashlib.new("sm3")
    return _Sm3()


class _Sm3:
    def __init__(self) -> None:
        self._running = hashes.Hash(hashes.SM3())
        self.update = self._running.update

    def hexdigest(self) -> str:
        return self._running.finalize().hex()


def expand(ranges: str) -> list[int]:
    """Return the numbers that "1-3,7" names, which rise; raise ValueError for anything else."""
    numbers: list[int] = []
    for part in ranges.split(",") if ranges else ():
        low, _dash, high = part.partition("-")
        first, last = int(low), int(high or low)
        if first < 1 or last < first or (numbers and first <= numbers[-1]) or last - first > 10**6:
            raise ValueError(ranges[:80])
        numbers.extend(range(first, last + 1))
    return numbers


def is_within(ranges: Sequence[tuple[int, int]], seq: int) -> bool:
    """Return whether one of the (low, high) holds ``seq``."""
    return any(low <= seq <= high for low, high in ranges)


def pairs_of(ranges: str) -> list[tuple[int, int]]:
    """Return "1-3,7" as [(1, 3), (7, 7)]."""
    return [(int(low), int(high or low)) for part in ranges.split(",") for low, _dash, high in [part.partition("-")]]


@dataclass(slots=True)
class Header:
    """What a seal says, read from its text."""

    text: str
    number: int
    previous: str
    ranges: str
    awaited: list[tuple[int, int]]
    upper: int
    count: int
    total: int
    root: str
    sm3: str
    sealed_at: str
    algorithm: str
    key: str
    numbers: list[int] = field(default_factory=list)

    @property
    def head(self) -> str:
        """The SHA-256 of the header: what the next seal names, and what the minutes print."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_header(number: int, text: str) -> Header:
    """Return the header as it is written; raise Fault when it is none."""
    try:
        said = json.loads(text)
        awaited = [pair for part, _since in said["awaited"] for pair in pairs_of(part)]
        header = Header(
            text, said["number"], said["previous"], said["ranges"], awaited, said["upper"], said["count"],
            said["total"], said["root"], said["sm3"], said["sealed_at"], said["algorithm"], said["key"],
        )  # fmt: skip
        header.numbers = expand(header.ranges)
        known = said["version"] == VERSION and header.number == number and header.count == len(header.numbers) > 0
        texts = (header.previous, header.root, header.sm3, header.sealed_at, header.algorithm, header.key)
        known = known and all(isinstance(number, int) for number in (header.upper, header.total))
        known = known and all(isinstance(part, str) for part in texts)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Fault("seal.malformed", seal=number) from None
    if not known:
        raise Fault("seal.malformed", seal=number)
    return header


def is_signed(algorithm: str, public: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether the signature is right; raise Fault when SM2 cannot be checked here."""
    if algorithm == "ed25519":
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True
    try:
        import gmalg  # needed for SM2 alone, and not everywhere
    except ModuleNotFoundError:
        raise Fault("no_sm") from None
    try:
        return bool(gmalg.SM2(uid=_SM2_IDENTITY, pk=public).verify(message, signature[:32], signature[32:]))
    except Exception:  # noqa: BLE001 - gmalg raises errors of many kinds for points that are none
        return False


@dataclass(slots=True)
class Checker:
    """Follows the chain seal by seal. ``keys``: id -> (algorithm, public key). Counts what it has found right."""

    keys: dict[str, tuple[str, bytes]]
    number: int = 0
    head: str = NO_HEAD
    upper: int = 0
    awaited: list[tuple[int, int]] = field(default_factory=list)
    total: int = 0  # entries under all seals up to here
    entries: int = 0  # those that were checked

    def follow(self, number: int, text: str, signature: str) -> Header:
        """Return the next seal's header after checking its place in the chain, its signature and its ranges."""
        if number != self.number + 1:
            raise Fault("seal.missing", seal=self.number + 1)
        header = read_header(number, text)
        algorithm, public = self.keys.get(header.key, ("", b""))
        if not public or algorithm != header.algorithm:
            raise Fault("seal.unknown_key", seal=number)
        try:
            signed = is_signed(algorithm, public, text.encode(), bytes.fromhex(signature))
        except (ValueError, TypeError):
            signed = False
        if not signed:
            raise Fault("seal.signature", seal=number)
        if header.previous != self.head:
            raise Fault("seal.chain", seal=number)
        self._check_ranges(header)
        return header

    def _check_ranges(self, header: Header) -> None:
        """Entries are new ones or such as were awaited; awaited is what was or what is a new hole."""
        late = [seq for seq in header.numbers if seq <= self.upper]
        right = (
            all(is_within(self.awaited, seq) for seq in late)
            and header.upper == max(self.upper, header.numbers[-1])
            and header.total == self.total + header.count
            and all(low > self.upper or is_within(self.awaited, low) for low, _high in header.awaited)
            and all(high <= header.upper for _low, high in header.awaited)
        )
        if not right:
            raise Fault("seal.ranges", seal=header.number)

    def check_rows(self, header: Header, rows: Sequence[Row], digests: str | None = None) -> None:
        """Check the entries of a seal, in its order; ``digests`` is the list that the database keeps beside the seal.

        The list alone proves nothing (its root must be the signed one), but says which entry it is that is wrong.
        """
        check_numbers(header, [row[0] for row in rows])
        try:
            contents = [content_of(row) for row in rows]
            joined, stored = in_one(contents), "".join([row[_DIGEST] for row in rows])
        except (TypeError, ValueError):
            raise Fault("entry.changed", seal=header.number, seq=first_odd(rows)) from None
        sha256 = hashlib.sha256
        found = [sha256(content).digest() for content in contents]
        written = b"".join(found).hex()
        right = _root(header.numbers, found) == header.root
        if digests is not None and digests != written:
            raise _named(header, written, digests, right=right)
        if not right:
            raise Fault("seal.root", seal=header.number, seq=header.numbers[0])
        if stored != written:
            wrong = next(row[0] for row, digest in zip(rows, found, strict=True) if row[_DIGEST] != digest.hex())
            raise Fault("entry.changed", seal=header.number, seq=wrong)
        running = sm3()
        running.update(joined)
        if running.hexdigest() != header.sm3:
            raise Fault("seal.sm3", seal=header.number)

    def check_digests(self, header: Header, digests: str) -> None:
        """Check a seal by the digests of its entries alone."""
        if _root(header.numbers, _bytes_of(digests)) != header.root:
            raise Fault("seal.root", seal=header.number, seq=header.numbers[0])

    def accept(self, header: Header) -> None:
        """Go on to the next seal."""
        self.number, self.head, self.upper = header.number, header.head, header.upper
        self.awaited, self.total = header.awaited, header.total
        self.entries += header.count


def check_numbers(header: Header, present: list[int]) -> None:
    """Raise Fault unless exactly the entries are ``present`` that the seal names."""
    if present == header.numbers:
        return
    wanted, there = set(header.numbers), set(present)
    missing, extra = min(wanted - there, default=None), min(there - wanted, default=None)
    if missing is not None and (extra is None or missing < extra):
        raise Fault("entry.missing", seal=header.number, seq=missing)
    if extra is not None:
        raise Fault("entry.inserted", seal=header.number, seq=extra)
    first = next((a for a, b in zip(present, header.numbers, strict=False) if a != b), present[-1])
    raise Fault("entry.inserted", seal=header.number, seq=first)  # the same number twice, or another order


def _root(numbers: list[int], digests: list[bytes]) -> str:
    if len(numbers) != len(digests):
        return ""
    sha256 = hashlib.sha256
    leaves = [
        sha256(b"\x00" + seq.to_bytes(8, "big") + digest).digest() for seq, digest in zip(numbers, digests, strict=True)
    ]
    return root_of(leaves).hex()


def _bytes_of(digests: str) -> list[bytes]:
    try:
        return [bytes.fromhex(digests[at : at + 64]) for at in range(0, len(digests), 64)]
    except (ValueError, TypeError):
        return []


def is_odd(row: Row) -> bool:
    """Return whether something in the row is no text, or holds what no text may hold."""
    try:
        in_one([content_of(row)])
    except (TypeError, ValueError):
        return True
    return not isinstance(row[_DIGEST], str)


def first_odd(rows: Sequence[Row]) -> int:
    """Return the number of the first row that cannot even be digested."""
    return next((int(row[0]) for row in rows if is_odd(row)), int(rows[0][0]))


def _named(header: Header, written: str, kept: str, *, right: bool) -> Fault:
    """Return the fault of a seal whose entries and kept digests differ."""
    if right or _root(header.numbers, _bytes_of(kept)) != header.root:
        return Fault("seal.digests" if right else "seal.root", seal=header.number, seq=header.numbers[0])
    sealed = [kept[at : at + 64] for at in range(0, len(kept), 64)]
    there = [written[at : at + 64] for at in range(0, len(written), 64)]
    at = next(at for at, (a, b) in enumerate(zip(sealed, there, strict=True)) if a != b)
    if there[at] in sealed:
        other = header.numbers[sealed.index(there[at])]
        return Fault("entry.moved", seal=header.number, seq=header.numbers[at], other=other)
    return Fault("entry.changed", seal=header.number, seq=header.numbers[at])


def check_export(lines: Iterable[str], *, fingerprint: str = "") -> Checker:
    """Check an export, line by line, and return what was found right; raise Fault for the first thing that is wrong."""
    numbered = enumerate(lines, start=1)
    opening = _object(*next(numbered, (1, "")))
    if opening.get("liandu") != "seals" or opening.get("version") != VERSION:
        raise Fault("file.malformed", line=1)
    checker = Checker(keys_in(opening, fingerprint))
    rows: list[Row] = []
    for at, line in numbered:
        if line.startswith("["):
            rows.append(_row(at, line))
            continue
        said = _object(at, line)
        if "end" in said:
            if rows or said["end"] != checker.number:
                break
            return checker
        try:
            header = checker.follow(said["seal"], said["header"], said["signature"])
            if opening["digests_only"]:
                checker.check_digests(header, said["digests"])
            else:
                checker.check_rows(header, rows)
        except (KeyError, TypeError, AttributeError):
            raise Fault("file.malformed", line=at) from None
        checker.accept(header)
        rows = []
    raise Fault("file.cut_off", seal=checker.number)


def keys_in(opening: dict[str, Any], fingerprint: str = "") -> dict[str, tuple[str, bytes]]:
    """Return the public keys that a file brings; only the one with this fingerprint, when one is given."""
    try:
        keys = {key["id"]: (key["algorithm"], bytes.fromhex(key["public"])) for key in opening["keys"]}
    except (KeyError, TypeError, ValueError):
        raise Fault("file.malformed", line=1) from None
    if not fingerprint:
        return keys
    known = {name: key for name, key in keys.items() if hashlib.sha256(key[1]).hexdigest().startswith(fingerprint)}
    if not known:
        raise Fault("file.other_key")
    return known


def _object(at: int, line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        raise Fault("file.malformed", line=at) from None
    if not isinstance(said, dict):
        raise Fault("file.malformed", line=at)
    return said


def _row(at: int, line: str) -> Row:
    try:
        row = json.loads(line)
    except ValueError:
        raise Fault("file.malformed", line=at) from None
    if len(row) != _DIGEST + 1 or not isinstance(row[0], int):
        raise Fault("file.malformed", line=at)
    return row


def check_receipt(text: str, *, fingerprint: str = "") -> Header:
    """Check the receipt of one entry and return the header of its seal; raise Fault when it proves nothing."""
    said = _object(1, text)
    try:
        header = read_header(said["seal"], said["header"])
        algorithm, public = keys_in(said, fingerprint).get(header.key, ("", b""))
        row, signature = said["entry"], bytes.fromhex(said["signature"])
        path = [bytes.fromhex(node) for node in said["path"]]
        seq, *texts = row
        content = in_one([content_of((seq, *texts))])
        leaf = leaf_of(seq, hashlib.sha256(content).digest() if len(row) == _DIGEST else b"")
        index = header.numbers.index(row[0])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Fault("file.malformed", line=1) from None
    if algorithm != header.algorithm or not is_signed(algorithm, public, header.text.encode(), signature):
        raise Fault("seal.signature", seal=header.number)
    root = climbed(leaf, index, header.count, path)
    if root is None or root.hex() != header.root:
        raise Fault("receipt.path")
    return header


def _lines(path: str) -> Iterator[str]:
    out: IO[str]
    opener: Any = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8", newline="\n") as out:
        yield from out


def _compare_head(checker: Checker, wanted: str) -> None:
    if not checker.head.startswith(wanted.replace(" ", "").lower()):
        raise Fault("file.other_head", seal=checker.number)


def run(options: argparse.Namespace) -> int:
    """Check the file, print the result and return 0, 1 for a fault, 2 when the file cannot be read."""
    try:
        if getattr(options, "receipt", None):
            header = check_receipt("".join(_lines(options.receipt)), fingerprint=options.fingerprint)
            told = (header.number, header.sealed_at, header.head)
            print("凭据真实：第 %s 号封印，%s UTC，封印头 %s。The receipt is genuine." % told)  # noqa: T201, UP031
            return 0
        checker = check_export(_lines(options.export), fingerprint=options.fingerprint)
        _compare_head(checker, options.head)
    except Fault as fault:
        print(fault)  # noqa: T201 - the command's output
        return 1
    except (OSError, EOFError, UnicodeDecodeError) as error:
        print(f"读不出这个文件。The file cannot be read: {error}", file=sys.stderr)  # noqa: T201
        return 2
    print(f"完好：{checker.number} 个封印，{checker.entries} 条。All right: {checker.number} seals.")  # noqa: T201
    print(f"最新封印头 Newest head: {checker.head}")  # noqa: T201
    for name, (algorithm, public) in checker.keys.items():
        print(f"公钥 Public key {name} ({algorithm}): {hashlib.sha256(public).hexdigest()}")  # noqa: T201
    return 0


def arguments() -> argparse.ArgumentParser:
    """Return the parser of this file when it is run by itself."""
    parser = argparse.ArgumentParser(description="Check an export of Liandu's journal, or the receipt of one entry.")
    parser.add_argument("export", nargs="?", metavar="FILE", help="an export (JSON lines, .gz when compressed)")
    parser.add_argument("--receipt", metavar="FILE", help="check a receipt instead")
    parser.add_argument("--head", default="", help="the newest head as the minutes print it, or its beginning")
    parser.add_argument("--fingerprint", default="", help="the fingerprint of the public key, or its beginning")
    return parser


if __name__ == "__main__":
    given = arguments().parse_args()
    if not (given.export or given.receipt):
        arguments().error("FILE or --receipt FILE")
    sys.exit(run(given))
