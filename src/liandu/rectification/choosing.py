"""What was ticked in a list, as an address or a form sends it."""

from django.http import QueryDict


def keys_of(sent: QueryDict, name: str) -> list[int]:
    """Return the keys sent under ``name``; what is no key is left out."""
    return [int(key) for key in sent.getlist(name) if key.isascii() and key.isdigit() and len(key) < 19]
