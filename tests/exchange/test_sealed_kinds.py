"""A kind that only some may know of: no title, no number, no sign of it for anybody else."""

# ruff: noqa: ARG002 - the signatures of a kind

import json

import pytest
from django.utils.translation import gettext_lazy as _

from liandu.exchange import kinds
from liandu.exchange.commands import open_package, open_receipt
from liandu.exchange.inspecting import inspect
from liandu.exchange.kinds import Kind
from liandu.exchange.models import Arrival, Carried, Package
from liandu.exchange.wire import text
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from liandu.orgs.models import Unit

WORD = "铜雀春深"


class Whispers(Kind):
    """A kind of the test: the director may know of it, the clerk may not."""

    name, label, sealed, model = "whispers", _("其他"), True, Unit
    fields = {"words": text(100)}

    def may_send(self, reader):
        return self.may_see(reader)

    def may_see(self, reader):
        return reader.username == "zhouxunshi"

    def rows_for(self, reader, selection):
        yield from Unit.objects.filter(code="101")

    def get(self, key):
        return None

    def own(self, key):
        return None

    def fields_of(self, row):
        return {"words": WORD}

    def title_of(self, fields):
        return fields["words"]

    def refuse(self, record, refs, existing, coming):
        raise Refusal("whisper.shut", "没有打开。")


@pytest.fixture
def whispers(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {**kinds._kinds, "whispers": Whispers()})


def test_a_sealed_kind_leaves_no_sign_for_those_who_may_not_know(two, city, whispers):
    package = two.pack(chosen=("whispers",))
    with two.acting("above"):
        arrival = two.take_in(package.path.read_bytes(), by=city.people.clerk)
        assert "whispers" not in inspect(arrival=arrival, by=city.people.clerk).counts
        assert inspect(arrival=arrival, by=city.people.director).counts["whispers"]["refused"] == 1
        opened = open_package(arrival=arrival, choices={}, by=city.people.clerk)
    assert "whispers" not in opened.counts
    with two.acting("county"):
        receipt = opened.arrival.receipt_path.read_bytes()
        open_receipt(chunks=[receipt], name="回执", by=city.people.clerk)

    said = json.dumps(list(Entry.objects.values_list("facts", flat=True)), ensure_ascii=False)
    assert WORD not in said
    assert "whispers" not in said
    assert set(Carried.objects.filter(kind="whispers").values_list("title", flat=True)) == {""}
    two.stay("county")
    address = f"/exchange/packages/{Package.objects.get().pk}/"
    of_clerk, of_director = (
        city.client(person).get(address).content.decode() for person in (city.people.clerk, city.people.director)
    )
    assert (WORD in of_clerk, "没有打开。" in of_clerk, "没有打开。" in of_director) == (False, False, True)
    arrived = city.client(city.people.clerk).get(f"/exchange/arrivals/{Arrival.objects.get().pk}/").content.decode()
    assert "其他" not in arrived


def test_who_may_not_know_of_it_may_not_ask_for_it(two, city, whispers):
    with pytest.raises(Refusal, match="您的岗位不能导出"):
        two.pack(chosen=("whispers",), by=city.people.clerk)
