"""Policy profiles: setting them up, their versions, what is refused, and which one a round goes by."""

from dataclasses import replace
from datetime import date

import pytest

from liandu.access.denials import Denied
from liandu.inspections.commands import (
    adopt_default_policies,
    change_policy,
    open_policy,
    open_round,
    set_round_policy,
)
from liandu.inspections.models import PolicyProfile, PolicyVersion, Round
from liandu.inspections.policies import (
    Begin,
    Clock,
    ClockCode,
    EvidenceRule,
    ExtensionRule,
    Policy,
    SignRule,
    presets,
    read,
    spelled,
)
from liandu.inspections.policies.wording import differences, document
from liandu.inspections.queries import policies_for, policies_of, policies_to_choose, policy_of, rounds_under
from liandu.journal.queries import acts_recorded, history_of
from liandu.kernel.days import Span, Unit
from liandu.kernel.refusals import Refusal

THEMES = {"personnel": "选人用人"}
SIX = presets()["six_months"]


def with_clock(policy: Policy, code: ClockCode, **more) -> Policy:
    return replace(policy, clocks=tuple(replace(c, **more) if c.code == code else c for c in policy.clocks))


@pytest.fixture
def profiles(city):
    adopt_default_policies(by=city.people.director)
    return {profile.code: profile for profile in PolicyProfile.objects.all()}


def change(profile, by, *, policy=None, seen=1, **more):
    return change_policy(profile=profile, policy=policy or replace(SIX, publicity_days=7), seen=seen, by=by, **more)


def refused(code, act, *args, **kwargs):
    with pytest.raises(Refusal) as refusal:
        act(*args, **kwargs)
    assert refusal.value.code == code


# Setting up


def test_the_director_adopts_the_profiles_that_come_along_once(city, profiles):
    assert [(p.code, p.name) for p in profiles.values()] == [
        ("six_months", "六个月集中整改"), ("three_months", "三个月整改（县级）"), ("audit", "审计整改跟踪"),
    ]  # fmt: skip
    assert [(v.number, read(v.content)) for v in PolicyVersion.objects.order_by("pk")] == [
        (1, policy) for policy in presets().values()
    ]
    before = acts_recorded()
    assert adopt_default_policies(by=city.people.director) == []
    assert acts_recorded() == before


@pytest.mark.parametrize("person", ["clerk", "room", "organization", "secretary", "leader", "system", "nobody"])
def test_who_is_not_director_neither_sets_up_nor_changes_nor_chooses(city, profiles, person):
    by = getattr(city.people, person)
    version = profiles["audit"].versions.get()
    before = acts_recorded()
    for act, more in (
        (adopt_default_policies, {}),
        (open_policy, {"policy": replace(SIX, name="另一份")}),
        (change_policy, {"profile": profiles["six_months"], "policy": replace(SIX, publicity_days=7), "seen": 1}),
        (set_round_policy, {"round": city.round, "version": version}),
    ):
        with pytest.raises(Denied):
            act(**more, by=by)
    assert (PolicyVersion.objects.count(), Round.objects.get().policy_id, acts_recorded()) == (3, None, before)


def test_a_profile_of_ones_own_begins_as_its_first_version(city, profiles):
    version = open_policy(policy=replace(SIX, name="高校口径", publicity_days=3), note="试行", by=city.people.director)
    assert (version.number, version.profile.name, version.note) == (1, "高校口径", "试行")
    assert read(version.content).publicity_days == 3
    assert [(line.sentence, line.reason) for line in history_of(version.profile)] == [
        ("设立政策口径“高校口径”", "试行")
    ]
    refused("policy.exists", open_policy, policy=replace(SIX, name="高校口径"), by=city.people.director)


# Versions


def test_a_change_is_a_new_version_and_the_earlier_one_stays(city, profiles):
    six = profiles["six_months"]
    version = change(
        six, city.people.director, policy=replace(SIX, name="半年口径", publicity_days=7), note="县里要公示"
    )
    assert (version.number, read(version.content).publicity_days) == (2, 7)
    assert read(six.versions.get(number=1).content) == SIX
    assert PolicyProfile.objects.get(pk=six.pk).name == "半年口径"
    assert [(line.sentence, line.reason) for line in history_of(six)] == [
        ("修改政策口径“半年口径”，成为第 2 版", "县里要公示"), ("设立政策口径“六个月集中整改”", ""),
    ]  # fmt: skip


