"""Feeding a founded place through the real commands: the same intake, worker and journal as in real use."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from pathlib import Path

from django.utils import timezone

from liandu.demo.clock import on
from liandu.demo.founding import Founded, found
from liandu.demo.papers.material import MaterialFile, build_material
from liandu.demo.places import Place
from liandu.demo.stories.bulletins import issue_a_bulletin
from liandu.demo.stories.clues import hand_the_clues_over
from liandu.demo.stories.coming_back import judge_what_came_back
from liandu.demo.stories.common_problems import name_the_common_problems
from liandu.demo.stories.meetings import hold_the_meetings
from liandu.demo.stories.rectifying import rectify
from liandu.demo.stories.teams import form_the_teams
from liandu.files.incoming import taking_in
from liandu.findings.commands import accept_proposals, confirm_categories, state_clear
from liandu.findings.jobs import guess_now
from liandu.findings.models import Finding
from liandu.inspections.commands import nothing_left_of
from liandu.inspections.examination import examine
from liandu.inspections.models import InspectionTheme, Term
from liandu.intake.commands import receive_document
from liandu.intake.models import Document, Proposal
from liandu.intake.states import State
from liandu.journal.context import Circumstances, under
from liandu.kernel.secrecy import Grade

Say = Callable[[str], None]
AFTERNOON = time(15, 10)
OFTEN_RIGHT = 11  # one guess in so many is not what the clerk says


def is_fed() -> bool:
    """Return whether a place is there already."""
    return Term.objects.exists()


def feed(place: Place, *, password: str, read_all: Callable[[], int], say: Say, code_secret: str = "") -> Founded:
    """Build ``place``. ``read_all`` runs the worker until nothing is due; ``say`` tells the person what is going on.

    ``code_secret``: the secret of the one-time codes of those whose post needs a second factor; "" for none.
    """
    say("机构、人员")
    made = found(place, password=password, code_secret=code_secret)
    office = place.name_of(place.office)
    with tempfile.TemporaryDirectory(prefix="liandu-demo-") as folder, acting_for(office):
        files = build_material(Path(folder), place)
        say(f"接收 {len(files)} 份材料")
        days = sorted({file.dated for file in files})
        for day in days:
            with on(day, at=AFTERNOON):
                for file in files:
                    if file.dated == day:
                        _receive(made, file)
        say("读取")
        with on(days[-1], at=AFTERNOON):
            read_all()
    with acting_for(office):
        say("核对")
        _check(made)
        _classify(made)
        judge_what_came_back(made)
    if place.key == "city":
        _tell_the_stories(made, office, say)
    return made


def _tell_the_stories(made: Founded, office: str, say: Say) -> None:
    """Let happen in the city what three parties do together."""
    with acting_for(office):
        say("联席会议、移交、联合监督组")
        hold_the_meetings(made)
        form_the_teams(made)
    with acting_for(made.place.name_of("anguan")):
        say("问题线索")
        hand_the_clues_over(made)
    say("整改、核查、销号：几个月的经过")
    rectify(made)
    with acting_for(office):
        say("同类问题、共性问题")
        name_the_common_problems(made)
        say("通报")
        issue_a_bulletin(made)


@contextmanager
def acting_for(office: str) -> Iterator[None]:
    """Let everything recorded inside the block be done for ``office``."""
    with under(Circumstances(request_id="", office=office, channel="demo")):
        yield


def _receive(made: Founded, file: MaterialFile) -> None:
    data = file.path.read_bytes()
    with taking_in([data], name=file.path.name, most=len(data)) as incoming, nothing_left_of(incoming):
        seen = examine(incoming.path, incoming.name)
        receive_document(
            round=made.rounds[file.round],
            inspection=made.inspections.get((file.unit, file.round)),
            incoming=incoming,
            kind=file.kind,
            title=file.title,
            grade=Grade(file.classification),
            marking=seen.marking,
            format=seen.format,
            pages=seen.pages,
            dated=file.dated,
            by=made.clerk,
        )


def _check(made: Founded) -> None:
    """Accept what the opinions propose, as a clerk would after reading, but leave a few for the visitor."""
    waiting = {made.units[key].pk for key in made.place.waiting}
    documents = Document.objects.filter(material__kind="feedback_opinion").exclude(material__unit__in=waiting)
    for document in documents.select_related("material").order_by("material__dated", "pk"):
        leaves = Proposal.objects.filter(document=document, is_leaf=True, state=State.OPEN).select_related(
            "document__material__round__term",
            "document__material__inspection__unit",
            "document__text",
            "unit",
            "parent",
        )
        with on((document.material.dated or timezone.localdate()) + timedelta(days=2)):
            accept_proposals(proposals=leaves, by=made.clerk)
    with on(max(visit.feedback for visit in made.place.inspections) + timedelta(days=2)):
        for unit in made.place.personnel[-1:]:
            _state_clear(made, unit)


def _classify(made: Founded) -> None:
    """Let the classes be guessed, and the clerk confirm those of earlier rounds; the newest wait for the visitor."""
    newest = made.rounds[made.place.rounds[-1].key]
    with on(max(visit.feedback for visit in made.place.inspections) + timedelta(days=3)):
        guess_now()
        rows = Finding.objects.exclude(round=newest).exclude(guess=None).select_related("unit", "guess")
        # Now and then a person knows better than the words: the second guess is right.
        chosen = {
            finding: finding.guess.codes[place % OFTEN_RIGHT == OFTEN_RIGHT - 1]
            for place, finding in enumerate(rows.order_by("number"))
        }
        confirm_categories(chosen=chosen, by=made.clerk)


def _state_clear(made: Founded, unit: str) -> None:
    """State for one unit what was checked without finding a problem; the rest of its list is left open."""
    carried = InspectionTheme.objects.get(inspection=made.inspections[unit, made.place.rounds[-1].key])
    found = set(Finding.objects.filter(inspection=carried.inspection).values_list("item", flat=True))
    for item, note in ((6, "核对职数批复和在岗名单"), (7, "抽查亲属任职登记表"), (8, "抽查干部档案 20 卷")):
        if item not in found:
            state_clear(carried=carried, item=item, note=note, by=made.clerk)
