import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("files", "0001_initial"),
        ("orgs", "0001_initial"),
        ("rectification", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reopening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "待答复"),
                            ("granted", "已同意"),
                            ("refused", "未同意"),
                            ("taken_back", "已收回"),
                        ],
                        default="asked",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("reason", models.TextField(verbose_name="理由")),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_reopenings",
                        to="rectification.item",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("relapse", "问题反弹"),
                            ("failed_check", "抽查不实"),
                            ("report", "举报反映"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="原因",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="新的完成时限")),
            ],
            options={
                "ordering": ["-pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["state", "item"], name="reopening_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by", None),
                            models.Q(("answered_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="reopening_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("asked", "taken_back")),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="reopening_answered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="endings", to="rectification.item"
                    ),
                ),
                ("authority", models.CharField(max_length=120, verbose_name="决定机关")),
                ("number", models.CharField(max_length=80, verbose_name="文号")),
                ("decided_on", models.DateField(verbose_name="决定日期")),
                ("reason", models.TextField(verbose_name="理由")),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authority", ""), _negated=True),
                            models.Q(("number", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="ending_by_authority",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="rectification.request",
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("organization", "组织部门"),
                            ("supervising", "联系监督的室"),
                            ("inspection", "巡视办"),
                            ("publicity", "宣传部门"),
                            ("competent", "主管部门"),
                            ("unit", "被巡视党组织"),
                        ],
                        max_length=12,
                        verbose_name="签字方",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "opinion",
                    models.CharField(
                        choices=[("agree", "同意销号"), ("return", "退回补充"), ("dissent", "不同意")],
                        max_length=8,
                        verbose_name="意见",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="意见说明")),
                ("required", models.BooleanField(default=True)),
                ("at", models.DateTimeField()),
                ("stands_until", models.BigIntegerField(default=0)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "party", "office", "stands_until"), name="signature_of_office_once"
                    ),
                    models.UniqueConstraint(
                        fields=("request", "person", "stands_until"), name="signature_of_person_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opinion", "agree"), models.Q(("text", ""), _negated=True), _connector="OR"
                        ),
                        name="signature_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("required", True), ("opinion", "dissent"), _connector="OR"),
                        name="signature_beside_dissents",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="SiteCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="site_checks",
                        to="rectification.item",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"),
                ),
                ("people", models.CharField(max_length=200, verbose_name="核查人")),
                ("on", models.DateField(verbose_name="核查日期")),
                ("place", models.CharField(max_length=200, verbose_name="地点")),
                ("found", models.TextField(verbose_name="核查情况")),
                ("matches", models.BooleanField(verbose_name="与单位所报相符")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="site_checks",
                        to="files.storedfile",
                    ),
                ),
                ("filename", models.CharField(blank=True, max_length=200, verbose_name="文件名")),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["item", "-on", "-id"], name="site_check_item")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", None), ("filename", "")),
                            models.Q(("file__isnull", False), models.Q(("filename", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="site_check_file_named",
                    )
                ],
            },
        ),
    ]
