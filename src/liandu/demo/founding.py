"""Founding a place through the real commands: units, offices, oversight, people, rounds, inspections."""

from dataclasses import dataclass

from django.utils import timezone

from liandu.access.commands import give_post
from liandu.accounts.commands import add_one_time_codes, open_account
from liandu.accounts.models import User
from liandu.demo.clock import on
from liandu.demo.places import Inspection as Visit
from liandu.demo.places import Place
from liandu.inspections.commands import (
    adopt_default_policies,
    adopt_default_themes,
    carry_themes,
    carry_themes_in_round,
    open_inspection,
    open_round,
    open_term,
)
from liandu.inspections.models import Inspection, PolicyVersion, Round
from liandu.orgs.commands import add_unit, assign_oversight
from liandu.orgs.models import Unit
from liandu.ui.first_things import needs_second_factor

SECTOR_DIGIT = {"district": 1, "department": 2, "soe": 3, "university": 4}


@dataclass
class Founded:
    """What has been made so far of a place, by key."""

    place: Place
    units: dict[str, Unit]
    people: dict[str, User]
    rounds: dict[str, Round]
    inspections: dict[tuple[str, str], Inspection]

    @property
    def clerk(self) -> User:
        """Return who takes material in and checks it."""
        return self.people[self.place.clerk]

    @property
    def director(self) -> User:
        """Return who opens rounds."""
        return self.people[self.place.director]


def found(place: Place, *, password: str, code_secret: str = "") -> Founded:
    """Found ``place`` without its material and return what was made; everybody signs in with ``password``.

    ``code_secret``: the secret of the one-time codes of those whose post needs a second factor; "" for none.
    """
    with on(place.terms[-1].begins):
        made = Founded(place, units=_units(place), people={}, rounds={}, inspections={})
        _oversight(made)
        _people(made)
    _let_in(made, password)
    if code_secret:
        _second_factors(made, code_secret)
    _rounds(made)
    _themes(made)
    return made


def code_of(place: Place, key: str) -> str:
    """Return the code of a unit: the digit of its sector, then its place among the units of that sector."""
    row = place.unit(key)
    alike = [unit.key for unit in place.units if unit.sector == row.sector]
    return f"{SECTOR_DIGIT.get(row.sector, 0)}{alike.index(key) + 1:02d}"


def _units(place: Place) -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    for row in place.units:
        made[row.key] = add_unit(
            name=row.name,
            short_name=row.party or row.name,
            code=code_of(place, row.key),
            parent=made.get(row.parent),
            sector=row.sector,
            by=None,
        )
    for number, office in enumerate(place.offices, 1):
        made[office.key] = add_unit(
            name=office.name, code=f"9{number:02d}", parent=made[office.parent], party=office.party, by=None
        )
    return made


def _oversight(made: Founded) -> None:
    for row in made.place.oversight:
        assign_oversight(
            office=made.units[row.office], unit=made.units[row.unit], since=row.begins, until=row.ends, by=None
        )
    since = min(row.begins for row in made.place.oversight)
    for unit in made.place.units:
        divisions = [key for key, sectors in made.place.divisions.items() if unit.sector in sectors]
        for key in divisions if unit.sector else []:
            assign_oversight(office=made.units[key], unit=made.units[unit.key], since=since, by=None)


def _people(made: Founded) -> None:
    since = made.place.terms[-1].begins
    for person in made.place.people:
        user = open_account(username=person.login, display_name=person.name, password=None, by=None)
        made.people[person.login] = user
        for post in person.posts:
            give_post(user=user, role=post.role, unit=made.units[post.place], since=since, by=None)


def _let_in(made: Founded, password: str) -> None:
    """Give everybody the password of today. One hash for all: thirty slow ones would be half of the set-up time."""
    first = next(iter(made.people.values()))
    first.set_password(password)
    everybody = User.objects.filter(pk__in=[user.pk for user in made.people.values()])
    everybody.update(password=first.password, password_changed_at=timezone.now())


def _second_factors(made: Founded, secret: str) -> None:
    for person in made.place.people:
        if any(needs_second_factor(post.role) for post in person.posts):
            add_one_time_codes(user=made.people[person.login], secret=secret, by=None)


def _rounds(made: Founded) -> None:
    director = made.director
    with on(made.place.terms[-1].begins):
        terms = {
            row.key: open_term(number=row.number, name=row.name, since=row.begins, by=director)
            for row in made.place.terms
        }
        policy = _policy(made)
    for row in made.place.rounds:
        with on(row.begins):
            made.rounds[row.key] = open_round(
                term=terms[row.term],
                number=row.number,
                name=row.name,
                kind=row.kind,
                theme=row.theme,
                since=row.begins,
                policy=policy,
                by=director,
            )
        visits = [visit for visit in made.place.inspections if visit.round == row.key]
        for feedback in sorted({visit.feedback for visit in visits}):
            with on(feedback):
                for visit in visits:
                    if visit.feedback == feedback:
                        _inspect(made, visit)


def _inspect(made: Founded, visit: Visit) -> None:
    made.inspections[visit.unit, visit.round] = open_inspection(
        round=made.rounds[visit.round],
        unit=made.units[visit.unit],
        team=visit.team,
        team_head=visit.head,
        stationed_from=visit.begins,
        stationed_until=visit.ends,
        feedback_on=visit.feedback,
        by=made.director,
    )


def _policy(made: Founded) -> PolicyVersion:
    """Take over the policy profiles that come along, and return the one that the place goes by."""
    adopt_default_policies(by=made.director)
    return PolicyVersion.objects.get(profile__code=made.place.policy)


def _themes(made: Founded) -> None:
    """Take over the themes that come along, and let inspections and rounds carry them."""
    place = made.place
    with on(max(visit.feedback for visit in place.inspections)):
        themes = {theme.code: theme for theme in adopt_default_themes(by=made.director)}
        for unit in place.personnel:
            inspection = made.inspections[unit, place.rounds[-1].key]
            carry_themes(inspection=inspection, themes=[themes["personnel"]], by=made.director)
        for key, code in place.round_themes.items():
            carry_themes_in_round(round=made.rounds[key], themes=[themes[code]], by=made.director)
