"""The workbench: each person finds their work and the numbers within their reach, and nothing of others."""

import pytest

from liandu.desk.queries import MOST_TASKS, tasks_for
from liandu.findings.models import Finding
from liandu.intake.commands import claim_documents, fail_document
from liandu.kernel.refusals import Refusal
from tests.findings_of_the_day import findings_in_ledger
from tests.papers_of_the_day import a_word_file, read_as, receive

RAIL = {
    "director": "工作台 巡视 接收 问题台账 移交 线索 联合监督 交换",
    "clerk": "工作台 巡视 接收 问题台账 移交 联合监督 交换",
    "room": "工作台 巡视 问题台账 移交 联合监督",
    "organization": "工作台 巡视 问题台账 移交 联合监督",
    "secretary": "工作台 巡视 问题台账 移交",
    "liaison": "工作台 巡视 问题台账 移交",
    "leader": "工作台 巡视 问题台账 移交",
    "outsider": "工作台 巡视 问题台账 移交",
    "system": "工作台 管理",
    "security": "工作台 交换 管理",
    "audit": "工作台 日志",
    "nobody": "工作台",
    "teamer": "工作台 巡视 问题台账 移交 联合监督",
    "competent": "工作台 移交",
    "sender": "工作台 线索",
    "registrar": "工作台 线索",
    "keeper": "工作台 线索",
    "approver": "工作台 线索",
    "handler": "工作台 线索",
}


def desk_of(city, name):
    return city.client(getattr(city.people, name)).get("/")


@pytest.mark.parametrize("name", RAIL)
def test_the_rail_leads_only_where_the_person_may_go(city, name):
    browser = city.client(getattr(city.people, name))
    places = browser.get("/").context["navigation"]
    assert [place.label for place in places] == RAIL[name].split()
    assert [browser.get(place.url).status_code for place in places] == [200] * len(places)
    assert [place.label for place in places if place.here] == ["工作台"]


@pytest.mark.parametrize(
    ("name", "sectors", "units"),
    [
        ("director", {"部门": (1, 2), "国企": (1, 4), "高校": (1, 5)}, 3),
        ("clerk", {"部门": (1, 2), "国企": (1, 4), "高校": (1, 5)}, 3),
        ("leader", {"部门": (1, 2), "国企": (1, 4), "高校": (1, 5)}, 3),
        ("room", {"高校": (1, 5)}, 1),
        ("secretary", {"高校": (1, 5)}, 1),
        ("organization", {"国企": (1, 4)}, 1),
        ("liaison", {"国企": (1, 4)}, 1),
        ("outsider", {}, 0),
        ("system", {}, 0),
        ("security", {}, 0),
        ("audit", {}, 0),
        ("nobody", {}, 0),
    ],
)
def test_the_numbers_are_those_within_reach(city, name, sectors, units):
    findings_in_ledger(city, 5)
    gone = findings_in_ledger(city, 5, unit="firm")[0]
    Finding.objects.filter(pk=gone.pk).update(state="withdrawn")
    findings_in_ledger(city, 2, unit="bureau")
    context = desk_of(city, name).context
    assert {total.name: (total.units, total.findings) for total in context["sectors"]} == sectors
    assert len(context["units"]) == units
    assert sum(line.findings for line in context["units"]) == sum(findings for _units, findings in sectors.values())


def test_each_number_leads_to_the_view_that_it_counts(city):
    findings_in_ledger(city, 5)
    browser = city.client(city.people.clerk)
    context = browser.get("/").context
    for line in context["units"]:
        assert browser.get(line.url).context["page"].total == line.findings
    for total in context["sectors"]:
        assert browser.get(total.url).context["page"].total == total.findings


def test_material_is_counted_only_for_those_who_may_read_it(city):
    receive(city)
    counted = {
        name: [line.material for line in desk_of(city, name).context["units"] if line.name == "云州大学"]
        for name in ("clerk", "secretary", "leader")
    }
    assert counted == {"clerk": [1], "secretary": [1], "leader": [0]}


def test_what_waits_comes_first_what_failed_before_it(city):
    read_as(receive(city))
    failed = receive(city, name="坏.docx", content=a_word_file("甲"), inspection=city.inspections.firm).document
    claim_documents(worker="w", most=9)
    fail_document(document=failed, worker="w", refusal=Refusal("file.broken", "坏了。"))
    tasks = desk_of(city, "clerk").context["tasks"]
    assert [(task.words, task.button) for task in tasks] == [
        ("读取失败，请处理", "查看"),
        ("2 条拟录问题待核对", "核对"),
    ]
    assert city.client(city.people.clerk).get(tasks[1].url).status_code == 200


@pytest.mark.parametrize("name", ["room", "secretary", "leader", "system", "audit", "nobody"])
def test_who_checks_nothing_has_no_tasks(city, name):
    read_as(receive(city))
    assert desk_of(city, name).context["tasks"] == []


@pytest.mark.slow
def test_the_desk_shows_no_more_than_a_screen_of_tasks(city):
    for number in range(MOST_TASKS + 2):
        read_as(receive(city, name=f"{number}.docx", content=a_word_file(f"第{number}份")))
    assert len(tasks_for(city.people.clerk)) == MOST_TASKS


def test_a_person_without_a_post_is_told_whom_to_ask(city):
    assert "请安全保密管理员为您设置岗位" in desk_of(city, "nobody").content.decode()


@pytest.mark.parametrize("name", ["system", "security", "audit"])
def test_an_administrator_is_told_that_business_is_not_theirs(city, name):
    findings_in_ledger(city, 1, title="只有业务人员能看的话")
    page = desk_of(city, name).content.decode()
    assert "管理员不阅读业务内容。" in page
    assert "只有业务人员能看的话" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_the_same_number_of_questions_for_one_document_and_three(city, count, django_assert_num_queries):
    for number in range(count):
        read_as(receive(city, name=f"{number}.docx", content=a_word_file(f"第{number}份")))
    findings_in_ledger(city, count)
    browser = city.client(city.people.clerk)
    # Session, person, standings; what is to be signed, settled, answered and decided (6); documents failed and waiting;
    # two for sectors; three for units.
    with django_assert_num_queries(16):
        browser.get("/")
