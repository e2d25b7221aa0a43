"""The register as pages: what waits, lists and their queries, forms from end to end, counts."""

import re
from datetime import date, timedelta
from importlib.resources import files

import pytest
import time_machine
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.access.models import Post
from liandu.access.roles import Act
from liandu.clues import commands
from liandu.clues.models import Assignment, Clue, Nature, SealedList
from liandu.clues.queries import Wanted, clue_counts, clues_for, lists_page, register_page, tasks_for_clues
from liandu.clues.rules import CLOCKS, disposition_due
from liandu.clues.states import ASSIGNMENTS, CLUES, DISPOSITIONS, LISTS
from liandu.clues.suppression import Shown
from liandu.kernel.days import add_months
from tests.clues import making
from tests.clues.making import anew


def waiting(person):
    return [(task.words, task.about, task.tone) for task in tasks_for_clues(person)]


def test_every_table_of_moves_can_be_walked():
    assert [machine.unreachable() for machine in (LISTS, CLUES, DISPOSITIONS, ASSIGNMENTS)] == [set()] * 4


def test_each_person_is_told_what_waits_for_them_by_number_only(city):
    people = city.people
    draft = making.draft(city)
    assert waiting(people.sender) == [("密封清单没有送出", draft.number, "now")]
    row = commands.send_list(sealed_list=draft, by=people.sender)
    assert waiting(people.registrar) == [("密封清单待签收", row.number, "look")]
    making.opened(city, line=None, source="petition")
    clue = Clue.objects.get()
    assert ("待集体研判", clue.number, "now") in waiting(people.registrar)
    proposal = making.proposed(city)
    assert waiting(people.approver) == [("处置意见待审批", proposal.clue.number, "now")]
    given = making.assigned(city)
    assert waiting(people.handler) == [("交办待签收", given.clue.number, "look")]
    done = making.reported(city)
    assert ("办理结果待审批", done.clue.number, "now") in waiting(people.approver)
    for person in (people.director, people.clerk, people.leader, people.nobody):
        assert tasks_for_clues(person) == []
    said = str([waiting(person) for person in vars(people).values()])
    assert [word for word in making.WORDS if word in said] == []


def test_what_is_overdue_comes_first_and_in_red(city):
    clue = making.opened(city)
    row = making.accepted(city)
    with time_machine.travel(timezone.now() + timedelta(days=62)):
        assert waiting(city.people.registrar)[0] == ("待集体研判", clue.number, "late")
        assert waiting(city.people.handler) == [("办理已超期", row.clue.number, "late")]
        assert [c.pk for c in register_page(city.people.keeper, Wanted(late=True)).rows] == [row.clue_id, clue.pk]
    assert register_page(city.people.keeper, Wanted(late=True)).rows == []


def test_refused_lines_wait_for_their_sender(city):
    making.signed(city, verdicts=("refused",))
    assert waiting(city.people.sender) == [("1 份清单有拒收的线索", "", "look")]


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last_of_the_month(day, months, due):
    assert add_months(day, months) == due


def test_every_clock_quotes_its_basis():
    assert all(clock.basis and clock.since for clock in CLOCKS.values())
    assert disposition_due(date(2026, 6, 18)) == date(2026, 7, 18)


def test_the_register_pages_by_key_and_filters(city, monkeypatch):
    clues = [making.opened(city, line=None, source="petition", nature=nature) for nature in ("P1", "P2", "P1")]
    keeper = city.people.keeper
    monkeypatch.setattr("liandu.clues.queries.register.PAGE", 2)
    first = register_page(keeper, Wanted())
    assert ([c.serial for c in first.rows], first.further) == ([3, 2], clues[1].pk)
    second = register_page(keeper, Wanted(before=first.further))
    assert ([c.serial for c in second.rows], second.further) == ([1], "")
    assert [c.serial for c in register_page(keeper, Wanted(nature="P1")).rows] == [3, 1]
    assert [c.serial for c in register_page(keeper, Wanted(state="reviewed")).rows] == []
    assert [c.serial for c in register_page(keeper, Wanted(before="qqqqqqqqqqqq")).rows] == [3, 2]


@pytest.mark.parametrize("many", [1, 3])
def test_lists_cost_the_same_whatever_their_length(city, many, django_assert_num_queries):
    for _n in range(many):
        making.signed(city)
        making.opened(city, line=None, source="petition")
    keeper = city.people.keeper
    tasks_for_clues(keeper)  # posts are read once a request
    with django_assert_num_queries(1):
        register_page(keeper, Wanted())
    with django_assert_num_queries(1):
        lists_page(keeper)
    with django_assert_num_queries(3):
        tasks_for_clues(keeper)


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_of_a_clue_costs_the_same_whatever_hangs_on_it(city, many, django_assert_num_queries):
    row = making.accepted(city)
    for n in range(many):
        commands.note_progress(assignment=row, note=f"{n}", by=city.people.handler)
    client = city.client(city.people.keeper)
    client.post("/clues/why/", {"grounds": "check"})
    with django_assert_num_queries(24):
        client.get(f"/clues/{row.clue_id}/")


