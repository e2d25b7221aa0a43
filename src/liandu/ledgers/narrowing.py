"""Filters that the numbers of other pages need: a term, what came back, what was met on the way.

Each is a word in the address, so that a number anywhere can open exactly the rows that it counts.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from liandu.insight.models import Recurrence
from liandu.insight.states import RecurrenceState
from liandu.rectification.models import Institution, Outcome, OutcomeKind, Request
from liandu.rectification.models.progress import IN_PLACE
from liandu.rectification.states import RequestState

INSTITUTIONS = "institutions"  # an outcome that stands in a register of its own


class Met(TextChoices):
    """What an item met on its way, at least once."""

    RETURNED = "returned", _("退回过销号申请")
    EXTENDED = "extended", _("延过期")
    REOPENED = "reopened", _("重新立过账")


OUTCOMES = [*OutcomeKind.values, INSTITUTIONS]


def asked_word(asked: Mapping[str, Any], name: str, words: Any) -> str:
    """Return the word that an address has under ``name``, "" unless it is among ``words``."""
    word = str(asked.get(name, ""))
    return word if word in words else ""


def came_back(kind: str) -> Q:
    """Return the condition that a finding came back in this way, as a person has said."""
    if not kind:
        return Q()
    said = Recurrence.objects.filter(finding=OuterRef("pk"), kind=kind, state=RecurrenceState.CONFIRMED)
    return Q(Exists(said))


def met(what: str, *, past: bool, day: date) -> Q:
    """Return the condition that an item met ``what`` up to ``day``; rows are balances when ``past``."""
    if what == Met.EXTENDED:
        return Q(extensions__gt=0)
    if what == Met.REOPENED:
        return Q(reopenings__gt=0)
    if what == Met.RETURNED:
        rows = Request.objects.filter(item=OuterRef("item_id" if past else "pk"), state=RequestState.RETURNED)
        return Q(Exists(rows.filter(settled_at__date__lte=day) if past else rows))
    return Q()


def brought(kind: str, *, past: bool, day: date) -> Q:
    """Return the condition that this outcome was reported of an item, and stands, up to ``day``."""
    if not kind:
        return Q()
    key = OuterRef("item_id" if past else "pk")
    if kind == INSTITUTIONS:
        made = Institution.objects.filter(item=key, struck_at=None, work__in=IN_PLACE)
        return Q(Exists(made.filter(dated__lte=day) if past else made))
    told = Outcome.objects.filter(item=key, kind=kind, progress__corrected_by=None)
    return Q(Exists(told.filter(progress__on__lte=day) if past else told))
