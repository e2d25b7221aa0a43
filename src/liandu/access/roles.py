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
    THEME_SET = "theme.set"
    THEME_CHECK = "theme.check"
    PERSONNEL_CHECK = "personnel.check"
    TEAM_VIEW = "team.view"
    TEAM_MANAGE = "team.manage"
    MEETING_VIEW = "meeting.view"
    MEETING_HOLD = "meeting.hold"
    PACKAGE_VIEW = "package.view"
    PACKAGE_PREPARE = "package.prepare"
    PACKAGE_SIGN = "package.sign"
    CLUE_SEND = "clue.send"
    CLUE_REGISTER = "clue.register"
    CLUE_KEEP = "clue.keep"
    CLUE_APPROVE = "clue.approve"
    CLUE_HANDLE = "clue.handle"
    CLUE_COUNT = "clue.count"
    POLICY_SET = "policy.set"
    ITEM_VIEW = "item.view"
    ITEM_OPEN = "item.open"
    ITEM_ASSIGN = "item.assign"
    ITEM_ACKNOWLEDGE = "item.acknowledge"
    ITEM_DISPUTE = "item.dispute"
    DISPUTE_DECIDE = "dispute.decide"
    PLAN_FILE = "plan.file"
    PLAN_REVIEW = "plan.review"
    PROGRESS_REPORT = "progress.report"
    EXTENSION_ASK = "extension.ask"
    EXTENSION_DECIDE = "extension.decide"
    CLOSURE_REQUEST = "closure.request"
    CLOSURE_SIGN = "closure.sign"
    SITE_CHECK = "site.check"
    ITEM_REOPEN = "item.reopen"
    ITEM_END = "item.end"
    INSIGHT_VIEW = "insight.view"
    INSIGHT_JUDGE = "insight.judge"
    INSIGHT_SETTLE = "insight.settle"
    TAXONOMY_SET = "taxonomy.set"
    EXCHANGE_PACK = "exchange.pack"
    EXCHANGE_OPEN = "exchange.open"
    UNIT_MANAGE = "unit.manage"
    ACCOUNT_MANAGE = "account.manage"
    POST_MANAGE = "post.manage"
    KEY_MANAGE = "key.manage"
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
    Act.THEME_SET: _("设置专题"),
    Act.THEME_CHECK: _("填写专题检查"),
    Act.PERSONNEL_CHECK: _("填写选人用人检查"),
    Act.TEAM_VIEW: _("查看联合监督组"),
    Act.TEAM_MANAGE: _("组建联合监督组"),
    Act.MEETING_VIEW: _("查看联席会议"),
    Act.MEETING_HOLD: _("召集和记录联席会议"),
    Act.PACKAGE_VIEW: _("查看移交"),
    Act.PACKAGE_PREPARE: _("拟定和发出移交"),
    Act.PACKAGE_SIGN: _("签收移交"),
    Act.CLUE_SEND: _("密封移送问题线索"),
    Act.CLUE_REGISTER: _("受理登记问题线索"),
    Act.CLUE_KEEP: _("统一管理问题线索"),
    Act.CLUE_APPROVE: _("审批问题线索处置"),
    Act.CLUE_HANDLE: _("承办问题线索"),
    Act.CLUE_COUNT: _("查看问题线索办理数量"),
    Act.POLICY_SET: _("设置政策口径"),
    Act.ITEM_VIEW: _("查看整改事项"),
    Act.ITEM_OPEN: _("立账"),
    Act.ITEM_ASSIGN: _("确定整改责任"),
    Act.ITEM_ACKNOWLEDGE: _("认领问题"),
    Act.ITEM_DISPUTE: _("对问题提出异议"),
    Act.DISPUTE_DECIDE: _("答复异议"),
    Act.PLAN_FILE: _("报送整改方案"),
    Act.PLAN_REVIEW: _("审核整改方案"),
    Act.PROGRESS_REPORT: _("填报整改进展"),
    Act.EXTENSION_ASK: _("申请延期"),
    Act.EXTENSION_DECIDE: _("审批延期"),
    Act.CLOSURE_REQUEST: _("申请销号"),
    Act.CLOSURE_SIGN: _("销号签字"),
    Act.SITE_CHECK: _("登记现场核查"),
    Act.ITEM_REOPEN: _("重新立账"),
    Act.ITEM_END: _("以未落实了结"),
    Act.INSIGHT_VIEW: _("查看综合研判"),
    Act.INSIGHT_JUDGE: _("研判同类问题和问题再现"),
    Act.INSIGHT_SETTLE: _("审定共性问题和通报"),
    Act.TAXONOMY_SET: _("设置问题分类"),
    Act.EXCHANGE_PACK: _("导出交换包"),
    Act.EXCHANGE_OPEN: _("导入交换包"),
    Act.UNIT_MANAGE: _("管理机构"),
    Act.ACCOUNT_MANAGE: _("管理账号"),
    Act.POST_MANAGE: _("管理岗位"),
    Act.KEY_MANAGE: _("管理密钥和往来单位"),
    Act.LOG_VIEW: _("查看日志"),
}


