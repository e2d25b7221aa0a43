"""Items from one installation to another: kept at one place, mirrored at the other."""

import json
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liandu.exchange.commands import open_package
from liandu.exchange.comparing import Comparer, Verdict
from liandu.exchange.inspecting import inspect, reopened
from liandu.exchange.kinds import Selection, kind_named, kinds, with_needed
from liandu.exchange.models import Arrival, Carried, Foreign
from liandu.exchange.wire import fits
from liandu.files.commands import keep_file
from liandu.files.incoming import taking_in
from liandu.findings.models import Finding
from liandu.journal.models import Entry
from liandu.journal.queries import history_of
from liandu.kernel.refusals import Refusal
from liandu.rectification import commands
from liandu.rectification.models import FAR, Balance, Evidence, Item, Outcome, Progress, SourceEntry
from liandu.rectification.queries.agreement import disagreements
from liandu.rectification.queries.proofs import proof_of
from liandu.rectification.rules.outcomes import NewOutcome
from liandu.rectification.rules.reporting import Report
from liandu.supervision.commands import sign_request
from tests.exchange.items import ALL, answered, asked_for, brought, fresh, mirror, planned, sent_up, worked
from tests.exchange.mutants import NASTY, taken_apart
from tests.papers_of_the_day import a_word_file
from tests.rectification.given_plans import CONTENT, acknowledged
from tests.rectification.working import attached, reported, worked_on

COUNTY = "云岭县委巡察办"
STANDS = (
    "state", "kind", "result", "due_on", "step_due_on", "extensions", "reopenings", "first_person", "leader",
    "department", "person", "progress_on",
)  # fmt: skip


def standing(item):
    return {name: getattr(item, name) for name in STANDS}


def counted(opened, *kinds):
    return [(opened.counts[kind]["accepted"], opened.counts[kind]["refused"]) for kind in kinds]


def test_an_item_travels_with_plan_progress_evidence_and_decisions(two, city):
    item = worked(city)
    package = two.pack(chosen=ALL)
    assert package.what["chosen"] == ["decisions", "evidence", "findings", "items", "progress"]

    opened = brought(two, package)

    assert counted(opened, "findings", "items", "progress", "evidence") == [(1, 0)] * 4
    copy = mirror()
    assert (copy.kept_at, copy.number, copy.mirror.number) == (COUNTY, copy.finding.number, item.number)
    assert (copy.finding.source_number, copy.unit, copy.policy) == (item.number, item.unit, None)
    assert standing(copy) == standing(item)
    assert (copy.state, copy.result, copy.leader, copy.due_on) == ("rectifying", "under_way", "张副校长", item.due_on)
    assert copy.acknowledged_at == item.acknowledged_at.replace(microsecond=0)
    plan = copy.mirror.plan
    assert (plan["state"], plan["submission"], plan["content"]["goal"]) == ("approved", 1, CONTENT.goal)
    assert [len(task["measures"]) for task in plan["content"]["tasks"]] == [2, 1]
    assert plan["done"] == [timezone.localdate().isoformat(), None, None]
    assert {"office": "市纪委监委第三监督检查室", "duty": "supervising"} in copy.mirror.offices

    report = copy.progress.get()
    assert (report.text, report.share, report.told_by, report.made_by) == (
        "已修订验收流程", 40, "李书记", city.people.director,
    )  # fmt: skip
    assert proof_of(copy).outcomes == proof_of(item).outcomes
    ours, theirs = item.evidence.get(), copy.evidence.get()
    assert (theirs.file.sha256, theirs.filename, theirs.kind) == (ours.file.sha256, "验收单1.docx", "voucher")
    assert (theirs.effective_on, theirs.told_by) == (ours.effective_on, "李书记")
    assert theirs.told_measures == ["清查近三年采购合同"]

    words = {line.act: line for line in copy.source_entries.all()}
    approved = words["item.plan_approved"]
    assert (approved.who, approved.reason) == ("王主任", "措施可行")
    assert approved.words.startswith("通过整改方案")
    assert approved.seq == Entry.objects.get(act="item.plan_approved").seq
    assert answered(two, opened).state == "answered"


def test_what_came_is_journaled_and_balanced(two, city):
    item = worked(city)
    sent_up(two)
    copy = mirror()

    entry = Entry.objects.get(act="item.brought_in")
    told = Balance.objects.get(item=item, until=FAR).seq
    assert entry.facts == {
        "number": copy.number, "from": "registered", "to": "rectifying", "site": COUNTY, "entry": told,
    }  # fmt: skip
    balance = Balance.objects.get(item=copy)
    assert (balance.seq, balance.act, balance.state, balance.until) == (entry.seq, entry.act, "rectifying", FAR)
    assert Entry.objects.filter(act="item.entry_brought_in").count() == copy.source_entries.count() == 5
    assert list(disagreements()) == []
    assert all("%(" not in line.sentence for line in history_of(copy))


