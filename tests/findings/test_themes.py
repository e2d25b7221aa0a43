"""Findings by theme: what keywords propose, what a person confirms, and a checklist held against what was found."""

import pytest
from django.db import IntegrityError, transaction

from liandu.access.denials import Denied
from liandu.findings import commands
from liandu.findings.models import ClearItem, Finding
from liandu.findings.queries import theme_check
from liandu.inspections.commands import (
    adopt_default_themes,
    carry_themes,
    change_theme,
    mark_material,
)
from liandu.inspections.models import InspectionTheme, Theme
from liandu.intake.queries import proposals_for
from liandu.journal.queries import acts_recorded, history_of
from liandu.kernel.refusals import Refusal
from liandu.texts.themes import ChecklistItem
from tests.findings.papers import Draft, read
from tests.findings_of_the_day import findings_in_ledger

TITLES = ("考察材料千篇一律", "储备粮轮换不及时", "厂区绿化不足")


@pytest.fixture
def themes(city):
    adopt_default_themes(by=city.people.director)
    return {theme.code: theme for theme in Theme.objects.all()}


@pytest.fixture
def carried(city, themes):
    """The university carries the personnel theme."""
    return carrying(city, themes["personnel"])


def carrying(city, *themes, where="university"):
    inspection = getattr(city.inspections, where)
    carry_themes(inspection=inspection, themes=list(themes), by=city.people.director)
    return InspectionTheme.objects.get(inspection=inspection, theme=themes[0])


def accepted(city, *, mark=None):
    draft = Draft().said("关于巡察云州大学党委的反馈意见")
    for number, title in enumerate(TITLES, 1):
        draft.said(f"{number}.{title}。").problem(f"{number}.", title)
    document = read(city, draft)
    if mark is not None:
        mark_material(material=document.material, theme=mark, by=city.people.clerk)
    rows = proposals_for(city.people.clerk).filter(document=document, is_leaf=True, state="open")
    return commands.accept_proposals(proposals=list(rows), by=city.people.clerk).findings


def placed(findings):
    return [(row.theme.code if row.theme else "", row.item, row.theme_confirmed) for row in findings]


# Proposed and confirmed


def test_an_inspection_without_themes_proposes_none(city, themes):
    assert placed(accepted(city)) == [("", 0, False)] * 3


def test_keywords_of_the_carried_checklists_propose_theme_and_item(city, themes):
    carrying(city, themes["personnel"], themes["grain"])
    assert placed(accepted(city)) == [("personnel", 4, False), ("grain", 3, False), ("", 0, False)]


def test_material_that_is_marked_with_a_theme_proposes_that_theme_alone(city, themes):
    carrying(city, themes["personnel"], themes["grain"])
    findings = accepted(city, mark=themes["personnel"])
    assert placed(findings) == [("personnel", 4, False), ("personnel", 0, False), ("personnel", 0, False)]


def test_the_version_that_the_inspection_carries_is_the_one_that_proposes(city, themes, carried):
    items = [ChecklistItem(7, "绿化", "Greening", ("绿化",))]
    change_theme(
        theme=themes["personnel"], name="选人用人", name_en="", items=items, signers=[], seen=1,
        by=city.people.director,
    )  # fmt: skip
    assert placed(accepted(city)) == [("personnel", 4, False), ("", 0, False), ("", 0, False)]


def test_a_person_confirms_theme_and_item_and_may_say_that_there_is_none(city, themes, carried):
    clerk, theme = city.people.clerk, themes["personnel"]
    finding = accepted(city)[2]
    commands.confirm_theme(finding=finding, theme=theme, item=9, by=clerk)
    assert placed([Finding.objects.get(pk=finding.pk)]) == [("personnel", 9, True)]
    assert history_of(finding)[0].sentence == "专题定为 选人用人 S9"
    commands.confirm_theme(finding=finding, theme=None, item=0, by=clerk)
    assert placed([Finding.objects.get(pk=finding.pk)]) == [("", 0, True)]
    assert history_of(finding)[0].sentence == "定为不属于专题"


