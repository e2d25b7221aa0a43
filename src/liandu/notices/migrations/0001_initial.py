import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="DigestDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("since", models.DateField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-day"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="digests", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("day", models.DateField()),
                ("lines", models.JSONField()),
                ("left_out", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mail",
                    models.CharField(
                        choices=[
                            ("none", "不发邮件"),
                            ("waiting", "待发"),
                            ("claimed", "正在发"),
                            ("sent", "已发"),
                            ("failed", "没有发出"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("mail_worker", models.CharField(blank=True, max_length=60)),
                ("mail_until", models.DateTimeField(blank=True, null=True)),
                ("mail_tries", models.PositiveSmallIntegerField(default=0)),
                ("mail_fault", models.CharField(blank=True, max_length=200)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-day"],
                "indexes": [models.Index(fields=["mail", "mail_until"], name="digest_mail")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "day"), name="digest_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mail", "sent"), ("mailed_at__isnull", False)),
                            models.Q(models.Q(("mail", "sent"), _negated=True), ("mailed_at", None)),
                            _connector="OR",
                        ),
                        name="digest_mailed_at_when_sent",
                    ),
                ],
            },
        ),
    ]
