"""JSON as it travels: one canonical way of writing, and a reader that takes nothing it does not expect."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from liandu.exchange.archive import broken

Check = Callable[[Any], bool]
LARGEST_NUMBER = 2**31 - 1
_SURROGATE = re.compile("[\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def packed(value: Any) -> bytes:
    """Return ``value`` as canonical JSON: keys in order, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest_of(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON of ``value``."""
    return hashlib.sha256(packed(value)).hexdigest()


def unpacked(content: bytes) -> dict[str, Any]:
    """Return the object that ``content`` writes; raise Refusal for whatever packed() would not have written."""
    try:
        value = json.loads(content.decode("utf-8"))
        again = packed(value)
    except (ValueError, RecursionError, OverflowError):
        raise broken() from None
    if again != content or not isinstance(value, dict):  # spaces, keys twice or out of order, 1e5, NaN
        raise broken()
    return value


def fits(value: Any, checks: Mapping[str, Check]) -> bool:
    """Return whether ``value`` is an object with exactly the names of ``checks``, each value as its check wants."""
    return isinstance(value, dict) and set(value) == set(checks) and all(checks[name](value[name]) for name in checks)


def is_text(value: Any) -> bool:
    """Return whether a database can hold ``value`` as text: no NUL, no half of a surrogate pair."""
    return isinstance(value, str) and "\x00" not in value and not _SURROGATE.search(value)


def text(most: int, *, least: int = 0) -> Check:
    """Return a check for text of ``least`` to ``most`` characters."""
    return lambda value: is_text(value) and least <= len(value) <= most


def one_of(*values: Any) -> Check:
    """Return a check for one of ``values``, of the same type."""
    return lambda value: any(value == known and type(value) is type(known) for known in values)


def matching(pattern: str) -> Check:
    """Return a check for text that the whole of ``pattern`` describes."""
    compiled = re.compile(pattern)
    return lambda value: is_text(value) and compiled.fullmatch(value) is not None


def number(value: Any) -> bool:
    """Return whether ``value`` is a whole number from 0 on that a column can hold."""
    return type(value) is int and 0 <= value <= LARGEST_NUMBER


def small_number(value: Any) -> bool:
    """Return whether ``value`` is a whole number from 1 to 999."""
    return type(value) is int and 1 <= value <= 999


def size(value: Any) -> bool:
    """Return whether ``value`` can be the size of a file."""
    return type(value) is int and 0 <= value < 2**40


def flag(value: Any) -> bool:
    """Return whether ``value`` is true or false."""
    return type(value) is bool


def day(value: Any) -> bool:
    """Return whether ``value`` writes a day."""
    if not is_text(value) or not _DAY.fullmatch(value):
        return False
    try:
        return 1900 <= date.fromisoformat(value).year <= 2999
    except ValueError:
        return False


_IS_MOMENT = matching(r"[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")


def moment(value: Any) -> bool:
    """Return whether ``value`` writes a moment, to the second, in UTC."""
    if not _IS_MOMENT(value):
        return False
    try:
        return datetime.fromisoformat(value).year >= 1900
    except ValueError:
        return False


def moment_out(at: datetime | None) -> str | None:
    """Return a moment as it travels."""
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else None


def moment_in(value: str | None) -> datetime | None:
    """Return the moment that moment_out() wrote."""
    return datetime.fromisoformat(value) if value else None


def maybe(check: Check) -> Check:
    """Return a check that also takes nothing (null)."""
    return lambda value: value is None or check(value)


def many(check: Check, *, most: int) -> Check:
    """Return a check for a list of at most ``most`` things that ``check`` takes."""
    return lambda value: isinstance(value, list) and len(value) <= most and all(map(check, value))


def named(check: Check, *, most: int) -> Check:
    """Return a check for an object of at most ``most`` names, each value as ``check`` wants."""
    return lambda value: (
        isinstance(value, dict)
        and len(value) <= most
        and all(text(60, least=1)(name) for name in value)
        and all(map(check, value.values()))
    )
