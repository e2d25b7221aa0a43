"""What a finding's document states of it, as lines to show."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from liandu.findings.models import Finding
from liandu.ui.dates import day

STATED = {
    "fact": _("事实"),
    "kind": _("整改类型"),
    "goal": _("整改目标"),
    "measures": _("整改措施"),
    "progress": _("进展情况"),
    "status": _("完成状态"),
    "leader": _("责任领导"),
    "owner": _("责任人"),
    "department": _("责任部门"),
    "support": _("配合部门"),
    "deadline": _("整改时限"),
    "deadline_text": _("时限原文"),
    "done_on": _("完成日期"),
}


def stated_facts(finding: Finding) -> list[tuple[str, str]]:
    """Return (label, text) for what the document states of the finding, in the order of STATED."""
    return [(str(label), _shown(finding.stated[key])) for key, label in STATED.items() if finding.stated.get(key)]


def _shown(value: object) -> str:
    try:
        return day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)
