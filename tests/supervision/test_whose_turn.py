"""Reminders of signatures go to the office whose turn it is, and not to one that has agreed."""

from datetime import date

from liandu.rectification.models import Item
from liandu.rectification.queries import due_items
from liandu.supervision.commands import sign_request
from liandu.supervision.queries import whose_turn
from tests.supervision.given import a_request, now


def reminded():
    day = date(2099, 1, 1)
    return sorted(due.user_id for due in due_items(day, [day]))


def test_the_next_office_is_reminded_when_the_one_before_it_has_agreed(city):
    request = a_request(city, category="A4")
    room, office = city.units.third_room.pk, city.units.inspection_office.pk
    assert Item.objects.get(pk=request.item_id).step_due_on is not None
    assert whose_turn([request]) == {(request.item_id, room)}
    assert reminded() == [city.people.room.pk]
    sign_request(request=now(request), opinion="agree", by=city.people.room)
    assert whose_turn([now(request)]) == {(request.item_id, office)}
    assert reminded() == [city.people.director.pk]
