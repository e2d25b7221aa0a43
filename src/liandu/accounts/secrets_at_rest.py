"""Secrets of second factors are encrypted in the database with a key outside of it."""

import base64

from django.conf import settings

from liandu.keys.folder import KeyFolder
from liandu.keys.records import Vault

PURPOSE = "second-factors"


def _vault() -> Vault:
    return Vault(KeyFolder(settings.LIANDU_KEYS), purpose=PURPOSE, algorithm=settings.LIANDU_CIPHER)


def encrypt(text: str) -> str:
    """Return ``text`` as a token for the database."""
    return base64.b64encode(_vault().seal(text.encode(), context=PURPOSE)).decode()


def decrypt(token: str) -> str:
    """Return the text of a token; raise Refusal when it was changed or its key is gone."""
    return _vault().open(base64.b64decode(token), context=PURPOSE).decode()
