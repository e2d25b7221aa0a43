import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("inspections", "0001_initial"),
        ("intake", "0001_initial"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inspections.round"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"),
                ),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("round", "unit"), name="series_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=24, unique=True, verbose_name="编号")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="inspections.round"
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="inspections.inspection",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="orgs.unit"
                    ),
                ),
                ("aspect", models.CharField(blank=True, max_length=300, verbose_name="方面")),
                ("problem", models.CharField(blank=True, max_length=500, verbose_name="问题")),
                ("title", models.TextField(verbose_name="具体表现")),
                ("category", models.CharField(blank=True, max_length=8, verbose_name="类别")),
                ("category_confirmed", models.BooleanField(default=False)),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspections.theme",
                        verbose_name="专题",
                    ),
                ),
                ("item", models.PositiveSmallIntegerField(default=0, verbose_name="检查项")),
                ("theme_confirmed", models.BooleanField(default=False)),
                ("stated", models.JSONField(blank=True, default=dict, verbose_name="文件所载")),
                ("rectification", models.TextField(blank=True, verbose_name="整改情况")),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="intake.document",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="findings",
                        to="intake.proposal",
                    ),
                ),
                ("block", models.PositiveIntegerField(blank=True, null=True)),
                ("start", models.PositiveIntegerField(blank=True, null=True)),
                ("end", models.PositiveIntegerField(blank=True, null=True)),
                ("quote", models.TextField(blank=True)),
                ("feedback_on", models.DateField(blank=True, null=True, verbose_name="反馈日期")),
                (
                    "state",
                    models.CharField(
                        choices=[("confirmed", "已确认"), ("withdrawn", "已撤回")],
                        default="confirmed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("confirmed_at", models.DateTimeField()),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=80, verbose_name="来自")),
                ("source_number", models.CharField(blank=True, max_length=40, verbose_name="原编号")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "number"], name="finding_unit"),
                    models.Index(fields=["unit", "state"], name="finding_unit_state"),
                    models.Index(fields=["state", "round", "unit", "category"], name="finding_totals"),
                    models.Index(fields=["aspect", "number"], name="finding_aspect"),
                    models.Index(fields=["category", "number"], name="finding_category"),
                    models.Index(fields=["theme", "number"], name="finding_theme"),
                    models.Index(fields=["theme", "item", "number"], name="finding_theme_item"),
                    models.Index(fields=["feedback_on", "number"], name="finding_feedback"),
                    models.Index(fields=["confirmed_at", "number"], name="finding_confirmed"),
                    models.Index(
                        condition=models.Q(("category_confirmed", False), ("state", "confirmed")),
                        fields=["number", "state", "category_confirmed"],
                        name="finding_unclassified",
                    ),
                    models.Index(
                        condition=models.Q(("category_confirmed", True), ("state", "confirmed")),
                        fields=["id", "state", "category_confirmed"],
                        name="finding_classified",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="finding_has_title"),
                    models.CheckConstraint(
                        condition=models.Q(("item", 0), models.Q(("theme", None), _negated=True), _connector="OR"),
                        name="finding_item_of_theme",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Guess",
            fields=[
                (
                    "finding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="guess",
                        serialize=False,
                        to="findings.finding",
                    ),
                ),
                ("first", models.CharField(max_length=8)),
                ("codes", models.JSONField(default=list)),
                ("shares", models.JSONField(default=list)),
                ("sureness", models.CharField(choices=[("high", "高"), ("middle", "中"), ("low", "低")], max_length=6)),
                ("calibrated", models.BooleanField(default=False)),
                ("why", models.JSONField(default=dict)),
                ("labels", models.PositiveIntegerField(default=0)),
                ("taxonomy", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["labels"], name="guess_labels")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="ClearItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clear_items",
                        to="inspections.inspection",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inspections.theme"
                    ),
                ),
                ("item", models.PositiveSmallIntegerField(verbose_name="检查项")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("checked_at", models.DateTimeField()),
                (
                    "checked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("inspection", "theme", "item"), name="clear_item_once")
                ],
                "indexes": [],
            },
        ),
    ]
