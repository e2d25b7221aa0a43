import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("findings", "0001_initial"),
        ("inspections", "0001_initial"),
        ("orgs", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Compared",
            fields=[
                (
                    "finding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="compared",
                        serialize=False,
                        to="findings.finding",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Grouped",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Catalogue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(verbose_name="版次")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("issued_at", models.DateTimeField()),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inspections.term"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CommonProblem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("code", models.CharField(max_length=8, verbose_name="类别")),
                ("definition", models.TextField(blank=True, verbose_name="定义")),
                ("scope", models.TextField(blank=True, verbose_name="范围")),
                (
                    "severity",
                    models.CharField(
                        choices=[("general", "一般"), ("marked", "突出"), ("grave", "严重")],
                        default="general",
                        max_length=10,
                        verbose_name="程度",
                    ),
                ),
                ("causes", models.TextField(blank=True, verbose_name="原因")),
                ("suggestions", models.TextField(blank=True, verbose_name="建议")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草拟"), ("named", "已审定"), ("retired", "已停用")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                ("settled_because", models.CharField(blank=True, max_length=300, verbose_name="审定理由")),
                (
                    "competent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                        verbose_name="主管部门",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CatalogueLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(verbose_name="序号")),
                ("frozen", models.JSONField(default=dict)),
                (
                    "catalogue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="insight.catalogue"
                    ),
                ),
                (
                    "common",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="insight.commonproblem"
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
            },
        ),
        migrations.CreateModel(
            name="Bulletin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="标题")),
                ("addressees", models.CharField(max_length=300, verbose_name="主送")),
                ("intro", models.TextField(blank=True, verbose_name="开头")),
                ("closing", models.TextField(blank=True, verbose_name="要求")),
                (
                    "state",
                    models.CharField(
                        choices=[("drafted", "草拟"), ("issued", "已印发"), ("dropped", "不再印发")],
                        default="drafted",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("frozen", models.JSONField(blank=True, default=dict)),
                ("made_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="印发时间")),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspections.round",
                        verbose_name="轮次",
                    ),
                ),
                (
                    "units",
                    models.ManyToManyField(blank=True, related_name="+", to="orgs.unit", verbose_name="点名单位"),
                ),
                (
                    "commons",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="insight.commonproblem", verbose_name="共性问题"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Recurrence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("again", "屡改屡犯"), ("elsewhere", "别处同类"), ("copied", "文字雷同")],
                        max_length=10,
                        verbose_name="类型",
                    ),
                ),
                ("score", models.FloatField()),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "待研判"), ("confirmed", "已认定"), ("dismissed", "不认定")],
                        default="proposed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("judged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="came_back_as", to="findings.finding"
                    ),
                ),
                (
                    "earlier_unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recurrences", to="findings.finding"
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Strand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=8, verbose_name="类别")),
                ("label", models.CharField(max_length=120, verbose_name="名称")),
                ("words", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待采用"),
                            ("accepted", "已采用"),
                            ("merged", "已并入"),
                            ("retired", "已停用"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("frozen", models.BooleanField(default=False, verbose_name="已由人定")),
                ("was", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                ("judged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "common",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="strands",
                        to="insight.commonproblem",
                        verbose_name="共性问题",
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "medoid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="findings.finding"
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="insight.strand",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "finding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="strand_membership",
                        serialize=False,
                        to="findings.finding",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[("grouped", "拟定时归入"), ("joined", "与其中多数相近"), ("moved", "人工移入")],
                        max_length=10,
                        verbose_name="缘由",
                    ),
                ),
                ("pinned", models.BooleanField(default=False, verbose_name="固定")),
                ("since", models.DateTimeField()),
                (
                    "before",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="insight.strand",
                    ),
                ),
                (
                    "strand",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="insight.strand",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TypicalCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "common",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cases", to="insight.commonproblem"
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="findings.finding"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BulletinCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("words", models.TextField(verbose_name="案例")),
                (
                    "bulletin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cases", to="insight.bulletin"
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="findings.finding"
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
                "constraints": [models.UniqueConstraint(fields=("bulletin", "finding"), name="bulletin_case_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="catalogue",
            constraint=models.UniqueConstraint(fields=("term", "version"), name="catalogue_version_once"),
        ),
        migrations.AddIndex(
            model_name="commonproblem",
            index=models.Index(fields=["state", "code", "id"], name="common_problem_state"),
        ),
        migrations.AddConstraint(
            model_name="commonproblem",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="common_problem_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueline",
            constraint=models.UniqueConstraint(fields=("catalogue", "place"), name="catalogue_place_once"),
        ),
        migrations.AddIndex(
            model_name="bulletin",
            index=models.Index(fields=["state", "-id"], name="bulletin_state"),
        ),
        migrations.AddConstraint(
            model_name="bulletin",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="bulletin_has_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="bulletin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issued_at__isnull", False), ("state", "issued")),
                    models.Q(models.Q(("state", "issued"), _negated=True), ("issued_at", None)),
                    _connector="OR",
                ),
                name="bulletin_issued_on_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="recurrence",
            index=models.Index(fields=["state", "-score", "-id"], name="recurrence_state"),
        ),
        migrations.AddIndex(
            model_name="recurrence",
            index=models.Index(fields=["state", "kind", "-score", "-id"], name="recurrence_state_kind"),
        ),
        migrations.AddConstraint(
            model_name="recurrence",
            constraint=models.UniqueConstraint(fields=("finding", "earlier"), name="recurrence_once"),
        ),
        migrations.AddConstraint(
            model_name="recurrence",
            constraint=models.CheckConstraint(
                condition=models.Q(("finding", models.F("earlier")), _negated=True), name="recurrence_of_another"
            ),
        ),
        migrations.AddIndex(
            model_name="strand",
            index=models.Index(fields=["state", "code", "id"], name="strand_state"),
        ),
        migrations.AddConstraint(
            model_name="strand",
            constraint=models.CheckConstraint(
                condition=models.Q(("frozen", False), ("state", "accepted"), _negated=True),
                name="strand_accepted_frozen",
            ),
        ),
        migrations.AddConstraint(
            model_name="strand",
            constraint=models.CheckConstraint(
                condition=models.Q(("label", ""), _negated=True), name="strand_has_label"
            ),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["strand", "finding"], name="membership_strand"),
        ),
        migrations.AddConstraint(
            model_name="typicalcase",
            constraint=models.UniqueConstraint(fields=("common", "finding"), name="typical_case_once"),
        ),
    ]
