"""``liandu seals``: what an auditor does with the seals of the journal on the machine itself."""

import argparse
import gzip
import json
import os
import sys
from collections.abc import Iterable
from typing import Any

from liandu.journal import exporting
from liandu.journal.commands import note_export, note_receipt
from liandu.journal.offline import FAULTS
from liandu.journal.queries import state_of_seals
from liandu.journal.verification import public_keys
from liandu.journal.verification import verify as check


def status(options: argparse.Namespace) -> int:  # noqa: ARG001 - every command has this shape
    """Print how the seals stand and return 0; 1 when the heads kept outside know more than the database."""
    state = state_of_seals()
    _say(f"封印 Seals: {state.number}")
    _say(f"最新 Newest: {state.sealed_at or '-'}")
    _say(f"待封印 Waiting: {state.waiting}")
    _say(f"库外留存到第 {state.kept} 号 Heads kept outside up to: {state.kept}")
    if state.kept > state.number:
        _say(_both("heads.cut_off", seal=state.number + 1))
        return 1
    return 0


def verify(options: argparse.Namespace) -> int:  # noqa: ARG001 - every command has this shape
    """Check the whole database, print the result and return 0; 1 with the first fault."""
    result = check()
    if result.fault is not None:
        _say(str(result.fault))
        return 1
    _say(
        f"完好：{result.seals} 个封印，{result.entries} 条，另有 {result.waiting} 条待封印。"
        f"All right: {result.seals} seals, {result.entries} entries, {result.waiting} waiting."
    )
    _say(f"最新封印头 Newest head: {result.head}")
    if result.heads_kept < result.seals:
        missing = result.seals - result.heads_kept
        _say(
            f"库外留存的封印头缺 {missing} 个，整段截断可能看不出；请与会议记录中的封印头核对。"
            f"{missing} heads are not kept outside the database; compare the newest head with the minutes."
        )
    return 0


def export(options: argparse.Namespace) -> int:
    """Write the export, journal it and return 0; 2 when the file cannot be written."""
    newest = exporting.newest_seal()
    try:
        _write(options.file, exporting.export_lines(digests_only=options.digests_only))
    except OSError as error:
        return _wrong(f"{options.file}: 写不出这个文件。It cannot be written: {error}")
    note_export(number=newest.number if newest else 0, digests_only=options.digests_only, by=None)
    _say(f"已导出到第 {newest.number if newest else 0} 号封印。Exported: {options.file}")
    for name, (algorithm, public) in public_keys().items():
        _say(f"公钥 Public key {name} ({algorithm}): {exporting.fingerprint(public)}")
    return 0


def anchor(options: argparse.Namespace) -> int:  # noqa: ARG001 - every command has this shape
    """Print the newest head as text and as a QR code and return 0; 1 before the first seal."""
    newest = exporting.anchor()
    if newest is None:
        _say("还没有封印。There is no seal yet.")
        return 1
    _say(
        f"联督日志封印 第 {newest.number} 号（{newest.sealed_at} UTC）Seal of the journal of Liandu no. {newest.number}"
    )
    _say(newest.groups)
    for line in _drawn(exporting.qr_code(newest.text)):
        _say(line)
    return 0


def receipt(options: argparse.Namespace) -> int:
    """Print or write the receipt of one entry and return 0; 1 when it is not sealed or not there."""
    proof = exporting.receipt_of(options.seq)
    if proof is None:
        _say(f"第 {options.seq} 条不存在或尚未封印。Entry {options.seq} is not there or not sealed yet.")
        return 1
    text = json.dumps(proof, ensure_ascii=False, indent=1) + "\n"
    note_receipt(seq=options.seq, by=None)
    if not options.file:
        sys.stdout.write(text)
        return 0
    try:
        _write(options.file, [text])
    except OSError as error:
        return _wrong(f"{options.file}: 写不出这个文件。It cannot be written: {error}")
    return 0


def _write(path: str, lines: Iterable[str]) -> None:
    """Write a file that only its owner may read; compressed when its name says so."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    raw = os.fdopen(handle, "wb")
    with raw:
        out: Any = gzip.GzipFile(fileobj=raw, mode="wb") if path.endswith(".gz") else raw
        for line in lines:
            out.write(line.encode())
        out.close()


def _drawn(rows: list[list[bool]]) -> Iterable[str]:
    """Two rows of squares a line, light on dark as a terminal is."""
    if len(rows) % 2:
        rows = [*rows, [False] * len(rows[0])]
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        # Light squares are drawn, dark ones left out: full, lower half, upper half, nothing.
        yield "".join("█▄▀ "[dark + 2 * below] for dark, below in zip(upper, lower, strict=True))


def _both(kind: str, **facts: Any) -> str:
    chinese, english = (words % facts for words in FAULTS[kind])
    return f"{chinese}。{english[:1].upper()}{english[1:]}."


def _say(line: str) -> None:
    print(line)  # noqa: T201 - the command's output


def _wrong(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - the command's output
    return 2
