from django.db import migrations, models

import liandu.journal.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("seq", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("act", models.CharField(max_length=80)),
                ("subject", models.CharField(max_length=80)),
                ("actor", models.CharField(max_length=150)),
                ("actor_name", models.CharField(blank=True, max_length=60)),
                ("office", models.CharField(blank=True, max_length=150)),
                ("channel", models.CharField(blank=True, max_length=20)),
                ("request_id", models.CharField(blank=True, max_length=36)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("facts", liandu.journal.fields.CanonicalJSON(default=dict)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["seq"],
                "indexes": [
                    models.Index(fields=["subject", "seq"], name="entry_subject"),
                    models.Index(fields=["actor", "seq"], name="entry_actor"),
                ],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("header", models.TextField()),
                ("signature", models.TextField()),
                ("digests", models.TextField()),
            ],
            options={
                "ordering": ["number"],
                "indexes": [],
                "constraints": [],
            },
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
                "indexes": [],
            },
        ),
    ]
