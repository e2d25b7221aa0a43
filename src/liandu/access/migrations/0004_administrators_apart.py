"""The three administrators kept apart by triggers."""

from django.db import migrations

from liandu.access.apart import create_triggers, drop_triggers


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_roles_of_three_parties"),
        ("accounts", "0001_initial"),
        ("orgs", "0002_joint_teams"),
    ]

    operations = [migrations.RunPython(create_triggers, drop_triggers)]
