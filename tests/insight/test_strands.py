"""Strands: proposed by the machine, judged by people, frozen from then on, read back from the journal."""

import random
from concurrent.futures import ProcessPoolExecutor
from time import monotonic, sleep

import pytest

from liandu.access.denials import Denied
from liandu.config import strands_command
from liandu.config.checks import settings_make_sense
from liandu.config.cli import parsers
from liandu.findings.commands import reinstate_finding, withdraw_finding
from liandu.findings.models import Finding, Guess
from liandu.insight.commands import (
    accept_strand,
    merge_strands,
    move_findings,
    name_strand,
    pin_findings,
    rebuild_strands,
    restore_strand,
    retire_strand,
    split_strand,
    unmerge_strand,
)
from liandu.insight.grouping import Home, Known, group_findings
from liandu.insight.jobs import strands as jobs
from liandu.insight.jobs.strands import group_now, group_when_due
from liandu.insight.models import Membership, Strand
from liandu.insight.queries.replaying import replayed, strand_differences
from liandu.insight.rules.strands import class_of, was_refused
from liandu.journal.models import Entry
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.texts.keywords import categories
from tests.insight.given_strands import a_proposal, a_strand, findings, members, now, some_findings


def test_like_findings_of_a_class_are_proposed_together_with_name_words_and_medoid(city):
    rows = some_findings(city, 4)
    assert group_now() == 4
    (strand,) = Strand.objects.all()
    assert (strand.code, strand.state, strand.frozen, strand.version) == ("B6", "proposed", False, 1)
    assert strand.label.startswith("工程建设与招标投标")
    assert "招标" in "".join(strand.words)
    assert members(strand) == [row.pk for row in rows]
    assert strand.medoid_id in members(strand)
    entry = Entry.objects.get(act="strand.grouped")
    assert (entry.actor, entry.facts) == ("", {"joined": 0, "strands": 1, "findings": 4})
    assert group_now() == 0


def test_what_has_no_class_or_is_alone_in_it_waits(city):
    some_findings(city, 1)
    some_findings(city, 2, category_confirmed=False)
    assert group_now() == 0
    assert Strand.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"category": "A1", "confirmed": True, "guess": "B6", "sureness": "high", "shares": [0.9]}, "A1"),
        ({"category": "A1", "confirmed": False, "guess": "B6", "sureness": "middle", "shares": [0.5]}, "B6"),
        ({"category": "A1", "confirmed": False, "guess": "B6", "sureness": "low", "shares": [0.2]}, "B6"),
        ({"category": "A1", "confirmed": False, "guess": "B6", "sureness": "low", "shares": [0.19]}, ""),
        ({"category": "A1", "confirmed": False, "guess": "", "sureness": "", "shares": []}, ""),
    ],
)
def test_a_finding_is_grouped_in_the_class_that_a_person_said_or_in_a_guess_that_is_sure_enough(facts, code):
    assert class_of(**facts) == code


def test_a_guess_alone_lets_a_finding_be_grouped(city):
    rows = some_findings(city, 2, category_confirmed=False)
    for row in rows:
        Guess.objects.create(
            finding=row, first="B6", codes=["B6"], shares=[0.6], sureness="middle", made_at=row.confirmed_at
        )
    assert group_now() == 2


def test_proposals_are_made_anew_when_findings_come_in_and_keep_their_address(city):
    strand = a_proposal(city)
    more = some_findings(city, 2)
    group_now()
    assert Strand.objects.get().pk == strand.pk
    assert set(members(strand)) >= {row.pk for row in more}
    assert now(strand).version == strand.version + 1


def test_a_new_round_moves_no_old_item(city):
    rows = some_findings(city, 8, what="竣工验收走过场")
    strand = a_strand(city, 8)
    other = split_strand(strand=strand, findings=rows, label="验收", by=city.people.clerk)
    before = [members(strand), members(other)]
    more, others = some_findings(city, 6), some_findings(city, 6, what="竣工验收走过场")
    group_now()
    new, new_too = (set(members(one)) - set(old) for one, old in zip((strand, other), before, strict=True))
    assert new
    assert new_too
    assert new <= {row.pk for row in more}
    assert new_too <= {row.pk for row in others}
    assert set(before[0]) <= set(members(strand))
    assert set(before[1]) <= set(members(other))
    joined = Membership.objects.filter(pk__in=new)
    assert set(joined.values_list("why", "strand")) == {("joined", strand.pk)}
    told = Entry.objects.filter(act="strand.joined", subject=f"insight.strand:{strand.pk}")
    assert {key for entry in told for key in entry.facts["members"]} == new


