"""Bringing the database up to what this version of the software expects, before a command does anything else."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_TOO_OLD = (
    "这个数据库是 0.1.0 之前的开发版本建立的，不能升级。请另选一个 LIANDU_HOME 或空数据库，原来的数据不会被改动。\n"
    "This database was founded by a development version before 0.1.0 and cannot be brought up to date. "
    "Choose another LIANDU_HOME or an empty database; nothing in this one was changed."
)


def bring_up_to_date() -> None:
    """Migrate the database when it is behind; looking costs a tenth of migrating in vain.

    Exits with a sentence, and changes nothing, when the database holds steps of ours that this version does not know:
    until the first release the steps were written anew as one step for each stage.
    """
    executor = MigrationExecutor(connection)
    loader = executor.loader
    ours = {app for app, _name in loader.disk_migrations if _is_ours(loader.disk_migrations[app, _name])}
    if any(app in ours and (app, name) not in loader.disk_migrations for app, name in loader.applied_migrations):
        raise SystemExit(_TOO_OLD)
    if executor.migration_plan(loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def _is_ours(migration: object) -> bool:
    return type(migration).__module__.startswith("liandu.")
