"""Months of rectification in the demonstration: what seven units did about their problems, day by day.

The same commands as in real use, on a moved clock. Who is quick and who is late is told by courses.py; what they plan,
report and prove by ../items.yaml.
"""

from liandu.demo.clock import on
from liandu.demo.founding import Founded
from liandu.demo.stories.rectifying.courses import COURSES
from liandu.demo.stories.rectifying.diary import Diary
from liandu.demo.stories.rectifying.planning import Planning
from liandu.demo.stories.rectifying.unit import acting
from liandu.inspections.commands import adopt_default_policies, set_round_policy
from liandu.rectification.models import Item


def rectify(made: Founded) -> int:
    """Let the units of the demonstration rectify until today, and return how many items were opened."""
    diary = Diary(made)
    with on(min(made.rounds[course.round].since for course in COURSES)), acting(made, "xunchaban"):
        profiles = {row.code: row for row in adopt_default_policies(by=made.director)}
        version = profiles["six_months"].versions.get()
        for key in sorted({course.round for course in COURSES}):
            set_round_policy(round=made.rounds[key], version=version, by=made.director)
    for course in COURSES:
        Planning(diary, course).begin()
    diary.live()
    return Item.objects.count()
