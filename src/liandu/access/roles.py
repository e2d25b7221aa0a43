"""Who may do what. The whole policy is this file; docs/generated/roles.md is printed from it."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Act(StrEnum):
    """Everything that needs a right. One stem per act, from button to journal."""

    ROUND_OPEN = "round.open"
    INSPECTION_OPEN = "inspection.open"
    INSPECTION_VIEW = "inspection.view"
    MATERIAL_RECEIVE = "material.receive"
    MATERIAL_VIEW = "material.view"
    MATERIAL_WITHDRAW = "material.withdraw"
    PROPOSAL_VIEW = "proposal.view"
    PROPOSAL_EDIT = "proposal.edit"
    FINDING_VIEW = "finding.view"
    FINDING_RAISE = "finding.raise"
    FINDING_WITHDRAW = "finding.withdraw"
    LEDGER_EXPORT = "ledger.export"
    UNIT_MANAGE = "unit.manage"
    ACCOUNT_MANAGE = "account.manage"
    POST_MANAGE = "post.manage"
    LOG_VIEW = "log.view"


ACT_NAMES = {
    Act.ROUND_OPEN: _("设立轮次"),
    Act.INSPECTION_OPEN: _("登记被巡视单位"),
    Act.INSPECTION_VIEW: _("查看巡视情况"),
    Act.MATERIAL_RECEIVE: _("接收材料"),
    Act.MATERIAL_VIEW: _("查看材料"),
    Act.MATERIAL_WITHDRAW: _("撤回材料"),
    Act.PROPOSAL_VIEW: _("查看拟录问题"),
    Act.PROPOSAL_EDIT: _("核对拟录问题"),
    Act.FINDING_VIEW: _("查看问题"),
    Act.FINDING_RAISE: _("确认问题"),
    Act.FINDING_WITHDRAW: _("撤回问题"),
    Act.LEDGER_EXPORT: _("导出台账"),
    Act.UNIT_MANAGE: _("管理机构"),
    Act.ACCOUNT_MANAGE: _("管理账号"),
    Act.POST_MANAGE: _("管理岗位"),
    Act.LOG_VIEW: _("查看日志"),
}


class Scope(StrEnum):
    """How far a post reaches from its unit."""

    TREE = "tree"  # the unit and everything below it
    OVERSEEN = "overseen"  # the units that the office supervises today, and everything below them
    CITY = "city"  # every unit


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its name and purpose for people, how far it reaches, and the acts it carries."""

    name: str | Promise
    purpose: str | Promise
    scope: Scope
    acts: frozenset[Act]


_READS = frozenset({Act.INSPECTION_VIEW, Act.FINDING_VIEW})
_PAPERS = _READS | {Act.MATERIAL_VIEW, Act.LEDGER_EXPORT}
_CLERK = _PAPERS | {
    Act.INSPECTION_OPEN,
    Act.MATERIAL_RECEIVE,
    Act.MATERIAL_WITHDRAW,
    Act.PROPOSAL_VIEW,
    Act.PROPOSAL_EDIT,
    Act.FINDING_RAISE,
}

ROLES: dict[str, Role] = {
    "inspection_director": Role(
        _("巡视办负责人"),
        _("设立轮次，决定撤回，查看全部"),
        Scope.CITY,
        _CLERK | {Act.ROUND_OPEN, Act.FINDING_WITHDRAW},
    ),
    "inspection_clerk": Role(_("巡视办工作人员"), _("接收材料，核对问题，管理台账"), Scope.CITY, _CLERK),
    "supervision_officer": Role(_("监督检查室干部"), _("查看所联系单位的材料和问题"), Scope.OVERSEEN, _PAPERS),
    "case_manager": Role(_("案件监督管理室干部"), _("统一管理问题线索（线索登记簿另设）"), Scope.TREE, frozenset()),
    "organization_officer": Role(_("组织部干部"), _("查看所联系单位的问题"), Scope.OVERSEEN, _PAPERS),
    "unit_head": Role(_("被巡视党组织主要负责人"), _("查看本单位的反馈意见和问题"), Scope.TREE, _PAPERS),
    "unit_liaison": Role(_("被巡视党组织联络员"), _("查看本单位的反馈意见和问题"), Scope.TREE, _PAPERS),
    "leader": Role(_("市领导"), _("查看全市问题"), Scope.CITY, _READS | {Act.LEDGER_EXPORT}),
    # The three administrators exclude one another and read no business text.
    "system_admin": Role(
        _("系统管理员"), _("管理账号和机构"), Scope.CITY, frozenset({Act.ACCOUNT_MANAGE, Act.UNIT_MANAGE})
    ),
    "security_admin": Role(_("安全保密管理员"), _("管理岗位和权限"), Scope.CITY, frozenset({Act.POST_MANAGE})),
    "audit_admin": Role(_("安全审计员"), _("查看前两员的日志"), Scope.CITY, frozenset({Act.LOG_VIEW})),
}

ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
ROLE_CHOICES = [(key, role.name) for key, role in ROLES.items()]
