"""What came back in the newest round: compared with all before it, a few pairs judged by the clerk, the rest left."""

from datetime import timedelta

from liandu.demo.clock import on
from liandu.demo.founding import Founded
from liandu.insight.commands.recurrences import confirm_recurrence, dismiss_recurrence
from liandu.insight.jobs.recurrences import compare_now
from liandu.insight.models import Recurrence, RecurrenceKind

LATER = timedelta(days=6)  # after the last feedback: read, checked and classified by then
# Words of the later finding. Of the first the item of before was written off; the rest waits for the visitor.
CONFIRMED = ("变更签证先施工后审批", "政府投资项目超概算")
DISMISSED = ("劳务分包队伍结成利益同盟",)
WHY = "核对两份反馈意见原文，是同一件事。"
WHY_NOT = "以前说的是准入把关，这一次说的是利益输送。"


def judge_what_came_back(made: Founded) -> None:
    """Let the clerk confirm two problems that units hear again, and say of one that it is another."""
    with on(max(visit.feedback for visit in made.place.inspections) + LATER):
        compare_now()
        for words in CONFIRMED:
            for pair in _again(words):
                confirm_recurrence(recurrence=pair, note=WHY, by=made.clerk)
        for words in DISMISSED:
            for pair in _again(words):
                dismiss_recurrence(recurrence=pair, note=WHY_NOT, by=made.clerk)


def _again(words: str) -> list[Recurrence]:
    """Return the likeliest pair of a unit's own whose later finding holds these words; none in another place."""
    pairs = Recurrence.objects.select_related("finding__unit", "earlier__unit")
    return list(pairs.filter(kind=RecurrenceKind.AGAIN, finding__title__contains=words).order_by("-score")[:1])
