"""Where I am signed in, and the end of it elsewhere."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from liandu.accounts import commands
from liandu.accounts.adapter import SESSION_SIGN_IN
from liandu.accounts.models import Ending
from liandu.accounts.queries import own_sign_ins
from liandu.desk.tables import sign_ins_table
from liandu.ui.htmx import page


@require_GET
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Show where the person is signed in."""
    here, rows = request.session.get(SESSION_SIGN_IN), list(own_sign_ins(request.user))
    context = {
        "table": sign_ins_table(rows, here=here, ends=True),
        "others": any(row.pk != here for row in rows),
    }
    return page(request, "desk/sign_ins.html", context)


@require_POST
def end_own_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """End one sign-in of the person's own."""
    row = get_object_or_404(own_sign_ins(request.user), pk=pk)
    commands.end_sign_in(sign_in=row, why=Ending.BY_OWNER, by=request.user)
    messages.success(request, _("已结束那里的登录。"))
    return redirect("desk:sign_ins")


@require_POST
def end_other_sign_ins(request: HttpRequest) -> HttpResponse:
    """End every sign-in of the person's own but this one."""
    ended = commands.end_other_sign_ins(by=request.user, keep=request.session.get(SESSION_SIGN_IN))
    sentence = ngettext("已结束其他 %(n)s 处登录。", "已结束其他 %(n)s 处登录。", ended) % {"n": ended}
    messages.success(request, sentence)
    return redirect("desk:sign_ins")
