"""Months of rectification in the demonstration: what seven units did about their problems, day by day.

The same commands as in real use, on a moved clock. Who is quick and who is late is told by courses.py; what they plan,
report and prove by ../items.yaml.
"""

from liandu.demo.founding import Founded
from liandu.demo.stories.rectifying.courses import COURSES
from liandu.demo.stories.rectifying.diary import Diary
from liandu.demo.stories.rectifying.planning import Planning
from liandu.rectification.models import Item


def rectify(made: Founded) -> int:
    """Let the units of the demonstration rectify until today, and return how many items were opened."""
    diary = Diary(made)
    for course in COURSES:
        Planning(diary, course).begin()
    diary.live()
    return Item.objects.count()
