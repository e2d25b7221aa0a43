"""Found an installation in LIANDU_HOME: run by tests as a program, ``found_a_site.py LEVEL``.

``found_a_site.py work`` opens an item for its finding and lets the unit work on it; a second time, one report more.
"""

import os
import sys
from datetime import date

SINCE = date(2024, 1, 1)
# level: (root, term, round, units by code, whether its round has an inspection with material and a finding)
LEVELS = {
    "province": ("中共云省委员会", 12, 7, {"201": "云州市", "301": "云省水利厅"}, ""),
    "city": ("中共云州市委员会", 5, 9, {"101": "云州大学", "111": "云岭县"}, "101"),
    "county": ("中共云岭县委员会", 3, 2, {"101": "云岭县教育局"}, "101"),
}


def found(level: str) -> None:
    """Open accounts, units, a term and a round; where there is a unit inspected, one finding with its document."""
    from django.core.management import call_command

    from liandu.access.commands import give_post
    from liandu.accounts.commands import open_account
    from liandu.inspections.commands import open_inspection, open_round, open_term
    from liandu.orgs.commands import add_unit

    call_command("migrate", verbosity=0, interactive=False)
    name, term, number, units, inspected = LEVELS[level]
    root = add_unit(name=name, code="000", parent=None, by=None)
    made = {
        code: add_unit(name=unit, code=code, parent=root, sector="district", by=None) for code, unit in units.items()
    }
    people = {}
    for username, role in (("zhuren", "inspection_director"), ("anquan", "security_admin")):
        people[username] = open_account(username=username, display_name=username, password=None, by=None)
        give_post(user=people[username], role=role, unit=root, since=SINCE, by=None)
    director = people["zhuren"]
    row = open_round(
        term=open_term(number=term, name=f"第{term}届", since=SINCE, by=director),
        number=number, name=f"{name}第{number}轮", since=date(2026, 3, 1), by=director,
    )  # fmt: skip
    if inspected:
        visit = open_inspection(
            round=row, unit=made[inspected], team="第一组", feedback_on=date(2026, 6, 18), by=director
        )
        a_finding(row, visit, director)


def a_finding(row, visit, director) -> None:
    from liandu.findings.commands import accept_proposals
    from liandu.intake.commands import receive_upload
    from liandu.intake.models import Proposal
    from liandu.kernel.secrecy import Grade
    from tests.papers_of_the_day import a_word_file, read_as

    words = a_word_file(title=f"关于巡察{visit.unit.name}的反馈意见")
    material = receive_upload(
        round=row, inspection=visit, chunks=[words], name=f"{visit.unit.name}反馈意见.docx", kind="feedback_opinion",
        grade=Grade.INTERNAL, by=director,
    ).material  # fmt: skip
    document = read_as(material)
    leaf = Proposal.objects.filter(document=document, is_leaf=True).order_by("position").first()
    accept_proposals(proposals=[leaf], by=director)


def work() -> None:
    """Open an item for the finding and let the unit report and prove; where it is open already, report once more."""
    from django.utils import timezone

    from liandu.access.commands import give_post
    from liandu.accounts.commands import open_account
    from liandu.accounts.models import User
    from liandu.findings.models import Finding
    from liandu.rectification.commands import attach_evidence, open_items, post_entry, report_progress
    from liandu.rectification.models import Item
    from liandu.rectification.rules.reporting import Report
    from liandu.rectification.states import Act
    from tests.papers_of_the_day import a_word_file

    today, director = timezone.localdate(), User.objects.get(username="zhuren")
    item = Item.objects.first()
    if item is not None:
        head = User.objects.get(username="juzhang")
        report_progress(report=Report(item=item, on=today, text="已追回余款", share=100), by=head)
        return
    finding = Finding.objects.get()
    head = open_account(username="juzhang", display_name="局长", password=None, by=None)
    give_post(user=head, role="unit_head", unit=finding.unit, since=SINCE, by=None)
    (item,) = open_items(findings=[(finding, None)], by=director, reason="直接立账")
    post_entry(item=item, act=Act.ACKNOWLEDGE, by=head, acknowledged_at=timezone.now())
    post_entry(item=item, act=Act.SUBMIT_PLAN, by=head)
    post_entry(item=item, act=Act.APPROVE_PLAN, by=director, due_on=date(2026, 12, 18))
    report_progress(report=Report(item=item, on=today, text="已追回一半", share=50), by=head)
    proof = a_word_file("收款凭证")
    attach_evidence(item=item, chunks=[proof], name="凭证.docx", kind="voucher", effective_on=today, by=head)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandu.config.settings")
    import django

    django.setup()
    work() if sys.argv[1] == "work" else found(sys.argv[1])
