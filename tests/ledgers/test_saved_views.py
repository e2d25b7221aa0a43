"""Views kept under a name: one's own, shared with an office, opened first, deleted and taken back."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from liandu.journal.models import Entry
from liandu.journal.readers import may_read_history
from liandu.kernel.refusals import Refusal
from liandu.ledgers import commands
from liandu.ledgers.models import FirstView, SavedView
from liandu.ledgers.queries import kept_views
from tests.ledgers.lives import an_item_after

LEDGER = "/ledger/items/"
VIEWS = "/ledger/items/views/"


@pytest.fixture
def shared(city):
    """A view of the room's officer, shared with the room."""
    return commands.save_view(
        ledger="items", name="逾期", address="deadline=overdue", office=city.units.third_room, by=city.people.room
    )


def acts():
    return list(Entry.objects.filter(act__startswith="view.").order_by("seq").values_list("act", flat=True))


def names(city, person):
    return [view.name for view in kept_views(getattr(city.people, person), "items").views]


def test_a_view_is_kept_whole_and_found_again(city):
    browser = city.client(city.people.clerk)
    address = "state=rectifying&group=unit&columns=number%2Cunit%2Cdue"
    answer = browser.post(f"{VIEWS}save/?{address}&after=x", {"name": " 在办 ", "office": ""})
    assert answer.url == f"{LEDGER}?{address}"
    view = SavedView.objects.get()
    assert (view.name, view.address, view.office, view.owner) == ("在办", address, None, city.people.clerk)
    assert browser.get(LEDGER).context["kept_views"] == [("在办", f"?{address}", False, "")]
    assert browser.get(f"{LEDGER}?{address}").context["kept_views"][0][2]


def test_a_private_view_is_nobody_elses(city):
    commands.save_view(ledger="items", name="我的", address="", office=None, by=city.people.room)
    assert (names(city, "room"), names(city, "clerk"), names(city, "director")) == (["我的"], [], [])


def test_a_shared_view_shows_each_reader_only_what_they_may_see(city, shared):
    an_item_after(city, serial=1, since=date(2024, 7, 1))
    an_item_after(city, serial=2, since=date(2024, 7, 1), unit=city.units.firm)
    colleague = city.people.handler  # stands in the room, but reads no items there
    assert kept_views(colleague, "items").views == []
    commands.save_view(
        ledger="items",
        name="全市",
        address="deadline=overdue",
        office=city.units.inspection_office,
        by=city.people.director,
    )
    assert (names(city, "clerk"), names(city, "secretary")) == (["全市"], [])
    for person, expected in (("clerk", 2), ("room", 1)):
        page = city.client(getattr(city.people, person)).get(f"{LEDGER}?{shared.address}")
        assert len(page.context["lines"]) == expected


def test_a_view_is_shared_only_with_an_own_office(city):
    with pytest.raises(Refusal, match="自己所在的机构"):
        commands.save_view(
            ledger="items", name="给别人", address="", office=city.units.fourth_room, by=city.people.room
        )
    assert (SavedView.objects.count(), acts()) == (0, [])


def test_a_name_is_taken_once_and_what_was_typed_stays(city):
    browser = city.client(city.people.clerk)
    for _turn in range(2):
        answer = browser.post(f"{VIEWS}save/?state=rectifying", {"name": "在办", "office": ""})
    assert answer.status_code == 422
    assert "您已经有一个叫“在办”的视图" in answer.content.decode()
    assert 'value="在办"' in answer.content.decode()
    assert acts() == ["view.saved"]


def test_the_ledger_opens_with_the_view_of_ones_choice(city):
    an_item_after(city, serial=1)
    browser = city.client(city.people.clerk)
    view = commands.save_view(
        ledger="items", name="高校", address="sector=university", office=None, by=city.people.clerk
    )
    assert browser.post(f"{VIEWS}{view.pk}/first/").url == VIEWS
    assert browser.get(LEDGER).context["view"].sector == "university"
    assert browser.get(f"{LEDGER}?sort=number").context["view"].sector == ""
    assert browser.get(f"{LEDGER}?sort=number").headers["HX-Push-Url"] == f"{LEDGER}?sort=number"
    assert city.client(city.people.director).get(LEDGER).context["view"].sector == ""
    browser.post(f"{VIEWS}plain/")
    assert browser.get(LEDGER).context["view"].sector == ""
    assert acts() == ["view.saved", "view.opens_first", "view.opens_no_more"]


