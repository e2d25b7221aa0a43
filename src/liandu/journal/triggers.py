"""The database itself refuses to change or remove what the journal holds: installed by migration, on both databases.

Whoever owns the database can take them away again; that is what the seals are for. ``remove`` is for those who must
empty a database of tests.
"""

from typing import Any

TABLES = {"journal_entry": "seq", "journal_seal": "number", "journal_span": "low"}
REFUSED = "journal rows are never changed or removed"


def install(connection: Any) -> None:
    """Let the database refuse UPDATE, DELETE and (PostgreSQL) TRUNCATE on the tables of the journal."""
    _run(connection, _INSTALL)


def remove(connection: Any) -> None:
    """Take the triggers away."""
    _run(connection, _REMOVE)


def _run(connection: Any, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements.get(connection.vendor, []):
            cursor.execute(statement)


def _sqlite(table: str, key: str) -> list[str]:
    """SQLite: INSERT OR REPLACE removes a row without asking the trigger on DELETE, so that is refused as well."""
    there = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - our own words
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} {there} {refuse}",
    ]


_FUNCTION = f"""CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"""


def _postgresql(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()"
    )


_INSTALL = {
    "sqlite": [statement for table, key in TABLES.items() for statement in _sqlite(table, key)],
    "postgresql": [_FUNCTION, *(_postgresql(table) for table in TABLES)],
}
_REMOVE = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {table}_no_{what}" for table in TABLES for what in ("update", "delete", "replace")
    ],
    "postgresql": [f"DROP TRIGGER IF EXISTS {table}_refuse ON {table}" for table in TABLES],
}
