"""What came back: suggested by the worker, judged by people, and what a relapse means for an item written off."""

from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from time import monotonic, sleep
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.desk.queries import work_for
from liandu.findings.commands import reinstate_finding, withdraw_finding
from liandu.findings.models import Finding
from liandu.insight.commands.recurrences import (
    confirm_recurrence,
    dismiss_recurrence,
    propose_recurrences,
    reconsider_recurrence,
)
from liandu.insight.jobs import recurrences as jobs
from liandu.insight.jobs.recurrences import compare_now, compare_when_due
from liandu.insight.models import Compared, Recurrence
from liandu.insight.queries.recurrences import RecurrenceView, opened_recurrence, recurrence_page, with_standings
from liandu.insight.tables.recurrences import parted, recurrence_line
from liandu.journal.models import Entry
from liandu.journal.queries import acts_recorded, history_of
from liandu.kernel.refusals import Refusal
from liandu.kernel.states import MoveNotAllowed
from liandu.supervision.commands import ask_reopening, confirm_reopening, sign_request
from liandu.texts.recurring import Match, Way
from tests.indexes import read_row_by_row, statements_asked
from tests.insight.given import AGAIN, BEFORE, OTHER, a_finding, a_pair, an_earlier_round, reread
from tests.supervision.given import a_request, a_second_director, now

LIST = "/insight/recurrences/"
HTMX = {"HX-Request": "true"}


def a_row(finding, earlier, **more):
    """Return the columns of a pair."""
    units = {"unit": finding.unit, "earlier_unit": earlier.unit}
    return (
        {"finding": finding, "earlier": earlier, "kind": "again", "score": 1, "proposed_at": timezone.now()}
        | units
        | more
    )


def pairs():
    return sorted((row.earlier.number[:8], row.finding.number[:8], row.kind) for row in Recurrence.objects.all())


def test_what_a_unit_hears_again_in_a_later_round_is_suggested_once(city):
    before = a_finding(city, BEFORE, earlier=True)
    a_finding(city, OTHER, earlier=True)
    later = a_finding(city, AGAIN)
    assert compare_now() == 1
    pair = Recurrence.objects.get()
    assert (pair.finding, pair.earlier, pair.kind, pair.state) == (later, before, "again", "proposed")
    assert Compared.objects.count() == 3
    entry = Entry.objects.get(act="recurrence.proposed")
    assert (entry.actor, entry.facts) == ("", {"findings": 3, "pairs": 1})
    assert compare_now() == 0
    assert Recurrence.objects.count() == 1


def test_what_was_fed_back_before_is_the_earlier_one_also_when_it_is_received_last(city):
    later = a_finding(city, AGAIN)
    assert compare_now() == 0
    before = a_finding(city, BEFORE, earlier=True)
    assert compare_now() == 1
    pair = Recurrence.objects.get()
    assert (pair.finding, pair.earlier) == (later, before)


def test_what_another_unit_took_over_is_a_copy_and_the_same_kind_is_elsewhere(city):
    long = "大宗物资采购未经招标，2021年以来由同一家供应商供货，涉及金额1260万元"
    a_finding(city, long, unit="firm", earlier=True)
    a_finding(city, BEFORE, unit="bureau", earlier=True)
    a_finding(city, f"云州大学{long.replace('1260', '88')}")
    a_finding(city, "往来款长期挂账，应收款未清理")
    compare_now()
    assert pairs() == [("5-08-202", "5-09-101", "copied"), ("5-08-303", "5-09-101", "elsewhere")]


def test_what_is_withdrawn_is_not_compared_and_what_is_reinstated_is(city):
    a_finding(city, BEFORE, earlier=True)
    later = a_finding(city, AGAIN)
    withdraw_finding(finding=later, reason="录错了", by=city.people.director)
    assert compare_now() == 0
    assert not Compared.objects.filter(finding=later).exists()
    reinstate_finding(finding=Finding.objects.get(pk=later.pk), reason="误撤", by=city.people.director)
    assert compare_now() == 1


def test_a_dismissed_pair_never_comes_back_by_itself(city):
    pair = a_pair(city)
    dismiss_recurrence(recurrence=pair, note="两件事", by=city.people.clerk)
    Compared.objects.all().delete()
    assert compare_now() == 0
    assert (reread(pair).state, reread(pair).note, reread(pair).judged_by) == ("dismissed", "两件事", city.people.clerk)


def test_a_pair_is_never_suggested_the_other_way_round_nor_written_twice(city):
    pair = a_pair(city)
    turned = Match(pair.earlier_id, pair.finding_id, Way.AGAIN, 0.9)
    assert propose_recurrences(matches=[turned], compared=[pair.earlier_id, pair.finding_id], worker="w") == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Recurrence.objects.create(**a_row(pair.finding, pair.earlier))
    assert Recurrence.objects.count() == 1


