"""Items that travel: worked on at the county through the real commands, opened by the city above it."""

from typing import Any

from liandu.exchange.commands import open_package, open_receipt
from liandu.exchange.commands.opening import Opened
from liandu.exchange.models import Package
from liandu.rectification.commands import request_closure, review_entries
from liandu.rectification.models import Item, Measure, Request
from liandu.rectification.rules.outcomes import NewOutcome
from liandu.rectification.states import EntryAct
from tests.exchange.sites import Two
from tests.rectification.given_plans import acknowledged, submitted
from tests.rectification.working import attached, reported
from tests.supervision.given import STATEMENT, finish

# Of an item everything; its finding goes along by itself.
ALL = ("progress", "evidence", "decisions")


def planned(city: Any, serial: int = 1) -> Item:
    """Return an item of the university whose plan was approved by the room that supervises it."""
    item = acknowledged(city, serial)
    plan = submitted(city, item)
    came = review_entries(plan=plan, items=[item.pk], act=EntryAct.APPROVE, opinion="措施可行", by=city.people.room)
    assert came.done == [item.number]
    return fresh(item)


def worked(city: Any, serial: int = 1) -> Item:
    """Return such an item with a report of progress and a piece of evidence for one of its measures."""
    item = planned(city, serial)
    measure = Measure.objects.filter(task__entry__item=item).order_by("pk")[0]
    reported(city, item, done=(measure,), share=40, outcomes=(NewOutcome("recovered", 12_000, "追回多付货款"),))
    attached(city, fresh(item), name=f"验收单{serial}.docx", measures=[measure])
    return fresh(item)


def asked_for(city: Any, serial: int = 1) -> Request:
    """Return the request of the university's head that such an item be written off."""
    item = worked(city, serial)
    finish(item)
    return request_closure(item=fresh(item), statement=STATEMENT, by=city.people.secretary)


def fresh(item: Item) -> Item:
    """Return the item as the database has it."""
    return Item.objects.select_related("unit", "round__term", "finding", "line", "policy").get(pk=item.pk)


def brought(two: Two, package: Package, **choices: str) -> Opened:
    """Let the city open a package of the county."""
    with two.acting("above"):
        arrival = two.take_in(package.path.read_bytes())
        return open_package(arrival=arrival, choices=choices, by=two.people.director)


def answered(two: Two, opened: Opened) -> Package:
    """Let the county note the receipt."""
    content = opened.arrival.receipt_path.read_bytes()
    with two.acting("county"):
        return open_receipt(chunks=[content], name="回执.liandu", by=two.people.director)


def sent_up(two: Two, **more: Any) -> Opened:
    """Pack what is new of the ninth round with its items, open it above, and note the receipt."""
    opened = brought(two, two.pack(chosen=ALL, **more))
    answered(two, opened)
    return opened


def mirror() -> Item:
    """Return the only item that another site keeps."""
    return Item.objects.select_related("unit", "round__term", "finding", "line", "policy", "mirror").exclude(
        kept_at=""
    ).get()  # fmt: skip