class Scope(StrEnum):
    """How far a post reaches from its unit."""

    TREE = "tree"  # the unit and everything below it
    OVERSEEN = "overseen"  # the units that the office supervises today, and everything below them
    CITY = "city"  # every unit
    TEAM = "team"  # the area of a joint team, while it runs


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its name and purpose for people, how far it reaches, and the acts it carries."""

    name: str | Promise
    purpose: str | Promise
    scope: Scope
    acts: frozenset[Act]


_READS = frozenset({Act.INSPECTION_VIEW, Act.FINDING_VIEW, Act.ITEM_VIEW})
_PAPERS = _READS | {Act.MATERIAL_VIEW, Act.LEDGER_EXPORT}
_RECEIVES = frozenset({Act.PACKAGE_VIEW, Act.PACKAGE_SIGN})
# What an office does with the accounts of the units it looks after; the policy says which office a case needs.
_ACCOUNTS = frozenset(
    {Act.PLAN_REVIEW, Act.EXTENSION_DECIDE, Act.CLOSURE_SIGN, Act.SITE_CHECK, Act.ITEM_ASSIGN, Act.ITEM_REOPEN}
)
_OFFICE = _PAPERS | _RECEIVES | _ACCOUNTS | {Act.MEETING_VIEW, Act.TEAM_VIEW, Act.INSIGHT_VIEW}
# What the liaison fills in and the head answers for.
_FILLS = frozenset({Act.PLAN_FILE, Act.PROGRESS_REPORT})
_ANSWERS = frozenset({Act.ITEM_ACKNOWLEDGE, Act.ITEM_DISPUTE, Act.EXTENSION_ASK, Act.CLOSURE_REQUEST, Act.ITEM_ASSIGN})
_CLERK = (_PAPERS | _ACCOUNTS) - {Act.CLOSURE_SIGN, Act.ITEM_REOPEN} | {
    Act.ITEM_OPEN,
    Act.INSPECTION_OPEN,
    Act.MATERIAL_RECEIVE,
    Act.MATERIAL_WITHDRAW,
    Act.PROPOSAL_VIEW,
    Act.PROPOSAL_EDIT,
    Act.FINDING_RAISE,
    Act.THEME_CHECK,
    Act.PERSONNEL_CHECK,
    Act.TEAM_VIEW,
    Act.MEETING_VIEW,
    Act.MEETING_HOLD,
    Act.PACKAGE_VIEW,
    Act.PACKAGE_PREPARE,
    Act.PACKAGE_SIGN,
    Act.INSIGHT_VIEW,
    Act.INSIGHT_JUDGE,
    Act.EXCHANGE_PACK,
    Act.EXCHANGE_OPEN,
}
_DIRECTOR = {
    Act.ROUND_OPEN,
    Act.POLICY_SET,
    Act.FINDING_WITHDRAW,
    Act.THEME_SET,
    Act.TEAM_MANAGE,
    Act.CLUE_COUNT,
    Act.DISPUTE_DECIDE,
    Act.CLOSURE_SIGN,
    Act.ITEM_REOPEN,
    Act.ITEM_END,
    Act.INSIGHT_SETTLE,
    Act.TAXONOMY_SET,
}

ROLES: dict[str, Role] = {
    "inspection_director": Role(
        _("巡视办负责人"), _("设立轮次和专题，召集联席会议，决定撤回，查看全部"), Scope.CITY, _CLERK | _DIRECTOR
    ),
    "inspection_clerk": Role(_("巡视办工作人员"), _("接收材料，核对问题，拟定移交，管理台账"), Scope.CITY, _CLERK),
    "supervision_officer": Role(
        _("监督检查室干部"),
        _("查看所联系单位的问题，签收移交，审核方案，核查和会签销号"),
        Scope.OVERSEEN,
        _OFFICE,
    ),
    "organization_officer": Role(
        _("组织部干部"),
        _("查看所联系单位的材料和问题，签收移交，会签销号，填写选人用人检查"),
        Scope.OVERSEEN,
        _OFFICE | {Act.PERSONNEL_CHECK},
    ),
    # The publicity department's signature is given in this role too: what it looks after is registered as oversight.
    "competent_officer": Role(
        _("主管部门干部"),
        _("签收移交本部门的事项，对所主管单位的整改事项会签销号"),
        Scope.OVERSEEN,
        _RECEIVES | {Act.MEETING_VIEW, Act.ITEM_VIEW, Act.CLOSURE_SIGN},
    ),
    "unit_head": Role(
        _("被巡视党组织主要负责人"),
        _("认领问题，报送方案和进展，申请延期和销号，签收移交"),
        Scope.TREE,
        _PAPERS | _RECEIVES | _FILLS | _ANSWERS,
    ),
    "unit_liaison": Role(
        _("被巡视党组织联络员"), _("填写方案和进展，上传佐证，签收移交"), Scope.TREE, _PAPERS | _RECEIVES | _FILLS
    ),
    "leader": Role(
        _("市领导"),
        _("查看全市问题"),
        Scope.CITY,
        _READS | {Act.LEDGER_EXPORT, Act.MEETING_VIEW, Act.PACKAGE_VIEW, Act.INSIGHT_VIEW},
    ),
    # Held by being a member of a joint team, never as a post of its own.
    "team_member": Role(
        _("联合监督组成员"),
        _("在联合监督组存续期间，查看其负责区域的材料和问题"),
        Scope.TEAM,
        _READS | {Act.MATERIAL_VIEW, Act.TEAM_VIEW},
    ),
    # A clue is reached by being named in it, never by unit: these acts open the register, not a clue in it.
    "clue_sender": Role(
        _("线索移送员"),
        _("把问题线索密封移送案件监督管理室，只看自己的清单"),
        Scope.TREE,
        frozenset({Act.CLUE_SEND}),
    ),
    "case_manager": Role(
        _("案件监督管理室干部"),
        _("受理登记问题线索，只看自己登记或保管的线索"),
        Scope.TREE,
        frozenset({Act.CLUE_REGISTER, Act.CLUE_COUNT}),
    ),
    "case_director": Role(
        _("案件监督管理室负责人"),
        _("统一管理问题线索，召集集体研判，提出处置意见，分类交办"),
        Scope.TREE,
        frozenset({Act.CLUE_REGISTER, Act.CLUE_KEEP, Act.CLUE_COUNT}),
    ),
    "clue_approver": Role(
        _("线索处置审批人"), _("审批问题线索的处置"), Scope.TREE, frozenset({Act.CLUE_APPROVE, Act.CLUE_COUNT})
    ),
    "clue_handler": Role(_("线索承办人"), _("办理交办给自己的问题线索"), Scope.TREE, frozenset({Act.CLUE_HANDLE})),
    # The three administrators exclude one another and read no business text.
    "system_admin": Role(
        _("系统管理员"), _("管理账号和机构"), Scope.CITY, frozenset({Act.ACCOUNT_MANAGE, Act.UNIT_MANAGE})
    ),
    "security_admin": Role(
        _("安全保密管理员"),
        _("管理岗位和权限，管理密钥和往来单位"),
        Scope.CITY,
        frozenset({Act.POST_MANAGE, Act.KEY_MANAGE}),
    ),
    "audit_admin": Role(_("安全审计员"), _("查看前两员的日志，核验日志封印"), Scope.CITY, frozenset({Act.LOG_VIEW})),
}

# What opens the register of clues at all; who may enter it needs a second factor.
CLUE_ACTS = frozenset(
    {Act.CLUE_SEND, Act.CLUE_REGISTER, Act.CLUE_KEEP, Act.CLUE_APPROVE, Act.CLUE_HANDLE, Act.CLUE_COUNT}
)
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
TEAM_MEMBER = "team_member"
# The roles of an office: who is lent to another office carries theirs there, for that time.
LENT_ROLES = frozenset({"inspection_clerk", "supervision_officer", "organization_officer"})
ROLE_CHOICES = [(key, role.name) for key, role in ROLES.items() if role.scope != Scope.TEAM]
