"""What waits for a person in this stage, for the workbench."""

from datetime import date
from typing import Any

from django.db.models import Count, Min, Subquery
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liandu.access.queries import acts_of, own_offices
from liandu.access.queries.tasks import Source, TaskRow, asked, columns
from liandu.access.roles import Act
from liandu.handover.models import Line, Package
from liandu.handover.queries.meetings import decisions_due
from liandu.handover.queries.packages import due_condition, packages_to_sign, unsettled_lines
from liandu.handover.queries.reach import lines_for, packages_prepared_by
from liandu.handover.states import WAITING, PackageState
from liandu.kernel.tasks import Task, by_consequence

MOST = 12  # of one kind; the lists have all


def tasks_for_handover(reader: Any) -> list[Task]:
    """Return what waits for this person in this stage, the most consequential first: one query, none for outsiders."""
    found = asked(task_sources_for_handover(reader))
    return by_consequence(task for tasks in found for task in by_consequence(tasks)[:MOST])


def task_sources_for_handover(reader: Any) -> list[Source]:
    """Return what may wait for this person, by what they may do, for a statement of several stages."""
    acts = acts_of(reader)
    sources: list[Source] = []
    if Act.PACKAGE_SIGN in acts:
        sources += [_answers(reader), _to_sign(reader)]
    if Act.PACKAGE_PREPARE in acts:
        sources += [_refused(reader), _drafts(reader)]
    if Act.MEETING_VIEW in acts:
        sources.append(_decisions(reader))
    return sources


def _to_sign(reader: Any) -> Source:
    first = packages_to_sign(reader).order_by("handed_over_at", "pk").values("pk")[:MOST]
    waiting = Line.objects.filter(package__in=first, state__in=WAITING)
    rows = columns(waiting, key="package", n=Count("pk"), text="package__number", more="package__title")

    def say(row: TaskRow) -> Task:
        return Task(
            ngettext("%(n)s 项待签收", "%(n)s 项待签收", row.n) % {"n": row.n},
            f"{row.text} {row.more}",
            reverse("handover:package", args=[row.key]),
            _("签收"),
            "now",
            n=row.n,
            blocks=True,
            group=_("移交待签收"),
        )

    return Source(rows, say)


def _answers(reader: Any) -> Source:
    """Return the answers due soon or overdue, one task a package."""
    mine = own_offices(reader, Act.PACKAGE_SIGN).values("pk")
    rows = lines_for(reader).select_related(None).filter(package__recipient__in=mine)
    soon = rows.filter(due_condition("near") | due_condition("overdue"))
    found = columns(
        soon, key="package", n=Count("pk"), due=Min("answer_due_on"), text="package__number", more="package__title"
    )

    def say(row: TaskRow) -> Task:
        return Task(
            _days(row.due, late=_("答复逾期 %(n)s 天"), soon=_("答复还有 %(n)s 天到期")),
            f"{row.text} {row.more}",
            reverse("handover:answer", args=[row.key]),
            _("答复"),
            _tone(row.due),
            due=row.due,
            n=row.n,
            blocks=True,
            group=_("移交待答复"),
        )

    return Source(found, say)


def _refused(reader: Any) -> Source:
    """Return the packages with refused or returned lines that nobody has dealt with, one task a package."""
    rows = unsettled_lines(reader).select_related(None).filter(package__in=packages_prepared_by(reader).values("pk"))
    found = columns(rows, key="package", n=Count("pk"), text="package__number", more="package__title")

    def say(row: TaskRow) -> Task:
        return Task(
            ngettext("%(n)s 项被拒收或退回", "%(n)s 项被拒收或退回", row.n) % {"n": row.n},
            f"{row.text} {row.more}",
            f"{reverse('handover:lines')}?package={row.key}&state=unsettled",
            _("处理"),
            "look",
            n=row.n,
            group=_("移交被拒收或退回"),
        )

    return Source(found, say)


def _drafts(reader: Any) -> Source:
    """Return the reader's own drafts as one task that names the newest."""
    drafts = packages_prepared_by(reader).filter(state=PackageState.DRAFTING, made_by=reader)
    newest = drafts.order_by("-pk").values("pk")[:1]
    counted = drafts.order_by().values("made_by").annotate(counted=Count("pk")).values("counted")
    rows = columns(Package.objects.filter(pk__in=newest), key="pk", n=Subquery(counted), text="title")

    def say(row: TaskRow) -> Task:
        words = ngettext("%(n)s 份移交待发出", "%(n)s 份移交待发出", row.n) % {"n": row.n}
        return Task(words, row.text, f"{reverse('handover:packages')}?state=drafting", _("办理"), "plain", n=row.n)

    return Source(rows, say)


def _decisions(reader: Any) -> Source:
    """Return the decisions of meetings that the reader's own office has to carry out, those with a day first."""
    mine = own_offices(reader, Act.PACKAGE_SIGN).values("pk")  # a leader sees all offices, and acts for none
    rows = decisions_due(reader).select_related(None).filter(owner__in=mine, due_on__isnull=False)
    found = columns(rows, key="pk", due="due_on", text=Left("text", 60), other="meeting")

    def say(row: TaskRow) -> Task:
        return Task(
            _days(row.due, late=_("议定事项逾期 %(n)s 天"), soon=_("议定事项还有 %(n)s 天到期")),
            row.text,
            reverse("handover:meeting", args=[row.other]) + f"#decision-{row.key}",
            _("办理"),
            _tone(row.due),
            due=row.due,
            group=_("议定事项"),
        )

    return Source(found, say)


def sent_unsigned(reader: Any) -> Source:
    """Return the packages that the reader's side sent and that wait for signatures, by recipient, with how many lines.

    ``say`` gives a Task about who has it now; it is the others' turn.
    """
    rows = Line.objects.filter(
        package__in=packages_prepared_by(reader).filter(state=PackageState.HANDED_OVER).order_by().values("pk"),
        state__in=WAITING,
    )
    found = columns(rows, key=Min("package"), n=Count("pk"), text="package__recipient__short_name",
                    other=Count("package", distinct=True))  # fmt: skip

    def say(row: TaskRow) -> Task:
        words = ngettext("%(n)s 项移交未签收", "%(n)s 项移交未签收", row.n) % {"n": row.n}
        one = reverse("handover:package", args=[row.key])
        url = one if row.other == 1 else f"{reverse('handover:packages')}?state=handed_over"
        return Task(words, row.text, url, _("查看"), "plain", n=row.n, group=_("移交未签收"))

    return Source(found, say)


def _days(due: date | None, *, late: str, soon: str) -> str:
    left = ((due or timezone.localdate()) - timezone.localdate()).days
    return (soon if left >= 0 else late) % {"n": abs(left)}


def _tone(due: date | None) -> str:
    return "late" if due and due < timezone.localdate() else "look"
