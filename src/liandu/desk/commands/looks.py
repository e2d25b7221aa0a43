"""Moving the mark up to which a person has seen what changed, and moving it back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.desk.models import Look
from liandu.desk.rules import FIRST_LOOK


@transaction.atomic
def keep_look(*, until: datetime, by: Any) -> Look:
    """Keep that ``by`` has seen what changed up to ``until`` (never later than now, never backwards)."""
    until = min(until, timezone.now())
    first = {"seen_at": until, "before": until - FIRST_LOOK}
    look, made = Look.objects.select_for_update().get_or_create(user=by, defaults=first)
    if not made and until > look.seen_at:
        look.before, look.seen_at = look.seen_at, until
        look.save(update_fields=["before", "seen_at"])
    return look


@transaction.atomic
def undo_look(*, by: Any) -> bool:
    """Move the mark back to where it stood before, and return whether it moved."""
    look = Look.objects.select_for_update().filter(user=by).first()
    if look is None or look.before is None:
        return False
    look.seen_at, look.before = look.before, None
    look.save(update_fields=["before", "seen_at"])
    return True
