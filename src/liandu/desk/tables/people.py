"""The lists of administration, and of where one is signed in."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.access.models import Post
from liandu.accounts.browsers import browser_in_words
from liandu.accounts.models import SignIn, User
from liandu.accounts.rules import locked_until
from liandu.ui.dates import day, moment
from liandu.ui.tables import Cell, Column, Table, by_part, table


def state_of(user: User) -> Cell:
    """Return the state of an account by word, shape and tone."""
    until = locked_until(user)
    if not user.is_active:
        return Cell(_("停用"), tone="plain", shape="⊘")
    if until:
        return Cell(_("锁定至 %(when)s") % {"when": moment(until)}, tone="look", shape="◍")
    if user.must_change_password:
        return Cell(_("待本人修改初始密码"), tone="now", shape="○")
    return Cell(_("启用"), tone="good", shape="●")


def _posts(user: User) -> Cell:
    posts = [_("%(unit)s · %(role)s") % _named(post) for post in user.posts.all()]
    return Cell(_("；").join(posts) or _("还没有岗位"))


def _named(post: Post) -> dict[str, str]:
    return {"unit": str(post.unit), "role": str(post.get_role_display())}


def people_table(people: list[User], *, with_factor: set[int]) -> Table:
    """Return the list of accounts; ``with_factor`` holds the keys of those who have a second factor."""
    columns = (
        Column(gettext_lazy("账号"), lambda user: Cell(user.username, url=reverse("desk:person", args=[user.pk]))),
        Column(gettext_lazy("姓名"), lambda user: Cell(user.display_name)),
        Column(gettext_lazy("今日岗位"), _posts),
        Column(gettext_lazy("第二因子"), lambda user: Cell(_("有") if user.pk in with_factor else _("无"))),
        Column(gettext_lazy("状态"), state_of),
    )
    return table(columns, people, caption=_("账号"))


def posts_table(posts: list[Post]) -> Table:
    """Return the list of posts of many people."""
    columns = (
        Column(
            gettext_lazy("人员"),
            lambda post: Cell(str(post.user), url=reverse("desk:person", args=[post.user_id]), sub=post.user.username),
        ),
        Column(gettext_lazy("岗位"), lambda post: Cell(post.get_role_display())),
        Column(gettext_lazy("单位或机构"), lambda post: Cell(str(post.unit))),
        Column(gettext_lazy("任职时间"), lambda post: Cell(span(post))),
    )
    return table(columns, posts, caption=_("岗位"))


def span(post: Post) -> str:
    """Return from when to when a post is held."""
    if post.until is None:
        return _("%(since)s 起") % {"since": day(post.since)}
    return _("%(since)s 至 %(until)s") % {"since": day(post.since), "until": day(post.until)}


def sign_ins_table(rows: list[SignIn], *, here: Any = None, ends: bool = False) -> Table:
    """Return the list of sign-ins of one person; ``here`` is the key of this browser's, ``ends`` adds the buttons."""
    columns = [
        Column(
            gettext_lazy("浏览器"),
            lambda row: Cell(browser_in_words(row.browser), sub=_("这里") if row.pk == here else ""),
        ),
        Column(gettext_lazy("地址"), lambda row: Cell(row.address)),
        Column(gettext_lazy("登录时间"), lambda row: Cell(moment(row.since))),
        Column(gettext_lazy("最近使用"), lambda row: Cell(moment(row.seen_at))),
    ]
    if ends:
        by_button, nothing = by_part("desk/_end_sign_in.html"), Cell()
        columns.append(Column(gettext_lazy("办理"), lambda row: nothing if row.pk == here else by_button(row)))
    return table(columns, rows, caption=_("登录中"))
