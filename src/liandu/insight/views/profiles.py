"""Pictures of the whole, of a sector, of a unit; and the table of each picture as a spreadsheet."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.clues.queries import clue_counts
from liandu.insight.exports.profiles import export_table
from liandu.insight.queries.profiles import Profile, profile_of
from liandu.insight.queries.scope import Scope, is_sector, rounds_in_reach, unit_in_reach
from liandu.insight.tables.heat import heat_of, legend, plain
from liandu.insight.tables.meaning import of_classes
from liandu.insight.tables.profiles import NARROWS, outcomes_table, picture_of, pictures_of, shared_table
from liandu.insight.words import in_days
from liandu.orgs.models import Sector
from liandu.rectification.rules.rates import rate_of
from liandu.ui.dates import day
from liandu.ui.htmx import page
from liandu.ui.tables import Table


@require_GET
def system(request: HttpRequest) -> HttpResponse:
    """Show the picture of the whole."""
    require(request.user, Act.INSIGHT_VIEW)
    return _shown(request, Scope.of(request.GET), title=_("全市画像"))


@require_GET
def sector(request: HttpRequest, code: str) -> HttpResponse:
    """Show the picture of a sector."""
    require(request.user, Act.INSIGHT_VIEW)
    if not is_sector(code):
        raise Http404
    title = _("%(sector)s画像") % {"sector": Sector(code).label}
    return _shown(request, Scope.of(request.GET, sector=code), title=title)


@require_GET
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the picture of a unit, beside the medians of its sector."""
    require(request.user, Act.INSIGHT_VIEW)
    found = unit_in_reach(request.user, pk)
    if found is None:
        raise Http404
    return _shown(request, Scope.of(request.GET, unit=found), title=_("%(unit)s画像") % {"unit": found})


def _shown(request: HttpRequest, scope: Scope, *, title: str) -> HttpResponse:
    profile = profile_of(request.user, scope)
    rounds = rounds_in_reach(request.user)
    own = profile.own
    context = {
        "title": title,
        "scope": scope,
        "sector": Sector(scope.sector).label if scope.sector else "",
        "sector_page": scope.peers.page(),
        "whole_page": Scope(scope.term, scope.round).page(),
        "day": day(profile.day),
        "own": own,
        "rate": rate_of(own.standing.done, own.standing.total),
        "middle": in_days(own.standing.middle) if own.standing.days else "",
        "addresses": {what: scope.items(**narrows) for what, narrows in NARROWS.items()},
        "all_findings": scope.findings(),
        "peers": len(profile.groups),
        "rounds": rounds,
        "terms": list({one.term_id: one.term for one in rounds}.values()),
        "heat": None if scope.unit or not own.findings else heat_of(profile),
        "legend": legend(),
        "sentence": of_classes(profile),
        "pictures": pictures_of(profile),
        "outcomes": outcomes_table(profile),
        "recurrences": _recurrences(profile),
        "shared": shared_table(profile.shared, scope),
        "clues": clue_counts(request.user) if _is_whole(scope) and may(request.user, Act.CLUE_COUNT) else None,
        "may_export": may(request.user, Act.LEDGER_EXPORT),
        "export": _here(scope),
    }
    return page(request, "insight/profiles.html", context)


def _is_whole(scope: Scope) -> bool:
    return scope == Scope()


def _recurrences(profile: Profile) -> list[tuple[str, int, str]]:
    """Return how many findings came back in each way, with where they stand."""
    names = {"again": _("屡改屡犯"), "elsewhere": _("别处同类"), "copied": _("文字雷同")}
    return [(names[kind], n, profile.scope.findings(recurred=kind)) for kind, n in profile.recurrences.items()]


def _here(scope: Scope) -> str:
    """Return the end of an address that names the scope."""
    where = f"unit={scope.unit.pk}" if scope.unit else f"sector={scope.sector}" if scope.sector else ""
    return "&".join(part for part in (where, scope.query.removeprefix("?")) if part)


@require_POST
def export(request: HttpRequest, key: str) -> FileResponse:
    """Send the table of one picture of the scope that the address names."""
    require(request.user, Act.INSIGHT_VIEW)
    scope = _asked(request)
    profile = profile_of(request.user, scope)
    title, headings, rows = _table(profile, key)
    out = export_table(
        key=key, title=title, headings=headings, rows=rows, address=f"{scope.page()}#{key}", by=request.user
    )
    name = _("%(what)s-%(day)s.xlsx") % {"what": title, "day": timezone.localdate().isoformat()}
    return FileResponse(out, as_attachment=True, filename=name)


def _asked(request: HttpRequest) -> Scope:
    unit_key, sector_code = request.GET.get("unit", ""), request.GET.get("sector", "")
    if unit_key:
        found = unit_in_reach(request.user, int(unit_key)) if unit_key.isascii() and unit_key.isdigit() else None
        if found is None:
            raise Http404
        return Scope.of(request.GET, unit=found)
    if sector_code and not is_sector(sector_code):
        raise Http404
    return Scope.of(request.GET, sector=sector_code)


def _table(profile: Profile, key: str) -> tuple[str, list[str], list[list[Any]]]:
    if key == "heat" and not profile.scope.unit:
        headings, rows = plain(heat_of(profile))
        return _("问题分类"), headings, list(rows)
    if key == "outcomes":
        return _("整改成果"), *_plain(outcomes_table(profile))
    picture = picture_of(profile, key)
    if picture is None:
        raise Http404
    return picture.title, *_plain(picture.table)


def _plain(table: Table) -> tuple[list[str], list[list[Any]]]:
    """Return a table as headings and rows, what is a whole number as one."""
    rows = [
        [int(cell.text) if cell.text.isdecimal() else cell.text for _column, cell in row.cells]
        for group in table.groups
        for row in group.rows
    ]
    return [str(column.label) for column in table.columns], rows
