"""One unit in one round: its items, and who acts for whom."""

from typing import TYPE_CHECKING, Any

from liandu.demo.founding import Founded
from liandu.demo.stories.rectifying.courses import SIGNERS, Course
from liandu.demo.stories.rectifying.diary import Diary
from liandu.journal.context import Circumstances, under
from liandu.rectification.models import Item, ItemOffice
from liandu.rectification.states import State

if TYPE_CHECKING:
    from liandu.inspections.models import Round
    from liandu.orgs.models import Unit


def acting(made: Founded, place: str) -> Any:
    """Return the circumstances in which somebody acts for an office or a unit of the demonstration."""
    return under(Circumstances(request_id="", office=made.place.name_of(place), channel="demo"))


class UnitInRound:
    """One unit in one round."""

    def __init__(self, diary: Diary, course: Course) -> None:
        made = diary.made
        self.diary, self.course, self.made = diary, course, made
        self.unit: Unit = made.units[course.unit]
        self.round: Round = made.rounds[course.round]
        self.head, self.liaison = made.people[course.head], made.people[course.liaison]

    @property
    def key(self) -> tuple[str, str]:
        """Return the keys of the unit and the round, as courses.py names them."""
        return self.course.unit, self.course.round

    def items(self, *states: State) -> list[Item]:
        """Return the items of the unit in the round that stand in one of ``states`` (any), by number."""
        rows = Item.objects.filter(unit=self.unit, round=self.round).order_by("number")
        rows = rows.filter(state__in=states) if states else rows
        return list(rows.select_related("unit", "round", "finding", "line", "policy"))

    def item(self, number: str) -> Item:
        """Return the item with this number as it is now."""
        return Item.objects.select_related("unit", "round", "finding", "line", "policy").get(number=number)

    def officers(self, item: Item, party: str) -> list[tuple[Any, str]]:
        """Return who signs for each office of ``party`` on the item, with the key of the office."""
        keys = {unit.pk: key for key, unit in self.made.units.items()}
        places = [keys[row.office_id] for row in ItemOffice.objects.filter(item=item, duty=party)]
        found = {
            post.place: (self.made.people[person.login], post.place)
            for person in reversed(self.made.place.people)
            for post in person.posts
            if post.role in SIGNERS
        }
        return [found[place] for place in places if place in found]

    def officer(self, item: Item, party: str) -> tuple[Any, str] | None:
        """Return the first of them, None when nobody sits in such an office."""
        return next(iter(self.officers(item, party)), None)
