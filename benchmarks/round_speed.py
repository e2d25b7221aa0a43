"""From upload to proposals: a round of 22 feedback opinions through a real server and its real worker.

Starts ``liandu up`` on a home of its own, signs in, uploads the 22 files one request each as the page does, and waits
until every document is read. Bar: under 10 seconds on 2 cores. With ``--kill`` the whole server is killed (SIGKILL) in
the middle and started again, and every document must be read exactly once. Run: ``python benchmarks/round_speed.py``.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

_HOME = tempfile.TemporaryDirectory(prefix="liandu-round-")
os.environ["LIANDU_HOME"] = _HOME.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandu.config.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread; nothing here shares it

import django  # noqa: E402 - the home must be chosen first

from liandu.config.place import make_home  # noqa: E402

make_home()
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from playwright.sync_api import APIRequestContext, sync_playwright  # noqa: E402

from liandu.demo.city import PLACE  # noqa: E402
from liandu.demo.founding import Founded, found  # noqa: E402
from liandu.demo.papers.material import MaterialFile, build_material  # noqa: E402
from liandu.intake.models import Document, Proposal  # noqa: E402

ADDRESS = "127.0.0.1:8765"
PASSWORD = "cedar-plum-rain-4417"  # noqa: S105 - of a site that lives for seconds
ROUND = "5-9"


def start() -> subprocess.Popen[bytes]:
    """Start the server in a process group of its own and return it when it answers."""
    command = [sys.executable, "-m", "liandu", "up", "--address", ADDRESS]
    server = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _turn in range(200):
        try:
            urllib.request.urlopen(f"http://{ADDRESS}/sign-in/", timeout=2).close()
            break
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    return server


def kill(server: subprocess.Popen[bytes]) -> None:
    """Kill the server with everything it started."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def sign_in(http: APIRequestContext, login: str) -> str:
    """Sign in and return the token for forms."""
    http.get("/sign-in/")
    http.post("/sign-in/", form={"login": login, "password": PASSWORD, "csrfmiddlewaretoken": token(http)})
    return token(http)


def token(http: APIRequestContext) -> str:
    """Return the form token of the session."""
    return next(cookie["value"] for cookie in http.storage_state()["cookies"] if cookie["name"] == "csrftoken")


def upload(http: APIRequestContext, made: Founded, files: list[MaterialFile]) -> None:
    """Send the files, one request each, to the page of their round."""
    form_token = sign_in(http, made.clerk.username)
    for file in files:
        address = (
            f"/intake/rounds/{made.rounds[file.round].pk}/upload/"
            f"?inspection={made.inspections[file.unit, file.round].pk}"
        )
        answer = http.post(
            address,
            headers={"Accept": "application/json", "Referer": f"http://{ADDRESS}/"},
            multipart={
                "csrfmiddlewaretoken": form_token,
                "kind": "feedback_opinion",
                "grade": "internal",
                "place": str(made.inspections[file.unit, file.round].pk),
                "file": {
                    "name": file.path.name,
                    "mimeType": "application/octet-stream",
                    "buffer": file.path.read_bytes(),
                },
            },
        )
        assert answer.json()["ok"], answer.text()


def wait_until_read(count: int, *, most: float = 120.0) -> None:
    """Wait until ``count`` documents are read."""
    began = time.monotonic()
    while Document.objects.filter(state="read").count() < count:
        if time.monotonic() - began > most:
            raise TimeoutError(Counter(Document.objects.values_list("state", flat=True)))
        time.sleep(0.05)


def doubled() -> int:
    """Return how many proposals stand twice at the same place of a document."""
    places = Counter(Proposal.objects.values_list("document", "position"))
    return sum(count - 1 for count in places.values())


def main() -> int:
    """Measure and print; return 1 when the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kill", action="store_true", help="kill the server in the middle and start it again")
    parser.add_argument("documents", nargs="?", type=int, default=22, help="how many of them; the bar is that of all")
    options = parser.parse_args()
    killing = options.kill
    call_command("migrate", verbosity=0)
    made = found(PLACE, password=PASSWORD)
    connection.close()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        files = [f for f in build_material(Path(folder)) if f.round == ROUND and f.kind == "feedback_opinion"]
        files = files[: options.documents]
        server = start()
        try:
            http = playwright.request.new_context(base_url=f"http://{ADDRESS}")
            began = time.perf_counter()
            upload(http, made, files)
            sent = time.perf_counter() - began
            if killing:
                kill(server)
                server = start()
            wait_until_read(len(files))
            spent = time.perf_counter() - began
        finally:
            kill(server)
    leaves = Proposal.objects.filter(is_leaf=True).count()
    print(
        f"{len(files)} documents: uploaded {sent:.1f} s, all proposed {spent:.1f} s; "
        f"{leaves} leaves, {doubled()} doubled"
    )
    return 0 if doubled() == 0 and (killing or spent < 10) else 1


if __name__ == "__main__":
    sys.exit(main())