def counts_of(person):
    counts = clue_counts(person)
    return counts, {table.key: {cell.key: cell for _label, cell in table.rows} for table in counts.tables}


def test_counts_show_what_is_large_and_hide_what_is_small(city):
    for unit, nature in (
        [(city.units.university, "P3")] * 6 + [(city.units.firm, "P5")] * 5 + [(city.units.bureau, "P1")]
    ):
        making.opened(city, line=None, source="petition", unit=unit, nature=nature)
    counts, tables = counts_of(city.people.director)
    assert counts.total == 12
    nature = tables["nature"]
    assert (nature["P3"].value, nature["P5"].shown, nature["P1"].shown) == (6, Shown.VALUE, Shown.SMALL)
    assert nature["P5"].value == 5
    assert counts.rate == ""
    assert counts_of(city.people.approver)[0].total == 12


def test_counts_are_for_who_carries_the_act(city):
    for person in (city.people.sender, city.people.handler, city.people.clerk, city.people.leader):
        with pytest.raises(Denied) as denied:
            clue_counts(person)
        assert denied.value.act == Act.CLUE_COUNT


def test_few_clues_show_nothing(city):
    making.opened(city)
    counts, tables = counts_of(city.people.keeper)
    assert counts.total is None
    assert {cell.shown for table in tables.values() for cell in table.values()} == {Shown.HIDDEN}
    page = city.client(city.people.keeper).get("/clues/statistics/").content.decode()
    assert "不显示总数" in page


def test_the_natures_are_those_of_the_taxonomy():
    text = (files("liandu.texts") / "taxonomy.yaml").read_text(encoding="utf-8")
    listed = re.findall(r"\{code: (P\d), zh: (\w+), en", text)
    assert listed == [(value, str(label)) for value, label in Nature.choices]


@pytest.mark.slow
def test_a_clue_goes_from_sealed_list_to_conclusion_by_its_pages(city):
    people, units = city.people, city.units
    post = {name: Post.objects.get(user=getattr(people, name)).pk for name in ("keeper", "approver", "handler")}

    def press(person, url, **form):
        client = city.client(person)
        answer = client.post(url, form)
        assert answer.status_code == 302, answer.content.decode()
        return answer.url

    where = press(
        people.sender, "/clues/lists/draft/", office=units.inspection_office.pk, recipient=units.case_office.pk,
        round=city.round.pk, envelope="密封7",
    )  # fmt: skip
    press(people.sender, f"{where}add/", title="甲", source="inspection", pages=3, copies=1, grade="internal")
    press(people.sender, f"{where}send/")
    line = SealedList.objects.get().lines.get()
    press(people.registrar, f"{where}sign/", **{f"verdict-{line.pk}": "accepted"})
    page = press(
        people.registrar, f"/clues/lines/{line.pk}/open/", unit=units.university.pk, nature="P3", rank="county",
        grade="internal", persons="欧阳某 处长\n某乙", narrative="经过", keeper=post["keeper"],
    )  # fmt: skip
    today = timezone.localdate()
    press(people.keeper, f"{page}review/", held_on=today, participants="三人", note="具体可查")
    press(people.keeper, f"{page}propose/", kind="verify", reason="可查", approver=post["approver"])
    press(people.approver, f"{page}decide/", verdict="approve", opinion="同意")
    press(people.keeper, f"{page}assign/", way="assign", handler=post["handler"], due_on=today + timedelta(days=60))
    row = Assignment.objects.get()
    press(people.handler, f"/clues/assignments/{row.pk}/take/", verdict="accept")
    press(people.handler, f"/clues/assignments/{row.pk}/progress/", note="已谈")
    press(people.handler, f"/clues/assignments/{row.pk}/report/", outcome="criticism", result="批评教育")
    press(people.approver, f"/clues/assignments/{row.pk}/conclude/", verdict="approve")
    clue = anew(row.clue)
    assert (clue.state, clue.outcome, SealedList.objects.get().state) == ("concluded", "criticism", "settled")


def test_a_refused_form_shows_what_was_typed_to_who_typed_it(city):
    clue = making.opened(city)
    client = city.client(city.people.registrar)
    answer = client.post(f"/clues/{clue.pk}/review/", {"held_on": "2099-01-01", "participants": "甲", "note": "某意见"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "研判日期不能在今天以后" in page
    assert "某意见" in page
    assert making.STORY not in page


def test_who_gives_an_assignment_back_is_told_that_the_clue_is_gone(city):
    row = making.assigned(city)
    client = city.client(city.people.handler)
    answer = client.post(f"/clues/assignments/{row.pk}/take/", {"verdict": "refuse", "reason": "非本室职责"})
    assert (answer.status_code, "已退回" in answer.content.decode()) == (200, True)
    assert client.get(f"/clues/{row.clue_id}/").status_code == 404
    assert not clues_for(city.people.handler).exists()
