"""Tying clues to findings. The entry names the link itself, so that no history of either side tells of the other."""

from typing import Any

from django.db import transaction

from liandu.access.denials import Denied
from liandu.access.roles import Act as Right
from liandu.clues.models import Clue
from liandu.clues.queries import clues_for
from liandu.findings.models import Finding
from liandu.findings.queries import findings_for
from liandu.handover.models import ClueFinding
from liandu.journal.commands import record
from liandu.journal.subjects import subject_of
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop


def _require_both(by: Any, clue: Clue, finding: Finding) -> None:
    """Raise Denied unless ``by`` may see the clue and the finding."""
    sees_clue = clues_for(by).filter(pk=clue.pk).exists()
    if not (sees_clue and findings_for(by).filter(pk=finding.pk).exists()):
        raise Denied(
            "access.denied",
            gettext_noop("只有同时看得到两边的人可以关联。"),
            act=str(Right.CLUE_HANDLE),
            subject=subject_of(finding) if not sees_clue else subject_of(clue),
        )


@transaction.atomic
def link_clue(*, clue: Clue, finding: Finding, by: Any) -> ClueFinding:
    """Tie a clue to a finding, by somebody who sees both, and return the link; once."""
    _require_both(by, clue, finding)
    link, is_new = ClueFinding.objects.get_or_create(clue=clue, finding=finding, defaults={"made_by": by})
    if not is_new:
        raise Refusal("link.there_already", gettext_noop("已经关联。"))
    record(act="clue_finding.linked", subject=link, by=by, facts={"clue": clue.pk, "finding": finding.pk})
    return link


@transaction.atomic
def unlink_clue(*, link: ClueFinding, by: Any) -> None:
    """Untie a clue from a finding, by somebody who sees both."""
    _require_both(by, link.clue, link.finding)
    record(act="clue_finding.unlinked", subject=link, by=by, facts={"clue": link.clue_id, "finding": link.finding_id})
    link.delete()
