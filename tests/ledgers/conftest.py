"""What the tests of the ledger of items share."""

import pytest

from liandu.rectification.states import Act
from tests.ledgers.lives import WAY, an_item_after


@pytest.fixture
def ledger(city):
    """Six items: the university's registered, rectifying, written off; the firm's ended, requested, struck off."""
    firm = {"unit": city.units.firm}
    return {
        "registered": an_item_after(city, serial=1, category="A1"),
        "rectifying": an_item_after(city, *WAY[:4], serial=2),
        "written_off": an_item_after(city, *WAY, serial=3),
        "ended": an_item_after(city, *WAY[:3], Act.COMPLETE_STAGE, Act.END, serial=4, **firm),
        "requested": an_item_after(city, *WAY[:3], Act.COMPLETE_STAGE, Act.REQUEST, serial=5, **firm),
        "cancelled": an_item_after(city, Act.CANCEL, serial=6, **firm),
    }
