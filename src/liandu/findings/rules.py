"""Decisions about findings: numbers, what may become one, what a person should look at twice, and special themes."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from liandu.access.roles import Act
from liandu.findings.models import Finding
from liandu.inspections.models import InspectionTheme, Round, Theme
from liandu.inspections.taxonomies import taxonomy
from liandu.inspections.taxonomies.wording import class_in_words
from liandu.intake.models import Proposal
from liandu.intake.states import State
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit
from liandu.texts.themes import ChecklistItem, best_item, item_of

PERSONNEL = "personnel"  # the theme that the organization department checks too


def number_of(*, round: Round, unit: Unit, serial: int) -> str:  # noqa: A002 - the field's term
    """Return 届-轮-单位-序号: term, round in two digits, the unit's code, serial in three digits or more.

    The term of another committee has its mark before it.
    """
    return f"{round.term.mark}{round.term.number}-{round.number:02d}-{unit.code}-{serial:03d}"


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


LONG_TITLE = 120  # characters; longer wordings nearly always hold several problems
SHORT_TITLE = 4
SHORT_PART = 4  # characters; what is shorter is a word of a list, not a problem of its own
_OPENING, _CLOSING = "“‘（(《〈「[", "”’）)》〉」]"


def doubts_about(proposal: Proposal, *, found: Mapping[str, Any], alike: int) -> list[str]:
    """Return what a person should look at before accepting an open leaf, as sentences; empty for all else.

    ``found`` is what reading found in the document; ``alike`` counts the leaves of the document that say the same.
    """
    if proposal.state != State.OPEN or not proposal.is_leaf:
        return []
    doubts = []
    if proposal.unit_id is None:
        named = _("单位待定（文中写作“%(name)s”）") % {"name": proposal.unit_text}
        doubts.append(named if proposal.unit_text else _("单位待定"))
    if alike > 1:
        doubts.append(_("同一单位在本文件中有 %(n)s 条表述相同") % {"n": alike})
    if len(proposal.title) > LONG_TITLE:
        doubts.append(_("表述较长，请看是否需要拆分"))
    if len(proposal.title) < SHORT_TITLE:
        doubts.append(_("表述过短，请看是否完整"))
    if any(_overlaps(proposal, mention) for mention in found.get("clue_mentions", ())):
        doubts.append(_("所在文字提到问题线索；线索不入台账"))
    doubts += [caution["sentence"] for caution in found.get("cautions", ()) if _overlaps(proposal, caution)]
    if proposal.same_as_id is not None:
        doubts.append(_("与上一版表述不同，确认时更正台账原有的一条"))
    return doubts


def _overlaps(proposal: Proposal, mention: Mapping[str, Any]) -> bool:
    passage = mention.get("passage")
    if not passage or passage["block"] != proposal.block:
        return False
    return passage["start"] < proposal.end and proposal.start < passage["end"]


def parts_suggested(title: str) -> list[str]:
    """Return the parts that a title falls into at its strongest marks (；, then ，, then 、) outside quotes.

    The title alone when no mark gives parts that could each stand as a problem.
    """
    for marks in ("；;", "，,", "、"):
        parts = [part for part in (piece.strip("。 ") for piece in _cut(title, marks)) if part]
        if len(parts) > 1 and all(len(part) >= SHORT_PART for part in parts):
            return parts
    return [title]


def _cut(title: str, marks: str) -> list[str]:
    pieces, depth = [""], 0
    for character in title:
        depth += (character in _OPENING) - (character in _CLOSING)
        if character in marks and depth <= 0:
            pieces.append("")
        else:
            pieces[-1] += character
    return pieces


def proposed_theme(
    text: str, carried: Mapping[int, tuple[ChecklistItem, ...]], *, about: int | None
) -> tuple[int | None, int]:
    """Return the theme (its key) and the item that keywords of ``text`` propose, (None, 0) for none.

    ``carried`` are the checklists of the inspection's themes; ``about`` is the theme that the material is marked with,
    which then is the only one.
    """
    if about is not None:
        return about, item_of(text, carried.get(about, ()))
    return best_item(text, carried) or (None, 0)


def right_to_check(theme: Theme) -> Act:
    """Return the act that stating the outcome of a check of this theme needs.

    The organization department joins the inspection for the special check of personnel selection (选人用人专项检查).
    """
    return Act.PERSONNEL_CHECK if theme.code == PERSONNEL else Act.THEME_CHECK


def refuse_no_such_item(finding: Finding, theme: Theme | None, item: int) -> None:
    """Raise Refusal unless the finding's inspection carries the theme and its checklist has the item (or it is 0)."""
    if theme is None:
        return
    carried = InspectionTheme.objects.filter(inspection=finding.inspection_id, theme=theme).select_related("version")
    row = carried.first()
    if row is None:
        raise Refusal("finding.theme_not_carried", gettext_noop("这次巡视没有“%(theme)s”专题。"), theme=theme.name)
    if item and item not in {each.number for each in row.version.checklist}:
        raise Refusal("finding.no_such_item", gettext_noop("检查表里没有第 %(item)s 项。"), item=item)


def refuse_not_clear(carried: InspectionTheme, item: int, findings: int) -> None:
    """Raise Refusal when the checklist lacks the item or ``findings`` stand under it."""
    if item not in {each.number for each in carried.version.checklist}:
        raise Refusal("finding.no_such_item", gettext_noop("检查表里没有第 %(item)s 项。"), item=item)
    if findings:
        raise Refusal("theme.has_findings", gettext_noop("这一项下面有 %(n)s 条问题，不能写“未发现问题”。"), n=findings)


def refuse_no_such_class(code: str) -> None:
    """Raise Refusal for what is no class in force: one may have been retired since the page was opened."""
    if code not in taxonomy().leaves:
        raise Refusal(
            "finding.no_such_class",
            gettext_noop("“%(which)s”不是现行的类别，请刷新后另选。"),
            which=class_in_words(code),
        )
