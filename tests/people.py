"""The named people of the tests, and the city they work in."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.test import Client

from liandu.access.commands import add_area, add_member, form_team, give_post
from liandu.accounts.commands import open_account
from liandu.inspections.commands import open_inspection, open_round, open_term
from liandu.inspections.models import Inspection, Round
from liandu.orgs.commands import add_unit, assign_oversight
from liandu.orgs.models import JointTeam, Unit

SINCE = date(2024, 1, 1)
PASSWORD = "cedar-and-plum-rain-7"


@dataclass
class City:
    """The units, people and the ninth round that most tests start from."""

    units: SimpleNamespace
    people: SimpleNamespace
    round: Round
    inspections: SimpleNamespace
    team: JointTeam

    def client(self, person: Any) -> Client:
        """Return a browser in which ``person`` is signed in."""
        client = Client()
        client.force_login(person)
        return client


def build_city() -> City:
    """Build the city through the commands and return it."""
    units = _units()
    people = SimpleNamespace(
        director=_person("zhouxunshi", "周巡视", "inspection_director", units.inspection_office),
        clerk=_person("liuwen", "刘文", "inspection_clerk", units.inspection_office),
        room=_person("wangzhuren", "王主任", "supervision_officer", units.third_room),
        organization=_person("chenchuzhang", "陈处长", "organization_officer", units.cadre_division),
        secretary=_person("lishuji", "李书记", "unit_head", units.university),
        liaison=_person("sunlianluo", "孙联络", "unit_liaison", units.firm),
        leader=_person("zhaolingdao", "赵领导", "leader", units.root),
        system=_person("xitong", "系统员", "system_admin", units.root),
        security=_person("anquan", "安全员", "security_admin", units.root),
        audit=_person("shenji", "审计员", "audit_admin", units.root),
        outsider=_person("wairen", "外人", "unit_head", units.elsewhere),
        competent=_person("guoziwei", "国资委", "competent_officer", units.assets),
        # Of the clue register: who sends, registers, keeps, approves, handles.
        sender=_person("songxiansuo", "送线索", "clue_sender", units.inspection_office),
        registrar=_person("dengjiyuan", "登记员", "case_manager", units.case_office),
        keeper=_person("anguanzhuren", "案管主任", "case_director", units.case_office),
        approver=_person("shenpiren", "审批人", "clue_approver", units.case_office),
        handler=_person("chengbanren", "承办人", "clue_handler", units.third_room),
        # Of another office, and a member of the joint team that covers the university.
        teamer=_person("lianheyuan", "联合员", "supervision_officer", units.fourth_room),
        nobody=open_account(username="wugang", display_name="无岗", password=PASSWORD, by=None),
    )
    term = open_term(number=5, name="第五届", since=SINCE, by=people.director)
    ninth = open_round(term=term, number=9, name="第五届市委第九轮巡察", since=date(2026, 3, 1), by=people.director)
    inspections = SimpleNamespace(
        university=_inspection(ninth, units.university, people.clerk),
        firm=_inspection(ninth, units.firm, people.clerk),
        bureau=_inspection(ninth, units.bureau, people.clerk),
    )
    return City(units, people, ninth, inspections, _team(units, people))


def _units() -> SimpleNamespace:
    root = add_unit(name="中共云州市委员会", short_name="云州市委", code="000", parent=None, by=None)

    def below(name: str, code: str, **more: Any) -> Unit:
        return add_unit(name=name, code=code, parent=root, by=None, **more)

    units = SimpleNamespace(
        root=root,
        inspection_office=below("市委巡察工作领导小组办公室", "901", short_name="市委巡察办", party="inspection"),
        third_room=below("市纪委监委第三监督检查室", "913", party="discipline"),
        fourth_room=below("市纪委监委第四监督检查室", "914", party="discipline"),
        cadre_division=below("市委组织部干部监督科", "921", party="organization"),
        case_office=below("市纪委监委案件监督管理室", "912", party="discipline"),
        assets=below("云州市国有资产监督管理委员会", "306", sector="department"),
        university=below("云州大学", "101", sector="university"),
        firm=below("云州水务集团有限公司", "202", sector="soe"),
        bureau=below("云州市水利局", "303", sector="department"),
        elsewhere=below("云州市气象局", "304", sector="department"),
    )
    assign_oversight(office=units.third_room, unit=units.university, since=SINCE, by=None)
    assign_oversight(office=units.cadre_division, unit=units.firm, since=SINCE, by=None)
    return units


def _person(username: str, name: str, role: str, unit: Unit) -> Any:
    user = open_account(username=username, display_name=name, password=PASSWORD, by=None)
    give_post(user=user, role=role, unit=unit, since=SINCE, by=None)
    return user


def _team(units: SimpleNamespace, people: SimpleNamespace) -> JointTeam:
    team = form_team(
        name="高校联合监督组", kind="campus", office=units.third_room, purpose="联合监督云州大学整改", since=SINCE,
        by=people.director,
    )  # fmt: skip
    add_member(team=team, user=people.teamer, office=units.fourth_room, since=SINCE, by=people.director)
    add_area(team=team, unit=units.university, since=SINCE, by=people.director)
    return team


def _inspection(ninth: Round, unit: Unit, clerk: Any) -> Inspection:
    return open_inspection(
        round=ninth, unit=unit, team="市委第一巡察组", team_head="何组长", feedback_on=date(2026, 6, 18), by=clerk
    )
