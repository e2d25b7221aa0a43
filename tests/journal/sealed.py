"""A small journal under seals, and a hand that changes it behind the application's back."""

from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

from liandu.journal import heads, triggers
from liandu.journal.appending import COLUMNS
from liandu.journal.commands import record
from liandu.journal.fields import canonical
from liandu.journal.models import Entry, Seal
from liandu.journal.sealing import seal_tail
from liandu.journal.verification import verify
from liandu.keys.folder import KeyFolder
from liandu.keys.signing import sign

SIZES = (5, 1, 7, 4)  # entries of the four seals
# Another value for every column of an entry.
CHANGED = {
    "at": "2026-01-01 00:00:00.000001", "act": "unit.removed", "subject": "orgs.unit:9", "actor": "liuwen",
    "actor_name": "刘文", "office": "别的办公室", "channel": "web", "request_id": "r-9", "reason": "改写",
    "facts": '{"n":9}', "digest": "0" * 64,
}  # fmt: skip


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
            )
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


def swap_contents(one: int, other: int) -> None:
    rows = {row.seq: row.as_row() for row in Entry.objects.filter(seq__in=[one, other])}
    assignments = ", ".join(f"{name} = %s" for name in COLUMNS)
    for seq, row in ((one, rows[other]), (other, rows[one])):
        by_hand(f"UPDATE journal_entry SET {assignments} WHERE seq = %s", *row, seq)


def sign_again(number: int, said: dict) -> None:
    """Let the site itself have written another header (the heads kept outside are made to agree)."""
    header = canonical(said)
    key = KeyFolder(settings.LIANDU_KEYS).current("journal")
    by_hand(
        "UPDATE journal_seal SET header = %s, signature = %s WHERE number = %s",
        header, sign(key, header.encode()).hex(), number,
    )  # fmt: skip
    heads.path().unlink(missing_ok=True)
