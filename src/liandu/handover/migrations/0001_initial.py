import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("clues", "0001_initial"),
        ("files", "0001_initial"),
        ("findings", "0001_initial"),
        ("inspections", "0001_initial"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.CharField(max_length=40, unique=True)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="inspections.term"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="inspections.round",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="次数")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("held_on", models.DateField(verbose_name="日期")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="地点")),
                ("chair", models.CharField(blank=True, max_length=60, verbose_name="主持人")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("called", "已召集"),
                            ("held", "已召开"),
                            ("minuted", "纪要已定"),
                            ("cancelled", "已取消"),
                        ],
                        default="called",
                        max_length=10,
                    ),
                ),
                ("opening", models.TextField(blank=True, verbose_name="开头")),
                ("closing", models.TextField(blank=True, verbose_name="结尾")),
                (
                    "minutes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "called_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("called_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-held_on", "-id"],
                "indexes": [models.Index(fields=["held_on", "id"], name="meeting_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("term", "number"), name="meeting_once_in_term"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("minutes__isnull", False), ("state", "minuted")),
                            models.Q(models.Q(("state", "minuted"), _negated=True), ("minutes", None)),
                            _connector="OR",
                        ),
                        name="meeting_minutes_when_minuted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClueFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clue",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clues.clue"),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="findings.finding"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("clue", "finding"), name="clue_finding_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ForeignList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="foreign_lists",
                        to="inspections.round",
                    ),
                ),
                ("source", models.CharField(max_length=60, verbose_name="来源")),
                ("number", models.CharField(max_length=40, verbose_name="编号")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("handover", "移交"), ("feedback", "反馈"), ("change_of_owner", "变更承办")],
                        max_length=16,
                        verbose_name="事由",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafting", "拟定中"),
                            ("handed_over", "待签收"),
                            ("settled", "签收完毕"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sender", models.CharField(max_length=120, verbose_name="移交单位")),
                ("recipient", models.CharField(max_length=120, verbose_name="接收单位")),
                ("supplements", models.CharField(blank=True, max_length=40, verbose_name="补充")),
                ("handed_over_on", models.DateField(verbose_name="发出日期")),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="签收完毕日期")),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("lines", models.JSONField(blank=True, default=list)),
                (
                    "brought_in_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("brought_in_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="foreign_list_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "drafting"), _negated=True), name="foreign_list_is_sent"
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="handover.meeting"
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("inspection", "巡视机构"),
                            ("discipline", "纪检监察机关"),
                            ("organization", "组织部门"),
                        ],
                        max_length=12,
                        verbose_name="归属",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                ("office", models.CharField(blank=True, max_length=120, verbose_name="单位和职务")),
                ("attended", models.BooleanField(default=True, verbose_name="到会")),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="member_has_name")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agenda", to="handover.meeting"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200, verbose_name="议题")),
                ("discussion", models.TextField(blank=True, verbose_name="议定情况")),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="agenda_has_title")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="handover.meeting"
                    ),
                ),
                (
                    "agenda",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="handover.agendaitem",
                    ),
                ),
                ("text", models.TextField(verbose_name="议定事项")),
                (
                    "owner",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="完成时限")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
                ("done_note", models.CharField(blank=True, max_length=300, verbose_name="完成情况")),
                (
                    "done_by",
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
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["owner", "due_on"], name="decision_owner")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="decision_has_text"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_by", None), ("done_on", None)),
                            models.Q(("done_by__isnull", False), ("done_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="decision_done_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Package",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packages", to="inspections.round"
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name="编号")),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packages",
                        to="handover.meeting",
                    ),
                ),
                (
                    "agenda",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="packages",
                        to="handover.agendaitem",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packages_sent", to="orgs.unit"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packages_received",
                        to="orgs.unit",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("handover", "移交"), ("feedback", "反馈"), ("change_of_owner", "变更承办")],
                        default="handover",
                        max_length=16,
                        verbose_name="事由",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("mentions_clues", models.BooleanField(default=False, verbose_name="注明问题线索另册移交")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafting", "拟定中"),
                            ("handed_over", "待签收"),
                            ("settled", "签收完毕"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="drafting",
                        max_length=12,
                    ),
                ),
                (
                    "supplements",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplemented_by",
                        to="handover.package",
                    ),
                ),
                ("lines_sent", models.PositiveIntegerField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "handed_over_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("handed_over_at", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["recipient", "state"], name="package_recipient"),
                    models.Index(fields=["round", "state"], name="package_round"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("handed_over", "settled")), _negated=True),
                            models.Q(
                                ("handed_over_at__isnull", False),
                                ("lines_sent__isnull", False),
                                ("number__isnull", False),
                                ("recipient__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="package_sent_is_whole",
                    ),
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="package_has_title"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="handover.package"
                    ),
                ),
                ("answered_on", models.DateField(verbose_name="答复日期")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("done", "已办结"),
                            ("under_way", "已采取措施，继续办理"),
                            ("unfounded", "经核不成立"),
                            ("passed_on", "已转有关单位办理"),
                        ],
                        max_length=12,
                        verbose_name="办理结果",
                    ),
                ),
                ("text", models.TextField(verbose_name="办理情况")),
                ("paper", models.CharField(blank=True, max_length=200, verbose_name="答复文件")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                ("filename", models.CharField(blank=True, max_length=200)),
                (
                    "paper_state",
                    models.CharField(
                        choices=[
                            ("waiting", "正在查看密级标志"),
                            ("looked", "已查看"),
                            ("unread", "文字读不出，没有查到密级标志"),
                            ("destroyed", "不应留存，副本已销毁"),
                        ],
                        default="looked",
                        max_length=10,
                    ),
                ),
                ("worker", models.CharField(blank=True, max_length=60)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="handover.package"
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="序号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("material", "材料"),
                            ("finding", "问题"),
                            ("paper", "其他材料"),
                            ("oversight", "联系监督"),
                        ],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="文号或编号")),
                ("title", models.CharField(max_length=500, verbose_name="名称")),
                ("pages", models.PositiveIntegerField(blank=True, null=True, verbose_name="页数")),
                ("copies", models.PositiveIntegerField(default=1, verbose_name="份数")),
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
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("sm3", models.CharField(blank=True, max_length=64)),
                (
                    "material",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handed_over",
                        to="inspections.material",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handed_over",
                        to="findings.finding",
                    ),
                ),
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
                    "office_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
                (
                    "office_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("rule", models.CharField(blank=True, max_length=20)),
                (
                    "resends",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sent_again_as",
                        to="handover.line",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待签"),
                            ("accepted", "已签收"),
                            ("refused", "已拒收"),
                            ("discrepancy", "不符待定"),
                            ("returned", "已退回"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                ("came_title", models.CharField(blank=True, max_length=500, verbose_name="收到的名称")),
                ("came_pages", models.PositiveIntegerField(blank=True, null=True, verbose_name="收到的页数")),
                ("came_copies", models.PositiveIntegerField(blank=True, null=True, verbose_name="收到的份数")),
                ("accepted_on", models.DateField(blank=True, null=True)),
                ("answer_due_on", models.DateField(blank=True, null=True, verbose_name="答复时限")),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="handover.answer",
                    ),
                ),
                ("dropped_reason", models.CharField(blank=True, max_length=300, verbose_name="不再移交的理由")),
            ],
            options={
                "ordering": ["package", "position", "id"],
                "indexes": [
                    models.Index(fields=["package", "position", "id"], name="line_place"),
                    models.Index(fields=["package", "state"], name="line_state"),
                    models.Index(fields=["answer_due_on"], name="line_due"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("signed_by", None), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="line_signed_unless_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finding", None), ("kind", "material"), ("material__isnull", False)),
                            models.Q(("finding__isnull", False), ("kind", "finding"), ("material", None)),
                            models.Q(("finding", None), ("kind", "paper"), ("material", None)),
                            models.Q(
                                ("finding", None),
                                ("kind", "oversight"),
                                ("material", None),
                                ("office_from__isnull", False),
                                ("office_to__isnull", False),
                                ("unit__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="line_points_to_its_kind",
                    ),
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="line_has_title"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_on", None), ("state__in", ("accepted", "returned")), _connector="OR"
                        ),
                        name="line_accepted_on_when_so",
                    ),
                ],
            },
        ),
    ]
