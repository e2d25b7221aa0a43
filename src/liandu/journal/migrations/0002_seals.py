from datetime import UTC
from hashlib import sha256
from json import loads
from typing import Any

from django.db import migrations, models

import liandu.journal.fields
from liandu.journal import triggers
from liandu.journal.appending import moment_text
from liandu.journal.offline import content_of


def digest_anew(apps: Any, schema_editor: Any) -> None:
    """Spell the facts of what is there in the one spelling, and digest it as seals do. Nothing was sealed before."""
    Entry = apps.get_model("journal", "Entry")
    last = 0
    while True:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT seq, at, act, subject, actor, actor_name, office, channel, request_id, reason, facts "
                "FROM journal_entry WHERE seq > %s ORDER BY seq LIMIT 1000",
                [last],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            written = []
            for seq, at, *texts, facts in rows:
                canonical = liandu.journal.fields.canonical(loads(facts))
                moment = moment_text(Entry._meta.get_field("at").to_python(_aware(at)))
                digest = sha256(content_of((seq, moment, *texts, canonical))).hexdigest()
                written.append((canonical, digest, seq))
            cursor.executemany("UPDATE journal_entry SET facts = %s, digest = %s WHERE seq = %s", written)
        last = rows[-1][0]


def _aware(at: Any) -> Any:
    """SQLite hands out the moment as it stands, without the zone, which is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def install(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django's signature
    triggers.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django's signature
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("header", models.TextField()),
                ("signature", models.TextField()),
                ("digests", models.TextField()),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.CreateModel(
            name="Span",
            fields=[
                ("low", models.BigIntegerField(primary_key=True, serialize=False)),
                ("high", models.BigIntegerField()),
                ("seal", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("high__gte", models.F("low"))), name="span_numbers_in_order"
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="entry",
            name="facts",
            field=liandu.journal.fields.CanonicalJSON(default=dict),
        ),
        migrations.RunPython(digest_anew, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
    ]
