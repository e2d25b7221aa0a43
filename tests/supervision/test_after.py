"""Checks on site, opening again by two people, ending on somebody's authority."""

import hashlib
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.files.models import StoredFile
from liandu.inspections.policies import presets, read, spelled
from liandu.journal.models import Entry
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.kernel.states import MoveNotAllowed
from liandu.rectification.commands import ask_extension
from liandu.rectification.models import Extension, Item
from liandu.rectification.page_parts import steps_for
from liandu.supervision.commands import (
    ask_reopening,
    confirm_reopening,
    decline_reopening,
    end_item,
    note_site_check,
    sign_request,
    take_back_reopening,
)
from liandu.supervision.models import Ending, Reopening, SiteCheck
from tests.papers_of_the_day import a_marked_file, a_word_file
from tests.rectification.given import an_item
from tests.rectification.working import worked_on
from tests.supervision.given import a_request, a_second_director, approved, now, ready, standing


@pytest.fixture
def closed(city):
    """An item that was written off."""
    made = a_request(city, category="A4")
    sign_request(request=made, opinion="agree", by=city.people.room)
    sign_request(request=now(made), opinion="agree", by=city.people.director)
    return item_now()


def item_now():
    return Item.objects.select_related("unit", "finding", "line", "policy", "round").get()


def refused(code, act, **given):
    with pytest.raises(Refusal) as refusal:
        act(**given)
    assert refusal.value.code == code
    return str(refusal.value)


def a_check(city, item, **more):
    facts = {
        "office": city.units.third_room, "people": "王主任、李歌", "on": timezone.localdate(), "place": "采购中心库房",
        "found": "抽查二十笔，单据齐全", "matches": True, "by": city.people.room,
    }  # fmt: skip
    return note_site_check(item=item, **(facts | more))


# Checks on site


def test_a_check_on_site_says_who_saw_what_and_where(city):
    check = a_check(city, ready(city))
    assert (check.office, check.people, check.place, check.matches, check.made_by) == (
        city.units.third_room, "王主任、李歌", "采购中心库房", True, city.people.room,
    )  # fmt: skip
    assert acts_recorded()["site.checked"] == 1


def test_a_check_is_made_by_two_people_of_ones_own_office_not_tomorrow(city):
    item = ready(city)
    refused("site.alone", a_check, city=city, item=item, people="王主任")
    refused("site.other_office", a_check, city=city, item=item, office=city.units.fourth_room)
    refused("site.in_future", a_check, city=city, item=item, on=date(2999, 1, 1))
    refused("site.nothing_to_check", a_check, city=city, item=an_item(city, serial=2))
    assert (SiteCheck.objects.count(), acts_recorded().get("site.checked")) == (0, None)


@pytest.mark.parametrize("person", ["secretary", "liaison", "organization", "leader", "outsider", "nobody"])
def test_who_may_not_check_is_denied(city, person):
    item = ready(city)
    before = acts_recorded()
    with pytest.raises(Denied):
        a_check(city, item, by=getattr(city.people, person))
    assert (SiteCheck.objects.count(), acts_recorded()) == (0, before)


def test_where_the_policy_wants_a_check_nobody_agrees_before_it_found_what_is_stated(city, monkeypatch):
    policy = read(spelled(presets()["six_months"]) | {"site_check": ["A"]})
    monkeypatch.setattr("liandu.rectification.rules.closing.policy_for", lambda _key: policy)
    made = a_request(city, category="A4")
    refused("signature.lacks_site_check", sign_request, request=made, opinion="agree", by=city.people.room)
    a_check(city, now(made).item, matches=False, on=date(2026, 7, 1))
    refused("signature.lacks_site_check", sign_request, request=now(made), opinion="agree", by=city.people.room)
    a_check(city, now(made).item, on=date(2026, 7, 2))
    sign_request(request=now(made), opinion="agree", by=city.people.room)
    assert standing(made)[0] == "open"


def test_a_reopening_asks_for_a_new_check(city, closed):
    from liandu.rectification.checking import checked_on_site

    a_check(city, closed)
    assert checked_on_site([closed.pk]) == {closed.pk}
    asked = ask_reopening(item=closed, kind="relapse", reason="又发生", by=city.people.room)
    confirm_reopening(reopening=asked, by=city.people.director)
    assert checked_on_site([closed.pk]) == set()


