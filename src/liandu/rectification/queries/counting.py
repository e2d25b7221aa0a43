"""The items held against the findings that were signed for, for the count check of handover."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from liandu.access.queries import acts_of
from liandu.access.roles import Act
from liandu.findings.models import Finding
from liandu.findings.queries import findings_for
from liandu.findings.states import State as FindingState
from liandu.handover.counts import Comparison, Difference, Scope
from liandu.rectification.models import Item
from liandu.rectification.queries.items import items_for
from liandu.rectification.queries.openable import signed_for
from liandu.rectification.rules import HERE

MOST = 50  # differences shown; all are counted


def items_against_findings(reader: Any, scope: Scope) -> Comparison | None:
    """Hold the findings signed for within ``scope`` against the items opened, cancelled ones among them: 4 queries.

    A finding that was withdrawn counts as long as it has an item: that one is cancelled and stands on the other side.
    What another installation keeps is held against its own signatures there. None for who sees no items.
    """
    if Act.ITEM_VIEW not in acts_of(reader):
        return None
    within = {"round": scope.round} if scope.round is not None else {"round__term": scope.term}
    elsewhere = Exists(Item.objects.filter(finding=OuterRef("pk")).exclude(kept_at=HERE))
    signed = signed_for(findings_for(reader).filter(**within)).exclude(elsewhere)
    with_item = Exists(Item.objects.filter(finding=OuterRef("pk")))
    counted = signed.filter(Q(state=FindingState.CONFIRMED) | with_item)
    missing = signed.filter(state=FindingState.CONFIRMED).exclude(with_item)
    items = items_for(reader).filter(**within, kept_at=HERE)
    surplus = items.exclude(finding__in=signed.order_by().values("pk"))
    lost = list(missing.select_related("unit").order_by("number")[: MOST + 1])
    extra = list(surplus.select_related("unit", "finding").order_by("number")[: MOST + 1])
    opens = Act.ITEM_OPEN in acts_of(reader)
    differing = len(lost) + len(extra) if max(len(lost), len(extra)) <= MOST else missing.count() + surplus.count()
    at = urlencode({"round": scope.round.pk} if scope.round else {"term": scope.term.pk})
    ledger = reverse("ledgers:findings") + "?sort=number"  # all of it, whatever view opens first for the reader
    if opens:
        page = (
            reverse("rectification:opening", args=[scope.round.pk])
            if scope.round
            else reverse("rectification:openings")
        )
    else:
        page = ledger
    return Comparison(
        about=_("整改事项"),
        left_name=_("已签收的问题"),
        left=counted.count(),
        left_url=f"{reverse('handover:lines')}?{at}&state=accepted",
        right_name=_("已立账（含撤账）"),
        right=items.count(),
        right_url=page,
        differing=differing,
        differences=tuple(
            [_of_finding(row, opens=opens) for row in lost[:MOST]] + [_of_item(row) for row in extra[:MOST]]
        ),
    )


def _of_finding(row: Finding, *, opens: bool) -> Difference:
    words = f"{row.number} {row.title[:40]} · {row.unit} · " + _("已签收，没有立账")
    there = reverse("rectification:opening", args=[row.round_id]) if opens else ""
    return Difference(words, reverse("findings:finding", args=[row.pk]), there)


def _of_item(row: Item) -> Difference:
    words = f"{row.number} {row.finding.title[:40]} · {row.unit} · "
    words += _("直接立账，没有签收") if row.line_id is None else _("立账以后签收已退回或撤销")
    there = (
        reverse("handover:line", args=[row.line_id])
        if row.line_id
        else f"{reverse('handover:packages')}?round={row.round_id}"
    )
    return Difference(words, reverse("rectification:item", args=[row.pk]), there)
