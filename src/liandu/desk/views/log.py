"""The log of administrative acts."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.desk import queries
from liandu.ui.dates import moment
from liandu.ui.htmx import page
from liandu.ui.numbers import whole_number


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Show the log of administrative acts to the audit administrator."""
    require(request.user, Act.LOG_VIEW)
    lines = queries.administrative_log(before=whole_number(request.GET.get("before", "")))
    context = {
        "lines": [(line, moment(line.at)) for line in lines],
        "older": lines[-1].seq if len(lines) == queries.LOG_PAGE else None,
    }
    return page(request, "desk/log.html", context)
