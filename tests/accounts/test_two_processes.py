"""A one-time code is used once, whichever process of the server is asked first."""

import sqlite3
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from liandu.accounts.commands import open_account, take_code
from liandu.accounts.models import UsedCode

ASKING = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "liandu.config.settings"
import django
django.setup()
from liandu.accounts.commands import take_code
from liandu.accounts.models import User
user = User.objects.get()
print("ready", flush=True)
time.sleep(max(0, float(sys.stdin.readline()) - time.time()))
print(take_code(user=user, code="123456"))
"""


def address_of_a_copy(folder):
    """Return the address of a database that other processes see: on SQLite a copy of the one in memory."""
    if connection.vendor == "postgresql":
        said = settings.DATABASES["default"]
        return f"postgresql://{said['USER']}:{said['PASSWORD']}@{said['HOST']}:{said['PORT'] or 5432}/{said['NAME']}"
    copy = sqlite3.connect(folder / "copy.sqlite3")
    connection.connection.backup(copy)
    copy.close()
    return f"sqlite:///{folder / 'copy.sqlite3'}"


@pytest.mark.slow
def test_of_two_processes_with_the_same_code_one_is_told_no(transactional_db, tmp_path):
    open_account(username="erma", display_name="二码", password=None, by=None)
    environment = {
        "LIANDU_HOME": str(tmp_path), "LIANDU_DATABASE": address_of_a_copy(tmp_path), "PATH": "/usr/bin:/bin",
        "PYTHONPATH": ":".join(sys.path),
    }  # fmt: skip
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", ASKING], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _n in range(2)
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    moment = str(time.time() + 0.2)  # both begin together
    said = []
    for process in processes:
        process.stdin.write(f"{moment}\n")
        process.stdin.flush()
    for process in processes:
        said.append(process.communicate()[0].strip())
        assert process.returncode == 0
    assert sorted(said) == ["False", "True"]


def test_a_used_code_is_no_code_of_another_person_and_is_forgotten_when_it_cannot_fit_any_more(db):
    one, other = (open_account(username=name, display_name=name, password=None, by=None) for name in ("yi", "er"))
    assert [take_code(user=user, code="123456") for user in (one, other, one, other)] == [True, True, False, False]
    assert "123456" not in str(list(UsedCode.objects.values_list("digest", flat=True)))
    UsedCode.objects.update(until="2026-01-01T00:00:00Z")
    assert take_code(user=one, code="654321")
    assert UsedCode.objects.count() == 1
