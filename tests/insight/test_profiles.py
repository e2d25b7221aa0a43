"""Pictures: their numbers, what each reader finds, what they cost, and that every number opens its rows."""

import json
from decimal import Decimal
from io import BytesIO

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from liandu.insight.queries.profiles import Profile, middle_of, profile_of
from liandu.insight.queries.scope import Scope
from liandu.insight.tables.heat import step_of
from liandu.insight.words import percent
from liandu.journal.queries import facts_of
from liandu.orgs.commands import add_unit
from tests.insight.opening import numbers_on, wrong_numbers
from tests.insight.picturing import a_counted_city
from tests.rectification.given import a_finding


@pytest.fixture
def found(city):
    return a_counted_city(city)


def the_whole(city) -> Profile:
    return profile_of(city.people.director, Scope())


def of_university(city, **more) -> Profile:
    return profile_of(city.people.director, Scope(sector="university", unit=city.units.university, **more))


def test_the_whole_counts_findings_by_class_and_sector(city, found):
    groups = {group.key: dict(group.classes) for group in the_whole(city).groups}
    assert groups == {
        "department": {"A1": 4, "C2": 1},
        "soe": {"A1": 1, "B4": 1, "": 1},
        "university": {"A1": 2, "B4": 3},
    }


def test_items_stand_as_the_ledger_counts_them(city, found):
    standings = {group.key: group.standing for group in the_whole(city).groups}
    own = standings["university"]
    assert (own.total, own.done, own.open, own.overdue, own.extended, own.returned) == (3, 2, 1, 1, 1, 1)
    assert (standings["department"].total, standings["department"].done) == (2, 1)
    assert (standings["soe"].total, standings["soe"].share) == (0, None)


def test_days_from_opening_to_write_off_are_a_median(city, found):
    whole = the_whole(city)
    assert whole.own.standing.middle == 10
    assert {group.key: group.standing.middle for group in whole.groups} == {
        "department": 5, "soe": None, "university": 15,
    }  # fmt: skip
    assert whole.median_days() == 10


def test_medians_of_shares_and_rates_are_those_of_the_groups(city, found):
    whole = the_whole(city)
    assert whole.median_share("B4") == pytest.approx(1 / 3)  # 0, 1/3, 3/5
    assert whole.median_rate() == pytest.approx((2 / 3 + 1 / 2) / 2)


def test_a_unit_stands_beside_its_sector_and_in_one_round(city, found):
    bureau = profile_of(city.people.director, Scope(sector="department", unit=city.units.bureau))
    assert (bureau.own.findings, len(bureau.groups), bureau.median_share("A1")) == (4, 2, 0.5)
    assert [(one.name, one.findings) for one in of_university(city).rounds] == [
        ("第五届市委第九轮巡察", 4), ("第五届市委第十轮巡察", 1),
    ]  # fmt: skip
    assert of_university(city, round=str(found.tenth.pk)).own.findings == 1
    assert of_university(city, term=str(city.round.term_id)).own.findings == 5
    assert of_university(city, term="99").own.findings == 0


def test_outcomes_leave_out_what_was_corrected_or_struck(city, found):
    profile = of_university(city)
    assert [(row.kind, row.amount, row.items) for row in profile.outcomes] == [("recovered", Decimal("100.50"), 1)]
    assert (profile.institutions.amount, profile.institutions.items) == (1, 1)


def test_only_what_people_have_said_came_back_and_each_finding_once(city, found):
    assert the_whole(city).recurrences == {"again": 1, "elsewhere": 0, "copied": 0}
    assert [(row.name, row.findings, row.units) for row in the_whole(city).shared] == [("采购验收不严", 3, 2)]


@pytest.mark.parametrize(
    ("counted", "middle"), [({}, None), ({4: 1}, 4), ({1: 1, 2: 1}, 1.5), ({1: 3, 9: 1}, 1), ({1: 1, 5: 1, 9: 2}, 7)]
)
def test_a_median_of_counted_values(counted, middle):
    assert middle_of(counted) == middle


def test_shares_are_never_rounded_to_nothing_or_to_all():
    assert [percent(share) for share in (0.004, 0.185, 0.999, 1, None)] == ["1%", "19%", "99%", "100%", "—"]
    assert [step_of(share) for share in (None, 0.03, 0.05, 0.10, 0.15, 0.16)] == [0, 1, 2, 3, 4, 5]


