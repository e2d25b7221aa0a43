"""At the door of every request: is this sign-in still good, and if not, why."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from liandu.accounts.adapter import SESSION_SEEN, SESSION_SIGN_IN
from liandu.accounts.commands import end_sign_in, keep_sign_in
from liandu.accounts.commands.sign_ins import SESSION_ALARM
from liandu.accounts.models import Ending
from liandu.accounts.queries import ended_sign_in, own_sign_ins

# What the page asks for by itself, without anybody touching it, says so (frontend/app.js) and keeps nobody signed in.
UNASKED = "Liandu-Unasked"
EVERY = 60  # seconds between two notes that a browser is in use; a write for each request would be too many

View = Callable[..., HttpResponse]


class WatchMiddleware:
    """Ends idle sign-ins, keeps note of those in use, and tells a browser why it has to sign in again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; a session that changed its key on the way (a new password) stays known."""
        before = request.session.session_key
        response = self.get_response(request)
        after, row = request.session.session_key, request.session.get(SESSION_SIGN_IN)
        if row and before and after and after != before:
            keep_sign_in(sign_in=row, session_key=after, by=request.user)
        return response

    def process_view(self, request: HttpRequest, view: View, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Lead whoever is not signed in, or too long idle, to the sign-in page; let everybody else pass."""
        if not request.user.is_authenticated:
            return to_sign_in(request, why=_why_signed_out(request)) if _needs_sign_in(view) else None
        if _is_idle(request):
            _end_idle(request)
            return to_sign_in(request, why=Ending.IDLE) if _needs_sign_in(view) else None
        _keep(request)
        _tell_of_other_address(request)
        return None


def _needs_sign_in(view: View) -> bool:
    return getattr(view, "login_required", True)


def _why_signed_out(request: HttpRequest) -> str:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    row = ended_sign_in(key) if key.isascii() and key.isalnum() else None
    return row.ended_why if row and row.ended_why != Ending.OUT else ""


def _is_idle(request: HttpRequest) -> bool:
    minutes, seen = settings.LIANDU_IDLE_MINUTES, request.session.get(SESSION_SEEN)
    if not minutes or seen is None:
        return False
    # The note of use may be EVERY seconds behind the last use: nobody is sent away too early.
    return bool(time.time() - seen > minutes * 60 + EVERY)


def _end_idle(request: HttpRequest) -> None:
    row = own_sign_ins(request.user, also_idle=True).filter(pk=request.session.get(SESSION_SIGN_IN, 0)).first()
    if row is not None:
        end_sign_in(sign_in=row, why=Ending.IDLE, by=request.user)
    logout(request)


def _keep(request: HttpRequest) -> None:
    """Note that the browser is in use, at most once in EVERY seconds."""
    if request.headers.get(UNASKED):
        return
    now, seen = time.time(), request.session.get(SESSION_SEEN)
    row = request.session.get(SESSION_SIGN_IN)
    if seen is None and not settings.LIANDU_IDLE_MINUTES:
        return
    if seen is None or now - seen >= EVERY:
        request.session[SESSION_SEEN] = now
        if row:
            keep_sign_in(sign_in=row, session_key=request.session.session_key or "", by=request.user)


def _tell_of_other_address(request: HttpRequest) -> None:
    if SESSION_ALARM not in request.session or request.headers.get("HX-Request"):
        return
    address = request.session.pop(SESSION_ALARM)
    sentence = _("您的账号刚才又从 %(address)s 登录。如果不是您本人，请立即修改密码，并告诉系统管理员。")
    messages.warning(request, sentence % {"address": address})


def to_sign_in(request: HttpRequest, *, why: str) -> HttpResponse:
    """Return the way to the sign-in page, with the reason, and from there back to the page the person was on.

    What was being sent is not kept: the reason says so. htmx is told to load the whole page.
    """
    sent = request.method not in {"GET", "HEAD"}
    asked = {"next": _page_of(request)} | ({"why": f"{why}-sent" if sent else why} if why else {})
    if sent and not why:
        asked["why"] = "sent"
    address = f"{reverse('account_login')}?{urlencode(asked, safe='/')}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _page_of(request: HttpRequest) -> str:
    """Return the address of the page in the browser: of this request, or of the page that sent it."""
    if request.method in {"GET", "HEAD"} and request.headers.get("HX-Request") != "true":
        return request.get_full_path()
    parts = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if parts.netloc != request.get_host():
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")
