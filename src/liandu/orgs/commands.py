"""Building the tree of units and saying who supervises whom."""

from datetime import date
from typing import Any

from django.db import transaction

from liandu.journal.commands import record
from liandu.orgs.models import Oversight, Unit


@transaction.atomic
def add_unit(
    *, name: str, code: str, parent: Unit | None, by: Any, short_name: str = "", sector: str = "", party: str = ""
) -> Unit:
    """Add a unit below ``parent`` (None: the root) and return it."""
    unit = Unit(
        parent=parent, code=code, name=name, short_name=short_name or name, sector=sector, party=party, path=f"?{code}"
    )
    unit.save()
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    record(act="unit.added", subject=unit, by=by, facts={"name": name, "code": code, "sector": sector, "party": party})
    return unit


@transaction.atomic
def assign_oversight(*, office: Unit, unit: Unit, since: date, by: Any, until: date | None = None) -> Oversight:
    """Let ``office`` supervise ``unit`` from ``since`` on (to ``until``, that day included) and return the row."""
    row = Oversight.objects.create(office=office, unit=unit, since=since, until=until)
    facts = {"office": office.name, "unit": unit.name, "since": since, "until": until}
    record(act="oversight.assigned", subject=unit, by=by, facts=facts)
    return row


@transaction.atomic
def end_oversight(*, oversight: Oversight, until: date, by: Any) -> Oversight:
    """Let an office's supervision of a unit end with the day ``until`` and return the row."""
    oversight.until = until
    oversight.save(update_fields=["until"])
    facts = {"office": oversight.office.name, "unit": oversight.unit.name, "until": until}
    record(act="oversight.ended", subject=oversight.unit, by=by, facts=facts)
    return oversight
