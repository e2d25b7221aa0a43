import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import liandu.clues.models.keyed


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=16, unique=True)),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Peer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="peers", to="exchange.site"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("above", "上级"), ("below", "下级"), ("beside", "同级")],
                        max_length=8,
                        verbose_name="层级",
                    ),
                ),
                ("ceiling", models.CharField(max_length=12, verbose_name="密级上限")),
                ("signing_algorithm", models.CharField(max_length=20)),
                ("signing_public", models.CharField(max_length=400)),
                ("envelope_algorithm", models.CharField(max_length=20)),
                ("envelope_public", models.CharField(max_length=400)),
                ("fingerprint", models.CharField(max_length=80, verbose_name="指纹")),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="exchange_peer_days",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Package",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packages", to="exchange.site"
                    ),
                ),
                ("code", models.CharField(max_length=32, unique=True)),
                ("sequence", models.PositiveIntegerField(blank=True, null=True)),
                ("based_on", models.PositiveIntegerField(default=0)),
                ("what", models.JSONField(default=dict)),
                ("whole", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等待打包"),
                            ("packing", "正在打包"),
                            ("made", "已生成"),
                            ("failed", "没有生成"),
                            ("answered", "已回执"),
                            ("partly", "已回执，部分未接收"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(blank=True, default=dict)),
                ("failure", models.JSONField(blank=True, default=dict)),
                ("worker", models.CharField(blank=True, max_length=60)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("size", models.BigIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("expired_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "lease_until"], name="exchange_package_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("site", "sequence"), name="exchange_sequence_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "packing"), _negated=True),
                            models.Q(
                                models.Q(("worker", ""), _negated=True), models.Q(("lease_until", None), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="exchange_packing_leased",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Known",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="known", to="exchange.site"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("origin", models.CharField(max_length=16)),
                ("key", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("site", "kind", "origin", "key"), name="exchange_known_once")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Foreign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="records", to="exchange.site"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("key", models.CharField(max_length=40)),
                ("local", models.BigIntegerField()),
                ("theirs", models.CharField(blank=True, max_length=64)),
                ("ours", models.CharField(blank=True, max_length=64)),
                (
                    "via",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="exchange.site"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "local"], name="exchange_foreign_local")],
                "constraints": [
                    models.UniqueConstraint(fields=("origin", "kind", "key"), name="exchange_foreign_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="arrivals", to="exchange.site"
                    ),
                ),
                ("code", models.CharField(max_length=32, unique=True)),
                ("sequence", models.PositiveIntegerField()),
                ("manifest", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("inspected", "待导入"),
                            ("opening", "正在导入"),
                            ("opened", "已导入"),
                            ("discarded", "未导入，已移除"),
                        ],
                        default="inspected",
                        max_length=10,
                    ),
                ),
                ("size", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("counts", models.JSONField(blank=True, default=dict)),
                ("came_at", models.DateTimeField(auto_now_add=True)),
                (
                    "came_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("choices", models.JSONField(blank=True, default=dict)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("failure", models.JSONField(blank=True, default=dict)),
                ("worker", models.CharField(blank=True, max_length=60)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "opened_by",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "opened"), _negated=True),
                            models.Q(
                                models.Q(("opened_at", None), _negated=True),
                                models.Q(("opened_by", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="exchange_arrival_opened",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "opening"), _negated=True),
                            models.Q(("asked_by", None), _negated=True),
                            _connector="OR",
                        ),
                        name="exchange_opening_asked_for",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Carried",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="carried", to="exchange.package"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("origin", models.CharField(max_length=16)),
                ("key", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=120)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "已接收"), ("kept", "保留对方原有内容"), ("refused", "未接收")],
                        max_length=10,
                    ),
                ),
                ("reason", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("package", "kind", "origin", "key"), name="exchange_carried_once")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="SealedPart",
            fields=[
                (
                    "key",
                    models.CharField(
                        default=liandu.clues.models.keyed.new_key,
                        editable=False,
                        max_length=12,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "arrival",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="exchange.arrival"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待拆封"), ("opened", "已拆封"), ("discarded", "未拆封，已移除")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("kept_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                models.Q(("ended_at", None), _negated=True),
                                models.Q(("ended_by", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="exchange_sealed_part_ended",
                    )
                ],
                "indexes": [],
            },
        ),
    ]
