"""Joint teams and a loan, as the city has them."""

from datetime import date, timedelta

from django.utils import timezone

from liandu.access.commands import add_area, add_member, form_team, give_task, lend_person, note_task_done
from liandu.demo.founding import Founded
from liandu.demo.stories import told


def form_the_teams(made: Founded) -> int:
    """Form the teams told, with members, area and tasks, and return how many there are."""
    today = timezone.localdate()
    for row in told("teams"):
        team = form_team(
            name=row["name"],
            kind=row["kind"],
            office=made.units[row["lead"]],
            purpose=row["purpose"],
            since=row["since"],
            by=made.director,
        )
        for unit in row["area"]:
            add_area(team=team, unit=made.units[unit], since=row["since"], by=made.director)
        members = {
            login: add_member(
                team=team,
                user=made.people[login],
                office=made.units[office],
                duty=duty,
                since=row["since"],
                by=made.director,
            )
            for login, office, duty in row["members"]
        }
        for unit, login, days, what in row["tasks"]:
            task = give_task(
                team=team,
                unit=made.units[unit],
                owner=members[login],
                due=today + timedelta(days=abs(days)),
                what=what,
                by=made.director,
            )
            if days < 0:
                note_task_done(task=task, result="已核对，资料齐全", by=made.people[login])
    _lend(made, today)
    return len(told("teams"))


def _lend(made: Founded, today: date) -> None:
    """One officer helps another office for two months."""
    lend_person(
        user=made.people["hanlifu"],
        from_office=made.units["shi4"],
        to_office=made.units["shi6"],
        since=today,
        until=today + timedelta(days=60),
        reason="高校整改督导人手不足，借调两个月",
        by=made.director,
    )
