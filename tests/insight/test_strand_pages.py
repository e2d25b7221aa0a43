"""The pages of strands: lists, ticked members, the queue, and what is told to whom."""

import pytest

from liandu.findings.queries import findings_for
from liandu.insight.commands import (
    accept_strand,
)
from liandu.insight.jobs.strands import group_now
from liandu.insight.models import Membership, Strand
from liandu.insight.queries.strands import StrandView, strand_page
from liandu.ledgers.queries import View, ledger_for
from tests.insight.given_strands import a_proposal, a_strand, findings, members, now, some_findings


def test_the_list_counts_what_is_within_reach_and_pages_by_class(city, monkeypatch):
    a_strand(city, 4)
    some_findings(city, 3, code="A1", what="学习流于形式")
    some_findings(city, 3, code="C1", what="议事规则不健全", units=("firm", "bureau"))
    group_now()
    monkeypatch.setattr("liandu.insight.queries.strands.PAGE", 1)
    first = strand_page(city.people.clerk, StrandView())
    second = strand_page(city.people.clerk, StrandView.of(dict([pair.split("=") for pair in first.later.split("&")])))
    assert [row.strand.code for row in (*first.rows, *second.rows)] == ["A1", "C1"]
    assert (first.counts, second.later) == ({"proposed": 2, "accepted": 1}, "")
    figures = first.rows[0].figures
    assert (figures.findings, figures.units, figures.sectors) == (3, 3, ("department", "soe", "university"))
    seen = strand_page(city.people.room, StrandView(state="accepted"))
    assert [(row.strand.code, row.figures.findings, row.figures.units) for row in seen.rows] == [("B6", 2, 1)]
    assert seen.counts == {"accepted": 1}


def test_a_proposal_and_its_words_are_for_who_reaches_all_its_members(city):
    proposal = a_proposal(city)
    url = f"/insight/strands/{proposal.pk}/"
    assert city.client(city.people.leader).get(url).status_code == 200
    room = city.client(city.people.room)
    assert room.get(url).status_code == 404
    lists = ("/insight/strands/", "/insight/strands/?state=proposed", "/insight/", f"/ledger/?strand={proposal.pk}")
    for address in lists:
        assert proposal.label not in room.get(address).content.decode(), address
    (seen, *_others) = findings_for(city.people.room).filter(strand_membership__strand=proposal)
    assert proposal.label not in room.get(f"/findings/{seen.pk}/").content.decode()


def test_only_what_is_common_by_the_rule_of_the_site(city, settings):
    some_findings(city, 2, code="A1", units=("university",))
    some_findings(city, 2, code="B6", units=("university", "firm"))
    group_now()
    settings.LIANDU_COMMON_UNITS, settings.LIANDU_COMMON_SECTORS = 3, 2
    assert [row.strand.code for row in strand_page(city.people.clerk, StrandView(common="1")).rows] == ["B6"]
    settings.LIANDU_COMMON_SECTORS = 3
    assert strand_page(city.people.clerk, StrandView(common="1")).rows == []


def test_a_strand_of_which_a_reader_reaches_nothing_is_not_there(city):
    strand = a_strand(city, 3, units=("firm", "bureau"))
    assert city.client(city.people.room).get(f"/insight/strands/{strand.pk}/").status_code == 404
    page = city.client(city.people.clerk).get(f"/insight/strands/{strand.pk}/").content.decode()
    assert page.count('name="finding"') == 3


def test_a_reader_of_one_unit_sees_its_members_alone_and_no_history(city):
    strand = a_strand(city, 3)
    page = city.client(city.people.room).get(f"/insight/strands/{strand.pk}/").content.decode()
    numbers = [row.number for row in findings(strand)]
    assert [number for number in numbers if number in page] == [numbers[0]]
    assert "采用“" not in page
    assert "只计算您范围内的问题" in page


