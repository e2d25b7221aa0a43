"""Which reader reads a file: every module of this folder that has a ``READER`` is asked for its score."""

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path

import liandu.papers.reading as folder
from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Paper
from liandu.papers.reading.protocol import CannotRead, Limits, Reader, Source

HEAD_BYTES = 8_192
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_PROGRAMS = (b"MZ", b"\x7fELF")


@cache
def readers() -> tuple[Reader, ...]:
    """Return all readers, by name of their module; the modules are imported at the first call."""
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
    modules = (import_module(f"{folder.__name__}.{name}") for name in names)
    return tuple(module.READER for module in modules if hasattr(module, "READER"))


def best(source: Source) -> Reader | None:
    """Return the reader with the highest score for ``source``, None when no reader knows it."""
    scored = [(reader.score(source), reader) for reader in readers()]
    score, reader = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return reader if score > 0 else None


def read(path: Path, name: str, limits: Limits | None = None) -> Paper:
    """Read the file at ``path`` that its owner calls ``name``; raise CannotRead with a sentence when it is not taken.

    The format is told by the content; ``name`` only helps where the content leaves it open.
    """
    limits = limits or Limits()
    source = look_at(path, name, limits)
    reader = best(source)
    if reader is None:
        raise _unknown(source)
    return reader.read(source, limits)


def look_at(path: Path, name: str, limits: Limits) -> Source:
    """Return the file as readers see it; raise CannotRead when it is empty, too large or cannot be opened."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        raise CannotRead("file.unreadable", gettext_noop("文件打不开，请重新上传。")) from None
    if not head:
        raise CannotRead("file.empty", gettext_noop("文件是空的，没有可读的文字。"))
    if size > limits.bytes:
        # Imported here so that starting the program does not load the XML library.
        from liandu.papers.reading.packages import too_large

        raise too_large(limits.bytes // 2**20)
    return Source(name=name, path=path, head=head, size=size)


def _unknown(source: Source) -> CannotRead:
    if source.head.startswith(_ARCHIVES):
        return CannotRead("file.archive", gettext_noop("这是压缩包或已损坏的文件，不能直接读取。请解压后逐个上传。"))
    if source.head.startswith(_PROGRAMS):
        return CannotRead("file.program", gettext_noop("这是程序文件，不接收。"))
    return CannotRead(
        "file.unknown",
        gettext_noop("认不出“%(name)s”是什么文件。可以上传 Word、WPS、PDF、Excel、网页、OFD 和纯文本。"),
        name=source.name,
    )
