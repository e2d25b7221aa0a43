import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import liandu.clues.models.keyed


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("inspections", "0001_initial"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SealedList",
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
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspections.round",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("serial", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=40, verbose_name="编号")),
                ("envelope", models.CharField(max_length=40, verbose_name="信封号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafting", "拟定中"),
                            ("sent", "已送出，待签收"),
                            ("signed", "已签收"),
                            ("settled", "已办结手续"),
                        ],
                        default="drafting",
                        max_length=10,
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="来源")),
                ("came_as", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                (
                    "brought_in_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("drafted_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
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
            ],
            options={
                "indexes": [models.Index(fields=["recipient", "state"], name="sealed_list_recipient")],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "year", "serial"), name="sealed_list_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("signed_by", None)),
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="sealed_list_signature_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("brought_in_by", None),
                                ("came_as", None),
                                ("office__isnull", False),
                                ("sender__isnull", False),
                            ),
                            models.Q(
                                ("brought_in_by__isnull", False),
                                ("came_as__isnull", False),
                                ("office", None),
                                ("sender", None),
                            ),
                            _connector="OR",
                        ),
                        name="sealed_list_ours_or_came",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "office",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"),
                ),
                (
                    "of",
                    models.CharField(choices=[("list", "密封清单"), ("clue", "线索"), ("came", "来件")], max_length=5),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("office", "of", "year"), name="clue_series_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Sitting",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "grounds",
                    models.CharField(
                        choices=[
                            ("register", "受理登记"),
                            ("review", "集体研判"),
                            ("propose", "提出处置意见"),
                            ("decide", "审批"),
                            ("handle", "承办办理"),
                            ("urge", "督办催办"),
                            ("check", "核对台账"),
                            ("answer", "答复上级询问"),
                            ("other", "其他（须写明）"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.BinaryField(default=bytes)),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="ListLine",
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
                    "sealed_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="clues.sealedlist"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("title", models.BinaryField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("inspection", "巡视巡察移交"),
                            ("petition", "信访举报"),
                            ("own_work", "工作中发现"),
                            ("other_organs", "审计等其他机关移送"),
                        ],
                        max_length=12,
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
                ("pages", models.PositiveSmallIntegerField(verbose_name="页数")),
                ("copies", models.PositiveSmallIntegerField(default=1, verbose_name="份数")),
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
                        max_length=12,
                        verbose_name="密级",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "未签"),
                            ("accepted", "收下"),
                            ("discrepancy", "收下，与清单不符"),
                            ("refused", "拒收"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("found_pages", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("found_copies", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("remark", models.BinaryField(default=bytes)),
                (
                    "resends",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resent_as",
                        to="clues.listline",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("sealed_list", "place"), name="list_line_place_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Clue",
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
                    "register",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("serial", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=40, verbose_name="编号")),
                (
                    "line",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clue",
                        to="clues.listline",
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
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("inspection", "巡视巡察移交"),
                            ("petition", "信访举报"),
                            ("own_work", "工作中发现"),
                            ("other_organs", "审计等其他机关移送"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("P1", "政治纪律"),
                            ("P2", "组织纪律"),
                            ("P3", "廉洁纪律"),
                            ("P4", "群众纪律"),
                            ("P5", "工作纪律"),
                            ("P6", "生活纪律"),
                            ("P7", "涉嫌职务违法犯罪"),
                        ],
                        max_length=2,
                    ),
                ),
                (
                    "rank",
                    models.CharField(
                        choices=[
                            ("national", "国家级"),
                            ("provincial", "省部级"),
                            ("prefecture", "厅局级"),
                            ("county", "县处级"),
                            ("township", "乡科级及以下"),
                        ],
                        max_length=10,
                    ),
                ),
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
                        max_length=12,
                        verbose_name="密级",
                    ),
                ),
                ("persons", models.BinaryField()),
                ("narrative", models.BinaryField()),
                ("received_on", models.DateField()),
                ("due_on", models.DateField(verbose_name="处置意见时限")),
                ("opened_at", models.DateTimeField()),
                (
                    "registrar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "approver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "已登记，待研判"),
                            ("reviewed", "已研判，待提处置意见"),
                            ("proposed", "处置意见待审批"),
                            ("in_force", "处置中"),
                            ("held", "暂存待查"),
                            ("follow_up", "了结待反馈澄清"),
                            ("concluded", "已办结"),
                        ],
                        default="registered",
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("talk", "谈话函询"),
                            ("verify", "初步核实"),
                            ("hold", "暂存待查"),
                            ("close", "直接了结"),
                            ("close_talk", "函询了结"),
                            ("close_verify", "初核了结"),
                            ("file", "立案"),
                        ],
                        max_length=12,
                        verbose_name="处置方式",
                    ),
                ),
                ("restart_on", models.DateField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("talk_reminder", "谈话提醒"),
                            ("criticism", "批评教育"),
                            ("written_check", "责令检查"),
                            ("admonition", "诫勉"),
                            ("organizational", "组织处理"),
                            ("punished", "党纪政务处分"),
                            ("case", "建议立案"),
                            ("cleared", "了结澄清"),
                            ("supported", "督办、协办完成"),
                        ],
                        max_length=14,
                    ),
                ),
                ("concluded_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["year", "serial"], name="clue_number"),
                    models.Index(fields=["state", "received_on"], name="clue_state"),
                    models.Index(fields=["keeper", "state"], name="clue_keeper"),
                    models.Index(fields=["registrar", "state"], name="clue_registrar"),
                    models.Index(fields=["approver", "state"], name="clue_approver"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("register", "year", "serial"), name="clue_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("concluded_on__isnull", False), ("state", "concluded")),
                            models.Q(models.Q(("state", "concluded"), _negated=True), ("concluded_on", None)),
                            _connector="OR",
                        ),
                        name="clue_concluded_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("restart_on", None), ("state", "held"), _negated=True),
                        name="clue_held_has_second_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NameToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to="clues.clue"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("index_key", models.CharField(max_length=16)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("digest", "clue"), name="name_token_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Correction",
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
                    "clue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="clues.clue"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("persons", models.BinaryField()),
                ("narrative", models.BinaryField()),
                ("reason", models.BinaryField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("clue", "place"), name="clue_correction_place_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Review",
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
                    "clue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="clues.clue"
                    ),
                ),
                ("held_on", models.DateField()),
                ("participants", models.BinaryField()),
                ("note", models.BinaryField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Disposition",
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
                    "clue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dispositions", to="clues.clue"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("talk", "谈话函询"),
                            ("verify", "初步核实"),
                            ("hold", "暂存待查"),
                            ("close", "直接了结"),
                            ("close_talk", "函询了结"),
                            ("close_verify", "初核了结"),
                            ("file", "立案"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.BinaryField()),
                ("restart_on", models.DateField(blank=True, null=True, verbose_name="再次启动日期")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "待审批"), ("approved", "已批准"), ("returned", "已退回")],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                (
                    "approver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("opinion", models.BinaryField(default=bytes)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["approver", "state"], name="disposition_approver")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("proposed_by", models.F("approver")), _negated=True),
                        name="disposition_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "hold"), ("restart_on", None), _negated=True),
                        name="disposition_hold_has_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("state", "proposed")),
                            models.Q(models.Q(("state", "proposed"), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="disposition_decided_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
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
                    "clue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="clues.clue"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("feedback", "书面反馈本人"),
                            ("explanation", "民主生活会上说明"),
                            ("clearing", "澄清正名"),
                        ],
                        max_length=12,
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True)),
                ("note", models.BinaryField(default=bytes)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("clue", "step"), name="follow_up_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
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
                    "clue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="clues.clue"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("own", "自办"),
                            ("transfer", "转办"),
                            ("assign", "交办"),
                            ("supervise", "督办"),
                            ("assist", "协办"),
                        ],
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("due_on", models.DateField()),
                ("task", models.BinaryField(default=bytes)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "待签收"),
                            ("accepted", "办理中"),
                            ("refused", "已退回，未签收"),
                            ("reported", "结果待审批"),
                            ("concluded", "已办结"),
                            ("recalled", "已收回"),
                        ],
                        default="offered",
                        max_length=10,
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("refusal", models.BinaryField(default=bytes)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("talk_reminder", "谈话提醒"),
                            ("criticism", "批评教育"),
                            ("written_check", "责令检查"),
                            ("admonition", "诫勉"),
                            ("organizational", "组织处理"),
                            ("punished", "党纪政务处分"),
                            ("case", "建议立案"),
                            ("cleared", "了结澄清"),
                            ("supported", "督办、协办完成"),
                        ],
                        max_length=14,
                    ),
                ),
                ("result", models.BinaryField(default=bytes)),
                ("reported_at", models.DateTimeField(blank=True, null=True)),
                ("opinion", models.BinaryField(default=bytes)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["handler", "state"], name="assignment_handler")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome", ""), ("state__in", ["reported", "concluded"]), _negated=True),
                        name="assignment_has_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assignment_decided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("handler")), _negated=True),
                            _connector="OR",
                        ),
                        name="assignment_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "clue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to="clues.clue",
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
                ("reason", models.BinaryField()),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["person", "since"], name="recusal_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("clue", None), ("unit__isnull", False)),
                            models.Q(("clue__isnull", False), ("unit", None)),
                            _connector="OR",
                        ),
                        name="recusal_clue_or_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="recusal_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Progress",
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
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="progress", to="clues.assignment"
                    ),
                ),
                ("note", models.BinaryField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
    ]
