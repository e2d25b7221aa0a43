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
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="orgs.unit",
                    ),
                ),
                ("path", models.CharField(max_length=200, unique=True)),
                ("code", models.CharField(max_length=10, unique=True, verbose_name="编码")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("short_name", models.CharField(max_length=60, verbose_name="简称")),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[("district", "区县"), ("department", "部门"), ("soe", "国企"), ("university", "高校")],
                        max_length=12,
                        verbose_name="板块",
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("inspection", "巡视机构"),
                            ("discipline", "纪检监察机关"),
                            ("organization", "组织部门"),
                        ],
                        max_length=12,
                        verbose_name="归属",
                    ),
                ),
            ],
            options={
                "ordering": ["path"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sector", ""), ("party", ""), _connector="OR"), name="unit_sector_or_party"
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="unit_has_name"),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Oversight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="oversees", to="orgs.unit"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="overseen_by", to="orgs.unit"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["office", "since"], name="oversight_office")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="oversight_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("office", models.F("unit")), _negated=True), name="oversight_of_another"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JointTeam",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("campus", "室组校"), ("region", "室组地"), ("other", "其他联合监督")],
                        max_length=10,
                        verbose_name="形式",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="teams_led", to="orgs.unit"
                    ),
                ),
                ("purpose", models.CharField(max_length=300, verbose_name="任务")),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("ended_because", models.CharField(blank=True, max_length=300, verbose_name="结束理由")),
            ],
            options={
                "ordering": ["-since", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="team_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_because", ""), ("until__isnull", False), _connector="OR"),
                        name="team_reason_with_end",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="loans", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "from_office",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="lent", to="orgs.unit"),
                ),
                (
                    "to_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="borrowed", to="orgs.unit"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("reason", models.CharField(max_length=300, verbose_name="事由")),
            ],
            options={
                "ordering": ["-since", "-pk"],
                "indexes": [models.Index(fields=["user", "since"], name="loan_user")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))), name="loan_days_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_office", models.F("to_office")), _negated=True),
                        name="loan_between_offices",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="orgs.jointteam"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sent_members", to="orgs.unit"
                    ),
                ),
                (
                    "duty",
                    models.CharField(
                        choices=[("head", "组长"), ("member", "组员"), ("liaison", "联络员")],
                        default="member",
                        max_length=10,
                        verbose_name="职责",
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "since"], name="member_user"),
                    models.Index(fields=["team", "since"], name="member_team"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="member_days_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="areas", to="orgs.jointteam"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="in_areas", to="orgs.unit"
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[("district", "区县"), ("department", "部门"), ("soe", "国企"), ("university", "高校")],
                        max_length=12,
                        verbose_name="板块",
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["team", "since"], name="area_team")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="area_days_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="orgs.jointteam"
                    ),
                ),
                ("what", models.CharField(max_length=300, verbose_name="事项")),
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
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="orgs.teammember"
                    ),
                ),
                ("due", models.DateField()),
                ("done_on", models.DateField(blank=True, null=True)),
                ("result", models.CharField(blank=True, max_length=300, verbose_name="结果")),
            ],
            options={
                "ordering": ["due", "pk"],
                "indexes": [models.Index(fields=["team", "due"], name="team_task_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("result", ""), ("done_on__isnull", False), _connector="OR"),
                        name="team_task_result_when_done",
                    )
                ],
            },
        ),
    ]