@pytest.mark.parametrize(("code", "item", "refusal"), [
    ("personnel", 13, "finding.no_such_item"), ("grain", 1, "finding.theme_not_carried"),
])  # fmt: skip
def test_only_what_the_inspection_carries_can_be_confirmed(city, carried, code, item, refusal):
    finding = accepted(city)[0]
    with pytest.raises(Refusal) as refused:
        commands.confirm_theme(finding=finding, theme=Theme.objects.get(code=code), item=item, by=city.people.clerk)
    assert refused.value.code == refusal
    assert placed([Finding.objects.get(pk=finding.pk)]) == [("personnel", 4, False)]


def test_who_may_not_raise_findings_cannot_confirm_a_theme(city, themes, carried):
    finding = accepted(city)[0]
    before = acts_recorded()
    with pytest.raises(Denied):
        commands.confirm_theme(finding=finding, theme=None, item=0, by=city.people.room)
    assert placed([Finding.objects.get(pk=finding.pk)]) == [("personnel", 4, False)]
    assert acts_recorded() == before


def test_an_item_without_a_theme_cannot_be_stored(city):
    with pytest.raises(IntegrityError), transaction.atomic():
        findings_in_ledger(city, 1, item=3)


def test_findings_from_before_get_the_theme_proposed_but_not_those_that_a_person_judged(city, themes):
    clerk = city.people.clerk
    findings_in_ledger(city, 1, title="考察预告不规范")
    findings_in_ledger(city, 1, first=2, title="考察预告不规范", theme_confirmed=True)
    findings_in_ledger(city, 1, first=3, title="绿化不足")
    findings_in_ledger(city, 1, first=4, title="考察预告不规范", state="withdrawn")
    carried = carrying(city, themes["personnel"])
    assert commands.propose_themes(carried=carried, by=clerk) == 1
    assert placed(Finding.objects.order_by("number")) == [
        ("personnel", 4, False), ("", 0, True), ("", 0, False), ("", 0, False),
    ]  # fmt: skip
    assert history_of(carried.inspection)[0].sentence == "按“选人用人”检查表对 1 条问题拟定归类"
    assert commands.propose_themes(carried=carried, by=clerk) == 0


# Stated to be without problems


def test_that_an_item_is_clear_is_a_statement_of_a_person_with_a_day(city, themes, carried):
    clerk = city.people.clerk
    row = commands.state_clear(carried=carried, item=8, note="抽查干部档案 20 卷", by=clerk)
    assert (row.checked_by, row.note) == (clerk, "抽查干部档案 20 卷")
    assert history_of(carried.inspection)[0].sentence == "选人用人检查：S8 凡提四必 未发现问题"
    with pytest.raises(Refusal) as refused:
        commands.state_clear(carried=carried, item=8, by=clerk)
    assert refused.value.code == "theme.stated_already"
    commands.take_back_clear(carried=carried, item=8, by=clerk)
    assert ClearItem.objects.count() == 0
    assert history_of(carried.inspection)[0].sentence == "选人用人检查：收回 S8 凡提四必 未发现问题的说明"
    with pytest.raises(Refusal) as refused:
        commands.take_back_clear(carried=carried, item=8, by=clerk)
    assert refused.value.code == "theme.not_stated"


def test_an_item_with_findings_or_none_of_the_checklist_cannot_be_stated_clear(city, themes, carried):
    accepted(city)
    for item, code in ((4, "theme.has_findings"), (13, "finding.no_such_item")):
        with pytest.raises(Refusal) as refused:
            commands.state_clear(carried=carried, item=item, by=city.people.clerk)
        assert refused.value.code == code
    assert ClearItem.objects.count() == 0


def test_the_organization_department_fills_in_the_personnel_check_of_its_units_and_no_other(city, themes):
    officer = city.people.organization
    own = carrying(city, themes["personnel"], themes["grain"], where="firm")
    commands.state_clear(carried=own, item=1, by=officer)
    commands.take_back_clear(carried=own, item=1, by=officer)
    commands.state_clear(carried=own, item=1, by=officer)
    grain = InspectionTheme.objects.get(inspection=own.inspection, theme=themes["grain"])
    elsewhere = carrying(city, themes["personnel"])
    before = acts_recorded()
    for carried in (grain, elsewhere):
        with pytest.raises(Denied):
            commands.state_clear(carried=carried, item=2, by=officer)
    with pytest.raises(Denied):
        commands.take_back_clear(carried=own, item=1, by=city.people.liaison)
    assert ClearItem.objects.count() == 1
    assert acts_recorded() == before


