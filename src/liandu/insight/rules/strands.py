"""What class a finding is grouped in, what is proposed again, what a choice of members may do, and what is common."""

from collections.abc import Collection, Iterable, Sequence

from liandu.findings.models import Sureness
from liandu.insight.models import Membership, Strand
from liandu.insight.states import StrandState
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.texts.grouping import UNSAID


def class_of(*, category: str, confirmed: bool, guess: str, sureness: str, shares: Sequence[float]) -> str:
    """Return the class that a finding is grouped in: what a person said, else a guess that is sure enough, else ""."""
    if confirmed:
        return category
    unsure = sureness == Sureness.LOW and (not shares or shares[0] < UNSAID)
    return "" if unsure else guess


def was_refused(members: Collection[int], retired: Iterable[Collection[int]]) -> bool:
    """Return whether a group is not to be proposed: more than half of it stood in one strand that was retired."""
    return any(2 * len(set(members) & set(was)) > len(members) for was in retired)


def is_common(*, units: int, sectors: int, least_units: int, least_sectors: int) -> bool:
    """Return whether so many units and sectors make a problem a common one: one of the two is enough."""
    return units >= least_units or sectors >= least_sectors


def refuse_no_label(label: str) -> None:
    """Refuse a name without words."""
    if not label.strip():
        raise Refusal("strand.no_label", gettext_noop("请写明名称。"))


def refuse_no_target(into: Strand) -> None:
    """Refuse a strand that no member can be taken into: one that a person retired or merged."""
    if into.state not in {StrandState.PROPOSED, StrandState.ACCEPTED}:
        raise Refusal("strand.no_target", gettext_noop("这组同类问题已停用或并入别组，不能再归入，请另选一组。"))


def refuse_choice(chosen: Sequence[Membership], count: int, *, all_of: int | None = None) -> None:
    """Refuse a choice of members that does not stand: nobody, somebody gone meanwhile, pinned ones, or (split) all."""
    if not count:
        raise Refusal("strand.nothing_chosen", gettext_noop("请先选中问题。"))
    if len(chosen) != count:
        raise Refusal("strand.changed", gettext_noop("选中的问题里有的已不在这一组，请刷新后再选。"))
    pinned = [row for row in chosen if row.pinned]
    if pinned:
        raise Refusal(
            "strand.pinned",
            gettext_noop("选中的问题里有 %(n)s 条已固定在这一组，请先取消固定。"),
            n=len(pinned),
        )
    if all_of is not None and len(chosen) >= all_of:
        raise Refusal(
            "strand.all_chosen", gettext_noop("不能把全部问题都移走：整组并入别组请用“并入”，不再需要的请停用。")
        )


def refuse_two_common(source: Strand, into: Strand) -> None:
    """Refuse to merge strands of two common problems: which of them would count the members is for people to say."""
    if source.common_id and into.common_id and source.common_id != into.common_id:
        raise Refusal(
            "strand.two_common", gettext_noop("两组同类问题属于不同的共性问题，请先在共性问题里调整，再并入。")
        )
