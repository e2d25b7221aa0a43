"""A site of its own whose server is killed in the middle of everybody's work, and what must hold of it afterwards."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from liandu.kernel.days import add_working_days

ROOT = Path(__file__).parents[2]
# The first are opened on the first day; the server starts when they are due to be acknowledged, so that all is told.
BEGINNING = datetime(2026, 6, 22, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
STARTS_A_DAY = 6  # so that digests that a kill cut off are gone on with on the same day, and sign-ins last
SERVER = (
    "import sys, time_machine; time_machine.travel(sys.argv[1], tick=True).start();"
    "from liandu.config.cli import main; sys.exit(main(['up', '--address', sys.argv[2], '--threads', '6']))"
)


class House:
    """A home with a database, a clock of its own, and a server that is started and killed."""

    def __init__(self, home: Path, database: str, seed: int) -> None:
        self.home, self.database = home, database
        self.chance = random.Random(seed)
        self.address = f"127.0.0.1:{_free_port()}"
        self.now, self.starts, self.server = BEGINNING + timedelta(days=14), 0, None
        self.items: list[int] = []

    @property
    def today(self):
        return self.now.date()

    def environment(self) -> dict[str, str]:
        """Return what the server is started with: settings of the machine that runs the test do not count."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("LIANDU_")}
        return kept | {
            "LIANDU_HOME": str(self.home),
            "LIANDU_DATABASE": self.database,
            "DJANGO_SETTINGS_MODULE": "liandu.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "LIANDU_SECOND_FACTOR": "offered",
            "LIANDU_IDLE_MINUTES": "0",
            "LIANDU_PASSWORD_DAYS": "0",
            "LIANDU_READERS": "1",
        }

    def start(self, *, wait: bool = True) -> None:
        """Start the server a moment before the digests of its day are due, or minutes later on the same day."""
        if self.starts % STARTS_A_DAY == 0:
            day = add_working_days(self.now.date(), 1)
            self.now = datetime(day.year, day.month, day.day, 7, 29, 57, tzinfo=BEGINNING.tzinfo)
        else:
            self.now += timedelta(minutes=10)
        self.starts += 1
        call = [sys.executable, "-c", SERVER, self.now.isoformat(), self.address]
        with (self.home / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                call, env=self.environment(), cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        if wait:
            self.wait_until_it_answers()

    def wait_until_it_answers(self, most: float = 120.0) -> None:
        end = time.monotonic() + most
        while True:
            try:
                urllib.request.urlopen(f"http://{self.address}/sign-in/", timeout=20).close()
            except (urllib.error.URLError, OSError) as fault:
                if time.monotonic() > end or self.server.poll() is not None:
                    raise RuntimeError(self.log()[-3000:]) from fault
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """Kill the server with everything that it started, without any warning."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(timeout=20)

    def log(self) -> str:
        return (self.home / "server.log").read_text(encoding="utf-8", errors="replace")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
