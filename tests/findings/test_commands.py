"""Accepting, amending, withdrawing, undoing: findings and their numbers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.findings import commands
from liandu.findings.models import Finding
from liandu.intake.commands import dismiss_proposals, edit_proposal
from liandu.intake.models import Proposal
from liandu.intake.queries import proposals_for
from liandu.journal.models import Entry
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from tests.findings.papers import Draft, leaf, many, opinion, read


def open_leaves(reader, document):
    return list(proposals_for(reader).filter(document=document, is_leaf=True, state="open"))


@pytest.fixture
def document(city):
    return read(city, opinion())


def test_accepting_all_leaves_numbers_them_in_document_order(city, document):
    clerk = city.people.clerk
    result = commands.accept_proposals(proposals=reversed(open_leaves(clerk, document)), by=clerk)

    rows = Finding.objects.order_by("number").values_list("number", "aspect", "problem", "title")
    assert list(rows) == [
        ("5-09-101-001", "学习贯彻存在差距", "学用脱节", "全年集中学习四次"),
        ("5-09-101-002", "学习贯彻存在差距", "学用脱节", "研讨发言照搬文件"),
        ("5-09-101-003", "学习贯彻存在差距", "", "重大部署落实迟缓"),
        ("5-09-101-004", "管党治党不够严格", "", "廉政风险排查走过场"),
        ("5-09-101-005", "管党治党不够严格", "", "违规发放津补贴"),
    ]
    assert (len(result.findings), result.known, result.refused, result.amended) == (5, [], [], [])


def test_a_finding_keeps_the_passage_even_when_the_title_was_edited(city, document):
    clerk, row = city.people.clerk, leaf(document, "重大部署落实迟缓")
    edit_proposal(proposal=row, title="落实重大部署迟缓", version=row.version, by=clerk)
    commands.accept_proposals(proposals=[leaf(document, "落实重大部署迟缓")], by=clerk)

    finding = Finding.objects.get()
    assert (finding.title, finding.quote, finding.block, finding.start, finding.end) == (
        "落实重大部署迟缓", "重大部署落实迟缓", 3, 2, 10,
    )  # fmt: skip


def test_accepting_leaves_one_entry_for_the_proposal_and_one_for_the_finding(city, document):
    before = acts_recorded()
    commands.accept_proposals(proposals=[leaf(document, "违规发放津补贴")], by=city.people.clerk)
    after = acts_recorded()

    assert {act: n - before.get(act, 0) for act, n in after.items() if n != before.get(act, 0)} == {
        "proposal.accepted": 1,
        "finding.raised": 1,
    }


def test_headings_and_judged_leaves_are_refused_with_their_reason_and_the_others_accepted(city, document):
    clerk = city.people.clerk
    dismiss_proposals(proposals=[leaf(document, "违规发放津补贴")], why="重复", by=clerk)
    rows = [leaf(document, title) for title in ("学用脱节", "违规发放津补贴", "重大部署落实迟缓")]
    result = commands.accept_proposals(proposals=rows, by=clerk)

    assert [refusal.code for _row, refusal in result.refused] == ["proposal.not_leaf", "proposal.not_open"]
    assert [finding.title for finding in result.findings] == ["重大部署落实迟缓"]


def test_a_leaf_without_a_unit_is_refused(city):
    draft = Draft().said("1.账实不符。").problem("1.", "账实不符", unit="某某局")
    document = read(city, draft, inspection=None)
    result = commands.accept_proposals(proposals=[leaf(document, "账实不符")], by=city.people.clerk)

    assert [refusal.code for _row, refusal in result.refused] == ["proposal.unit_missing"]
    assert Finding.objects.count() == 0


def test_the_same_problem_from_another_document_is_recognised_and_not_doubled(city, document):
    clerk = city.people.clerk
    commands.accept_proposals(proposals=[leaf(document, "违规发放津补贴")], by=clerk)
    again = read(city, Draft().said("违规发放津、补贴。").problem("#1", "违规发放津、补贴"), name="b.docx")
    result = commands.accept_proposals(proposals=[leaf(again, "违规发放津、补贴")], by=clerk)

    row = leaf(again, "违规发放津、补贴")
    assert (row.state, row.why, Finding.objects.count(), len(result.known)) == ("known", "5-09-101-001", 1, 1)


def test_a_person_without_the_right_changes_nothing(city, document):
    entries = Entry.objects.count()
    with pytest.raises(Denied):
        commands.accept_proposals(proposals=[leaf(document, "违规发放津补贴")], by=city.people.room)

    assert (Finding.objects.count(), leaf(document, "违规发放津补贴").state, Entry.objects.count()) == (
        0,
        "open",
        entries,
    )


@pytest.fixture
def full_journal(city):
    """Let the database itself refuse every new entry of the trail, as a full disk would."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TRIGGER full_journal BEFORE INSERT ON journal_entry "
                "WHEN NEW.act = 'finding.raised' BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        else:
            cursor.execute(
                "ALTER TABLE journal_entry ADD CONSTRAINT full_journal CHECK (act <> 'finding.raised') NOT VALID"
            )
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER full_journal")


