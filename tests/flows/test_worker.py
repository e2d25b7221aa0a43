"""A worker that is killed costs time and nothing else: every document is read once, no proposal doubled or lost."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.slow

UPLOAD = Path(__file__).with_name("upload_the_round.py")
PATIENCE = 90  # seconds; some machines are slow


class House:
    """A home with a file database in it, and programs that work on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("LIANDU_")}
        self.environment |= {"LIANDU_HOME": str(home), "DJANGO_SETTINGS_MODULE": "liandu.config.settings"}

    def run(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def worker(self) -> subprocess.Popen:
        log = (self.home / "worker.log").open("ab")
        with log:
            return subprocess.Popen(
                [sys.executable, "-m", "liandu", "worker"], env=self.environment, stdout=log, stderr=log
            )

    def asked(self, query: str) -> list[tuple]:
        with closing(sqlite3.connect(self.home / "liandu.sqlite3", timeout=20)) as database:
            return database.execute(query).fetchall()

    def let_leases_run_out(self) -> None:
        """Set the clock of the leases forward: what a dead worker held is due now, not in half a minute."""
        with closing(sqlite3.connect(self.home / "liandu.sqlite3", timeout=20)) as database:
            database.execute("UPDATE intake_document SET lease_until = '2000-01-01 00:00:00' WHERE state = 'reading'")
            database.commit()

    def states(self) -> dict[str, int]:
        return dict(self.asked("SELECT state, count(*) FROM intake_document GROUP BY state"))


def wait_until(holds, what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"waited {PATIENCE} s in vain: {what}"
        time.sleep(0.02)


@contextmanager
def running(house: House):
    """A worker that is killed at the end of the block, without any warning; none of its processes may outlive it."""
    worker = house.worker()
    try:
        yield worker
    finally:
        children = psutil.Process(worker.pid).children(recursive=True)
        worker.send_signal(signal.SIGKILL)
        worker.wait(timeout=10)
        alive = outlived(children)
        for process in alive:
            process.kill()
    assert alive == [], "reading processes outlived their worker"


def outlived(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Return those that still run after a while; a dead one that nobody has asked about yet does not run."""
    _gone, left = psutil.wait_procs(processes, timeout=5)
    return [process for process in left if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path / "house")
    told = json.loads(made.run(str(UPLOAD)))
    assert (told["documents"], made.states()) == (22, {"waiting": 22})
    made.expected = told["leaves"]
    return made


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(house):
    for _ in range(3):
        read_before = house.states().get("read", 0)
        with running(house):
            wait_until(lambda: house.states().get("reading", 0) > 0, "a document is being read")
            wait_until(
                lambda read=read_before: house.states().get("read", 0) > read or "reading" not in house.states(),
                "a document was read",
            )
    house.let_leases_run_out()
    with running(house):
        wait_until(lambda: house.states() == {"read": 22}, f"all is read, now {house.states()}")

    assert house.asked("SELECT count(*) FROM journal_entry WHERE act = 'document.read'") == [(22,)]
    assert house.asked("SELECT count(*) FROM journal_entry WHERE act = 'document.claimed'")[0][0] > 22
    assert house.asked("SELECT count(*) FROM intake_documenttext") == [(22,)]
    leaves = "SELECT document_id, block, start, title, count(*) FROM intake_proposal WHERE is_leaf"
    twice = f"{leaves} GROUP BY 1, 2, 3, 4 HAVING count(*) > 1"
    assert house.asked(twice) == []
    found = dict(
        house.asked(
            "SELECT m.filename, count(p.id) FROM inspections_material m JOIN intake_document d ON m.id = d.material_id"
            " LEFT JOIN intake_proposal p ON d.id = p.document_id AND p.is_leaf GROUP BY 1"
        )
    )
    assert found == house.expected
    assert house.asked("PRAGMA integrity_check") == [("ok",)]


def test_two_workers_share_the_round_and_read_nothing_twice(house):
    with running(house), running(house):
        wait_until(lambda: house.states() == {"read": 22}, "all is read")
    assert house.asked("SELECT count(*) FROM journal_entry WHERE act IN ('document.claimed', 'document.read')") == [
        (44,)
    ]
    assert house.asked("SELECT count(*) FROM intake_documenttext") == [(22,)]


def readers_of(worker: subprocess.Popen) -> list[psutil.Process]:
    """Return the reading processes: the grandchildren, which the server for forks has made."""
    server = psutil.Process(worker.pid).children()
    return [reader for process in server for reader in process.children()]


def test_a_reading_process_that_is_killed_is_replaced(house):
    with running(house) as worker:
        wait_until(lambda: readers_of(worker) and house.states().get("reading", 0) > 0, "a document is being read")
        for reader in readers_of(worker):
            reader.kill()
        wait_until(lambda: "a reading process died" in (house.home / "worker.log").read_text(), "the worker noticed")
        house.let_leases_run_out()
        wait_until(lambda: house.states() == {"read": 22}, "all is read")
    assert house.asked("SELECT count(*) FROM journal_entry WHERE act = 'document.read'") == [(22,)]
