"""The log of administrative acts."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.desk import queries
from liandu.desk.forms import FindInLog
from liandu.ui.dates import moment
from liandu.ui.htmx import page
from liandu.ui.numbers import whole_number


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Show the log of administrative acts to the audit administrator, perhaps of one person or one kind only."""
    require(request.user, Act.LOG_VIEW)
    form = FindInLog(request.GET, kinds=queries.kinds_of_acts())
    asked = {key: value for key, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    lines = queries.administrative_log(before=whole_number(request.GET.get("before", "")), **asked)
    people = queries.people_of(lines)
    context = {
        "lines": [(line, moment(line.at), people.get(line.subject, "")) for line in lines],
        "older": lines[-1].seq if len(lines) == queries.LOG_PAGE else None,
        "form": form,
        "asked": urlencode(asked),
    }
    return page(request, "desk/log.html", context)
