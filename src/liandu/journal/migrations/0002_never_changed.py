"""What stands in the trail is never changed: the database refuses it."""

from typing import Any

from django.db import migrations

from liandu.journal import triggers


def install(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django's signature
    triggers.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django's signature
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