@pytest.mark.usefixtures("full_journal")
def test_a_journal_that_fails_undoes_the_acceptance(city, document):
    entries = Entry.objects.count()
    with pytest.raises(DatabaseError, match="full"), transaction.atomic():
        commands.accept_proposals(proposals=[leaf(document, "违规发放津补贴")], by=city.people.clerk)

    assert (Finding.objects.count(), leaf(document, "违规发放津补贴").state, Entry.objects.count()) == (
        0,
        "open",
        entries,
    )


def test_undo_within_ten_minutes_by_the_same_person_opens_the_proposal_again(city, document):
    clerk, row = city.people.clerk, leaf(document, "违规发放津补贴")
    commands.accept_proposals(proposals=[row], by=clerk)
    commands.undo_accept(proposal=leaf(document, "违规发放津补贴"), by=clerk)

    assert (Finding.objects.get().state, leaf(document, "违规发放津补贴").state) == ("withdrawn", "open")


def test_a_number_that_was_taken_back_is_never_given_again(city, document):
    clerk = city.people.clerk
    for _time in range(2):
        commands.accept_proposals(proposals=[leaf(document, "违规发放津补贴")], by=clerk)
        if _time == 0:
            commands.undo_accept(proposal=leaf(document, "违规发放津补贴"), by=clerk)

    assert list(Finding.objects.order_by("number").values_list("number", "state")) == [
        ("5-09-101-001", "withdrawn"),
        ("5-09-101-002", "confirmed"),
    ]


@pytest.mark.parametrize(("person", "minutes"), [("director", 1), ("clerk", 11)])
def test_undo_by_another_or_too_late_is_refused(city, document, person, minutes):
    commands.accept_proposals(proposals=[leaf(document, "违规发放津补贴")], by=city.people.clerk)
    entries = Entry.objects.count()
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)), pytest.raises(Refusal) as refused:
        commands.undo_accept(proposal=leaf(document, "违规发放津补贴"), by=getattr(city.people, person))

    assert (refused.value.code, Finding.objects.get().state, Entry.objects.count()) == (
        "finding.undo_too_late", "confirmed", entries,
    )  # fmt: skip


def test_withdrawing_needs_the_directors_right_and_a_reason(city, document):
    commands.accept_proposals(proposals=[leaf(document, "违规发放津补贴")], by=city.people.clerk)
    finding = Finding.objects.get()
    with pytest.raises(Denied):
        commands.withdraw_finding(finding=finding, reason="误录", by=city.people.clerk)
    with pytest.raises(Refusal):
        commands.withdraw_finding(finding=finding, reason="  ", by=city.people.director)
    assert Finding.objects.get().state == "confirmed"

    commands.withdraw_finding(finding=finding, reason="误录", by=city.people.director)
    assert (Finding.objects.get().state, leaf(document, "违规发放津补贴").state) == ("withdrawn", "open")


