"""A small journal under seals, and a hand that changes it behind the application's back."""

from contextlib import contextmanager

from django.db import connection, transaction

from liandu.journal import triggers
from liandu.journal.commands import record
from liandu.journal.models import Entry, Seal
from liandu.journal.sealing import seal_tail
from liandu.journal.verification import verify

SIZES = (5, 1, 7, 4)  # entries of the four seals


def write(count: int, *, name: str = "机构") -> list[int]:
    """Record ``count`` acts and return their numbers."""
    with transaction.atomic():
        return [
            record(
                act="unit.added",
                subject=f"orgs.unit:{n}",
                by=None,
                facts={"name": f"{name}{n}", "n": n},
                reason=f"第{n}次",
            ).seq
            for n in range(count)
        ]


def sealed_journal(sizes=SIZES) -> list[list[int]]:
    """Write and seal as many entries a seal as ``sizes`` says; return the numbers seal by seal."""
    numbers = []
    for size in sizes:
        numbers.append(write(size))
        assert seal_tail() == size
    return numbers


@contextmanager
def triggers_gone():
    """Let the block change what it likes."""
    triggers.remove(connection)
    try:
        yield
    finally:
        triggers.install(connection)


def by_hand(statement: str, *values) -> None:
    """Run one statement as somebody with the database's password would, the triggers gone."""
    with triggers_gone(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def found():
    """Return (kind, seal, seq) of the first fault, None when all is well."""
    fault = verify().fault
    return fault and (fault.kind, fault.seal, fault.seq)


def digest_again(seq: int) -> None:
    """Give an entry the digest that its content has now, as a careful forger would."""
    by_hand("UPDATE journal_entry SET digest = %s WHERE seq = %s", Entry.objects.get(seq=seq).compute_digest(), seq)


def last_seal() -> Seal:
    return Seal.objects.order_by("-number").first()
