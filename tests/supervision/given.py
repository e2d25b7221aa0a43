"""Items that are ready to be written off, and requests, for tests of supervision."""

from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone

from liandu.access.commands import give_post
from liandu.accounts.commands import open_account
from liandu.files.models import StoredFile
from liandu.rectification import commands as rectification
from liandu.rectification.models import Evidence, Item, ItemOffice, Measure, Plan, PlanEntry, Progress, Request, Task
from liandu.rectification.states import Act
from tests.people import PASSWORD, SINCE
from tests.rectification.given import an_item

_numbers = count(1)
STATEMENT = "已按方案整改到位，多付的货款已追回并入账。"


def a_person(city: Any, username: str, name: str, role: str, unit: Any) -> Any:
    """Return a person with one post."""
    person = open_account(username=username, display_name=name, password=PASSWORD, by=None)
    give_post(user=person, role=role, unit=unit, since=SINCE, by=None)
    return person


def a_second_director(city: Any) -> Any:
    """Return a second head of the inspection office."""
    return a_person(city, "fuzhuren", "付主任", "inspection_director", city.units.inspection_office)


def a_colleague(city: Any) -> Any:
    """Return a second officer of the third room."""
    return a_person(city, "lige", "李歌", "supervision_officer", city.units.third_room)


def add_organization(city: Any, item: Item) -> Any:
    """Let the organization department stand on the item, and return its officer who oversees the university."""
    from liandu.orgs.commands import assign_oversight  # a test's own set-up, seldom needed
    from liandu.orgs.models import Oversight

    if not Oversight.objects.filter(office=city.units.cadre_division, unit=item.unit).exists():
        assign_oversight(office=city.units.cadre_division, unit=item.unit, since=SINCE, by=None)
    ItemOffice.objects.get_or_create(item=item, office=city.units.cadre_division, duty="organization")
    return city.people.organization


def add_competent(city: Any, item: Item, *, duty: str = "competent") -> Any:
    """Let the department that looks after the unit's trade stand on the item, and return its officer."""
    from liandu.orgs.commands import assign_oversight  # a test's own set-up, seldom needed

    assign_oversight(office=city.units.assets, unit=item.unit, since=SINCE, by=None)
    rectification.add_office(item=item, office=city.units.assets, duty=duty, by=city.people.director)
    return type(city.people.competent).objects.get(pk=city.people.competent.pk)  # as a new request has them


def approved(city: Any, **more: Any) -> Item:
    """Return an item whose plan was approved, with one measure that is not done; everything else is missing."""
    item, person = an_item(city, **more), city.people.secretary
    rectification.post_entry(item=item, act=Act.ACKNOWLEDGE, by=person, acknowledged_at=timezone.now())
    rectification.post_entry(item=item, act=Act.SUBMIT_PLAN, by=person)
    plan, _made = Plan.objects.get_or_create(unit=item.unit, round=item.round)
    entry = PlanEntry.objects.create(
        plan=plan, item=item, state="approved", goal="采购验收逐笔留痕", person="钱处长", reviewed_at=timezone.now(),
        reviewed_by=city.people.room, reviewed_for=city.units.third_room,
    )  # fmt: skip
    task = Task.objects.create(entry=entry, position=1, what="健全采购验收制度")
    Measure.objects.create(task=task, position=1, what="对2024年以来的采购逐笔复核", owner="钱处长")
    return rectification.post_entry(item=item, act=Act.APPROVE_PLAN, by=city.people.room, person="钱处长")


def finish(item: Item) -> None:
    """Let every measure of the item be done."""
    Measure.objects.filter(task__entry__item=item).update(done_on=timezone.localdate())


def report(city: Any, item: Item, text: str = "已逐笔复核，追回多付货款。") -> Progress:
    """Report progress on the item today."""
    return Progress.objects.create(
        item=item, on=timezone.localdate(), text=text, made_at=timezone.now(), made_by=city.people.secretary
    )


def prove(city: Any, item: Item, *, kind: str = "voucher", **more: Any) -> Evidence:
    """Add a piece of evidence to the item."""
    n = next(_numbers)
    kept = StoredFile.objects.create(sha256=f"{n:064x}", sm3=f"{n:064x}", size=100 + n)
    facts = {"title": f"收款凭证{n}", "effective_on": date(2026, 7, 1), "filename": f"凭证{n}.pdf"} | more
    return Evidence.objects.create(
        item=item, kind=kind, file=kept, made_at=timezone.now(), made_by=city.people.secretary, **facts
    )


def ready(city: Any, **more: Any) -> Item:
    """Return an item that lacks nothing."""
    item = approved(city, **more)
    finish(item)
    report(city, item)
    prove(city, item)
    return item


def a_request(city: Any, **more: Any) -> Request:
    """Return an open request of the university's head for an item that lacks nothing."""
    return rectification.request_closure(item=ready(city, **more), statement=STATEMENT, by=city.people.secretary)


def now(request: Request) -> Request:
    """Return the request with its item as the database has them."""
    rows = Request.objects.select_related("item__unit", "item__finding", "item__line", "item__policy")
    return rows.get(pk=request.pk)


def standing(request: Request) -> tuple[str, str, str]:
    """Return the states of request and item, and the item's result."""
    row = now(request)
    return row.state, row.item.state, row.item.result
