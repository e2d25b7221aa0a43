"""Two installations for each test of exchange."""

import pytest

from tests.exchange.sites import Two


@pytest.fixture
def two(city) -> Two:
    """The county and the city above it, who have compared their cards."""
    return Two(city)
