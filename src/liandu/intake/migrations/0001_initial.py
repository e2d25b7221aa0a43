import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("inspections", "0001_initial"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "material",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="document", to="inspections.material"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等待读取"),
                            ("reading", "正在读取"),
                            ("read", "已读取"),
                            ("failed", "读取失败"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("worker", models.CharField(blank=True, max_length=60)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("feedback", "反馈意见"),
                            ("progress", "整改进展通报"),
                            ("audit", "审计报告"),
                            ("ledger", "台账"),
                            ("news", "消息报道"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                    ),
                ),
                ("found", models.JSONField(blank=True, default=dict)),
                ("failure", models.JSONField(blank=True, default=dict)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "lease_until"], name="document_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reading"), _negated=True),
                            models.Q(
                                models.Q(("worker", ""), _negated=True), models.Q(("lease_until", None), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="document_reading_is_leased",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentText",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="intake.document",
                    ),
                ),
                ("blocks", models.JSONField()),
                ("tables", models.JSONField(default=list)),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="intake.document"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="intake.proposal",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("path", models.JSONField(default=list)),
                (
                    "level",
                    models.CharField(choices=[("aspect", "方面"), ("problem", "问题"), ("item", "子项")], max_length=8),
                ),
                ("is_leaf", models.BooleanField()),
                ("title", models.TextField()),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
                ("unit_text", models.CharField(blank=True, max_length=120)),
                ("block", models.PositiveIntegerField()),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("rectification", models.TextField(blank=True)),
                ("rectification_passage", models.JSONField(blank=True, null=True)),
                ("labels", models.JSONField(blank=True, default=dict)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待核对"),
                            ("accepted", "已确认"),
                            ("dismissed", "已排除"),
                            ("known", "已在台账"),
                            ("replaced", "已被替换"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                (
                    "same_as",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="intake.proposal",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["document_id", "position", "id"],
                "indexes": [models.Index(fields=["document", "state"], name="proposal_state")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="proposal_has_title"),
                    models.CheckConstraint(
                        condition=models.Q(("end__gte", models.F("start"))), name="proposal_passage_forward"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "dismissed"), ("why", ""), _negated=True),
                        name="proposal_dismissed_with_why",
                    ),
                ],
            },
        ),
    ]
