"""``liandu keys``: which keys a site holds, and a new key for the clues, wrapped in batches that survive a kill."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator

from liandu.clues.commands import index_batch, rewrap_batch, rotate_keys
from liandu.clues.commands.keys import BATCH
from liandu.clues.queries import clues_indexed_before, sealed_texts
from liandu.clues.sealing import PURPOSE, vault
from liandu.config.upgrading import bring_up_to_date
from liandu.keys.folder import Key


def run(options: argparse.Namespace) -> int:
    """List the keys, or rotate those of ``options.purpose``; return 0, or 1 when some texts could not be wrapped."""
    bring_up_to_date()
    if options.what == "list":
        return _list()
    return _rotate_index() if options.index else _rotate()


def _say(line: str, *, to_errors: bool = False) -> None:
    print(line, file=sys.stderr if to_errors else sys.stdout, flush=True)


def _list() -> int:
    folder = vault().folder
    purposes = folder.purposes()
    key_of = vault().key_of
    used = Counter(key_of(token) for _model, _fields, rows in sealed_texts() for _key, held in rows for token in held)
    for purpose in purposes:
        keys = folder.all(purpose)
        for key in keys:
            _say(_line(key, in_use=key == keys[-1], texts=used.get(key.id) if purpose == PURPOSE else None))
    if not purposes:
        _say("密钥文件夹里还没有密钥。No keys yet.")
    return 0


def _line(key: Key, *, in_use: bool, texts: int | None) -> str:
    state = "在用 in use" if in_use else "旧 earlier"
    count = "" if texts is None else f"  {texts or 0} 段密文 texts"
    return f"{key.purpose:<16} {key.id}  {key.algorithm:<12} {key.made_at[:19]}  {state}{count}"


def _left(current: str) -> Iterator[tuple[type, list[str], list[str]]]:
    """Yield (table, fields, keys of records) in batches whose texts are under another key than ``current``."""
    safe = vault()
    for model, fields, rows in sealed_texts():
        batch: list[str] = []
        for key, held in rows:
            if any(safe.key_of(token) != current for token in held):
                batch.append(key)
            if len(batch) == BATCH:
                yield model, fields, batch
                batch = []
        if batch:
            yield model, fields, batch


def _count(current: str) -> int:
    return sum(len(keys) for _model, _fields, keys in _left(current))


def _rotate() -> int:
    current = vault().folder.current(PURPOSE)
    left = _count(current.id) if current else 0
    if current is not None and left:
        _say(f"接着上次没做完的更换：密钥 {current.id}，还有 {left} 条记录。Going on where the last run stopped.")
        key_id = current.id
    else:
        key_id = rotate_keys(index=False, by=None)
        left = _count(key_id)
        _say(f"新密钥 {key_id} 已启用，要重新封装 {left} 条记录。New key in use; {left} records to wrap.")
    done = 0
    for model, fields, keys in _left(key_id):
        rewrap_batch(model=model, fields=fields, keys=keys, by=None)
        done += len(keys)
        _say(f"{done}/{left}")
    # Written under the earlier key while we were at it: once more.
    for model, fields, keys in _left(key_id):
        rewrap_batch(model=model, fields=fields, keys=keys, by=None)
    remaining = _count(key_id)
    if remaining:
        _say(
            f"还有 {remaining} 条记录没有换成，请再运行一次。{remaining} records are left; run it again.",
            to_errors=True,
        )
        return 1
    _say("更换完成。旧密钥留在文件夹里，备份都换过以后再移走。Done. Earlier keys stay until no backup needs them.")
    return 0


def _rotate_index() -> int:
    keys = vault()
    current = keys.folder.current(f"{PURPOSE}-index")
    left = clues_indexed_before(current.id) if current else []
    if current is not None and left:
        _say(f"接着上次没做完的更换：索引密钥 {current.id}，还有 {len(left)} 条线索。Going on from the last run.")
    else:
        key_id = rotate_keys(index=True, by=None)
        left = clues_indexed_before(key_id)
        _say(f"新索引密钥 {key_id} 已启用，要重建 {len(left)} 条线索的索引。New index key; {len(left)} clues to index.")
    for start in range(0, len(left), BATCH):
        index_batch(clues=left[start : start + BATCH], by=None)
        _say(f"{min(start + BATCH, len(left))}/{len(left)}")
    _say("更换完成。Done.")
    return 0
