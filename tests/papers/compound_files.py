"""Small compound files (OLE), written by hand after [MS-CFB]: one folder level, streams of any length."""

import struct
from collections.abc import Mapping

SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NOBODY = 0xFFFFFFFF
_CUTOFF = 4096


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file whose root holds these streams; each is padded to the size that needs no mini stream."""
    padded = {name: data.ljust(_CUTOFF, b"\0") if len(data) >= 512 else data for name, data in streams.items()}
    mini = b"".join(data.ljust(-(-len(data) // 64) * 64, b"\0") for data in padded.values() if len(data) < _CUTOFF)
    sectors: list[bytes] = []
    chains: list[list[int]] = []

    def store(data: bytes) -> int:
        if not data:
            return _END
        pieces = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
        chains.append(list(range(len(sectors), len(sectors) + len(pieces))))
        sectors.extend(pieces)
        return chains[-1][0]

    mini_fat, entries, mini_at = [], [], 0
    for name, data in padded.items():
        if len(data) < _CUTOFF:
            count = -(-len(data) // 64)
            entries.append((name, 2, mini_at, len(data)))
            mini_fat += [*range(mini_at + 1, mini_at + count), _END]
            mini_at += count
        else:
            entries.append((name, 2, store(data), len(data)))
    root = ("Root Entry", 5, store(mini), len(mini))
    mini_fat_start = store(_numbers(mini_fat))
    directory = b"".join(_entry(at, entry, len(entries)) for at, entry in enumerate([root, *entries]))
    directory_start = store(directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0"))
    fat = [_FREE] * 128
    for chain in chains:
        for here, following in zip(chain, [*chain[1:], _END], strict=True):
            fat[here] = following
    fat[len(sectors)] = _FAT
    header = struct.pack(
        "<8s16xHHHHH6xLLLLLLLLLL", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory_start, 0,
        _CUTOFF, mini_fat_start, 1 if mini_fat else 0, _END, 0, len(sectors),
    )  # fmt: skip
    return header.ljust(SECTOR, b"\xff") + b"".join(sectors) + _numbers(fat)


def _numbers(values: list[int]) -> bytes:
    return struct.pack(f"<{len(values)}L", *values)


def _entry(at: int, entry: tuple[str, int, int, int], count: int) -> bytes:
    """Return a directory entry; the entries below the root form a list to the right."""
    name, kind, start, size = entry
    written = name.encode("utf-16-le") + b"\0\0"
    right = at + 1 if 0 < at < count else _NOBODY
    child = 1 if at == 0 and count else _NOBODY
    return struct.pack(
        "<64sHBBLLL16sLQQLQ", written, len(written), kind, 1, _NOBODY, right, child, b"", 0, 0, 0, start, size
    )
