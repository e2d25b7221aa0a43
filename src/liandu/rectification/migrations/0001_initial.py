import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("files", "0001_initial"),
        ("findings", "0001_initial"),
        ("handover", "0001_initial"),
        ("inspections", "0001_initial"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=28, unique=True, verbose_name="编号")),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="findings.finding"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="orgs.unit",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="inspections.round",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="handover.line",
                    ),
                ),
                ("category", models.CharField(blank=True, max_length=8, verbose_name="类别")),
                ("theme", models.CharField(blank=True, max_length=20, verbose_name="专题")),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspections.policyversion",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "待认领"),
                            ("disputed", "有异议"),
                            ("acknowledged", "待报方案"),
                            ("plan_review", "方案审核中"),
                            ("rectifying", "整改中"),
                            ("requested", "销号审核中"),
                            ("publicity", "公示中"),
                            ("written_off", "已销号"),
                            ("ended", "未落实了结"),
                            ("cancelled", "已撤账"),
                        ],
                        default="registered",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("at_once", "立行立改"), ("by_date", "限期整改"), ("long_term", "长期坚持")],
                        default="by_date",
                        max_length=10,
                        verbose_name="整改类型",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("not_done", "未完成"),
                            ("under_way", "正在整改"),
                            ("basically_done", "基本完成并持续整改"),
                            ("done", "完成整改"),
                        ],
                        default="not_done",
                        max_length=16,
                        verbose_name="整改结果",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="完成时限")),
                ("step_due_on", models.DateField(blank=True, null=True, verbose_name="本步时限")),
                ("extensions", models.PositiveSmallIntegerField(default=0, verbose_name="延期次数")),
                ("reopenings", models.PositiveSmallIntegerField(default=0, verbose_name="重新立账次数")),
                ("first_person", models.CharField(blank=True, max_length=60, verbose_name="第一责任人")),
                ("leader", models.CharField(blank=True, max_length=60, verbose_name="牵头领导")),
                ("department", models.CharField(blank=True, max_length=80, verbose_name="责任部门")),
                ("person", models.CharField(blank=True, max_length=60, verbose_name="责任人")),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="备注")),
                ("kept_at", models.CharField(blank=True, max_length=60, verbose_name="台账维护单位")),
                ("opened_at", models.DateTimeField(verbose_name="立账时间")),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True, verbose_name="认领时间")),
                ("progress_on", models.DateField(blank=True, null=True, verbose_name="最近进展")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="销号时间")),
                ("changed_at", models.DateTimeField(verbose_name="最近变动")),
            ],
            options={
                "ordering": ["number"],
                "indexes": [
                    models.Index(fields=["unit", "number"], name="item_unit"),
                    models.Index(fields=["round", "number"], name="item_round"),
                    models.Index(fields=["category", "number"], name="item_category"),
                    models.Index(fields=["state", "number"], name="item_state"),
                    models.Index(fields=["unit", "state", "step_due_on", "kept_at"], name="item_unit_step"),
                    models.Index(fields=["state", "step_due_on", "number"], name="item_step"),
                    models.Index(fields=["due_on", "number"], name="item_due"),
                    models.Index(fields=["changed_at", "number"], name="item_changed"),
                    models.Index(fields=["state", "result", "step_due_on", "unit", "category"], name="item_totals"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("finding", "unit"), name="item_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state__in", ("written_off", "ended"))),
                            models.Q(
                                models.Q(("state__in", ("written_off", "ended")), _negated=True), ("closed_at", None)
                            ),
                            _connector="OR",
                        ),
                        name="item_closed_at_when_so",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "done"), _negated=True), ("state", "written_off"), _connector="OR"
                        ),
                        name="item_done_when_written_off",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="orgs.unit"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="inspections.round"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("drafting", "起草中"), ("submitted", "待审核"), ("reviewed", "已审核")],
                        default="drafting",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("submissions", models.PositiveSmallIntegerField(default=0, verbose_name="报送次数")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="报送时间")),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("unit", "round"), name="plan_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ItemOffice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offices", to="rectification.item"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"),
                ),
                (
                    "duty",
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
                        verbose_name="职责",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["office", "duty", "item"], name="item_office")],
                "constraints": [models.UniqueConstraint(fields=("item", "office", "duty"), name="item_office_once")],
            },
        ),
        migrations.CreateModel(
            name="OwnerChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owner_changes",
                        to="rectification.item",
                    ),
                ),
                ("before", models.JSONField(verbose_name="变更前")),
                ("after", models.JSONField(verbose_name="变更后")),
                ("note", models.TextField(verbose_name="交接说明")),
                ("made_on", models.DateField(verbose_name="交接日期")),
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
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="balances",
                        to="rectification.item",
                    ),
                ),
                ("number", models.CharField(max_length=28)),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspections.round",
                    ),
                ),
                ("category", models.CharField(blank=True, max_length=8)),
                ("since", models.DateField()),
                ("until", models.DateField(default=datetime.date(9999, 12, 31))),
                ("fork", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "待认领"),
                            ("disputed", "有异议"),
                            ("acknowledged", "待报方案"),
                            ("plan_review", "方案审核中"),
                            ("rectifying", "整改中"),
                            ("requested", "销号审核中"),
                            ("publicity", "公示中"),
                            ("written_off", "已销号"),
                            ("ended", "未落实了结"),
                            ("cancelled", "已撤账"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("at_once", "立行立改"), ("by_date", "限期整改"), ("long_term", "长期坚持")],
                        max_length=10,
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("not_done", "未完成"),
                            ("under_way", "正在整改"),
                            ("basically_done", "基本完成并持续整改"),
                            ("done", "完成整改"),
                        ],
                        max_length=16,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                ("step_due_on", models.DateField(blank=True, null=True)),
                ("extensions", models.PositiveSmallIntegerField(default=0)),
                ("reopenings", models.PositiveSmallIntegerField(default=0)),
                ("first_person", models.CharField(blank=True, max_length=60)),
                ("leader", models.CharField(blank=True, max_length=60)),
                ("department", models.CharField(blank=True, max_length=80)),
                ("person", models.CharField(blank=True, max_length=60)),
                ("remark", models.CharField(blank=True, max_length=500)),
                ("progress_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("act", models.CharField(max_length=40)),
                ("seq", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["number", "since", "until"], name="balance_number"),
                    models.Index(
                        fields=["item", "since", "until", "state", "extensions", "reopenings"], name="balance_item"
                    ),
                    models.Index(fields=["unit", "number", "since", "until"], name="balance_unit"),
                    models.Index(fields=["category", "number", "since", "until"], name="balance_category"),
                    models.Index(fields=["state", "number", "since", "until"], name="balance_state"),
                    models.Index(fields=["due_on", "number", "since", "until"], name="balance_due"),
                    models.Index(
                        fields=["fork", "until", "since", "state", "result", "step_due_on", "unit", "category"],
                        name="balance_ended",
                    ),
                    models.Index(
                        fields=["fork", "since", "state", "result", "step_due_on", "unit", "category"],
                        name="balance_begun",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "since"), name="balance_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))), name="balance_days_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fork", 0), ("until", datetime.date(9999, 12, 31))),
                            models.Q(
                                models.Q(("fork", 0), _negated=True),
                                models.Q(("until", datetime.date(9999, 12, 31)), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="balance_open_fork",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="rectification.item"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by", None),
                            models.Q(("answered_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="objection_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("asked", "taken_back")),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="objection_answered",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Extension",
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
                        related_name="asked_extensions",
                        to="rectification.item",
                    ),
                ),
                ("due_before", models.DateField(verbose_name="原时限")),
                ("until", models.DateField(verbose_name="延至")),
            ],
            options={
                "ordering": ["-pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["state", "item"], name="extension_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("due_before"))), name="extension_is_later"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by", None),
                            models.Q(("answered_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="extension_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("asked", "taken_back")),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="extension_answered",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("item",), name="extension_one_at_a_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="rectification.item"
                    ),
                ),
                ("serial", models.PositiveSmallIntegerField(verbose_name="第几次申请")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "审核中"),
                            ("taken_back", "已收回"),
                            ("returned", "退回补充"),
                            ("published", "公示中"),
                            ("granted", "已销号"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("statement", models.TextField(verbose_name="整改完成情况")),
                ("checklist", models.JSONField(default=list)),
                ("parties", models.JSONField(default=list)),
                ("in_order", models.BooleanField(default=True)),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("publicity_until", models.DateField(blank=True, null=True, verbose_name="公示至")),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["state", "asked_at"], name="request_state")],
                "constraints": [models.UniqueConstraint(fields=("item", "serial"), name="request_serial_once")],
            },
        ),
        migrations.CreateModel(
            name="Mirror",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mirror", to="rectification.item"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="来源编号")),
                ("offices", models.JSONField(default=list)),
                ("plan", models.JSONField(blank=True, default=dict)),
                ("entry", models.BigIntegerField()),
                ("told_at", models.DateTimeField()),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="SourceEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="source_entries",
                        to="rectification.item",
                    ),
                ),
                ("seq", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("act", models.CharField(max_length=80)),
                ("who", models.CharField(blank=True, max_length=60)),
                ("office", models.CharField(blank=True, max_length=150)),
                ("words", models.TextField()),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-seq"],
                "constraints": [models.UniqueConstraint(fields=("item", "seq"), name="source_entry_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PlanEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="rectification.plan"
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entry", to="rectification.item"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafting", "起草中"),
                            ("submitted", "待审核"),
                            ("approved", "已通过"),
                            ("returned", "已退回"),
                        ],
                        default="drafting",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("goal", models.TextField(blank=True, verbose_name="整改目标")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[("at_once", "立行立改"), ("by_date", "限期整改"), ("long_term", "长期坚持")],
                        max_length=10,
                        verbose_name="整改类型",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="完成时限")),
                ("leader", models.CharField(blank=True, max_length=60, verbose_name="牵头领导")),
                ("department", models.CharField(blank=True, max_length=80, verbose_name="责任部门")),
                ("person", models.CharField(blank=True, max_length=60, verbose_name="责任人")),
                ("opinion", models.TextField(blank=True, verbose_name="审核意见")),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewed_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
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
                "ordering": ["item__number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("approved", "returned")), _negated=True),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                                ("reviewed_for__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="entry_reviewed_by_someone",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="milestones", to="rectification.item"
                    ),
                ),
                ("what", models.CharField(max_length=300, verbose_name="阶段目标")),
                ("due_on", models.DateField(verbose_name="时限")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="完成情况")),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("told_by", models.CharField(blank=True, max_length=60, verbose_name="来源填报人")),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="progress", to="rectification.item"
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("text", models.TextField(verbose_name="进展情况")),
                ("share", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="完成比例（%）")),
                ("during_inspection", models.BooleanField(default=False, verbose_name="边巡边改")),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="rectification.progress",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来自文件")),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["item", "-on", "-id"], name="progress_item")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="progress_has_text"),
                    models.CheckConstraint(
                        condition=models.Q(("share", None), ("share__lte", 100), _connector="OR"),
                        name="progress_share_of_100",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="rectification.planentry",
                    ),
                ),
                ("submission", models.PositiveSmallIntegerField(verbose_name="第几次报送")),
                ("content", models.JSONField(verbose_name="报送内容")),
                ("submitted_at", models.DateTimeField(verbose_name="报送时间")),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("taken_back", "已收回"), ("approved", "通过"), ("returned", "退回")],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("opinion", models.TextField(blank=True, verbose_name="审核意见")),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewed_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-submission", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "submission"), name="entry_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by", None),
                            models.Q(("reviewed_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="entry_version_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "returned"), _negated=True),
                            models.Q(("opinion", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="entry_version_says_why",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="rectification.planentry"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("what", models.TextField(verbose_name="整改任务")),
            ],
            options={
                "ordering": ["position", "pk"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="rectification.item"
                    ),
                ),
                (
                    "progress",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="rectification.progress",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("recovered", "追缴资金"),
                            ("returned", "清退资金"),
                            ("loss_avoided", "挽回损失"),
                            ("party_sanction", "党纪处分"),
                            ("government_sanction", "政务处分"),
                            ("organizational", "组织处理"),
                            ("admonition", "诫勉"),
                            ("criticism", "批评教育"),
                            ("inspection_ordered", "责令检查"),
                            ("reminder", "提醒谈话"),
                            ("filed", "移交纪检监察机关"),
                            ("meeting", "专题会议"),
                            ("life_meeting", "专题民主生活会"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="成果",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="数量")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["item", "kind"], name="outcome_item")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="outcome_is_something")
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="measures", to="rectification.task"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("what", models.TextField(verbose_name="整改措施")),
                ("owner", models.CharField(blank=True, max_length=60, verbose_name="责任人")),
                ("since", models.DateField(blank=True, null=True, verbose_name="开始")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="完成时限")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
            ],
            options={
                "ordering": ["position", "pk"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("told_by", models.CharField(blank=True, max_length=60, verbose_name="来源填报人")),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="rectification.item"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("voucher", "凭证票据"),
                            ("data", "数据对比"),
                            ("photo", "现场照片"),
                            ("execution", "制度执行记录"),
                            ("institution", "制度文本"),
                            ("handling", "处理处分文书"),
                            ("verdict", "验收或鉴定结论"),
                            ("minutes", "会议记录"),
                            ("notice", "通知文件"),
                            ("study", "学习材料"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="类型",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("effective_on", models.DateField(verbose_name="形成日期")),
                ("during_inspection", models.BooleanField(default=False, verbose_name="边巡边改")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="files.storedfile"
                    ),
                ),
                ("filename", models.CharField(max_length=200, verbose_name="文件名")),
                ("format", models.CharField(blank=True, max_length=12)),
                ("told_measures", models.JSONField(blank=True, default=list, verbose_name="来源写明的措施")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=200, verbose_name="撤回理由")),
                ("measures", models.ManyToManyField(blank=True, related_name="evidence", to="rectification.measure")),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_reason", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False), models.Q(("withdrawn_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="evidence_withdrawn_with_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("item", "file"),
                        name="evidence_once_for_an_item",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Institution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="institutions",
                        to="rectification.item",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="institutions", to="orgs.unit"
                    ),
                ),
                (
                    "work",
                    models.CharField(
                        choices=[("made", "新建"), ("revised", "修订"), ("abolished", "废止")],
                        max_length=10,
                        verbose_name="新建、修订或废止",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                ("dated", models.DateField(verbose_name="印发日期")),
                ("in_force_on", models.DateField(blank=True, null=True, verbose_name="施行日期")),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="institutions",
                        to="rectification.evidence",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_reason", models.CharField(blank=True, max_length=200, verbose_name="注销理由")),
            ],
            options={
                "ordering": ["-dated", "-pk"],
                "indexes": [
                    models.Index(fields=["unit", "-dated"], name="institution_unit"),
                    models.Index(fields=["-dated", "-id"], name="institution_dated"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at", None), ("struck_reason", "")),
                            models.Q(("struck_at__isnull", False), models.Q(("struck_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="institution_struck_with_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InstitutionReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="rectification.institution",
                    ),
                ),
                ("on", models.DateField(verbose_name="检查日期")),
                ("carried_out", models.BooleanField(verbose_name="得到执行")),
                ("found", models.TextField(verbose_name="检查情况")),
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
                "indexes": [],
                "constraints": [],
            },
        ),
    ]
