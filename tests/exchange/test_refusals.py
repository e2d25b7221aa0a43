"""Who is turned away, each with a sentence of its own, and that nothing was kept."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from liandu.exchange.commands import (
    add_peer,
    ask_package,
    discard_arrival,
    make_keys,
    match_unit,
    open_package,
    open_receipt,
    retire_peer,
)
from liandu.exchange.identity import card_from, own_card, own_identity
from liandu.exchange.inspecting import inspect
from liandu.exchange.models import Arrival, Foreign, Package, Peer
from liandu.files.models import StoredFile
from liandu.findings.models import Finding
from liandu.inspections.models import Material
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from tests.exchange.mutants import sealed, taken_apart
from tests.exchange.sites import a_finding
from tests.papers_of_the_day import a_marked_file, a_word_file, receive


def left_nothing(two) -> bool:
    return not Arrival.objects.exists() and list((two.home / "incoming").iterdir()) == []


def opened_as(two, package, **more):
    with two.acting("above"):
        arrival = two.take_in(package.path.read_bytes())
        return open_package(arrival=arrival, choices={}, by=more.get("by", two.people.director))


def test_a_package_for_another_is_not_opened(two, city):
    package = two.pack(chosen=())
    content = package.path.read_bytes()
    with two.acting("third"):
        make_keys(name="云溪县委巡察办", by=two.people.security)

    with pytest.raises(Refusal, match="不是发给本单位的"):
        two.take_in(content, "third")
    parcel = taken_apart(two, content)
    with two.acting("third"):
        me = own_identity()
    to_third = sealed(parcel.archive(), (me.envelope.algorithm, me.envelope.public))
    with pytest.raises(Refusal, match="写明的接收方不是本单位") as caught:
        two.take_in(to_third, "third")
    assert caught.value.code == "exchange.wrong_receiver"
    assert left_nothing(two)
    assert Entry.objects.filter(act="exchange.refused").count() == 2


def test_ones_own_package_is_recognised(two, city):
    parcel = taken_apart(two, two.pack(chosen=()).path.read_bytes())
    with two.acting("county"):
        me = own_identity()
    back = sealed(parcel.archive(), (me.envelope.algorithm, me.envelope.public))

    with pytest.raises(Refusal, match="本单位自己导出的"):
        two.take_in(back, "county")


def test_an_unknown_sender_and_a_retired_one_are_named(two, city):
    content = two.pack(chosen=()).path.read_bytes()
    peer = Peer.objects.get(site=two.sites["county"])
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        retire_peer(peer=peer, until=timezone.localdate() - timedelta(days=1), by=two.people.security)
        with pytest.raises(Refusal, match="停用，没有导入") as caught:
            two.take_in(content)
    assert caught.value.code == "exchange.retired_sender"
    Peer.objects.filter(pk=peer.pk).delete()
    with pytest.raises(Refusal, match="发送方“云岭县委巡察办”不在往来单位里"):
        two.take_in(content)
    assert left_nothing(two)


def test_a_signature_by_another_key_does_not_hold(two, city):
    content = two.pack(chosen=()).path.read_bytes()
    parcel = taken_apart(two, content)
    with two.acting("third"):
        key = make_keys(name="另一个", by=two.people.security).signing

    with pytest.raises(Refusal, match="签名和“云岭县委巡察办”登记的公钥对不上"):
        two.take_in(parcel.changed(key=key).sealed())
    assert left_nothing(two)


@pytest.mark.parametrize(("schema", "sentence"), [(0, "已不再支持"), (2, "请先升级本系统"), (10**9, "请先升级本系统")])
def test_an_older_or_newer_schema_is_told(two, city, schema, sentence):
    parcel = taken_apart(two, two.pack(chosen=()).path.read_bytes()).changed()
    parcel.manifest["schema"] = schema

    with pytest.raises(Refusal, match=sentence):
        two.take_in(parcel.sealed())
    assert left_nothing(two)


@pytest.mark.parametrize(
    ("versions", "sentence"),
    [({"secrets": 1}, "不认识的内容"), ({"units": 2}, "格式比本系统的新")],
)
def test_an_unknown_kind_and_a_newer_one_are_told(two, city, versions, sentence):
    parcel = taken_apart(two, two.pack(chosen=()).path.read_bytes()).changed()
    parcel.manifest["versions"] = versions

    with pytest.raises(Refusal, match=sentence):
        two.take_in(parcel.sealed())


def test_an_older_package_does_not_come_after_a_newer_one(two, city):
    first, second = two.pack(chosen=()), two.pack(chosen=())
    opened_as(two, second)

    with pytest.raises(Refusal, match="第 1 号包，而第 2 号已经导入"):
        two.take_in(first.path.read_bytes())


def test_a_delta_needs_what_it_builds_on(two, city):
    parcel = taken_apart(two, two.pack(chosen=()).path.read_bytes()).changed()
    parcel.manifest |= {"sequence": 5, "based_on": 4}

    with pytest.raises(Refusal, match="第 4 号包没有在本系统导入"):
        two.take_in(parcel.sealed())


def test_material_above_the_ceiling_is_refused_and_leaves_no_copy(two, city, settings):
    settings.LIANDU_CEILING = "secret"
    receive(city, grade=Grade.SECRET)
    Peer.objects.update(ceiling="secret")
    package = two.pack(chosen=("material",))
    settings.LIANDU_CEILING = "internal"
    before = sorted(path for path in two.home.rglob("files/*/*"))

    opened = opened_as(two, package)

    assert opened.counts["material"] == {"accepted": 0, "kept": 0, "refused": 1}
    assert Material.objects.count() == 1
    assert sorted(path for path in two.home.rglob("files/*/*")) == before
    assert list((two.home / "incoming").iterdir()) == []
    with two.acting("county"):
        row = open_receipt(chunks=[opened.arrival.receipt_path.read_bytes()], name="回执", by=two.people.director)
    assert row.state == "partly"
    assert row.carried.get(outcome="refused").reason["code"] == "material.above_ceiling"


def test_a_marking_inside_the_text_counts_as_well(two, city, settings):
    settings.LIANDU_CEILING = "confidential"
    receive(city, content=a_marked_file())
    Material.objects.update(grade="internal")  # as a county that does not look might say
    package = two.pack(chosen=("material",))
    settings.LIANDU_CEILING = "internal"

    opened = opened_as(two, package)

    assert opened.counts["material"]["refused"] == 1
    assert Material.objects.count() == 1


def test_what_is_above_the_ceiling_on_the_card_is_not_packed(two, city, settings):
    settings.LIANDU_CEILING = "secret"
    receive(city, grade=Grade.SECRET)

    package = two.pack(chosen=("material",))

    assert package.counts["material"] == {"sent": 0, "unchanged": 0, "above": 1}


def test_a_unit_that_nobody_matched_is_refused_with_what_hangs_on_it_until_a_person_matches_it(two, city):
    a_finding(city)
    package = two.pack()
    city.units.university.name = "云州大学（本级改名）"
    city.units.university.save()

    with two.acting("above"):
        arrival = two.take_in(package.path.read_bytes())
        seen = inspect(arrival=arrival, by=two.people.director)
        assert seen.counts["units"]["refused"] == 1
        assert seen.counts["findings"]["refused"] == 1
        assert "没有编码 101 的“云州大学”" in str(
            Refusal("", seen.shown["units"][0].refusal["sentence"], **seen.shown["units"][0].refusal["facts"])
        )
        match_unit(site=arrival.site, key="101", unit=city.units.university, by=two.people.director)
        seen = inspect(arrival=arrival, by=two.people.director)
        assert (seen.counts["units"]["refused"], seen.counts["findings"]["new"]) == (0, 1)
        opened = open_package(arrival=arrival, choices={}, by=two.people.director)
    assert opened.counts["findings"]["accepted"] == 1


def test_inspecting_writes_nothing(two, city):
    a_finding(city)
    package = two.pack()
    with two.acting("above"):
        arrival = two.take_in(package.path.read_bytes())
        before = (Entry.objects.count(), Finding.objects.count(), Foreign.objects.count())
        files = sorted(two.home.rglob("*"))
        seen = inspect(arrival=arrival, by=two.people.director)
        assert seen.counts["findings"]["new"] == 1, seen.shown
        assert (Entry.objects.count(), Finding.objects.count(), Foreign.objects.count()) == before
        assert sorted(two.home.rglob("*")) == files


def test_who_may_not_confirm_findings_opens_the_rest(two, city):
    """The clerk may; a withdrawal is the director's."""
    finding = a_finding(city)
    Finding.objects.filter(pk=finding.pk).update(state="withdrawn")
    package = two.pack()

    opened = opened_as(two, package, by=two.people.clerk)

    assert opened.counts["findings"] == {"accepted": 0, "kept": 0, "refused": 1}
    assert opened.counts["material"]["accepted"] == 1