def test_the_same_rows_give_the_same_in_any_order():
    waiting = [Known(key, f"第{key}标段工程未公开招标", "B6") for key in range(1, 31)]
    waiting += [Known(key, f"第{key}处校舍竣工验收走过场", "B6") for key in range(31, 61)]
    homes = [
        Home(7, "B6", tuple((key, f"第{key}标段工程未公开招标") for key in range(100, 108))),
        Home(9, "B6", tuple((key, f"第{key}处校舍竣工验收走过场") for key in range(200, 208))),
    ]
    first = group_findings(waiting, homes, ["云州大学"], categories())
    assert {key: home for key, home in first.joined if key <= 30 and home != 7} == {}
    assert {key: home for key, home in first.joined if key > 30 and home != 9} == {}
    for seed in (1, 2):
        mixed = random.Random(seed)
        assert group_findings(mixed.sample(waiting, 60), mixed.sample(homes, 2), ["云州大学"], categories()) == first


def test_the_worker_lets_a_process_group_and_waits_for_nothing(city, monkeypatch):
    some_findings(city, 3)
    monkeypatch.setattr(jobs, "_memory", jobs._Memory(looked=-jobs.EVERY))
    with ProcessPoolExecutor(1) as pool:
        assert group_when_due("w", pool) == 0
        assert jobs._memory.running is not None
        until = monotonic() + 60
        while not (written := group_when_due("w", pool)) and monotonic() < until:
            sleep(0.05)
    assert written == 3


def test_what_a_person_has_touched_is_frozen(city):
    strand = a_proposal(city)
    pin_findings(strand=strand, findings=findings(strand)[:1], by=city.people.clerk)
    before = members(strand)
    some_findings(city, 2)
    group_now()
    assert members(strand) == before
    assert (now(strand).state, now(strand).frozen) == ("proposed", True)
    assert Strand.objects.count() == 2


def test_accepting_says_who_and_journals_the_members(city):
    strand = a_strand(city)
    assert (now(strand).state, now(strand).judged_by) == ("accepted", city.people.clerk)
    entry = Entry.objects.get(act="strand.accepted")
    assert (entry.actor, entry.facts["members"]) == ("liuwen", members(strand))


def test_of_two_people_the_first_counts_and_the_other_is_told(city):
    seen = a_proposal(city)
    other = now(seen)
    accept_strand(strand=seen, by=city.people.clerk)
    with pytest.raises(Refusal, match="刚刚有变化"):
        retire_strand(strand=other, by=city.people.director)
    assert now(seen).state == "accepted"


def test_who_has_no_right_changes_nothing(city):
    strand = a_proposal(city)
    for person in (city.people.room, city.people.leader, city.people.secretary):
        with pytest.raises(Denied):
            accept_strand(strand=strand, by=person)
    assert (now(strand).state, acts_recorded().get("strand.accepted")) == ("proposed", None)


def test_a_name_is_kept_and_the_proposal_is_not_remade(city):
    strand = name_strand(strand=a_proposal(city), label=" 招标不公开 ", by=city.people.clerk)
    some_findings(city, 2)
    group_now()
    assert now(strand).label == "招标不公开"
    with pytest.raises(Refusal, match="写明名称"):
        name_strand(strand=now(strand), label=" ", by=city.people.clerk)


def test_merged_strands_can_be_split_again_the_way_they_were(city):
    strand, into = a_strand(city), a_strand(city, code="A1", what="学习流于形式")
    own, others = members(strand), members(into)
    merge_strands(strand=strand, into=into, by=city.people.clerk)
    assert (members(into), now(strand).state) == (sorted(own + others), "merged")
    unmerge_strand(strand=now(strand), by=city.people.clerk)
    assert (members(strand), members(into), now(strand).state) == (own, others, "accepted")
    assert now(into).medoid_id in others


