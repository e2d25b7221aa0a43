"""The ``liandu`` command: its version, its usage, and the first accounts of a site."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

import liandu
from liandu.config.cli import main, parsers

PASSWORD = "heron-over-still-water-9"


def test_the_version_is_that_of_the_package(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"liandu {liandu.__version__}\n")
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", liandu.__version__)


@pytest.mark.parametrize("arguments", [[], ["fly"], ["intake"], ["person"], ["up", "--threads", "many"]])
def test_wrong_usage_ends_with_2_and_a_usage_line(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: liandu")


def test_every_command_says_what_it_does(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    assert [name for name in parsers() if name and not re.search(rf"^ +{name} +\w", told, re.MULTILINE)] == []


def test_what_needs_no_database_does_not_start_django():
    imports = "import sys, liandu.config.intake_command; from liandu.config.cli import parsers; parsers()"
    code = f"{imports}; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.fixture
def person(tmp_path):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LIANDU_")}
    environment |= {"LIANDU_HOME": str(tmp_path / "house")}

    def _person(username, role, password=PASSWORD):
        asked = [role] if role.startswith("--") else ["--name", "系统员", "--role", role]
        command = [sys.executable, "-m", "liandu", "person", username, *asked]
        return subprocess.run(
            command, env=environment, input=f"{password}\n", capture_output=True, text=True, check=False, timeout=120
        )

    return _person


@pytest.mark.slow
def test_the_first_administrators_of_a_new_site_are_opened_from_the_command_line(person, tmp_path):
    done = person("xitong", "system_admin")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "已开立 xitong（系统管理员）。Account opened.\n"
    again, weak, role = (
        person("xitong", "system_admin"),
        person("anquan", "security_admin", "short"),
        person("x", "king"),
    )
    assert [refused.returncode for refused in (again, weak, role)] == [2, 2, 2]
    assert again.stderr == "账号 xitong 已存在。The account exists.\n"
    assert "10" in weak.stderr
    assert role.stderr.startswith("没有“king”这个岗位。可用 Roles: inspection_director, ")
    with closing(sqlite3.connect(tmp_path / "house" / "liandu.sqlite3")) as database:
        assert database.execute("SELECT username FROM accounts_user").fetchall() == [("xitong",)]
        assert database.execute("SELECT act FROM journal_entry ORDER BY seq").fetchall() == [
            ("unit.added",), ("account.opened",), ("post.given",)
        ]  # fmt: skip
    assert (tmp_path / "house").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "house" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert PASSWORD not in done.stdout + done.stderr


@pytest.mark.slow
def test_an_account_that_is_shut_out_is_let_in_again_on_the_server(person, tmp_path):
    person("xitong", "system_admin")
    path = tmp_path / "house" / "liandu.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE accounts_user SET locked_at = '2026-11-30 07:00:00', failures = 10")
        database.execute(
            "INSERT INTO mfa_authenticator (type, data, user_id, created_at) VALUES ('totp', '{}', 1, '2026-11-30')"
        )
    weak = person("xitong", "--recover", "short")
    done, unknown = person("xitong", "--recover", "crane-over-still-water-9"), person("nobody", "--recover")
    assert [weak.returncode, done.returncode, unknown.returncode] == [2, 0, 2]
    assert done.stdout == "账号 xitong 可以用新的初始密码登录。The account can sign in again.\n"
    with closing(sqlite3.connect(path)) as database:
        kept = database.execute("SELECT locked_at, failures, must_change_password FROM accounts_user").fetchone()
        assert (kept, database.execute("SELECT count(*) FROM mfa_authenticator").fetchone()) == ((None, 0, 1), (0,))
        assert database.execute("SELECT act FROM journal_entry ORDER BY seq").fetchall()[3:] == [
            ("account.password_reset",), ("second_factor.reset",), ("account.unlocked",)
        ]  # fmt: skip
