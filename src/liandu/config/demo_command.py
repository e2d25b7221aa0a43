"""``liandu demo``: build the demonstration city, once; say who can sign in."""

import argparse
import secrets
import time
from base64 import b32encode
from pathlib import Path

from django.conf import settings
from django.db import connection
from rich.console import Console
from rich.table import Table

from liandu.access.roles import ROLES
from liandu.accounts.one_time import code_now
from liandu.config.demo_county import build_county
from liandu.config.upgrading import bring_up_to_date
from liandu.config.worker import work_until_empty
from liandu.demo import city, county
from liandu.demo.feeding import feed, is_fed
from liandu.demo.places import Place
from liandu.findings.models import Finding
from liandu.intake.models import Document
from liandu.journal.sealing import seal_tail

PLACES = {"city": city.PLACE, "county": county.PLACE}
_SYLLABLES = ("mei", "lan", "zhu", "ju", "song", "he", "gui", "tong", "yun", "shan", "shui", "yue")


def run(options: argparse.Namespace) -> int:
    """Build the city if it is not there, print the accounts, and return 0; with ``code`` only print the code of now."""
    if options.code:
        print(code_now(_code_secret()))  # noqa: T201 - the command's output
        return 0
    console, place = Console(), PLACES[options.place]
    started = time.perf_counter()
    bring_up_to_date()
    complete = Path(settings.LIANDU_HOME) / "demo-complete"
    if is_fed() and not complete.exists():
        console.print(
            f"上次没有建完，请删除 {settings.LIANDU_HOME} 后再试。"
            "The last build was cut short: remove the folder and try again."
        )
        return 1
    if is_fed():
        console.print(f"云州市已在 {settings.LIANDU_HOME}，数据保留。The demo city is there; its data is kept.")
    else:
        feed(
            place,
            password=_password(),
            read_all=work_until_empty,
            say=lambda words: console.print(f"· {words}"),
            code_secret=_code_secret(),
        )
        if place is city.PLACE:
            console.print("· 旁边的县：另一套系统，只用文件往来")
            build_county(Path(settings.LIANDU_HOME))
        seal_tail()
        connection.close()
        complete.touch()
    _print_result(console, place, time.perf_counter() - started)
    return 0


def _password() -> str:
    """Return the password of all demo accounts: made once, kept in the demo's home, never in the program."""
    words = "-".join(secrets.choice(_SYLLABLES) for _ in range(3))
    return _kept("demo-password", f"{words}-{secrets.randbelow(9000) + 1000}")


def _code_secret() -> str:
    """Return the secret of the one-time codes of those demo accounts that need a second factor; kept the same way."""
    return _kept("demo-code-secret", b32encode(secrets.token_bytes(20)).decode())


def _kept(name: str, fresh: str) -> str:
    """Return what the file ``name`` in the demo's home holds; ``fresh``, for its owner only, when it is new."""
    path = Path(settings.LIANDU_HOME) / name
    if not path.exists():
        path.touch(0o600)
        path.write_text(f"{fresh}\n", encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()


def _print_result(console: Console, place: Place, seconds: float) -> None:
    table = Table(title="账号 Accounts")
    for heading in ("账号", "姓名", "岗位"):
        table.add_column(heading)
    seen: set[str] = set()
    for person in place.people:
        roles = {post.role for post in person.posts}
        if roles <= seen:
            continue
        seen |= roles
        posts = "、".join(f"{place.name_of(post.place)} {ROLES[post.role].name}" for post in person.posts)
        table.add_row(person.login, person.name, posts)
    console.print(table)
    console.print(f"密码 Password: [bold]{_password()}[/bold]")
    console.print(
        "管理员和能进线索库的人还要验证码 Administrators and people of the clue register need a code:\n"
        f"  [bold]{code_now(_code_secret())}[/bold]  (liandu demo --code)\n"
        f"  密钥 Secret: {_code_secret()}"
    )
    if place is city.PLACE:
        beside = Path(settings.LIANDU_HOME) / "county"
        console.print(f"旁边的县 The county beside it: LIANDU_HOME={beside} liandu up --address 127.0.0.1:8001")
    read = Document.objects.filter(state="read").count()
    console.print(
        f"材料 {read} 份已读，台账 {Finding.objects.count()} 条，用时 {seconds:.1f} 秒。"
        f"{read} documents read, {Finding.objects.count()} findings, {seconds:.1f} s."
    )