def test_a_choice_of_members_becomes_a_strand_of_its_own(city):
    strand = a_strand(city, 4)
    chosen = findings(strand)[:2]
    new = split_strand(strand=strand, findings=chosen, label="化整为零", by=city.people.clerk)
    assert (members(new), new.state, new.label) == ([row.pk for row in chosen], "accepted", "化整为零")
    assert members(strand) == [row.pk for row in findings(strand)]
    assert len(members(strand)) == 2
    assert now(strand).medoid_id in members(strand)
    with pytest.raises(Refusal, match="全部"):
        split_strand(strand=now(strand), findings=findings(strand), label="都走", by=city.people.clerk)


def test_a_pinned_member_stays_until_it_is_let_go(city):
    strand = a_strand(city, 4)
    (one, *_rest) = findings(strand)
    assert pin_findings(strand=strand, findings=[one], by=city.people.clerk) == 1
    with pytest.raises(Refusal, match="已固定"):
        split_strand(strand=now(strand), findings=[one], label="拆", by=city.people.clerk)
    assert pin_findings(strand=now(strand), findings=[one], pinned=False, by=city.people.clerk) == 1
    split_strand(strand=now(strand), findings=[one], label="拆", by=city.people.clerk)


def test_a_finding_is_moved_and_moved_back(city):
    strand, into = a_strand(city, 4), a_strand(city, code="A1", what="学习流于形式")
    (one, *_rest) = findings(strand)
    move_findings(findings=[one], into=into, out_of=strand, by=city.people.clerk)
    row = Membership.objects.get(pk=one.pk)
    assert (row.strand_id, row.why, row.before_id) == (into.pk, "moved", strand.pk)
    move_findings(findings=[one], into=now(strand), out_of=now(into), by=city.people.clerk)
    assert Membership.objects.get(pk=one.pk).strand_id == strand.pk


def test_a_finding_of_the_queue_is_moved_once(city):
    strand, into = a_strand(city), a_strand(city, code="A1", what="学习流于形式")
    (one,) = some_findings(city, 1, code="D1")
    move_findings(findings=[one], into=strand, out_of=None, by=city.people.clerk)
    with pytest.raises(Refusal, match="刚刚被归入"):
        move_findings(findings=[one], into=into, out_of=None, by=city.people.director)
    assert Membership.objects.get(pk=one.pk).strand_id == strand.pk


def test_moving_the_last_member_of_a_proposal_nobody_touched_leaves_no_empty_row(city):
    proposal, into = a_proposal(city, 2, code="D1"), a_strand(city)
    group_now()
    move_findings(findings=findings(proposal), into=now(into), out_of=now(proposal), by=city.people.clerk)
    assert not Strand.objects.filter(pk=proposal.pk).exists()
    assert list(strand_differences()) == []


def test_a_retired_proposal_is_not_proposed_again_and_can_be_restored(city):
    strand = a_proposal(city)
    before = members(strand)
    retire_strand(strand=strand, by=city.people.clerk)
    some_findings(city, 1)
    assert group_now() == 0
    assert members(strand) == []
    restore_strand(strand=now(strand), by=city.people.clerk)
    assert (members(strand), now(strand).state, now(strand).frozen) == (before, "proposed", True)


@pytest.mark.parametrize(
    ("group", "retired", "refused"),
    [
        ({1, 2, 3}, [{1, 2}], True), ({1, 2, 3, 4}, [{1, 2}], False), ({1, 2}, [], False),
        ({1, 2, 3, 4}, [{1}, {2, 3, 4}], True),
    ],
)  # fmt: skip
def test_a_group_that_is_mostly_what_was_retired_is_not_proposed(group, retired, refused):
    assert was_refused(group, retired) is refused


