"""Keeping views under names: saving, renaming, sharing, deleting and taking that back, opening with one."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.ledgers.models import FirstView, Ledger, SavedView
from liandu.ledgers.queries.saved_views import offices_of
from liandu.ledgers.rules import MOST_VIEWS, OPENS, against_changing, against_sharing
from liandu.orgs.models import Unit


@transaction.atomic
def save_view(*, ledger: str, name: str, address: str, office: Unit | None, by: Any) -> SavedView:
    """Keep a view's address under a name, for oneself or shared with an own ``office``, and return it."""
    require(by, OPENS[Ledger(ledger)])
    for refusal in against_sharing(office, offices_of(by, ledger)):
        raise refusal
    if SavedView.objects.filter(owner=by, ledger=ledger, deleted_at=None).count() >= MOST_VIEWS:
        raise Refusal("view.too_many", gettext_noop("最多保存 %(most)s 个视图，请先删除不用的。"), most=MOST_VIEWS)
    view = SavedView(ledger=ledger, owner=by, name=name.strip(), address=address, office=office, made_at=timezone.now())
    _write(view, force_insert=True)
    record(act="view.saved", subject=view, by=by, facts=_facts(view))
    return view


@transaction.atomic
def change_view(*, view: SavedView, name: str, office: Unit | None, by: Any) -> SavedView:
    """Rename a view, or share it with another office or with nobody, and return it."""
    _may_change(view, by)
    if office is not None and office.pk != view.office_id:
        for refusal in against_sharing(office, offices_of(by, view.ledger)):
            raise refusal
    before = _facts(view)
    view.name, view.office = name.strip(), office
    _write(view, update_fields=["name", "office"])
    record(act="view.changed", subject=view, by=by, facts={**_facts(view), "before": before})
    return view


@transaction.atomic
def delete_view(*, view: SavedView, by: Any) -> SavedView:
    """Delete a view and return it; for whom it opened first, the ledger opens as nobody changed it."""
    _may_change(view, by)
    view.deleted_at = timezone.now()
    view.save(update_fields=["deleted_at"])
    record(act="view.deleted", subject=view, by=by, facts=_facts(view))
    return view


@transaction.atomic
def restore_view(*, view: SavedView, by: Any) -> SavedView:
    """Take the deleting of a view back, and return it."""
    _may_change(view, by, deleted=True)
    view.deleted_at = None
    _write(view, update_fields=["deleted_at"])
    record(act="view.restored", subject=view, by=by, facts=_facts(view))
    return view


@transaction.atomic
def open_with(*, ledger: str, view: SavedView | None, by: Any) -> None:
    """Let a ledger open with ``view`` for this person from now on; with None as nobody changed it."""
    require(by, OPENS[Ledger(ledger)])
    if view is None:
        FirstView.objects.filter(person=by, ledger=ledger).delete()
        record(act="view.opens_no_more", subject=by, by=by, facts={"ledger": ledger})
        return
    FirstView.objects.update_or_create(person=by, ledger=ledger, defaults={"view": view})
    record(act="view.opens_first", subject=view, by=by, facts=_facts(view))


def _may_change(view: SavedView, by: Any, *, deleted: bool = False) -> None:
    require(by, OPENS[Ledger(view.ledger)])
    for refusal in against_changing(view, by, deleted=deleted):
        raise refusal


def _write(view: SavedView, **how: Any) -> None:
    try:
        with transaction.atomic():
            view.save(**how)
    except IntegrityError as fault:
        raise Refusal(
            "view.name_taken", gettext_noop("您已经有一个叫“%(name)s”的视图，请换个名称。"), name=view.name
        ) from fault


def _facts(view: SavedView) -> dict[str, str]:
    return {"name": view.name, "ledger": view.ledger, "office": view.office.name if view.office else ""}
