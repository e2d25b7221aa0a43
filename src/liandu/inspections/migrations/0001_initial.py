import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("files", "0001_initial"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="代号")),
                ("letter", models.CharField(max_length=2, verbose_name="检查项字母")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("name_en", models.CharField(blank=True, max_length=60, verbose_name="英文名称")),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="届次")),
                ("mark", models.CharField(blank=True, max_length=8)),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("mark", "number"), name="term_number_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PolicyProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="代号")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="ThemeVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="inspections.theme"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="版本")),
                ("items", models.JSONField(verbose_name="检查项")),
                ("signers", models.JSONField(default=list, verbose_name="会签方")),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("theme", "number"), name="theme_version_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="inspections.policyprofile",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="版本")),
                ("content", models.JSONField(verbose_name="内容")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="修改说明")),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["profile", "number"],
                "constraints": [models.UniqueConstraint(fields=("profile", "number"), name="policy_version_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="TaxonomyDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("based_on", models.PositiveIntegerField(verbose_name="依据的版本")),
                ("content", models.TextField(verbose_name="内容")),
                ("changed_at", models.DateTimeField()),
                (
                    "owner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="TaxonomyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="版本")),
                ("content", models.TextField(verbose_name="内容")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="修改说明")),
                ("published_at", models.DateTimeField()),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="inspections.term"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="轮次")),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("regular", "常规巡视"),
                            ("special", "专项巡视"),
                            ("mobile", "机动巡视"),
                            ("look_back", "巡视“回头看”"),
                        ],
                        default="regular",
                        max_length=12,
                        verbose_name="方式",
                    ),
                ),
                ("theme", models.CharField(blank=True, max_length=60, verbose_name="专题")),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "above",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="below",
                        to="inspections.round",
                    ),
                ),
                ("answer_months", models.PositiveSmallIntegerField(default=3, verbose_name="答复时限（月）")),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="inspections.policyversion",
                        verbose_name="政策口径",
                    ),
                ),
            ],
            options={
                "ordering": ["-term__number", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("term", "number"), name="round_once_in_term"),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "special"), ("theme", ""), _negated=True),
                        name="round_special_has_theme",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="inspections", to="inspections.round"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="inspections", to="orgs.unit"
                    ),
                ),
                ("team", models.CharField(max_length=60, verbose_name="巡视组")),
                ("team_head", models.CharField(blank=True, max_length=30, verbose_name="组长")),
                ("members", models.JSONField(blank=True, default=list, verbose_name="成员")),
                ("stationed_from", models.DateField(blank=True, null=True, verbose_name="进驻")),
                ("stationed_until", models.DateField(blank=True, null=True, verbose_name="撤点")),
                ("feedback_on", models.DateField(blank=True, null=True, verbose_name="反馈日期")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("round", "unit"), name="inspection_once_in_round")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="RoundTheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="themes", to="inspections.round"
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inspections.theme"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inspections.themeversion"
                    ),
                ),
            ],
            options={
                "ordering": ["theme_id"],
                "constraints": [models.UniqueConstraint(fields=("round", "theme"), name="round_theme_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="InspectionTheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="themes", to="inspections.inspection"
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inspections.theme"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inspections.themeversion"
                    ),
                ),
            ],
            options={
                "ordering": ["theme_id"],
                "constraints": [models.UniqueConstraint(fields=("inspection", "theme"), name="inspection_theme_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="material", to="inspections.round"
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="material",
                        to="inspections.inspection",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="material", to="orgs.unit"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("inspection_report", "巡视报告"),
                            ("special_report", "专题报告"),
                            ("feedback_opinion", "反馈意见"),
                            ("clue_list", "问题线索清单"),
                            ("progress_report", "整改进展报告"),
                            ("ledger", "台账"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspections.theme",
                        verbose_name="专题",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("public", "公开"),
                            ("internal", "内部"),
                            ("secret", "秘密"),
                            ("confidential", "机密"),
                            ("top_secret", "绝密"),
                        ],
                        default="internal",
                        max_length=12,
                        verbose_name="密级",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="material",
                        to="files.storedfile",
                    ),
                ),
                ("filename", models.CharField(max_length=200, verbose_name="文件名")),
                ("format", models.CharField(blank=True, max_length=12)),
                ("pages", models.PositiveIntegerField(blank=True, null=True, verbose_name="页数")),
                ("dated", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="inspections.material",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("kept", "已接收"), ("withdrawn", "已撤回"), ("destroyed", "已销毁")],
                        default="kept",
                        max_length=10,
                    ),
                ),
                ("received_at", models.DateTimeField(auto_now_add=True)),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-received_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", None), ("state", "destroyed")),
                            models.Q(
                                models.Q(("state", "destroyed"), _negated=True), models.Q(("file", None), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="material_file_unless_destroyed",
                    )
                ],
                "indexes": [],
            },
        ),
    ]
