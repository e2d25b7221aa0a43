"""Feeding the demo city through the real commands: the same intake, worker and journal as in real use."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from liandu.access.commands import give_post
from liandu.accounts.commands import open_account
from liandu.accounts.models import User
from liandu.demo import city
from liandu.demo.clues import feed_clues
from liandu.demo.papers.material import MaterialFile, build_material
from liandu.files.incoming import taking_in
from liandu.findings.commands import accept_proposals
from liandu.inspections.commands import nothing_left_of, open_inspection, open_round, open_term
from liandu.inspections.examination import examine
from liandu.inspections.models import Inspection, Round, Term
from liandu.intake.commands import receive_document
from liandu.intake.models import Document, Proposal
from liandu.intake.states import State
from liandu.journal.context import Circumstances, under
from liandu.kernel.secrecy import Grade
from liandu.orgs.commands import add_unit, assign_oversight
from liandu.orgs.models import Unit

SECTOR_DIGIT = {"district": 1, "department": 2, "soe": 3, "university": 4}
CLERK = "chenruoxi"  # takes the material in and checks it
# Left unchecked, so that a visitor finds work on the desk: keys of units whose opinions wait for review.
WAITING = frozenset({"jiaoyu", "shuiwu", "shifan"})
# Which division of the organization department looks after which sector; the first oversees all of them.
DIVISIONS = {"ganbu1": ("district", "department"), "ganbu2": ("soe",), "ganbu3": ("university",)}


@dataclass
class Fed:
    """What has been made so far, by key."""

    units: dict[str, Unit]
    people: dict[str, User]
    rounds: dict[str, Round]
    inspections: dict[tuple[str, str], Inspection]


def is_fed() -> bool:
    """Return whether the city is there already."""
    return Term.objects.exists()


def feed(*, password: str, read_all: Callable[[], int], say: Callable[[str], None]) -> None:
    """Build the city. ``read_all`` runs the worker until nothing is due; ``say`` tells the person what is going on."""
    say("机构、人员")
    fed = found(password=password)
    clerk = fed.people[CLERK]
    with tempfile.TemporaryDirectory(prefix="liandu-demo-") as folder, _acting("市委巡察工作领导小组办公室"):
        files = build_material(Path(folder))
        say(f"接收 {len(files)} 份材料")
        for file in files:
            _receive(fed, file, clerk)
        say("读取")
        read_all()
    with _acting("市委巡察工作领导小组办公室"):
        say("核对")
        _check(fed, clerk)
    with _acting("市纪委监委案件监督管理室"):
        say("问题线索")
        feed_clues(units=fed.units, people=fed.people, rounds=fed.rounds)


def found(*, password: str) -> Fed:
    """Found the city without its material: units, people, rounds, inspections; return them by key."""
    fed = Fed(units=_units(), people={}, rounds={}, inspections={})
    _oversight(fed)
    _people(fed, password)
    _rounds(fed)
    return fed


@contextmanager
def _acting(office: str) -> Iterator[None]:
    with under(Circumstances(request_id="", office=office, channel="demo")):
        yield


def _units() -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    serial: dict[str, int] = {}
    for row in city.UNITS:
        digit = SECTOR_DIGIT.get(row.sector, 0)
        serial[row.sector] = serial.get(row.sector, 0) + 1
        made[row.key] = add_unit(
            name=row.name,
            short_name=row.party or row.name,
            code=f"{digit}{serial[row.sector]:02d}",
            parent=made.get(row.parent),
            sector=row.sector,
            by=None,
        )
    for number, office in enumerate(city.OFFICES, 1):
        made[office.key] = add_unit(
            name=office.name, code=f"9{number:02d}", parent=made[office.parent], party=office.party, by=None
        )
    return made


def _oversight(fed: Fed) -> None:
    for row in city.OVERSIGHT:
        assign_oversight(
            office=fed.units[row.office], unit=fed.units[row.unit], since=row.begins, until=row.ends, by=None
        )
    since = min(row.begins for row in city.OVERSIGHT)
    for unit in city.UNITS:
        divisions = ["ganjian", *(key for key, sectors in DIVISIONS.items() if unit.sector in sectors)]
        for key in divisions if unit.sector else []:
            assign_oversight(office=fed.units[key], unit=fed.units[unit.key], since=since, by=None)


def _people(fed: Fed, password: str) -> None:
    since = city.TERMS[-1].begins
    for person in city.PEOPLE:
        user = open_account(username=person.login, display_name=person.name, password=None, by=None)
        fed.people[person.login] = user
        for post in person.posts:
            give_post(user=user, role=post.role, unit=fed.units[post.place], since=since, by=None)
    # One hash for all: thirty slow hashes would be half of the set-up time.
    first = next(iter(fed.people.values()))
    first.set_password(password)
    User.objects.filter(pk__in=[user.pk for user in fed.people.values()]).update(password=first.password)


def _rounds(fed: Fed) -> None:
    director = fed.people["zhoumingche"]
    terms = {row.key: open_term(number=row.number, name=row.name, since=row.begins, by=director) for row in city.TERMS}
    for row in city.ROUNDS:
        fed.rounds[row.key] = open_round(
            term=terms[row.term],
            number=row.number,
            name=row.name,
            kind=row.kind,
            theme=row.theme,
            since=row.begins,
            by=director,
        )
    for visit in city.INSPECTIONS:
        fed.inspections[visit.unit, visit.round] = open_inspection(
            round=fed.rounds[visit.round],
            unit=fed.units[visit.unit],
            team=visit.team,
            team_head=visit.head,
            stationed_from=visit.begins,
            stationed_until=visit.ends,
            feedback_on=visit.feedback,
            by=director,
        )


def _receive(fed: Fed, file: MaterialFile, clerk: Any) -> None:
    data = file.path.read_bytes()
    with taking_in([data], name=file.path.name, most=len(data)) as incoming, nothing_left_of(incoming):
        seen = examine(incoming.path, incoming.name)
        receive_document(
            round=fed.rounds[file.round],
            inspection=fed.inspections.get((file.unit, file.round)),
            incoming=incoming,
            kind=file.kind,
            title=file.title,
            grade=Grade(file.classification),
            marking=seen.marking,
            format=seen.format,
            pages=seen.pages,
            dated=file.dated,
            by=clerk,
        )


def _check(fed: Fed, clerk: Any) -> None:
    """Accept what the opinions propose, as a clerk would after reading, but leave a few for the visitor."""
    waiting = {fed.units[key].pk for key in WAITING}
    documents = Document.objects.filter(material__kind="feedback_opinion").exclude(material__unit__in=waiting)
    for document in documents.order_by("pk"):
        leaves = Proposal.objects.filter(document=document, is_leaf=True, state=State.OPEN).select_related(
            "document__material__round__term",
            "document__material__inspection__unit",
            "document__text",
            "unit",
            "parent",
        )
        accept_proposals(proposals=leaves, by=clerk)
