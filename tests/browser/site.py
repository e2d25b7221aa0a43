"""A real site for the browser tests: the demo city in a home of its own, served and worked by ``liandu up``."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PASSWORD = "cedar-and-plum-rain-7"
CODE_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CLERK, DIRECTOR, OTHER_CLERK = "chenruoxi", "zhoumingche", "heshuhan"
SYSTEM, SECURITY, AUDIT, UNIT_HEAD = "yuxitong", "anbaomi", "jishenji", "gujingheng"
START_SECONDS = 40


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: where it answers and where its data lie."""

    address: str
    home: Path

    def url(self, path: str) -> str:
        """Return the full address of a path that begins with a slash."""
        return f"http://{self.address}{path}"

    def value(self, question: str, *given: Any) -> Any:
        """Return the first column of the first row that a read-only SQL question gives."""
        with closing(sqlite3.connect(f"file:{self.home / 'liandu.sqlite3'}?mode=ro", uri=True)) as database:
            row = database.execute(question, given).fetchone()
        assert row is not None, question
        return row[0]

    @property
    def log(self) -> str:
        """Return what the server has written so far."""
        return (self.home / "up.log").read_text(encoding="utf-8")


@contextmanager
def running_site(home: Path) -> Iterator[Site]:
    """Feed the demo city into ``home``, serve it, and stop the server afterwards."""
    home.mkdir()
    (home / "demo-password").write_text(f"{PASSWORD}\n", encoding="utf-8")
    (home / "demo-code-secret").write_text(f"{CODE_SECRET}\n", encoding="utf-8")
    liandu(home, "demo")
    with served(home) as site:
        yield site


@contextmanager
def served(home: Path) -> Iterator[Site]:
    """Serve what lies in ``home``, a demo place that was fed before, and stop the server afterwards."""
    site = Site(f"127.0.0.1:{_free_port()}", home)
    with (home / "up.log").open("wb") as log:
        server = subprocess.Popen(
            _liandu("up", "--address", site.address), env=_environment(home), stdout=log, stderr=log
        )
        try:
            _wait_for(site, server)
            yield site
        finally:
            server.terminate()
            server.wait(30)


def liandu(home: Path, *arguments: str) -> str:
    """Run a command of Liandu on the data in ``home`` and return what it prints."""
    ran = subprocess.run(_liandu(*arguments), env=_environment(home), check=True, capture_output=True, text=True)
    return ran.stdout


def _liandu(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "liandu", *arguments]


def _environment(home: Path) -> dict[str, str]:
    """Return an environment in which only the home differs from the defaults."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIANDU_", "DJANGO_"))}
    return kept | {"LIANDU_HOME": str(home), "LIANDU_LOG_LEVEL": "WARNING"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(site: Site, server: "subprocess.Popen[bytes]") -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        assert server.poll() is None, site.log
        try:
            with urllib.request.urlopen(site.url("/sign-in/"), timeout=5) as answer:
                assert answer.status == 200
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise TimeoutError(site.log)