def test_a_view_is_renamed_and_shared(city):
    view = commands.save_view(ledger="items", name="旧名", address="", office=None, by=city.people.clerk)
    office = city.units.inspection_office
    answer = city.client(city.people.clerk).post(f"{VIEWS}{view.pk}/", {"name": "新名", "office": office.pk})
    assert answer.url == VIEWS
    view.refresh_from_db()
    assert (view.name, view.office) == ("新名", office)
    assert Entry.objects.get(act="view.changed").facts["before"] == {"name": "旧名", "ledger": "items", "office": ""}


def test_a_deleted_view_is_gone_and_comes_back_as_it_was(city, shared):
    commands.open_with(ledger="items", view=shared, by=city.people.room)
    browser = city.client(city.people.room)
    page = browser.post(f"{VIEWS}{shared.pk}/delete/").content.decode()
    assert "已删除视图“逾期”" in page
    assert reverse("ledgers:restore_view", args=["items", shared.pk]) in page
    assert (names(city, "room"), browser.get(LEDGER).context["view"].deadline) == ([], "")
    browser.post(f"{VIEWS}{shared.pk}/restore/")
    assert (names(city, "room"), browser.get(LEDGER).context["view"].deadline) == (["逾期"], "overdue")
    assert acts() == ["view.saved", "view.opens_first", "view.deleted", "view.restored"]


def test_a_name_taken_meanwhile_is_not_taken_back(city):
    view = commands.save_view(ledger="items", name="在办", address="", office=None, by=city.people.clerk)
    commands.delete_view(view=view, by=city.people.clerk)
    commands.save_view(ledger="items", name="在办", address="x", office=None, by=city.people.clerk)
    with pytest.raises(Refusal, match="换个名称"):
        commands.restore_view(view=view, by=city.people.clerk)
    assert SavedView.objects.filter(deleted_at=None).count() == 1


@pytest.mark.parametrize("what", ["", "delete/", "restore/"])
def test_somebody_elses_view_is_not_changed(city, what):
    shared = commands.save_view(
        ledger="items", name="全市", address="", office=city.units.inspection_office, by=city.people.director
    )
    before = Entry.objects.count()
    answer = city.client(city.people.clerk).post(f"{VIEWS}{shared.pk}/{what}", {"name": "改名", "office": ""})
    assert answer.status_code in {409, 422}
    assert "只有本人可以改" in answer.content.decode()
    shared.refresh_from_db()
    assert (shared.name, shared.deleted_at, Entry.objects.count()) == ("全市", None, before)


@pytest.mark.parametrize("what", ["", "delete/", "restore/", "first/"])
@pytest.mark.parametrize("person", ["clerk", "outsider"])
def test_a_view_that_one_does_not_find_is_not_there(city, shared, what, person):
    assert city.client(getattr(city.people, person)).post(f"{VIEWS}{shared.pk}/{what}").status_code == 404
    assert not may_read_history(getattr(city.people, person), f"ledgers.savedview:{shared.pk}", timezone.now())
    assert FirstView.objects.count() == 0


def test_who_reads_no_items_keeps_no_views(city):
    before = Entry.objects.count()
    assert city.client(city.people.audit).post(f"{VIEWS}save/", {"name": "x"}).status_code == 403
    assert SavedView.objects.count() == 0
    assert list(Entry.objects.order_by("seq").values_list("act", flat=True)[before:]) == ["access.denied"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_views_costs_one_question(city, count, django_assert_num_queries):
    for n in range(count):
        commands.save_view(
            ledger="items", name=f"视图{n}", address="", office=city.units.inspection_office, by=city.people.clerk
        )
    browser = city.client(city.people.clerk)
    with django_assert_num_queries(4):
        assert len(browser.get(VIEWS).context["rows"]) == count


def test_fifty_views_are_enough(city, monkeypatch):
    monkeypatch.setattr("liandu.ledgers.commands.saved_views.MOST_VIEWS", 1)
    commands.save_view(ledger="items", name="一", address="", office=None, by=city.people.clerk)
    with pytest.raises(Refusal, match="最多保存 1 个视图"):
        commands.save_view(ledger="items", name="二", address="", office=None, by=city.people.clerk)
