"""Encryption of single records: a data key of its own for each, wrapped by the master key in use.

Rotating the master key wraps the small data keys anew and leaves the texts alone. What a token belongs to
(``context``: table, record, field) is authenticated with it, so a token moved to another record does not open.
"""

import hashlib
import hmac
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.keys.folder import Key, KeyFolder

AES, SM4 = "aes-256-gcm", "sm4-gcm"
KEY_BYTES = {AES: 32, SM4: 16}
_CODES = {AES: b"\x01", SM4: b"\x02"}
_NAMES = {code: name for name, code in _CODES.items()}
_NONCE, _TAG, _ID = 12, 16, 8


def encrypt(algorithm: str, key: bytes, text: bytes, context: bytes) -> bytes:
    """Return nonce, ciphertext and tag; ``context`` is authenticated, not contained."""
    nonce = secrets.token_bytes(_NONCE)
    if algorithm == AES:
        return nonce + AESGCM(key).encrypt(nonce, text, context)
    writer: Any = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    writer.authenticate_additional_data(context)
    return nonce + writer.update(text) + writer.finalize() + writer.tag


def decrypt(algorithm: str, key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Return what encrypt() was given; raise InvalidTag when anything was changed."""
    nonce, body = sealed[:_NONCE], sealed[_NONCE:]
    if len(nonce) < _NONCE or len(body) < _TAG:
        raise InvalidTag
    if algorithm == AES:
        return AESGCM(key).decrypt(nonce, body, context)
    reader: Any = Cipher(algorithms.SM4(key), modes.GCM(nonce, body[-_TAG:])).decryptor()
    reader.authenticate_additional_data(context)
    return bytes(reader.update(body[:-_TAG]) + reader.finalize())


class Vault:
    """Seals and opens the records of one ``purpose`` with the keys of ``folder``; makes its first keys itself."""

    def __init__(self, folder: KeyFolder, *, purpose: str, algorithm: str = AES) -> None:
        self.folder = folder
        self.purpose = purpose
        self.algorithm = algorithm
        self._known: dict[str, Key] = {}

    def rotate(self) -> Key:
        """Take a new master key into use and return it; tokens made before open as before until they are rewrapped."""
        secret = secrets.token_bytes(KEY_BYTES[self.algorithm])
        return self.folder.add(purpose=self.purpose, algorithm=self.algorithm, secret=secret)

    def seal(self, text: bytes, *, context: str) -> bytes:
        """Return ``text`` as a token that opens only for the same ``context``."""
        master = self._master()
        data_key = secrets.token_bytes(KEY_BYTES[self.algorithm])
        body = encrypt(self.algorithm, data_key, text, context.encode())
        return self._head(master, data_key, self.algorithm, context) + body

    def open(self, token: bytes, *, context: str) -> bytes:
        """Return the text of a token; raise Refusal when it was changed, moved or its key is gone."""
        algorithm, data_key, body = self._data_key(token, context)
        try:
            return decrypt(algorithm, data_key, body, context.encode())
        except InvalidTag:
            raise _spoilt() from None

    def rewrap(self, token: bytes, *, context: str) -> bytes:
        """Return the token under the master key in use; the text itself is not touched."""
        algorithm, data_key, body = self._data_key(token, context)
        return self._head(self._master(), data_key, algorithm, context) + body

    def key_of(self, token: bytes) -> str:
        """Return the id of the master key that a token needs."""
        return token[2 : 2 + _ID].hex()

    def index(self, text: str) -> str:
        """Return a keyed digest of ``text`` (64 hex digits), for finding exactly this text and nothing else."""
        return self.index_under(self.index_key(), text)

    def indexes(self, text: str) -> list[str]:
        """Return the digests of ``text`` under every index key, for finding what an earlier key has indexed too."""
        return [self.index_under(key, text) for key in self.folder.all(f"{self.purpose}-index")]

    def index_under(self, key: Key, text: str) -> str:
        """Return the digest of ``text`` under one index key."""
        return hmac.new(key.secret, text.encode(), hashlib.sha256).hexdigest()

    def index_key(self) -> Key:
        """Return the index key in use."""
        return self.folder.current(f"{self.purpose}-index") or self.rotate_index()

    def rotate_index(self) -> Key:
        """Take a new index key into use and return it; what was indexed before must be indexed anew."""
        secret = secrets.token_bytes(32)
        return self.folder.add(purpose=f"{self.purpose}-index", algorithm="hmac-sha256", secret=secret)

    def _master(self) -> Key:
        return self.folder.current(self.purpose) or self.rotate()

    def _head(self, master: Key, data_key: bytes, algorithm: str, context: str) -> bytes:
        wrapped = encrypt(master.algorithm, master.secret, data_key, context.encode())
        return _CODES[algorithm] + bytes([len(wrapped)]) + bytes.fromhex(master.id) + wrapped

    def _data_key(self, token: bytes, context: str) -> tuple[str, bytes, bytes]:
        if len(token) < 2 + _ID or token[:1] not in _NAMES:
            raise _spoilt()
        start, end = 2 + _ID, 2 + _ID + token[1]
        key_id = self.key_of(token)
        master = self._known.get(key_id) or self.folder.get(self.purpose, key_id)
        self._known[key_id] = master
        try:
            data_key = decrypt(master.algorithm, master.secret, token[start:end], context.encode())
        except InvalidTag:
            raise _spoilt() from None
        return _NAMES[token[:1]], data_key, token[end:]


def _spoilt() -> Refusal:
    sentence = gettext_noop("这条记录的密文被改动过，或不属于这条记录，不能打开。请告诉安全保密管理员。")
    return Refusal("keys.spoilt", sentence)
