"""The city whose server is killed, and all that must be true of it in the end. Django is set up by the caller."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import time_machine
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Sum

from liandu.files.incoming import PREFIX
from liandu.files.models import StoredFile
from liandu.journal.models import Entry
from liandu.journal.sealing import seal_tail
from liandu.journal.verification import verify
from liandu.notices.due import due_on
from liandu.notices.models import Digest, DigestDay
from liandu.notices.rules import days_between
from liandu.orgs.commands import assign_oversight
from liandu.rectification.commands import acknowledge_items, open_items, review_entries
from liandu.rectification.models import EntryVersion, Evidence, Extension, Item, Plan, PlanEntry, Progress, Request
from liandu.rectification.queries.agreement import disagreements
from liandu.rectification.states import ITEMS, OPEN, EntryAct
from liandu.supervision.models import Reopening, Signature
from tests.flows.at_the_pages import Worker
from tests.flows.killed_house import BEGINNING, House
from tests.flows.watched_acts import check_everything
from tests.people import SINCE, build_city
from tests.rectification.given import a_finding
from tests.rectification.given_plans import submitted
from tests.supervision.given import a_person, a_second_director

# What the journal calls what a page confirmed.
JOURNALED = {
    "acknowledge": "item.acknowledged", "submit": "plan.submitted", "review": "plan.opinion_given",
    "take back plan": "plan.taken_back", "report": "item.progress_reported", "attach": "item.evidence_attached",
    "request": "item.closure_requested", "take back request": "item.request_taken_back",
    "extend": "item.extension_asked", "reopen": "reopening.asked", "confirm": "item.reopened",
}  # fmt: skip


def build(house: House) -> list[Worker]:
    """Build the city through the commands and return the people who will work in it."""
    with time_machine.travel(BEGINNING, tick=False):
        city = build_city()
        people, units = city.people, city.units
        a_person(city, "zhengfushuji", "郑副书记", "unit_head", units.university)
        a_person(city, "qianzong", "钱总", "unit_head", units.firm)
        a_person(city, "sishi", "四室干部", "supervision_officer", units.fourth_room)
        a_second_director(city)
        assign_oversight(office=units.fourth_room, unit=units.firm, since=SINCE, by=None)
        found = [a_finding(city, serial=n, title=f"第{n}批采购验收漏项", category="B4") for n in range(1, 31)]
        found += [a_finding(city, serial=n, unit=units.firm, title=f"第{n}笔工程款结算不规范") for n in range(1, 11)]
        first = [*found[:16], *found[30:36]]
        opened = open_items(findings=[(row, None) for row in first], by=people.clerk, reason="试用")
        worked_on = opened[:10]
        acknowledge_items(items=worked_on, by=people.secretary)
        plan = submitted(city, *worked_on)
        keys = [item.pk for item in worked_on]
        review_entries(plan=plan, items=keys, act=EntryAct.APPROVE, opinion="同意。", by=people.room)
    house.items = [item.pk for item in opened]
    connection.close()
    return _people(house, city, plan)


def _people(house: House, city: Any, plan: Plan) -> list[Worker]:
    at_unit = ("/items/acknowledge/", f"/items/plans/{plan.pk}/", f"/items/plans/{plan.pk}/")
    signs = ("/supervision/", "/supervision/", "/items/extensions/")
    desks = {
        "lishuji": at_unit,
        "zhengfushuji": at_unit,
        "qianzong": ("/items/acknowledge/", "/items/plans/"),
        "wangzhuren": (f"/items/plans/{plan.pk}/", *signs),
        "sishi": ("/items/plans/to-review/", *signs),
        "zhouxunshi": signs,
        "fuzhuren": signs,
        "liuwen": (f"/items/opening/{city.round.pk}/",),
    }
    return [Worker(house, login, lists, seed) for seed, (login, lists) in enumerate(desks.items())]


def are_digests_made(house: House) -> bool:
    """Return whether the digests of the house's day are finished."""
    connection.close()  # what another program writes is seen anew
    return DigestDay.objects.filter(day=house.today, finished_at__isnull=False).exists()


def faults_of(house: House, workers: list[Worker]) -> Iterator[str]:
    """Yield everything that is not as it must be."""
    connection.close()
    cache.clear()
    yield from (str(one) for one in disagreements())
    try:
        check_everything()
    except AssertionError as fault:
        yield f"an item: {fault}"
    yield from _counts()
    yield from _files(house)
    yield from _stuck()
    yield from _digests(house)
    yield from _confirmed(workers)
    yield from _said(house, workers)
    yield from _seals()


