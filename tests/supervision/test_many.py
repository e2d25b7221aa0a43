"""Agreeing to many write-offs from the ledger of items: one act, one reason, one request, each item for itself."""

import pytest
from django.utils import timezone

from liandu.journal.models import Entry
from liandu.ledgers.queries import bulk_acts_for
from liandu.rectification.models import Item
from liandu.supervision.commands import sign_request
from liandu.supervision.models import Signature
from liandu.supervision.rules import MOST_AT_ONCE
from tests.supervision.given import a_request, approved, now, standing

BULK = "/ledger/items/act/"


def send(city, items, *, who="room", reason="集中审核"):
    form = {"act": "agree", "item": [item.pk for item in items], "view": "", "reason": reason}
    return city.client(getattr(city.people, who)).post(BULK, form)


@pytest.fixture
def lacking(city):
    """A request whose only piece of evidence was withdrawn after the unit had asked."""
    made = a_request(city, serial=2, category="A4")
    made.item.evidence.update(withdrawn_at=timezone.now(), withdrawn_reason="传错")
    return made


def test_each_item_passes_its_own_rules_and_the_result_names_each(city, lacking):
    good, unasked = a_request(city, serial=1, category="A4"), approved(city, serial=3, category="A4")
    answer = send(city, [good.item, lacking.item, unasked])
    page = city.client(city.people.room).get(answer.url)
    assert [item.number[-3:] for item, _look in page.context["done"]] == ["001"]
    assert [(item.number[-3:], why) for item, why in page.context["refused"]] == [
        ("002", "还没有佐证材料。"), ("003", "这一项没有正在审核的销号申请。"),
    ]  # fmt: skip
    assert [(row.request_id, row.text, row.opinion) for row in Signature.objects.all()] == [
        (good.pk, "集中审核", "agree")
    ]


def test_the_last_agreement_writes_off_and_all_entries_carry_one_request_and_one_reason(city):
    made = [a_request(city, serial=n, category="A4") for n in (1, 2)]
    for one in made:
        sign_request(request=one, opinion="agree", by=city.people.room)
    before = Entry.objects.order_by("-seq").first().seq
    send(city, [one.item for one in made], who="director", reason="会议研究同意")
    assert [standing(one) for one in made] == [("granted", "written_off", "done")] * 2
    # The entries of sessions and files apart: what the act itself wrote.
    entries = Entry.objects.filter(seq__gt=before, act__in=["closure.agreed", "item.written_off", "items.acted_on"])
    assert sorted(entries.values_list("act", flat=True)) == [
        "closure.agreed", "closure.agreed", "item.written_off", "item.written_off", "items.acted_on",
    ]  # fmt: skip
    assert len(set(entries.values_list("request_id", flat=True)) - {""}) == 1
    assert set(entries.exclude(act="item.written_off").values_list("reason", flat=True)) == {"会议研究同意"}


def test_whose_turn_has_not_come_waits(city):
    made = a_request(city, category="A4")
    page = city.client(city.people.director).get(send(city, [made.item], who="director").url)
    assert [why for _item, why in page.context["refused"]] == ["还要等市纪委监委第三监督检查室先签。"]
    assert standing(made)[0] == "open"


def test_a_reason_must_be_given_and_what_was_chosen_stays(city):
    made = a_request(city, category="A4")
    answer = send(city, [made.item], reason=" ")
    assert (answer.status_code, Signature.objects.count()) == (422, 0)
    assert f'value="{made.item_id}"' in answer.content.decode()


def test_more_than_can_be_signed_at_once_are_refused_in_words(city, monkeypatch):
    assert MOST_AT_ONCE == 100
    monkeypatch.setattr("liandu.supervision.commands.signing.MOST_AT_ONCE", 1)
    made = [a_request(city, serial=n, category="A4") for n in (1, 2)]
    answer = send(city, [one.item for one in made])
    assert (answer.status_code, "一次最多办理 1 件。" in answer.content.decode()) == (422, True)
    assert Signature.objects.count() == 0


@pytest.mark.parametrize(
    ("person", "offered"),
    [("room", True), ("director", True), ("organization", True), ("clerk", False), ("secretary", False)],
)
def test_it_is_offered_to_who_signs(city, person, offered):
    made = now(a_request(city, category="A4"))
    assert ("agree" in [act.key for act in bulk_acts_for(getattr(city.people, person))]) == offered
    page = city.client(getattr(city.people, person)).get("/ledger/items/").content.decode()
    assert ('<option value="agree">同意销号</option>' in page) == (offered and person != "organization")
    assert Item.objects.get() == made.item


@pytest.mark.parametrize("person", ["clerk", "secretary", "leader", "nobody"])
def test_without_the_right_nothing_is_signed_and_the_attempt_is_journaled(city, person):
    made = a_request(city, category="A4")
    before = Entry.objects.count()
    assert send(city, [made.item], who=person).status_code == 403
    assert Signature.objects.count() == 0
    assert list(Entry.objects.order_by("seq").values_list("act", flat=True)[before:]) == ["access.denied"]
