"""The acts of administration. Each is one form; the table DOORS says all about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liandu.access.denials import Denied
from liandu.access.queries import acts_of
from liandu.access.roles import Act
from liandu.desk import commands
from liandu.desk.forms import (
    AddUnit,
    AssignOversight,
    EndOversight,
    EndPost,
    GivePost,
    OpenAccount,
    ResetPassword,
    WithoutMore,
    WithReason,
)
from liandu.kernel.refusals import Refusal
from liandu.orgs import commands as orgs
from liandu.ui.errors import in_words


@dataclass(frozen=True, slots=True)
class Door:
    """One act of administration: where its form stands, who may, what it does, what is said when it is done."""

    key: str
    section: str
    address: str
    title: str | Promise
    button: str | Promise
    right: Act
    form: type[forms.Form]
    act: Callable[..., Any]
    done: str | Promise


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """A door as a page shows it: its key and words, its form, filled in or not, and where that is sent."""

    key: str
    title: str | Promise
    button: str | Promise
    form: forms.Form
    url: str


DOORS = {
    door.key: door
    for door in (
        Door(
            "unit", "units", "desk:new_unit", _("增加机构"), _("增加"), Act.UNIT_MANAGE, AddUnit,
            orgs.add_unit, _("已增加机构。"),
        ),
        Door(
            "oversight", "units", "desk:add_oversight", _("设置联系室"), _("设置"), Act.UNIT_MANAGE,
            AssignOversight, orgs.assign_oversight, _("已设置联系室。"),
        ),
        Door(
            "over", "units", "desk:end_oversight", _("结束联系"), _("结束"), Act.UNIT_MANAGE,
            EndOversight, orgs.end_oversight, _("已登记结束日期。"),
        ),
        Door(
            "account", "people", "desk:new_account", _("开立账号"), _("开立"), Act.ACCOUNT_MANAGE,
            OpenAccount, commands.open_account_for, _("已开立账号。请安全保密管理员为其设置岗位。"),
        ),
        Door(
            "unlock", "person", "desk:unlock_account", _("解锁"), _("解锁"), Act.ACCOUNT_MANAGE,
            WithoutMore, commands.unlock_account_of, _("已解锁，本人可以登录。"),
        ),
        Door(
            "password", "person", "desk:reset_password", _("重设初始密码"), _("重设"), Act.ACCOUNT_MANAGE,
            ResetPassword, commands.reset_password_of, _("已重设初始密码，原来的登录全部结束；本人登录时必须修改。"),
        ),
        Door(
            "out", "person", "desk:end_sign_ins", _("结束全部登录"), _("结束"), Act.ACCOUNT_MANAGE,
            WithoutMore, commands.end_sign_ins_of, _("已结束此人的全部登录。"),
        ),
        Door(
            "close", "person", "desk:close_account", _("停用账号"), _("停用账号"), Act.ACCOUNT_MANAGE,
            WithReason, commands.close_account_of, _("已停用账号，其办理记录全部保留。"),
        ),
        Door(
            "reopen", "person", "desk:reopen_account", _("恢复账号"), _("恢复"), Act.ACCOUNT_MANAGE,
            WithReason, commands.reopen_account_of, _("已恢复账号，本人可以登录。"),
        ),
        Door(
            "post", "person", "desk:new_post", _("设置岗位"), _("设置"), Act.POST_MANAGE, GivePost,
            commands.give_post_to, _("已设置岗位。"),
        ),
        Door(
            "factors", "person", "desk:remove_factors", _("解除第二因子"), _("解除"), Act.POST_MANAGE,
            WithReason, commands.remove_factors_of, _("已解除第二因子。岗位要求第二因子的，本人登录后须重新设置。"),
        ),
        Door(
            "ended", "post", "desk:end_post", _("结束任职"), _("结束"), Act.POST_MANAGE, EndPost,
            commands.end_post_of, _("已登记结束日期。"),
        ),
    )
}  # fmt: skip
# Which wrong form the page has to show again, by the key of its door.
Wrong = dict[str, forms.Form]


def open_doors(request: HttpRequest, section: str, *, about: Any = None, wrong: Wrong | None = None) -> list[OpenDoor]:
    """Return the doors of a section that this person may use, with empty forms, or the ones that were wrong."""
    acts, wrong = acts_of(request.user), wrong or {}
    return [
        OpenDoor(
            door.key,
            door.title,
            door.button,
            wrong.get(door.key) or door.form(prefix=door.key),
            reverse(door.address, args=[about.pk] if about else []),
        )
        for door in DOORS.values()
        if door.section == section and door.right in acts
    ]


def go_through(request: HttpRequest, door: Door, **about: Any) -> tuple[forms.Form, int]:
    """Do the act of a door with what its form holds; return the form and 302, or the form with what is wrong and why.

    A denial goes on to its page.
    """
    form = door.form(request.POST, prefix=door.key)
    if not form.is_valid():
        return form, 422
    try:
        door.act(by=request.user, **about, **form.cleaned_data)
    except Denied:
        raise
    except Refusal as refusal:
        form.add_error(None, in_words(refusal))
        return form, 409
    except ValidationError as error:
        form.add_error("password", error)
        return form, 422
    return form, 302
