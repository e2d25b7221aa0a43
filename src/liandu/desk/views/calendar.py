"""The calendar: a month as a grid and as a list, one day with its items, and the file for other calendars."""

import re
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liandu.access.roles import Act
from liandu.desk.exports import export_calendar
from liandu.desk.queries import calendar as days
from liandu.desk.tables.items import due_items_table
from liandu.kernel.days import DayKind
from liandu.ui.dates import day as in_words
from liandu.ui.htmx import page
from liandu.ui.numbers import whole_number
from liandu.ui.reasons import why_not

AHEAD = timedelta(days=365)  # how far the file reaches
IN_A_CELL = 3
TONES = {"meeting": "plain", "milestone": "plain", "publicity": "plain"}
SHAPES = {
    "deadline": "●",
    "answer": "◆",
    "decision": "■",
    "task": "▲",
    "publicity": "◎",
    "milestone": "◇",
    "meeting": "○",
}


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the month that the address names (else this one), or one day of it with its items."""
    whose = days.whose_for(request.user, request.GET.get("whose", ""))
    named = _day_of(request.GET.get("day", ""))
    if named is not None:
        return _one_day(request, named, whose)
    first = _month_of(request.GET.get("month", ""))
    month = days.month_of(request.user, first, whose=whose)
    context = {
        **_frame(request, whose, first),
        "month": month,
        "title": _month_words(first),
        "weekdays": [_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")],
        "weeks": [[_cell(day) for day in week] for week in month.weeks],
        "agenda": [(day, in_words(day.day), _mark(day), _told(day.events)) for day in month.agenda],
        "before": month.before.strftime("%Y-%m"),
        "after": month.after.strftime("%Y-%m"),
        "is_now": (first.year, first.month) == (timezone.localdate().year, timezone.localdate().month),
    }
    return page(request, "desk/calendar.html", context)


def _frame(request: HttpRequest, whose: str, first: date) -> dict[str, Any]:
    names = {days.MINE: _("我的"), days.OFFICE: _("本单位"), days.ALL: _("范围内全部")}
    return {
        "whose": whose,
        "choices": [(key, names[key]) for key in days.WHOSE],
        "month_key": first.strftime("%Y-%m"),
        "why_no_export": why_not(request.user, Act.LEDGER_EXPORT),
    }


def _one_day(request: HttpRequest, day: date, whose: str) -> HttpResponse:
    unit = whole_number(request.GET.get("unit", ""))
    items = days.items_due_on(request.user, day, whose=whose, unit=str(unit or ""))
    found = [event for event in days.events_for(request.user, day, day, whose=whose) if event.kind != "deadline"]
    context = {
        **_frame(request, whose, day.replace(day=1)),
        "day": day,
        "title": in_words(day),
        "mark": _mark(days.day_alone(day)),
        "items": due_items_table(items),
        "events": _told(found),
        "most": days.MOST_ITEMS if len(items) == days.MOST_ITEMS else 0,
    }
    return page(request, "desk/calendar_day.html", context)


def _cell(day: days.Day) -> dict[str, Any]:
    told = _told(day.events)
    return {
        "day": day,
        "words": in_words(day.day),
        "mark": _mark(day),
        "events": told[:IN_A_CELL],
        "more": max(0, len(told) - IN_A_CELL),
        "css": " ".join(
            name
            for name, holds in (
                ("outside", not day.inside),
                ("today", day.today),
                ("free", day.mark.kind in {DayKind.HOLIDAY, DayKind.WEEKEND}),
            )
            if holds
        ),
    }


def _told(events: list[days.Event]) -> list[tuple[days.Event, str, str]]:
    """Return each event with the tone and the shape of its mark."""
    return [(event, "late" if event.late else TONES.get(event.kind, "now"), SHAPES[event.kind]) for event in events]


def _mark(day: days.Day) -> str:
    """Return what a calendar writes beside the number of a day: the holiday, or that it is worked in lieu."""
    name = day.mark.name if (get_language() or "").startswith("zh") else day.mark.name_en
    if day.mark.kind == DayKind.HOLIDAY:
        return _("休 · %(name)s") % {"name": name}
    return _("班 · 调休上班") if day.mark.kind == DayKind.IN_LIEU else ""


def _month_words(first: date) -> str:
    if (get_language() or "").startswith("zh"):
        return f"{first.year}年{first.month}月"
    return f"{first:%B %Y}"


def _month_of(text: str) -> date:
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text, re.ASCII)
    return date(int(found[1]), int(found[2]), 1) if found else timezone.localdate().replace(day=1)


def _day_of(text: str) -> date | None:
    try:
        found = parse_date(text) if re.fullmatch(r"20\d\d-\d\d-\d\d", text, re.ASCII) else None
    except ValueError:
        return None
    return found


@require_POST
def take_calendar(request: HttpRequest) -> HttpResponse:
    """Send the days from the first of this month to a year ahead as a calendar file."""
    whose = days.whose_for(request.user, request.POST.get("whose", ""))
    since = timezone.localdate().replace(day=1)
    content = export_calendar(since=since, until=since + AHEAD, whose=whose, by=request.user)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="liandu-{since:%Y%m}.ics"'
    return response
