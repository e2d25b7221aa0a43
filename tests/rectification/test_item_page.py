"""The page of an item: where it stands, whose turn it is, what this reader can do now."""

import pytest

from tests.rectification.given import an_item


@pytest.mark.parametrize("person", ["secretary", "clerk", "director", "room", "leader"])
def test_everybody_within_reach_sees_the_page(city, person):
    item = an_item(city)
    answer = city.client(getattr(city.people, person)).get(f"/items/{item.pk}/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "云州大学认领，或者提出异议" in text
