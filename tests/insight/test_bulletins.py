"""Bulletins: drafted, changed, issued with their figures fixed; of two people the first counts."""

from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liandu.access.denials import Denied
from liandu.insight.commands.bulletins import Draft, draft_bulletin, drop_bulletin, edit_bulletin, issue_bulletin
from liandu.insight.models import Bulletin
from liandu.insight.queries.bulletins import changed_since, content_of, figures_in, opened_bulletin
from liandu.kernel.refusals import Refusal
from liandu.kernel.states import MoveNotAllowed
from tests.insight.opening import wrong_numbers
from tests.insight.picturing import a_counted_city
from tests.rectification.given import a_finding


@pytest.fixture
def found(city):
    return a_counted_city(city)


def a_draft(city, found, **more) -> Draft:
    facts = {
        "title": "关于采购验收问题的通报",
        "addressees": "各高校党委",
        "intro": "现通报如下。",
        "closing": "举一反三。",
        "commons": [found.common],
        "units": [city.units.university],
        "cases": [(found.second, "某高校采购验收流于形式。")],
    } | more
    return Draft(**facts)


def drafted(city, found, **more) -> Bulletin:
    return draft_bulletin(draft=a_draft(city, found, **more), by=city.people.clerk)


def issued(city, found) -> Bulletin:
    return issue_bulletin(bulletin=drafted(city, found), version=1, by=city.people.director)


def test_a_draft_says_the_numbers_of_today(city, found):
    figures = figures_in(content_of(city.people.clerk, drafted(city, found)))
    common, unit = f"common.{found.common.pk}", f"unit.{city.units.university.pk}"
    assert figures == {
        "whole.findings": 13, "whole.units": 4, "whole.total": 5, "whole.done": 3, "whole.overdue": 1,
        f"{common}.findings": 3, f"{common}.units": 2,
        f"{unit}.findings": 5, f"{unit}.total": 3, f"{unit}.done": 2, f"{unit}.overdue": 1,
    }  # fmt: skip
    other = drafted(city, found, round=found.tenth)
    assert figures_in(content_of(city.people.clerk, other))["whole.findings"] == 1


def test_once_issued_nothing_changes_any_more(city, found):
    bulletin = issued(city, found)
    before = bulletin.frozen
    a_finding(city, serial=9, unit=city.units.firm, category="B4")
    found.common.name = "改了名"
    found.common.save()
    with pytest.raises(MoveNotAllowed):
        edit_bulletin(bulletin=bulletin, version=2, draft=a_draft(city, found, title="别的"), by=city.people.clerk)
    with pytest.raises(MoveNotAllowed):
        drop_bulletin(bulletin=bulletin, version=2, by=city.people.clerk)
    again = Bulletin.objects.get(pk=bulletin.pk)
    assert (again.title, again.frozen) == ("关于采购验收问题的通报", before)
    assert changed_since(city.people.director, again) == {"whole.findings": 14}


def test_of_two_people_the_first_counts_and_the_other_is_told(city, found):
    bulletin = drafted(city, found)
    edit_bulletin(bulletin=bulletin, version=1, draft=a_draft(city, found, title="先改的"), by=city.people.clerk)
    with pytest.raises(Refusal) as told:
        issue_bulletin(bulletin=bulletin, version=1, by=city.people.director)
    assert told.value.code == "bulletin.changed_meanwhile"
    now = Bulletin.objects.get(pk=bulletin.pk)
    assert (now.title, now.state, now.version, now.frozen) == ("先改的", "drafted", 2, {})


def test_a_case_names_nobody(city, found):
    with pytest.raises(Refusal) as told:
        drafted(city, found, cases=[(found.second, "李书记没有过问验收。")])
    assert told.value.code == "bulletin.names_person"
    assert not Bulletin.objects.exists()


def test_an_empty_bulletin_is_not_issued(city, found):
    bulletin = drafted(city, found, commons=[], units=[], cases=[])
    with pytest.raises(Refusal) as told:
        issue_bulletin(bulletin=bulletin, version=1, by=city.people.director)
    assert told.value.code == "bulletin.empty"
    assert Bulletin.objects.get(pk=bulletin.pk).state == "drafted"


