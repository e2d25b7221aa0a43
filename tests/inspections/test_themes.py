"""Themes: setting them up, their versions, and which round, inspection or material carries them."""

from datetime import date

import pytest

from liandu.access.denials import Denied
from liandu.inspections.commands import (
    adopt_default_themes,
    carry_themes,
    carry_themes_in_round,
    change_theme,
    mark_material,
    open_inspection,
    open_round,
    open_theme,
)
from liandu.inspections.models import InspectionTheme, Theme, ThemeVersion
from liandu.inspections.rules import checklist_of_lines, lines_of_checklist
from liandu.journal.queries import acts_recorded, history_of
from liandu.kernel.refusals import Refusal
from liandu.texts.themes import ChecklistItem
from tests.papers_of_the_day import receive

ITEMS = [ChecklistItem(1, "责任落实", "Duties", ("安全责任",)), ChecklistItem(2, "隐患排查", "", ())]


@pytest.fixture
def themes(city):
    adopt_default_themes(by=city.people.director)
    return {theme.code: theme for theme in Theme.objects.all()}


def change(theme, by, *, items=ITEMS, seen=1):
    return change_theme(theme=theme, name="选人用人", name_en="", items=items, signers=["unit"], seen=seen, by=by)


def carried(inspection):
    return [(row.theme.code, row.version.number) for row in InspectionTheme.objects.filter(inspection=inspection)]


# Setting up


def test_the_director_adopts_the_themes_that_come_along_once(city, themes):
    assert list(themes) == ["personnel", "ideology", "grain"]
    version = ThemeVersion.objects.get(theme=themes["personnel"])
    assert (version.number, len(version.checklist), version.signer_names) == (1, 12, ["组织部门", "联系监督的室"])
    before = acts_recorded()
    assert adopt_default_themes(by=city.people.director) == []
    assert acts_recorded() == before


def test_who_is_not_director_can_neither_adopt_set_up_nor_change(city, themes):
    theme = themes["grain"]
    before = acts_recorded()
    for person in (city.people.clerk, city.people.organization, city.people.leader):
        with pytest.raises(Denied):
            adopt_default_themes(by=person)
        with pytest.raises(Denied):
            open_theme(code="x", letter="X", name="某", name_en="", items=ITEMS, signers=[], by=person)
        with pytest.raises(Denied):
            change(theme, person)
        with pytest.raises(Denied):
            carry_themes(inspection=city.inspections.firm, themes=[theme], by=person)
        with pytest.raises(Denied):
            carry_themes_in_round(round=city.round, themes=[theme], by=person)
    assert (Theme.objects.count(), ThemeVersion.objects.count(), InspectionTheme.objects.count()) == (3, 3, 0)
    assert {act: n for act, n in acts_recorded().items() if n != before.get(act)} == {}


def test_a_code_is_given_once(city, themes):
    with pytest.raises(Refusal) as refused:
        open_theme(code="grain", letter="L", name="粮", name_en="", items=ITEMS, signers=[], by=city.people.director)
    assert refused.value.code == "theme.exists"


@pytest.mark.parametrize(
    ("numbers", "code"),
    [([], "theme.no_items"), ([1, 1], "theme.item_twice"), ([0], "theme.item_number"), ([100], "theme.item_number")],
)
def test_a_checklist_needs_items_with_numbers_of_their_own(city, themes, numbers, code):
    items = [ChecklistItem(number, "某项", "") for number in numbers]
    with pytest.raises(Refusal) as refused:
        change(themes["grain"], city.people.director, items=items)
    assert refused.value.code == code
    assert ThemeVersion.objects.filter(theme=themes["grain"]).count() == 1


# Versions


def test_a_change_is_a_new_version_and_the_earlier_one_stays(city, themes):
    theme = themes["personnel"]
    version = change(theme, city.people.director)
    assert (version.number, version.signers, [item.name for item in version.checklist]) == (
        2, ["unit"], ["责任落实", "隐患排查"],
    )  # fmt: skip
    assert len(theme.versions.get(number=1).checklist) == 12
    assert [line.sentence for line in history_of(theme)] == [
        "修改专题“选人用人”，成为第 2 版",
        "设立专题“选人用人”，12 个检查项",
    ]


def test_a_change_of_what_another_has_changed_meanwhile_is_refused(city, themes):
    change(themes["grain"], city.people.director)
    with pytest.raises(Refusal) as refused:
        change(themes["grain"], city.people.director, seen=1)
    assert refused.value.code == "theme.changed_meanwhile"
    assert themes["grain"].versions.count() == 2


