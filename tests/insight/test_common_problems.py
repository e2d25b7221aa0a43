"""Common problems: drafted from strands, written, settled by rule or with a reason; their numbers are queries."""

from decimal import Decimal

import pytest

from liandu.access.denials import Denied
from liandu.insight.commands import (
    amend_common_problem,
    draft_common_problem,
    merge_strands,
    retire_common_problem,
    retire_strand,
    revise_common_problem,
    settle_common_problem,
)
from liandu.insight.models import CommonProblem, TypicalCase
from liandu.insight.queries.common_problems import candidates_for, common_list
from liandu.journal.models import Entry
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.ledgers.queries import View, ledger_for
from liandu.rectification.commands import open_items
from liandu.rectification.models import Outcome, Progress
from tests.insight.given_strands import a_proposal, a_strand, findings, members, now

WORDS = {"definition": "应公开招标而不公开", "causes": "监管缺位", "suggestions": "推行电子招投标"}


def a_draft(city, n=3, **more):
    return draft_common_problem(strands=[a_strand(city, n, **more)], by=city.people.clerk)


def written(city, common, **more):
    strands = list(common.strands.order_by("pk"))
    facts = {"name": common.name, "strands": strands, "cases": [], "by": city.people.clerk, **WORDS} | more
    return amend_common_problem(common=reread(common), **facts)


def reread(common):
    return CommonProblem.objects.get(pk=common.pk)


def test_name_and_class_come_from_the_first_strand(city):
    strand = a_strand(city)
    common = draft_common_problem(strands=[strand], by=city.people.clerk)
    assert (common.name, common.code, common.state) == (strand.label, "B6", "draft")
    assert now(strand).common_id == common.pk
    assert Entry.objects.get(act="common.drafted").facts == {"name": strand.label, "strands": [strand.pk]}


def test_only_accepted_strands_of_no_other_common_problem_will_do(city):
    common = a_draft(city)
    with pytest.raises(Refusal, match="另一个共性问题"):
        draft_common_problem(strands=[common.strands.get()], by=city.people.clerk)
    with pytest.raises(Refusal, match="还没有采用"):
        draft_common_problem(strands=[a_proposal(city, code="A1")], by=city.people.clerk)
    with pytest.raises(Refusal, match="至少选一组"):
        draft_common_problem(strands=[], by=city.people.clerk)
    assert CommonProblem.objects.count() == 1


def test_typical_cases_are_chosen_from_the_members(city):
    common = a_draft(city)
    strand = common.strands.get()
    (case, *_rest) = findings(strand)
    written(city, common, cases=[case], competent=city.units.assets)
    assert list(TypicalCase.objects.values_list("common", "finding")) == [(common.pk, case.pk)]
    assert reread(common).competent == city.units.assets
    (other, *_rest) = findings(a_strand(city, code="A1", what="学习流于形式"))
    with pytest.raises(Refusal, match="典型案例"):
        written(city, common, cases=[other])
    assert TypicalCase.objects.get().finding_id == case.pk


def test_what_says_too_little_is_not_settled(city):
    common = a_draft(city)
    with pytest.raises(Refusal, match="定义、原因、建议"):
        settle_common_problem(common=common, by=city.people.director)
    assert reread(common).state == "draft"


def test_what_the_rule_calls_common_is_settled_by_who_has_the_right(city):
    common = written(city, a_draft(city))
    with pytest.raises(Denied):
        settle_common_problem(common=reread(common), by=city.people.clerk)
    settle_common_problem(common=reread(common), by=city.people.director)
    assert (reread(common).state, reread(common).settled_because) == ("named", "")
    facts = Entry.objects.get(act="common.settled").facts
    assert (facts["findings"], facts["units"], facts["sectors"]) == (3, 3, 3)


def test_what_is_not_common_by_the_rule_needs_a_reason_which_is_kept(city):
    common = written(city, a_draft(city, units=("university",)))
    with pytest.raises(Refusal, match="只涉及 1 个单位、1 个板块"):
        settle_common_problem(common=reread(common), by=city.people.director)
    settle_common_problem(common=reread(common), reason="性质严重，提前提示", by=city.people.director)
    assert reread(common).settled_because == "性质严重，提前提示"


def test_what_is_settled_is_changed_only_after_it_was_sent_back(city):
    common = written(city, a_draft(city))
    settle_common_problem(common=reread(common), by=city.people.director)
    with pytest.raises(Refusal, match="先退回修改"):
        written(city, common, definition="改了")
    revise_common_problem(common=reread(common), by=city.people.director)
    written(city, common, definition="改了")
    assert reread(common).definition == "改了"


def test_of_two_people_the_first_counts_and_the_other_is_told(city):
    common = a_draft(city)
    seen = reread(common)
    written(city, common)
    with pytest.raises(Refusal, match="刚刚有人改过"):
        amend_common_problem(
            common=seen, name="别的", strands=list(common.strands.all()), cases=[], by=city.people.director
        )
    assert reread(common).definition == WORDS["definition"]


