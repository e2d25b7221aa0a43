"""What waits for a person in this stage, for the workbench."""

from datetime import date
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liandu.access.queries import acts_of, own_offices
from liandu.access.roles import Act
from liandu.handover.queries.meetings import decisions_due
from liandu.handover.queries.packages import due_condition, packages_to_sign, unsettled_lines
from liandu.handover.queries.reach import lines_for, packages_prepared_by
from liandu.handover.states import PackageState
from liandu.kernel.tasks import Task

MOST = 12  # of one kind; the lists have all


def tasks_for_handover(reader: Any) -> list[Task]:
    """Return what waits for this person, the most consequential first: at most 6 queries, by what they may do."""
    acts = acts_of(reader)
    tasks: list[Task] = []
    if Act.PACKAGE_SIGN in acts:
        tasks += [*_answers(reader), *_to_sign(reader)]
    if Act.PACKAGE_PREPARE in acts:
        tasks += [*_refused(reader), *_drafts(reader)]
    if Act.MEETING_VIEW in acts:
        tasks += _decisions(reader)
    return sorted(tasks, key=lambda task: task.tone != "late")


def _to_sign(reader: Any) -> list[Task]:
    packages: list[Any] = list(packages_to_sign(reader)[:MOST])  # with ``waiting``
    return [
        Task(
            ngettext("%(n)s 项待签收", "%(n)s 项待签收", package.waiting) % {"n": package.waiting},
            f"{package.number} {package.title}",
            reverse("handover:package", args=[package.pk]),
            _("签收"),
            "now",
        )
        for package in packages
    ]


def _answers(reader: Any) -> list[Task]:
    """Return the answers due soon or overdue, one task a package."""
    mine = own_offices(reader, Act.PACKAGE_SIGN).values("pk")
    rows = lines_for(reader).select_related(None).filter(package__recipient__in=mine)
    soon = rows.filter(due_condition("near") | due_condition("overdue")).order_by()
    counted = soon.values("package", "package__number", "package__title").annotate(
        n=Count("pk"), due=Min("answer_due_on")
    )
    return [
        Task(
            _days(row["due"], late=_("答复逾期 %(n)s 天"), soon=_("答复还有 %(n)s 天到期")),
            f"{row['package__number']} {row['package__title']}",
            reverse("handover:answer", args=[row["package"]]),
            _("答复"),
            _tone(row["due"]),
        )
        for row in counted.order_by("due", "package")[:MOST]
    ]


def _refused(reader: Any) -> list[Task]:
    """Return the packages with refused or returned lines that nobody has dealt with, one task a package."""
    rows = unsettled_lines(reader).select_related(None).filter(package__in=packages_prepared_by(reader).values("pk"))
    counted = rows.order_by().values("package", "package__number", "package__title").annotate(n=Count("pk"))
    return [
        Task(
            ngettext("%(n)s 项被拒收或退回", "%(n)s 项被拒收或退回", row["n"]) % {"n": row["n"]},
            f"{row['package__number']} {row['package__title']}",
            f"{reverse('handover:lines')}?package={row['package']}&state=unsettled",
            _("处理"),
            "look",
        )
        for row in counted.order_by("package")[:MOST]
    ]


def _drafts(reader: Any) -> list[Task]:
    """Return the reader's own drafts as one task."""
    drafts = packages_prepared_by(reader).filter(state=PackageState.DRAFTING, made_by=reader).order_by("-pk")
    n = drafts.count()
    newest = drafts.first() if n else None
    if newest is None:
        return []
    words = ngettext("%(n)s 份移交待发出", "%(n)s 份移交待发出", n) % {"n": n}
    return [Task(words, newest.title, f"{reverse('handover:packages')}?state=drafting", _("办理"), "plain")]


def _decisions(reader: Any) -> list[Task]:
    """Return the decisions of meetings that the reader's own office has to carry out, those with a day first."""
    mine = own_offices(reader, Act.PACKAGE_SIGN).values("pk")  # a leader sees all offices, and acts for none
    rows = decisions_due(reader).filter(owner__in=mine, due_on__isnull=False)
    return [
        Task(
            _days(row.due_on, late=_("议定事项逾期 %(n)s 天"), soon=_("议定事项还有 %(n)s 天到期")),
            row.text[:60],
            reverse("handover:meeting", args=[row.meeting_id]) + f"#decision-{row.pk}",
            _("办理"),
            _tone(row.due_on),
        )
        for row in rows[:MOST]
        if row.due_on is not None
    ]


def _days(due: date, *, late: str, soon: str) -> str:
    left = (due - timezone.localdate()).days
    return (soon if left >= 0 else late) % {"n": abs(left)}


def _tone(due: date) -> str:
    return "late" if due < timezone.localdate() else "look"
