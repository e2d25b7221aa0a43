"""Lists of packages from one installation to another: copies to read, signed where they are."""

import pytest

from liandu.exchange.commands import open_package, open_receipt
from liandu.exchange.comparing import Verdict
from liandu.exchange.inspecting import inspect
from liandu.exchange.models import Carried, Foreign
from liandu.handover import commands
from liandu.handover.models import ForeignList, Package
from liandu.handover.queries import count_check, foreign_lists_for, packages_for, scope_asked_for, scopes_for
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from tests.handover.packages import a_draft, filled, line_of, sent

LISTS = ("lists",)


def opened(two, package, by=None):
    by = by or two.people.director
    with two.acting("above"):
        return open_package(arrival=two.take_in(package.path.read_bytes(), by=by), choices={}, by=by)


def answered(two, done):
    content = done.arrival.receipt_path.read_bytes()
    with two.acting("county"):
        return open_receipt(chunks=[content], name="回执.liandu", by=two.people.director)


def test_a_list_travels_with_how_each_line_was_signed(two, city):
    package = sent(city, 3)
    commands.accept_line(line=line_of(package), by=city.people.room)
    commands.refuse_line(line=line_of(package, 2), reason="不归本室", by=city.people.room)
    sent_out = two.pack(chosen=LISTS)
    assert sent_out.counts["lists"] == {"sent": 1, "unchanged": 0, "above": 0}

    done = opened(two, sent_out)

    assert done.counts["lists"] == {"accepted": 1, "kept": 0, "refused": 0}
    copy = ForeignList.objects.get()
    assert (copy.source, copy.number, copy.state) == ("云岭县委巡察办", package.number, "handed_over")
    assert copy.round != city.round
    assert (copy.sender, copy.recipient) == ("市委巡察工作领导小组办公室", "市纪委监委第三监督检查室")
    said = [(line["title"], line["state"], line["signed_by"], line["reason"]) for line in copy.lines]
    assert said == [
        ("第1份材料", "accepted", "王主任", ""),
        ("第2份材料", "refused", "王主任", "不归本室"),
        ("第3份材料", "open", "", ""),
    ]
    entry = Entry.objects.get(act="package.brought_in")
    assert entry.facts == {"number": package.number, "source": "云岭县委巡察办", "state": "handed_over", "lines": 3}
    assert answered(two, done).state == "answered"


def test_a_draft_and_what_was_withdrawn_as_a_draft_do_not_travel(two, city):
    filled(city)
    commands.withdraw_package(package=filled(city), reason="重复", by=city.people.clerk)
    assert two.pack(chosen=LISTS).counts["lists"]["sent"] == 0


def test_after_the_receipt_only_a_list_that_changed_travels_and_the_copy_follows(two, city):
    package, other = sent(city, 2), sent(city, 1)
    answered(two, opened(two, two.pack(chosen=LISTS)))
    commands.accept_rest(package=package, by=city.people.room)

    second = two.pack(chosen=LISTS)
    assert second.counts["lists"] == {"sent": 1, "unchanged": 1, "above": 0}
    with two.acting("above"):
        arrival = two.take_in(second.path.read_bytes())
        seen = inspect(arrival=arrival, by=city.people.director)
        assert [(one.verdict, one.title) for one in seen.shown["lists"]] == [
            (Verdict.CHANGED, f"{package.number} {package.title}")
        ]
        open_package(arrival=arrival, choices={}, by=city.people.director)

    states = {row.number: (row.state, {line["state"] for line in row.lines}) for row in ForeignList.objects.all()}
    assert states == {package.number: ("settled", {"accepted"}), other.number: ("handed_over", {"open"})}
    assert Foreign.objects.filter(kind="lists").count() == 2


def test_a_whole_package_again_makes_no_second_copy(two, city):
    sent(city, 2)
    opened(two, two.pack(chosen=LISTS))
    again = opened(two, two.pack(chosen=LISTS, whole=True))
    assert again.counts["lists"] == {"accepted": 1, "kept": 0, "refused": 0}
    assert (ForeignList.objects.count(), Entry.objects.filter(act="package.brought_in").count()) == (1, 1)