def test_a_failure_in_the_middle_leaves_rows_and_files_as_they_were(two, city, monkeypatch):
    receive(city, content=a_word_file("甲"), name="甲.docx")
    package = two.pack(chosen=("material",))
    with two.acting("above"):
        arrival = two.take_in(package.path.read_bytes())
    lose_the_original(two)  # so that opening has to lay its bytes down anew
    before = (Entry.objects.count(), Material.objects.count(), files(two.home))
    monkeypatch.setattr("liandu.exchange.commands.applying.seal", _broken_disk)
    with two.acting("above"), pytest.raises(OSError, match="disk"):
        open_package(arrival=arrival, choices={}, by=two.people.director)
    arrival.refresh_from_db()
    assert arrival.state == "inspected"
    assert (Entry.objects.count(), Material.objects.count(), files(two.home)) == before
    monkeypatch.undo()
    with two.acting("above"):
        opened = open_package(arrival=arrival, choices={}, by=two.people.director)
    assert opened.counts["material"]["accepted"] == 1
    assert StoredFile.objects.get().path.exists()


def files(home) -> list:
    return sorted(path for path in home.rglob("*") if path.is_file())


def lose_the_original(two) -> None:
    Material.objects.update(state="destroyed", file=None)
    stored = StoredFile.objects.get()
    stored.path.chmod(0o600)
    stored.path.unlink()
    stored.delete()


