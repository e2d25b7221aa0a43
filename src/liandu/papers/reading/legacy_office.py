"""Old word processor files (.doc, .wps, .rtf) and .odt: LibreOffice turns them into .docx, which is then read.

LibreOffice is optional. It runs in a folder of its own with its own profile, within a time limit, and whatever it
started is ended with it.
"""

import os
import shutil
import signal
import struct
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Paper
from liandu.papers.reading.docx import READER as DOCX
from liandu.papers.reading.ole import OLE_HEAD, compound, stream_head
from liandu.papers.reading.packages import ZIP_HEAD, broken, open_package, part_names, protected, with_macros
from liandu.papers.reading.protocol import CannotRead, Limits, Source

_PROGRAMS = ("soffice", "libreoffice")
_RTF_HEAD = b"{\\rtf"
_ODT = b"application/vnd.oasis.opendocument.text"
_ENDINGS = frozenset({"doc", "dot", "wps", "wpt"})
_FIB = struct.Struct("<10xH")  # [MS-DOC] 2.5.2 FibBase: the flags stand at byte 10
_F_ENCRYPTED = 0x0100


class LegacyOfficeReader:
    """Reads .doc, .wps, .rtf and .odt through LibreOffice; also says so of Office files under a password."""

    name = "legacy_office"

    def score(self, source: Source) -> float:
        """Return 1 for a compound file with a Word document or an encrypted package, less for .rtf, .odt and ruins."""
        if source.head.startswith(_RTF_HEAD):
            return 0.9
        if source.head.startswith(ZIP_HEAD):
            return 0.9 if _is_odt(source) else 0.0
        if not source.head.startswith(OLE_HEAD):
            return 0.0
        held = compound(source)
        if held.is_word or held.is_encrypted_package:
            return 1.0
        return 0.3 if source.ending in _ENDINGS else 0.0

    def look_over(self, source: Source) -> None:
        """Raise CannotRead for what can be told without converting: passwords, macros, ruins, no LibreOffice."""
        _refuse(source)
        if program() is None:
            raise _needs_program(_kind(source))

    def read(self, source: Source, limits: Limits) -> Paper:
        """Return the paper; raise CannotRead for passwords, macros, ruins, and when LibreOffice is not installed."""
        _refuse(source)
        kind = _kind(source)
        if kind == "odt":
            open_package(source, limits).close()
        with tempfile.TemporaryDirectory(prefix="liandu-office-") as folder:
            converted = _convert(source, kind, Path(folder), limits)
            head = converted.read_bytes()[:8]
            paper = DOCX.read(Source(converted.name, converted, head, converted.stat().st_size), limits)
        return replace(paper, format=kind)


READER = LegacyOfficeReader()


def program() -> str | None:
    """Return the path of LibreOffice, None when it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def _needs_program(kind: str) -> CannotRead:
    return CannotRead(
        "file.needs_libreoffice",
        gettext_noop("未安装 LibreOffice，不能读 .%(kind)s 文件。请另存为 .docx 后再上传。"),
        kind=kind,
    )


def _is_odt(source: Source) -> bool:
    # The mimetype is stored first and unpacked in an OpenDocument file, so it stands in the head.
    return _ODT in source.head[:200] and "content.xml" in part_names(source)


def _kind(source: Source) -> str:
    if source.head.startswith(_RTF_HEAD):
        return "rtf"
    if source.head.startswith(ZIP_HEAD):
        return "odt"
    return "wps" if source.ending in ("wps", "wpt") else "doc"


def _refuse(source: Source) -> None:
    if not source.head.startswith(OLE_HEAD):
        return
    held = compound(source)
    if held.is_encrypted_package:
        raise protected()
    if not held.is_word:
        raise broken("no WordDocument stream")
    head = stream_head(source, "WordDocument", _FIB.size)
    if len(head) < _FIB.size:
        raise broken("short WordDocument stream")
    if _FIB.unpack(head)[0] & _F_ENCRYPTED:
        raise protected()
    if held.has_macros:
        raise with_macros()


def _convert(source: Source, kind: str, folder: Path, limits: Limits) -> Path:
    """Return the .docx that LibreOffice makes of ``source`` in ``folder``."""
    office = program()
    if office is None:
        raise _needs_program(kind)
    copy = folder / f"input.{'doc' if kind == 'wps' else kind}"
    out = folder / "out"
    shutil.copyfile(source.path, copy)
    command = [
        office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", "docx", "--outdir", str(out), str(copy),
    ]  # fmt: skip
    _run(command, limits.seconds)
    made = out / "input.docx"
    if not made.is_file():
        raise broken("LibreOffice could not convert it")
    return made


def _run(command: list[str], seconds: float) -> None:
    """Run LibreOffice; raise CannotRead when it takes longer than ``seconds``, and leave none of its processes."""
    process = subprocess.Popen(  # noqa: S603 - our own program with paths of our own, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise CannotRead(
            "file.too_slow",
            gettext_noop("文件转换超过%(seconds)s秒，没有完成。请另存为 .docx 后再上传。"),
            seconds=round(seconds),
        ) from None
    finally:
        _end_group(process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()
