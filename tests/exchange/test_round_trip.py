"""From one installation to another and back: packages, receipts, deltas, conflicts, the same package twice."""

import pytest

from liandu.exchange.commands import open_package, open_receipt
from liandu.exchange.inspecting import inspect
from liandu.exchange.models import Foreign
from liandu.findings.commands import confirm_category
from liandu.findings.models import Finding
from liandu.inspections.models import Material, Round, Term
from liandu.kernel.refusals import Refusal
from tests.exchange.sites import Two, a_finding


def brought(two, package):
    with two.acting("above"):
        arrival = two.take_in(package.path.read_bytes())
        return open_package(arrival=arrival, choices={}, by=two.people.director)


def answered(two, opened):
    content = opened.arrival.receipt_path.read_bytes()
    with two.acting("county"):
        return open_receipt(chunks=[content], name="回执.liandu", by=two.people.director)


def verdicts(seen):
    return {kind: {verdict: n for verdict, n in counts.items() if n} for kind, counts in seen.counts.items()}


def test_a_round_travels_with_material_and_findings_and_the_receipt_comes_back(two, city):
    finding = a_finding(city)
    package = two.pack()
    assert (package.sequence, package.state) == (1, "made")
    assert package.counts["findings"] == {"sent": 1, "unchanged": 0, "above": 0}

    opened = brought(two, package)

    assert opened.counts["findings"] == {"accepted": 1, "kept": 0, "refused": 0}
    copy = Finding.objects.exclude(pk=finding.pk).get()
    mark = two.sites["county"].mark
    assert (copy.number, copy.source, copy.source_number) == (f"{mark}5-09-101-001", "云岭县委巡察办", "5-09-101-001")
    assert (copy.title, copy.quote, copy.unit) == (finding.title, finding.quote, finding.unit)
    assert copy.document.material.file == finding.document.material.file
    assert copy.document.material.pk != finding.document.material.pk
    assert Term.objects.get(mark=mark).number == 5
    package = answered(two, opened)
    assert package.state == "answered"
    assert set(package.carried.values_list("outcome", flat=True)) == {"accepted"}


def test_opening_twice_and_answering_twice_change_nothing(two, city):
    a_finding(city)
    package = two.pack()
    content = package.path.read_bytes()
    opened = brought(two, package)
    receipt = opened.arrival.receipt_path.read_bytes()
    answered(two, opened)
    before = (Finding.objects.count(), Material.objects.count(), Round.objects.count(), Foreign.objects.count())

    with pytest.raises(Refusal, match=r"已由周巡视于 .* 导入，再次打开不会改变任何内容"):
        two.take_in(content)
    with two.acting("above"), pytest.raises(Refusal, match="再次打开不会改变"):
        open_package(arrival=opened.arrival, choices={}, by=two.people.director)
    with two.acting("county"), pytest.raises(Refusal, match=r"回执已于 .* 登记"):
        open_receipt(chunks=[receipt], name="回执.liandu", by=two.people.director)

    after = (Finding.objects.count(), Material.objects.count(), Round.objects.count(), Foreign.objects.count())
    assert after == before


def test_after_a_receipt_only_what_changed_travels(two, city):
    a_finding(city)
    answered(two, brought(two, two.pack()))

    with pytest.raises(Refusal, match="没有新的或变化了的内容"):
        two.pack()


def test_a_change_is_taken_over_and_a_change_on_both_sides_waits_for_a_choice(two, city):
    finding = a_finding(city)
    answered(two, brought(two, two.pack()))
    copy = Finding.objects.exclude(pk=finding.pk).get()
    confirm_category(finding=finding, category="A1", by=two.people.clerk)

    second = two.pack()
    assert second.counts["findings"] == {"sent": 1, "unchanged": 0, "above": 0}
    assert second.counts["material"] == {"sent": 0, "unchanged": 1, "above": 0}
    assert (second.sequence, second.based_on) == (2, 1)
    with two.acting("above"):
        arrival = two.take_in(second.path.read_bytes())
        seen = inspect(arrival=arrival, by=two.people.director)
        assert verdicts(seen) == {"findings": {"changed": 1}}
        open_package(arrival=arrival, choices={}, by=two.people.director)
    copy.refresh_from_db()
    assert copy.category == "A1"

    confirm_category(finding=finding, category="A2", by=two.people.clerk)
    confirm_category(finding=copy, category="B1", by=two.people.clerk)
    third = two.pack()
    with two.acting("above"):
        arrival = two.take_in(third.path.read_bytes())
        seen = inspect(arrival=arrival, by=two.people.director)
        assert verdicts(seen) == {"findings": {"conflict": 1}}
        (conflict,) = seen.shown["findings"]
        assert conflict.differences == (("category", "B1", "A2"),)
        opened = open_package(arrival=arrival, choices={}, by=two.people.director)
    copy.refresh_from_db()
    assert (copy.category, opened.counts["findings"]) == ("B1", {"accepted": 0, "kept": 1, "refused": 0})


def test_the_choice_of_theirs_is_followed(two, city):
    finding = a_finding(city)
    answered(two, brought(two, two.pack()))
    copy = Finding.objects.exclude(pk=finding.pk).get()
    confirm_category(finding=finding, category="A2", by=two.people.clerk)
    confirm_category(finding=copy, category="B1", by=two.people.clerk)
    package = two.pack()
    with two.acting("above"):
        arrival = two.take_in(package.path.read_bytes())
        (conflict,) = inspect(arrival=arrival, by=two.people.director).shown["findings"]
        open_package(arrival=arrival, choices={conflict.name: "theirs"}, by=two.people.director)
    copy.refresh_from_db()
    assert copy.category == "A2"


@pytest.mark.slow
def test_the_national_algorithms_carry_a_package_and_its_receipt(city, settings):
    settings.LIANDU_ENVELOPE, settings.LIANDU_SIGNING = "sm2-sm4", "sm2"
    two = Two(city)
    a_finding(city)
    package = two.pack()
    content = package.path.read_bytes()
    assert content.startswith(b"LIANDU-SM-1\n")
    for place in (0, 40, 200, len(content) // 2, len(content) - 1):
        changed = bytearray(content)
        changed[place] ^= 1
        with pytest.raises(Refusal):
            two.take_in(bytes(changed))

    opened = brought(two, package)

    assert opened.counts["findings"] == {"accepted": 1, "kept": 0, "refused": 0}
    assert answered(two, opened).state == "answered"


def test_what_we_sent_ourselves_never_changes_by_itself(two, city):
    """The city changes its copy and sends it back: the county sees a conflict, and keeps its own unless it chooses."""
    finding = a_finding(city)
    ours = finding.category
    assert ours != "B1"
    answered(two, brought(two, two.pack()))
    copy = Finding.objects.exclude(pk=finding.pk).get()
    confirm_category(finding=copy, category="B1", by=two.people.clerk)
    back = two.pack("above", to="county", rounds=[copy.round])
    assert back.counts["findings"] == {"sent": 1, "unchanged": 0, "above": 0}
    assert back.counts["material"] == {"sent": 0, "unchanged": 1, "above": 0}
    with two.acting("county"):
        arrival = two.take_in(back.path.read_bytes(), "county")
        seen = inspect(arrival=arrival, by=two.people.director)
        assert verdicts(seen)["findings"] == {"conflict": 1}
        opened = open_package(arrival=arrival, choices={}, by=two.people.director)
    finding.refresh_from_db()
    assert (finding.category, finding.source, opened.counts["findings"]["kept"]) == (ours, "", 1)
