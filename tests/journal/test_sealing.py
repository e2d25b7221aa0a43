"""The sealer: what it writes, what it waits for, who seals when two would, and what a kill leaves behind."""

import hashlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from liandu.journal import heads, sealing
from liandu.journal.models import Entry, Seal, Span
from liandu.journal.offline import NO_HEAD, leaf_of, sm3
from liandu.journal.rows import as_ranges, holes, without
from liandu.journal.sealing import head_of, keep_heads, seal_tail, seal_when_due
from liandu.journal.verification import verify
from liandu.kernel.refusals import Refusal
from liandu.keys.folder import KeyFolder
from liandu.keys.signing import is_signed
from tests.journal.sealed import by_hand, found, last_seal, sealed_journal, triggers_gone, write


@pytest.mark.django_db
def test_nothing_to_seal_makes_no_seal():
    assert (seal_tail(), Seal.objects.count()) == (0, 0)
    assert verify().fault is None


@pytest.mark.django_db
def test_a_seal_says_what_it_holds():
    numbers = write(3)
    assert seal_tail() == 3
    seal = Seal.objects.get()
    said = json.loads(seal.header)
    key = KeyFolder(settings.LIANDU_KEYS).current("journal")
    digests = [bytes.fromhex(entry.digest) for entry in Entry.objects.all()]
    one, two, three = (leaf_of(seq, digest) for seq, digest in zip(numbers, digests, strict=True))
    pair = hashlib.sha256(b"\x01" + one + two).digest()
    assert seal.digests == b"".join(digests).hex()
    assert {name: value for name, value in said.items() if name not in {"sealed_at", "sm3"}} == {
        "version": 1, "number": 1, "previous": NO_HEAD, "ranges": f"{numbers[0]}-{numbers[2]}", "upper": numbers[2],
        "awaited": said["awaited"], "count": 3, "total": 3, "root": hashlib.sha256(b"\x01" + pair + three).hexdigest(),
        "algorithm": "ed25519", "key": key.id,
    }  # fmt: skip
    assert is_signed("ed25519", key.public, seal.header.encode(), bytes.fromhex(seal.signature))
    assert list(Span.objects.values_list("low", "high", "seal")) == [(numbers[0], numbers[2], 1)]


@pytest.mark.django_db
def test_the_second_seal_follows_the_first():
    sealed_journal((2, 2))
    first, second = Seal.objects.all()
    assert json.loads(second.header)["previous"] == head_of(first.header)


@pytest.mark.django_db
def test_a_long_tail_becomes_several_seals(monkeypatch):
    monkeypatch.setattr(sealing, "MOST", 3)
    numbers = write(7)
    assert seal_tail() == 7
    assert list(Span.objects.order_by("low").values_list("low", "high")) == [
        (numbers[0], numbers[2]), (numbers[3], numbers[5]), (numbers[6], numbers[6])
    ]  # fmt: skip
    assert verify().fault is None


@pytest.mark.django_db
def test_sm2_signs_where_the_site_says_so_and_the_change_of_algorithm_is_no_break(settings):
    sealed_journal((2,))
    settings.LIANDU_SIGNING = "sm2"
    sealed_journal((1, 1))
    assert [json.loads(seal.header)["algorithm"] for seal in Seal.objects.all()] == ["ed25519", "sm2", "sm2"]
    assert len({json.loads(seal.header)["key"] for seal in Seal.objects.all()}) == 2
    assert verify().fault is None
    by_hand("UPDATE journal_seal SET signature = %s WHERE number = 3", "00" * 64)
    assert found() == ("seal.signature", 3, None)


def test_sm3_is_the_same_from_hashlib_and_from_cryptography(monkeypatch):
    own = sm3()
    monkeypatch.setattr(hashlib, "algorithms_available", set())
    other = sm3()
    for running in (own, other):
        running.update(b"abc")
    # The example of GB/T 32905-2016, A.1.
    assert own.hexdigest() == other.hexdigest() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_numbers_and_ranges():
    assert as_ranges([1, 2, 3, 7, 9, 10]) == "1-3,7,9-10"
    assert holes(0, [2, 3, 7]) == [(1, 1), (4, 6)]
    assert holes(3, [4, 5]) == []
    assert without([(1, 5), (8, 8)], {1, 3, 8}) == [(2, 2), (4, 5)]


