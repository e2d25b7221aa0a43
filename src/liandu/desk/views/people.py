"""Administration: accounts and posts, lists and the page of a person. No business text stands on any of them."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import acts_of, require
from liandu.access.roles import Act
from liandu.accounts.presenters import kind_in_words
from liandu.accounts.queries import with_second_factor
from liandu.accounts.rules import password_expires_at
from liandu.desk import queries
from liandu.desk.forms import EndPost, FindPeople, FindPosts
from liandu.desk.tables import people_table, posts_table, sign_ins_table, span, state_of
from liandu.desk.views.administration import require_administration
from liandu.desk.views.doors import DOORS, Wrong, go_through, open_doors
from liandu.ledgers.paging import place_of, token_of
from liandu.ui.dates import moment
from liandu.ui.htmx import page

SIZE = queries.PEOPLE_PAGE


def _asked(form: forms.Form, **names: str) -> dict[str, str]:
    """Return what a form of a search asks for, under the names that the query knows."""
    data = form.cleaned_data if form.is_valid() else {}
    return {names.get(key, key): value for key, value in data.items() if value}


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Show the accounts, narrowed as asked, one page of them."""
    require_administration(request)
    return _show_people(request)


def _show_people(request: HttpRequest, *, wrong: Wrong | None = None, status: int = 200) -> HttpResponse:
    form = FindPeople(request.GET)
    asked = _asked(form, q="text")
    after = request.GET.get("after", "")[: queries.LONGEST_NAME].replace("\x00", "")
    rows = queries.page_of_people(request.user, after=after, **asked)
    shown = rows[:SIZE]
    context = {
        "form": form,
        "table": people_table(shown, with_factor=with_second_factor(shown)),
        "asked": urlencode({key: value for key, value in form.data.items() if key in form.fields and value}),
        "narrowed": bool(asked),
        "later": urlencode({"after": shown[-1].username}) if len(rows) > SIZE else "",
        "after": after,
        "doors": open_doors(request, "people", wrong=wrong),
        "section": "people",
    }
    return page(request, "desk/people.html", context, status=status)


@require_POST
def new_account(request: HttpRequest) -> HttpResponse:
    """Open an account and go to the page of the new person."""
    door = DOORS["account"]
    require(request.user, door.right)
    form, status = go_through(request, door)
    if status != 302:
        return _show_people(request, wrong={door.key: form}, status=status)
    messages.success(request, str(door.done))
    opened = queries.people_for(request.user).get(username=form.cleaned_data["username"])
    return redirect("desk:person", opened.pk)


@require_GET
def posts(request: HttpRequest) -> HttpResponse:
    """Show the posts of today and those that begin later, narrowed as asked, one page of them."""
    require_administration(request)
    form = FindPosts(request.GET)
    asked: dict[str, Any] = _asked(form, q="text")
    place = place_of(request.GET.get("after", "")[:400], kinds=(str, int))
    rows = queries.page_of_posts(request.user, after=place, **asked)
    shown = rows[:SIZE]
    context = {
        "form": form,
        "table": posts_table(shown),
        "asked": urlencode({key: value for key, value in form.data.items() if key in form.fields and value}),
        "narrowed": bool(asked),
        "later": urlencode({"after": token_of((shown[-1].user.username, shown[-1].pk))}) if len(rows) > SIZE else "",
        "after": place,
        "section": "posts",
    }
    return page(request, "desk/posts.html", context)


@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an account with its posts, sign-ins and what was done to it."""
    return _show_person(request, get_object_or_404(queries.people_for(request.user), pk=pk))


def _show_person(request: HttpRequest, who: Any, *, wrong: Wrong | None = None, status: int = 200) -> HttpResponse:
    shown, acts, given = queries.person_page(who), acts_of(request.user), wrong or {}
    ends_posts = Act.POST_MANAGE in acts
    expires = password_expires_at(who)
    doors = open_doors(request, "person", about=who, wrong=wrong)
    offered = _doors_now(who, shown, given)
    context = {
        "person": who,
        "state": state_of(who),
        "changed": moment(who.password_changed_at or who.date_joined),
        "expires": moment(expires),
        "last_sign_in": moment(who.last_login),
        "factors": [kind_in_words(kind) for kind in shown.factors],
        "sign_ins": sign_ins_table(list(shown.sign_ins)),
        "posts": [
            (
                post,
                span(post),
                ends_posts and post.until is None,
                given.get(f"post-{post.pk}") or _end_form(post),
            )
            for post in shown.posts
        ],
        "lines": [(line, moment(line.at)) for line in shown.lines],
        "doors": [one for one in doors if one.key in offered],
        "ends_posts": ends_posts,
        "keeps_accounts": Act.ACCOUNT_MANAGE in acts,
        "section": "people",
    }
    return page(request, "desk/person.html", context, status=status)


def _doors_now(who: Any, shown: queries.Person, wrong: Wrong) -> set[str]:
    """Return the keys of the acts that make sense for this account now, and of the one that just went wrong."""
    offered = {"reopen"} if not who.is_active else {"close", "password", "post"}
    if who.locked_at:
        offered.add("unlock")
    if shown.sign_ins:
        offered.add("out")
    if shown.factors:
        offered.add("factors")
    return offered | set(wrong)


def _end_form(post: Any) -> forms.Form:
    return EndPost(prefix="ended", auto_id=f"id_{post.pk}_%s")


def _through(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Do the act of one door on an account, or show its page again with what is wrong."""
    who, door = get_object_or_404(queries.people_for(request.user), pk=pk), DOORS[key]
    require(request.user, door.right, subject=who)
    form, status = go_through(request, door, user=who)
    if status != 302:
        who.refresh_from_db()
        return _show_person(request, who, wrong={key: form}, status=status)
    messages.success(request, str(door.done))
    return redirect("desk:person", pk)


@require_POST
def unlock_account(request: HttpRequest, pk: int) -> HttpResponse:
    """End a lock."""
    return _through(request, pk, "unlock")


@require_POST
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a new initial password."""
    return _through(request, pk, "password")


@require_POST
def end_sign_ins(request: HttpRequest, pk: int) -> HttpResponse:
    """End everything where the person is signed in."""
    return _through(request, pk, "out")


@require_POST
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account."""
    return _through(request, pk, "close")


@require_POST
def reopen_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Reopen a closed account."""
    return _through(request, pk, "reopen")


@require_POST
def remove_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the second factors of a person who lost theirs."""
    return _through(request, pk, "factors")


@require_POST
def new_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a post."""
    return _through(request, pk, "post")


@require_POST
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a post end."""
    post = get_object_or_404(queries.posts_for(request.user).select_related("user", "unit"), pk=pk)
    door = DOORS["ended"]
    require(request.user, door.right, subject=post.user)
    form, status = go_through(request, door, post=post)
    if status != 302:
        form.auto_id = f"id_{post.pk}_%s"
        return _show_person(request, post.user, wrong={f"post-{post.pk}": form}, status=status)
    messages.success(request, str(door.done))
    return redirect("desk:person", post.user_id)
