"""The joint meetings of the term, with what was handed over at them and how it was signed for."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from liandu.access.models import Post
from liandu.access.roles import ROLES, Act
from liandu.demo.clock import on
from liandu.demo.founding import Founded
from liandu.demo.stories import told
from liandu.handover.commands import (
    accept_line,
    accept_rest,
    add_paper,
    call_meeting,
    close_decision,
    decide,
    draft_package,
    draft_proposed,
    hand_over,
    hold_meeting,
    minute_meeting,
    note_discrepancy,
    refuse_line,
    tie_package,
    write_minutes,
)
from liandu.handover.commands.meetings import Invited
from liandu.handover.models import Meeting, Package
from liandu.handover.queries import proposed_packages
from liandu.kernel.secrecy import Grade
from liandu.orgs.models import Unit

# Who sits at the table: sign-in name and office.
MEMBERS = (
    ("inspection", "zhoumingche", "xunchaban"),
    ("inspection", "chenruoxi", "xunchaban"),
    ("discipline", "xiezhiheng", "shi3"),
    ("discipline", "tangyining", "shi6"),
    ("organization", "chengsiqi", "ganjian"),
)
# What every round hands over on paper where the city keeps no files of it any more.
PAPERS = (
    ("{round}综合情况报告", 46, "inspection_director"),
    ("{round}反馈意见汇编", 128, "inspection_director"),
    ("{round}选人用人专题报告汇编", 57, "inspection_director"),
)
LEFT_OPEN = 4  # packages of the newest round that still wait for signatures


def hold_the_meetings(made: Founded) -> int:
    """Hold every meeting told, hand over what belongs to it, and return how many meetings there were."""
    for row in told("meetings"):
        with on(row["held"]):
            meeting = _called(made, row)
            packages = _packages(made, meeting)
            item = next((item for item in meeting.agenda.all() if item.title.startswith("移交")), None)
            for package in packages:
                tie_package(package=package, meeting=meeting, agenda=item, by=made.director)
                hand_over(package=package, by=made.director)
        with on(row["held"] + timedelta(days=4)):
            _sign(packages, newest=row["round"] == made.place.rounds[-1].key)
            _minuted(made, meeting, row)
        _done(made, meeting)
    return len(told("meetings"))


def _done(made: Founded, meeting: Meeting) -> None:
    """Note what was decided as done on its day, where that is some months ago."""
    for decision in meeting.decisions.all():
        if decision.due_on and decision.due_on < timezone.localdate() - timedelta(days=90):
            with on(decision.due_on):
                close_decision(decision=decision, done_on=decision.due_on, note="已办结并书面报告", by=made.director)


def _called(made: Founded, row: dict[str, Any]) -> Meeting:
    invited = [
        Invited(party=party, name=str(made.people[login]), office=made.place.name_of(office), user=made.people[login])
        for party, login, office in MEMBERS
    ]
    meeting = call_meeting(
        term=made.rounds[row["round"]].term,
        round=made.rounds[row["round"]],
        name=row["name"],
        held_on=row["held"],
        place="市委巡察办会议室",
        chair=str(made.director),
        members=invited,
        agenda=row["agenda"],
        by=made.director,
    )
    keys = list(meeting.members.values_list("pk", flat=True))
    hold_meeting(meeting=meeting, attended=keys[:-1] if row["number"] % 3 == 0 else keys, by=made.director)
    last = list(meeting.agenda.all())[-1]
    for office, days, text in row["decisions"]:
        due = row["held"] + timedelta(days=days)
        decide(meeting=meeting, agenda=last, text=text, owner=made.units[office], due_on=due, by=made.director)
    return meeting


def _packages(made: Founded, meeting: Meeting) -> list[Package]:
    """Draft what the content rules propose for the round of the meeting; papers by hand where there are no files."""
    round_, sender = meeting.round, made.units[made.place.office]
    if round_ is None:
        return []
    chosen = [row.key for row in proposed_packages(made.director, round_) if row.recipient is not None]
    drafted = draft_proposed(round=round_, sender=sender, chosen=chosen, meeting=meeting, by=made.director)
    if drafted:
        return drafted
    for office in ("shi1", "ganjian"):
        package = draft_package(
            round=round_,
            sender=sender,
            recipient=made.units[office],
            title=f"{round_.name}移交{made.place.name_of(office)}",
            meeting=meeting,
            by=made.director,
        )
        for title, pages, _role in PAPERS:
            add_paper(
                package=package,
                title=title.format(round=round_.name),
                pages=pages + meeting.number,
                copies=1,
                grade=Grade.INTERNAL,
                by=made.director,
            )
        drafted.append(package)
    return drafted


def _sign(packages: list[Package], *, newest: bool) -> None:
    """Let the receivers sign: of the newest round a few stay open, one line is refused, one differs from the list."""
    open_ones = {package.pk for package in packages[-LEFT_OPEN:]} if newest else set()
    signed = [(one, by) for one in packages if one.pk not in open_ones and (by := _signer(one.recipient))]
    # Who refuses a line still has others to accept, so it is the first package with more than one.
    tried = [one.pk for one, _by in sorted(signed, key=lambda pair: pair[0].lines.count() == 1)] if newest else []
    refusing, differing, half = (*tried, None, None, None)[:3]
    for package, by in signed:
        first, *others = package.lines.select_related("package__round", "package__recipient").order_by("position")
        if package.pk == refusing and others:
            refuse_line(line=others[-1], reason="不属于本单位职责范围，请核对后移交有关单位", by=by)
        if package.pk == differing:
            note_discrepancy(line=first, came_pages=(first.pages or 12) - 1, note="附件二缺一页", by=by)
        if package.pk == half:
            accept_line(line=first, by=by)
            continue
        accept_rest(package=package, by=by)


def _signer(recipient: Unit | None) -> Any:
    """Return somebody who signs for the office or unit, None when nobody there can."""
    signs = [key for key, role in ROLES.items() if Act.PACKAGE_SIGN in role.acts]
    post = Post.objects.filter(unit=recipient, role__in=signs).select_related("user").order_by("pk").first()
    return post.user if post else None


def _minuted(made: Founded, meeting: Meeting, row: dict[str, Any]) -> None:
    """Write the minutes; those of the newest meeting stay a draft, so that a visitor can settle them."""
    discussions = {
        item.pk: f"会议听取了有关情况，同意{item.title.removeprefix('通报')}的安排。" for item in meeting.agenda.all()
    }
    write_minutes(
        meeting=meeting,
        opening=f"{meeting.name}由{made.director}主持，三方成员单位有关负责同志参加。",
        closing="会议要求，各方按照职责分工抓好落实，重要情况及时通报。",
        discussions=discussions,
        by=made.director,
    )
    if row["round"] != made.place.rounds[-1].key:
        minute_meeting(meeting=meeting, by=made.director)