def test_the_record_of_a_check_comes_with_it_and_is_handed_out(city):
    item = ready(city)
    client = city.client(city.people.room)
    answer = client.post(
        f"/supervision/items/{item.pk}/site-check/",
        {
            "office": city.units.third_room.pk, "people": "王主任、李歌", "on": "2026-07-02", "place": "库房",
            "found": "账实相符", "as_reported": "yes", "file": SimpleUploadedFile("核查记录.docx", a_word_file("记录")),
        },
    )  # fmt: skip
    assert answer.status_code == 302
    check = SiteCheck.objects.get()
    assert (check.filename, check.file is not None) == ("核查记录.docx", True)
    handed_out = client.get(f"/supervision/site-checks/{check.pk}/file/")
    assert b"".join(handed_out.streaming_content) == check.file.path.read_bytes()
    assert acts_recorded()["site.file_taken"] == 1


def test_a_record_that_is_a_list_of_clues_is_refused_and_journaled_without_its_name(city, own_home):
    item = ready(city)
    content = a_word_file("一、反映张某有关问题", title="问题线索移交清单")
    refused("material.clue_list", a_check, city=city, item=item, chunks=[content], filename="张某线索.docx")
    kept = [path for path in own_home.rglob("*") if path.is_file() and "keys" not in path.parts]
    assert (SiteCheck.objects.count(), kept, acts_recorded().get("site.checked")) == (0, [], None)
    entry = Entry.objects.get(act="site.file_refused")
    digest = hashlib.sha256(content).hexdigest()
    assert entry.facts == {"name": "问题线索清单", "sha256": digest, "code": "material.clue_list"}
    assert entry.subject == f"rectification.item:{item.pk}"


def test_a_record_marked_above_the_ceiling_is_refused_and_journaled(city, own_home):
    item, before = ready(city), StoredFile.objects.count()
    refused("material.marked_above_ceiling", a_check, city=city, item=item, chunks=[a_marked_file()], filename="a.docx")
    kept = [path for path in own_home.rglob("*") if path.is_file() and "keys" not in path.parts]
    assert (SiteCheck.objects.count(), StoredFile.objects.count() - before, kept) == (0, 0, [])
    assert acts_recorded()["site.file_refused"] == 1


def test_a_refused_check_keeps_what_was_typed(city):
    item = ready(city)
    answer = city.client(city.people.room).post(
        f"/supervision/items/{item.pk}/site-check/",
        {
            "office": city.units.third_room.pk, "people": "王主任", "on": "2026-07-02", "place": "库房",
            "found": "账实相符", "as_reported": "yes",
        },
    )  # fmt: skip
    page = answer.content.decode()
    assert (answer.status_code, SiteCheck.objects.count()) == (422, 0)
    assert "现场核查要两人以上" in page
    assert "账实相符" in page


# Opening again


def test_two_people_open_an_item_again_and_the_clock_runs_anew(city, closed):
    with time_machine.travel("2026-11-30 10:00 +0800"):
        asked = ask_reopening(item=closed, kind="relapse", reason="抽查发现又有三笔", by=city.people.room)
        assert (item_now().state, asked.state) == ("written_off", "asked")
        confirm_reopening(reopening=asked, answer="属实", by=city.people.director)
    row = item_now()
    # Six months of rectification from today.
    assert (row.state, row.result, row.reopenings, row.due_on, row.closed_at) == (
        "rectifying", "under_way", 1, date(2027, 5, 30), None,
    )  # fmt: skip
    done = Reopening.objects.get()
    assert (done.state, done.answer, done.answered_by, done.due_on) == (
        "granted", "属实", city.people.director, date(2027, 5, 30),
    )  # fmt: skip
    assert {act: acts_recorded()[act] for act in ("reopening.asked", "item.reopened")} == {
        "reopening.asked": 1, "item.reopened": 1,
    }  # fmt: skip