def test_a_copy_is_no_package_of_ours_and_counts_nowhere(two, city):
    sent(city, 2)
    director = city.people.director
    scope = scope_asked_for(scopes_for(director), {"round": str(city.round.pk)})
    before = (packages_for(director).count(), count_check(director, scope))
    opened(two, two.pack(chosen=LISTS))
    assert (packages_for(director).count(), count_check(director, scope)) == before
    assert Package.objects.count() == 1


def test_a_list_with_a_line_above_the_receivers_ceiling_does_not_travel(two, city, settings):
    settings.LIANDU_CEILING = "secret"
    draft = a_draft(city)
    commands.add_paper(package=draft, title="密件", copies=1, grade=Grade.SECRET, by=city.people.clerk)
    commands.hand_over(package=draft, by=city.people.clerk)
    assert two.pack(chosen=LISTS).counts["lists"] == {"sent": 0, "unchanged": 0, "above": 1}


def test_the_ceiling_here_refuses_a_list_whatever_the_sender_believed(two, city, settings):
    settings.LIANDU_CEILING = "secret"
    two.sites["above"].peers.update(ceiling="secret")
    draft = a_draft(city)
    commands.add_paper(package=draft, title="密件", copies=1, grade=Grade.SECRET, by=city.people.clerk)
    commands.hand_over(package=draft, by=city.people.clerk)
    package = two.pack(chosen=LISTS)
    settings.LIANDU_CEILING = "internal"
    assert opened(two, package).counts["lists"] == {"accepted": 0, "kept": 0, "refused": 1}
    assert not ForeignList.objects.exists()


def test_who_may_not_prepare_packages_brings_no_list_in(two, city):
    package = sent(city, 1)
    before = Entry.objects.count()
    with pytest.raises(Refusal, match="您的岗位不能"):
        commands.bring_in_list(
            foreign_list=None, round=city.round, source="云岭县委巡察办", number="1", title="清单", note="",
            purpose="handover", state="settled", sender="甲", recipient="乙", supplements="",
            handed_over_on=city.round.since, settled_on=None, digest="", lines=[{"grade": "internal"}],
            by=city.people.room,
        )  # fmt: skip
    assert (ForeignList.objects.count(), Entry.objects.count(), Package.objects.get()) == (0, before, package)


def test_a_list_of_ours_that_comes_back_changes_nothing(two, city):
    package = sent(city, 2)
    answered(two, opened(two, two.pack(chosen=LISTS)))
    copy = ForeignList.objects.get()
    back = two.pack("above", to="county", rounds=[copy.round], chosen=LISTS, whole=True)
    assert back.counts["lists"]["sent"] == 1
    commands.accept_rest(package=package, by=city.people.room)
    with two.acting("county"):
        arrival = two.take_in(back.path.read_bytes(), "county")
        done = open_package(arrival=arrival, choices={}, by=city.people.director)
    assert done.counts["lists"] == {"accepted": 0, "kept": 0, "refused": 1}
    assert (ForeignList.objects.count(), Package.objects.get().state) == (1, "settled")
    receipt = done.arrival.receipt_path.read_bytes()
    with two.acting("above"):
        assert open_receipt(chunks=[receipt], name="回执", by=city.people.director).state == "partly"
    assert Carried.objects.get(package=back, kind="lists").reason["code"] == "exchange.list_of_ours"


def test_the_copy_is_read_by_who_sees_the_whole_city_and_offers_nothing_to_do(two, city):
    sent(city, 2)
    opened(two, two.pack(chosen=LISTS))
    copy = ForeignList.objects.get()
    readers = {name for name, person in vars(city.people).items() if foreign_lists_for(person).exists()}
    assert readers == {"director", "clerk", "leader"}
    two.stay("above")
    page = city.client(city.people.clerk).get(f"/handover/from-others/{copy.pk}/").content.decode()
    assert "第1份材料" in page
    assert "本系统只供查看" in page
    assert page.count("<form") == city.client(city.people.clerk).get("/handover/from-others/").content.decode().count(
        "<form"
    )
    listed = city.client(city.people.clerk).get("/handover/packages/").content.decode()
    assert "来自上级、下级单位" in listed
    assert city.client(city.people.room).get(f"/handover/from-others/{copy.pk}/").status_code == 404
