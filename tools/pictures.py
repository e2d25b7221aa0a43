"""The pictures of README: the demonstration, built and served in a folder of its own, as three of its people see it.

Needs a Chromium on the machine (LIANDU_CHROMIUM names one). A picture has at most 256 colours, so that it stays small.
Run: ``make build``, then ``python tools/pictures.py [FOLDER]``; FOLDER is docs/pictures unless told otherwise.
"""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
CLERK = "chenruoxi"
RECEIVER = "gaobowen"  # signs for a package that he has begun to sign for
KEEPER = "qiaomingyuan"  # keeps the register of clues, and needs a one-time code
SIZE = (1440, 900)
MOST_BYTES = 250 * 1024
ENOUGH = 12  # problems that wait, so that the page shows some on both sides of the present one
PATIENCE = 60  # seconds for the server to answer
COMMAND = [sys.executable, "-m", "liandu"]


def main(arguments: list[str]) -> int:
    """Take the pictures and return 0; 1 when one is larger than MOST_BYTES."""
    folder = Path(arguments[0]) if arguments else ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="liandu-pictures-") as home, served(Path(home)) as address:
        with signed_in(CLERK, Path(home), address) as page:
            sizes = [
                keep(folder / "ledger.png", ledger(page, address)),
                keep(folder / "item.png", item(page, address)),
                keep(folder / "profile.png", profile(page, address)),
                keep(folder / "review.png", review(page, address)),
            ]
        with signed_in(RECEIVER, Path(home), address) as page:
            sizes.append(keep(folder / "package.png", package(page, address)))
        with signed_in(KEEPER, Path(home), address) as page:
            sizes.append(keep(folder / "register.png", register(page, address)))
    return 0 if max(sizes) <= MOST_BYTES else 1


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Build the demonstration in ``home``, serve it, and yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    subprocess.run([*COMMAND, "demo"], env=surroundings(home), check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([*COMMAND, "up", "--address", f"127.0.0.1:{port}"], env=surroundings(home))
    try:
        wait_for(f"http://127.0.0.1:{port}/sign-in/")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def surroundings(home: Path) -> dict[str, str]:
    """Return the environment in which commands of the demonstration in ``home`` run."""
    return {**os.environ, "LIANDU_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}


def code_of_the_moment(home: Path) -> str:
    """Return the one-time code that opens the accounts with a second factor now."""
    asked = subprocess.run([*COMMAND, "demo", "--code"], env=surroundings(home), check=True, capture_output=True)
    return asked.stdout.decode().strip()


def wait_for(url: str) -> None:
    """Return when ``url`` answers; raise TimeoutError when it does not."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own address
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(url)


@contextmanager
def signed_in(login: str, home: Path, address: str) -> Iterator[Page]:
    """Yield a page of a browser in which the account ``login`` is signed in."""
    program = os.environ.get("LIANDU_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, locale="zh-CN", reduced_motion="reduce")
        page.goto(f"{address}/sign-in/")
        page.fill("#id_login", login)
        page.fill("#id_password", (home / "demo-password").read_text(encoding="utf-8").strip())
        page.press("#id_password", "Enter")
        page.wait_for_url(lambda url: url in {f"{address}/", f"{address}/sign-in/factor/"})
        if page.url != f"{address}/":
            page.fill("#id_code", code_of_the_moment(home))
            page.press("#id_code", "Enter")
            page.wait_for_url(f"{address}/")
        yield page
        browser.close()


def ledger(page: Page, address: str) -> bytes:
    """Return a picture of the ledger of the city's newest round; that of the county stands before it in the list."""
    page.goto(f"{address}/ledger/", wait_until="networkidle")
    newest = page.locator("#filter-round option", has_text="五届市委").first.get_attribute("value")
    page.select_option("#filter-round", newest)
    page.wait_for_url("**/ledger/?*round=*")
    page.wait_for_load_state("networkidle")
    return page.screenshot()


def item(page: Page, address: str) -> bytes:
    """Return a picture of an item whose write-off is being signed for: its way, who is next, what it stands on."""
    page.goto(f"{address}/ledger/items/?state=requested", wait_until="networkidle")
    page.goto(address + (page.locator("main td a[href*='/items/']").first.get_attribute("href") or ""))
    page.wait_for_load_state("networkidle")
    return page.screenshot()


def profile(page: Page, address: str) -> bytes:
    """Return a picture of the profile of the whole city: its numbers and the heat map."""
    page.goto(f"{address}/insight/profiles/", wait_until="networkidle")
    return page.screenshot()


def review(page: Page, address: str) -> bytes:
    """Return a picture of the review of the first document of which enough waits, some problems of it accepted."""
    page.goto(f"{address}/intake/", wait_until="networkidle")
    links = page.locator("tr", has_text="反馈意见").locator("a.button.primary[href*='/findings/review/']")
    begin, whole = 0, 0
    for href in [link.get_attribute("href") for link in links.all()]:
        page.goto(f"{address}{href}", wait_until="networkidle")
        page.wait_for_selector("#rows .row.current")  # the script is there and listens
        counted = page.locator("#review-part").get_attribute("data-count") or "0 / 0"
        begin, whole = (int(part) for part in counted.split("/"))  # of some documents a part is done
        if whole - begin > ENOUGH:
            break
    for done in range(begin + 1, begin + 6):
        page.keyboard.press("a")
        page.wait_for_function(
            "n => document.querySelector('#review-part')?.dataset.count.startsWith(`${n} /`)", arg=done
        )
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)  # the line between passage and proposal is drawn when scrolling has ended
    return page.screenshot()


def package(page: Page, address: str) -> bytes:
    """Return a picture of a package that is being signed for, a few lines of it done."""
    page.goto(f"{address}/handover/packages/?state=handed_over", wait_until="networkidle")
    page.locator("main td a[href*='/handover/packages/']").last.click()
    page.wait_for_selector("[data-accept]")
    for _line in range(2):
        waiting = page.locator("[data-accept]").count()
        page.locator("[data-accept]").first.click()
        page.wait_for_function("n => document.querySelectorAll('[data-accept]').length < n", arg=waiting)
    page.evaluate("window.scrollTo(0, 0)")
    return page.screenshot()


def register(page: Page, address: str) -> bytes:
    """Return a picture of the register of clues: numbers, units and states, no word of what a clue says."""
    page.goto(f"{address}/clues/register/", wait_until="networkidle")
    return page.screenshot()


def keep(path: Path, png: bytes) -> int:
    """Write the picture with at most 256 colours to ``path`` and return its size in bytes."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    picture.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name}: {picture.width} x {picture.height}, {size / 1024:.0f} KB")
    return size


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
