"""The addresses of the house."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from liandu.ui.errors import not_found, refused, server_error

urlpatterns = [
    path("", include("liandu.desk.urls")),
    path("", include("liandu.accounts.urls")),
    path("rounds/", include("liandu.inspections.urls")),
    path("intake/", include("liandu.intake.urls")),
    path("findings/", include("liandu.findings.urls")),
    path("clues/", include("liandu.clues.urls")),
    path("handover/", include("liandu.handover.urls")),
    path("exchange/", include("liandu.exchange.urls")),
    path("items/", include("liandu.rectification.urls")),
    path("supervision/", include("liandu.supervision.urls")),
    path("insight/", include("liandu.insight.urls")),
    path("ledger/", include("liandu.ledgers.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
]

handler403 = refused
handler404 = not_found
handler500 = server_error
