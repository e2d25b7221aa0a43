"""Packages of the ninth round for tests, made through the real commands."""

from typing import Any

from liandu.handover import commands
from liandu.handover.models import Line, Package
from liandu.handover.queries import lines_for
from liandu.inspections.models import Material
from liandu.kernel.secrecy import Grade
from tests.findings_of_the_day import findings_in_ledger
from tests.papers_of_the_day import a_word_file, receive


def a_draft(city, *, recipient: Any = None, **more: Any) -> Package:
    """Return an empty draft of the inspection office for the third room, or as ``more`` says."""
    about = {
        "round": city.round,
        "sender": city.units.inspection_office,
        "recipient": recipient or city.units.third_room,
        "title": "第九轮巡察移交第三监督检查室",
        "by": city.people.clerk,
    }
    return commands.draft_package(**(about | more))


def filled(city, count: int = 3, **more: Any) -> Package:
    """Return a draft with ``count`` papers named by hand."""
    package = a_draft(city, **more)
    for n in range(1, count + 1):
        commands.add_paper(
            package=package, title=f"第{n}份材料", copies=1, pages=n, grade=Grade.INTERNAL, by=city.people.clerk
        )
    return package


def sent(city, count: int = 3, **more: Any) -> Package:
    """Return a package with ``count`` papers that was handed over."""
    return commands.hand_over(package=filled(city, count, **more), by=city.people.clerk)


def line_of(package: Package, position: int = 1) -> Line:
    """Return the line of ``package`` at ``position`` as a page loads it."""
    rows = Line.objects.select_related(
        "package__round__term", "package__sender", "package__recipient", "material__file"
    )
    return rows.select_related("signed_by", "answer", "unit", "office_from", "office_to").get(
        package=package, position=position
    )


def seen(reader: Any, package: Package) -> list[str]:
    """Return the titles of the lines of ``package`` that ``reader`` sees."""
    rows = lines_for(reader).filter(package=package).order_by("position")
    return list(rows.values_list("title", flat=True))


def states(package: Package) -> list[str]:
    """Return the states of the lines of ``package`` in order."""
    return list(Line.objects.filter(package=package).order_by("position").values_list("state", flat=True))


def a_round_to_hand_over(city) -> dict[str, Any]:
    """Fill the ninth round: an inspection report, a feedback opinion, findings of four classes of the university."""
    report = receive(city, name="巡察报告.docx", content=a_word_file("报告"), kind="inspection_report")
    opinion = receive(city, name="反馈意见.docx", content=a_word_file("意见"), kind="feedback_opinion")
    clues = receive(city, name="旧件.docx", content=a_word_file("旧件"), kind="other")
    Material.objects.filter(pk=clues.pk).update(kind="clue_list")  # as older installations may hold one
    clues.refresh_from_db()
    findings = [
        findings_in_ledger(city, 1, first=n, category=category)[0]
        for n, category in enumerate(("B4", "C2", "B8", "A4"), 1)
    ]
    return {"report": report, "opinion": opinion, "clues": clues, "findings": findings}
