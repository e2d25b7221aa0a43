"""A security key made of software, for tests that need one that answers right."""

import os
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)


class SoftKey:
    """One key pair that answers as a key on the USB port would, for the host ``host``."""

    def __init__(self, host: str = "testserver") -> None:
        self.host = host
        self.id = os.urandom(16)
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.used = 0

    def registered(self, challenge: str = "AAAA") -> dict[str, Any]:
        """Return what the browser sends when the key is added."""
        public = ES256.from_cryptography_key(self.secret.public_key())
        data = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
        about = AuthenticatorData.create(sha256(self.host.encode()), flags, 0, data)
        return self._sent(
            clientDataJSON=self._client_data(CollectedClientData.TYPE.CREATE, challenge),
            attestationObject=AttestationObject.create("none", about, {}),
        )

    def answered(self, challenge: str) -> dict[str, Any]:
        """Return what the browser sends when the key proves itself."""
        self.used += 1
        about = AuthenticatorData.create(sha256(self.host.encode()), AuthenticatorData.FLAG.UP, self.used)
        client_data = self._client_data(CollectedClientData.TYPE.GET, challenge)
        signature = self.secret.sign(about + sha256(client_data), ec.ECDSA(SHA256()))
        return self._sent(clientDataJSON=client_data, authenticatorData=about, signature=signature)

    def kept_by(self, user: Any, name: str = "钥匙") -> Authenticator:
        """Keep the key for ``user`` and return the row."""
        data = {"name": name, "credential": self.registered()}
        return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return CollectedClientData.create(kind, challenge, f"https://{self.host}")

    def _sent(self, **response: bytes) -> dict[str, Any]:
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {name: websafe_encode(value) for name, value in response.items()},
        }