def _broken_disk(*_arguments, **_named):
    raise OSError("disk full")


@pytest.mark.parametrize("person", ["room", "secretary", "leader", "security", "nobody"])
def test_who_may_not_is_denied_and_changes_nothing(two, city, person):
    by = getattr(two.people, person)
    content = two.pack(chosen=()).path.read_bytes()
    before = (Arrival.objects.count(), Package.objects.count(), Entry.objects.count())

    with two.acting("above"), pytest.raises(Refusal, match="您的岗位不能“导入交换包”"):
        two.take_in(content, by=by)
    with two.acting("county"), pytest.raises(Refusal, match="您的岗位不能“导出交换包”"):
        ask_package(site=two.sites["above"], rounds=[city.round], chosen=(), whole=False, by=by)
    assert (Arrival.objects.count(), Package.objects.count(), Entry.objects.count()) == before


def test_only_the_security_administrator_makes_keys_and_adds_peers(two, city):
    for person in ("director", "clerk", "system", "audit"):
        with pytest.raises(Refusal, match="您的岗位不能“管理密钥和往来单位”"):
            make_keys(name="云州", by=getattr(two.people, person))
        with pytest.raises(Refusal, match="您的岗位不能“管理密钥和往来单位”"):
            add_peer(card=two.cards["county"], level="below", by=getattr(two.people, person))
    assert Peer.objects.count() == 2


def test_a_new_card_retires_the_old_one_and_old_keys_still_open(two, city):
    content = two.pack(chosen=()).path.read_bytes()
    with two.acting("above"):
        make_keys(name="云州市委巡察办", by=two.people.security)
        card = card_from(own_card())
    with two.acting("county"):
        peer = add_peer(card=card, level="above", by=two.people.security)
    old = Peer.objects.filter(site=peer.site).exclude(pk=peer.pk).get()
    assert (old.until, peer.until) == (timezone.localdate(), None)
    assert card.site == two.cards["above"].site
    assert card.fingerprint != two.cards["above"].fingerprint
    assert two.take_in(content).sequence == 1  # sealed to the old key


def test_a_card_that_was_changed_is_none(two):
    with two.acting("county"):
        said = json.loads(own_card())
    groups = card_from(json.dumps(said).encode()).fingerprint.split()
    assert [len(group) for group in groups] == [5] * 12
    for name, value in (("name", "云岭县"), ("site", "0" * 16), ("ceiling", "secret"), ("schema", 2), ("name", 5)):
        with pytest.raises(Refusal, match="不是联督的名片文件"):
            card_from(json.dumps(said | {name: value}).encode())
    for content in (b"", b"[]", b"{", b"[" * 70_000, b"\xff"):
        with pytest.raises(Refusal, match="不是联督的名片文件"):
            card_from(content)


def test_a_discarded_package_leaves_no_file_and_may_come_again(two, city, django_capture_on_commit_callbacks):
    content = two.pack(chosen=()).path.read_bytes()
    arrival = two.take_in(content)
    with two.acting("above"), django_capture_on_commit_callbacks(execute=True):
        discard_arrival(arrival=arrival, by=two.people.clerk)
    assert not arrival.path.exists()
    again = two.take_in(content)
    assert (again.pk, again.state, again.path.exists()) == (arrival.pk, "inspected", True)


def test_the_days_of_a_peer_stand_in_order(two):
    peer = Peer.objects.get(site=two.sites["county"])
    with pytest.raises(Refusal, match="不能早于启用日期"):
        retire_peer(peer=peer, until=date(2020, 1, 1), by=two.people.security)