def test_a_change_of_what_another_has_changed_meanwhile_is_refused_and_says_who(city, profiles):
    six = profiles["six_months"]
    change(six, city.people.director)
    with pytest.raises(Refusal, match="周巡视改成第 2 版") as refusal:
        change(six, city.people.director, policy=replace(SIX, publicity_days=9))
    assert (refusal.value.code, six.versions.count()) == ("policy.changed_meanwhile", 2)


def test_a_change_that_changes_nothing_makes_no_version(city, profiles):
    refused("policy.unchanged", change, profiles["six_months"], city.people.director, policy=SIX)
    assert profiles["six_months"].versions.count() == 1


def test_no_two_profiles_bear_one_name(city, profiles):
    refused(
        "policy.exists", change, profiles["six_months"], city.people.director, policy=replace(SIX, name="审计整改跟踪")
    )


# What is refused

BAD = {
    "policy.clock_begins": with_clock(SIX, ClockCode.ACKNOWLEDGE, begins=Begin.CLOSED),
    "policy.clock_empty": with_clock(SIX, ClockCode.PLAN, span=Span(0, Unit.DAYS)),
    "policy.rule_without_party": replace(SIX, sign_rules=(*SIX.sign_rules, SignRule((), ("B",)))),
    "policy.some_unsigned": replace(SIX, sign_rules=(SignRule(("supervising",), ("B",)),)),
    "policy.rule_without_kind": replace(SIX, evidence_rules=(EvidenceRule(()),)),
    "policy.extension_without_days": replace(SIX, extension=ExtensionRule(1, 0, "inspection", in_time_only=True)),
}


@pytest.mark.parametrize("code", BAD)
def test_a_policy_that_cannot_work_is_refused(city, profiles, code):
    refused(code, change, profiles["six_months"], city.people.director, policy=BAD[code])
    assert PolicyVersion.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "policy"),
    [
        ("Z", replace(SIX, site_check=("Z",))),
        ("B99", replace(SIX, evidence_rules=(EvidenceRule(("data",), ("B99",)),))),
        ("unit", replace(SIX, sign_rules=(SignRule(("unit",)),))),
        ("unit", replace(SIX, extension=ExtensionRule(1, 30, "unit", in_time_only=True))),
        ("village", replace(SIX, sign_rules=(*SIX.sign_rules, SignRule(("inspection",), sectors=("village",))))),
        ("weather", replace(SIX, sign_rules=(*SIX.sign_rules, SignRule(("inspection",), themes=("weather",))))),
    ],
)
def test_what_a_policy_names_must_exist(city, profiles, name, policy):
    with pytest.raises(Refusal) as refusal:
        change(profiles["six_months"], city.people.director, policy=policy)
    assert (refusal.value.code, refusal.value.facts) == ("policy.unknown_name", {"name": name})


def test_a_clock_needs_the_words_of_its_basis():
    said = spelled(SIX)
    said["clocks"]["plan"]["basis"] = "  "
    refused("policy.unreadable", read, said)


# The policy of a round


def test_a_round_goes_by_the_first_that_comes_along_until_it_gets_its_own(city, profiles):
    assert policy_of(city.round) == SIX
    version = profiles["audit"].versions.get()
    set_round_policy(round=city.round, version=version, by=city.people.director)
    assert (Round.objects.get().policy_id, policy_of(city.round)) == (version.pk, presets()["audit"])
    assert history_of(city.round)[0].sentence == "政策口径定为“审计整改跟踪”第 1 版"
    refused("round.policy_there", set_round_policy, round=city.round, version=version, by=city.people.director)


def test_a_round_keeps_its_version_when_the_profile_gets_another(city, profiles):
    six = profiles["six_months"]
    set_round_policy(round=city.round, version=six.versions.get(), by=city.people.director)
    change(six, city.people.director)
    assert policy_of(Round.objects.get()).publicity_days == 0


def test_a_round_may_be_opened_with_its_policy(city, profiles):
    version = profiles["three_months"].versions.get()
    row = open_round(
        term=city.round.term, number=10, name="第十轮", since=date(2026, 9, 1), policy=version, by=city.people.director
    )
    assert policy_of(row) == presets()["three_months"]


