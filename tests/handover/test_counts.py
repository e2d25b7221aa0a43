"""The count check: sent = accepted + refused + open + discrepancy + returned, and both sides held together."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from liandu.findings.commands import withdraw_finding
from liandu.handover import commands, counts
from liandu.handover.counts import Comparison, Scope
from liandu.handover.exports import export_counts
from liandu.handover.models import Line, Package
from liandu.handover.queries import Tally, count_check, tallies_of
from liandu.handover.states import LINES, MEETINGS, PACKAGES
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from tests.findings_of_the_day import findings_in_ledger
from tests.handover.packages import a_draft, a_round_to_hand_over, filled, line_of, sent
from tests.handover.test_meetings import called, held


def check(city, person="clerk", *, whole_term=False):
    return count_check(getattr(city.people, person), Scope(city.round.term, None if whole_term else city.round))


def rows(found, level):
    return [(row.name, row.tally) for row in found.rows if row.level == level]


def test_every_state_is_counted_for_package_meeting_round_and_term(city):
    room, meeting = city.people.room, held(city)
    first, second = sent(city, 5, meeting=meeting), sent(city, 2)
    filled(city)  # a draft counts nowhere
    commands.accept_line(line=line_of(first, 1), by=room)
    commands.refuse_line(line=line_of(first, 2), reason="不收", by=room)
    commands.note_discrepancy(line=line_of(first, 3), came_pages=9, by=room)
    commands.accept_line(line=line_of(first, 4), by=room)
    commands.return_line(line=line_of(first, 4), reason="不归本室", by=room)

    of_first = Tally(sent=5, accepted=1, refused=1, open=1, discrepancy=1, returned=1)
    of_both = Tally(sent=7, accepted=1, refused=1, open=3, discrepancy=1, returned=1)
    found = check(city)
    assert rows(found, "round") == [("第五届市委第九轮巡察", of_both)]
    assert rows(found, "meeting") == [("第九轮巡察移交联席会议", of_first)]
    assert [tally for _name, tally in rows(found, "package")] == [of_first, Tally(sent=2, open=2)]
    assert rows(check(city, whole_term=True), "term") == [("第五届", of_both)]
    assert {row.tally.difference for row in found.rows} == {0}
    assert second.lines_sent == 2


def test_a_line_that_vanished_is_a_difference(city):
    package = sent(city)
    Line.objects.filter(package=package, position=2).delete()
    found = check(city)
    assert [tally.difference for _name, tally in rows(found, "package")] == [1]
    assert found.differing == 1
    assert [tally.difference for _name, tally in rows(check(city, whole_term=True), "package")] == [1]


def test_totals_are_what_reports_ask_for(city):
    held(city)
    called(city)
    package = sent(city, 3)
    commands.accept_line(line=line_of(package), by=city.people.room)
    found = {total.name: (total.number, total.of) for total in check(city).totals}
    assert found == {"联席会议": (1, 2), "移交材料": (1, 3), "移交问题": (0, 0), "清单各行": (1, 3)}


def feedback(city):
    """Hand the university its opinion and three of its four findings; return what the round holds."""
    there = a_round_to_hand_over(city)
    package = a_draft(city, recipient=city.units.university, purpose="feedback", title="反馈")
    things = [there["opinion"], *there["findings"][:3]]
    commands.add_things(package=package, things=things, by=city.people.clerk)
    commands.hand_over(package=package, by=city.people.clerk)
    commands.accept_rest(package=package, by=city.people.secretary)
    return there


def test_findings_are_held_against_what_their_unit_signed_and_material_against_packages(city):
    there = feedback(city)
    withdraw_finding(finding=there["findings"][0], reason="误录", by=city.people.director)
    of_findings, of_material, of_items = check(city).comparisons

    assert (of_findings.left, of_findings.right, of_findings.differing) == (3, 3, 2)
    assert [one.words.split(" · ")[0][:12] for one in of_findings.differences] == ["5-09-101-004", "5-09-101-001"]
    assert [one.words.split(" · ")[-1] for one in of_findings.differences] == ["本单位没有签收", "签收以后问题已撤回"]
    assert (of_material.left, of_material.right, of_material.differing) == (2, 1, 1)
    assert "巡察报告" in of_material.differences[0].words
    assert (of_items.left, of_items.right, of_items.differing) == (2, 0, 2)
    differences = (*of_findings.differences, *of_material.differences, *of_items.differences)
    assert all(one.here and one.there for one in differences)


def test_who_does_not_see_every_package_sees_no_gaps_that_are_none(city):
    feedback(city)
    assert [check(city, name).comparisons for name in ("room", "secretary")] == [[], []]
    assert len(check(city, "leader").comparisons) == 2  # a leader reads no material


def test_later_stages_hold_their_own_side_against_the_signatures(city, monkeypatch):
    monkeypatch.setattr(counts, "_counterparts", [])
    given_to = []

    @counts.hold_against
    def items(reader, scope):
        given_to.append((reader, scope.round))
        return [Comparison("整改事项", "已签收", 3, "/a", "已立项", 2, "/b", 1)]

    feedback(city)
    assert [one.about for one in check(city).comparisons][-1:] == ["整改事项"]
    assert given_to == [(city.people.clerk, city.round)]


def test_the_check_costs_the_same_for_one_and_for_three_packages(city):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            check(city)
        return len(asked)

    feedback(city)
    commands.accept_rest(package=sent(city), by=city.people.room)
    findings_in_ledger(city, 1, first=30)
    few = queries()
    held(city)
    for _n in range(2):
        sent(city, 4, meeting=held(city))
        findings_in_ledger(city, 3, first=40 + 10 * _n)
    assert (few, queries()) == (13, 13)


def test_the_check_goes_out_as_a_spreadsheet_and_is_journaled(city):
    feedback(city)
    with export_counts(check=check(city), by=city.people.clerk) as out:
        book = load_workbook(out)
    sheet = book["清点"]
    assert [cell.value for cell in sheet[5]] == ["　第五届市委第九轮巡察", 1, 4, 4, 0, 0, 0, 0, 0]
    assert book["不一致"].max_row == 6  # and three findings without their item
    assert acts_recorded()["handover.counts_exported"] == 1


# Whatever happens, the equation holds

ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["accept", "refuse", "differ", "return", "undo", "rest", "again", "drop", "withdraw", "send", "new"]
        ),
        st.integers(1, 4),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=14,
)


def act_on(city, what, position, which):
    """Try one act on one line of one package; a refusal is an answer too."""
    packages = list(Package.objects.order_by("pk"))
    if what == "new":
        sent(city, position)
        return
    package = packages[which % len(packages)]
    line = Line.objects.filter(package=package, position=position).first()
    if line is None:
        return
    line, room, clerk = line_of(package, position), city.people.room, city.people.clerk
    acts = {
        "accept": lambda: commands.accept_line(line=line, by=room),
        "refuse": lambda: commands.refuse_line(line=line, reason="不收", by=room),
        "differ": lambda: commands.note_discrepancy(line=line, came_pages=99, by=room),
        "return": lambda: commands.return_line(line=line, reason="退回", by=room),
        "undo": lambda: commands.undo_signature(line=line, by=room),
        "rest": lambda: commands.accept_rest(package=package, by=room),
        "again": lambda: commands.send_again(package=package, lines=[line], by=clerk),
        "drop": lambda: commands.drop_line(line=line, reason="不再移交", by=clerk),
        "withdraw": lambda: commands.withdraw_package(package=package, reason="撤回", by=clerk),
        "send": lambda: commands.hand_over(package=package, by=clerk),
    }
    try:
        acts[what]()
    except Refusal:
        return


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_sent_equals_what_became_of_it_after_any_acts(city, acts):
    sent(city, 4)
    for what, position, which in acts:
        act_on(city, what, position, which)
    found = check(city)
    assert {row.tally.difference for row in found.rows} == {0}
    for package in Package.objects.filter(state__in=("handed_over", "settled")):
        tally = tallies_of(city.people.clerk, [package])[package.pk]
        assert tally.sent == tally.accounted == package.lines.count()
        assert (tally.waiting == 0) == (package.state == "settled")
    numbers = [p.number for p in Package.objects.exclude(number=None).order_by("handed_over_at", "pk")]
    assert numbers == [f"巡移〔{timezone.localdate().year}〕9-{n:02d}" for n in range(1, len(numbers) + 1)]


def test_every_state_of_the_three_tables_is_reached():
    assert [machine.unreachable() for machine in (MEETINGS, PACKAGES, LINES)] == [set(), set(), set()]
