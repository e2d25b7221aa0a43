"""Catalogues: issued from what is settled, frozen with words and numbers, compared, taken out."""

from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from liandu.access.denials import Denied
from liandu.findings.commands import withdraw_finding
from liandu.findings.models import Finding
from liandu.insight.commands import issue_catalogue, revise_common_problem
from liandu.insight.models import Catalogue, CommonProblem
from liandu.insight.queries.catalogues import compared
from liandu.inspections.commands import open_round
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from tests.insight.given_strands import a_strand, findings, some_findings
from tests.insight.test_common_problems import a_draft, reread, settle_common_problem, written


def a_settled(city, name, **more):
    common = a_draft(city, **more)
    (case, *_rest) = findings(common.strands.get())
    written(city, common, name=name, cases=[case])
    return settle_common_problem(common=reread(common), reason="试", by=city.people.director)


def issued(city, *commons, name="第五届共性问题目录"):
    return issue_catalogue(term=city.round.term, name=name, commons=commons, by=city.people.director)


def test_lines_keep_words_and_numbers_in_the_order_chosen(city):
    one, other = a_settled(city, "招标不公开"), a_settled(city, "学习走过场", code="A1", what="学习流于形式")
    catalogue = issued(city, other, one)
    lines = list(catalogue.lines.all())
    assert [(line.place, line.frozen["name"]) for line in lines] == [(1, "学习走过场"), (2, "招标不公开")]
    frozen = lines[1].frozen
    assert (frozen["findings"], frozen["units"], frozen["sectors"], frozen["definition"]) == (
        3,
        3,
        3,
        "应公开招标而不公开",
    )
    assert frozen["trend"] == [[city.round.name, 3]]
    assert len(frozen["cases"]) == 1


def test_it_never_changes_afterwards(city):
    one = a_settled(city, "招标不公开")
    catalogue = issued(city, one)
    before = [line.frozen for line in catalogue.lines.all()]
    (gone, *_rest) = findings(one.strands.get())
    withdraw_finding(finding=gone, reason="录错了", by=city.people.director)
    revise_common_problem(common=reread(one), by=city.people.director)
    written(city, one, name="改了名", definition="改了")
    assert [line.frozen for line in Catalogue.objects.get().lines.all()] == before
    page = city.client(city.people.clerk).get(f"/insight/catalogues/{catalogue.pk}/").content.decode()
    assert ("招标不公开" in page, "改了名" in page) == (True, False)


def test_versions_count_within_their_term_and_only_settled_ones_are_issued(city):
    one = a_settled(city, "招标不公开")
    assert [issued(city, one).version, issued(city, one).version] == [1, 2]
    draft = a_draft(city, code="A1", what="学习流于形式")
    with pytest.raises(Refusal, match="刚刚退回修改或停用"):
        issued(city, one, draft)
    with pytest.raises(Refusal, match="至少选一个"):
        issued(city)
    with pytest.raises(Denied):
        issue_catalogue(term=city.round.term, name="目录", commons=[one], by=city.people.clerk)
    assert Catalogue.objects.count() == 2


def test_only_findings_of_the_rounds_of_the_term_are_counted(city):
    one = a_settled(city, "招标不公开")
    elsewhere = type(city.round.term).objects.create(number=4, name="第四届", since="2016-10-18")
    earlier = open_round(term=elsewhere, number=1, name="四届一轮", since="2017-03-01", by=city.people.director)
    Finding.objects.filter(pk=findings(one.strands.get())[0].pk).update(round=earlier)
    assert issued(city, one).lines.get().frozen["findings"] == 2


def test_two_versions_are_compared_by_what_was_added_gone_renamed_and_counted_anew(city):
    one, two = a_settled(city, "招标不公开"), a_settled(city, "学习走过场", code="A1", what="学习流于形式")
    three = a_settled(city, "议事不规范", code="C1", what="议事规则不健全")
    four = a_settled(city, "公车私用", code="B4", what="公车私用")
    before = issued(city, one, two, four)
    revise_common_problem(common=reread(two), by=city.people.director)
    written(city, two, name="理论学习走过场")
    settle_common_problem(common=reread(two), by=city.people.director)
    CommonProblem.objects.filter(pk=four.pk).update(definition="改了")
    after = issued(city, two, three, four)
    found = compared(before, after)
    assert [line.frozen["name"] for line in found.added] == ["议事不规范"]
    assert [line.frozen["name"] for line in found.gone] == ["招标不公开"]
    assert [(a.frozen["name"], b.frozen["name"]) for a, b in found.renamed] == [("学习走过场", "理论学习走过场")]
    assert [b.frozen["name"] for _a, b in found.changed] == ["公车私用"]
    page = city.client(city.people.clerk).get("/insight/catalogues/compare/").content.decode()
    assert "学习走过场 → 理论学习走过场" in page


def test_it_is_taken_out_as_a_paper_and_a_spreadsheet_and_the_journal_says_so(city):
    one = a_settled(city, "招标不公开")
    (case, *_rest) = findings(one.strands.get())
    catalogue = issued(city, one)
    browser = city.client(city.people.clerk)
    data = browser.get(f"/insight/catalogues/docx/{catalogue.pk}/").content
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(data)).paragraphs)
    assert "第五届共性问题目录" in text
    assert f"典型案例：{case.number}" in text
    answer = browser.get(f"/insight/catalogues/xlsx/{catalogue.pk}/")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    values = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"招标不公开", "推行电子招投标"} <= values
    assert [entry.facts["form"] for entry in Entry.objects.filter(act="catalogue.taken")] == ["docx", "xlsx"]


def test_cases_out_of_reach_are_left_out_of_the_page_and_of_the_paper(city):
    one = a_settled(city, "招标不公开", units=("firm", "bureau"))
    (case, *_rest) = findings(one.strands.get())
    catalogue = issued(city, one)
    for browser, sees in ((city.client(city.people.clerk), True), (city.client(city.people.room), False)):
        page = browser.get(f"/insight/catalogues/{catalogue.pk}/").content.decode()
        data = browser.get(f"/insight/catalogues/docx/{catalogue.pk}/").content
        text = "\n".join(paragraph.text for paragraph in Document(BytesIO(data)).paragraphs)
        assert (case.number in page, case.number in text, "招标不公开" in page) == (sees, sees, True)


def test_the_next_one_is_issued_by_its_page(city):
    one, other = a_settled(city, "招标不公开"), a_settled(city, "学习走过场", code="A1", what="学习流于形式")
    browser = city.client(city.people.director)
    sent = {"term": city.round.term_id, "name": "目录", f"place-{one.pk}": "1", f"place-{other.pk}": ""}
    assert browser.post("/insight/catalogues/issue/", sent).status_code == 302
    assert [line.common_id for line in Catalogue.objects.get().lines.all()] == [one.pk]
    empty = browser.post("/insight/catalogues/issue/", {"term": city.round.term_id, "name": "目录"})
    assert (empty.status_code, "至少选一个" in empty.content.decode()) == (422, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions_for_one_and_three(city, count, django_assert_num_queries):
    commons = [a_settled(city, code, code=code) for code in ("A1", "B6", "C1")[:count]]
    catalogue = issued(city, *commons)
    some_findings(city, 1)
    a_strand(city, code="D1")
    browser = city.client(city.people.clerk)
    # Session, person, standings; itself, its lines, their cases, the one before.
    with django_assert_num_queries(7):
        browser.get(f"/insight/catalogues/{catalogue.pk}/")
