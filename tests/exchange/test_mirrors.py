"""A mirror here: no act moves it, nobody waits for it, and it stands in ledgers with the site that keeps it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liandu.desk.queries.items import steps_of
from liandu.findings.commands import withdraw_finding
from liandu.handover.counts import Scope
from liandu.inspections.models import Signer
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from liandu.ledgers.item_view import ItemView
from liandu.ledgers.queries import all_item_rows, book_of, totals_of
from liandu.rectification import commands
from liandu.rectification.commands import Edit
from liandu.rectification.commands.posting import Amendment, amend_items
from liandu.rectification.models import Evidence, Item, Milestone
from liandu.rectification.page_parts import steps_for
from liandu.rectification.queries import (
    due_items,
    items_against_findings,
    items_due,
    items_to_acknowledge,
    items_worked_on,
)
from liandu.rectification.queries.plans import plan_page
from liandu.rectification.rules.reporting import Report
from liandu.rectification.states import Act
from liandu.supervision import commands as supervision
from tests.exchange.items import brought, mirror, sent_up, worked
from tests.rectification.given import a_finding
from tests.rectification.given_plans import CONTENT, a_plan

SAID = "本问题台账由云岭县委巡察办维护，请在该单位系统办理，变动随交换包更新。"
TODAY = date(2026, 7, 1)


@pytest.fixture
def copy(two, city):
    """The mirror of an item that the county works on; the city's system is the one that acts."""
    worked(city)
    sent_up(two)
    two.stay("above")
    return mirror()