def test_a_withdrawn_finding_leaves_and_one_that_is_reinstated_waits(city):
    strand = a_strand(city, 8)
    one = Finding.objects.select_related("unit").get(pk=now(strand).medoid_id)
    withdraw_finding(finding=one, reason="录错了", by=city.people.director)
    assert one.pk not in members(strand)
    assert now(strand).medoid_id in members(strand)
    reinstate_finding(
        finding=Finding.objects.select_related("unit").get(pk=one.pk), reason="查实", by=city.people.director
    )
    assert not Membership.objects.filter(pk=one.pk).exists()
    group_now()
    assert Membership.objects.get(pk=one.pk).strand_id == strand.pk
    assert list(strand_differences()) == []


def a_random_act(city, dice):
    """Do one act on whatever strands there are; a refusal is an answer too."""
    living = list(Strand.objects.exclude(state="merged").order_by("pk"))
    one, other = dice.choice(living), dice.choice(living)
    by, rows = city.people.clerk, findings(one)
    some = dice.sample(rows, dice.randint(1, len(rows))) if rows else []
    acts = [
        lambda: accept_strand(strand=one, by=by),
        lambda: name_strand(strand=one, label="改名", by=by),
        lambda: merge_strands(strand=one, into=other, by=by),
        lambda: split_strand(strand=one, findings=some, label="拆出", by=by),
        lambda: pin_findings(strand=one, findings=some, by=by, pinned=dice.random() < 0.6),
        lambda: move_findings(findings=some, into=other, out_of=one, by=by),
        lambda: retire_strand(strand=one, by=by),
        lambda: restore_strand(strand=one, by=by),
        lambda: unmerge_strand(strand=dice.choice(list(Strand.objects.filter(state="merged")) or [one]), by=by),
        lambda: withdraw_finding(finding=dice.choice(some), reason="试", by=city.people.director) if some else None,
        lambda: (some_findings(city, 2, code=dice.choice(["B6", "A1"])), group_now()),
    ]
    try:
        dice.choice(acts)()
    except Refusal:
        return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_acts_are_read_back_from_the_journal_alone(city, seed):
    dice = random.Random(seed)
    a_proposal(city, 5), a_proposal(city, 4, code="A1", what="学习流于形式")
    done = sum(a_random_act(city, dice) for _ in range(60))
    assert done >= 20
    assert list(strand_differences()) == []
    here = {(row.strand_id, row.pk, row.pinned) for row in Membership.objects.filter(strand__frozen=True)}
    Membership.objects.filter(strand__frozen=True).delete()
    assert len(rebuild_strands(by=None)) >= 1
    assert {(row.strand_id, row.pk, row.pinned) for row in Membership.objects.filter(strand__frozen=True)} == here
    assert rebuild_strands(by=None) == []


def test_what_the_rows_say_against_the_journal_is_named(city):
    strand = a_strand(city)
    gone = members(strand)[0]
    Membership.objects.filter(pk=gone).delete()
    (found,) = strand_differences()
    assert (found.strand, found.code) == (strand.pk, "members")
    assert str(gone) in found.there.split()
    assert replayed()[strand.pk].members >= {gone}
    rebuild_strands(by=None)
    assert gone in members(strand)
    assert Entry.objects.get(act="strands.rebuilt").facts == {"differences": 1}


def test_the_command_line_names_the_differences_and_corrects_them(city, capsys, monkeypatch):
    monkeypatch.setattr("liandu.config.strands_command.bring_up_to_date", lambda: None)
    strand = a_strand(city)
    check, rebuild = (parsers()[""].parse_args(["strands", what]) for what in ("check", "rebuild"))
    assert strands_command.run(check) == 0
    Membership.objects.filter(pk=members(strand)[0]).delete()
    assert strands_command.run(check) == 1
    assert f"{strand.pk} members" in capsys.readouterr().out
    assert strands_command.run(rebuild) == 0
    assert strands_command.run(check) == 0


@pytest.mark.parametrize(("units", "found"), [(0, ["liandu.E013"]), (1, [])])
def test_a_rule_that_calls_everything_common_is_found_before_anything_serves(settings, units, found):
    settings.LIANDU_COMMON_UNITS = units
    assert [one.id for one in settings_make_sense(None) if one.id == "liandu.E013"] == found


# Pages
