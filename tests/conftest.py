"""What every test may use: a home of its own, the city, the named people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from liandu.inspections.taxonomies import pin
from liandu.journal import triggers
from tests.people import City, build_city
from tests.replaying import Replayed, empty_tables


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
def emptied_behind() -> Iterator[None]:
    """Let the rows of a transactional test go when it is over: the triggers of the journal step aside for that alone.

    They stand in every test itself, as in a real database; a test that is rolled back never needs them gone. Only what
    has rows is emptied: to truncate each table takes PostgreSQL four seconds.
    """
    kept = TransactionTestCase._fixture_teardown

    def empty(_case: TransactionTestCase) -> None:
        triggers.remove(connection)
        try:
            empty_tables()
        finally:
            triggers.install(connection)

    TransactionTestCase._fixture_teardown = empty
    yield
    TransactionTestCase._fixture_teardown = kept


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """Let no test count on into the next one: sign-in attempts, addresses that led nowhere."""
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def taxonomy_held() -> Iterator[None]:
    """Let each test begin with the taxonomy that comes along, held, so that no look at its version is counted.

    Who publishes another calls ``forget()``: a test's transaction never ends, so the process is not told.
    """
    pin()
    yield
    pin()


@pytest.fixture(autouse=True)
def source_language() -> Iterator[None]:
    """Let no test hand its language on: a request activates one and leaves it to the next request to choose anew."""
    yield
    translation.deactivate()


the_city = Replayed(build_city)


@pytest.fixture
def city(db) -> City:
    """The city of 云州 with its units, offices and named people, as the real commands built it."""
    return the_city()