def test_what_was_withdrawn_while_it_was_compared_is_left_alone(city):
    before, later = a_finding(city, BEFORE, earlier=True), a_finding(city, AGAIN)
    withdraw_finding(finding=later, reason="录错了", by=city.people.director)
    match = Match(later.pk, before.pk, Way.AGAIN, 0.6)
    assert propose_recurrences(matches=[match], compared=[later.pk], worker="w") == 0
    assert (Recurrence.objects.count(), Compared.objects.count()) == (0, 0)


def test_a_person_confirms_and_takes_it_back(city):
    pair = confirm_recurrence(recurrence=a_pair(city), note=" 核对过原文 ", by=city.people.clerk)
    assert (reread(pair).state, reread(pair).note, reread(pair).judged_by_id) == (
        "confirmed", "核对过原文", city.people.clerk.pk,
    )  # fmt: skip
    numbers = f"{pair.finding.number} 与 {pair.earlier.number}"
    assert history_of(pair)[0].sentence == f"认定 {numbers} 为屡改屡犯"
    with pytest.raises(MoveNotAllowed):
        dismiss_recurrence(recurrence=reread(pair), by=city.people.clerk)
    reconsider_recurrence(recurrence=reread(pair), by=city.people.director)
    again = reread(pair)
    assert (again.state, again.note, again.judged_at, again.judged_by) == ("proposed", "", None, None)
    assert acts_recorded() | {"recurrence.proposed": 1} == acts_recorded()
    assert [acts_recorded()[f"recurrence.{act}"] for act in ("confirmed", "reconsidered")] == [1, 1]


def test_of_two_people_the_first_counts(city):
    pair = a_pair(city)
    seen = reread(pair)
    dismiss_recurrence(recurrence=pair, by=city.people.director)
    with pytest.raises(Refusal, match="刚被别人研判过"):
        confirm_recurrence(recurrence=seen, by=city.people.clerk)
    assert reread(pair).state == "dismissed"


@pytest.mark.parametrize("person", ["room", "leader", "secretary", "outsider"])
def test_nobody_without_the_right_judges(city, person):
    pair = a_pair(city)
    with pytest.raises(Denied):
        confirm_recurrence(recurrence=pair, by=getattr(city.people, person))
    assert reread(pair).state == "proposed"


def test_a_pair_with_a_withdrawn_side_waits_for_nobody(city):
    pair = a_pair(city)
    withdraw_finding(finding=pair.earlier, reason="录错了", by=city.people.director)
    assert recurrence_page(city.people.clerk, RecurrenceView()).rows == []
    assert opened_recurrence(city.people.clerk, pair.pk) is None
    with pytest.raises(Refusal, match=f"{pair.earlier.number} 已撤回"):
        confirm_recurrence(recurrence=reread(pair), by=city.people.clerk)
    assert reread(pair).state == "proposed"


def test_a_judged_pair_keeps_being_shown_when_a_side_is_withdrawn(city):
    pair = confirm_recurrence(recurrence=a_pair(city), by=city.people.clerk)
    withdraw_finding(finding=pair.earlier, reason="录错了", by=city.people.director)
    (row,) = recurrence_page(city.people.clerk, RecurrenceView(state="confirmed")).rows
    assert recurrence_line(city.people.clerk, row).earlier.withdrawn


def test_a_pair_is_there_only_for_who_reaches_both_sides(city):
    pair = a_pair(city, unit="university", other="firm")
    assert pair.kind == "elsewhere"
    # The room oversees the university alone, the organization department the firm alone.
    for person, seen in (("clerk", True), ("leader", True), ("room", False), ("organization", False)):
        assert (opened_recurrence(getattr(city.people, person), pair.pk) is not None) is seen, person
    page = city.client(city.people.room).get(LIST).content.decode()
    assert (pair.finding.number in page, "还没有发现再现的问题" in page) == (False, True)
    told = city.client(city.people.room).get(f"/findings/{pair.finding_id}/").content.decode()
    assert (pair.earlier.number in told, pair.finding.number in told) == (False, True)


def test_the_list_is_turned_page_by_page_within_state_and_kind(city, monkeypatch):
    earlier = a_finding(city, BEFORE, earlier=True)
    for n, score in enumerate((0.5, 0.7, 0.5, 0.9, 0.4)):
        Recurrence.objects.create(**a_row(a_finding(city, f"{AGAIN}{n}"), earlier, score=score))
    monkeypatch.setattr("liandu.insight.queries.recurrences.PAGE", 2)
    seen, query = [], ""
    while True:
        view = RecurrenceView.of({name: values[0] for name, values in parse_qs(query).items()})
        page = recurrence_page(city.people.clerk, view)
        assert page.counts == {("proposed", "again"): 5}
        seen += [row.recurrence.score for row in page.rows]
        query = page.later
        if not query:
            break
    assert seen == [0.9, 0.7, 0.5, 0.5, 0.4]
    assert recurrence_page(city.people.clerk, RecurrenceView(kind="copied")).rows == []
    assert recurrence_page(city.people.clerk, RecurrenceView(state="confirmed")).rows == []