def test_strands_behind_a_common_problem_are_neither_retired_nor_merged_into_those_of_another(city):
    one, other = a_draft(city), a_draft(city, code="A1", what="学习流于形式")
    strand, into = one.strands.get(), other.strands.get()
    with pytest.raises(Refusal, match="属于一个共性问题"):
        retire_strand(strand=strand, by=city.people.clerk)
    with pytest.raises(Refusal, match="不同的共性问题"):
        merge_strands(strand=strand, into=into, by=city.people.clerk)
    assert (now(strand).state, now(into).state) == ("accepted", "accepted")
    retire_common_problem(common=reread(one), by=city.people.director)
    assert now(strand).common_id is None
    merge_strands(strand=now(strand), into=now(into), by=city.people.clerk)
    assert now(into).common_id == other.pk


def test_its_numbers_are_those_of_its_members_within_reach_and_open_their_rows(city):
    common = a_draft(city, 4)
    strand = common.strands.get()
    (first, *_rest) = findings(strand)
    (item,) = open_items(findings=[(first, None)], by=city.people.clerk, reason="试用")
    progress = Progress.objects.create(
        item=item, text="追回", made_by=city.people.clerk, on="2026-07-01", made_at=first.confirmed_at
    )
    Outcome.objects.create(item=item, progress=progress, kind="recovered", amount=Decimal("1200.50"))
    Outcome.objects.create(item=item, progress=progress, kind="meeting", amount=Decimal(3))
    (seen,) = common_list(city.people.clerk).drafts
    assert (seen.figures.findings, seen.figures.units, seen.money) == (4, 3, Decimal("1200.50"))
    (limited,) = common_list(city.people.room).drafts
    assert (limited.figures.findings, limited.figures.units) == (2, 1)
    view = View.of({"common": str(common.pk)})
    assert set(ledger_for(city.people.clerk, view).values_list("pk", flat=True)) == set(members(strand))
    assert ledger_for(city.people.room, view).count() == 2
    page = city.client(city.people.clerk).get(f"/insight/common/{common.pk}/").content.decode()
    assert "1,200.50 元" in page
    assert f"/ledger/?common={common.pk}" in page


def test_one_of_which_a_reader_reaches_nothing_is_not_there(city):
    common = a_draft(city, units=("firm", "bureau"))
    assert city.client(city.people.room).get(f"/insight/common/{common.pk}/").status_code == 404
    assert common_list(city.people.room).drafts == []


def test_what_could_become_one_is_offered_until_it_is_one(city):
    strand = a_strand(city)
    a_strand(city, code="A1", units=("university",))
    assert list(candidates_for(city.people.clerk)) == [strand]
    draft_common_problem(strands=[strand], by=city.people.clerk)
    assert list(candidates_for(city.people.clerk)) == []


def test_from_the_strand_to_the_settled_problem_by_its_pages(city):
    strand = a_strand(city)
    clerk, director = city.client(city.people.clerk), city.client(city.people.director)
    form = clerk.get(f"/insight/common/new/?strand={strand.pk}").content.decode()
    assert f'value="{strand.pk}" checked' in form.replace(' id="id_strands_0"', "").replace(' aria-describedby=""', "")
    clerk.post("/insight/common/new/", {"strands": [strand.pk], "name": "招标不公开"})
    common = CommonProblem.objects.get()
    url = f"/insight/common/{common.pk}/"
    case = members(strand)[0]
    sent = {"name": "招标不公开", "severity": "marked", "strands": [strand.pk], "cases": [case], "version": 1, **WORDS}
    assert clerk.post(f"{url}edit/", sent).status_code == 302
    stale = clerk.post(f"{url}edit/", sent)
    assert (stale.status_code, "刚刚有人改过" in stale.content.decode()) == (422, True)
    assert clerk.post(f"{url}settle/", {}).status_code == 403
    assert director.post(f"{url}settle/", {"version": reread(common).version}).status_code == 302
    assert reread(common).state == "named"
    assert "招标不公开" in clerk.get("/insight/").content.decode()
    assert acts_recorded()["common.settled"] == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_same_number_of_questions_for_one_and_three(city, count, django_assert_num_queries):
    for code in ("A1", "B6", "C1")[:count]:
        common = a_draft(city, count + 2, code=code)
    for code in ("D1", "B4", "B1")[:count]:
        a_strand(city, 3, code=code)
    browser = city.client(city.people.director)
    # Session, person, standings; common problems, figures, money, candidates, their figures and medoids, proposals.
    with django_assert_num_queries(10):
        browser.get("/insight/")
    # Session, person, standings; itself, figures, money, strands, their figures and medoids, cases, history.
    with django_assert_num_queries(11):
        browser.get(f"/insight/common/{common.pk}/")
