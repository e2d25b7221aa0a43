"""What every test may use: a home of its own, the city, the named people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from liandu.journal import triggers
from tests.people import City, build_city


@pytest.fixture(autouse=True)
def own_home(tmp_path, settings) -> Path:
    """Give each test a home of its own, so that no test reads or leaves files elsewhere."""
    home = tmp_path / "home"
    home.mkdir()
    settings.LIANDU_HOME = home
    settings.LIANDU_KEYS = home / "keys"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()  # whitenoise warns of a folder that is not there
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes half a second
    # Who tests second factors, old passwords and idle sign-ins switches them on; others set the clock as they like.
    settings.LIANDU_SECOND_FACTOR = "offered"
    settings.LIANDU_IDLE_MINUTES = 0
    settings.LIANDU_PASSWORD_DAYS = 0
    return home


@pytest.fixture(autouse=True, scope="session")
def journal_may_be_emptied() -> Iterator[None]:
    """Let a transactional test empty the tables when it is over: the triggers of the journal step aside for that alone.

    They stand in every test itself, as in a real database; a test that is rolled back never needs them gone.
    """
    empty = TransactionTestCase._fixture_teardown

    def with_triggers_aside(case: TransactionTestCase) -> None:
        triggers.remove(connection)
        try:
            empty(case)
        finally:
            triggers.install(connection)

    TransactionTestCase._fixture_teardown = with_triggers_aside
    yield
    TransactionTestCase._fixture_teardown = empty


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """Let no test count on into the next one: sign-in attempts, addresses that led nowhere."""
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def source_language() -> Iterator[None]:
    """Let no test hand its language on: a request activates one and leaves it to the next request to choose anew."""
    yield
    translation.deactivate()


@pytest.fixture
def city(db) -> City:
    """The city of 云州 with its units, offices and named people, built through the real commands."""
    return build_city()
