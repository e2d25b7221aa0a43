"""Visibility as a subject: who can see this record and why; what a person can reach, and by which post."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liandu.access.visibility import kind_called
from liandu.desk.queries.reach import people_to_explain, reach_of
from liandu.desk.tables import days, sights_table, without_table
from liandu.ui.dates import day as in_words
from liandu.ui.htmx import page


def asked_day(request: HttpRequest) -> date:
    """Return the day that the address asks for; today when it names none, or a day that is still to come."""
    today = timezone.localdate()
    try:
        return min(date.fromisoformat(request.GET.get("day", "")[:10]), today)
    except ValueError:
        return today


@require_GET
def readers(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show who can see a record, or could on a past day, and why, to those who may see it themselves."""
    known = kind_called(kind)
    record = known.load(request.user, pk) if known else None
    if known is None or record is None:
        raise Http404
    day = asked_day(request)
    rows = known.rows(record, day)
    context = {
        "label": known.label,
        "title": known.title(record),
        "url": known.url(record),
        "table": sights_table(rows),
        "people": len({row.person for row in rows}),
        "day": day.isoformat(),
        "day_words": in_words(day),
        "is_today": day == timezone.localdate(),
        "today": timezone.localdate().isoformat(),
    }
    return page(request, "desk/readers.html", context)


@require_GET
def my_reach(request: HttpRequest) -> HttpResponse:
    """Show what the person can reach and by which post, team or loan."""
    return _reach_page(request, request.user)


@require_GET
def reach_of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the same of another person to the security administrator: posts, acts and names of units, no business."""
    return _reach_page(request, get_object_or_404(people_to_explain(request.user), pk=pk))


def _reach_page(request: HttpRequest, person: Any) -> HttpResponse:
    day = asked_day(request)
    found = reach_of(person, day)
    own = person.pk == request.user.pk
    standings = [
        {
            "standing": one.standing,
            "days": days(one.standing.since, one.standing.until),
            "acts": one.acts,
            "by_name": one.by_name,
            "count": one.count,
            "units": one.units,
            "names": _("、").join(one.units) + ("…" if (one.count or 0) > len(one.units) else ""),
        }
        for one in found.standings
    ]
    context = {
        "person": person,
        "own": own,
        "heading": _("我能看到和办理什么") if own else _("%(person)s能看到和办理什么") % {"person": person},
        "standings": standings,
        "without": without_table(found.without),
        "day": day.isoformat(),
        "day_words": in_words(day),
        "today": timezone.localdate().isoformat(),
        "is_today": day == timezone.localdate(),
    }
    return page(request, "desk/reach.html", context)
