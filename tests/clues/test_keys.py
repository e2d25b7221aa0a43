"""New keys for the clues: every text and every name under the new one, whatever killed the run in the middle."""

import signal
import subprocess
import sys
import time
from argparse import Namespace

import pytest
from django.db import connection

from liandu.clues import commands
from liandu.clues.commands import keys as key_commands
from liandu.clues.models import Clue, NameToken
from liandu.clues.queries import clues_indexed_before, sealed_texts
from liandu.clues.sealing import unseal, vault
from liandu.config import keys_command
from liandu.config.cli import parsers
from liandu.journal.models import Entry
from liandu.keys.records import AES, SM4
from tests.clues import making

ROTATE = Namespace(what="rotate", purpose="clues", index=False)
INDEX = Namespace(what="rotate", purpose="clues", index=True)


def keys_in_use():
    safe = vault()
    return {safe.key_of(token) for _model, _fields, rows in sealed_texts() for _key, held in rows for token in held}


def all_open(city):
    clue = Clue.objects.first()
    texts = commands.read_clue(clue=clue, sitting=making.sitting(city.people.keeper), by=city.people.keeper)
    return (texts.narrative, texts.persons[0]["name"])


def test_a_new_key_wraps_every_text_anew_and_all_opens_as_before(city, capsys):
    making.one_of_each(city)
    before = keys_in_use()
    assert keys_command.run(ROTATE) == 0
    assert len(before) == 1
    assert keys_in_use() == {vault().folder.current("clues").id} != before
    assert all_open(city) == (making.STORY, making.PERSON)
    out = capsys.readouterr().out
    assert "更换完成" in out
    total = sum(1 for _m, _f, rows in sealed_texts() for _key, held in rows if held)
    assert f"{total}/{total}" in out
    assert Entry.objects.filter(act="keys.rotated").count() == 1


def test_an_interrupted_run_goes_on_with_the_key_it_began_with(city, monkeypatch, capsys):
    making.one_of_each(city)
    monkeypatch.setattr(keys_command, "BATCH", 3)
    calls = []

    def killed_after_two(**batch):
        calls.append(batch)
        if len(calls) > 2:
            raise KeyboardInterrupt
        return key_commands.rewrap_batch(**batch)

    monkeypatch.setattr(keys_command, "rewrap_batch", killed_after_two)
    with pytest.raises(KeyboardInterrupt):
        keys_command.run(ROTATE)
    begun = vault().folder.current("clues").id
    assert len(keys_in_use()) == 2
    assert all_open(city) == (making.STORY, making.PERSON)
    monkeypatch.setattr(keys_command, "rewrap_batch", key_commands.rewrap_batch)
    capsys.readouterr()
    assert keys_command.run(ROTATE) == 0
    assert "接着上次没做完的更换" in capsys.readouterr().out
    assert keys_in_use() == {begun}
    assert len(vault().folder.all("clues")) == 2


def test_the_cipher_of_new_texts_may_change_with_the_key(city, settings):
    clue = making.opened(city)
    settings.LIANDU_CIPHER = SM4
    assert keys_command.run(ROTATE) == 0
    assert unseal(Clue.objects.get(), "narrative") == making.STORY
    assert [key.algorithm for key in vault().folder.all("clues")] == [AES, SM4]
    assert clue.pk == Clue.objects.get().pk


def test_names_are_found_before_while_and_after_the_index_gets_a_new_key(city, monkeypatch, capsys):
    clues = [making.opened(city, line=None, source="petition") for _n in range(3)]
    keeper = city.people.keeper

    def hits():
        return len(commands.search_names(name=making.PERSON, sitting=making.sitting(keeper), by=keeper))

    assert hits() == 3
    old = set(NameToken.objects.values_list("digest", flat=True))
    new = commands.rotate_keys(index=True, by=None)
    commands.index_batch(clues=[clues[0].pk], by=None)
    assert hits() == 3
    assert len(clues_indexed_before(new)) == 2
    assert keys_command.run(INDEX) == 0
    assert "接着上次没做完的更换" in capsys.readouterr().out
    assert hits() == 3
    assert not old & set(NameToken.objects.values_list("digest", flat=True))
    assert keys_command.run(INDEX) == 0
    assert len(vault().folder.all("clues-index")) == 3


def test_the_list_of_keys_says_which_is_in_use_and_for_how_much_and_shows_none(city, capsys):
    assert keys_command.run(Namespace(what="list")) == 0
    assert "还没有密钥" in capsys.readouterr().out
    making.opened(city)
    keys_command.run(Namespace(what="list"))
    out = capsys.readouterr().out
    key = vault().folder.current("clues")
    assert f"{key.id}  aes-256-gcm" in out
    assert "在用 in use  3 段密文 texts" in out  # a line's title, persons, narrative
    assert key.secret.hex() not in out


def test_the_command_line_knows_keys():
    parser = parsers()[""]
    given = parser.parse_args(["keys", "rotate", "clues", "--index"])
    assert (given.what, given.purpose, given.index) == ("rotate", "clues", True)


KILLED = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "liandu.config.settings"
import django
django.setup()
from liandu.config import keys_command
keys_command.BATCH = 1
sys.exit(keys_command.run(__import__("argparse").Namespace(what="rotate", purpose="clues", index=False)))
"""
SEEDED = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "liandu.config.settings"
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils import timezone
from liandu.accounts.commands import open_account
from liandu.clues.models import Sitting
from liandu.clues.sealing import seal
user = open_account(username="a", display_name="甲", password=None, by=None)
for n in range(300):
    row = Sitting(person=user, grounds="check", opened_at=timezone.now())
    seal(row, note=f"暗记{n}")
    row.save(force_insert=True)
"""
CHECKED = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "liandu.config.settings"
import django
django.setup()
from liandu.clues.models import Sitting
from liandu.clues.sealing import unseal, vault
safe = vault()
rows = list(Sitting.objects.all())
print(sorted(unseal(row, "note") for row in rows) == sorted(f"暗记{n}" for n in range(300)),
      len({safe.key_of(bytes(row.note)) for row in rows}), len(safe.folder.all("clues")))
"""


@pytest.mark.slow
def test_a_run_killed_with_signal_nine_is_finished_by_the_next(tmp_path):
    """A real process, a real kill: on SQLite in a home of its own, whatever database the other tests use."""
    home = tmp_path / "site"
    home.mkdir()
    environment = {"LIANDU_HOME": str(home), "PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin"}

    def run(code):
        return subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        ).stdout

    run(SEEDED)
    process = subprocess.Popen([sys.executable, "-c", KILLED], env=environment, stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if line.startswith("20/"):
            process.send_signal(signal.SIGKILL)
            break
    process.wait()
    process.stdout.close()
    time.sleep(0.1)
    assert run(CHECKED).split() == ["True", "2", "2"]
    assert "接着上次没做完的更换" in run(KILLED)
    assert run(CHECKED).split() == ["True", "1", "2"]


def test_the_rotation_reads_no_more_than_it_must(city, django_assert_num_queries):
    making.opened(city)
    list(sealed_texts())  # the tables are known
    with django_assert_num_queries(10):
        assert sum(len(list(rows)) for _m, _f, rows in sealed_texts()) == 2
    assert connection.vendor in {"sqlite", "postgresql"}
