"""The index itself, as each database has it."""

from typing import Any

from django.db import migrations

from liandu.search import engines


def install(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django's signature
    engines.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django's signature
    engines.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
