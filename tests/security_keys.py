"""A security key made of software, written from the standard (W3C WebAuthn, 6.1 and 6.5; RFC 8152), not with fido2."""

import hashlib
import json
import os
from base64 import urlsafe_b64encode
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

TOUCHED, NEW_KEY = 0x01, 0x40  # flags of the authenticator data: user present, credential data follow


class SoftKey:
    """One key pair that answers as a key on the USB port would, for the host ``host``."""

    def __init__(self, host: str = "testserver") -> None:
        self.host = host
        self.id = os.urandom(16)
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.used = 0

    def registered(self, challenge: str = "AAAA") -> dict[str, Any]:
        """Return what the browser sends when the key is added."""
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self._public()
        about = self._about(TOUCHED | NEW_KEY) + credential
        # CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes of a length below 256}
        attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58" + bytes([len(about)]) + about
        client_data = self._client_data("webauthn.create", challenge)
        return self._sent(clientDataJSON=client_data, attestationObject=attestation)

    def answered(self, challenge: str) -> dict[str, Any]:
        """Return what the browser sends when the key proves itself."""
        self.used += 1
        about, client_data = self._about(TOUCHED), self._client_data("webauthn.get", challenge)
        signature = self.secret.sign(about + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return self._sent(clientDataJSON=client_data, authenticatorData=about, signature=signature)

    def kept_by(self, user: Any, name: str = "钥匙") -> Authenticator:
        """Keep the key for ``user`` and return the row."""
        data = {"name": name, "credential": self.registered()}
        return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)

    def _about(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.used.to_bytes(4, "big")

    def _public(self) -> bytes:
        # The key as a CBOR map of five: kind EC2, algorithm ES256, curve P-256, then both coordinates.
        point = self.secret.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        return b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + x + b"\x22\x58\x20" + y

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": f"https://{self.host}", "crossOrigin": False}
        return json.dumps(said).encode()

    def _sent(self, **response: bytes) -> dict[str, Any]:
        return {
            "id": text_of(self.id),
            "rawId": text_of(self.id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {name: text_of(value) for name, value in response.items()},
        }


def text_of(value: bytes) -> str:
    """Return bytes as a browser writes them into JSON: base64url without padding."""
    return urlsafe_b64encode(value).decode().rstrip("=")
