"""Who acts for which office in which request: set once at the door, read by every entry written below it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What ties the entries of one click together: the request's id, the office acted for, where it came from."""

    request_id: str = ""
    office: str = ""
    channel: str = "command line"


_NOWHERE = Circumstances()  # frozen, so it may be shared
_now: ContextVar[Circumstances] = ContextVar("liandu_circumstances", default=_NOWHERE)


def circumstances() -> Circumstances:
    """Return the circumstances of the running request, or empty ones outside any."""
    return _now.get()


@contextmanager
def under(circumstances: Circumstances) -> Iterator[None]:
    """Let everything recorded inside the block carry ``circumstances``."""
    token = _now.set(circumstances)
    try:
        yield
    finally:
        _now.reset(token)
