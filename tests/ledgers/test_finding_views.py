"""Views of the ledger of findings are kept as those of items are, and the two ledgers keep theirs apart."""

import pytest
from django.urls import reverse

from liandu.journal.models import Entry
from liandu.ledgers import commands
from liandu.ledgers.models import SavedView
from tests.rectification.given import a_finding

LEDGER = "/ledger/"
VIEWS = "/ledger/findings/views/"
CONFIRMED = "state=confirmed"


def kept(city, *, ledger="findings", name="已确认", address=CONFIRMED, office=None, by=None):
    return commands.save_view(ledger=ledger, name=name, address=address, office=office, by=by or city.people.clerk)


def test_a_view_of_findings_is_kept_whole_and_found_again_on_its_own_ledger(city):
    browser = city.client(city.people.clerk)
    address = "sector=university&group=aspect&columns=number%2Ctitle"
    answer = browser.post(f"{VIEWS}save/?{address}&after=x", {"name": "高校", "office": ""})
    assert answer.url == f"{LEDGER}?{address}"
    view = SavedView.objects.get()
    assert (view.ledger, view.address, view.owner) == ("findings", address, city.people.clerk)
    assert browser.get(LEDGER).context["kept_views"] == [("高校", f"?{address}", False, "")]
    assert browser.get(f"{LEDGER}?{address}").context["kept_views"][0][2]
    assert browser.get("/ledger/items/").context["kept_views"] == []
    assert [row[1] for row in browser.get(VIEWS).context["rows"]] == [f"{LEDGER}?{address}"]
    assert browser.get("/ledger/items/views/").context["rows"] == []


def test_the_ledger_opens_with_the_view_of_ones_choice_and_all_of_it_stays_a_press_away(city):
    a_finding(city)
    browser = city.client(city.people.clerk)
    view = kept(city, address="sector=soe")
    told = browser.post(f"{VIEWS}{view.pk}/first/", follow=True).content.decode()
    assert "以后打开问题台账先看“已确认”。" in told
    opened = browser.get(LEDGER)
    assert (opened.context["view"].sector, opened.headers["HX-Push-Url"]) == ("soe", f"{LEDGER}?sector=soe")
    assert f'href="{opened.context["clear"]}"' in opened.content.decode()
    everything = browser.get(LEDGER + opened.context["clear"])
    assert (everything.context["view"].sector, everything.context["page"].total) == ("", 1)
    assert everything.headers["HX-Push-Url"] == f"{LEDGER}?sort=number"
    assert browser.get("/ledger/items/").context["view"].sector == ""
    browser.post(f"{VIEWS}plain/")
    assert browser.get(LEDGER).context["view"].sector == ""


def test_a_shared_view_of_findings_is_found_by_the_office_and_shows_each_what_they_see(city):
    a_finding(city)
    a_finding(city, serial=2, unit=city.units.firm)
    kept(city, office=city.units.third_room, by=city.people.room)
    page = city.client(city.people.room).get(f"{LEDGER}?{CONFIRMED}")
    assert page.context["kept_views"] == [("已确认", f"?{CONFIRMED}", True, str(city.units.third_room))]
    assert page.context["page"].total == 1
    assert city.client(city.people.clerk).get(LEDGER).context["kept_views"] == []


def test_it_is_renamed_deleted_and_taken_back(city):
    browser = city.client(city.people.clerk)
    view = kept(city)
    assert browser.post(f"{VIEWS}{view.pk}/", {"name": "新名", "office": ""}).url == VIEWS
    page = browser.post(f"{VIEWS}{view.pk}/delete/").content.decode()
    assert reverse("ledgers:restore_view", args=["findings", view.pk]) in page
    assert browser.get(LEDGER).context["kept_views"] == []
    assert browser.post(f"{VIEWS}{view.pk}/restore/").url == VIEWS
    assert [name for name, *_rest in browser.get(LEDGER).context["kept_views"]] == ["新名"]


@pytest.mark.parametrize("what", ["", "delete/", "restore/", "first/"])
def test_a_view_of_one_ledger_is_not_there_on_the_other(city, what):
    view = kept(city)
    assert city.client(city.people.clerk).post(f"/ledger/items/views/{view.pk}/{what}").status_code == 404
    view.refresh_from_db()
    assert (view.name, view.deleted_at) == ("已确认", None)


@pytest.mark.parametrize("path", ["", "save/", "plain/"])
def test_a_ledger_that_is_none_is_not_there(city, path):
    browser = city.client(city.people.clerk)
    assert (browser.get if path != "plain/" else browser.post)(f"/ledger/clues/views/{path}").status_code == 404


def test_who_reads_items_alone_keeps_no_views_of_findings(city):
    before = Entry.objects.count()
    browser = city.client(city.people.competent)
    assert browser.get(VIEWS).status_code == 403
    assert browser.post(f"{VIEWS}save/", {"name": "x", "office": ""}).status_code == 403
    assert browser.post(f"{VIEWS}plain/").status_code == 403
    assert SavedView.objects.count() == 0
    assert set(Entry.objects.order_by("seq").values_list("act", flat=True)[before:]) == {"access.denied"}
