"""What was journaled before there were seals is spelled and digested as seals need it, on both databases."""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from liandu.journal import triggers
from liandu.journal.models import Entry
from liandu.journal.sealing import seal_tail
from liandu.journal.verification import verify

MOMENTS = [datetime(2026, 6, 18, 1, 2, 3, 4, tzinfo=UTC), datetime(2026, 6, 18, 1, 2, 3, tzinfo=UTC)]
FACTS = {"b": [1, None, 0.5], "a": {"标题": "“课程”\n流于形式", "x": True}}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_rows_from_before_the_seals_can_be_sealed():
    MigrationExecutor(connection).migrate([("journal", "0001_initial")])
    try:
        old = MigrationExecutor(connection).loader.project_state([("journal", "0001_initial")]).apps
        model = old.get_model("journal", "Entry")
        for at in MOMENTS:
            model.objects.create(
                at=at, act="unit.added", subject="orgs.unit:1", actor="liuwen", facts=FACTS, digest="x"
            )
    finally:
        MigrationExecutor(connection).migrate([("journal", "0002_seals")])
    entries = list(Entry.objects.all())
    assert [(entry.at, entry.facts) for entry in entries] == [(at, FACTS) for at in MOMENTS]
    assert [entry.digest == entry.compute_digest() for entry in entries] == [True, True]
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts FROM journal_entry")
        assert cursor.fetchone() == ('{"a":{"x":true,"标题":"“课程”\\n流于形式"},"b":[1,null,0.5]}',)
    assert (seal_tail(), verify().fault) == (2, None)
    assert json.loads(json.dumps(entries[0].facts)) == FACTS
    triggers.remove(connection)
    triggers.install(connection)
