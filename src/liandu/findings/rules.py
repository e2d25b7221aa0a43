"""Decisions about findings: numbers, and what may become one."""

from liandu.inspections.models import Round
from liandu.intake.models import Proposal
from liandu.intake.states import State
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit


def number_of(*, round: Round, unit: Unit, serial: int) -> str:  # noqa: A002 - the field's term
    """Return 届-轮-单位-序号: term, round in two digits, the unit's code, serial in three digits or more."""
    return f"{round.term.number}-{round.number:02d}-{unit.code}-{serial:03d}"


def reasons_against(proposal: Proposal) -> list[Refusal]:
    """Return why this proposal cannot become a finding now; empty when it can."""
    reasons = []
    if proposal.state != State.OPEN:
        reasons.append(
            Refusal("proposal.not_open", gettext_noop("这一条%(state)s。"), state=proposal.get_state_display())
        )
    if not proposal.is_leaf:
        reasons.append(Refusal("proposal.not_leaf", gettext_noop("这一条下面还有子项，请确认子项。")))
    if proposal.unit_id is None:
        reasons.append(
            Refusal(
                "proposal.unit_missing",
                gettext_noop("还不知道这一条属于哪个单位（文中写作“%(name)s”），请先选定单位。"),
                name=proposal.unit_text or "？",
            )
        )
    return reasons