# Heads outside the database


@pytest.mark.django_db(transaction=True)
def test_each_head_is_kept_outside_after_the_commit():
    sealed_journal((2, 1))
    assert [(head.number, head.head) for head in heads.kept()] == [
        (seal.number, head_of(seal.header)) for seal in Seal.objects.all()
    ]
    assert (heads.path().stat().st_mode & 0o777, verify().heads_kept) == (0o600, 2)


@pytest.mark.django_db
def test_a_line_that_a_killed_process_left_unfinished_is_passed_over():
    sealed_journal((2, 1))
    keep_heads()
    whole = heads.path().read_text(encoding="utf-8")
    heads.path().write_text(whole[:-40], encoding="utf-8")
    keep_heads()
    assert [head.number for head in heads.kept()] == [1, 2]
    assert verify().fault is None
    assert verify().heads_kept == 2


@pytest.mark.django_db
def test_nothing_is_sealed_over_a_gap(caplog, monkeypatch):
    sealed_journal((2, 1))
    keep_heads()
    by_hand("DELETE FROM journal_seal WHERE number = 2")
    by_hand("DELETE FROM journal_span WHERE seal = 2")
    with pytest.raises(Refusal) as refused:
        seal_tail()
    assert (refused.value.code, refused.value.facts) == ("seals.cut_off", {"number": 2, "here": 1})

    monkeypatch.setattr(sealing._clock, "looked", 0.0)
    with caplog.at_level(logging.ERROR):
        for _turn in range(2):
            assert seal_when_due("w", None) == 0
            sealing._clock.looked = 0.0
    assert len([line for line in caplog.messages if "not sealed" in line]) == 1
    sealing._clock.told = ""
    assert Seal.objects.count() == 1


@pytest.mark.django_db
def test_the_sweep_seals_every_three_seconds(monkeypatch):
    write(2)
    monkeypatch.setattr(sealing._clock, "looked", time.monotonic())
    assert (seal_when_due("w", None), Seal.objects.count()) == (0, 0)
    monkeypatch.setattr(sealing._clock, "looked", time.monotonic() - 3)
    assert (seal_when_due("w", None), Seal.objects.count()) == (0, 1)
    write(1)
    assert (seal_when_due("w", None), Seal.objects.count()) == (0, 1)


# Two at once, killed ones


@pytest.mark.django_db
def test_the_second_of_two_sealers_finds_the_number_taken_and_does_nothing(monkeypatch):
    write(3)
    outer = sealing._write

    def overtaken(*args):
        monkeypatch.setattr(sealing, "_write", outer)
        assert seal_tail() == 3  # the other worker, in between
        return outer(*args)

    monkeypatch.setattr(sealing, "_write", overtaken)
    assert seal_tail() == 0
    assert (Seal.objects.count(), Span.objects.count(), verify().fault) == (1, 1, None)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one connection")
