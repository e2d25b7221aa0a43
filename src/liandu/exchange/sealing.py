"""Package files, written and read as streams: sign and envelop; open, verify everything, then hand out what is inside.

A file is decrypted into LIANDU_HOME/incoming and gone again when the block ends, whatever happens. Nothing of it is
believed before the sender's signature over the manifest holds and every part has the size and digests that it states.
"""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from liandu.exchange.archive import (
    PIECE,
    Entry,
    Pulled,
    broken,
    next_entry,
    pieces_of,
    skip_padding,
    written,
)
from liandu.exchange.identity import ENVELOPE, key_folder
from liandu.exchange.kinds import Kind, Record, kind_named, kinds
from liandu.exchange.manifest import LARGEST_MANIFEST, PACKAGE, SITE, Digests, Manifest, Part, manifest_from
from liandu.exchange.wire import fits, matching, unpacked
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.keys.envelopes import AGE, SM, envelope
from liandu.keys.folder import Key
from liandu.keys.signing import sign

OUTCOMES = "records/outcomes.jsonl"
LONGEST_LINE = 4 * 1024 * 1024  # the list of a package with some thousands of lines
MOST_RECORDS = 500_000
_LONGEST_SIGNATURE = 512
_MAGIC = {AGE: b"age-encryption.org/v1\n", SM: b"LIANDU-SM-1\n"}
_IS_KEY = matching(r"[0-9A-Za-z._-]{1,40}")
_IS_SITE = matching(SITE)
Trust = Callable[[Manifest, bytes, bytes], Any]


def signed_words(manifest: bytes) -> bytes:
    """Return what is signed: the manifest under words that no other signature of the site begins with."""
    return b"liandu exchange 1\n" + manifest


# Writing


@dataclass(frozen=True, slots=True)
class Source:
    """A part and the file that holds its bytes now."""

    part: Part
    path: Path


@contextmanager
def workshop() -> Iterator[Path]:
    """Yield a folder under LIANDU_HOME/incoming that is gone when the block ends."""
    folder = Path(settings.LIANDU_HOME) / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=folder, prefix="exchange-") as made:
        yield Path(made)


def seal(
    out: IO[bytes],
    *,
    manifest: Manifest,
    sources: Iterable[Source],
    key: Key,
    to: tuple[str, bytes],
    went: Callable[[int], None] = lambda _size: None,
) -> Part:
    """Write the package to ``out``, enveloped to the receiver's (algorithm, public), and return its size and digests.

    ``went`` hears how many bytes of parts are through. Raises Refusal when an original is not what its row says.
    """
    head = manifest.written()
    signature = sign(key, signed_words(head))
    entries: Iterator[tuple[str, int, Iterable[bytes]]] = (
        entry
        for group in (
            (("manifest.json", len(head), (head,)), ("signature", len(signature), (signature,))),
            ((one.part.name, one.part.size, _unchanged(one, went)) for one in sources),
        )
        for entry in group
    )
    pulled, digests = Pulled(written(entries)), Digests()
    algorithm, public = to
    try:
        envelope(algorithm).close(pulled, _Passed(out, digests), public=public)  # type: ignore[arg-type]
    except BaseException:
        if pulled.fault is not None:  # what happened on our side, not what the envelope made of it
            raise pulled.fault from None
        raise
    return digests.part("package")


class _Passed:
    """A file to write to that takes what passes into digests."""

    def __init__(self, out: IO[bytes], digests: Digests) -> None:
        self._out, self._digests = out, digests

    def write(self, piece: bytes) -> int:
        """Write a piece."""
        for one in self._digests.passing((bytes(piece),)):
            self._out.write(one)
        return len(piece)

    def flush(self) -> None:
        """Do nothing: the owner flushes."""


