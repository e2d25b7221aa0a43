"""The database refuses what the application would never do."""

import pytest
from django.db import DatabaseError, connection, transaction

from liandu.journal.models import Entry, Seal, Span
from tests.journal.sealed import sealed_journal, triggers_gone

pytestmark = pytest.mark.django_db

STATEMENTS = [
    "UPDATE journal_entry SET reason = 'x'",
    "DELETE FROM journal_entry",
    "DELETE FROM journal_entry WHERE seq = 1",
    "UPDATE journal_seal SET signature = ''",
    "DELETE FROM journal_seal",
    "UPDATE journal_span SET seal = 2",
    "DELETE FROM journal_span",
]
OF_VENDOR = {
    "sqlite": [
        "INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry",
        "INSERT OR REPLACE INTO journal_seal SELECT * FROM journal_seal",
        "INSERT INTO journal_span SELECT * FROM journal_span WHERE true ON CONFLICT DO UPDATE SET high = 9",
    ],
    "postgresql": [
        "TRUNCATE journal_entry",
        "TRUNCATE journal_seal CASCADE",
        "TRUNCATE journal_span",
        "INSERT INTO journal_span SELECT * FROM journal_span ON CONFLICT (low) DO UPDATE SET high = 9",
    ],
}


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Entry, Seal, Span)]


@pytest.mark.parametrize("place", range(len(STATEMENTS) + 4))
def test_a_change_by_hand_is_refused(place):
    statements = [*STATEMENTS, *OF_VENDOR[connection.vendor]]
    if place >= len(statements):
        return  # the databases have not equally many ways
    sealed_journal((2, 1))
    before = everything()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements[place])
    assert everything() == before


def test_whoever_owns_the_database_can_take_the_triggers_away_and_they_come_back():
    sealed_journal((1,))
    with triggers_gone(), connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET reason = 'x'")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET reason = 'y'")
    assert Entry.objects.get().reason == "x"
