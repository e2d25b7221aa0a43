"""The policy as a table: who may do what, and how far each role reaches."""

import pytest

from liandu.access.queries import acts_of, holders_of, may, units_within
from liandu.access.roles import ACT_NAMES, ADMINISTRATORS, ROLES, Act, Scope

# The acts of the policy, and who carries them. A change of roles.py is a change of policy and shows here.
HOLDERS = {
    "round.open": "inspection_director",
    "inspection.open": "inspection_director inspection_clerk",
    "inspection.view": "inspection_director inspection_clerk supervision_officer organization_officer unit_head"
    " unit_liaison leader team_member",
    "material.receive": "inspection_director inspection_clerk",
    "material.view": "inspection_director inspection_clerk supervision_officer organization_officer unit_head"
    " unit_liaison team_member",
    "material.withdraw": "inspection_director inspection_clerk",
    "proposal.view": "inspection_director inspection_clerk",
    "proposal.edit": "inspection_director inspection_clerk",
    "finding.view": "inspection_director inspection_clerk supervision_officer organization_officer unit_head"
    " unit_liaison leader team_member",
    "finding.raise": "inspection_director inspection_clerk",
    "finding.withdraw": "inspection_director",
    "ledger.export": "inspection_director inspection_clerk supervision_officer organization_officer unit_head"
    " unit_liaison leader",
    "theme.set": "inspection_director",
    "theme.check": "inspection_director inspection_clerk",
    "personnel.check": "inspection_director inspection_clerk organization_officer",
    "team.view": "inspection_director inspection_clerk supervision_officer organization_officer team_member",
    "team.manage": "inspection_director",
    "meeting.view": "inspection_director inspection_clerk supervision_officer organization_officer competent_officer"
    " leader",
    "meeting.hold": "inspection_director inspection_clerk",
    "package.view": "inspection_director inspection_clerk supervision_officer organization_officer competent_officer"
    " unit_head unit_liaison leader",
    "package.prepare": "inspection_director inspection_clerk",
    "package.sign": "inspection_director inspection_clerk supervision_officer organization_officer competent_officer"
    " unit_head unit_liaison",
    "clue.send": "clue_sender",
    "clue.register": "case_manager case_director",
    "clue.keep": "case_director",
    "clue.approve": "clue_approver",
    "clue.handle": "clue_handler",
    "clue.count": "inspection_director case_manager case_director clue_approver",
    "policy.set": "inspection_director",
    "item.view": "inspection_director inspection_clerk supervision_officer organization_officer competent_officer"
    " unit_head unit_liaison leader team_member",
    "item.open": "inspection_director inspection_clerk",
    "item.assign": "inspection_director inspection_clerk supervision_officer organization_officer unit_head",
    "item.acknowledge": "unit_head",
    "item.dispute": "unit_head",
    "dispute.decide": "inspection_director",
    "plan.file": "unit_head unit_liaison",
    "plan.review": "inspection_director inspection_clerk supervision_officer organization_officer",
    "progress.report": "unit_head unit_liaison",
    "extension.ask": "unit_head",
    "extension.decide": "inspection_director inspection_clerk supervision_officer organization_officer",
    "closure.request": "unit_head",
    "closure.sign": "inspection_director supervision_officer organization_officer competent_officer",
    "site.check": "inspection_director inspection_clerk supervision_officer organization_officer",
    "item.reopen": "inspection_director supervision_officer organization_officer",
    "item.end": "inspection_director",
    "insight.view": "inspection_director inspection_clerk supervision_officer organization_officer leader",
    "insight.judge": "inspection_director inspection_clerk",
    "insight.settle": "inspection_director",
    "taxonomy.set": "inspection_director",
    "exchange.pack": "inspection_director inspection_clerk",
    "exchange.open": "inspection_director inspection_clerk",
    "key.manage": "security_admin",
    "unit.manage": "system_admin",
    "account.manage": "system_admin",
    "post.manage": "security_admin",
    "log.view": "audit_admin",
}
# Which units a person of the city reaches with each act that they carry; "*" is every unit.
REACH = {
    "director": "*",
    "clerk": "*",
    "room": "云州大学",
    "organization": "云州水务集团有限公司",
    "secretary": "云州大学",
    "liaison": "云州水务集团有限公司",
    "leader": "*",
    "outsider": "云州市气象局",
    "system": "*",
    "security": "*",
    "audit": "*",
    "nobody": "",
    "competent": "",  # no unit is registered as looked after by that department
    "sender": "",
    "registrar": "",
    "keeper": "",
    "approver": "",
    "handler": "",
    "teamer": "云州大学",  # with what a member of the team may do, and nothing else
}


@pytest.mark.parametrize("act", Act)
def test_every_act_is_carried_by_the_roles_of_the_policy(act):
    assert {key for key, role in ROLES.items() if act in role.acts} == set(HOLDERS[act].split())


def test_every_act_has_a_name_and_every_name_an_act():
    assert set(ACT_NAMES) == set(Act)


def test_administrators_carry_no_act_on_business():
    business = {act for act in Act if act.split(".")[0] not in {"unit", "account", "post", "key", "log"}}
    assert {key: ROLES[key].acts & business for key in ADMINISTRATORS} == dict.fromkeys(ADMINISTRATORS, frozenset())


def test_no_act_of_administration_is_shared_by_two_administrators():
    carried = [act for key in ADMINISTRATORS for act in ROLES[key].acts]
    assert len(carried) == len(set(carried))


def test_those_of_a_unit_reach_its_tree_and_those_of_an_office_what_it_oversees():
    assert {key: role.scope for key, role in ROLES.items() if role.scope != Scope.CITY} == {
        "supervision_officer": Scope.OVERSEEN, "organization_officer": Scope.OVERSEEN,
        "competent_officer": Scope.OVERSEEN, "unit_head": Scope.TREE, "unit_liaison": Scope.TREE,
        "clue_sender": Scope.TREE, "case_manager": Scope.TREE, "case_director": Scope.TREE,
        "clue_approver": Scope.TREE, "clue_handler": Scope.TREE, "team_member": Scope.TEAM,
    }  # fmt: skip


@pytest.mark.parametrize("name", REACH)
def test_each_person_carries_the_acts_of_their_role_over_their_reach(city, name):
    person = getattr(city.people, name)
    units = [unit for unit in vars(city.units).values() if unit.sector]
    expected = {unit.name for unit in units} if REACH[name] == "*" else set(filter(None, [REACH[name]]))
    # His own office oversees nothing: what he reaches, he reaches as a member of the team.
    carrying = ROLES["team_member"].acts if name == "teamer" else acts_of(person)
    for act in Act:
        carried = act in carrying
        assert {unit.name for unit in units if may(person, act, unit)} == (expected if carried else set()), act
        within = units_within(person, act)
        everywhere = carried and REACH[name] == "*"
        assert (within is None) is everywhere, act


def test_the_holders_of_an_act_are_named_for_a_sentence():
    assert holders_of(Act.FINDING_RAISE) == "巡视办负责人、巡视办工作人员"
