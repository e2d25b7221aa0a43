"""The pages of exchange: keys and cards, packing, looking in, opening, receipts, all through the browser's requests."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liandu.exchange.commands import open_package
from liandu.exchange.identity import own_card
from liandu.exchange.jobs import pack_waiting
from liandu.exchange.models import Arrival, Foreign, Package, Peer
from liandu.findings.commands import confirm_category
from liandu.findings.models import Finding
from liandu.inspections.models import Round
from liandu.journal.models import Entry
from liandu.journal.queries import history_of
from liandu.journal.sealing import seal_tail
from tests.exchange.sites import Two, a_finding


def uploaded(content: bytes, name: str = "来.liandu") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def received(two: Two, content: bytes, person: str = "director"):
    client = two.city.client(getattr(two.people, person))
    return client, client.post("/exchange/receive/", {"file": uploaded(content)})


def test_a_package_is_asked_for_made_and_handed_out(two, city):
    a_finding(city)
    two.stay("county")
    client = city.client(city.people.clerk)
    peer = Peer.objects.get(site=two.sites["above"])
    answer = client.post("/exchange/pack/", {"peer": peer.pk, "rounds": city.round.pk, "chosen": ["findings"]})
    package = Package.objects.get()
    assert answer.url == f"/exchange/packages/{package.pk}/"
    waiting = client.get(answer.url).content.decode()
    assert "正在打包" in waiting
    assert 'hx-trigger="every 1s"' in waiting

    assert pack_waiting("w", None) == 1
    page = client.get(answer.url).content.decode()
    assert "给“云州市委巡察办”的第 1 号交换包" in page
    assert "every 1s" not in page
    file = client.get(f"{answer.url}file/")
    content = b"".join(file.streaming_content)
    assert content.startswith(b"age-encryption.org/v1")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(act="exchange.taken_out", actor="liuwen").count() == 1


def test_a_package_with_nothing_new_says_so(two, city):
    package = two.pack(chosen=())
    with two.acting("above"):
        opened = open_package(arrival=two.take_in(package.path.read_bytes()), choices={}, by=city.people.director)
    two.stay("county")
    client = city.client(city.people.director)
    receipt = uploaded(opened.arrival.receipt_path.read_bytes())
    answer = client.post("/exchange/receipt/", {"file": receipt}, follow=True)
    assert "已回执" in answer.content.decode()
    peer = Peer.objects.get(site=two.sites["above"])
    client.post("/exchange/pack/", {"peer": peer.pk, "rounds": city.round.pk})

    assert pack_waiting("w", None) == 1
    page = client.get(f"/exchange/packages/{Package.objects.latest('pk').pk}/").content.decode()
    assert "没有新的或变化了的内容" in page


def test_a_package_is_looked_into_opened_and_answered(two, city):
    a_finding(city)
    content = two.pack().path.read_bytes()
    two.stay("above")
    client, answer = received(two, content)
    page = client.get(answer.url).content.decode()
    assert "签名、摘要都已核验，还没有写入任何内容" in page
    assert "5-09-101-001 辅导员配备不足" in page
    assert Finding.objects.count() == 1

    done = client.post(f"{answer.url}open/", follow=True).content.decode()

    assert "请下载回执交回“云岭县委巡察办”" in done
    assert Finding.objects.count() == 2
    receipt = client.get(f"{answer.url}receipt/")
    assert b"".join(receipt.streaming_content).startswith(b"age-encryption.org/v1")
    again = client.post("/exchange/receive/", {"file": uploaded(content)})
    assert (again.status_code, "再次打开不会改变任何内容" in again.content.decode()) == (422, True)
    ids = Entry.objects.filter(act__in=("exchange.opened", "finding.brought_in")).values_list("request_id", flat=True)
    assert len(set(ids)) == 1


def test_a_conflict_is_chosen_on_the_page(two, city):
    finding = a_finding(city)
    with two.acting("above"):
        first = two.take_in(two.pack().path.read_bytes())
        open_package(arrival=first, choices={}, by=city.people.director)
    copy = Finding.objects.exclude(pk=finding.pk).get()
    confirm_category(finding=finding, category="A2", by=city.people.clerk)
    confirm_category(finding=copy, category="B1", by=city.people.clerk)
    content = two.pack().path.read_bytes()
    two.stay("above")
    client, answer = received(two, content, "clerk")
    page = client.get(answer.url).content.decode()
    assert "这一条改用对方的内容" in page
    name = f"findings:{two.sites['county'].code}:{finding.pk}"
    assert f'value="{name}"' in page

    client.post(f"{answer.url}open/", {"theirs": [name]})

    copy.refresh_from_db()
    assert copy.category == "A2"


def test_a_unit_is_matched_and_a_round_linked(two, city):
    content = two.pack(chosen=()).path.read_bytes()
    city.units.university.name = "云州大学（改名）"
    city.units.university.save()
    two.stay("above")
    client, answer = received(two, content)
    assert "对应本系统的单位" in client.get(answer.url).content.decode()
    client.post(f"{answer.url}match/", {"key": "101", "unit": city.units.university.pk})
    assert "对应本系统的单位" not in client.get(answer.url).content.decode()
    client.post(f"{answer.url}open/")
    above = Round.objects.get(pk=Foreign.objects.get(kind="rounds").local)

    client.post(f"{answer.url}link/", {"above": above.pk, "round": city.round.pk})

    city.round.refresh_from_db()
    assert city.round.above == above


def test_a_package_that_is_none_gets_its_sentence_and_leaves_nothing(two, city):
    two.stay("above")
    client, answer = received(two, b"PK\x03\x04")
    assert (answer.status_code, "这不是联督交换包" in answer.content.decode()) == (422, True)
    assert not Arrival.objects.exists()
    assert list((two.home / "incoming").iterdir()) == []
    empty = client.post("/exchange/receive/", {"file": uploaded(b"")})
    assert (empty.status_code, "是空文件" in empty.content.decode()) == (422, True)
    nothing = client.post("/exchange/receive/", {})
    assert nothing.status_code == 422


def test_keys_are_made_and_a_peer_is_added_after_its_fingerprint_was_compared(two, city):
    client = city.client(city.people.security)
    with two.acting("third"):
        client.post("/exchange/keys/", {"name": "云溪县委巡察办"})
        card = own_card()
    two.stay("above")
    assert client.get("/exchange/card/").headers["Content-Disposition"].startswith("attachment")
    page = client.post("/exchange/peers/add/", {"card": uploaded(card, "card.json")}).content.decode()
    assert "核对“云溪县委巡察办”的指纹" in page
    assert Peer.objects.count() == 2
    form = {"card": card.decode().replace("\n", "\r\n"), "level": "below", "since": "2026-06-01"}
    assert client.post("/exchange/peers/add/", form).status_code == 422  # not compared
    assert Peer.objects.count() == 2
    client.post("/exchange/peers/add/", form | {"compared": "on"})
    peer = Peer.objects.latest("pk")
    assert (peer.site.name, peer.level) == ("云溪县委巡察办", "below")
    client.post(f"/exchange/peers/{peer.pk}/retire/", {"until": "2036-01-31"})
    peer.refresh_from_db()
    assert str(peer.until) == "2036-01-31"


@pytest.mark.parametrize("person", ["director", "security"])
def test_the_home_asks_the_database_the_same_number_of_times_for_one_row_and_for_three(two, city, person):
    client = city.client(getattr(city.people, person))
    counts = []
    for _round in range(2):
        for _n in range(1 + _round):
            package = two.pack(chosen=())
            two.take_in(package.path.read_bytes())
        two.stay("above")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/exchange/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_histories_of_packages_have_receipts_for_who_exchanges(two, city):
    a_finding(city)
    package = two.pack()
    arrival = two.take_in(package.path.read_bytes())
    seal_tail()
    for thing, address in (
        (package, f"/exchange/packages/{package.pk}/"),
        (arrival, f"/exchange/arrivals/{arrival.pk}/"),
    ):
        lines = history_of(thing)
        links = [f'href="{reverse("desk:receipt", args=[line.seq])}"' for line in lines]
        with two.acting("above"):
            page = city.client(city.people.director).get(address).content.decode()
        assert [link for link in links if link not in page] == []
        for name, status in (("director", 200), ("clerk", 200), ("room", 404), ("liaison", 404), ("security", 404)):
            client = city.client(getattr(city.people, name))
            answers = {client.get(reverse("desk:receipt", args=[line.seq])).status_code for line in lines}
            assert answers == {status}, (name, address)
