"""Asking for a write-off: what is missing is said before, and kept as it was when the unit asked."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.inspections.models import InspectionTheme
from liandu.inspections.policies import presets, spelled
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.kernel.states import MoveNotAllowed
from liandu.rectification.commands import post_entry, request_closure, take_back_request
from liandu.rectification.models import Extension, Item, ItemOffice, Milestone, Outcome, Request
from liandu.rectification.page_parts import steps_for
from liandu.rectification.queries import readiness_by_item, readiness_of
from liandu.rectification.rules.closing import lacking
from liandu.rectification.states import Act
from tests.supervision.given import STATEMENT, approved, finish, prove, ready, report


def unmet(item):
    """Return the codes of what is missing, with whether it stops."""
    return {check.code: check.stops for check in lacking(item, readiness_of(item)) if not check.met}


def refused(code, act, **given):
    with pytest.raises(Refusal) as refusal:
        act(**given)
    assert refusal.value.code == code
    return str(refusal.value)


def test_a_plan_that_was_just_approved_lacks_measures_progress_and_proof(city):
    assert unmet(approved(city)) == {"measures": True, "progress": True, "evidence": True, "outcomes": False}


def test_what_is_complete_lacks_only_the_hint_about_consequences(city):
    assert unmet(ready(city)) == {"outcomes": False}


def test_misconduct_with_money_paid_back_needs_no_hint(city):
    item = ready(city)
    Outcome.objects.create(item=item, progress=report(city, item), kind="recovered", amount=12_000)
    assert unmet(item) == {}


def test_other_classes_are_not_asked_for_consequences(city):
    assert unmet(ready(city, category="A4")) == {}


@pytest.mark.parametrize("kind", ["minutes", "notice", "study", "other"])
def test_papers_alone_are_no_proof_and_the_policy_says_so_in_its_words(city, kind):
    item = approved(city, category="A4")
    finish(item)
    report(city, item)
    prove(city, item, kind=kind)
    found = [check.words for check in lacking(item, readiness_of(item)) if not check.met]
    assert found == ["现有佐证材料还不够：至少一份能证明事实变化的材料，只有会议、通知、学习材料不够。"]


def test_withdrawn_evidence_does_not_count(city):
    item = ready(city, category="A4")
    item.evidence.update(withdrawn_at=timezone.now(), withdrawn_reason="传错")
    assert unmet(item) == {"evidence": True}


def test_proof_older_than_the_feedback_counts_only_as_put_right_during_the_inspection(city):
    item = ready(city, category="A4")
    early = prove(city, item, effective_on=date(2026, 6, 17), title="五月的会议")
    assert unmet(item) == {"evidence_dates": True}
    early.during_inspection = True
    early.save()
    assert unmet(item) == {}


def test_proof_of_the_day_of_the_feedback_is_in_time(city):
    item = ready(city, category="A4")
    prove(city, item, effective_on=date(2026, 6, 18))
    assert unmet(item) == {}


def test_progress_before_the_plan_was_approved_does_not_count(city):
    item = ready(city, category="A4")
    item.progress.update(made_at=item.entry.reviewed_at - timedelta(hours=1))
    assert unmet(item) == {"progress": True}


def test_a_long_term_item_needs_its_milestones_done(city):
    item = ready(city, category="A4")
    item.kind = "long_term"
    assert unmet(item) == {"milestones": True}
    step = Milestone.objects.create(item=item, what="第一阶段", due_on=date(2027, 1, 1))
    assert unmet(item) == {"milestones": True}
    step.done_on = date(2026, 12, 1)
    step.save()
    assert unmet(item) == {}


def test_an_extension_that_waits_for_an_answer_comes_first(city):
    item = ready(city, category="A4")
    asked = Extension.objects.create(
        item=item, due_before=date(2027, 1, 1), until=date(2027, 2, 1), reason="等验收", asked_at=timezone.now(),
        asked_by=city.people.secretary,
    )  # fmt: skip
    assert unmet(item) == {"extension": True}
    asked.state = "taken_back"
    asked.save()
    assert unmet(item) == {}


def test_somebody_must_answer_for_it_by_name(city):
    item = ready(city, category="A4")
    item.person = " "
    assert unmet(item) == {"person": True}


def test_each_party_that_must_sign_needs_an_office_on_the_item(city):
    item = ready(city, category="C2")
    assert unmet(item) == {"signers": True}
    ItemOffice.objects.create(item=item, office=city.units.cadre_division, duty="organization")
    assert unmet(item) == {}


def test_a_policy_that_wants_a_site_check_hints_at_it_but_lets_the_unit_ask(city, monkeypatch):
    monkeypatch.setattr("liandu.rectification.rules.closing.policy_for", lambda _key: audit_with_site_check())
    item = ready(city, category="A4")
    assert unmet(item) == {"site_check": False}
    request_closure(item=item, statement=STATEMENT, by=city.people.secretary)


def audit_with_site_check():
    from liandu.inspections.policies import read

    return read(spelled(presets()["six_months"]) | {"site_check": ["A"]})


def test_the_request_keeps_the_checklist_and_who_must_sign(city):
    item = ready(city)
    with time_machine.travel("2026-11-02 10:00 +0800", tick=False):
        made = request_closure(item=item, statement=STATEMENT, by=city.people.secretary)
    assert (made.serial, made.state, made.parties, made.in_order) == (1, "open", ["supervising", "inspection"], True)
    assert (made.asked_by, made.statement) == (city.people.secretary, STATEMENT)
    kept = {line["code"]: line["met"] for line in made.checklist}
    assert kept == {
        "measures": True, "progress": True, "evidence": True, "evidence_dates": True, "outcomes": False,
        "extension": True, "person": True, "signers": True,
    }  # fmt: skip
    row = Item.objects.get()
    # Ten working days of signing after Monday 2 November.
    assert (row.state, row.step_due_on) == ("requested", date(2026, 11, 16))
    assert acts_recorded()["item.closure_requested"] == 1


def test_a_theme_lets_its_own_parties_sign_too_but_never_the_unit_itself(city):
    from liandu.inspections.models import Theme, ThemeVersion

    theme = Theme.objects.create(code="ideology", letter="Y", name="意识形态")
    version = ThemeVersion.objects.create(
        theme=theme, number=1, items=[], signers=["organization", "unit", "inspection"], made_at=timezone.now(),
        made_by=city.people.director,
    )  # fmt: skip
    InspectionTheme.objects.create(inspection=city.inspections.university, theme=theme, version=version)
    item = ready(city, category="A4", theme=theme)
    ItemOffice.objects.create(item=item, office=city.units.cadre_division, duty="organization")
    made = request_closure(item=item, statement=STATEMENT, by=city.people.secretary)
    assert made.parties == ["supervising", "organization", "inspection"]


def test_without_what_is_missing_the_request_is_refused_with_its_sentence(city):
    item = approved(city)
    words = refused("request.lacks_measures", request_closure, item=item, statement="好了", by=city.people.secretary)
    assert words == "还有 1 条整改措施没有完成：对2024年以来的采购逐笔复核。"
    assert (Item.objects.get().state, Request.objects.count(), acts_recorded().get("item.closure_requested")) == (
        "rectifying", 0, None,
    )  # fmt: skip


def test_a_request_says_what_was_achieved(city):
    refused("request.no_statement", request_closure, item=ready(city), statement=" ", by=city.people.secretary)


def test_an_item_that_is_not_worked_on_cannot_ask(city):
    item = ready(city)
    request_closure(item=item, statement=STATEMENT, by=city.people.secretary)
    with pytest.raises(MoveNotAllowed, match="销号审核中"):
        request_closure(item=Item.objects.get(), statement=STATEMENT, by=city.people.secretary)
    assert Request.objects.count() == 1


@pytest.mark.parametrize("person", ["liaison", "clerk", "room", "director", "leader", "outsider", "nobody", "system"])
def test_only_the_head_of_the_unit_asks(city, person):
    item = ready(city)
    before = acts_recorded()
    with pytest.raises(Denied):
        request_closure(item=item, statement=STATEMENT, by=getattr(city.people, person))
    assert (Item.objects.get().state, Request.objects.count(), acts_recorded()) == ("rectifying", 0, before)


def test_a_request_is_taken_back_with_a_reason_and_asked_again(city):
    made = request_closure(item=ready(city), statement=STATEMENT, by=city.people.secretary)
    refused("request.no_reason", take_back_request, request=made, reason="", by=city.people.secretary)
    take_back_request(request=made, reason="材料要补", by=city.people.secretary)
    row = Request.objects.get()
    assert (row.state, row.settled_at is not None, row.item.state) == ("taken_back", True, "rectifying")
    with pytest.raises(MoveNotAllowed):
        take_back_request(request=made, reason="再收", by=city.people.secretary)
    again = request_closure(item=Item.objects.get(), statement=STATEMENT, by=city.people.secretary)
    assert (again.serial, acts_recorded()["item.request_taken_back"]) == (2, 1)


@pytest.mark.parametrize("person", ["liaison", "room", "director", "outsider", "nobody"])
def test_nobody_else_takes_a_request_back(city, person):
    made = request_closure(item=ready(city), statement=STATEMENT, by=city.people.secretary)
    before = acts_recorded()
    with pytest.raises(Denied):
        take_back_request(request=made, reason="收", by=getattr(city.people, person))
    assert (Request.objects.get().state, Item.objects.get().state, acts_recorded()) == ("open", "requested", before)


def test_two_requests_at_once_make_one(city):
    first, second = ready(city), Item.objects.get()
    request_closure(item=first, statement=STATEMENT, by=city.people.secretary)
    refused("item.changed_meanwhile", request_closure, item=second, statement=STATEMENT, by=city.people.secretary)
    assert Request.objects.count() == 1


def test_a_reopened_item_needs_new_progress(city):
    item = ready(city, category="A4")
    made = request_closure(item=item, statement=STATEMENT, by=city.people.secretary)
    Request.objects.filter(pk=made.pk).update(state="granted", settled_at=timezone.now())
    post_entry(item=item, act=Act.WRITE_OFF, by=city.people.director, result="done")
    post_entry(item=item, act=Act.REOPEN, by=city.people.director, result="under_way", reopenings=1)
    assert unmet(item) == {"progress": True}
    report(city, item, "再次复核")
    assert unmet(item) == {}


@pytest.mark.parametrize("n", [1, 3])
def test_readiness_costs_the_same_for_one_and_for_three(city, n, django_assert_num_queries):
    items = [ready(city, serial=k) for k in range(1, n + 1)]
    with django_assert_num_queries(14):  # the proof 6, what else is asked about 8
        readiness_by_item(items)


def test_the_head_is_offered_the_request_with_what_is_missing(city):
    item = approved(city)
    step = next(step for step in steps_for(city.people.secretary, item) if step.words == "申请销号")
    assert (step.primary, step.reasons) == (
        False,
        (
            "还有 1 条整改措施没有完成：对2024年以来的采购逐笔复核。",
            "方案通过以后（重新立账的，从重新立账起）还没有填报整改进展。",
            "还没有佐证材料。",
        ),
    )
    assert [step.words for step in steps_for(city.people.liaison, item) if step.words == "申请销号"] == []
