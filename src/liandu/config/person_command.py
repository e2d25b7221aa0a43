"""``liandu person``: the first accounts of a new site, before anybody can sign in to open others."""

import argparse
import getpass
import sys

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from liandu.access.commands import give_post
from liandu.access.roles import ROLES
from liandu.accounts.commands import open_account
from liandu.accounts.models import User
from liandu.kernel.refusals import Refusal
from liandu.orgs.commands import add_unit
from liandu.orgs.models import Unit


def run(options: argparse.Namespace) -> int:
    """Open the account at the root unit (made if the site is new) and return 0; 2 when something given is wrong."""
    call_command("migrate", verbosity=0, interactive=False)
    if options.role not in ROLES:
        return _wrong(f"没有“{options.role}”这个岗位。可用 Roles: {', '.join(ROLES)}")
    if User.objects.filter(username=options.username).exists():
        return _wrong(f"账号 {options.username} 已存在。The account exists.")
    password = getpass.getpass("密码 Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
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


def _wrong(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - the command's output
    return 2