def pages(city) -> list[str]:
    return [
        "/insight/profiles/",
        f"/insight/profiles/?round={city.round.pk}",
        f"/insight/profiles/?term={city.round.term_id}",
        "/insight/profiles/sectors/department/",
        "/insight/profiles/sectors/university/",
        f"/insight/profiles/units/{city.units.university.pk}/",
        f"/insight/profiles/units/{city.units.bureau.pk}/?round={city.round.pk}",
    ]


@pytest.mark.parametrize("at", range(7))
def test_every_number_opens_exactly_its_rows(city, found, at):
    client, address = city.client(city.people.director), pages(city)[at]
    answer = client.get(address)
    assert len(numbers_on(answer)) >= 9
    assert wrong_numbers(client, answer) == []


def test_numbers_open_their_rows_for_who_sees_one_unit_too(city, found):
    client = city.client(city.people.room)
    answer = client.get("/insight/profiles/")
    assert wrong_numbers(client, answer) == []
    assert answer.context["own"].findings == 5  # the university's alone


def test_what_is_out_of_reach_is_not_there(city, found):
    client = city.client(city.people.room)
    assert client.get(f"/insight/profiles/units/{city.units.firm.pk}/").status_code == 404
    assert client.post(f"/insight/profiles/export/rate/?unit={city.units.firm.pk}").status_code == 404
    assert client.get("/insight/profiles/sectors/market/").status_code == 404
    assert city.client(city.people.secretary).get("/insight/profiles/").status_code == 403


def test_the_sentence_names_the_class_that_stands_out(city, found):
    text = city.client(city.people.director).get("/insight/profiles/").content.decode()
    assert "占部门问题的 80%（4 / 5），高于各板块中位数 40%。" in text  # A1: 4/5 against 4/5, 1/3, 2/5
    unit = city.client(city.people.director).get(f"/insight/profiles/units/{city.units.university.pk}/")
    assert "完成 2 / 应完成 3，66.67%；本板块各单位中位数 67%。" in unit.content.decode()


def test_a_picture_carries_what_it_draws_and_its_table(city, found):
    answer = city.client(city.people.director).get("/insight/profiles/")
    tree = lxml.html.fromstring(answer.content.decode())
    drawing = json.loads(tree.get_element_by_id("rate-data").text)
    assert [(row["name"], row["value"], row["text"]) for row in drawing["rows"]] == [
        ("部门", 50.0, "1 / 2"), ("高校", 66.7, "2 / 3"),
    ]  # fmt: skip
    assert tree.xpath("//section[@id='rate']//table//tbody/tr")


def test_clue_counts_are_only_for_who_has_the_right_and_only_of_the_whole(city, found):
    whole, unit = "/insight/profiles/", f"/insight/profiles/units/{city.units.university.pk}/"
    assert city.client(city.people.director).get(whole).context["clues"] is not None
    assert city.client(city.people.director).get(unit).context["clues"] is None
    assert city.client(city.people.clerk).get(whole).context["clues"] is None


def test_a_table_is_taken_out_as_a_spreadsheet_and_journaled(city, found):
    client = city.client(city.people.director)
    answer = client.post("/insight/profiles/export/rate/?sector=university")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[4]][:4] == ["云州大学", 2, 3, "66.67%"]
    heat = client.post("/insight/profiles/export/heat/")
    rows = list(load_workbook(BytesIO(b"".join(heat.streaming_content))).active.iter_rows(values_only=True))
    assert rows[2] == ("类别", "部门", "国企", "高校", "合计")
    assert rows[-1] == ("合计", 5, 3, 5, 13)
    assert client.post("/insight/profiles/export/nothing/").status_code == 404


def test_taking_out_leaves_a_row_in_the_journal(city, found):
    city.client(city.people.leader).post("/insight/profiles/export/outcomes/")
    assert last_entry("profile.exported", city.people.leader).facts["rows"] == 2


def last_entry(act: str, person):
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(seq) FROM journal_entry")
        found = facts_of(cursor.fetchone()[0], act=act, actor=person.username)
    assert found is not None
    return found


@pytest.mark.parametrize("more", [0, 2])
def test_a_picture_costs_ten_queries_however_many_units(city, found, more):
    for n in range(more):
        unit = add_unit(name=f"学院{n}", code=f"15{n}", parent=city.units.root, by=None, sector="university")
        a_finding(city, serial=1, unit=unit)
    scope = Scope(sector="university", unit=city.units.university)
    assert len(profile_of(city.people.director, scope).groups) == 1 + more  # what is asked once is asked now
    with CaptureQueriesContext(connection) as asked:
        profile_of(city.people.director, scope)
    assert len(asked) == 10
