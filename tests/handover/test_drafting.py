"""Drafting packages, editing their lists, handing them over, withdrawing."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.handover import commands
from liandu.handover.models import Line, Package
from liandu.handover.queries import packages_for
from liandu.inspections.commands import open_round, withdraw_material
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from tests.findings_of_the_day import findings_in_ledger
from tests.handover.packages import a_draft, a_round_to_hand_over, filled, line_of, sent, states
from tests.papers_of_the_day import receive

pytestmark = pytest.mark.django_db


def refused(code, act, **given):
    with pytest.raises(Refusal) as refusal:
        act(**given)
    assert refusal.value.code == code


@time_machine.travel("2026-07-01 10:00 +0800")
def test_handing_over_gives_the_next_number_of_the_round_and_fixes_the_list(city, settings):
    settings.LIANDU_HANDOVER_MARK = "云巡移"
    first, second = sent(city, 2), sent(city, 1)
    tenth = open_round(term=city.round.term, number=10, name="第十轮", since=date(2026, 6, 1), by=city.people.director)
    other = sent(city, 1, round=tenth)

    assert [package.number for package in (first, second, other)] == [
        "云巡移〔2026〕9-01", "云巡移〔2026〕9-02", "云巡移〔2026〕10-01",
    ]  # fmt: skip
    assert (first.lines_sent, len(first.digest), first.state) == (2, 64, "handed_over")


def test_a_draft_that_is_never_sent_takes_no_number(city):
    commands.withdraw_package(package=filled(city), reason="重复", by=city.people.clerk)
    assert sent(city).number == f"巡移〔{timezone.localdate().year}〕9-01"


def test_the_digest_changes_with_any_column_of_any_line(city):
    draft = filled(city, 2)
    first = commands.hand_over(package=draft, by=city.people.clerk).digest
    other = filled(city, 2)
    commands.correct_line(line=line_of(other, 2), title="第2份材料", number="", pages=3, copies=1, by=city.people.clerk)
    assert commands.hand_over(package=other, by=city.people.clerk).digest != first


def test_material_and_findings_are_listed_with_their_own_words_and_digests(city):
    there = a_round_to_hand_over(city)
    draft = a_draft(city)
    n = commands.add_things(package=draft, things=[there["report"], *there["findings"][:1]], by=city.people.clerk)
    again = commands.add_things(package=draft, things=[there["report"]], by=city.people.clerk)

    material, finding = Line.objects.order_by("position")
    assert (n, again) == (2, 0)
    assert (material.title, material.sha256, material.sm3) == (
        there["report"].title, there["report"].file.sha256, there["report"].file.sm3,
    )  # fmt: skip
    assert (finding.number, finding.title, finding.unit) == ("5-09-101-001", "第1类具体表现", city.units.university)


def test_a_list_of_clues_is_refused_even_by_hand(city):
    there = a_round_to_hand_over(city)
    draft = a_draft(city)
    refused("line.clue_list", commands.add_things, package=draft, things=[there["clues"]], by=city.people.clerk)
    assert Line.objects.count() == 0


def test_things_of_another_round_or_taken_back_are_refused(city):
    draft, clerk = a_draft(city), city.people.clerk
    tenth = open_round(term=city.round.term, number=10, name="第十轮", since=date(2026, 6, 1), by=city.people.director)
    stranger = findings_in_ledger(city, 1, first=50, round=tenth)
    refused("line.other_round", commands.add_things, package=draft, things=stranger, by=clerk)
    material = receive(city)
    withdraw_material(material=material, by=clerk, reason="传错")
    refused("line.thing_gone", commands.add_things, package=draft, things=[material], by=clerk)
    assert Line.objects.count() == 0


def test_a_paper_above_the_ceiling_is_refused(city):
    draft = a_draft(city)
    with pytest.raises(Refusal, match="高于本系统允许的最高密级"):
        commands.add_paper(package=draft, title="机密件", copies=1, grade=Grade.CONFIDENTIAL, by=city.people.clerk)
    assert Line.objects.count() == 0


def test_removing_a_line_moves_those_below_it_up(city):
    draft = filled(city, 3)
    commands.remove_line(line=line_of(draft, 2), by=city.people.clerk)
    assert list(Line.objects.order_by("position").values_list("position", "title")) == [
        (1, "第1份材料"), (2, "第3份材料"),
    ]  # fmt: skip


def test_nothing_is_handed_over_without_recipient_lines_or_with_things_that_are_gone(city):
    clerk = city.people.clerk
    refused("package.empty", commands.hand_over, package=a_draft(city), by=clerk)
    nobody = filled(city, recipient=city.units.third_room)
    commands.change_package(package=nobody, recipient=None, title="待定", note="", mentions_clues=False, by=clerk)
    refused("package.no_recipient", commands.hand_over, package=nobody, by=clerk)
    draft, material = a_draft(city), receive(city)
    commands.add_things(package=draft, things=[material], by=clerk)
    withdraw_material(material=material, by=clerk, reason="传错")
    refused("line.material_gone", commands.hand_over, package=draft, by=clerk)
    assert set(Package.objects.values_list("state", "number")) == {("drafting", None)}


def test_what_was_handed_over_can_no_longer_be_edited(city):
    package, clerk = sent(city), city.people.clerk
    before = acts_recorded()
    refused("package.not_drafting", commands.remove_line, line=line_of(package), by=clerk)
    refused("package.not_drafting", commands.add_things, package=package, things=[], by=clerk)
    refused(
        "package.not_drafting", commands.change_package,
        package=package, recipient=None, title="改", note="", mentions_clues=True, by=clerk,
    )  # fmt: skip
    refused("move.not_allowed", commands.hand_over, package=package, by=clerk)
    assert (len(states(package)), acts_recorded()) == (3, before)


def test_withdrawing_needs_a_reason_and_no_signature(city):
    package, clerk = sent(city), city.people.clerk
    refused("handover.reason_missing", commands.withdraw_package, package=package, reason=" ", by=clerk)
    commands.accept_line(line=line_of(package), by=city.people.room)
    refused("package.signed_in_part", commands.withdraw_package, package=package, reason="发错", by=clerk)
    assert Package.objects.get().state == "handed_over"

    other = sent(city)
    commands.withdraw_package(package=other, reason="发错", by=clerk)
    assert Package.objects.get(pk=other.pk).state == "withdrawn"


@pytest.mark.parametrize("person", ["room", "leader", "secretary", "system", "nobody"])
def test_who_does_not_prepare_changes_nothing_and_is_not_journaled(city, person):
    draft, who = filled(city), getattr(city.people, person)
    before = acts_recorded()
    acts = [
        lambda: a_draft(city, by=who),
        lambda: commands.hand_over(package=draft, by=who),
        lambda: commands.withdraw_package(package=draft, reason="x", by=who),
        lambda: commands.remove_line(line=line_of(draft), by=who),
        lambda: commands.add_things(package=draft, things=[], by=who),
        lambda: commands.tie_package(package=draft, meeting=None, agenda=None, by=who),
    ]
    for act in acts:
        with pytest.raises(Denied):
            act()
    assert (states(draft), Package.objects.get().state, acts_recorded()) == (["open"] * 3, "drafting", before)


def test_drafts_are_seen_by_who_prepares_alone_and_sent_ones_by_both_offices_and_the_city(city):
    draft, package = filled(city), sent(city)
    people = vars(city.people).items()
    seen = {name: set(packages_for(person).values_list("pk", flat=True)) for name, person in people}
    both = {name for name, keys in seen.items() if keys == {draft.pk, package.pk}}
    one = {name for name, keys in seen.items() if keys == {package.pk}}
    assert (both, one) == ({"director", "clerk"}, {"room", "leader"})


def test_a_unit_sees_what_is_addressed_to_it(city):
    package = sent(city, recipient=city.units.university, purpose="feedback")
    seen = {name for name, person in vars(city.people).items() if packages_for(person).filter(pk=package.pk).exists()}
    assert seen == {"director", "clerk", "leader", "secretary"}
