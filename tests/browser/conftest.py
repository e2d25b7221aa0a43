"""A site, a Chromium, and people signed in; a page that complains fails its test."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from liandu.accounts.one_time import code_now
from tests.browser.site import CODE_SECRET, PASSWORD, Site, running_site
from tests.browser.watching import Watch

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
LOCALES = {"zh-hans": "zh-CN", "en": "en-US"}
WAIT = 10_000  # milliseconds until a test gives up on what it waits for

SignIn = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Chromium, or skip: no browser is downloaded for the tests."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("LIANDU_CHROMIUM") or next(filter(None, map(shutil.which, names)), "")
    if not path:
        pytest.skip("no Chromium on this machine; install one or set LIANDU_CHROMIUM")
    return path


@pytest.fixture(scope="session")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the demo city, served by the real command; at the end its log must hold no fault."""
    with running_site(tmp_path_factory.mktemp("site") / "home") as site:
        yield site
    assert "Traceback" not in site.log, site.log


# Not for the session: while it runs, Playwright's event loop would keep Django's database from the tests that follow.
@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a headless Chromium that asks nobody but the site."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def sessions() -> dict[str, Any]:
    """Return the cookies of those who have signed in: the door is throttled, so each goes through it once."""
    return {}


@pytest.fixture(params=LOCALES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Run the test once in each language; gettext in the test speaks the same one."""
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Watch every page of the test, and fail it when one complained of something the test did not expect."""
    watch = Watch()
    yield watch
    if watch.unexcused:
        pytest.fail("\n".join(watch.unexcused), pytrace=False)


@pytest.fixture
def new_context(browser: Browser, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """Return what opens a watched browser window of its own: ``new_context(language, width=1440)``."""
    opened = []

    def open_one(language: str, *, width: int = 1440, **more: Any) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=LOCALES[language], accept_downloads=True, **more
        )
        context.set_default_timeout(WAIT)
        watch.over(context)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def signed_in(
    site: Site, sessions: dict[str, Any], new_context: Callable[..., BrowserContext], browser: Browser
) -> SignIn:
    """Return what opens a page for a person who is signed in: ``signed_in("chenruoxi", "en", width=390)``."""

    def open_page(person: str, language: str, *, width: int = 1440, **more: Any) -> Page:
        if person not in sessions:
            with browser.new_context() as door:
                page = door.new_page()
                pass_the_door(page, site, person)
                sessions[person] = door.storage_state()
        return new_context(language, width=width, storage_state=sessions[person], **more).new_page()

    return open_page


def pass_the_door(page: Page, site: Site, person: str) -> None:
    """Sign ``person`` in as one does by hand."""
    page.goto(site.url("/sign-in/"))
    page.fill("#id_login", person)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(lambda url: url in {site.url("/"), site.url("/sign-in/factor/")})
    if page.url.endswith("/sign-in/factor/"):
        page.fill("#id_code", code_now(CODE_SECRET))
        page.press("#id_code", "Enter")
        page.wait_for_url(site.url("/"))