@pytest.mark.parametrize("after", ["", "x", "0.5", "0.5:x", ":1", "1e9:1", "0.5:" + "9" * 30])
def test_an_address_that_makes_no_sense_asks_for_the_beginning(after):
    assert RecurrenceView.of({"after": after, "state": "x", "kind": "y"}) == RecurrenceView()


def written_off(city, **more):
    made = a_request(city, **more)
    sign_request(request=made, opinion="agree", by=city.people.room)
    sign_request(request=now(made), opinion="agree", by=city.people.director)
    return now(made).item


def a_relapse(city):
    """Return an item of the eighth round that is written off, and the confirmed pair that says it came back."""
    item = written_off(city, title=BEFORE, round=an_earlier_round(city), serial=71)
    later = a_finding(city, AGAIN)
    compare_now()
    pair = Recurrence.objects.select_related("finding__unit", "earlier__unit").get(finding=later)
    return item, confirm_recurrence(recurrence=pair, by=city.people.clerk)


def told(city, pair, person="director"):
    reader = getattr(city.people, person)
    (row,) = with_standings(reader, [opened_recurrence(reader, pair.pk)])
    return recurrence_line(reader, row).items


def test_a_confirmed_relapse_of_an_item_written_off_proposes_to_open_it_again(city):
    item, pair = a_relapse(city)
    (line,) = told(city, pair)
    assert (line.number, line.look.words, line.words, line.is_act) == (item.number, "已销号", "要求重新立账", True)
    asked = parse_qs(urlsplit(line.url).query)
    assert (urlsplit(line.url).path, asked["kind"]) == (f"/supervision/items/{item.pk}/reopen/", ["relapse"])
    assert pair.finding.number in asked["reason"][0]
    assert pair.earlier.number in asked["reason"][0]
    form = city.client(city.people.director).get(line.url).content.decode()
    assert f"{pair.finding.number}（{city.round}）指出的问题" in form
    assert '<option value="relapse" selected>' in form
    # Who may not ask is told whom to ask; the item's page says it too, to who sees insight.
    (line,) = told(city, pair, "clerk")
    assert (line.is_act, line.url, line.words[:8]) == (False, "", "可以要求重新立账")
    pages = {
        person: city.client(getattr(city.people, person)).get(f"/items/{item.pk}/").content.decode()
        for person in ("director", "secretary")
    }
    assert (f"/supervision/items/{item.pk}/reopen/?kind=relapse" in pages["director"]) is True
    assert ("kind=relapse" in pages["secretary"], pair.finding.number in pages["secretary"]) == (False, False)


def test_what_was_asked_already_is_said_instead(city):
    item, pair = a_relapse(city)
    asked = ask_reopening(item=item, kind="relapse", reason="又发生", by=city.people.director)
    (line,) = told(city, pair)
    assert (line.words, line.is_act) == ("已要求重新立账，待另一人确认", False)
    assert line.url == f"/supervision/reopenings/{asked.pk}/"
    confirm_reopening(reopening=asked, by=a_second_director(city))
    (line,) = told(city, pair)
    assert (line.look.words, line.words, line.is_act) == ("整改中", "已重新立账", False)


def test_nothing_is_proposed_before_a_person_has_confirmed_nor_for_what_is_elsewhere(city):
    item, pair = a_relapse(city)
    reconsider_recurrence(recurrence=pair, by=city.people.clerk)
    assert [(line.number, line.words) for line in told(city, reread(pair))] == [(item.number, "")]
    confirm_recurrence(recurrence=reread(pair), by=city.people.clerk)
    Recurrence.objects.update(kind="elsewhere")
    assert [(line.number, line.words) for line in told(city, pair)] == [(item.number, "")]


def test_a_line_is_judged_and_taken_back_in_its_place(city):
    pair = a_pair(city)
    browser = city.client(city.people.clerk)
    page = browser.get(LIST).content.decode()
    assert (page.count('data-choice="'), "<mark>往来款</mark>" in page, "1 对问题待研判" in page) == (2, True, True)
    line = browser.post(f"{LIST}{pair.pk}/confirm/", {"note": "是"}, headers=HTMX).content.decode()
    assert ("data-undo" in line, "data-choice" in line, reread(pair).state) == (True, False, "confirmed")
    back = browser.post(f"{LIST}{pair.pk}/reconsider/", headers=HTMX).content.decode()
    assert ("data-undo" in back, "data-choice" in back, reread(pair).state) == (False, True, "proposed")
    answer = browser.post(f"{LIST}{pair.pk}/dismiss/?kind=again", {"note": "长" * 400})
    assert (answer.status_code, answer.url) == (302, f"{LIST}?state=proposed&kind=again")
    assert reread(pair).note == "长" * 300


