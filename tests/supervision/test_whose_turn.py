"""Reminders of signatures go to the office whose turn it is, and not to one that has agreed."""

from datetime import date

from liandu.rectification.models import Item
from liandu.rectification.queries import due_items
from liandu.supervision.commands import sign_request
from liandu.supervision.queries import turns_of, whose_turn
from tests.supervision.given import a_request, add_organization, now


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


def seats_told(request):
    return {(seat.item_id, seat.office_id) for seat in turns_of(type(request).objects.filter(pk=request.pk))}


def test_the_turn_told_by_the_database_is_that_of_the_rules(city):
    request = a_request(city, category="A4")
    add_organization(city, request.item)
    people = [city.people.room, city.people.organization]
    for in_order in (True, False):
        for parties in (["supervising", "organization", "inspection"], ["organization", "inspection", "supervising"]):
            type(request).objects.filter(pk=request.pk).update(in_order=in_order, parties=parties)
            assert seats_told(request) == whose_turn([now(request)]) != set()
    for person in people:
        sign_request(request=now(request), opinion="agree", by=person)
        assert seats_told(request) == whose_turn([now(request)]) != set()
