"""The workbench, the choice of office, administration, the log."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from liandu.access.queries import posts_of
from liandu.ui.circumstances import SESSION_POST


def home(request: HttpRequest) -> HttpResponse:
    """Show what this person has to do."""
    return render(request, "desk/home.html", {})


@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Choose the post to act in, for the rest of the session."""
    chosen = request.POST.get("post", "")
    if chosen in {str(post.pk) for post in posts_of(request.user)}:
        request.session[SESSION_POST] = int(chosen)
    return redirect("desk:home")


def administration(request: HttpRequest) -> HttpResponse:
    """Show units, accounts and posts to those who keep them."""
    return render(request, "desk/home.html", {})


def log(request: HttpRequest) -> HttpResponse:
    """Show the log to the audit administrator."""
    return render(request, "desk/home.html", {})
