"""Signatures. An algorithm is a name in a table: Ed25519 by default, SM2 with the extra ``sm``."""

from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.keys.folder import Key, KeyFolder
from liandu.keys.national import sm2

ED25519, SM2 = "ed25519", "sm2"
# The identity that goes into an SM2 signature when two sides have agreed on none (GM/T 0009-2012, 7).
SM2_IDENTITY = b"1234567812345678"
_HALF = 32  # bytes of r and of s


class Scheme(Protocol):
    """What an algorithm must be able to do."""

    def pair(self) -> tuple[bytes, bytes]:
        """Return a new (secret, public)."""

    def sign(self, secret: bytes, message: bytes) -> bytes:
        """Return the signature of ``message``."""

    def is_by(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """Return whether ``signature`` over ``message`` was made with the secret half of ``public``."""


class Ed25519Scheme:
    """Ed25519 (RFC 8032): 32 bytes of key, 64 of signature."""

    def pair(self) -> tuple[bytes, bytes]:
        """Return a new (secret, public)."""
        key = Ed25519PrivateKey.generate()
        return key.private_bytes_raw(), key.public_key().public_bytes_raw()

    def sign(self, secret: bytes, message: bytes) -> bytes:
        """Return the signature of ``message``."""
        return Ed25519PrivateKey.from_private_bytes(secret).sign(message)

    def is_by(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """Return whether the signature is right; whatever is malformed is not."""
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


class Sm2Scheme:
    """SM2 with SM3 (GM/T 0003-2012) by gmalg: a signature is r and s, 32 bytes each; a public key has 65."""

    def pair(self) -> tuple[bytes, bytes]:
        """Return a new (secret, public)."""
        secret, public = sm2().generate_keypair()
        return secret, public

    def sign(self, secret: bytes, message: bytes) -> bytes:
        """Return the signature of ``message``."""
        r, s = sm2(secret, SM2_IDENTITY).sign(message)
        return bytes(r + s)

    def is_by(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """Return whether the signature is right; whatever is malformed is not."""
        if len(signature) != 2 * _HALF:
            return False
        try:
            verifier = sm2(uid=SM2_IDENTITY, pk=public)
            return bool(verifier.verify(message, signature[:_HALF], signature[_HALF:]))
        except Exception:  # noqa: BLE001 - gmalg raises errors of many kinds for points that are none
            return False


SCHEMES: dict[str, Scheme] = {ED25519: Ed25519Scheme(), SM2: Sm2Scheme()}


def scheme(algorithm: str) -> Scheme:
    """Return the scheme with this name; raise Refusal for a name that is not in the table."""
    if algorithm not in SCHEMES:
        raise Refusal("keys.unknown_algorithm", gettext_noop("不认识算法“%(name)s”。"), name=algorithm[:40])
    return SCHEMES[algorithm]


def new_signing_key(folder: KeyFolder, *, purpose: str, algorithm: str = ED25519) -> Key:
    """Make a key pair for ``purpose``, keep it in ``folder`` and return it."""
    secret, public = scheme(algorithm).pair()
    return folder.add(purpose=purpose, algorithm=algorithm, secret=secret, public=public)


def signing_key(folder: KeyFolder, *, purpose: str, algorithm: str = ED25519) -> Key:
    """Return the key in use for ``purpose``, made now when there is none yet."""
    return folder.current(purpose) or new_signing_key(folder, purpose=purpose, algorithm=algorithm)


def sign(key: Key, message: bytes) -> bytes:
    """Return the signature of ``message`` with ``key``."""
    return scheme(key.algorithm).sign(key.secret, message)


def is_signed(algorithm: str, public: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether ``signature`` over ``message`` was made with the secret half of ``public``."""
    return scheme(algorithm).is_by(public, message, signature)
