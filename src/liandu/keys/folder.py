"""The folder of keys: one small file a key, readable by its owner only, never overwritten."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

_DIGITS_OF_ID = 16


@dataclass(frozen=True, slots=True)
class Key:
    """One key: ``secret`` (b"" when only the public half is known), ``public`` (b"" for a symmetric key)."""

    id: str
    purpose: str
    algorithm: str
    made_at: str
    secret: bytes
    public: bytes

    def __repr__(self) -> str:
        """Return what may be shown: a key never stands in a log."""
        return f"Key({self.purpose} {self.algorithm} {self.id})"


class KeyFolder:
    """The keys of a site under ``path``: ``<purpose>/<id>.json``, one folder a purpose; the newest one is in use."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, *, purpose: str, algorithm: str, secret: bytes, public: bytes = b"") -> Key:
        """Keep a new key, which is in use from now on, and return it."""
        folder = self.path / purpose
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = datetime.now(UTC).isoformat()
        key = Key(secrets.token_hex(_DIGITS_OF_ID // 2), purpose, algorithm, made, secret, public)
        written = {"algorithm": algorithm, "made_at": made, "secret": _text(secret), "public": _text(public)}
        handle = os.open(folder / f"{key.id}.json", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(written, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        return key

    def purposes(self) -> list[str]:
        """Return what the folder holds keys for, in order of name."""
        paths = (path for path in self.path.rglob("*.json") if _is_key(path))
        return sorted({path.parent.relative_to(self.path).as_posix() for path in paths})

    def all(self, purpose: str) -> list[Key]:
        """Return the keys of ``purpose``, oldest first."""
        keys = [_read(path, purpose) for path in (self.path / purpose).glob("*.json") if _is_key(path)]
        return sorted(keys, key=lambda key: (key.made_at, key.id))

    def current(self, purpose: str) -> Key | None:
        """Return the key in use for ``purpose``, None when there is none yet."""
        keys = self.all(purpose)
        return keys[-1] if keys else None

    def get(self, purpose: str, key_id: str) -> Key:
        """Return one key; raise Refusal when the folder does not hold it."""
        path = self.path / purpose / f"{key_id}.json"
        if not key_id.isalnum() or not path.exists():
            sentence = gettext_noop("密钥文件夹里没有编号为 %(id)s 的密钥（%(purpose)s），请从备份恢复这个文件夹。")
            raise Refusal("keys.missing", sentence, id=key_id[:40], purpose=purpose)
        return _read(path, purpose)


def _is_key(path: Path) -> bool:
    """Return whether a file is a key, by its name: heads of seals and the name of the site lie beside."""
    return len(path.stem) == _DIGITS_OF_ID and all(character in "0123456789abcdef" for character in path.stem)


def _read(path: Path, purpose: str) -> Key:
    written = json.loads(path.read_text(encoding="utf-8"))
    secret, public = base64.b64decode(written["secret"]), base64.b64decode(written["public"])
    return Key(path.stem, purpose, written["algorithm"], written["made_at"], secret, public)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