def test_an_inspection_keeps_the_version_that_it_carries_until_somebody_asks_for_the_present_one(city, themes):
    director, firm = city.people.director, city.inspections.firm
    theme = themes["personnel"]
    carry_themes(inspection=firm, themes=[theme], by=director)
    change(theme, director)
    carry_themes(inspection=firm, themes=[theme, themes["grain"]], by=director)
    assert carried(firm) == [("personnel", 1), ("grain", 1)]
    carry_themes(inspection=firm, themes=[theme, themes["grain"]], newest=True, by=director)
    assert carried(firm) == [("personnel", 2), ("grain", 1)]


# Carrying


def test_a_round_hands_its_themes_to_its_inspections_and_to_those_registered_later(city, themes):
    director = city.people.director
    carry_themes(inspection=city.inspections.firm, themes=[themes["grain"]], by=director)
    carry_themes_in_round(round=city.round, themes=[themes["personnel"]], by=director)
    assert carried(city.inspections.firm) == [("personnel", 1), ("grain", 1)]
    assert carried(city.inspections.university) == [("personnel", 1)]
    later = open_inspection(round=city.round, unit=city.units.elsewhere, team="第二组", by=director)
    assert carried(later) == [("personnel", 1)]

    carry_themes_in_round(round=city.round, themes=[], by=director)
    assert carried(city.inspections.firm) == [("grain", 1)]
    assert carried(later) == []
    assert [line.sentence for line in history_of(city.round)][:2] == ["不带专题", "专题设为：选人用人"]


def test_carrying_what_is_carried_already_changes_nothing_and_says_nothing(city, themes):
    director, firm = city.people.director, city.inspections.firm
    carry_themes(inspection=firm, themes=[themes["grain"]], by=director)
    before = acts_recorded()
    carry_themes(inspection=firm, themes=[themes["grain"]], by=director)
    assert acts_recorded() == before


def test_material_is_marked_with_a_theme_that_its_inspection_carries(city, themes):
    material = receive(city)
    clerk = city.people.clerk
    with pytest.raises(Refusal) as refused:
        mark_material(material=material, theme=themes["grain"], by=clerk)
    assert refused.value.code == "material.theme_not_carried"
    carry_themes(inspection=material.inspection, themes=[themes["grain"]], by=city.people.director)
    mark_material(material=material, theme=themes["grain"], by=clerk)
    material.refresh_from_db()
    assert material.theme == themes["grain"]
    assert history_of(material)[0].sentence == "标为“涉粮”专题的材料"
    with pytest.raises(Denied):
        mark_material(material=material, theme=None, by=city.people.room)
    mark_material(material=material, theme=None, by=clerk)
    assert history_of(material)[0].sentence == "不再标为专题材料"


# Lines of a checklist


def test_lines_of_a_checklist_read_back_as_they_were_written():
    text = "1 责任落实 | Duties | 安全责任 主体责任\n2 隐患排查 |  | "
    items = checklist_of_lines(text)
    assert items == [
        ChecklistItem(1, "责任落实", "Duties", ("安全责任", "主体责任")),
        ChecklistItem(2, "隐患排查", "", ()),
    ]
    assert lines_of_checklist(items) == text


def test_english_and_keywords_may_be_left_out_and_empty_lines_do_not_count():
    assert checklist_of_lines("\n 3.考察 \n\n4、公示｜Notice｜公示期、公示范围\n") == [
        ChecklistItem(3, "考察", "", ()),
        ChecklistItem(4, "公示", "Notice", ("公示期", "公示范围")),
    ]


@pytest.mark.parametrize(
    ("text", "line"), [("考察", 1), ("1 考察\n二 公示", 2), ("1 | Notice", 1), ("1 甲|b|丙|丁", 1)]
)
def test_a_line_that_is_none_is_named(text, line):
    with pytest.raises(Refusal) as refused:
        checklist_of_lines(text)
    assert (refused.value.code, refused.value.facts["line"]) == ("theme.line_wrong", line)


# Pages


def test_the_list_of_themes_takes_the_same_queries_for_one_and_three(city, django_assert_num_queries):
    open_theme(code="one", letter="O", name="其一", name_en="", items=ITEMS, signers=[], by=city.people.director)
    browser = city.client(city.people.clerk)
    with django_assert_num_queries(5):
        assert "其一" in browser.get("/rounds/themes/").content.decode()
    adopt_default_themes(by=city.people.director)
    with django_assert_num_queries(5):
        assert "涉粮" in browser.get("/rounds/themes/").content.decode()


