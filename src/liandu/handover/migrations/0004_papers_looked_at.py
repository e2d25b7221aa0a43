from typing import Any

from django.db import migrations, models


def look_at_what_is_there(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django's signature
    """Let the worker look at every paper that came before: scans among them were not read."""
    apps.get_model("handover", "Answer").objects.exclude(file=None).update(paper_state="waiting")


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0003_foreign_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="answer",
            name="lease_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="answer",
            name="paper_state",
            field=models.CharField(
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
        migrations.AddField(
            model_name="answer",
            name="worker",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.RunPython(look_at_what_is_there, migrations.RunPython.noop),
    ]
