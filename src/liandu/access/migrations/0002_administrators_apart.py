"""The three administrators kept apart by triggers."""

from django.db import migrations

from liandu.access.apart import create_triggers, drop_triggers


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("accounts", "0001_initial"), ("orgs", "0001_initial")]

    operations = [migrations.RunPython(create_triggers, drop_triggers)]
