"""Whether the database answers from its indexes: what it would read row by row, by its own account (EXPLAIN)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

# The tables that grow with the work; the others (units, rounds, posts, packages) stay small in every city.
GROWING = (
    "rectification_item", "rectification_itemoffice", "rectification_balance", "rectification_extension",
    "rectification_request", "rectification_planentry", "rectification_outcome", "findings_finding", "handover_line",
    "journal_entry", "intake_proposal", "search_text", "search_index",
)  # fmt: skip
Statement = tuple[str, Any]
_SCANNED = re.compile(r"^SCAN (\w+)(.*)$")
_ALIAS = re.compile(r'"(\w+)" (?:AS )?"?([A-Z]\w*)"?[ ,)]')


@contextmanager
def statements_asked() -> Iterator[list[Statement]]:
    """Collect every SELECT that the block asks, with its parameters."""
    asked: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip("( ").upper().startswith("SELECT"):  # PostgreSQL puts the parts of a union in brackets
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def read_row_by_row(asked: list[Statement]) -> list[str]:
    """Return the growing tables that ``asked`` would read without an index, with the plan's own words.

    PostgreSQL is told to avoid reading row by row, which it prefers for the few rows of a test: it then does so only
    where no index can answer.
    """
    return [line for sql, params in asked for line in _plan_faults(sql, params)]


def _plan_faults(sql: str, params: Any) -> Iterator[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}", params)
            for (line,) in cursor.fetchall():
                if any(re.search(rf"Seq Scan on {name}\b", line) for name in GROWING):
                    yield line.strip()
            return
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        names = {alias: table for table, alias in _ALIAS.findall(sql)}
        for _id, _parent, _unused, line in cursor.fetchall():
            found = _SCANNED.match(line)
            table = names.get(found.group(1), found.group(1)) if found else ""
            if (found and table in GROWING and "USING" not in found.group(2)) or "AUTOMATIC" in line:
                yield f"{line} ({table})"