def test_a_day_that_is_given_is_the_new_deadline(city, closed):
    with time_machine.travel("2026-11-30 10:00 +0800"):
        past = {"kind": "report", "reason": "举报", "due_on": date(2026, 11, 29), "by": city.people.room}
        refused("reopening.due_in_past", ask_reopening, item=closed, **past)
        asked = ask_reopening(
            item=closed, kind="report", reason="举报", due_on=date(2026, 12, 31), by=city.people.room
        )  # as the one who asks proposes
        confirm_reopening(reopening=asked, by=city.people.director)
    assert item_now().due_on == date(2026, 12, 31)


def test_nobody_confirms_what_they_asked_for_themselves(city, closed):
    asked = ask_reopening(item=closed, kind="other", reason="复查", by=city.people.director)
    for act in (confirm_reopening, lambda **given: decline_reopening(answer="不", **given)):
        words = refused("reopening.by_oneself", act, reopening=asked, by=city.people.director)
        assert words == "自己要求的重新立账，要由另一个人确认。"
    assert (item_now().state, Reopening.objects.get().state) == ("written_off", "asked")
    confirm_reopening(reopening=asked, by=a_second_director(city))
    assert item_now().state == "rectifying"


def test_the_database_itself_wants_two_people(city, closed):
    asked = ask_reopening(item=closed, kind="other", reason="复查", by=city.people.director)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reopening.objects.filter(pk=asked.pk).update(
            state="granted", answered_by=city.people.director, answered_at=timezone.now()
        )


def test_a_reopening_is_declined_with_a_reason_or_taken_back_by_who_asked(city, closed):
    asked = ask_reopening(item=closed, kind="report", reason="举报", by=city.people.room)
    refused("reopening.asked_already", ask_reopening, item=closed, kind="other", reason="再", by=city.people.director)
    refused("reopening.no_answer", decline_reopening, reopening=asked, answer=" ", by=city.people.director)
    decline_reopening(reopening=asked, answer="查无此事", by=city.people.director)
    with pytest.raises(MoveNotAllowed):
        confirm_reopening(reopening=asked, by=city.people.director)
    second = ask_reopening(item=closed, kind="other", reason="再看", by=city.people.room)
    refused("reopening.of_another", take_back_reopening, reopening=second, by=city.people.director)
    take_back_reopening(reopening=second, by=city.people.room)
    states = list(Reopening.objects.order_by("pk").values_list("state", flat=True))
    assert (states, item_now().state) == (["refused", "taken_back"], "written_off")


def test_what_is_not_closed_is_not_opened_again(city):
    item = ready(city)
    with pytest.raises(MoveNotAllowed):
        ask_reopening(item=item, kind="other", reason="x", by=city.people.room)
    assert Reopening.objects.count() == 0


@pytest.mark.parametrize("person", ["secretary", "clerk", "leader", "organization", "outsider", "nobody"])
def test_who_may_not_open_again_is_denied(city, closed, person):
    asked = ask_reopening(item=closed, kind="other", reason="复查", by=city.people.room)
    before, who = acts_recorded(), getattr(city.people, person)
    for act in (
        lambda: ask_reopening(item=closed, kind="other", reason="x", by=who),
        lambda: confirm_reopening(reopening=asked, by=who),
        lambda: decline_reopening(reopening=asked, answer="x", by=who),
        lambda: take_back_reopening(reopening=asked, by=who),
    ):
        with pytest.raises(Denied):
            act()
    assert (Reopening.objects.get().state, item_now().state, acts_recorded()) == ("asked", "written_off", before)


def test_an_item_is_written_off_a_second_time_after_new_work(city, closed):
    from tests.supervision.given import STATEMENT, report

    asked = ask_reopening(item=closed, kind="relapse", reason="又发生", by=city.people.room)
    confirm_reopening(reopening=asked, by=city.people.director)
    from liandu.rectification.commands import request_closure

    item = item_now()
    report(city, item, "再次复核")
    again = request_closure(item=item, statement=STATEMENT, by=city.people.secretary)
    sign_request(request=again, opinion="agree", by=city.people.room)
    sign_request(request=now(again), opinion="agree", by=city.people.director)
    assert (standing(again), item_now().reopenings) == (("granted", "written_off", "done"), 1)


