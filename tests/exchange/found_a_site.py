"""Found an installation in LIANDU_HOME: run by tests as a program, ``found_a_site.py LEVEL``."""

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


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandu.config.settings")
    import django

    django.setup()
    found(sys.argv[1])
