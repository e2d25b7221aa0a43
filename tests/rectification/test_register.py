"""The register of institutions: counted once, struck with a reason, reviewed by the unit and by its office."""

from datetime import date

import pytest
import time_machine

from liandu.access.denials import Denied
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.rectification.commands import record_institution, review_institution, strike_institution, withdraw_evidence
from liandu.rectification.models import Institution, InstitutionReview
from liandu.rectification.queries import RegisterView, counts_of_register, proof_of, register_page
from liandu.rectification.queries.register import PAGE
from tests.rectification.working import attached, worked_on


@pytest.fixture(autouse=True)
def on_a_monday_in_july():
    with time_machine.travel("2026-07-20 10:00:00+08:00"):
        yield


def recorded(city, item, **more):
    facts = {"work": "made", "title": "采购验收管理办法", "dated": date(2026, 7, 1), "by": city.people.secretary}
    return record_institution(item=item, **(facts | more))


def test_an_institution_that_is_recorded_counts_itself(city):
    item = worked_on(city)
    text = attached(city, item, kind="institution")
    made = recorded(city, item, number="云大〔2026〕12号", in_force_on=date(2026, 8, 1), evidence=text)
    recorded(city, item, work="revised", title="《固定资产管理规定》")
    assert proof_of(item).institutions == {"made": 1, "revised": 1}
    assert (made.unit, made.number, made.in_force_on, made.evidence) == (
        city.units.university, "云大〔2026〕12号", date(2026, 8, 1), text,
    )  # fmt: skip
    assert set(Institution.objects.values_list("title", flat=True)) == {"采购验收管理办法", "固定资产管理规定"}


def test_an_institution_is_counted_once_for_a_unit_whatever_items_it_serves(city):
    item, other = worked_on(city), worked_on(city, serial=2)
    recorded(city, item)
    with pytest.raises(Refusal, match=r"已在 5-09-101-001 名下登记"):
        recorded(city, other)
    recorded(city, other, work="revised")
    recorded(city, other, dated=date(2026, 7, 2))
    assert Institution.objects.count() == 3


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"title": " 《》 "}, "制度的名称"),
        ({"dated": date(2026, 7, 21)}, "印发日期不能晚于今天"),
        ({"in_force_on": date(2026, 6, 30)}, "施行日期不能早于印发日期"),
    ],
)
def test_a_wrong_institution_is_refused(city, facts, sentence):
    item = worked_on(city)
    before = acts_recorded()
    with pytest.raises(Refusal, match=sentence):
        recorded(city, item, **facts)
    assert (Institution.objects.count(), acts_recorded()) == (0, before)


def test_the_text_must_be_evidence_of_the_item_that_was_not_withdrawn(city):
    item, other = worked_on(city), worked_on(city, serial=2)
    foreign, gone = attached(city, other), attached(city, item, name="旧.docx", content=None)
    withdraw_evidence(evidence=gone, reason="传错", by=city.people.secretary)
    for evidence in (foreign, gone):
        with pytest.raises(Refusal, match="只能选这一事项的佐证"):
            recorded(city, item, evidence=evidence)


def test_what_was_struck_does_not_count_and_may_be_recorded_anew(city):
    item = worked_on(city)
    strike_institution(institution=recorded(city, item), reason="重复登记", by=city.people.secretary)
    assert (proof_of(item).institutions, register_page(city.people.clerk, RegisterView())) == ({}, ([], ""))
    recorded(city, item)
    assert proof_of(item).institutions == {"made": 1}


def test_the_unit_and_the_office_that_supervises_it_review_how_it_is_carried_out(city):
    made = recorded(city, worked_on(city))
    facts = {"on": date(2026, 7, 10), "institution": made}
    review_institution(carried_out=True, found="抽查十笔均按办法验收", by=city.people.secretary, **facts)
    review_institution(carried_out=False, found="两笔没有验收单", by=city.people.room, **facts)
    (row,), _older = register_page(city.people.leader, RegisterView())
    assert (row.carried_out, row.reviewed_on, made.reviews.count()) == (False, date(2026, 7, 10), 2)
    assert register_page(city.people.leader, RegisterView(seen="yes")) == ([], "")


@pytest.mark.parametrize("person", ["leader", "teamer", "liaison"])
def test_others_are_denied_the_register(city, person):
    item = worked_on(city)
    made = recorded(city, item)
    before, by = acts_recorded(), getattr(city.people, person)
    with pytest.raises(Denied):
        recorded(city, item, title="另一办法", by=by)
    with pytest.raises(Denied):
        strike_institution(institution=made, reason="不该", by=by)
    with pytest.raises(Denied):
        review_institution(institution=made, on=date(2026, 7, 10), carried_out=True, found="看过", by=by)
    made.refresh_from_db()
    assert (Institution.objects.count(), made.struck_at) == (1, None)
    assert (InstitutionReview.objects.count(), acts_recorded()) == (0, before)


def test_the_register_comes_in_pages_by_day_and_filters_hold_across_them(city):
    item = worked_on(city)
    for n in range(PAGE + 3):
        recorded(city, item, title=f"办法{n:03d}", dated=date(2026, 6, 1 + n % 28))
    recorded(city, item, title="旧规定", work="abolished")
    view = RegisterView.of({"work": "made"})
    first, older = register_page(city.people.clerk, view)
    second, end = register_page(city.people.clerk, RegisterView.of(dict(part.split("=") for part in older.split("&"))))
    assert (len(first), len(second), end) == (PAGE, 3, "")
    assert len({row.pk for row in first + second}) == PAGE + 3
    days = [(row.dated, row.pk) for row in first + second]
    assert days == sorted(days, reverse=True)
    assert counts_of_register(city.people.clerk, view) == {"made": PAGE + 3, "abolished": 1}
    assert [row.title for row in register_page(city.people.clerk, RegisterView.of({"q": "旧"}))[0]] == ["旧规定"]


@pytest.mark.parametrize(
    "before", ["", "x", "2026-07-01", "2026-13-01_5", "2026-07-01_-5", "2026-07-01_" + "9" * 40, "\x00_1"]
)
def test_a_place_nobody_made_shows_the_first_page(city, before):
    recorded(city, worked_on(city))
    rows, _older = register_page(city.people.clerk, RegisterView.of({"before": before, "unit": "²", "work": "x"}))
    assert len(rows) == 1


def test_nobody_sees_institutions_of_units_outside_their_reach(city):
    recorded(city, worked_on(city))
    people = ("secretary", "room", "clerk", "leader", "teamer", "liaison", "organization", "outsider")
    seen = {name: len(register_page(getattr(city.people, name), RegisterView())[0]) for name in people}
    assert seen == {
        "secretary": 1, "room": 1, "clerk": 1, "leader": 1, "teamer": 1, "liaison": 0, "organization": 0, "outsider": 0,
    }  # fmt: skip