def test_the_pages_lead_from_asking_to_confirming(city, closed):
    room, director = city.client(city.people.room), city.client(city.people.director)
    answer = room.post(f"/supervision/items/{closed.pk}/reopen/", {"kind": "relapse", "reason": "又有三笔"})
    asked = Reopening.objects.get()
    assert answer.url == f"/supervision/reopenings/{asked.pk}/"
    assert "您提出的，要由另一个人确认。" in room.get(answer.url).content.decode()
    assert "确认重新立账" in director.get(answer.url).content.decode()
    confirmed = director.post(
        f"/supervision/reopenings/{asked.pk}/confirm/", {"confirm-due_on": "", "confirm-answer": ""}
    )
    assert (confirmed.url, item_now().state) == (f"/items/{closed.pk}/", "rectifying")


def test_the_second_person_is_offered_the_confirmation_first(city, closed):
    ask_reopening(item=closed, kind="relapse", reason="又发生", by=city.people.room)
    offered = {step.words: (step.reasons, step.primary) for step in steps_for(city.people.director, closed)}
    assert offered["确认重新立账"] == ((), True)
    own = {step.words: step.reasons for step in steps_for(city.people.room, closed)}
    assert own["确认重新立账"] == ("自己要求的重新立账，要由另一个人确认。",)


# The end without rectification


def ended(city, item, **more):
    facts = {
        "authority": "市委巡察工作领导小组", "number": "云巡领〔2026〕8号", "decided_on": date(2026, 7, 1),
        "reason": "单位撤销，职责划转", "by": city.people.director,
    }  # fmt: skip
    return end_item(item=item, **(facts | more))


def test_an_item_ends_on_the_authority_that_is_named_and_never_counts_as_done(city):
    ending = ended(city, approved(city))
    row = item_now()
    assert (row.state, row.result, row.closed_at is not None) == ("ended", "not_done", True)
    assert (ending.authority, ending.number, ending.reason) == (
        "市委巡察工作领导小组", "云巡领〔2026〕8号", "单位撤销，职责划转",
    )  # fmt: skip
    assert acts_recorded()["item.ended"] == 1


def test_an_open_request_ends_with_its_item(city):
    made = a_request(city, category="A4")
    ended(city, now(made).item)
    assert standing(made) == ("returned", "ended", "not_done")


def test_more_time_that_still_waits_rests_when_the_item_ends(city):
    tomorrow = timezone.localdate() + timedelta(days=1)
    item = worked_on(city, due_on=tomorrow)
    ask_extension(item=item, until=tomorrow + timedelta(days=10), reason="设备推迟", by=city.people.secretary)
    ended(city, item)
    assert [(row.state, row.answer) for row in Extension.objects.all()] == [("taken_back", "事项已了结")]


def test_without_authority_or_in_the_wrong_state_nothing_ends(city, closed):
    with pytest.raises(MoveNotAllowed):
        ended(city, closed)
    other = approved(city, serial=2)
    for missing in ("authority", "number", "reason"):
        refused("ending.no_authority", ended, city=city, item=other, **{missing: " "})
    refused("ending.in_future", ended, city=city, item=other, decided_on=date(2999, 1, 1))
    assert (Ending.objects.count(), acts_recorded().get("item.ended")) == (0, None)


@pytest.mark.parametrize("person", ["secretary", "clerk", "room", "organization", "leader", "outsider", "nobody"])
def test_only_the_head_of_the_inspection_office_ends_an_item(city, person):
    item = approved(city)
    before = acts_recorded()
    with pytest.raises(Denied):
        ended(city, item, by=getattr(city.people, person))
    assert (item_now().state, Ending.objects.count(), acts_recorded()) == ("rectifying", 0, before)


def test_an_ended_item_can_be_opened_again(city):
    ended(city, approved(city))
    asked = ask_reopening(item=item_now(), kind="other", reason="职责恢复", by=city.people.room)
    confirm_reopening(reopening=asked, by=city.people.director)
    assert (item_now().state, item_now().result) == ("rectifying", "under_way")


def test_the_page_of_an_ended_item_names_the_authority(city):
    ended(city, approved(city))
    page = city.client(city.people.secretary).get(f"/items/{item_now().pk}/").content.decode()
    assert "云巡领〔2026〕8号" in page
