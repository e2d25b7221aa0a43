"""Reports of progress: what is kept, what is refused, what a correction replaces; many at once."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from liandu.access.denials import Denied
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.kernel.states import MoveNotAllowed
from liandu.rectification.commands import complete_stage, post_entry, report_progress, report_several
from liandu.rectification.models import FAR, Balance, Item, Measure, Outcome, Progress
from liandu.rectification.queries import proof_of, proofs_of
from liandu.rectification.rules.outcomes import TEN_THOUSAND, NewOutcome, amount_of
from liandu.rectification.rules.reporting import Report, SomeRefused
from liandu.rectification.states import Act, Result, State
from tests.rectification.given import an_item
from tests.rectification.working import attached, measures_for, reported, worked_on

TODAY = "2026-07-20 10:00:00+08:00"


@pytest.fixture(autouse=True)
def on_a_monday_in_july():
    with time_machine.travel(TODAY):
        yield


def test_the_first_report_puts_the_item_under_way_and_stands_in_its_balance(city):
    item = worked_on(city)
    made = reported(city, item, on=date(2026, 7, 20), share=40)
    item.refresh_from_db()
    assert (item.result, item.state, item.progress_on) == (Result.UNDER_WAY, State.RECTIFYING, date(2026, 7, 20))
    assert (made.share, made.text, made.made_by) == (40, "已修订验收流程", city.people.secretary)
    balance = Balance.objects.get(item=item, until=FAR)
    assert (balance.result, balance.progress_on) == ("under_way", date(2026, 7, 20))
    assert acts_recorded()["item.progress_reported"] == 1


def test_a_report_about_an_earlier_day_does_not_take_the_latest_day_back(city):
    with time_machine.travel("2026-07-01 10:00:00+08:00"):
        item = worked_on(city)
    reported(city, item, on=date(2026, 7, 20))
    reported(city, item, on=date(2026, 7, 5))
    assert Item.objects.get().progress_on == date(2026, 7, 20)


def test_outcomes_of_several_kinds_come_in_one_report_and_money_is_exact(city):
    item = worked_on(city)
    outcomes = (
        NewOutcome("recovered", amount_of("12.35万元", kind="recovered")),
        NewOutcome("returned", amount_of("1,234.56", kind="returned")),
        NewOutcome("admonition", amount_of("3人", kind="admonition")),
        NewOutcome("meeting", amount_of("2次", kind="meeting")),
    )
    reported(city, item, outcomes=outcomes)
    kept = dict(Outcome.objects.values_list("kind", "amount"))
    assert kept == {
        "recovered": Decimal("123500.00"),
        "returned": Decimal("1234.56"),
        "admonition": Decimal("3.00"),
        "meeting": Decimal("2.00"),
    }


@pytest.mark.parametrize(
    ("text", "kind", "unit", "amount"),
    [
        ("3.5万元", "recovered", "yuan", "35000.00"),
        ("3.5", "recovered", TEN_THOUSAND, "35000.00"),
        ("3.5 元", "recovered", TEN_THOUSAND, "3.50"),
        ("1.2亿元", "loss_avoided", "yuan", "120000000.00"),
        ("0.01", "returned", "yuan", "0.01"),
        ("１２３，４５６．７８", "returned", "yuan", "123456.78"),
        ("人民币 500 元", "returned", "yuan", "500.00"),
        ("0.123456万元", "returned", "yuan", "1234.56"),
        ("7 人次", "reminder", "yuan", "7.00"),
    ],
)
def test_amounts_are_read_to_the_fen(text, kind, unit, amount):
    assert amount_of(text, kind=kind, unit=unit) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("约三万", "recovered", "outcome.no_amount"),
        ("-5", "recovered", "outcome.no_amount"),
        ("1e9", "recovered", "outcome.no_amount"),
        ("NaN", "recovered", "outcome.no_amount"),
        ("12,34", "recovered", "outcome.no_amount"),
        ("0", "recovered", "outcome.out_of_range"),
        ("9" * 16, "recovered", "outcome.out_of_range"),
        ("1.234", "recovered", "outcome.below_fen"),
        ("0.1234567万元", "recovered", "outcome.below_fen"),
        ("3人", "recovered", "outcome.not_money"),
        ("3万元", "admonition", "outcome.not_a_count"),
        ("2.5", "admonition", "outcome.not_whole"),
    ],
)
def test_what_is_no_amount_is_refused_with_a_sentence(text, kind, code):
    with pytest.raises(Refusal) as refusal:
        amount_of(text, kind=kind)
    assert refusal.value.code == code
    assert text in str(refusal.value)


def test_a_bare_number_of_institutions_is_refused_because_the_register_counts_them(city):
    item = worked_on(city)
    before = acts_recorded()
    with pytest.raises(Refusal, match="按制度台账计数"):
        reported(city, item, outcomes=(NewOutcome("made", Decimal(3)),))
    assert (Progress.objects.count(), Outcome.objects.count(), acts_recorded()) == (0, 0, before)


def test_what_is_no_kind_of_outcome_is_refused(city):
    with pytest.raises(Refusal, match="没有“xyz”这一类成果。"):
        reported(city, worked_on(city), outcomes=(NewOutcome("xyz", Decimal(3)),))
    assert (Progress.objects.count(), Outcome.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"on": date(2026, 7, 21)}, "日期不能晚于今天"),
        ({"on": date(2026, 7, 19)}, "早于立账之日"),
        ({"text": "  "}, "请写明进展情况"),
        ({"share": 101}, "0 到 100"),
    ],
)
def test_a_wrong_report_is_refused_and_changes_nothing(city, facts, sentence):
    item = worked_on(city)
    before = acts_recorded(), Balance.objects.get(until=FAR).seq
    with pytest.raises(Refusal, match=sentence):
        reported(city, item, **facts)
    assert (acts_recorded(), Balance.objects.get(until=FAR).seq) == before
    assert (Progress.objects.count(), Item.objects.get().result) == (0, Result.NOT_DONE)


def test_what_was_put_right_during_the_inspection_may_be_older_than_the_account(city):
    made = reported(city, worked_on(city), on=date(2026, 5, 20), during_inspection=True)
    assert (made.on, made.during_inspection) == (date(2026, 5, 20), True)


def test_progress_is_reported_only_while_the_item_is_worked_on(city):
    item = an_item(city)
    with pytest.raises(MoveNotAllowed, match=r"待认领.*填报进展"):
        reported(city, item)
    assert Progress.objects.count() == 0


def test_measures_that_are_done_get_the_day_and_only_those_of_the_item(city):
    item, other = worked_on(city), worked_on(city, serial=2)
    first, second = measures_for(item, "修订流程", "逐台补验")
    foreign = measures_for(other, "别的措施")[0]
    with pytest.raises(Refusal, match="只能填报这一事项的措施"):
        reported(city, item, done=(first, foreign))
    assert Measure.objects.exclude(done_on=None).count() == 0
    reported(city, item, done=(first,))
    assert dict(Measure.objects.filter(task__entry__item=item).values_list("pk", "done_on")) == {
        first.pk: date(2026, 7, 20), second.pk: None,
    }  # fmt: skip


def test_a_correction_says_everything_anew_and_the_corrected_outcomes_no_longer_count(city):
    item = worked_on(city)
    measure = measures_for(item, "修订流程")[0]
    wrong = reported(city, item, outcomes=(NewOutcome("recovered", Decimal(500)),), done=(measure,))
    right = reported(
        city, item, text="追缴50元", outcomes=(NewOutcome("recovered", Decimal(50)),), corrects=wrong, undone=(measure,)
    )
    proof = proof_of(item)
    assert (proof.reports, proof.outcomes, proof.measures_done) == (1, {"recovered": Decimal(50)}, 0)
    wrong.refresh_from_db()
    assert (wrong.text, wrong.corrected_by) == ("已修订验收流程", right)


def test_a_report_is_corrected_once_and_only_by_one_about_the_same_item(city):
    item, other = worked_on(city), worked_on(city, serial=2)
    wrong = reported(city, item)
    reported(city, item, corrects=wrong)
    wrong = Progress.objects.get(pk=wrong.pk)
    with pytest.raises(Refusal, match="已经更正过"):
        reported(city, item, corrects=wrong)
    with pytest.raises(Refusal, match="同一事项"):
        reported(city, other, corrects=Progress.objects.get(corrects=wrong))
    assert Progress.objects.count() == 2


@pytest.mark.parametrize("person", ["room", "clerk", "director", "leader", "teamer"])
def test_others_than_the_unit_are_denied_a_report(city, person):
    item = worked_on(city)
    before = acts_recorded()
    with pytest.raises(Denied):
        report_progress(report=Report(item=item, on=date(2026, 7, 20), text="代填"), by=getattr(city.people, person))
    assert (Progress.objects.count(), acts_recorded(), Item.objects.get().result) == (0, before, Result.NOT_DONE)


# Many at once


def test_many_reports_are_written_together(city):
    items = [worked_on(city, serial=serial) for serial in (1, 2, 3)]
    reports = [Report(item=item, on=date(2026, 7, 20), text=f"办了{item.number}") for item in items]
    made = report_several(reports=reports, by=city.people.secretary)
    assert [one.text for one in made] == [f"办了{item.number}" for item in items]
    assert acts_recorded()["item.progress_reported"] == 3


def test_one_wrong_report_among_many_leaves_all_unwritten_and_is_named(city):
    items = [worked_on(city, serial=serial) for serial in (1, 2, 3)]
    days = (date(2026, 7, 20), date(2026, 7, 22), date(2026, 7, 20))
    reports = [Report(item=item, on=on, text="办了") for item, on in zip(items, days, strict=True)]
    before = acts_recorded()
    with pytest.raises(SomeRefused) as refusal:
        report_several(reports=reports, by=city.people.secretary)
    assert {at: why.code for at, why in refusal.value.rows.items()} == {1: "progress.in_future"}
    assert (Progress.objects.count(), acts_recorded()) == (0, before)


def test_an_item_that_moved_meanwhile_stops_the_whole_lot(city):
    items = [worked_on(city, serial=serial) for serial in (1, 2)]
    post_entry(item=Item.objects.get(pk=items[1].pk), act=Act.REQUEST, by=city.people.secretary)
    reports = [Report(item=item, on=date(2026, 7, 20), text="办了") for item in items]
    before = acts_recorded()
    with pytest.raises(SomeRefused) as refusal:
        report_several(reports=reports, by=city.people.secretary)
    assert {at: why.code for at, why in refusal.value.rows.items()} == {1: "item.changed_meanwhile"}
    assert (Progress.objects.count(), acts_recorded()) == (0, before)


# A stage that is complete


def test_a_complete_stage_is_basically_done_and_not_done(city):
    item = worked_on(city)
    reported(city, item)
    attached(city, item)
    item.refresh_from_db()
    complete_stage(item=item, reason="漏项已补验", by=city.people.secretary)
    item.refresh_from_db()
    assert (item.result, item.state, item.closed_at) == (Result.BASICALLY_DONE, State.RECTIFYING, None)


def test_a_stage_needs_a_report_and_evidence_since(city):
    item = worked_on(city)
    with pytest.raises(Refusal, match="还没有填报进展"):
        complete_stage(item=item, reason="好了", by=city.people.secretary)
    attached(city, item)
    with time_machine.travel("2026-07-22 10:00:00+08:00"):
        reported(city, item)
        item.refresh_from_db()
        with pytest.raises(Refusal, match="没有新的佐证材料"):
            complete_stage(item=item, reason="好了", by=city.people.secretary)
    assert Item.objects.get().result == Result.UNDER_WAY


# What there is


def test_what_there_is_costs_the_same_for_one_item_and_for_three(city, django_assert_num_queries):
    items = [worked_on(city, serial=serial) for serial in (1, 2, 3)]
    for item in items:
        reported(city, item, outcomes=(NewOutcome("admonition", Decimal(2)),))
        attached(city, item, kind="photo")
    with django_assert_num_queries(6):
        one = proof_of(items[0])
    with django_assert_num_queries(6):
        found = proofs_of(items)
    with django_assert_num_queries(0):
        assert proofs_of([]) == {}
    assert found[items[0].pk] == one
    assert (one.reports, one.latest_on, one.evidence, one.pieces) == (1, date(2026, 7, 20), {"photo": 1}, 1)
    assert (one.outcomes, one.older, one.evidence_since_report) == ({"admonition": Decimal(2)}, 0, True)
