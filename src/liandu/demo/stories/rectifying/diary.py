"""What is to happen on which day, done in the order of days on the moved clock."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from django.utils import timezone

from liandu.demo.clock import on
from liandu.demo.founding import Founded
from liandu.kernel.days import add_working_days

NOON = time(11, 40)


@dataclass
class Diary:
    """What is to happen on which day; days are done in their order, and none after today."""

    made: Founded
    days: dict[date, list[Callable[[], None]]] = field(default_factory=lambda: defaultdict(list))

    def note(self, day: date, act: Callable[[], None]) -> None:
        """Write ``act`` down for the next working day from ``day`` on."""
        self.days[add_working_days(day - timedelta(days=1), 1)].append(act)

    def live(self) -> int:
        """Let everything happen, also what days write down for later ones; return how many days something happened."""
        done = 0
        today = timezone.localdate()
        while waiting := [day for day in self.days if day <= today]:
            day = min(waiting)
            acts = self.days.pop(day)
            with on(day, at=NOON):
                for act in acts:
                    act()
            done += 1
        return done