def test_a_line_is_accepted_in_its_place_and_a_retired_one_restored(city):
    strand = a_proposal(city)
    browser = city.client(city.people.clerk)
    assert browser.get("/insight/strands/").content.decode().count("data-choice=") == 2
    sent = {"version": strand.version}
    part = {"HX-Request": "true"}
    line = browser.post(f"/insight/strands/{strand.pk}/retire/", sent, headers=part).content.decode()
    assert ("data-undo" in line, "data-choice" in line) == (True, False)
    again = browser.post(f"/insight/strands/{strand.pk}/retire/", sent, headers=part)
    assert (again.status_code, now(strand).state) == (409, "retired")
    sent = {"version": now(strand).version}
    line = browser.post(f"/insight/strands/{strand.pk}/restore/", sent, headers=part).content.decode()
    assert ("data-choice" in line, now(strand).state) == (True, "proposed")
    browser.post(f"/insight/strands/{strand.pk}/accept/", {"version": now(strand).version}, headers=part)
    assert now(strand).state == "accepted"


def test_ticked_members_are_split_moved_and_pinned_by_their_buttons(city):
    strand, into = a_strand(city, 5), a_strand(city, code="A1", what="学习流于形式")
    browser, url = city.client(city.people.clerk), f"/insight/strands/{strand.pk}/members/"
    one, two, three, *_rest = [row.pk for row in findings(strand)]
    browser.post(url, {"act": "pin", "finding": [one], "version": now(strand).version})
    assert Membership.objects.get(pk=one).pinned
    browser.post(url, {"act": "move", "finding": [two], "move-into": into.pk, "version": now(strand).version})
    assert Membership.objects.get(pk=two).strand_id == into.pk
    browser.post(url, {"act": "split", "finding": [three], "split-label": "单独", "version": now(strand).version})
    assert Membership.objects.get(pk=three).strand.label == "单独"
    refused = browser.post(
        url, {"act": "split", "finding": [one], "split-label": "再拆", "version": now(strand).version}
    )
    assert (refused.status_code, "已固定" in refused.content.decode()) == (422, True)


def test_the_queue_is_listed_and_its_findings_are_moved(city):
    strand = a_strand(city)
    (one,) = some_findings(city, 1, code="D1")
    browser = city.client(city.people.clerk)
    assert one.number in browser.get("/insight/strands/waiting/").content.decode()
    browser.post("/insight/strands/waiting/move/", {"finding": [one.pk], "move-into": strand.pk})
    assert Membership.objects.get(pk=one.pk).strand_id == strand.pk
    assert one.number not in browser.get("/insight/strands/waiting/").content.decode()


def test_every_number_opens_the_rows_it_counts_and_nobody_elses(city):
    strand = a_strand(city, 4)
    some_findings(city, 2, code="D1")
    view = View.of({"strand": str(strand.pk)})
    assert set(ledger_for(city.people.clerk, view).values_list("pk", flat=True)) == set(members(strand))
    assert ledger_for(city.people.room, view).count() == 2
    assert ledger_for(city.people.secretary, view).count() == 0
    page = city.client(city.people.clerk).get(f"/ledger/?strand={strand.pk}&group=unit").content.decode()
    assert "只看这一组同类问题" in page
    assert city.client(city.people.clerk).get(f"/ledger/items/?strand={strand.pk}").status_code == 200


def test_a_finding_says_its_strand_to_who_sees_it(city):
    strand = a_strand(city)
    (first, *_rest) = findings(strand)
    url = f"/findings/{first.pk}/"
    assert strand.label in city.client(city.people.clerk).get(url).content.decode()
    assert strand.label not in city.client(city.people.secretary).get(url).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_same_number_of_questions_for_one_and_three(city, count, django_assert_num_queries):
    for code in ("A1", "B6", "C1")[:count]:
        some_findings(city, count + 1, code=code)
    group_now()
    strand = accept_strand(strand=Strand.objects.order_by("pk").first(), by=city.people.clerk)
    some_findings(city, count, code="D1")
    browser = city.client(city.people.clerk)
    # Session, person, standings; strands, their states, figures, medoids, the queue.
    with django_assert_num_queries(8):
        browser.get("/insight/strands/?state=accepted")
    # Session, person, standings; strand, figures, medoid, members, money, others, history.
    with django_assert_num_queries(10):
        browser.get(f"/insight/strands/{strand.pk}/")
    # Session, person, standings; findings, others, how many.
    with django_assert_num_queries(6):
        browser.get("/insight/strands/waiting/")
