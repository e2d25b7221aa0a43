"""Full-text search over findings, items, institutions, documents and minutes."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from liandu.desk.queries.search import Asked, search_page
from liandu.search.queries import BOUND
from liandu.ui.dates import day
from liandu.ui.htmx import page


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show what ``q`` finds within the reader's reach: a page of hits, and ways to narrow."""
    asked = Asked.of(request.GET)
    seen = search_page(request.user, asked)
    result = seen.result
    context = {
        "asked": asked,
        "result": result,
        "rounds": seen.rounds,
        "sees_any": seen.sees_any,
        "hits": [(hit, day(hit.at)) for hit in result.hits],
        "bound": BOUND,
        "everything": asked.address(kind="", unit="", round=""),
        "before": asked.address(page=str(result.page - 1)) if result.page > 1 else "",
        "after": asked.address(page=str(result.page + 1)) if result.page < result.pages else "",
    }
    return page(request, "desk/search.html", context)
