"""The city that the other tests start from is sound."""

from liandu.inspections.queries import inspections_for
from liandu.journal.queries import acts_recorded


def test_each_person_sees_the_inspections_of_their_own_reach(city):
    seen = {name: inspections_for(person).count() for name, person in vars(city.people).items()}
    assert seen == {
        "director": 3, "clerk": 3, "room": 1, "organization": 1, "secretary": 1, "liaison": 1, "leader": 3,
        "system": 0, "security": 0, "audit": 0, "outsider": 0, "nobody": 0,
        "competent": 0, "sender": 0, "registrar": 0, "keeper": 0, "approver": 0, "handler": 0,
        "teamer": 1,
    }  # fmt: skip


def test_building_the_city_left_its_trail(city):
    recorded = acts_recorded()
    assert (recorded["account.opened"], recorded["post.given"], recorded["inspection.opened"]) == (19, 18, 3)
