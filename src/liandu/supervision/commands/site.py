"""Noting a check on site."""

import re
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import own_offices, require
from liandu.access.roles import Act as Right
from liandu.files.commands import keep_file
from liandu.inspections.commands import looked_at_if_any
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit
from liandu.rectification.models import Item
from liandu.rectification.rules import refuse_elsewhere
from liandu.rectification.states import State
from liandu.supervision.models import SiteCheck
from liandu.supervision.rules import CHECKABLE

SEPARATORS = re.compile(r"[、，,；;/\s]+")


def note_site_check(
    *,
    item: Item,
    office: Unit,
    people: str,
    on: date,
    place: str,
    found: str,
    matches: bool,
    by: Any,
    chunks: Iterable[bytes] | None = None,
    filename: str = "",
) -> SiteCheck:
    """Note that people of ``office`` looked on the spot, what they found and whether it fits; return the check.

    While the item is worked on, waits to be written off, or afterwards (a sample of closed items). By at least two
    people. The record may be added as a file, which is looked at like any upload.
    """
    require(by, Right.SITE_CHECK, unit=item.unit, subject=item)
    _refuse(item, office, people, on, by=by)
    refused = partial(note_refused_site_file, item=item, by=by)
    look = looked_at_if_any(chunks, name=filename, turned_away=refused)
    with look as (incoming, _examined), transaction.atomic():
        check = SiteCheck.objects.create(
            item=item,
            office=office,
            people=people.strip(),
            on=on,
            place=place,
            found=found,
            matches=matches,
            file=keep_file(incoming=incoming, by=by) if incoming else None,
            filename=incoming.name[-200:] if incoming else "",
            made_at=timezone.now(),
            made_by=by,
        )
        facts = {"number": item.number, "on": on.isoformat(), "office": office.name, "matches": matches}
        record(act="site.checked", subject=item, by=by, facts=facts)
    return check


def _refuse(item: Item, office: Unit, people: str, on: date, *, by: Any) -> None:
    refuse_elsewhere(item)
    if item.state not in CHECKABLE:
        sentence = gettext_noop("现在的状态是“%(state)s”，还没有可以现场核查的整改。")
        raise Refusal("site.nothing_to_check", sentence, state=State(item.state).label)
    if not own_offices(by, Right.SITE_CHECK).filter(pk=office.pk).exists():
        raise Refusal("site.other_office", gettext_noop("只能以您所在单位的名义登记现场核查。"))
    if not _several(people):
        raise Refusal("site.alone", gettext_noop("现场核查要两人以上，请写全核查人，用顿号隔开。"))
    if on > timezone.localdate():
        raise Refusal("site.in_future", gettext_noop("核查日期不能晚于今天。"))


def _several(people: str) -> bool:
    """Return whether more than one person is named: names with a mark between them, or "某某等两人"."""
    names = [name for name in SEPARATORS.split(people) if name]
    return len(names) > 1 or ("等" in people and not people.endswith("等"))


@transaction.atomic
def note_refused_site_file(*, item: Item, name: str, sha256: str, refusal: Refusal, by: Any) -> None:
    """Journal that the record of a check was turned away, by digest and reason; no copy is kept."""
    facts = {"name": name, "sha256": sha256, "code": refusal.code}
    record(act="site.file_refused", subject=item, by=by, facts=facts)


@transaction.atomic
def note_site_file_taken(*, check: SiteCheck, by: Any) -> None:
    """Journal that ``by`` downloaded the record of a check on site."""
    record(act="site.file_taken", subject=check.item, by=by, facts={"name": check.filename})
