"""A database is brought up to date before anything else; one from before the first release is left as it is."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the real command on a real home."""
    environment = {**os.environ, "LIANDU_HOME": str(home), "LIANDU_DATABASE": ""}
    told = [sys.executable, "-m", "liandu", *words]
    return subprocess.run(told, check=False, env=environment, capture_output=True, text=True, timeout=120)


def add_step(database: sqlite3.Connection, app: str, name: str) -> None:
    """Write down that a step was taken."""
    database.execute("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2026-11-30')", [app, name])


@pytest.mark.slow
def test_a_database_of_unknown_steps_is_left_as_it_is(tmp_path):
    founded = run(tmp_path, "keys", "list")
    assert founded.returncode == 0, founded.stderr
    database = tmp_path / "liandu.sqlite3"
    with sqlite3.connect(database) as before:
        before.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '0002_seals', '2026-11-30')"
        )
        steps = before.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    refused = run(tmp_path, "keys", "list")
    assert refused.returncode == 1
    assert "LIANDU_HOME" in refused.stderr
    assert "Traceback" not in refused.stderr
    with sqlite3.connect(database) as after:
        assert after.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall() == steps


@pytest.mark.slow
def test_steps_of_other_libraries_are_none_of_our_business(tmp_path):
    run(tmp_path, "keys", "list")
    with sqlite3.connect(tmp_path / "liandu.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('elsewhere', '0001', '2026-11-30')"
        )
    assert run(tmp_path, "keys", "list").returncode == 0