def test_a_change_follows_by_a_delta_and_past_days_stay_what_was_known_here(two, city):
    with time_machine.travel("2026-12-01 10:00:00+08:00"):
        item = planned(city)
        sent_up(two)
    with time_machine.travel("2026-12-03 10:00:00+08:00"):
        reported(city, item)
        attached(city, fresh(item), name="凭证.docx")
    with time_machine.travel("2026-12-05 10:00:00+08:00"):
        package = two.pack(chosen=ALL)
        sent = {name: counts["sent"] for name, counts in package.counts.items() if counts["sent"]}
        # Evidence tells of itself: its grade may be above what the receiver may hold.
        assert sent == {"items": 1, "progress": 1, "evidence": 1, "decisions": 1}
        with two.acting("above"):
            seen = inspect(arrival=two.take_in(package.path.read_bytes()), by=city.people.director)
        (change,) = seen.shown["items"]
        assert change.verdict == Verdict.CHANGED
        assert {name for name, _ours, _theirs in change.differences} == {"result", "progress_on", "entry"}
        answered(two, brought(two, package))

    copy = mirror()
    assert standing(copy) == standing(fresh(item))
    days = [(row.since.day, row.until == FAR, row.result, row.act) for row in copy.balances.order_by("since")]
    assert days == [(1, False, "not_done", "item.brought_in"), (5, True, "under_way", "item.carried")]
    carried = Entry.objects.get(act="item.carried")
    assert (carried.facts["site"], carried.facts["from"], carried.facts["to"]) == (COUNTY, "rectifying", "rectifying")
    assert list(disagreements()) == []


def test_opened_again_and_packed_whole_nothing_changes(two, city):
    worked(city)
    sent_up(two)
    before = rows()

    again = sent_up(two, whole=True)

    assert rows() == before
    assert sum(counts["refused"] + counts["kept"] for counts in again.counts.values()) == 0
    with pytest.raises(Refusal, match="没有新的或变化了的内容"):
        two.pack(chosen=ALL)


def rows():
    models = (Item, Balance, Progress, Outcome, Evidence, SourceEntry)
    return [model.objects.count() for model in models] + [Entry.objects.filter(act__startswith="item.").count()]


def test_a_written_off_item_arrives_closed_on_the_day_on_which_it_was_closed_there(two, city):
    with time_machine.travel("2026-12-03 10:00:00+08:00"):
        request = asked_for(city)
        for person in ("room", "director"):
            sign_request(request=request, opinion="agree", by=getattr(city.people, person))
    with time_machine.travel("2026-12-20 10:00:00+08:00"):
        package = two.pack(chosen=("decisions",))
        opened = brought(two, package)
    copy = mirror()
    assert (copy.state, copy.result, timezone.localdate(copy.closed_at)) == ("written_off", "done", date(2026, 12, 3))
    balance = Balance.objects.get(item=copy)
    assert (balance.since, balance.closed_on) == (date(2026, 12, 20), date(2026, 12, 3))
    signed = [(line.who, line.words) for line in copy.source_entries.filter(act="closure.agreed").order_by("seq")]
    assert [who for who, _words in signed] == ["王主任", "周巡视"]
    assert "同意销号" in signed[0][1]
    assert counted(opened, "items") == [(1, 0)]


def test_a_dissent_and_a_return_are_told_with_their_words(two, city):
    sign_request(request=asked_for(city), opinion="dissent", text="追回的款项没有入账", by=city.people.room)
    sent_up(two)
    line = SourceEntry.objects.get(act="closure.dissented")
    assert (line.who, line.reason) == ("王主任", "追回的款项没有入账")
    assert "市纪委监委第三监督检查室" in line.words


def test_evidence_that_was_withdrawn_there_is_withdrawn_here(two, city):
    item = worked(city)
    sent_up(two)
    commands.withdraw_evidence(evidence=item.evidence.get(), reason="票据有误", by=city.people.secretary)
    sent_up(two)
    piece = mirror().evidence.get()
    assert (piece.withdrawn_reason, piece.withdrawn_at is None) == ("票据有误", False)
    assert Entry.objects.filter(act="item.evidence_withdrawn_there").count() == 1