def test_a_clerk_drafts_and_only_the_director_issues(city, found):
    bulletin = drafted(city, found)
    with pytest.raises(Denied):
        issue_bulletin(bulletin=bulletin, version=1, by=city.people.clerk)
    with pytest.raises(Denied):
        draft_bulletin(draft=a_draft(city, found), by=city.people.leader)
    assert Bulletin.objects.get().state == "drafted"


def test_drafts_are_for_who_works_on_them(city, found):
    draft, told = drafted(city, found), issued(city, found)
    assert opened_bulletin(city.people.leader, draft.pk) is None
    assert opened_bulletin(city.people.room, told.pk) == told
    assert opened_bulletin(city.people.secretary, told.pk) is None
    # A part of the city is not held against the whole.
    assert changed_since(city.people.room, told) is None


def test_the_page_opens_the_rows_and_says_what_is_another_number_today(city, found):
    bulletin, client = issued(city, found), city.client(city.people.director)
    assert wrong_numbers(client, client.get(f"/insight/bulletins/{bulletin.pk}/")) == []
    a_finding(city, serial=9, unit=city.units.firm, category="B4")
    text = client.get(f"/insight/bulletins/{bulletin.pk}/").content.decode()
    assert "（今天是 14）" in text
    assert "有 1 个数字与今天的不同" in text


def test_the_paper_says_what_was_fixed(city, found):
    bulletin = issued(city, found)
    a_finding(city, serial=9, unit=city.units.firm, category="B4")
    answer = city.client(city.people.room).get(f"/insight/bulletins/{bulletin.pk}/docx/")
    paper = docx.Document(BytesIO(answer.content))
    text = "\n".join(line.text for line in paper.paragraphs)
    assert "历次巡察共反馈问题13个，涉及单位4个；立账整改事项5项，完成3项，完成率60.00%" in text
    assert "（一）采购验收不严" in text
    assert "1．某高校采购验收流于形式。" in text
    assert "市委巡察工作领导小组办公室" in text
    assert [cell.text for cell in paper.tables[0].rows[1].cells] == ["云州大学", "5", "3", "2", "66.67%", "1"]


def test_drafting_and_issuing_through_the_pages(city, found):
    client = city.client(city.people.director)
    form = {
        "title": "通报", "addressees": "各单位", "commons": [found.common.pk], "units": [city.units.firm.pk],
        "cases": f"{found.second.number} 某单位验收不严。",
    }  # fmt: skip
    wrong = client.post("/insight/bulletins/draft/", form | {"cases": "5-09-999-001 没有这个"})
    assert (wrong.status_code, "不是台账里的问题编号" in wrong.content.decode()) == (422, True)
    made = client.post("/insight/bulletins/draft/", form)
    bulletin = Bulletin.objects.get()
    assert made.url == f"/insight/bulletins/{bulletin.pk}/"
    assert found.second.number in client.get(f"{made.url}edit/").content.decode()
    client.post(f"{made.url}edit/", form | {"title": "改过的通报", "version": 1})
    stale = client.post(f"{made.url}issue/", {"version": 1})
    assert (stale.status_code, "别人刚刚改过这份通报" in stale.content.decode()) == (422, True)
    client.post(f"{made.url}issue/", {"version": 2})
    now = Bulletin.objects.get()
    assert (now.state, now.frozen["title"], now.issued_by) == ("issued", "改过的通报", city.people.director)


@pytest.mark.parametrize("units", [["university"], ["university", "firm", "bureau"]])
def test_what_a_bulletin_says_costs_the_same_however_many_units(city, found, units):
    bulletin = drafted(city, found, units=[getattr(city.units, name) for name in units])
    content_of(city.people.director, bulletin)
    with CaptureQueriesContext(connection) as asked:
        assert len(content_of(city.people.director, bulletin)["units"]) == len(units)
    assert len(asked) <= 9
