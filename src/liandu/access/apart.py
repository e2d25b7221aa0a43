"""The three administrators kept apart by the database itself, whoever writes to it: SQL for each vendor.

On no day may a person hold an administrator's role and any other role, be in a joint team, or be lent. SQLite drops a
trigger with its table, and refuses to rename a table while a trigger names one that is gone: a later migration that
rebuilds one of the three tables on SQLite runs drop_triggers before and create_triggers after.
"""

from typing import Any

TABLES = {"post": "access_post", "member": "orgs_teammember", "loan": "orgs_loan"}
SENTENCE = "administrators are kept apart"
# {roles}, {day}: see _filled(); {another} leaves the row itself out when it is changed.
_DAY = "(o.until IS NULL OR o.until >= NEW.since) AND (NEW.until IS NULL OR o.since <= NEW.until)"
_ROLES = "('system_admin', 'security_admin', 'audit_admin')"  # a migration keeps what it meant on its day
_POST = (
    "EXISTS (SELECT 1 FROM access_post o WHERE o.user_id = NEW.user_id AND {another}{day}"
    " AND o.role <> NEW.role AND (o.role IN {roles} OR NEW.role IN {roles}))"
    " OR (NEW.role IN {roles} AND ("
    "EXISTS (SELECT 1 FROM orgs_teammember o WHERE o.user_id = NEW.user_id AND {day})"
    " OR EXISTS (SELECT 1 FROM orgs_loan o WHERE o.user_id = NEW.user_id AND {day})))"
)
_ELSE = "EXISTS (SELECT 1 FROM access_post o WHERE o.user_id = NEW.user_id AND {day} AND o.role IN {roles})"
_FUNCTION = (
    "CREATE FUNCTION apart_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR NO KEY UPDATE;"
    " IF {forbidden} THEN RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation'; END IF;"
    " RETURN NEW; END $$"
)


def _forbidden(table: str, *, another: str) -> str:
    """Return the condition on NEW under which a row may not be written."""
    return (_POST if table == "post" else _ELSE).format(another=another, day=_DAY, roles=_ROLES)


def _on_sqlite() -> list[str]:
    made = []
    for name, table in TABLES.items():
        for event, another in (("INSERT", ""), ("UPDATE", "o.id <> NEW.id AND ")):
            head = f"CREATE TRIGGER apart_{name}_{event.lower()} BEFORE {event} ON {table}"
            forbidden = _forbidden(name, another=another)
            made.append(f"{head} WHEN {forbidden} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END")
    return made


def _on_postgresql() -> list[str]:
    """Return functions and triggers; the person's row is locked, so that two writers at once see each other."""
    made = []
    for name, table in TABLES.items():
        forbidden = _forbidden(name, another="o.id <> NEW.id AND ")
        made.append(_FUNCTION.format(name=name, forbidden=forbidden, sentence=SENTENCE))
        head = f"CREATE TRIGGER apart_{name} BEFORE INSERT OR UPDATE ON {table}"
        made.append(f"{head} FOR EACH ROW EXECUTE FUNCTION apart_{name}()")
    return made


def create_triggers(_apps: Any, schema_editor: Any) -> None:
    """Create the triggers of this database's vendor; for migrations."""
    statements = _on_sqlite() if schema_editor.connection.vendor == "sqlite" else _on_postgresql()
    for statement in statements:
        schema_editor.execute(statement, params=None)


def drop_triggers(_apps: Any, schema_editor: Any) -> None:
    """Drop them again; for migrations."""
    for name, table in TABLES.items():
        if schema_editor.connection.vendor == "sqlite":
            for event in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS apart_{name}_{event}", params=None)
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS apart_{name} ON {table}", params=None)
            schema_editor.execute(f"DROP FUNCTION IF EXISTS apart_{name}()", params=None)