def _counts() -> Iterator[str]:
    """Each row has its entry in the journal, and each entry its row."""
    acts = Counter(Entry.objects.order_by().values_list("act", flat=True))
    pairs = {
        "items": (Item.objects.count(), acts["item.opened"]),
        "submissions": (Plan.objects.aggregate(n=Sum("submissions"))["n"] or 0, acts["plan.submitted"]),
        "versions of entries": (EntryVersion.objects.count(), acts["item.plan_submitted"]),
        "reports": (Progress.objects.count(), acts["item.progress_reported"]),
        "evidence": (Evidence.objects.count(), acts["item.evidence_attached"]),
        "files": (StoredFile.objects.count(), acts["file.kept"]),
        "extensions": (Extension.objects.count(), acts["item.extension_asked"]),
        "extensions granted": (Extension.objects.filter(state="granted").count(), acts["item.extended"]),
        "requests": (Request.objects.count(), acts["item.closure_requested"]),
        "requests granted": (Request.objects.filter(state="granted").count(), acts["item.written_off"]),
        "signatures": (
            Signature.objects.count(),
            acts["closure.agreed"] + acts["closure.dissented"] + acts["item.returned"],
        ),
        "re-openings": (Reopening.objects.count(), acts["reopening.asked"]),
        "re-openings granted": (Reopening.objects.filter(state="granted").count(), acts["item.reopened"]),
        "digests": (Digest.objects.count(), acts["digest.made"]),
    }
    yield from (f"{rows} {what}, {entries} entries" for what, (rows, entries) in pairs.items() if rows != entries)


def _files(house: House) -> Iterator[str]:
    there = {path.name: path for path in (house.home / "files").rglob("*") if path.is_file()}
    rows = set(StoredFile.objects.values_list("sha256", flat=True))
    yield from (f"file {name} without a row" for name in sorted(set(there) - rows))
    yield from (f"row {name} without a file" for name in sorted(rows - set(there)))
    for name in rows & set(there):
        if hashlib.sha256(there[name].read_bytes()).hexdigest() != name:
            yield f"file {name} is not what its name says"
    # A request's own temporary file has no lock that would tell that it is over; it goes after a day.
    left = (path.name for path in (house.home / "incoming").iterdir() if path.name.startswith(PREFIX))
    yield from (f"left on its way in: {name}" for name in left)


def _stuck() -> Iterator[str]:
    for item in Item.objects.all():
        if not ITEMS.acts_from(item.state):
            yield f"{item} is stuck in {item.state}"
        if item.state in OPEN and item.step_due_on is None and item.state != "publicity":
            yield f"{item} has no deadline in {item.state}"
    for plan in Plan.objects.filter(state="submitted"):
        if not PlanEntry.objects.filter(plan=plan, state="submitted", item__state="plan_review").exists():
            yield f"{plan} waits and nothing of it does"
    if held := Digest.objects.filter(mail="claimed").count():
        yield f"{held} digests are held by dead workers"


def _digests(house: House) -> Iterator[str]:
    twice = Digest.objects.values("person", "day").annotate(n=Count("pk")).filter(n__gt=1)
    yield from (f"digest of person {row['person']} {row['n']} times on {row['day']}" for row in twice)
    row = DigestDay.objects.get(day=house.today)
    due = {one.user_id for one in due_on(row.day, days_between(row.since, row.day))}
    told = set(Digest.objects.filter(day=row.day).values_list("person_id", flat=True))
    if not due:
        yield "nothing is due to anybody, so the digests were not tried"
    if due != told:
        yield f"due to persons {sorted(due)}, told {sorted(told)}"


def _confirmed(workers: list[Worker]) -> Iterator[str]:
    """What a page confirmed is there: nobody was told that something was done which is not."""
    acts = Counter(Entry.objects.order_by().values_list("actor", "act"))
    for worker in workers:
        for what, act in JOURNALED.items():
            told, there = worker.confirmed[what], acts[worker.name, act]
            if told > there:
                yield f"{worker.name}: {what} confirmed {told} times, in the journal {there} times"


def _said(house: House, workers: list[Worker]) -> Iterator[str]:
    for worker in workers:
        yield from worker.faults[:3]
    log = house.log()
    if "Traceback" in log:
        where = log.index("Traceback")
        yield f"the server's log: {log[where : where + 2500]}"


def _seals() -> Iterator[str]:
    seal_tail()
    found = verify()
    if found.fault is not None:
        yield f"the seals: {found.fault}"
    if found.waiting:
        yield f"{found.waiting} entries without a seal"
    if found.seals < 2:
        yield "no seal was made meanwhile"