def test_a_correction_takes_the_outcomes_of_what_it_corrects_away_here_too(two, city):
    item = worked(city)
    sent_up(two)
    first = item.progress.get()
    commands.report_progress(
        report=Report(
            item=item, on=first.on, text="更正：追回八千元", corrects=first, outcomes=(NewOutcome("recovered", 8000),)
        ),
        by=city.people.secretary,
    )
    sent_up(two)
    assert {kind: int(total) for kind, total in proof_of(mirror()).outcomes.items()} == {"recovered": 8000}


def test_an_item_of_ours_for_the_same_finding_is_told_and_stays(two, city):
    item = worked(city)
    answered(two, brought(two, two.pack(chosen=("findings",))))
    finding = Foreign.objects.get(kind="findings").local
    copy = type(item.finding).objects.get(pk=finding)
    (own,) = commands.open_items(findings=[(copy, None)], by=city.people.clerk, reason="市里自办")

    package = two.pack(chosen=ALL)
    with two.acting("above"):
        arrival = two.take_in(package.path.read_bytes())
        seen = inspect(arrival=arrival, by=city.people.director)
    (told,) = seen.shown["items"]
    assert (told.verdict, told.refusal["code"], told.refusal["facts"]["number"]) == (
        Verdict.REFUSED, "item.kept_here", own.number,
    )  # fmt: skip
    opened = brought(two, package, **{told.name: "theirs"})
    assert counted(opened, "items", "progress", "evidence") == [(0, 1)] * 3
    own.refresh_from_db()
    assert (own.state, own.kept_at, own.progress.count(), own.evidence.count()) == ("registered", "", 0, 0)
    answered(two, opened)
    assert Carried.objects.filter(package=package, kind="items").get().reason["code"] == "item.kept_here"


def test_an_item_of_ours_that_comes_back_is_the_same_or_refused(two, city):
    item = worked(city)
    sent_up(two)
    copy = mirror()
    back = two.pack("above", to="county", rounds=[copy.round], chosen=ALL, whole=True)
    with two.acting("county"):
        arrival = two.take_in(back.path.read_bytes(), "county")
        same = inspect(arrival=arrival, by=city.people.director)
        assert same.counts["items"]["same"] == same.counts["progress"]["same"] == 1
        assert same.counts["decisions"]["same"] == copy.source_entries.count()
        commands.assign_responsibility(items=[fresh(item)], persons={"first_person": "新任"}, by=city.people.secretary)
        before = rows()
        done = open_package(arrival=arrival, choices={f"items:{copy.pk}": "theirs"}, by=city.people.director)
    assert done.counts["items"] == {"accepted": 0, "kept": 0, "refused": 1}
    assert rows() == before
    assert fresh(item).first_person == "新任"


def test_a_mirror_of_one_site_is_not_taken_from_another(two, city):
    worked(city)
    answered(two, brought(two, two.pack(chosen=("findings",))))
    row = Finding.objects.get(pk=Foreign.objects.get(kind="findings").local)
    stands = dict.fromkeys(("due_on", "step_due_on", "progress_on", "acknowledged_at", "closed_at"))
    stands |= dict.fromkeys(("first_person", "leader", "department", "person"), "") | {"extensions": 0, "reopenings": 0}
    commands.bring_in_item(
        item=None, finding=row, unit=row.unit, site="云溪县委巡察办", entry=1, number="1-01-101-001", offices=[],
        plan={}, by=city.people.director, state="registered", kind="by_date", result="not_done",
        opened_at=timezone.now(), **stands,
    )  # fmt: skip
    package = two.pack(chosen=ALL)
    with two.acting("above"):
        seen = inspect(arrival=two.take_in(package.path.read_bytes()), by=city.people.director)
    (told,) = seen.shown["items"]
    assert told.refusal["code"] == "exchange.item_of_another"


def edited(two, package, kind, change):
    """Return the package with every record of ``kind`` changed and signed anew by its own sender."""
    parcel = taken_apart(two, package.path.read_bytes())
    parts = []
    for name, content in parcel.parts:
        if name == f"records/{kind}.jsonl":
            lines = [json.loads(line) for line in content.splitlines()]
            for line in lines:
                change(line)
            content = b"".join(  # noqa: PLW2901 - the part as it is put back
                json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
                for line in lines
            )
        parts.append((name, content))
    return parcel.changed(parts=parts).sealed()


