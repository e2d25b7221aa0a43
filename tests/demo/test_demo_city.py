"""The demo city's data hang together: every key that a row names exists."""

import ast
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

import liandu.demo
from liandu.access.roles import ROLES as ROLES_OF_THE_HOUSE
from liandu.demo import city, county

ROLES = {
    "competent_officer",
    "inspection_director",
    "inspection_clerk",
    "supervision_officer",
    "case_manager",
    "case_director",
    "clue_approver",
    "clue_handler",
    "clue_sender",
    "organization_officer",
    "unit_head",
    "unit_liaison",
    "leader",
    "system_admin",
    "security_admin",
    "audit_admin",
}
PLACES = {row.key for row in (*city.UNITS, *city.OFFICES)}


def test_every_key_is_used_once() -> None:
    assert len(PLACES) == len(city.UNITS) + len(city.OFFICES)
    assert len({person.login for person in city.PEOPLE}) == len(city.PEOPLE)
    assert len({person.name for person in city.PEOPLE}) == len(city.PEOPLE)
    assert len({row.name for row in (*city.UNITS, *city.OFFICES)}) == len(PLACES)
    assert len({row.party for row in city.UNITS if row.party}) == len([row for row in city.UNITS if row.party])


def test_the_tree_has_one_root_and_parents_come_first() -> None:
    seen = {""}
    for row in (*city.UNITS, *city.OFFICES):
        assert row.parent in seen
        seen.add(row.key)
    assert [row.key for row in city.UNITS if not row.parent] == [city.ROOT]


def test_round_nine_inspects_22_units_of_four_sectors() -> None:
    sectors = [unit.sector for unit in city.inspected("5-9")]
    assert {sector: sectors.count(sector) for sector in set(sectors)} == {
        city.DISTRICT: 5,
        city.DEPARTMENT: 8,
        city.SOE: 5,
        city.UNIVERSITY: 4,
    }
    assert {unit.key for unit in city.inspected("5-8")} == {"wangchuan", "chengjian", "yunda"}


def test_rounds_follow_one_another_within_their_term() -> None:
    terms = {term.key: term for term in city.TERMS}
    assert [row.number for row in city.ROUNDS] == list(range(1, 10))
    assert {row.kind for row in city.ROUNDS} == {"regular", "special", "mobile", "look_back"}
    for earlier, later in pairwise(city.ROUNDS):
        assert earlier.begins < earlier.ends < later.begins
    for row in city.ROUNDS:
        assert terms[row.term].begins < row.begins
        assert bool(row.theme) == (row.kind == "special")


def test_feedback_follows_the_inspection() -> None:
    rounds = {row.key: row for row in city.ROUNDS}
    for inspection in city.INSPECTIONS:
        assert inspection.unit in PLACES
        assert rounds[inspection.round].begins <= inspection.begins < inspection.ends < inspection.feedback


@pytest.mark.parametrize("day", [date(2022, 3, 7), date(2026, 6, 30), date(2026, 7, 1)])
def test_one_supervision_office_oversees_each_inspected_unit_on_any_day(day: date) -> None:
    rooms = {row.office for row in city.OVERSIGHT if row.office.startswith("shi")}
    assert rooms == {"shi1", "shi2", "shi3", "shi4", "shi5", "shi6"}
    for unit in city.inspected("5-9"):
        now = [
            row.office
            for row in city.OVERSIGHT
            if row.unit == unit.key
            and row.office in rooms
            and row.begins <= day
            and (row.ends is None or day <= row.ends)
        ]
        assert len(now) == 1


def test_one_unit_changes_its_supervision_office() -> None:
    offices = [row.office for row in city.OVERSIGHT if row.unit == "weijian" and row.office.startswith("shi")]
    assert offices == ["shi3", "shi4"]


def test_every_role_is_held_and_every_post_is_somewhere() -> None:
    posts = [post for person in city.PEOPLE for post in person.posts]
    assert {post.role for post in posts} == ROLES
    assert {post.place for post in posts} <= PLACES


def test_the_three_administrators_are_three_people_without_other_posts() -> None:
    admins = [person for person in city.PEOPLE if any(post.role.endswith("_admin") for post in person.posts)]
    assert [len(person.posts) for person in admins] == [1, 1, 1]
    assert {person.posts[0].role for person in admins} == {"system_admin", "security_admin", "audit_admin"}


def test_sign_in_names_are_plain_letters() -> None:
    assert all(person.login.isascii() and person.login.isalpha() and person.login.islower() for person in city.PEOPLE)
    assert all(person.latin.isascii() for person in city.PEOPLE)


def test_the_demo_data_import_no_django() -> None:
    imported = set()
    folder = Path(liandu.demo.__file__).parent
    for path in (*folder.glob("papers/**/*.py"), *(folder / f"{name}.py" for name in ("city", "county", "places"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").split(".")[0])
    assert "django" not in imported
    assert "liandu" in imported


def test_the_county_hangs_together_and_shares_nobody_with_the_city() -> None:
    place = county.PLACE
    keys = {row.key for row in (*place.units, *place.offices)}
    named = {row.parent for row in (*place.units, *place.offices)} - {""}
    posts = [post for person in place.people for post in person.posts]
    assert named | {row.unit for row in place.oversight} | {row.unit for row in place.inspections} <= keys
    assert {row.place for row in posts} <= keys
    assert {row.role for row in posts} <= set(ROLES_OF_THE_HOUSE)
    assert {person.login for person in place.people}.isdisjoint(person.login for person in city.PEOPLE)
    assert {person.name for person in place.people}.isdisjoint(person.name for person in city.PEOPLE)
    assert {place.director, place.clerk} <= {person.login for person in place.people}