def test_the_page_of_a_finding_says_what_it_repeats_and_what_repeats_it(city):
    pair = a_pair(city)
    browser = city.client(city.people.clerk)
    later = browser.get(f"/findings/{pair.finding_id}/").content.decode()
    assert f"屡改屡犯，以前有 {pair.earlier.number} 云州大学：{BEFORE}（待研判）" in later
    assert "去研判" in later
    confirm_recurrence(recurrence=pair, by=city.people.clerk)
    earlier = browser.get(f"/findings/{pair.earlier_id}/").content.decode()
    assert f"屡改屡犯，后来有 {pair.finding.number} 云州大学：{AGAIN}（已认定）" in earlier
    assert "去研判" not in earlier
    assert "屡改屡犯" not in city.client(city.people.secretary).get(f"/findings/{pair.earlier_id}/").content.decode()


def test_the_desk_says_how_many_wait_to_who_judges(city):
    assert "对问题再现待研判" not in str([bundle.words for bundle in work_for(city.people.clerk).today])
    a_pair(city)
    (line,) = [one for one in work_for(city.people.clerk).today if one.first.url == LIST]
    assert (line.words, line.n) == ("1 对问题再现待研判", 1)
    assert LIST not in {one.first.url for one in work_for(city.people.room).today}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions_for_one_and_three(city, count, django_assert_num_queries):
    for _n in range(count):
        a_pair(city)
    Recurrence.objects.filter(pk__in=list(Recurrence.objects.values_list("pk", flat=True)[count:])).delete()
    browser = city.client(city.people.clerk)
    # Session, person, standings; counts, pairs, items of the earlier ones.
    with django_assert_num_queries(6):
        browser.get(LIST)
    Recurrence.objects.update(state="confirmed", judged_by=city.people.clerk, judged_at=timezone.now())
    with django_assert_num_queries(6):
        browser.get(f"{LIST}?state=confirmed")


def test_a_page_and_what_waits_are_answered_from_indexes(city):
    a_pair(city)
    with statements_asked() as asked:
        recurrence_page(city.people.room, RecurrenceView(kind="again", after="0.9:99"))
        work_for(city.people.clerk)
    assert read_row_by_row(asked) == []


def test_a_text_is_shown_in_pieces():
    assert parted("往来款挂账", [(0, 3)]) == (("往来款", True), ("挂账", False))
    assert parted("挂账", []) == (("挂账", False),)


def rested(monkeypatch):
    monkeypatch.setattr(jobs, "_memory", jobs._Memory(looked=-jobs.EVERY))


def test_the_worker_lets_a_process_compare_and_waits_for_nothing(city, monkeypatch):
    a_finding(city, BEFORE, earlier=True, at=timezone.now() - timedelta(minutes=3))
    a_finding(city, AGAIN, at=timezone.now() - timedelta(minutes=2))
    rested(monkeypatch)
    with ProcessPoolExecutor(1) as pool:
        assert compare_when_due("w", pool) == 0
        assert jobs._memory.running is not None
        until = monotonic() + 60
        while not (written := compare_when_due("w", pool)) and monotonic() < until:
            sleep(0.05)
    assert written == 1
    assert pairs() == [("5-08-101", "5-09-101", "again")]


def test_who_is_still_confirming_is_waited_for_but_not_for_ever(city, monkeypatch):
    earlier = a_finding(city, BEFORE, earlier=True, at=timezone.now() - timedelta(minutes=5))
    a_finding(city, AGAIN, at=timezone.now() - timedelta(seconds=5))
    rested(monkeypatch)
    assert jobs._due() == ()
    Finding.objects.filter(pk=earlier.pk).update(confirmed_at=timezone.now() - timedelta(minutes=11))
    assert len(jobs._due()) == 2


def test_a_comparison_that_died_is_made_again(city, monkeypatch):
    a_finding(city, BEFORE, earlier=True, at=timezone.now() - timedelta(minutes=3))
    a_finding(city, AGAIN, at=timezone.now() - timedelta(minutes=2))
    rested(monkeypatch)
    with ProcessPoolExecutor(1) as pool:
        compare_when_due("w", pool)
    rested(monkeypatch)  # the worker was killed: nothing of its memory is left
    assert (Recurrence.objects.count(), Compared.objects.count(), len(jobs._due())) == (0, 0, 2)
    assert compare_now() == 1
