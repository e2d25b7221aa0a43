"""Pages of the taxonomy: its classes with findings within reach, one class, versions, a draft by form and by file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liandu.findings.commands import confirm_category
from liandu.inspections.commands import begin_taxonomy_draft, draft_retirement, publish_taxonomy
from liandu.inspections.models import TaxonomyDraft, TaxonomyVersion
from liandu.inspections.taxonomies import forget, taxonomy
from liandu.texts.taxonomy_files import opened, packaged, taxonomy_from, written
from tests.findings_of_the_day import findings_in_ledger

HOME = "/rounds/taxonomy/"
DRAFT = f"{HOME}draft/"


def a_finding(city, category, *, first=1, unit="university"):
    (row,) = findings_in_ledger(city, 1, unit=unit, first=first, title="违规", problem="", category="")
    return confirm_category(finding=row, category=category, by=city.people.clerk)


def publish(city, **ways):
    begin_taxonomy_draft(by=city.people.director)
    for code, into in ways.items():
        draft_retirement(code=code, into=into, by=city.people.director)
    publish_taxonomy(note="合并同类", by=city.people.director)
    forget()


def counts(response):
    return {row.code: row.count for section in response.context["sections"] for row in section.rows if row.count}


def test_classes_stand_with_their_findings_within_reach_and_what_was_merged_is_counted_there(city):
    a_finding(city, "B5")
    a_finding(city, "B6", first=2)
    a_finding(city, "B6", unit="firm")
    publish(city, B5=["B6"])
    assert counts(city.client(city.people.director).get(HOME)) == {"B6": 3}
    assert counts(city.client(city.people.secretary).get(HOME)) == {"B6": 2}
    page = city.client(city.people.director).get(f"{HOME}?view=three_focuses")
    assert [(section.code, section.count) for section in page.context["sections"]] == [
        ("F1", 0), ("F2", 3), ("F3", 0), ("F4", 0),
    ]  # fmt: skip
    assert "/ledger/?category=B6" in page.content.decode()


def test_the_page_costs_as_many_queries_for_three_findings_as_for_one(city, django_assert_max_num_queries):
    client = city.client(city.people.director)
    a_finding(city, "B5")
    client.get(HOME)
    with django_assert_max_num_queries(25) as one:
        client.get(HOME)
    a_finding(city, "B6", first=2)
    a_finding(city, "A1", first=3)
    with django_assert_max_num_queries(25) as three:
        client.get(HOME)
    assert len(one) == len(three)


def test_a_class_says_what_it_means_and_what_became_of_it(city):
    a_finding(city, "B5")
    publish(city, B5=["B6"])
    client = city.client(city.people.leader)
    gone = client.get(f"{HOME}classes/B5/").content.decode()
    assert "第 2 版停用，代号不再使用。" in gone
    assert "原有问题读作：" in gone
    kept = client.get(f"{HOME}classes/B6/")
    assert kept.context["merged"] == [("B5", "B5 财务资金与内控管理（已并入 B6）", 1)]
    assert "应招未招" in kept.content.decode()
    assert client.get(f"{HOME}classes/Z9/").status_code == 404


def test_two_versions_are_compared_and_an_old_one_can_be_read_and_kept(city):
    publish(city, B5=["B6"])
    publish(city, A1=[])
    client = city.client(city.people.leader)
    page = client.get(f"{HOME}versions/?from=1&to=3")
    gone = [(line.what[:2], line.after) for line in page.context["changes"] if line.kind == "停用"]
    assert gone == [("A1", "逐条由人改归"), ("B5", "并入 B6 工程建设与招标投标")]
    assert client.get(f"{HOME}versions/?from=1&to=9").status_code == 404
    old = client.get(f"{HOME}?version=1")
    assert (old.context["is_newest"], old.context["number"]) == (False, 1)
    file = client.get(f"{HOME}versions/2/file/")
    assert taxonomy_from(file.content) == opened(TaxonomyVersion.objects.get(number=2).content)


def test_findings_that_wait_for_a_class_are_told_of_on_the_page(city):
    a_finding(city, "B5")
    publish(city, B5=[])
    page = city.client(city.people.director).get(HOME)
    assert page.context["unsettled"] == [("B5", "B5 财务资金与内控管理（已停用）", 1)]
    queue = city.client(city.people.clerk).get("/findings/classes/").content.decode()
    assert HOME in queue


def fields(form):
    return {name: form.initial.get(name, "") for name in form.fields}


def test_a_class_is_changed_by_form_and_an_untouched_form_changes_nothing(city):
    client = city.client(city.people.director)
    client.post(f"{DRAFT}begin/")
    address = f"{DRAFT}classes/B4/"
    data = fields(client.get(address).context["form"])
    assert client.post(address, data).status_code == 302
    assert client.get(DRAFT).context["changes"] == []
    told = data | {
        "name": "作风",
        "keywords": "吃喝、送礼\n公车私用，接待",
        "confusable": "B5 看用途",
        "evidence": "凭证\n\n通报",
    }
    assert client.post(address, told).status_code == 302
    leaf = opened(TaxonomyDraft.objects.get().content).leaves["B4"]
    assert (leaf.name, leaf.keywords) == ("作风", ("吃喝", "送礼", "公车私用", "接待"))
    assert (leaf.confusable, leaf.evidence) == ((("B5", "看用途"),), ("凭证", "通报"))
    wrong = client.post(address, data | {"confusable": "没有代号"})
    assert wrong.status_code == 422
    assert "第 1 行写法不对" in wrong.content.decode()


def test_a_new_class_needs_a_code_that_was_never_used(city):
    client = city.client(city.people.director)
    client.post(f"{DRAFT}begin/")
    new = {"code": "B10", "parent": "B", "name": "新的一类", "places": ["three_focuses:F2"]}
    assert client.post(f"{DRAFT}classes/", new | {"code": "B4"}).status_code == 422
    assert client.post(f"{DRAFT}classes/", new | {"code": "b10"}).status_code == 422
    assert client.post(f"{DRAFT}classes/", new | {"parent": "C"}).status_code == 422
    assert client.post(f"{DRAFT}classes/", new).status_code == 302
    assert client.post(f"{DRAFT}classes/", new).status_code == 422
    page = client.get(DRAFT)
    assert [(line.what, line.kind) for line in page.context["changes"]] == [
        ("B10 新的一类", "新增"), ("三个聚焦", "视图调整"),
    ]  # fmt: skip


def test_the_draft_says_how_many_findings_each_change_touches_and_is_published_with_a_note(city):
    a_finding(city, "B5")
    client = city.client(city.people.director)
    client.post(f"{DRAFT}begin/")
    client.post(f"{DRAFT}classes/B5/retire/", {"into": ["B6"]})
    touched = {line.what: line.touched for line in client.get(DRAFT).context["changes"] if line.kind == "停用"}
    assert touched == {"B5 财务资金与内控管理": 1}
    assert client.post(f"{DRAFT}publish/", {"note": ""}).status_code == 422
    client.post(f"{DRAFT}classes/B5/keep/")
    assert client.get(DRAFT).context["changes"] == []
    client.post(f"{DRAFT}classes/B5/retire/", {"into": ["B6"]})
    assert client.post(f"{DRAFT}publish/", {"note": "合并"}).status_code == 302
    forget()
    assert taxonomy().today("B5") == "B6"


def upload(client, text):
    return client.post(f"{DRAFT}upload/", {"file": SimpleUploadedFile("分类.yaml", text.encode())})


def test_a_file_with_wrong_lines_names_each_and_keeps_the_draft_that_is_there(city):
    client = city.client(city.people.director)
    client.post(f"{DRAFT}begin/")
    client.post(f"{DRAFT}classes/B5/retire/", {"into": ["B6"]})
    lines = written(packaged()).splitlines()
    first, second = lines.index("- code: A1"), lines.index("- code: A3")
    lines[first], lines[second] = "- code: A99x", "- code: A2"
    answer = upload(client, "\n".join(lines))
    assert answer.status_code == 422
    told = [line for line, _words in answer.context["faults"]]
    assert {first + 1, second + 1} <= set(told)
    assert "没有采用" in answer.content.decode()
    assert "B5" in opened(TaxonomyDraft.objects.get().content).retired
    assert upload(client, "a: &x [1]\nb: *x").status_code == 422
    assert upload(client, written(packaged())).status_code == 302
    assert client.get(DRAFT).context["changes"] == []


@pytest.mark.parametrize("person", ["clerk", "leader", "secretary"])
def test_who_may_only_read_sees_why_not_and_no_draft(city, person):
    client = city.client(getattr(city.people, person))
    assert "巡视办负责人" in client.get(HOME).content.decode()
    assert client.get(DRAFT).status_code == 403
    assert TaxonomyDraft.objects.count() == 0