def test_a_check_counts_items_with_findings_clear_ones_and_open_ones(city, themes, carried):
    clerk = city.people.clerk
    accepted(city)
    findings_in_ledger(city, 1, first=9, theme=themes["personnel"])
    commands.state_clear(carried=carried, item=7, by=clerk)
    commands.state_clear(carried=carried, item=8, by=clerk)
    check = theme_check(clerk, carried)
    assert (check.with_findings, check.clear, check.open) == (1, 2, 9)
    assert [len(row.findings) for row in check.items] == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert [finding.number for finding in check.beside] == ["5-09-101-009"]
    assert [len(theme_check(city.people.outsider, carried).items[3].findings)] == [0]


def test_a_finding_that_comes_after_the_statement_contradicts_it_in_sight(city, themes, carried):
    commands.state_clear(carried=carried, item=4, by=city.people.clerk)
    accepted(city)
    check = theme_check(city.people.clerk, carried)
    assert check.items[3].contradicts
    assert check.clear == 0
    page = city.client(city.people.clerk).get(f"/findings/themes/{carried.pk}/").content.decode()
    assert "曾写“未发现问题”，请收回：刘文" in page


# Pages


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_check_takes_the_same_queries_however_much_was_found(
    city, themes, carried, count, django_assert_num_queries
):
    findings_in_ledger(city, count, theme=themes["personnel"], item=4)
    for item in range(5, 5 + count):
        commands.state_clear(carried=carried, item=item, by=city.people.clerk)
    browser = city.client(city.people.room)
    with django_assert_num_queries(7):
        answer = browser.get(f"/findings/themes/{carried.pk}/")
    assert len(answer.context["lines"]) == 12


def test_a_check_is_filled_in_on_its_page(city, themes, carried):
    browser = city.client(city.people.clerk)
    address = f"/findings/themes/{carried.pk}/"
    assert "12 项：0 项发现问题，0 项未发现问题，12 项未检查" in browser.get(address).content.decode()
    browser.post(f"{address}clear/", {"item": "7", "note": "查了亲属任职登记表"})
    shown = browser.get(address).content.decode()
    assert "12 项：0 项发现问题，1 项未发现问题，11 项未检查" in shown
    assert "查了亲属任职登记表" in shown
    browser.post(f"{address}take-back/", {"item": "7"})
    assert "12 项未检查" in browser.get(address).content.decode()
    assert browser.post(f"{address}clear/", {"item": "x"}).status_code == 302
    assert ClearItem.objects.count() == 0


def test_who_may_not_fill_in_reads_why(city, themes, carried):
    page = city.client(city.people.secretary).get(f"/findings/themes/{carried.pk}/").content.decode()
    assert "您的岗位不能“填写选人用人检查”" in page
    assert "clear/" not in page


def test_a_finding_shows_what_is_proposed_and_takes_what_is_confirmed(city, themes, carried):
    finding = accepted(city)[0]
    browser = city.client(city.people.clerk)
    assert "按关键词拟定，请核对。" in browser.get(f"/findings/{finding.pk}/").content.decode()
    reader = city.client(city.people.room).get(f"/findings/{finding.pk}/").content.decode()
    assert "选人用人 S4 考察（拟）" in reader
    answer = browser.post(f"/findings/{finding.pk}/theme/", {"place": f"{themes['personnel'].pk}:5"})
    assert answer.status_code == 302
    assert placed([Finding.objects.get(pk=finding.pk)]) == [("personnel", 5, True)]
    answer = browser.post(f"/findings/{finding.pk}/theme/", {"place": f"{themes['grain'].pk}:1"})
    assert answer.status_code == 422
    assert placed([Finding.objects.get(pk=finding.pk)]) == [("personnel", 5, True)]


def test_findings_from_before_are_classed_from_the_page(city, themes):
    findings_in_ledger(city, 1, title="考察预告不规范")
    carried = carrying(city, themes["personnel"])
    browser = city.client(city.people.clerk)
    answer = browser.post(f"/findings/themes/{carried.pk}/propose/", follow=True)
    assert "拟定归类 1 条" in answer.content.decode()
    answer = browser.post(f"/findings/themes/{carried.pk}/propose/", follow=True)
    assert "没有可以按关键词归类的问题" in answer.content.decode()