def test_a_theme_is_changed_in_the_form_and_a_wrong_line_stays_there_with_its_number(city, themes):
    browser = city.client(city.people.director)
    address = f"/rounds/themes/{themes['grain'].pk}/change/"
    assert "1 粮食安全责任 | Responsibility for food security" in browser.get(address).content.decode()
    facts = {"name": "粮食购销", "name_en": "Grain", "signers": ["competent"], "seen": "1"}
    answer = browser.post(address, facts | {"items": "没有编号"})
    assert answer.status_code == 422
    assert "第 1 行写法不对" in answer.content.decode()
    answer = browser.post(address, facts | {"items": "1 收购 | Purchase | 收购"})
    assert answer.status_code == 302
    shown = browser.get(f"/rounds/themes/{themes['grain'].pk}/").content.decode()
    assert "粮食购销" in shown
    assert "第 2 版" in shown
    earlier = browser.get(f"/rounds/themes/{themes['grain'].pk}/?version=1").content.decode()
    assert "这是旧版" in earlier
    assert "靠粮吃粮" in earlier
    answer = browser.post(address, facts | {"items": "1 收购"})
    assert answer.status_code == 422
    assert "刚被别人改过" in answer.content.decode()


def test_a_round_and_an_inspection_show_and_link_their_themes(city, themes):
    browser = city.client(city.people.director)
    answer = browser.post(f"/rounds/{city.round.pk}/themes/", {"themes": [themes["personnel"].pk]})
    assert answer.status_code == 302
    pk = themes["personnel"].pk
    shown = browser.get(f"/rounds/{city.round.pk}/").content.decode()
    assert f"?round={city.round.pk}&amp;theme={pk}&amp;group=item" in shown
    unit = city.units.university.pk
    shown = browser.get(f"/rounds/inspections/{city.inspections.university.pk}/").content.decode()
    assert f"?unit={unit}&amp;round={city.round.pk}&amp;theme={pk}&amp;group=item" in shown
    answer = browser.post(f"/rounds/inspections/{city.inspections.university.pk}/themes/", {})
    assert answer.status_code == 302
    assert carried(city.inspections.university) == []


def test_the_form_keeps_the_version_that_is_carried_unless_the_present_one_is_chosen(city, themes):
    theme, firm = themes["personnel"], city.inspections.firm
    carry_themes(inspection=firm, themes=[theme], by=city.people.director)
    change(theme, city.people.director)
    browser = city.client(city.people.director)
    for chosen, version in (("", 1), ("newest", 2)):
        browser.post(f"/rounds/inspections/{firm.pk}/themes/", {"themes": [theme.pk], "newest": chosen})
        assert carried(firm) == [("personnel", version)]


def test_a_theme_that_does_not_exist_is_refused_by_the_form(city, themes):
    browser = city.client(city.people.director)
    answer = browser.post(f"/rounds/{city.round.pk}/themes/", {"themes": ["999"]})
    assert answer.status_code == 422
    assert InspectionTheme.objects.count() == 0


def test_material_is_marked_on_its_page(city, themes):
    material = receive(city)
    carry_themes(inspection=material.inspection, themes=[themes["grain"]], by=city.people.director)
    browser = city.client(city.people.clerk)
    assert "涉粮" in browser.get(f"/rounds/material/{material.pk}/").content.decode()
    browser.post(f"/rounds/material/{material.pk}/theme/", {"theme": themes["grain"].pk})
    material.refresh_from_db()
    assert material.theme == themes["grain"]
    browser.post(f"/rounds/material/{material.pk}/theme/", {"theme": themes["ideology"].pk})
    material.refresh_from_db()
    assert material.theme == themes["grain"]


def test_a_special_round_keeps_its_own_words_beside_its_themes(city, themes):
    director = city.people.director
    special = open_round(
        term=city.round.term, number=10, name="专项", kind="special", theme="粮食购销", since=date(2026, 6, 1),
        by=director,
    )  # fmt: skip
    carry_themes_in_round(round=special, themes=[themes["grain"]], by=director)
    special.refresh_from_db()
    assert special.theme == "粮食购销"
    assert [row.theme.code for row in special.themes.all()] == ["grain"]