ACTS = {
    "acknowledge": lambda item, p: commands.acknowledge_item(item=item, by=p.secretary),
    "dispute": lambda item, p: commands.dispute_item(item=item, text="不属实", by=p.secretary),
    "change_owner": lambda item, p: commands.change_owner(
        item=item, persons={"leader": "新领导"}, note="交接", made_on=timezone.localdate(), by=p.secretary
    ),
    "cancel": lambda item, p: commands.cancel_item(item=item, reason="重复", by=p.clerk),
    "reinstate": lambda item, p: commands.reinstate_item(item=item, reason="重复", by=p.clerk),
    "report": lambda item, p: commands.report_progress(
        report=Report(item=item, on=timezone.localdate(), text="进展"), by=p.secretary
    ),
    "stage": lambda item, p: commands.post_entry(item=item, act=Act.COMPLETE_STAGE, by=p.secretary),
    "attach": lambda item, p: commands.attach_evidence(
        item=item, chunks=[b"x"], name="a.txt", kind="voucher", effective_on=timezone.localdate(), by=p.secretary
    ),
    "withdraw_evidence": lambda item, p: commands.withdraw_evidence(
        evidence=Evidence.objects.get(item=item), reason="有误", by=p.secretary
    ),
    "extension": lambda item, p: commands.ask_extension(
        item=item, until=item.due_on + timedelta(days=9), reason="雨季", by=p.secretary
    ),
    "institution": lambda item, p: commands.record_institution(
        item=item, work="made", title="办法", dated=timezone.localdate(), by=p.secretary
    ),
    "milestone": lambda item, p: commands.add_milestone(
        item=item, what="一步", due_on=timezone.localdate(), by=p.secretary
    ),
    "add_office": lambda item, p: commands.add_office(
        item=item, office=p.room_office, duty=Signer.SUPERVISING.value, by=p.clerk
    ),
    "request": lambda item, p: commands.request_closure(item=item, statement="已整改到位", by=p.secretary),
    "site_check": lambda item, p: supervision.note_site_check(
        item=item, office=p.room_office, people="甲、乙", on=timezone.localdate(), place="库房", found="属实",
        matches=True, by=p.room,
    ),
    "end": lambda item, p: supervision.end_item(
        item=item, authority="市委", number="1号", decided_on=timezone.localdate(), reason="主体撤销", by=p.director
    ),
    "reopen": lambda item, p: supervision.ask_reopening(item=item, kind="relapse", reason="反弹", by=p.director),
    "amend": lambda item, p: commands.amend_item(item=item, act="item.assigned", by=p.clerk, leader="甲"),
    "amend_many": lambda item, p: amend_items(
        amendments=[Amendment(item, {"leader": "甲"}, {})], act="item.policy_followed", by=p.clerk
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_every_act_on_a_mirror_is_refused_and_says_where_it_is_kept(copy, city, name):
    city.people.room_office = city.units.third_room
    before = stored(copy)

    with pytest.raises(Refusal) as caught:
        ACTS[name](copy, city.people)

    assert (caught.value.code, str(caught.value)) == ("item.kept_elsewhere", SAID)
    assert stored(copy) == before


def stored(copy):
    row = Item.objects.filter(pk=copy.pk).values().get()
    return row, copy.balances.count(), copy.offices.count(), Milestone.objects.count()


def test_acts_in_bulk_leave_a_mirror_and_say_why(copy, city):
    came = commands.acknowledge_items(items=[copy], by=city.people.secretary)
    assigned = commands.assign_responsibility(items=[copy], persons={"leader": "甲"}, by=city.people.secretary)
    assert [str(refusal) for _item, refusal in (*came.refused, *assigned.refused)] == [SAID, SAID]
    assert came.items == assigned.items == []


def test_a_mirror_is_in_no_plan_of_ours(copy, city):
    plan = a_plan(city)
    with pytest.raises(Refusal, match="不在这份方案里"):
        commands.save_entries(plan=plan, edits=[Edit(copy.pk, 0, CONTENT)], by=city.people.secretary)
    standing = {row.round: row.standing.items for row in plan_page(city.people.director).rows}
    assert standing == {city.round: 1}


def test_withdrawing_its_finding_here_leaves_the_mirror_to_its_site(copy, city):
    withdraw_finding(finding=copy.finding, reason="另有处理", by=city.people.director)
    copy.refresh_from_db()
    assert copy.state == "rectifying"


def test_nobody_waits_for_a_mirror(copy, city):
    far = date(2027, 12, 31)
    theirs = Item.objects.get(kept_at="")
    for reader in (city.people.director, city.people.secretary, city.people.room):
        assert list(items_due(reader, until=far)) == [theirs]
        assert copy not in Item.objects.filter(steps_of(reader))
    assert list(items_worked_on(city.people.secretary)) == [theirs]
    Item.objects.update(state="registered", step_due_on=TODAY)
    assert list(items_to_acknowledge(city.people.secretary)) == [theirs]
    told = [due.words.facts["number"] for due in due_items(TODAY + timedelta(days=1), [TODAY + timedelta(days=1)])]
    assert set(told) == {theirs.number}


def test_a_mirror_stands_in_the_ledger_and_its_totals_with_who_keeps_it(copy, city):
    view = ItemView()
    director = city.people.director
    assert totals_of(view, book_of(director, view)).rows == 2
    units = {row.pk: row.values[1] for row in all_item_rows(director, view)}
    assert units[copy.pk] == f"{copy.unit.short_name or copy.unit.name}（由云岭县委巡察办维护）"
    assert "维护" not in units[Item.objects.get(kept_at="").pk]
    past = ItemView(on=timezone.localdate())
    assert totals_of(past, book_of(director, past)).rows == 2


def test_the_count_check_holds_no_mirror_against_our_signatures(copy, city):
    director = city.people.director
    held = items_against_findings(director, Scope(copy.round.term, copy.round))
    assert (held.left, held.right, held.differing) == (0, 0, 0)


def test_the_page_of_a_mirror_shows_what_is_so_there_and_offers_nothing(copy, city):
    for person in (city.people.director, city.people.secretary, city.people.room):
        assert steps_for(person, copy) == []
    page = city.client(city.people.secretary).get(f"/items/{copy.pk}/").content.decode()
    for words in (
        SAID, "来源系统的经过", "通过整改方案", "措施可行", "王主任", CONTENT.goal, "清查近三年采购合同",
        "验收单1.docx",
        "由云岭县委巡察办立账", "追回多付货款", "措施完成 1 / 3", "市纪委监委第三监督检查室", "由交换包记入",
    ):  # fmt: skip
        assert words in page, words
    for address in (
        "/report/",
        "/attach/",
        "/acknowledge/",
        "/dispute/",
        "/extend/",
        "/institution/",
        "/milestone/",
        "/assign/",
    ):
        assert f"/items/{copy.pk}/{address}/" not in page
    assert "?corrects=" not in page


@pytest.mark.parametrize("page", ["report", "attach", "institution", "milestone", "extend", "plan"])
def test_no_form_is_shown_that_would_be_filled_in_for_nothing(copy, city, page):
    answer = city.client(city.people.secretary).get(f"/items/{copy.pk}/{page}/")
    assert answer.status_code == 409
    assert SAID in answer.content.decode()


def test_evidence_of_a_mirror_is_taken_out_under_the_journals_eyes(copy, city):
    piece = copy.evidence.get()
    answer = city.client(city.people.director).get(f"/items/evidence/{piece.pk}/file/")
    assert b"".join(answer.streaming_content) == piece.file.path.read_bytes()
    assert Entry.objects.get(act="item.evidence_taken").facts["evidence"] == piece.pk


def test_the_history_there_costs_the_same_for_one_line_and_for_many(copy, city):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            city.client(city.people.director).get(f"/items/{copy.pk}/")
        return len(queries)

    many = asked()
    first = copy.source_entries.order_by("seq").first()
    copy.source_entries.exclude(pk=first.pk).delete()
    assert asked() == many


def test_the_packing_form_offers_the_kinds_by_their_words(two, city):
    two.stay("county")
    page = city.client(city.people.director).get("/exchange/pack/").content.decode()
    for words in ("整改事项（状态、时限、责任和方案）", "整改进展和成果", "佐证材料和原件", "办理经过"):
        assert words in page


def test_the_comparison_tells_states_and_results_in_words(two, city):
    item = worked(city)
    sent_up(two)
    Item.objects.filter(pk=item.pk).update(result="not_done")
    package = two.pack(chosen=("items",))
    two.stay("above")
    arrival = two.take_in(package.path.read_bytes())
    page = city.client(city.people.director).get(f"/exchange/arrivals/{arrival.pk}/").content.decode()
    assert "整改结果" in page
    assert "正在整改" in page
    brought(two, package)
    assert mirror().result == "not_done"


def test_a_finding_that_was_withdrawn_there_comes_with_its_cancelled_item(two, city):
    item = worked(city)
    sent_up(two)
    withdraw_finding(finding=item.finding, reason="认定有误", by=city.people.director)
    sent_up(two)
    copy = mirror()
    assert (copy.state, copy.finding.state, copy.step_due_on) == ("cancelled", "withdrawn", None)
    assert a_finding(city, serial=9).items.count() == 0