def _unchanged(source: Source, went: Callable[[int], None]) -> Iterator[bytes]:
    """Yield the bytes of a part; raise Refusal in the end when they are not what the part says."""
    digests = Digests()
    try:
        with source.path.open("rb") as file:
            for piece in digests.passing(iter(lambda: file.read(PIECE), b"")):
                yield piece
                went(len(piece))
    except FileNotFoundError:
        raise _lost(source.part) from None
    if digests.part(source.part.name) != source.part:
        raise _lost(source.part)


def _lost(part: Part) -> Refusal:
    sentence = gettext_noop("存储里的原件 %(sha256)s 缺失或被改动，没有打包。请告诉系统管理员，从备份恢复后再试。")
    return Refusal("exchange.original_lost", sentence, sha256=part.sha256[:12])


# Reading


@dataclass(frozen=True, slots=True)
class Unsealed:
    """A package that is open and verified: who sent it, its manifest, and its parts to be read one after the other."""

    trusted: Any
    manifest: Manifest
    file: IO[bytes]
    entries: dict[str, Entry]

    def records(self, kind: Kind) -> Iterator[Record]:
        """Yield the records of ``kind`` in the order of the package."""
        entry = self.entries.get(f"records/{kind.name}.jsonl")
        for line in _lines(self.file, entry) if entry else ():
            yield _record(kind, line, self.manifest)

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the objects of the part ``name``."""
        for line in _lines(self.file, self.entries[name]):
            yield unpacked(line)

    def original(self, sha256: str) -> Iterator[bytes]:
        """Yield the bytes of an original in pieces."""
        yield from pieces_of(self.file, self.entries[f"originals/{sha256}"])


@contextmanager
def unsealed(path: Path, *, trust: Trust) -> Iterator[Unsealed]:
    """Open the package file at ``path``, verify everything, and yield what is inside; nothing is left of it afterwards.

    ``trust`` gets the manifest, what was signed and the signature, and raises Refusal when the sender is not to be
    believed; what it returns is ``trusted``.
    """
    with workshop() as folder:
        inside = folder / "archive"
        with path.open("rb") as closed:
            _decrypt(closed, inside)
        with inside.open("rb") as file:
            yield _verified(file, inside.stat().st_size, trust)


def _decrypt(closed: IO[bytes], inside: Path) -> None:
    """Write what is in the envelope to ``inside``; every key we ever had is tried, the newest first."""
    start = closed.read(64)
    algorithm = next((name for name, magic in _MAGIC.items() if start.startswith(magic)), "")
    if not algorithm:
        sentence = gettext_noop("这不是联督交换包，请选择对方导出的 .liandu 文件。")
        raise Refusal("exchange.not_a_package", sentence)
    fault: Refusal | None = None
    for key in reversed(key_folder().all(ENVELOPE)):
        if key.algorithm != algorithm:
            continue
        closed.seek(0)
        with _private(inside) as out:
            try:
                envelope(algorithm).open(closed, out, secret=key.secret)
            except Refusal as refusal:
                fault = refusal
            else:
                return
    raise fault or _for_nobody_here()


def _for_nobody_here() -> Refusal:
    sentence = gettext_noop(
        "本单位没有能打开这个交换包的密钥：不是发给本单位的，或者对方用了另一种算法。请核对接收方。"
    )
    return Refusal("exchange.no_key", sentence)


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        yield out


def _verified(file: IO[bytes], length: int, trust: Trust) -> Unsealed:
    head = _small(file, length, "manifest.json", LARGEST_MANIFEST)
    signature = _small(file, length, "signature", _LONGEST_SIGNATURE)
    manifest = manifest_from(head)
    trusted = trust(manifest, signed_words(head), signature)
    entries = {}
    for part in manifest.parts:
        entry = next_entry(file, length=length)
        if entry is None or (entry.name, entry.size) != (part.name, part.size):
            raise broken()
        digests = Digests()
        for _piece in digests.passing(pieces_of(file, entry)):
            pass
        if digests.part(part.name) != part:
            raise broken()
        skip_padding(file, entry)
        entries[part.name] = entry
    if next_entry(file, length=length) is not None:
        raise broken()
    opened = Unsealed(trusted, manifest, file, entries)
    (_check_records if manifest.kind == PACKAGE else _check_outcomes)(opened)
    return opened


def _small(file: IO[bytes], length: int, name: str, most: int) -> bytes:
    entry = next_entry(file, length=length)
    if entry is None or entry.name != name or entry.size > most:
        raise broken()
    content = b"".join(pieces_of(file, entry))
    skip_padding(file, entry)
    return content


def _check_outcomes(opened: Unsealed) -> None:
    if set(opened.entries) != {OUTCOMES} or not opened.manifest.answers:
        raise broken()


def _check_records(opened: Unsealed) -> None:
    """Raise Refusal unless every record is what its kind allows, once, and every original belongs to a record."""
    manifest = opened.manifest
    for name, version in manifest.versions.items():
        _refuse_other_kind(name, version)
    of_kinds = [f"records/{kind.name}.jsonl" for kind in kinds() if kind.name in manifest.versions]
    originals = [name for name in opened.entries if name.startswith("originals/")]
    if manifest.answers or list(opened.entries) != of_kinds + sorted(originals):
        raise broken()
    named, count = set(), 0
    for kind in kinds():
        seen: set[tuple[str, str]] = set()
        for record in opened.records(kind):
            count += 1
            if record.identity in seen or count > MOST_RECORDS:
                raise broken()
            seen.add(record.identity)
            if sha256 := kind.file_of(record.fields):
                named.add(f"originals/{sha256}")
    if named != set(originals) or any(p.name != f"originals/{p.sha256}" for p in manifest.parts if p.name in named):
        raise broken()


def _refuse_other_kind(name: str, version: int) -> None:
    kind = kind_named(name)
    if kind is None:
        sentence = gettext_noop("交换包里有本系统不认识的内容（%(name)s）。请先升级本系统再导入。")
        raise Refusal("exchange.unknown_kind", sentence, name=name[:30])
    if version > kind.version:
        sentence = gettext_noop("交换包里“%(name)s”的格式比本系统的新。请先升级本系统再导入。")
        raise Refusal("exchange.newer_kind", sentence, name=str(kind.label))
    if version < kind.version:
        sentence = gettext_noop("交换包里“%(name)s”的格式已不再支持。请对方升级后重新导出。")
        raise Refusal("exchange.older_kind", sentence, name=str(kind.label))


def _lines(file: IO[bytes], entry: Entry) -> Iterator[bytes]:
    """Yield the lines of a part; others may read elsewhere in the file meanwhile."""
    place, end = entry.offset, entry.offset + entry.size
    while place < end:
        file.seek(place)
        line = file.readline(min(LONGEST_LINE, end - place))
        if not line.endswith(b"\n"):
            raise broken()
        place += len(line)
        yield line[:-1]


def _is_ref(value: Any) -> bool:
    return value is None or (isinstance(value, list) and len(value) == 2 and _IS_SITE(value[0]) and _IS_KEY(value[1]))


def _record(kind: Kind, line: bytes, manifest: Manifest) -> Record:
    said = unpacked(line)
    checks = {
        "site": lambda value: _IS_SITE(value) and value in manifest.sites,
        "key": _IS_KEY,
        "fields": lambda value: fits(value, kind.fields),
        "refs": lambda value: fits(value, dict.fromkeys(kind.refs, _is_ref)),
    }
    if not fits(said, checks):
        raise broken()
    refs = {name: (ref[0], ref[1]) if ref else None for name, ref in said["refs"].items()}
    if any(refs[name] is None and not ref.optional for name, ref in kind.refs.items()):
        raise broken()
    return Record(kind.name, said["site"], said["key"], said["fields"], refs)


def write_private(path: Path, write: Callable[[IO[bytes]], Part]) -> Part:
    """Let ``write`` fill a new file that takes the place of ``path`` when it is complete; return what it returns."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(path.name + ".new")
    try:
        with _private(draft) as out:
            made = write(out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()
    return replace(made, name=path.name)
