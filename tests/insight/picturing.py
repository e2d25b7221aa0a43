"""A small city whose numbers can be counted by hand, for pictures, notes and bulletins."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from liandu.findings.models import Finding
from liandu.insight.models import CommonProblem, Membership, Recurrence, Strand
from liandu.inspections.commands import open_round
from liandu.rectification.models import Institution, Item, Outcome, Progress, Request
from tests.rectification.given import a_finding

OPENED = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
PAST = date(2026, 1, 1)


def a_counted_city(city: Any) -> SimpleNamespace:
    """Write findings and items of four units and return what tests name.

    University: one A1, three B4, one A1 more in the tenth round, one withdrawn. Firm: A1, B4, one without a class.
    Bureau: four A1. Assets: one C2. Items: of the university four (done in 10 and in 20 days, one overdue, one
    cancelled), of the bureau two (done in 5 days, one open).
    """
    units, found = city.units, SimpleNamespace()
    tenth = open_round(
        term=city.round.term, number=10, name="第五届市委第十轮巡察", since=date(2026, 9, 1), by=city.people.director
    )
    found.tenth = tenth
    found.first = a_finding(city, serial=1, category="A1")
    found.second, found.third, found.fourth = (a_finding(city, serial=n, category="B4") for n in (2, 3, 4))
    a_finding(city, serial=5, category="A1", round=tenth, number="5-10-101-001")
    a_finding(city, serial=6, category="A1", state="withdrawn")
    found.firm = [a_finding(city, serial=n, unit=units.firm, category=c) for n, c in ((1, "A1"), (2, "B4"), (3, ""))]
    found.bureau = [a_finding(city, serial=n, unit=units.bureau, category="A1") for n in (1, 2, 3, 4)]
    a_finding(city, serial=1, unit=units.assets, category="C2")
    found.items = [
        _item(found.first, days=10),
        _item(found.second, days=20),
        _item(found.third, state="rectifying", result="under_way", step_due_on=PAST, extensions=1),
        _item(found.fourth, state="cancelled"),
        _item(found.bureau[0], days=5),
        _item(found.bureau[1], state="registered"),
    ]
    _outcomes(city, found.items[0])
    _request(city, found.items[1])
    _recurrences(found)
    found.common = _common(city, [found.second, found.third, found.firm[1]])
    return found


def _item(finding: Finding, *, days: int | None = None, **more: Any) -> Item:
    if days is not None:
        more = {"state": "written_off", "result": "done", "closed_at": OPENED + timedelta(days=days)}
    facts = {"unit": finding.unit, "round": finding.round, "category": finding.category, "first_person": "李书记"}
    return Item.objects.create(
        finding=finding, number=finding.number, opened_at=OPENED, changed_at=OPENED, **facts, **more
    )


def _outcomes(city: Any, item: Item) -> None:
    """Let 100.50 yuan have been recovered, as a correction says; 999 was wrong. Two institutions, one struck."""
    written = {"item": item, "on": date(2026, 3, 5), "made_at": OPENED, "made_by": city.people.secretary}
    wrong = Progress.objects.create(text="追回999元", **written)
    right = Progress.objects.create(text="追回100.5元", corrects=wrong, **written)
    for progress, amount in ((wrong, 999), (right, "100.50")):
        Outcome.objects.create(item=item, progress=progress, kind="recovered", amount=amount)
    for title, struck in (("采购办法", {}), ("误登", {"struck_at": OPENED, "struck_reason": "误登"})):
        Institution.objects.create(
            item=item, unit=item.unit, work="made", title=title, dated=date(2026, 3, 6), made_at=OPENED,
            made_by=city.people.secretary, **struck,
        )  # fmt: skip


def _request(city: Any, item: Item) -> None:
    """Let the item have been returned twice before it was written off."""
    for serial in (1, 2):
        Request.objects.create(
            item=item, serial=serial, state="returned", statement="已整改", asked_at=OPENED,
            asked_by=city.people.secretary, settled_at=OPENED,
        )  # fmt: skip


def _recurrences(found: SimpleNamespace) -> None:
    """One finding came back as people have said, from two earlier ones; another is only suggested."""
    for finding, earlier, state in (
        (found.third, found.second, "confirmed"),
        (found.third, found.first, "confirmed"),
        (found.fourth, found.second, "proposed"),
    ):
        Recurrence.objects.create(
            finding=finding,
            earlier=earlier,
            unit=finding.unit,
            earlier_unit=earlier.unit,
            kind="again",
            score=0.9,
            state=state,
            proposed_at=timezone.now(),
        )


def _common(city: Any, findings: list[Finding]) -> CommonProblem:
    made = {"made_at": timezone.now()}
    common = CommonProblem.objects.create(
        name="采购验收不严", code="B4", definition="货到不验", state="named", made_by=city.people.director, **made
    )
    strand = Strand.objects.create(
        code="B4", label="采购验收", medoid=findings[0], common=common, state="accepted", frozen=True, **made
    )
    for finding in findings:
        Membership.objects.create(finding=finding, strand=strand, why="grouped", since=timezone.now())
    return common
