"""The way of a clue, act by act: who may, what changes, what is refused, what the journal keeps."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from liandu.access.commands import give_post
from liandu.access.denials import Denied
from liandu.clues import commands
from liandu.clues.commands import Signed
from liandu.clues.models import Assignment, Clue, Disposition, ListLine, NameToken, SealedList
from liandu.clues.sealing import unpacked_persons, unseal
from liandu.journal.models import Entry
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.kernel.states import MoveNotAllowed
from tests.clues import making
from tests.clues.making import anew, lines_of

YEAR = timezone.localdate().year


def refused(code):
    """Expect a refusal with this code; what the block changed is rolled back."""

    class Expect:
        def __enter__(self):
            self.raises = pytest.raises(Refusal)
            self.info = self.raises.__enter__()
            self.atomic = transaction.atomic()
            self.atomic.__enter__()

        def __exit__(self, *error):
            self.atomic.__exit__(*error)
            done = self.raises.__exit__(*error)
            assert self.info.value.code == code
            return done

    return Expect()


def test_a_list_is_numbered_in_the_senders_own_series_and_goes_out_with_its_lines(city):
    row = making.sent(city, titles=("甲", "乙"))
    again = making.draft(city)
    assert (row.number, again.number) == (f"密送〔{YEAR}〕001", f"密送〔{YEAR}〕002")
    assert [(line.place, unseal(line, "title")) for line in lines_of(row)] == [(1, "甲"), (2, "乙")]
    assert row.state == "sent"
    with refused("move.not_allowed"):
        commands.send_list(sealed_list=row, by=city.people.sender)


def test_an_empty_list_is_not_sent_and_a_line_may_be_dropped_before(city):
    row = making.draft(city, titles=("甲", "乙", "丙"))
    commands.drop_line(line=lines_of(row)[0], by=city.people.sender)
    assert [(line.place, unseal(line, "title")) for line in lines_of(row)] == [(1, "乙"), (2, "丙")]
    for line in lines_of(row):
        commands.drop_line(line=ListLine.objects.get(pk=line.pk), by=city.people.sender)
    with refused("list.empty"):
        commands.send_list(sealed_list=row, by=city.people.sender)


def test_each_line_is_signed_for_with_name_and_time_and_the_journal_counts_them(city):
    row = making.signed(city, verdicts=("accepted", "discrepancy", "refused"))
    verdicts = [(line.verdict, line.found_pages, unseal(line, "remark")) for line in lines_of(row)]
    assert verdicts == [
        ("accepted", None, ""), ("discrepancy", 2, making.REMARK), ("refused", None, making.REMARK)
    ]  # fmt: skip
    assert (row.state, row.signed_by) == ("signed", city.people.registrar)
    assert Entry.objects.get(act="sealed_list.signed").facts == {
        "accepted": 1, "discrepancy": 1, "refused": 1, "office": "市纪委监委案件监督管理室",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Signed(""), "list.line_open"),
        (Signed("refused"), "list.remark_missing"),
        (Signed("discrepancy"), "list.remark_missing"),
    ],
)
def test_a_line_left_open_or_refused_without_a_reason_leaves_the_whole_list_unsigned(city, said, code):
    row = making.sent(city, titles=("甲", "乙"))
    first, second = lines_of(row)
    with refused(code):
        commands.sign_list(
            sealed_list=row, verdicts={first.pk: Signed("accepted"), second.pk: said}, by=city.people.registrar
        )
    assert [line.verdict for line in lines_of(row)] == ["", ""]
    assert SealedList.objects.get(pk=row.pk).state == "sent"
    assert "sealed_list.signed" not in acts_recorded()


def test_refused_lines_are_sent_again_once_on_a_new_list(city):
    row = making.signed(city, verdicts=("accepted", "refused"))
    again = commands.resend_refused(sealed_list=row, envelope="信封8", by=city.people.sender)
    assert [(unseal(line, "title"), line.resends_id) for line in lines_of(again)] == [
        (f"{making.TITLE}1", lines_of(row)[1].pk)
    ]
    with refused("list.nothing_refused"):
        commands.resend_refused(sealed_list=row, envelope="信封9", by=city.people.sender)


def test_a_list_is_settled_when_every_line_taken_has_become_a_clue(city):
    row = making.signed(city, verdicts=("accepted", "refused", "discrepancy"))
    first, turned_away, last = lines_of(row)
    making.opened(city, line=first)
    assert SealedList.objects.get(pk=row.pk).state == "signed"
    with refused("clue.line_not_taken"):
        making.opened(city, line=turned_away)
    with refused("clue.line_opened"):
        making.opened(city, line=first)
    making.opened(city, line=last)
    assert SealedList.objects.get(pk=row.pk).state == "settled"


def test_a_clue_has_the_next_central_number_its_people_and_its_words_sealed(city):
    clue, other = making.opened(city), making.opened(city)
    assert (clue.number, other.number) == (f"案管〔{YEAR}〕0001", f"案管〔{YEAR}〕0002")
    assert (clue.registrar, clue.keeper, clue.state) == (city.people.registrar, city.people.registrar, "registered")
    assert (clue.source, clue.round) == ("inspection", city.round)
    assert unpacked_persons(unseal(clue, "persons")) == [{"name": making.PERSON, "post": making.POST}]
    assert unseal(clue, "narrative") == making.STORY
    assert Entry.objects.filter(act="clue.opened").first().facts == {"keeper": "dengjiyuan", "grade": "internal"}


def test_a_number_taken_in_a_refused_opening_is_given_to_the_next(city):
    line = lines_of(making.signed(city))[0]
    with refused("clue.persons_missing"):
        making.opened(city, line=line, persons=[{"name": " ", "post": ""}])
    assert making.opened(city, line=line).serial == 1


@pytest.mark.parametrize(
    ("rank", "grade"), [("national", "top_secret"), ("provincial", "confidential"), ("prefecture", "secret")]
)
@pytest.mark.parametrize("stated", ["internal", "least"])
def test_a_clue_above_the_ceiling_is_refused_and_nothing_of_it_stays(city, rank, grade, stated):
    line = lines_of(making.signed(city))[0]
    before = acts_recorded()
    with pytest.raises(Refusal) as why:
        making.opened(city, line=line, rank=rank, grade=Grade(grade if stated == "least" else stated))
    assert why.value.code == "clue.above_ceiling"
    assert (Clue.objects.count(), NameToken.objects.count()) == (0, 0)
    after = acts_recorded()
    assert {act: n for act, n in after.items() if n != before.get(act)} == {"clue.turned_away": 1}
    entry = Entry.objects.get(act="clue.turned_away")
    stated_grade = grade if stated == "least" else "internal"
    assert entry.facts == {"code": "clue.above_ceiling", "rank": rank, "grade": stated_grade}


def test_where_the_ceiling_allows_it_a_grade_below_what_the_rank_asks_for_is_refused(city, settings):
    settings.LIANDU_CEILING = "secret"
    line = lines_of(making.signed(city))[0]
    with pytest.raises(Refusal) as why:
        making.opened(city, line=line, rank="prefecture", grade=Grade.INTERNAL)
    assert why.value.code == "clue.grade_too_low"
    assert making.opened(city, line=line, rank="prefecture", grade=Grade.SECRET).grade == "secret"


def test_a_line_above_the_ceiling_is_not_kept(city):
    row = making.draft(city)
    with pytest.raises(Refusal) as why:
        commands.add_line(
            sealed_list=row, title=making.TITLE, source="inspection", pages=1, copies=1, grade=Grade.SECRET,
            by=city.people.sender,
        )  # fmt: skip
    assert (why.value.code, row.lines.count()) == ("clue.above_ceiling", 1)


def test_a_disposition_is_proposed_by_one_and_approved_by_another(city):
    clue = making.reviewed(city)
    with refused("disposition.approver"):
        commands.propose_disposition(
            clue=clue, kind="verify", reason="理由", approver=city.people.keeper, by=city.people.keeper
        )
    row = making.proposed(city, clue=clue)
    with refused("access.denied"):
        commands.approve_disposition(disposition=row, by=city.people.keeper)
    commands.approve_disposition(disposition=row, by=city.people.approver)
    assert (anew(clue).state, anew(clue).kind) == ("in_force", "verify")


def test_a_returned_proposal_needs_an_opinion_and_leads_back_to_the_review(city):
    row = making.proposed(city)
    with refused("clue.words_missing"):
        commands.return_disposition(disposition=row, opinion=" ", by=city.people.approver)
    commands.return_disposition(disposition=Disposition.objects.get(pk=row.pk), opinion="再核", by=city.people.approver)
    assert anew(row.clue).state == "reviewed"
    assert Disposition.objects.get(pk=row.pk).state == "returned"
    assert Entry.objects.get(act="disposition.returned").facts == {"kind": "verify", "disposition": row.pk}


def test_a_proposal_is_decided_once(city):
    row = making.proposed(city)
    first, second = Disposition.objects.get(pk=row.pk), Disposition.objects.get(pk=row.pk)
    commands.approve_disposition(disposition=first, by=city.people.approver)
    with refused("clue.changed_meanwhile"):
        commands.return_disposition(disposition=second, opinion="不同意", by=city.people.approver)
    assert Disposition.objects.get(pk=row.pk).state == "approved"


def test_held_clues_have_a_second_start(city):
    clue = making.reviewed(city)
    with refused("disposition.no_second_start"):
        commands.propose_disposition(
            clue=clue, kind="hold", reason="理由", approver=city.people.approver, restart_on=timezone.localdate(),
            by=city.people.keeper,
        )  # fmt: skip
    clue = making.in_force(city, kind="hold", clue=clue)
    assert (clue.state, clue.restart_on) == ("held", timezone.localdate() + timedelta(days=90))
    commands.restart_clue(clue=clue, note="条件成熟", by=city.people.keeper)
    assert (anew(clue).state, anew(clue).restart_on) == ("reviewed", None)


def test_direct_closing_concludes_at_once_but_not_after_a_check(city):
    clue = making.in_force(city, kind="close")
    assert (clue.state, clue.concluded_on) == ("concluded", timezone.localdate())
    checked = making.reported(city, outcome="cleared")
    commands.conclude_assignment(assignment=checked, by=city.people.approver)
    clue = anew(checked.clue)
    assert clue.state == "reviewed"
    for kind, code in (("close", "disposition.not_direct"), ("close_talk", "disposition.too_early")):
        with refused(code):
            making.proposed(city, clue=clue, kind=kind)
    assert making.in_force(city, clue=clue, kind="close_verify").state == "follow_up"


def test_after_closing_a_check_feedback_explanation_and_clearing_are_owed(city):
    checked = making.reported(city, outcome="cleared")
    commands.conclude_assignment(assignment=checked, by=city.people.approver)
    clue = making.in_force(city, clue=anew(checked.clue), kind="close_verify")
    today, by = timezone.localdate(), city.people.registrar
    with refused("follow_up.feedback_owed"):
        commands.record_follow_up(clue=clue, step="feedback", done_on=None, note="不必", by=by)
    commands.record_follow_up(clue=clue, step="feedback", done_on=today, note="", by=by)
    with refused("follow_up.noted"):
        commands.record_follow_up(clue=clue, step="feedback", done_on=today, note="", by=by)
    with refused("clue.words_missing"):
        commands.record_follow_up(clue=clue, step="explanation", done_on=None, note="", by=by)
    commands.record_follow_up(clue=clue, step="explanation", done_on=None, note="本人已退休", by=by)
    assert anew(clue).state == "follow_up"
    commands.record_follow_up(clue=clue, step="clearing", done_on=today, note="", by=by)
    assert (anew(clue).state, anew(clue).outcome, anew(clue).concluded_on) == ("concluded", "cleared", today)


def test_an_assignment_is_signed_by_giver_and_taker_and_its_result_approved_by_another(city):
    row = making.reported(city)
    assert (row.given_by, row.handler) == (city.people.keeper, city.people.handler)
    assert (row.taken_at is not None, row.outcome, unseal(row, "result")) == (True, "talk_reminder", making.RESULT)
    with refused("access.denied"):
        commands.conclude_assignment(assignment=row, by=city.people.handler)
    commands.conclude_assignment(assignment=row, by=city.people.approver)
    clue = anew(row.clue)
    assert (clue.state, clue.outcome) == ("concluded", "talk_reminder")
    acts = Entry.objects.filter(subject=f"clues.clue:{clue.pk}").values_list("act", flat=True)
    assert list(acts) == [
        "clue.opened", "clue.reviewed", "disposition.proposed", "disposition.approved", "clue.assigned",
        "assignment.accepted", "assignment.progressed", "assignment.reported", "assignment.concluded", "clue.concluded",
    ]  # fmt: skip


def test_a_result_may_be_returned_and_reported_again(city):
    row = making.reported(city)
    commands.return_result(assignment=row, opinion="补充谈话", by=city.people.approver)
    row = Assignment.objects.get(pk=row.pk)
    assert row.state == "accepted"
    commands.report_result(assignment=row, outcome="criticism", result="已补", by=city.people.handler)
    assert Assignment.objects.get(pk=row.pk).outcome == "criticism"


def test_a_clue_given_back_or_recalled_is_out_of_the_handlers_reach(city):
    row = making.assigned(city)
    commands.refuse_assignment(assignment=row, reason="非本室职责", by=city.people.handler)
    with refused("access.denied"):
        commands.accept_assignment(assignment=Assignment.objects.get(pk=row.pk), by=city.people.handler)
    again = making.assigned(city, clue=anew(row.clue))
    commands.recall_assignment(assignment=again, by=city.people.keeper)
    with refused("access.denied"):
        commands.accept_assignment(assignment=Assignment.objects.get(pk=again.pk), by=city.people.handler)


def test_there_is_one_principal_assignment_at_a_time_and_support_beside_it(city):
    row = making.accepted(city)
    other = making.another(city, "xieban", "协办人", "clue_handler", city.units.third_room)
    with refused("assignment.one_at_a_time"):
        making.assigned(city, clue=anew(row.clue), handler=other, way="transfer")
    with refused("assignment.handler_has_it"):
        making.assigned(city, clue=anew(row.clue), way="assist")
    support = making.assigned(city, clue=anew(row.clue), handler=other, way="assist")
    with refused("assignment.outcome_of_another_way"):
        commands.accept_assignment(assignment=support, by=other)
        commands.report_result(assignment=support, outcome="criticism", result="x", by=other)
    commands.report_result(assignment=row, outcome="criticism", result="已谈", by=city.people.handler)
    row = Assignment.objects.get(pk=row.pk)
    with refused("clue.support_open"):
        commands.conclude_assignment(assignment=row, by=city.people.approver)
    commands.recall_assignment(assignment=Assignment.objects.get(pk=support.pk), by=city.people.keeper)
    commands.conclude_assignment(assignment=Assignment.objects.get(pk=row.pk), by=city.people.approver)
    assert anew(row.clue).state == "concluded"


def test_a_result_that_asks_for_filing_leads_to_a_new_disposition_and_on(city):
    row = making.reported(city, outcome="case")
    commands.conclude_assignment(assignment=row, by=city.people.approver)
    clue = making.in_force(city, clue=anew(row.clue), kind="file")
    assert (clue.state, clue.kind, clue.outcome) == ("in_force", "file", "")
    clue = making.concluded(city, clue=clue, outcome="punished", way="own")
    assert (clue.state, clue.outcome) == ("concluded", "punished")


def test_a_clue_in_force_is_reviewed_anew_only_when_nobody_handles_it(city):
    row = making.assigned(city, kind="talk")
    review = {"held_on": timezone.localdate(), "participants": "三人", "note": "改为初核", "by": city.people.keeper}
    with refused("clue.still_handled"):
        commands.hold_review(clue=anew(row.clue), **review)
    commands.recall_assignment(assignment=row, by=city.people.keeper)
    commands.hold_review(clue=anew(row.clue), **review)
    assert making.in_force(city, clue=anew(row.clue), kind="verify").kind == "verify"


def test_the_clue_is_put_before_another_approver_when_the_first_leaves(city):
    row = making.proposed(city)
    second = making.another(city, "shenpier", "审批二", "clue_approver", city.units.case_office)
    with refused("access.denied"):
        commands.approve_disposition(disposition=row, by=second)
    commands.change_people(clue=anew(row.clue), keeper=city.people.keeper, approver=second, by=city.people.keeper)
    commands.approve_disposition(disposition=Disposition.objects.get(pk=row.pk), by=second)
    assert anew(row.clue).state == "in_force"


def test_a_denied_act_changes_nothing(city):
    clue, before = making.reviewed(city), acts_recorded()
    for person in (city.people.registrar, city.people.handler, city.people.director, city.people.system):
        with pytest.raises(Denied), transaction.atomic():
            commands.propose_disposition(
                clue=clue, kind="verify", reason="理由", approver=city.people.approver, by=person
            )
    assert (anew(clue).state, Disposition.objects.count(), acts_recorded()) == ("reviewed", 0, before)


def test_the_sender_does_not_sign_for_the_receiver(city):
    both = making.another(city, "liangtou", "两头", "clue_sender", city.units.inspection_office)
    give_post(user=both, role="case_manager", unit=city.units.case_office, since=making.SINCE, by=None)
    row = commands.draft_list(
        office=city.units.inspection_office, recipient=city.units.case_office, envelope="1", by=both
    )
    commands.add_line(
        sealed_list=row, title="甲", source="inspection", pages=1, copies=1, grade=Grade.INTERNAL, by=both
    )
    commands.send_list(sealed_list=row, by=both)
    with refused("list.own"):
        commands.sign_list(sealed_list=row, verdicts={lines_of(row)[0].pk: Signed("accepted")}, by=both)


def test_moves_that_the_table_does_not_know_are_refused(city):
    clue = making.opened(city)
    with pytest.raises(MoveNotAllowed), transaction.atomic():
        making.proposed(city, clue=clue)
    assert anew(clue).state == "registered"