@pytest.mark.parametrize(
    ("kind", "change", "code"),
    [
        ("items", {"closed_at": "2026-07-01T00:00:00+00:00"}, "item.unsound"),
        ("items", {"state": "written_off"}, "item.unsound"),
        ("items", {"result": "done"}, "item.unsound"),
        ("evidence", {"filename": "问题线索清单.docx"}, "material.clue_list"),
        ("evidence", {"grade": "top_secret"}, "material.above_ceiling"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(two, city, kind, change, code):
    worked(city)
    content = edited(two, two.pack(chosen=ALL), kind, lambda line: line["fields"].update(change))
    with two.acting("above"):
        seen = inspect(arrival=two.take_in(content), by=city.people.director)
    assert [one.refusal.get("code") for one in seen.shown[kind]] == [code]


def test_what_the_keeper_did_not_write_is_refused(two, city):
    worked(city)
    package = two.pack(chosen=ALL)
    with two.acting("above"):
        me = next(iter(taken_apart(two, package.path.read_bytes()).manifest["sites"]))
    for kind in ("progress", "evidence"):
        content = edited(two, package, kind, lambda line: line["refs"].update(item=[me, "999999"]))
        with two.acting("above"):
            seen = inspect(arrival=two.take_in(content), by=city.people.director)
        assert [one.refusal["code"] for one in seen.shown[kind]] == ["exchange.ref_missing"]
        Arrival.objects.all().delete()


@pytest.mark.parametrize("name", ["items", "progress", "evidence", "decisions"])
def test_every_field_has_a_check_that_refuses_what_it_is_not(two, city, name):
    worked(city)
    kind = kind_named(name)
    selection = Selection((city.round.pk,), frozenset(ALL))
    row = next(iter(kind.rows_for(city.people.director, selection)))
    good = kind.fields_of(row)
    assert fits(good, kind.fields)
    for what, check in kind.fields.items():
        refused = [value for value in NASTY if not check(value)]
        assert len(refused) >= 15, what
        assert not fits(good | {what: object()}, kind.fields)
    assert not fits(good | {"more": 1}, kind.fields)


def test_a_file_that_calls_itself_a_list_of_clues_is_refused_whatever_its_name(two, city):
    item = planned(city)
    attached(city, item, content=a_word_file("验收单"), name="验收单.docx")
    piece = item.evidence.get()
    # As if an older version of the sender had kept it: the bytes are what they are.
    bad = a_word_file("问题线索移送清单")
    with taking_in([bad], name="验收单.docx", most=10**7) as incoming:
        Evidence.objects.filter(pk=piece.pk).update(file=keep_file(incoming=incoming, by=None))
    opened = brought(two, two.pack(chosen=ALL))
    assert counted(opened, "items", "evidence") == [(1, 0), (0, 1)]
    assert not mirror().evidence.exists()


def test_packing_asks_as_much_for_three_items_as_for_one(two, city):
    kinds = [kind_named(name) for name in ("items", "progress", "evidence", "decisions")]
    selection = Selection((city.round.pk,), frozenset(ALL))

    def asked():
        found = []
        for kind in kinds:
            with CaptureQueriesContext(connection) as queries:
                rows = kind.rows_for(city.people.director, selection)
                said = [(kind.fields_of(row), kind.refs_of(row)) for row in rows]
            assert said
            found.append(len(queries))
        return found

    worked(city)
    one = asked()
    acknowledged(city, 2)
    attached_to = planned_more(city)
    assert len(attached_to) == 2
    assert asked() == one


def planned_more(city):
    items = [worked_on(city, serial=n) for n in (3, 4)]
    for item in items:
        reported(city, item)
        attached(city, fresh(item), name=f"{item.number}.docx")
    return items


@pytest.mark.parametrize("looks_only", [True, False])
def test_what_would_be_made_is_remembered_by_name_and_as_one_where_it_says_the_same(two, city, looks_only):
    for serial in (1, 2, 3):
        acknowledged(city, serial)
    package = two.pack(chosen=("items",))
    with two.acting("above"):
        arrival = two.take_in(package.path.read_bytes())
        with reopened(arrival) as (me, opened):
            comparer = Comparer(
                me=me, sender=arrival.site, sites=opened.manifest.sites, by=city.people.director, looks_only=looks_only
            )
            for kind in kinds():
                for _one in comparer.compared(kind, opened.records(kind)):
                    pass
    drafts = [row for row in comparer._drafts.values() if isinstance(row, Item)]
    assert len(drafts) == (3 if looks_only else 0)
    assert len({id(row) for row in drafts}) == (1 if looks_only else 0)


def test_who_may_not_see_items_sends_none(city):
    assert not kind_named("items").may_send(city.people.room)  # sees them, and packs nothing
    assert kind_named("evidence").may_send(city.people.clerk)
    assert with_needed(["decisions"]) == ["findings", "items", "decisions"]
