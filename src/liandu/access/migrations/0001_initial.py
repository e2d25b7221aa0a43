import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("inspection_director", "巡视办负责人"),
                            ("inspection_clerk", "巡视办工作人员"),
                            ("supervision_officer", "监督检查室干部"),
                            ("organization_officer", "组织部干部"),
                            ("competent_officer", "主管部门干部"),
                            ("unit_head", "被巡视党组织主要负责人"),
                            ("unit_liaison", "被巡视党组织联络员"),
                            ("leader", "市领导"),
                            ("clue_sender", "线索移送员"),
                            ("case_manager", "案件监督管理室干部"),
                            ("case_director", "案件监督管理室负责人"),
                            ("clue_approver", "线索处置审批人"),
                            ("clue_handler", "线索承办人"),
                            ("system_admin", "系统管理员"),
                            ("security_admin", "安全保密管理员"),
                            ("audit_admin", "安全审计员"),
                        ],
                        max_length=30,
                        verbose_name="岗位",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="orgs.unit"
                    ),
                ),
                ("sectors", models.JSONField(blank=True, default=list)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["user", "since"], name="post_user")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="post_days_in_order",
                    )
                ],
            },
        ),
    ]
