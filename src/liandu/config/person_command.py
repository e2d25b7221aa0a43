"""``liandu person``: the first accounts of a new site, before anybody can sign in to open others; and the last help."""

import argparse
import getpass
import sys

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from liandu.access.commands import give_post
from liandu.access.roles import ROLES
from liandu.accounts.commands import open_account, remove_factors, reset_password, unlock_account
from liandu.accounts.models import User
from liandu.accounts.queries import factors_of
from liandu.config.upgrading import bring_up_to_date
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.commands import add_unit
from liandu.orgs.models import Unit


def run(options: argparse.Namespace) -> int:
    """Open the account at the root unit (made if the site is new), or recover one; return 0, or 2 for what is wrong."""
    bring_up_to_date()
    return _recover(options.username) if options.recover else _open(options)


def _open(options: argparse.Namespace) -> int:
    if not (options.name and options.role):
        return _wrong("请写明 --name 和 --role。--name and --role are needed.")
    if options.role not in ROLES:
        return _wrong(f"没有“{options.role}”这个岗位。可用 Roles: {', '.join(ROLES)}")
    if User.objects.filter(username=options.username).exists():
        return _wrong(f"账号 {options.username} 已存在。The account exists.")
    password = _password()
    try:
        with transaction.atomic():
            root = Unit.objects.filter(parent=None).first() or add_unit(name="本级", code="000", parent=None, by=None)
            user = open_account(
                username=options.username, display_name=options.name, password=password, by=None, must_change=True
            )
            give_post(user=user, role=options.role, unit=root, since=timezone.localdate(), by=None)
    except ValidationError as error:
        return _wrong("；".join(error.messages))
    except Refusal as refusal:
        return _wrong(str(refusal))
    print(f"已开立 {options.username}（{ROLES[options.role].name}）。Account opened.")  # noqa: T201 - the command's output
    return 0


def _password() -> str:
    return getpass.getpass("密码 Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _recover(username: str) -> int:
    """Let a shut-out account in again with a new initial password; whoever runs the machine answers for it."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        return _wrong(f"没有启用的账号 {username}。No open account of this name.")
    reason = gettext_noop("在服务器上恢复")
    try:
        with transaction.atomic():
            reset_password(user=user, password=_password(), by=None, reason=reason)
            if factors_of(user):
                remove_factors(user=user, by=None, reason=reason)
            if user.locked_at:
                unlock_account(user=user, by=None)
    except ValidationError as error:
        return _wrong("；".join(error.messages))
    print(f"账号 {username} 可以用新的初始密码登录。The account can sign in again.")  # noqa: T201 - the command's output
    return 0


def _wrong(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - the command's output
    return 2
