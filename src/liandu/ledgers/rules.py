"""Decisions about kept views."""

from collections.abc import Collection
from typing import Any

from liandu.access.roles import Act
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.ledgers.models import Ledger, SavedView
from liandu.orgs.models import Unit

MOST_VIEWS = 50  # of a person in a ledger: more is a list nobody finds anything in
# The right that opens each ledger.
OPENS = {Ledger.ITEMS: Act.ITEM_VIEW, Ledger.FINDINGS: Act.FINDING_VIEW}


def against_sharing(office: Unit | None, own: Collection[Unit]) -> list[Refusal]:
    """Return why a view cannot be shared with ``office``: only with an office that one stands in."""
    if office is None or office in own:
        return []
    sentence = gettext_noop("视图只能共享给自己所在的机构，%(office)s不是。")
    return [Refusal("view.not_my_office", sentence, office=office.name)]


def against_changing(view: SavedView, by: Any, *, deleted: bool = False) -> list[Refusal]:
    """Return why ``by`` cannot change a view: it is somebody else's, or it is gone (with ``deleted``: is not)."""
    if view.owner_id != by.pk:
        sentence = gettext_noop("这个视图是%(owner)s的，只有本人可以改。您可以另存一个。")
        return [Refusal("view.not_mine", sentence, owner=str(view.owner))]
    if deleted != (view.deleted_at is not None):
        return [Refusal("view.gone", gettext_noop("这个视图刚被改动过，请刷新后再看。"))]
    return []