def test_sealers_and_writers_all_at_once_lose_nothing_and_double_nothing():
    stop, faults = threading.Event(), []

    def writer() -> None:
        try:
            for turn in range(40):
                with transaction.atomic():
                    write(3)
                    if turn % 5 == 0:
                        transaction.set_rollback(True)
        finally:
            connection.close()

    def sealer() -> None:
        try:
            while not stop.is_set():
                seal_tail()
        except Exception as fault:  # noqa: BLE001 - told to the test
            faults.append(fault)
        finally:
            connection.close()

    writers = [threading.Thread(target=writer) for _ in range(4)]
    sealers = [threading.Thread(target=sealer) for _ in range(2)]
    for thread in (*writers, *sealers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    seal_tail()
    result = verify()
    assert (faults, result.fault, result.entries, result.waiting) == ([], None, 4 * 32 * 3, 0)


def other_connection():
    """Return a second connection to the database of the test."""
    return connection.copy(alias="other")


INSERT = """INSERT INTO journal_entry (at, act, subject, actor, actor_name, office, channel, request_id, reason, facts,
digest) VALUES (now(), 'unit.added', 'orgs.unit:1', '', '', '', '', '', '', '{}', 'x') RETURNING seq"""


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite gives numbers in the order of commits")
@pytest.mark.parametrize("ends", ["commits", "rolls back"])
def test_a_number_that_comes_late_is_awaited_and_one_that_never_comes_is_given_up(ends):
    settle()  # what tests before this one have left of the numbers
    slow = other_connection()
    try:
        slow.set_autocommit(False)
        with slow.cursor() as cursor:
            cursor.execute(INSERT)
            late = cursor.fetchone()[0]
        after = write(2)
        assert seal_tail() == 2
        assert awaited() == [str(late)]
        write(1)
        assert seal_tail() == 1
        assert awaited() == [str(late)]  # its transaction still runs
        assert (verify().fault, verify().waiting) == (None, 0)

        slow.commit() if ends == "commits" else slow.rollback()
        write(1)
        assert seal_tail() == (2 if ends == "commits" else 1)
        fifth = last_seal()
        if ends == "commits":  # its digest is none, so the seal shows that it was not written by record()
            assert awaited() == []
            fault = verify().fault
            assert (fault.kind, fault.seal, fault.seq) == ("entry.changed", fifth.number, late)
            assert json.loads(fifth.header)["ranges"] == f"{late},{after[-1] + 2}"
        else:
            settle()
            assert verify().fault is None
            put_in(late)
            fault = verify().fault
            assert (fault.kind, fault.seq) == ("entry.inserted", late)
    finally:
        slow.close()
        slow.close_pool()


def settle() -> None:
    """Seal until no number is awaited; transactions of other databases of the server keep one waiting, too."""
    for _ in range(300):
        write(1)
        seal_tail()
        if not awaited():
            return
        time.sleep(0.05)
    raise AssertionError("a number is still awaited")


def put_in(seq: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INSERT.replace("(at,", "(seq, at,").replace("VALUES (", f"VALUES ({seq}, "))


def awaited() -> list[str]:
    return [part for part, _since in json.loads(last_seal().header)["awaited"]]


KILLED = """
import os, signal, sys
sys.path.insert(0, {root!r})
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from liandu.journal import sealing
from liandu.journal.models import Seal
from tests.journal.sealed import write
write(4)
sealing.seal_tail()
write(3)
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
{where} = die
sealing.seal_tail()
"""
AFTERWARDS = """
import sys
sys.path.insert(0, {root!r})
import django
django.setup()
from liandu.journal.sealing import seal_tail, keep_heads
from liandu.journal.verification import verify
before = verify()
sealed = seal_tail()
keep_heads()
after = verify()
print(before.fault, before.seals, sealed, after.fault, after.seals, after.entries, after.heads_kept)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("sealing.sign", "None 1 3 None 2 7 2"),
        ("sealing.Span.objects.bulk_create", "None 1 3 None 2 7 2"),  # between the two statements
        ("sealing.heads.add", "None 2 0 None 2 7 2"),  # after the commit, before the head is kept
    ],
)
def test_a_sealer_killed_at_any_point_leaves_nothing_wrong(tmp_path, where, told):
    root = str(Path(__file__).resolve().parents[2])
    env = {
        **os.environ, "LIANDU_HOME": str(tmp_path), "LIANDU_DATABASE": f"sqlite:///{tmp_path}/db.sqlite3",
        "DJANGO_SETTINGS_MODULE": "liandu.config.settings", "PYTHONPATH": f"{root}/src",
    }  # fmt: skip
    killed = subprocess.run([sys.executable, "-c", KILLED.format(root=root, where=where)], env=env, check=False)
    assert killed.returncode == -signal.SIGKILL
    said = subprocess.run(
        [sys.executable, "-c", AFTERWARDS.format(root=root)], env=env, check=True, capture_output=True, text=True
    )
    assert said.stdout.strip() == told


@pytest.mark.django_db
def test_the_triggers_do_not_stand_in_the_sealers_way():
    with triggers_gone():
        write(1)
    assert seal_tail() == 1
