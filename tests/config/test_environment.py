"""Settings come from the environment, typed; the database from one address."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from liandu.config import env, place
from liandu.config.databases import database

HOME = Path("/srv/liandu")


def test_a_text_comes_from_its_variable_from_a_file_or_is_the_default(monkeypatch, tmp_path):
    assert env.text("LIANDU_X", "default") == "default"
    monkeypatch.setenv("LIANDU_X", "from the variable")
    assert env.text("LIANDU_X", "default") == "from the variable"
    secret = tmp_path / "secret"
    secret.write_text("from the file\n", encoding="utf-8")
    monkeypatch.setenv("LIANDU_X_FILE", str(secret))
    assert env.text("LIANDU_X", "default") == "from the file"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("1", True),
        ("true", True),
        (" Yes ", True),
        ("ON", True),
        ("0", False),
        ("", False),
        ("no", False),
        ("2", False),
    ],
)
def test_a_flag_is_on_only_when_it_says_so(monkeypatch, value, says):
    monkeypatch.setenv("LIANDU_X", value)
    assert env.flag("LIANDU_X", default=not says) is says


def test_a_flag_that_is_not_set_is_the_default():
    assert env.flag("LIANDU_X") is False
    assert env.flag("LIANDU_X", default=True) is True


def test_numbers_and_names(monkeypatch):
    assert (env.number("LIANDU_X", 7), env.names("LIANDU_X", "a, b,,c ")) == (7, ["a", "b", "c"])
    monkeypatch.setenv("LIANDU_X", "12")
    assert (env.number("LIANDU_X", 7), env.names("LIANDU_X", "a")) == (12, ["12"])


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("", "/srv/liandu/liandu.sqlite3"), ("sqlite:////var/lib/liandu.sqlite3", "/var/lib/liandu.sqlite3"),
        ("sqlite:///data/liandu.sqlite3", "data/liandu.sqlite3"),
    ],
)  # fmt: skip
def test_sqlite_is_the_default_and_writes_with_short_immediate_transactions(address, name):
    made = database(address, home=HOME)
    assert (made["ENGINE"], made["NAME"]) == ("django.db.backends.sqlite3", name)
    assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in made["OPTIONS"]["init_command"]


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("postgresql://liandu:geheim@db.example:5433/house", ("house", "liandu", "geheim", "db.example", "5433")),
        ("postgresql://liandu@127.0.0.1/house", ("house", "liandu", "", "127.0.0.1", "")),
        ("postgres://a%40b:p%2Fw%3A@host/n%20m", ("n m", "a@b", "p/w:", "host", "")),
    ],
)
def test_postgresql_is_one_address(address, parts):
    made = database(address, home=HOME)
    assert made["ENGINE"] == "django.db.backends.postgresql"
    assert tuple(made[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == parts


@pytest.mark.parametrize("address", ["mysql://root@127.0.0.1/x", "liandu.sqlite3", "/var/lib/liandu.sqlite3"])
def test_another_database_is_a_mistake_and_said_so(address):
    with pytest.raises(ValueError, match="LIANDU_DATABASE"):
        database(address, home=HOME)


def test_the_home_and_its_secrets_are_for_their_owner_only(monkeypatch, tmp_path):
    monkeypatch.setenv("LIANDU_HOME", str(tmp_path / "below" / "house"))
    place.make_home()
    assert place.home().stat().st_mode & 0o777 == 0o700
    assert place.key_file().stat().st_mode & 0o777 == 0o600
    key = place.key_file().read_text(encoding="utf-8")
    assert len(key) >= 50
    place.make_home()
    assert place.key_file().read_text(encoding="utf-8") == key


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "wrong", "code"), [("LIANDU_CEILING", "cosmic", "liandu.E001"), ("LIANDU_READERS", "0", "liandu.E002")]
)
def test_a_setting_that_cannot_work_is_found_before_anything_serves(tmp_path, setting, wrong, code):
    environment = os.environ | {"LIANDU_HOME": str(tmp_path), setting: wrong, "LIANDU_DATABASE": ""}
    command = [sys.executable, "-m", "liandu", "manage", "check"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, code in done.stderr) == (1, True)
