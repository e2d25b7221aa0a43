"""A file on its way in: written to a folder of its own, digested as it comes, gone again unless it is kept."""

import contextlib
import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.conf import settings

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

PREFIX = "in-"
A_DAY = 24 * 60 * 60  # seconds


@dataclass(frozen=True, slots=True)
class Incoming:
    """Bytes that have come in but are not kept yet."""

    path: Path
    name: str
    size: int
    sha256: str
    sm3: str


@contextmanager
def taking_in(chunks: Iterable[bytes], *, name: str, most: int) -> Iterator[Incoming]:
    """Write ``chunks`` down and yield what came; when the block ends nothing is left of it, unless it was kept.

    Raises Refusal as soon as more than ``most`` bytes have come, or when nothing came.
    """
    folder = Path(settings.LIANDU_HOME) / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, path = _held_file(folder)
    with os.fdopen(handle, "wb") as out:  # open, and with it the lock, until the block ends
        try:
            size, sha256, sm3 = _digest_into(out, chunks, name=name, most=most)
            out.flush()
            os.fsync(out.fileno())
            yield Incoming(path=path, name=name, size=size, sha256=sha256, sm3=sm3)
        finally:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()


def _held_file(folder: Path) -> tuple[int, Path]:
    """Return a new file, locked so that leftovers() leaves it alone; the kernel takes the lock from a dead program."""
    while True:
        handle, written = tempfile.mkstemp(dir=folder, prefix=PREFIX)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if Path(written).exists():  # nobody took it for a leftover before it was locked
            return handle, Path(written)
        os.close(handle)


def leftovers() -> Iterator[Path]:
    """Yield what programs left in the folder that were killed while something came in, each held while it is looked at.

    What has no lock of ours (a large upload that Django itself writes down, the folder of a package) is left over after
    a day.
    """
    for path in sorted((Path(settings.LIANDU_HOME) / "incoming").glob("*")):
        with contextlib.suppress(FileNotFoundError, BlockingIOError):
            handle = os.open(path, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if path.name.startswith(PREFIX) or time.time() - path.stat().st_mtime > A_DAY:
                    yield path
            finally:
                os.close(handle)


def _digest_into(out: IO[bytes], chunks: Iterable[bytes], *, name: str, most: int) -> tuple[int, str, str]:
    size, sha256, sm3 = 0, hashlib.sha256(), Hash(SM3())
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise Refusal(
                "file.too_large",
                gettext_noop("“%(name)s”超过 %(most)s MB，不能接收。请压缩图片或分成几个文件。"),
                name=name,
                most=most // (1024 * 1024),
            )
        sha256.update(chunk)
        sm3.update(chunk)
        out.write(chunk)
    if size == 0:
        raise Refusal("file.empty", gettext_noop("“%(name)s”是空文件，没有内容可读。"), name=name)
    return size, sha256.hexdigest(), sm3.finalize().hex()