def test_a_corrected_document_amends_the_finding_and_keeps_its_number(city, document):
    clerk = city.people.clerk
    commands.accept_proposals(proposals=[leaf(document, "违规发放津补贴")], by=clerk)
    corrected = Draft().said("2.违规发放津补贴三笔。").problem("（二） 2.", "违规发放津补贴三笔", level="problem")
    second = read(city, corrected, name="b.docx", corrects=document.material)
    result = commands.accept_proposals(proposals=[leaf(second, "违规发放津补贴三笔")], by=clerk)

    finding = Finding.objects.get()
    assert (finding.number, finding.title, finding.quote, finding.document_id) == (
        "5-09-101-001", "违规发放津补贴三笔", "违规发放津补贴三笔", second.pk,
    )  # fmt: skip
    assert (result.findings, [row.number for row in result.amended]) == ([], ["5-09-101-001"])
    assert Entry.objects.get(act="finding.amended").facts == {"before": "违规发放津补贴", "title": "违规发放津补贴三笔"}


def test_an_amendment_cannot_be_undone_as_if_it_were_an_acceptance(city, document):
    clerk = city.people.clerk
    commands.accept_proposals(proposals=[leaf(document, "违规发放津补贴")], by=clerk)
    corrected = Draft().said("2.违规发放津补贴三笔。").problem("（二） 2.", "违规发放津补贴三笔", level="problem")
    second = read(city, corrected, name="b.docx", corrects=document.material)
    commands.accept_proposals(proposals=[leaf(second, "违规发放津补贴三笔")], by=clerk)
    for row in (leaf(second, "违规发放津补贴三笔"), leaf(document, "违规发放津补贴")):
        with pytest.raises(Refusal) as refused:
            commands.undo_accept(proposal=row, by=clerk)
        assert refused.value.code == "finding.cannot_undo"

    assert Finding.objects.get().state == "confirmed"


def test_confirming_a_category_says_what_it_was_before(city, document):
    commands.accept_proposals(proposals=[leaf(document, "违规发放津补贴")], by=city.people.clerk)
    finding = Finding.objects.get()
    before = finding.category
    commands.confirm_category(finding=finding, category="A1", by=city.people.clerk)

    finding.refresh_from_db()
    assert (finding.category, finding.category_confirmed) == ("A1", True)
    assert Entry.objects.get(act="finding.category_confirmed").facts == {"before": before, "category": "A1"}


def test_undo_opens_dismissed_and_accepted_alike(city, document):
    clerk = city.people.clerk
    commands.accept_proposals(proposals=[leaf(document, "违规发放津补贴")], by=clerk)
    dismiss_proposals(proposals=[leaf(document, "重大部署落实迟缓")], why="重复", by=clerk)
    rows = [leaf(document, "违规发放津补贴"), leaf(document, "重大部署落实迟缓")]
    commands.undo_judgements(proposals=rows, by=clerk)

    assert set(document.proposals.filter(is_leaf=True).values_list("state", flat=True)) == {"open"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_people_accepting_at_once_get_numbers_without_gap_or_double(city):
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("two writers need a database that both can open: PostgreSQL, or SQLite in a file")
    documents = [read(city, many(12), name="a.docx")]
    other = Draft()
    for number in range(12):
        other.said(f"{number}.另有{number}处违规。").problem(f"{number}.", f"另有{number}处违规", level="problem")
    documents.append(read(city, other, name="b.docx"))

    def accept(document):
        try:
            for row in open_leaves(city.people.clerk, document):
                commands.accept_proposals(proposals=[row], by=city.people.clerk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(accept, documents))

    numbers = sorted(Finding.objects.values_list("number", flat=True))
    assert numbers == [f"5-09-101-{n:03d}" for n in range(1, 25)]
    assert Proposal.objects.filter(is_leaf=True, state="accepted").count() == 24


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_people_accepting_the_same_words_at_once_make_one_finding_each(city):
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("two writers need a database that both can open: PostgreSQL, or SQLite in a file")
    documents = [read(city, many(12), name="a.docx"), read(city, many(12), name="b.docx")]

    def accept(document):
        try:
            commands.accept_proposals(proposals=open_leaves(city.people.clerk, document), by=city.people.clerk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(accept, documents))

    assert Finding.objects.count() == 12
    assert Proposal.objects.filter(is_leaf=True, state="known").count() == 12
