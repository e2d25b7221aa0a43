"""A file that only its receiver can open, written and read as a stream: memory does not grow with the file.

By default age (X25519, ChaCha20-Poly1305), an open format. Where the national algorithms are asked for: a fresh SM4 key
enveloped with SM2, then pieces of 64 KiB in SM4-GCM, each bound to its place and the last one marked, so that nothing
can be swapped, repeated or cut off.
"""

import secrets
import struct
from typing import IO, Protocol

import pyrage
from cryptography.exceptions import InvalidTag

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.keys.folder import Key, KeyFolder
from liandu.keys.national import sm2
from liandu.keys.records import SM4, decrypt, encrypt

AGE, SM = "age", "sm2-sm4"
_MAGIC = b"LIANDU-SM-1\n"
_PIECE = 64 * 1024
_SEALED_PIECE = _PIECE + 28  # nonce and tag


class Envelope(Protocol):
    """What a way of enveloping must be able to do."""

    def pair(self) -> tuple[bytes, bytes]:
        """Return a new (secret, public)."""

    def close(self, source: IO[bytes], out: IO[bytes], *, public: bytes) -> None:
        """Write ``source`` to ``out`` so that only the holder of the secret half of ``public`` can open it."""

    def open(self, source: IO[bytes], out: IO[bytes], *, secret: bytes) -> None:
        """Write what is inside ``source`` to ``out``; raise Refusal when it cannot be opened or was changed."""


class AgeEnvelope:
    """age: keys are the texts that age prints (AGE-SECRET-KEY-1…, age1…)."""

    def pair(self) -> tuple[bytes, bytes]:
        """Return a new (secret, public)."""
        identity = pyrage.x25519.Identity.generate()
        return str(identity).encode(), str(identity.to_public()).encode()

    def close(self, source: IO[bytes], out: IO[bytes], *, public: bytes) -> None:
        """Write ``source`` to ``out`` for the receiver."""
        pyrage.encrypt_io(source, out, [pyrage.x25519.Recipient.from_str(public.decode())])

    def open(self, source: IO[bytes], out: IO[bytes], *, secret: bytes) -> None:
        """Write what is inside ``source`` to ``out``."""
        try:
            pyrage.decrypt_io(source, out, [pyrage.x25519.Identity.from_str(secret.decode())])
        except (pyrage.DecryptError, OSError) as fault:
            raise _cannot_open() from fault


class SmEnvelope:
    """SM2 around an SM4 key, SM4-GCM in pieces: magic, length and wrapped key, then the pieces."""

    def pair(self) -> tuple[bytes, bytes]:
        """Return a new (secret, public)."""
        secret, public = sm2().generate_keypair()
        return secret, public

    def close(self, source: IO[bytes], out: IO[bytes], *, public: bytes) -> None:
        """Write ``source`` to ``out`` for the receiver."""
        key = secrets.token_bytes(16)
        wrapped = sm2(pk=public).encrypt(key)
        out.write(_MAGIC + struct.pack(">H", len(wrapped)) + wrapped)
        number, piece = 0, _whole(source, _PIECE)
        while True:
            following = _whole(source, _PIECE)
            out.write(encrypt(SM4, key, piece, _place(number, last=not following)))
            if not following:
                return
            number, piece = number + 1, following

    def open(self, source: IO[bytes], out: IO[bytes], *, secret: bytes) -> None:
        """Write what is inside ``source`` to ``out``."""
        key = self._key(source, secret)
        number, sealed = 0, _whole(source, _SEALED_PIECE)
        while True:
            following = _whole(source, _SEALED_PIECE)
            try:
                out.write(decrypt(SM4, key, sealed, _place(number, last=not following)))
            except InvalidTag as fault:
                raise _cannot_open() from fault
            if not following:
                return
            number, sealed = number + 1, following

    def _key(self, source: IO[bytes], secret: bytes) -> bytes:
        if source.read(len(_MAGIC)) != _MAGIC:
            raise _cannot_open()
        try:
            (length,) = struct.unpack(">H", source.read(2))
            key = bytes(sm2(secret).decrypt(source.read(length)))
        except Refusal:
            raise
        except Exception as fault:  # gmalg raises errors of many kinds for ciphertexts that are none
            raise _cannot_open() from fault
        if len(key) != 16:
            raise _cannot_open()
        return key


def _whole(source: IO[bytes], size: int) -> bytes:
    """Return ``size`` bytes, fewer only at the end: a stream may hand out less than was asked for."""
    got = source.read(size)
    while len(got) < size and (more := source.read(size - len(got))):
        got += more
    return got


def _place(number: int, *, last: bool) -> bytes:
    return struct.pack(">Q?", number, last)


def _cannot_open() -> Refusal:
    sentence = gettext_noop(
        "这个文件打不开：不是发给本单位的，或者传送中被改动、截断。请核对接收方，再请对方导出一份。"
    )
    return Refusal("envelope.cannot_open", sentence)


ENVELOPES: dict[str, Envelope] = {AGE: AgeEnvelope(), SM: SmEnvelope()}


def envelope(algorithm: str) -> Envelope:
    """Return the way of enveloping with this name; raise Refusal for a name that is not in the table."""
    if algorithm not in ENVELOPES:
        raise Refusal("keys.unknown_algorithm", gettext_noop("不认识算法“%(name)s”。"), name=algorithm[:40])
    return ENVELOPES[algorithm]


def envelope_key(folder: KeyFolder, *, purpose: str, algorithm: str = AGE) -> Key:
    """Return the key in use for ``purpose``, made now when there is none yet."""
    known = folder.current(purpose)
    if known is not None:
        return known
    secret, public = envelope(algorithm).pair()
    return folder.add(purpose=purpose, algorithm=algorithm, secret=secret, public=public)
