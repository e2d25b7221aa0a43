"""A worker killed in the middle: no digest is lost, none is there twice, and mail is at most the same message again."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.notices.post_office import open_post_office

ROOT = Path(__file__).parents[2]
PATIENCE = 60

FOUND = """
import django; django.setup()
from liandu.accounts.commands import open_account, set_mail
for n in range(3):
    person = open_account(username=f"person{n}", display_name=f"person {n}", password=None, by=None)
    set_mail(address=f"person{n}@yunzhou.example", wanted=True, by=person)
    print(person.pk)
"""


@pytest.fixture
def home(tmp_path):
    """A site of its own, in a folder, with three people who get mail."""
    folder = tmp_path / "site"
    folder.mkdir()
    run(folder, "-m", "liandu", "manage", "migrate", "--verbosity=0")
    users = [int(line) for line in run(folder, "-c", FOUND).split()]
    (folder / "users.json").write_text(json.dumps(users))
    return folder


def environment(home, **more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIANDU_", "DJANGO_"))}
    ours = {
        "LIANDU_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "liandu.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DUE_USERS": str(home / "users.json"),
        "WORKER": "w",
        "LIANDU_MAIL_URL": "smtp://127.0.0.1:1",
    }
    return kept | ours | {name: str(value) for name, value in more.items()}


def run(home, *arguments, **more):
    call = [sys.executable, *arguments]
    done = subprocess.run(call, env=environment(home, **more), cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def started(home, *arguments, **more):
    return subprocess.Popen(
        [sys.executable, *arguments], env=environment(home, **more), cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def killed(process):
    process.send_signal(signal.SIGKILL)
    assert process.wait(PATIENCE) == -signal.SIGKILL
    process.stdout.close()


def asked(home, question):
    with closing(sqlite3.connect(home / "liandu.sqlite3")) as database:
        return database.execute(question).fetchall()


@pytest.mark.slow
def test_a_kill_between_two_digests_loses_and_doubles_nothing(home):
    process = started(home, "-m", "tests.notices.sources", "digests", PAUSE_AFTER=2)
    assert process.stdout.readline() == "stopped\n"
    killed(process)
    assert asked(home, "SELECT count(*) FROM notices_digest") == [(2,)]
    assert asked(home, "SELECT finished_at FROM notices_digestday") == [(None,)]

    assert run(home, "-m", "tests.notices.sources", "digests") == "1"
    assert run(home, "-m", "tests.notices.sources", "digests") == "0"

    assert asked(home, "SELECT count(*), count(DISTINCT person_id) FROM notices_digest") == [(3, 3)]
    assert asked(home, "SELECT count(*) FROM journal_entry WHERE act = 'digest.made'") == [(3,)]
    assert asked(home, "SELECT DISTINCT reminders_unread FROM accounts_user") == [(1,)]


@pytest.mark.slow
def test_a_kill_after_the_server_took_a_message_repeats_the_same_message_at_most(home):
    run(home, "-m", "tests.notices.sources", "digests")
    with open_post_office() as office:
        office.holds.set()
        process = started(home, "-m", "tests.notices.sources", "mail", LIANDU_MAIL_URL=office.url)
        assert office.came.wait(PATIENCE)
        killed(process)
        office.holds.clear()
        assert len(office.messages) == 1
        assert asked(home, "SELECT mail, count(*) FROM notices_digest GROUP BY mail") == [("claimed", 3)]
        # Its lease has not run out, so nobody takes over yet; the next worker of this machine knows that it is dead.
        assert run(home, "-m", "tests.notices.sources", "mail", LIANDU_MAIL_URL=office.url, WORKER="x") == "0"
        run(home, "-c", "import django; django.setup(); from liandu.notices.jobs import release; release({'w'})")
        assert run(home, "-m", "tests.notices.sources", "mail", LIANDU_MAIL_URL=office.url, WORKER="x") == "3"
        assert run(home, "-m", "tests.notices.sources", "mail", LIANDU_MAIL_URL=office.url, WORKER="x") == "0"

        sent = [message["Message-ID"] for message in office.messages]
        assert (len(sent), len(set(sent)), sent.count(sent[0])) == (4, 3, 2)
        first, again = [message for message in office.messages if message["Message-ID"] == sent[0]]
        assert again.as_bytes() == first.as_bytes()
    assert asked(home, "SELECT mail, count(*) FROM notices_digest GROUP BY mail") == [("sent", 3)]
    assert asked(home, "SELECT count(*) FROM journal_entry WHERE act = 'digest.mailed'") == [(3,)]
