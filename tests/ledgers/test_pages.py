"""The ledger's pages: filters, search, order, totals, paging by place, and always within the reader's reach."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from liandu.findings.models import Finding
from liandu.ledgers.columns import COLUMNS, DEFAULT
from liandu.ledgers.queries import GROUPS, ORDERS, PAGE, View, all_rows, choices_for, ledger_for, page_of
from liandu.orgs.commands import add_unit
from tests.findings_of_the_day import ASPECTS, BEGIN, findings_in_ledger

LEDGER = "/ledger/"


def numbers(reader, address="", *, view=None):
    """Return the numbers of the findings that the whole view holds, in its order."""
    view = view or View.of(QueryDict(address))
    found = {row.pk: row.number for row in Finding.objects.all()}
    return [found[row.pk] for row in all_rows(reader, view)]


# Filters and search


@pytest.fixture
def ledger(city):
    """Three findings of the university, two of the firm (one withdrawn), one of the bureau."""
    university = findings_in_ledger(city, 3)
    firm = findings_in_ledger(city, 2, unit="firm", first=4)
    bureau = findings_in_ledger(city, 1, unit="bureau", first=6, title="课程思政 100% 流于形式_A")
    Finding.objects.filter(pk=firm[0].pk).update(state="withdrawn")
    return {"university": university, "firm": firm, "bureau": bureau}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", "101-001 101-002 101-003 202-004 202-005 303-006"),
        ("sector=university", "101-001 101-002 101-003"),
        ("sector=district", ""),
        ("state=withdrawn", "202-004"),
        ("state=confirmed&sector=soe", "202-005"),
        ("category=A1", "101-001 202-004"),
        ("q=课程思政", "303-006"),
        ("q=流于形式 课程", "303-006"),
        ("q=课程 没有这个词", ""),
        ("q=5-09-101", "101-001 101-002 101-003"),
        ("q=09-101", ""),
        ("q=组织建设", "101-002 202-005"),
        ("q=问题之0", "202-004"),
        ("q=100%25", "303-006"),
        ("q=%25", "303-006"),
        ("q=_a", "303-006"),
        ("q='", ""),
        ("sort=-number", "303-006 202-005 202-004 101-003 101-002 101-001"),
        ("sort=category", "101-003 303-006 101-001 202-004 101-002 202-005"),
        ("sort=-category", "202-005 101-002 202-004 101-001 303-006 101-003"),
        ("sort=-confirmed&state=confirmed", "303-006 202-005 101-003 101-002 101-001"),
    ],
)  # fmt: skip
def test_a_view_holds_exactly_what_it_asks_for_in_its_order(city, ledger, address, expected):
    assert numbers(city.people.clerk, address) == [f"5-09-{short}" for short in expected.split()]


def test_a_view_is_narrowed_to_a_unit_and_a_round(city, ledger):
    unit = city.units.firm
    assert numbers(city.people.clerk, f"unit={unit.pk}") == ["5-09-202-004", "5-09-202-005"]
    assert len(numbers(city.people.clerk, f"round={city.round.pk}")) == 6
    assert numbers(city.people.clerk, f"round={city.round.pk + 1}") == []


# Paging


def walk(reader, address, side):
    """Walk from page to page by the links on them; return the pages as lists of keys."""
    pages = []
    while True:
        page = page_of(reader, View.of(QueryDict(address)))
        pages.append([row.pk for row in page.rows])
        address = getattr(page, side)
        if not address:
            return pages, page


WALKS = [f"sort={sign}{order}" for order in ORDERS for sign in ("", "-")] + [f"group={group}" for group in GROUPS]


@pytest.mark.parametrize("address", WALKS)
def test_paging_forward_and_back_walks_all_rows_once_in_their_order(city, address):
    findings_in_ledger(city, 100)
    findings_in_ledger(city, 73, unit="firm")
    reader = city.people.clerk
    whole = [row.pk for row in all_rows(reader, View.of(QueryDict(address)))]
    assert sorted(whole) == sorted(Finding.objects.values_list("pk", flat=True))
    forward, last = walk(reader, address, "older")
    assert [pk for page in forward for pk in page] == whole
    assert [len(page) for page in forward] == [50, 50, 50, 23]
    assert last.older == ""
    back, first = walk(reader, last.newer, "newer")
    assert back == forward[-2::-1]
    assert first.newer == ""


def test_one_page_has_no_neighbours(city):
    findings_in_ledger(city, PAGE)
    page = page_of(city.people.clerk, View())
    assert (len(page.rows), page.newer, page.older) == (PAGE, "", "")


def test_rows_that_come_while_somebody_reads_are_neither_doubled_nor_lost(city):
    findings_in_ledger(city, 60, first=2)
    first = page_of(city.people.clerk, View())
    findings_in_ledger(city, 1, first=1)
    second = page_of(city.people.clerk, View.of(QueryDict(first.older)))
    seen = [row.pk for row in (*first.rows, *second.rows)]
    assert (len(seen), len(set(seen))) == (60, 60)


# Totals


def test_totals_of_groups_count_the_whole_view_not_the_page(city):
    findings_in_ledger(city, 160)
    page = page_of(city.people.clerk, View(group="aspect", sort="aspect"))
    assert page.groups == {ASPECTS[0]: 53, ASPECTS[1]: 54, ASPECTS[2]: 53}
    assert (page.total, len(page.rows)) == (160, 50)


@pytest.mark.parametrize(
    ("person", "total", "groups"),
    [
        ("clerk", 9, {"university": 4, "firm": 5}), ("leader", 9, {"university": 4, "firm": 5}),
        ("room", 4, {"university": 4}), ("secretary", 4, {"university": 4}), ("organization", 5, {"firm": 5}),
        ("liaison", 5, {"firm": 5}), ("outsider", 0, {}), ("system", 0, {}), ("nobody", 0, {}),
    ],
)  # fmt: skip
def test_totals_rows_and_choices_respect_the_reach(city, person, total, groups):
    findings_in_ledger(city, 4)
    findings_in_ledger(city, 5, unit="firm")
    reader = getattr(city.people, person)
    assert page_of(reader, View()).total == total
    counted = page_of(reader, View(group="unit", sort="unit")).groups
    assert counted == {getattr(city.units, unit).pk: count for unit, count in groups.items()}
    assert ledger_for(reader, View(unit=str(city.units.bureau.pk))).count() == 0
    offered = {name for _key, name in choices_for(reader).units}
    names = {"university": "云州大学", "firm": "云州水务集团有限公司", "bureau": "云州市水利局"}
    assert offered == ({*names.values()} if person in {"clerk", "leader"} else {names[unit] for unit in groups})


def test_asking_for_a_unit_outside_the_reach_finds_nothing(city):
    findings_in_ledger(city, 3, unit="firm")
    assert numbers(city.people.secretary, f"unit={city.units.firm.pk}") == []


# The page


def opened(city, address="", *, person="clerk", **how):
    return city.client(getattr(city.people, person)).get(f"{LEDGER}?{address}", **how)


@pytest.mark.parametrize("count", [1, 3, 120])
@pytest.mark.parametrize("address", ["", "group=aspect", "q=表现&sort=-confirmed"])
@pytest.mark.parametrize("person", ["clerk", "room"])
def test_the_page_asks_the_database_seven_times_however_long_the_ledger(
    city, count, address, person, django_assert_num_queries
):
    findings_in_ledger(city, count)
    browser = city.client(getattr(city.people, person))
    # Whose reach is not everything asks once more: which units it is.
    with django_assert_num_queries({"clerk": 7, "room": 8}[person]):
        answer = browser.get(f"{LEDGER}?{address}")
    assert len(answer.context["lines"]) == min(count, PAGE)


def test_the_page_says_how_many_rows_and_how_long_it_took(city):
    findings_in_ledger(city, 120)
    answer = opened(city)
    assert "共 120 条" in answer.content.decode()
    assert f"用时 {answer.context['milliseconds']} 毫秒" in answer.content.decode()


def test_the_columns_of_the_address_are_shown_in_the_order_of_the_ledger(city):
    findings_in_ledger(city, 1)
    answer = opened(city, "columns=state,number,unit")
    assert [heading.text for heading in answer.context["headings"]] == ["编号", "单位", "状态"]
    assert [cell.text for cell in answer.context["lines"][0].cells] == ["5-09-101-001", "云州大学", "已确认"]


def test_every_column_can_be_shown(city):
    findings_in_ledger(
        city, 1, category="A1", category_confirmed=True, rectification="已补齐",
        stated={"kind": "立行立改", "deadline": "2026-08-31", "leader": "张副校长", "department": "人事处"},
    )  # fmt: skip
    answer = opened(city, "columns=" + ",".join(column.key for column in COLUMNS))
    texts = {cell.key: cell.text for cell in answer.context["lines"][0].cells}
    category = texts.pop("category")
    assert texts == {
        "number": "5-09-101-001", "round": "第五届市委第九轮巡察", "unit": "云州大学", "sector": "高校",
        "aspect": "履行主体责任不到位", "problem": "问题之1", "title": "第1类具体表现", "kind": "立行立改",
        "deadline": "2026年8月31日", "owner": "张副校长 人事处", "rectification": "已补齐", "state": "已确认",
        "feedback": "2026年6月18日", "confirmed": "2026年6月21日", "by": "刘文",
        "theme": "", "item": "",
    }  # fmt: skip
    assert category.startswith("A1 ")
    assert "拟" not in category


def test_a_class_that_nobody_confirmed_is_marked_as_suggested(city):
    findings_in_ledger(city, 1, category="A1")
    assert opened(city, "columns=category").context["lines"][0].cells[0].text.endswith("（拟）")


def test_a_deadline_in_words_stays_in_words(city):
    findings_in_ledger(city, 1, stated={"deadline_text": "长期坚持"})
    assert opened(city, "columns=deadline").context["lines"][0].cells[0].text == "长期坚持"


def test_the_day_of_confirmation_is_that_of_the_site(city):
    findings_in_ledger(city, 1, confirmed_at=BEGIN.replace(hour=16, minute=30))
    assert opened(city, "columns=confirmed").context["lines"][0].cells[0].text == "2026年6月21日"


def test_a_group_begins_with_its_name_and_the_number_of_its_rows(city):
    findings_in_ledger(city, 4)
    lines = opened(city, "group=aspect").context["lines"]
    heads = [(line.group, line.count) for line in lines if line.group is not None]
    assert sorted(heads) == sorted([(ASPECTS[0], 1), (ASPECTS[1], 2), (ASPECTS[2], 1)])


def test_a_group_is_called_by_its_unit_though_the_unit_is_not_shown(city):
    findings_in_ledger(city, 2, unit="firm")
    lines = opened(city, "group=unit&columns=number").context["lines"]
    assert [(line.group, line.count) for line in lines] == [("云州水务集团有限公司", 2), (None, 2)]


def test_a_heading_sorts_by_its_column_and_turns_round_at_the_second_click(city):
    findings_in_ledger(city, 1)
    first = {heading.key: heading for heading in opened(city, "sort=unit").context["headings"]}
    assert (first["unit"].sorted, first["unit"].address) == ("ascending", "?sort=-unit")
    assert (first["number"].sorted, first["number"].address) == ("none", "?")
    assert (first["title"].sorted, first["title"].address) == ("none", "")
    second = {heading.key: heading for heading in opened(city, "sort=-unit").context["headings"]}
    assert (second["unit"].sorted, second["unit"].address) == ("descending", "?sort=unit")


def test_a_table_in_groups_is_sorted_by_its_groups_only(city):
    findings_in_ledger(city, 1)
    assert {heading.address for heading in opened(city, "group=aspect").context["headings"]} == {""}


def test_htmx_gets_the_part_and_a_restored_page_the_whole(city):
    findings_in_ledger(city, 1)
    part = opened(city, headers={"HX-Request": "true"})
    whole = opened(city, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert part.templates[0].name == "ledgers/_findings.html"
    assert whole.templates[0].name == "ledgers/findings.html"
    assert part.headers["Vary"] == "HX-Request, Cookie, Accept-Language"


def test_the_text_of_a_finding_is_shown_as_text(city):
    findings_in_ledger(city, 1, title='<script>alert("1")</script>')
    page = opened(city).content.decode()
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_an_empty_ledger_and_an_empty_view_say_what_to_do(city):
    assert "台账里还没有问题" in opened(city).content.decode()
    findings_in_ledger(city, 1)
    narrowed = opened(city, "q=没有这个词").content.decode()
    assert "没有符合条件的问题" in narrowed
    assert "清除筛选" in narrowed


@pytest.mark.parametrize("person", ["system", "security", "audit", "nobody"])
def test_who_reads_no_findings_has_no_ledger(city, person):
    answer = opened(city, person=person)
    assert answer.status_code == 403
    assert answer.context["sentence"].startswith("您的岗位不能“查看问题”。")


def test_the_view_nobody_changed_shows_the_columns_of_the_list():
    assert DEFAULT == ("number", "unit", "aspect", "title", "category", "state", "confirmed")


def test_rows_of_a_unit_below_the_secretarys_are_in_the_secretarys_ledger(city):
    city.units.school = add_unit(
        name="云大附中", code="111", parent=city.units.university, by=None, sector="university"
    )
    findings_in_ledger(city, 2, unit="school")
    assert numbers(city.people.secretary) == ["5-09-111-001", "5-09-111-002"]
    assert numbers(city.people.liaison) == []


def test_the_address_of_the_ledger_is_its_name():
    assert reverse("ledgers:findings") == LEDGER
