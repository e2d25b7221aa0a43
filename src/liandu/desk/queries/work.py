"""The workbench: what waits for a person in the order of consequence, and what the person waits for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liandu.access.queries import acts_of
from liandu.access.queries.tasks import Source, TaskRow, asked, columns
from liandu.access.queries.teams import tasks_for as team_tasks
from liandu.access.roles import Act
from liandu.clues.queries import tasks_for_clues
from liandu.desk.queries.items import item_sources, waiting_sources
from liandu.desk.rules import names_of
from liandu.exchange.queries import tasks_for_sealed_parts
from liandu.handover.queries import sent_unsigned, task_sources_for_handover
from liandu.insight.queries.recurrences import recurrences_to_judge
from liandu.intake.queries import documents_failed, leaves_to_check
from liandu.kernel.tasks import Task, by_consequence

MOST_TASKS = 20  # of one source; what is more stands in the lists
AT_A_GLANCE = 6  # lines; the others unfold
APART = 2  # so many of a sort stand by themselves, more stand together
NEAR = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Bundle:
    """One line of the workbench: a task, or several of one sort together that unfold."""

    tasks: tuple[Task, ...]

    @property
    def first(self) -> Task:
        """Return the most consequential."""
        return self.tasks[0]

    @property
    def n(self) -> int:
        """Return how many things all of it stands for."""
        return sum(task.n for task in self.tasks)

    @property
    def due(self) -> date | None:
        """Return the earliest day."""
        return min((task.due for task in self.tasks if task.due), default=None)

    @property
    def words(self) -> str:
        """Return what it is: of several, how many things of the sort."""
        if len(self.tasks) == 1:
            return self.first.words
        return ngettext("%(n)s 项%(what)s", "%(n)s 项%(what)s", self.n) % {"n": self.n, "what": self.first.group}

    @property
    def about(self) -> str:
        """Return about what: of several, the first two."""
        return names_of(task.about for task in self.tasks)


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for a person (the first lines, and the rest that unfolds), and what the person waits for."""

    today: list[Bundle]
    rest: list[Bundle]
    waiting: list[Bundle]

    @property
    def count(self) -> int:
        """Return how many things wait for the person."""
        return sum(bundle.n for bundle in (*self.today, *self.rest))


def work_for(reader: Any) -> Work:
    """Return what waits for this person and what they wait for: one query, and those of the register of clues."""
    mine = [*task_sources_for_handover(reader), *_of_teams(reader), *_to_read(reader), *item_sources(reader)]
    mine += _to_judge(reader)
    elsewhere = [*waiting_sources(reader), *_sent(reader)]
    found = asked([*mine, *elsewhere])
    tasks = [task for of_one in found[: len(mine)] for task in by_consequence(of_one)[:MOST_TASKS]]
    bundles = bundled([*tasks, *tasks_for_clues(reader), *tasks_for_sealed_parts(reader)])
    return Work(
        bundles[:AT_A_GLANCE],
        bundles[AT_A_GLANCE:],
        bundled([task for of_one in found[len(mine) :] for task in of_one]),
    )


def bundled(tasks: Iterable[Task]) -> list[Bundle]:
    """Return ``tasks`` in order of consequence, with more than APART of a sort and tone together on one line."""
    alike: dict[tuple[str, str], list[Task]] = {}
    for place, task in enumerate(by_consequence(tasks)):
        alike.setdefault((task.group or f"alone {place}", task.tone), []).append(task)
    bundles = [
        bundle
        for same in alike.values()
        for bundle in ([Bundle((task,)) for task in same] if len(same) <= APART else [Bundle(tuple(same))])
    ]
    order = {id(task): place for place, task in enumerate(by_consequence(bundle.first for bundle in bundles))}
    return sorted(bundles, key=lambda bundle: order[id(bundle.first)])


def _sent(reader: Any) -> list[Source]:
    return [sent_unsigned(reader)] if Act.PACKAGE_PREPARE in acts_of(reader) else []


def _of_teams(reader: Any) -> list[Source]:
    """Return what the reader has to do in joint teams, within three weeks or overdue."""
    if Act.TEAM_VIEW not in acts_of(reader):
        return []
    today = timezone.localdate()
    rows = team_tasks(reader).select_related(None)
    rows = rows.filter(owner__user=reader.pk, done_on=None, due__lte=today + NEAR)
    found = columns(rows, key="pk", due="due", text=Concat("what", Value(" · "), "team__name"), other="team")

    def say(row: TaskRow) -> Task:
        due = row.due or today
        words = _until(due, today)
        tone = "late" if due < today else "now"
        url = reverse("desk:team", args=[row.other])
        return Task(words, row.text, url, _("查看"), tone, due=due, group=_("联合监督事项"))

    return [Source(found, say)]


def _until(due: date, today: date) -> str:
    days = (due - today).days
    if days < 0:
        return ngettext("事项逾期 %(n)s 天", "事项逾期 %(n)s 天", -days) % {"n": -days}
    return ngettext("事项还有 %(n)s 天到期", "事项还有 %(n)s 天到期", days) % {"n": days}


def _to_read(reader: Any) -> list[Source]:
    """Return the documents that could not be read, and those whose proposals wait to be checked."""
    if Act.PROPOSAL_EDIT not in acts_of(reader):
        return []
    waiting = columns(
        leaves_to_check(reader), key="document", n=Count("pk"), text="document__material__title",
        more="document__material__unit__short_name",
    )  # fmt: skip
    return [
        Source(columns(documents_failed(reader), key="pk", text="material__title"), _failed),
        Source(waiting, _to_check),
    ]


def _failed(row: TaskRow) -> Task:
    words = _("读取失败，请处理")
    return Task(words, row.text, reverse("intake:documents"), _("查看"), "look", group=_("读取失败的文件"))


def _to_check(row: TaskRow) -> Task:
    return Task(
        ngettext("%(n)s 条拟录问题待核对", "%(n)s 条拟录问题待核对", row.n) % {"n": row.n},
        f"{row.text} · {row.more}",
        reverse("findings:review", args=[row.key]),
        _("核对"),
        "now",
        n=row.n,
        group=_("拟录问题待核对"),
    )


def _to_judge(reader: Any) -> list[Source]:
    """Return how many pairs of findings wait to be judged: one line, for who judges."""
    if Act.INSIGHT_JUDGE not in acts_of(reader):
        return []
    # Grouped by what is the same for all of them: no row where none waits.
    return [Source(columns(recurrences_to_judge(reader), key=0, n=Count("pk"), text="state"), _pairs)]


def _pairs(row: TaskRow) -> Task:
    words = ngettext("%(n)s 对问题再现待研判", "%(n)s 对问题再现待研判", row.n) % {"n": row.n}
    return Task(words, _("与以前的问题相像"), reverse("insight:recurrences"), _("研判"), "now", n=row.n)
