"""How each unit goes about a round: who is quick and who is late, and what a unit does about problems of a class."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from liandu.demo.stories import told

STORY = told("items")
GROUPS = {letter: group for group in STORY["groups"] for letter in group["classes"]}
COLLEGIUM = ("分管副职", "党委办公室主任", "纪检组长", "总会计师", "组织人事处处长")


@dataclass(frozen=True, slots=True)
class Course:
    """How a unit goes about a round: who answers, who fills in, when the plan comes, how far it gets by today.

    ``closing`` is the share of its items (of 10) that ask to be written off, ``pace`` the days between two reports.
    ``opened`` is how many days after the feedback its items are opened: of the health commission only when its present
    office has taken over. ``late`` are problems that became items only a fortnight ago, ``unplanned`` items whose plan
    is still being drafted.
    """

    unit: str
    round: str
    head: str
    liaison: str
    planned: date
    pace: int
    closing: int
    opened: int = 15
    late: int = 0
    unplanned: int = 0


COURSES = (
    Course("yunda", "5-8", "gujingheng", "linxiaoman", date(2026, 1, 4), 38, 10),
    Course("chengjian", "5-8", "qiuzhengyang", "kangyichen", date(2026, 1, 5), 42, 3),
    Course("qinglan", "5-9", "liangchengyu", "songyutong", date(2026, 7, 9), 30, 8),
    Course("zhujian", "5-9", "gaobowen", "yelinshu", date(2026, 7, 10), 32, 7),
    Course("chengjian", "5-9", "qiuzhengyang", "kangyichen", date(2026, 7, 15), 36, 5, late=2),
    Course("linxi", "5-9", "duruochuan", "baiqiuming", date(2026, 7, 10), 34, 4, unplanned=3),
    Course("liangchu", "5-9", "miaojianqiu", "miaojianqiu", date(2026, 8, 3), 55, 0),
    Course("weijian", "5-9", "shijingwei", "fengqiaoan", date(2026, 11, 16), 30, 0, opened=21),
)
REOPENED = {("zhujian", "5-9"), ("yunda", "5-8")}
ENDED = ("chengjian", "5-8")
# Where something waits for an answer on whatever day the demonstration is built: a request nobody has signed yet, one
# that an office dissents from, a re-opening that a second person has to confirm.
UNSIGNED, DISSENTED, REOPENING = ("chengjian", "5-9", 1), ("chengjian", "5-9", 3), ("qinglan", "5-9")
RECENT = 14  # days ago
SIGNERS = {"supervision_officer", "organization_officer", "inspection_director"}
NAMES = ("辛某明", "卓某文", "霍某川", "冉某宁", "窦某青", "尹某舟", "丘某远", "房某岚", "缪某安", "巫某成")


def group_of(item: Any) -> dict[str, Any]:
    """Return the group of the story that tells what is done about problems of the item's class."""
    category = item.category or "A"
    return GROUPS.get(category) or GROUPS.get(category[:1]) or GROUPS["A"]
