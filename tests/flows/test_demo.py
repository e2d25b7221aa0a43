"""The demonstration city goes the way of real use: upload, reading in processes, checking, ledger."""

import pytest

from liandu.access.models import Post
from liandu.accounts.models import User
from liandu.config.worker import work_until_empty
from liandu.demo import city
from liandu.demo.feeding import feed, is_fed
from liandu.demo.papers.material import build_material
from liandu.findings.models import Finding, Series
from liandu.handover.models import Line
from liandu.insight.models import Bulletin, CatalogueLine, CommonProblem, Recurrence
from liandu.inspections.models import Inspection, Material, Round, Term
from liandu.intake.models import Document, Proposal
from liandu.journal.models import Entry
from liandu.journal.queries import acts_recorded
from liandu.ledgers.queries import View, page_of
from tests.people import PASSWORD

DOCUMENTS = 32  # 22 opinions of round nine, earlier ones, progress notices, a summary, a piece of news


def the_builder_tells_what_it_does(said):
    assert said == [
        "机构、人员",
        f"接收 {DOCUMENTS} 份材料",
        "读取",
        "核对",
        "联席会议、移交、联合监督组",
        "问题线索",
        "整改、核查、销号：几个月的经过",
        "同类问题、共性问题",
        "通报",
    ]
    assert is_fed()


def every_document_was_received_read_and_none_failed():
    assert (Material.objects.count(), Document.objects.filter(state="read").count()) == (DOCUMENTS, DOCUMENTS)
    recorded = acts_recorded()
    assert (recorded["material.received"], recorded["document.read"]) == (DOCUMENTS, DOCUMENTS)
    assert "document.failed" not in recorded


def every_document_proposes_exactly_the_problems_that_were_written_into_it(tmp_path):
    written = {(file.path.name, file.round): list(file.expected_leaf_titles) for file in build_material(tmp_path)}
    rounds = {row.name: row.key for row in city.ROUNDS}
    proposed = {}
    for document in Document.objects.select_related("material__round"):
        leaves = Proposal.objects.filter(document=document, is_leaf=True).order_by("position")
        key = (document.material.filename, rounds[document.material.round.name])
        proposed[key] = list(leaves.values_list("title", flat=True))
    assert proposed == written


def the_ledger_is_well_filled_and_some_work_is_left():
    assert Finding.objects.count() > 200
    open_leaves = Proposal.objects.filter(is_leaf=True, state="open")
    waiting = open_leaves.filter(document__material__kind="feedback_opinion").values_list("unit__name", flat=True)
    names = {unit.key: unit.name for unit in city.UNITS}
    assert set(waiting) == {names[key] for key in city.PLACE.waiting}


def numbers_are_one_series_without_gaps_for_each_unit_and_round():
    given: dict[tuple[int, int], list[int]] = {}
    for finding in Finding.objects.select_related("round__term", "unit").order_by("pk"):
        term, round_, code, serial = finding.number.split("-")
        assert (int(term), int(round_), code) == (finding.round.term.number, finding.round.number, finding.unit.code)
        given.setdefault((finding.round_id, finding.unit_id), []).append(int(serial))
    assert {key: serials for key, serials in given.items() if serials != list(range(1, len(serials) + 1))} == {}
    assert {(row.round_id, row.unit_id): row.last for row in Series.objects.all()} == {
        key: len(serials) for key, serials in given.items()
    }


def every_finding_keeps_the_words_of_its_document():
    for finding in Finding.objects.select_related("document__text"):
        text = finding.document.text.blocks[finding.block]["text"]
        assert text[finding.start : finding.end] == finding.quote
        assert finding.quote


def units_people_and_rounds_are_those_of_the_city():
    assert Term.objects.count() == len(city.TERMS)
    assert Round.objects.count() == len(city.ROUNDS)
    assert Inspection.objects.count() == len(city.INSPECTIONS)
    assert Post.objects.count() == sum(len(person.posts) for person in city.PEOPLE)
    assert set(User.objects.values_list("username", flat=True)) == {person.login for person in city.PEOPLE}
    assert all(user.check_password(PASSWORD) for user in User.objects.all()[:1])


def receivers_have_signed_refused_found_a_page_missing_and_left_lines_open():
    assert set(Line.objects.values_list("state", flat=True)) == {"accepted", "refused", "discrepancy", "open"}
    assert Line.objects.filter(package__lines__state="refused", state="accepted").exists()


def what_came_back_is_judged_common_problems_are_named_and_told_in_a_bulletin():
    judged = Recurrence.objects.values_list("state", flat=True)
    assert {"confirmed", "dismissed", "proposed"} == set(judged)
    assert CommonProblem.objects.filter(state="named").count() == CatalogueLine.objects.count() > 1
    assert Bulletin.objects.get().state == "issued"


def every_act_of_the_demo_is_journaled_under_its_office():
    raised = Entry.objects.filter(act="finding.raised")
    assert raised.count() == Finding.objects.count()
    assert set(raised.values_list("office", "channel")) == {("市委巡察工作领导小组办公室", "demo")}


def a_head_of_a_unit_sees_the_units_own_findings_and_no_others():
    heads = Post.objects.filter(role="unit_head").select_related("user", "unit")
    assert heads
    for post in heads:
        own = Finding.objects.filter(unit__path__startswith=post.unit.path).count()
        assert page_of(post.user, View()).total == own


@pytest.mark.slow
def test_the_city_is_built_whole(db, tmp_path):
    """One test, because building takes seconds; each function says what it looks at."""
    said = []
    feed(city.PLACE, password=PASSWORD, read_all=work_until_empty, say=said.append)
    the_builder_tells_what_it_does(said)
    every_document_was_received_read_and_none_failed()
    every_document_proposes_exactly_the_problems_that_were_written_into_it(tmp_path)
    the_ledger_is_well_filled_and_some_work_is_left()
    numbers_are_one_series_without_gaps_for_each_unit_and_round()
    every_finding_keeps_the_words_of_its_document()
    units_people_and_rounds_are_those_of_the_city()
    receivers_have_signed_refused_found_a_page_missing_and_left_lines_open()
    what_came_back_is_judged_common_problems_are_named_and_told_in_a_bulletin()
    every_act_of_the_demo_is_journaled_under_its_office()
    a_head_of_a_unit_sees_the_units_own_findings_and_no_others()