def test_to_choose_stand_only_the_present_versions(city, profiles):
    made = change(
        profiles["three_months"], city.people.director, policy=replace(presets()["three_months"], publicity_days=9)
    )
    chosen = [(row.profile.code, row.number) for row in policies_to_choose(city.people.director)]
    assert chosen == [("six_months", 1), ("three_months", 2), ("audit", 1)]
    assert made in policies_to_choose(city.people.director)
    assert list(policies_to_choose(city.people.system)) == []


def test_rounds_are_counted_only_within_reach(city, profiles):
    set_round_policy(round=city.round, version=profiles["audit"].versions.get(), by=city.people.director)
    counted = {
        name: policies_for(getattr(city.people, name)).get(code="audit").rounds_under
        for name in ("director", "secretary", "outsider")
    }
    assert counted == {"director": 1, "secretary": 1, "outsider": 0}
    assert [row.name for row in rounds_under(city.people.outsider, profiles["audit"])] == []


def test_many_policies_are_read_with_one_query_and_then_with_none(city, profiles, django_assert_num_queries):
    keys = [None, *PolicyVersion.objects.values_list("pk", flat=True)]
    with django_assert_num_queries(1):
        first = policies_of(keys)
    with django_assert_num_queries(0):
        assert policies_of(keys) == first
    assert list(first.values()).count(SIX) == 2  # as a version, and as what goes for a round without one


# In words


def test_a_policy_is_told_in_words():
    said = document(SIX, THEMES)
    assert said["clocks"][1] == {
        "name": "报送整改方案", "span": "1 个月", "begins": "反馈之日",
        "basis": "《中国共产党巡视工作条例》（2024年修订）：反馈后1个月内报送整改方案",
    }  # fmt: skip
    assert said["signing"] == [
        ("所有事项", "联系监督的室、巡视办"), ("C 组织路线", "组织部门"), ("“选人用人”专题", "组织部门"),
    ]  # fmt: skip
    assert (said["reminders"], said["extension"], said["publicity"], said["site_check"]) == (
        "到期前 20 天、10 天，到期当天，逾期后每个工作日",
        "最多 2 次，每次不超过 90 天，由联系监督的室审批，须在到期前提出", "不公示", "不要求",
    )  # fmt: skip


def test_differences_name_clock_rule_and_day():
    after = with_clock(SIX, ClockCode.RECTIFY, span=Span(9, Unit.MONTHS), basis="市委研究同意")
    after = replace(
        after, reminders=(15, 0), sign_rules=(*SIX.sign_rules[:2], SignRule(("publicity",), ("A1",), ("university",)))
    )
    assert [(c.what, c.before, c.after) for c in differences(SIX, after, THEMES)] == [
        ("集中整改", "自方案通过之日起 6 个月（集中整改期6个月）", "自方案通过之日起 9 个月（市委研究同意）"),
        ("到期提醒", "到期前 20 天、10 天，到期当天，逾期后每个工作日", "到期前 15 天，到期当天，逾期后每个工作日"),
        ("销号签字", "“选人用人”专题：组织部门", "—"),
        ("销号签字", "—", "A1 理论学习与政治能力 · 高校：宣传部门"),
    ]
    assert differences(SIX, SIX, THEMES) == []


def test_a_rule_that_only_moved_is_a_change_of_order():
    moved = replace(SIX, sign_rules=(SIX.sign_rules[1], SIX.sign_rules[0], SIX.sign_rules[2]))
    assert [change.what for change in differences(SIX, moved, THEMES)] == ["销号签字的先后"]


@pytest.mark.parametrize("code", list(presets()))
def test_what_comes_along_survives_spelling(code):
    assert read(spelled(presets()[code])) == presets()[code]


def test_a_clock_of_cooling_may_be_empty(city, profiles):
    policy = with_clock(SIX, ClockCode.COOLING, span=Span(0, Unit.DAYS))
    assert isinstance(change(profiles["six_months"], city.people.director, policy=policy), PolicyVersion)
    assert policy.clock(ClockCode.COOLING) == Clock(
        ClockCode.COOLING, Span(0, Unit.DAYS), Begin.CLOSED, SIX.clock("cooling").basis
    )
