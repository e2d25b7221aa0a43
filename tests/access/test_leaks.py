"""Two hundred words that stand nowhere else are planted in clues and in findings; then everybody reads all they can.

No word may come up where it must not: on a page, in an export, a search, the journal, a mail, a log, a file in the
home, a page of trouble, or a dump of the tables.
"""

import logging
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse_lazy

from liandu.clues import commands as clues
from liandu.findings.models import Finding
from liandu.handover import commands as handover
from liandu.journal.commands import record_many
from liandu.journal.models import Entry
from liandu.kernel.secrecy import Grade
from liandu.search.jobs import follow_to_the_end
from liandu.search.models import Text
from tests.access.addresses import PEOPLE
from tests.access.crawling import markers, opened, text_of_tables, walk
from tests.clues import making
from tests.findings_of_the_day import findings_in_ledger
from tests.handover import packages
from tests.papers_of_the_day import a_word_file, receive

IN_CLUES, IN_FINDINGS, IN_PAPERS = 120, 60, 20
# Who may read the words of a clue: those named in it, through the door of the register.
NAMED = {"sender", "registrar", "keeper", "approver", "handler"}
# Who reaches the firm, whose findings and papers carry words; the signer only what was handed over to them.
OF_THE_FIRM = {"director", "clerk", "leader", "organization", "liaison"}
STARTS = (
    "/", "/rounds/", "/intake/", "/ledger/", "/ledger/?q=暗标", "/ledger/?group=unit", "/ledger/?state=withdrawn",
    "/handover/", "/clues/", "/clues/register/", "/clues/names/", "/exchange/", "/teams/", "/my-reach/", "/log/",
    "/journal/", "/administration/", "/sign-ins/", "/no-such-page/", "/findings/1/", "/rounds/material/1/",
    "/search/?q=暗标", "/search/?q=暗标&page=2", "/search/?q=线索", "/search/?q=材料",
)  # fmt: skip
SIT = reverse_lazy("clues:sit")
EXPORTS = ("/ledger/export/", "/ledger/export/?group=unit", "/handover/counts/export/", "/journal/export/")


@pytest.fixture
def planted(city, caplog) -> SimpleNamespace:
    """Plant the words: in every sealed field of clues, in findings of the firm, and in papers of the firm."""
    caplog.set_level(logging.DEBUG)
    of_clues, of_findings = markers("线索", IN_CLUES), markers("问题", IN_FINDINGS)
    of_papers = markers("材料", IN_PAPERS)
    _plant_clues(city, iter(of_clues))
    findings_in_ledger(city, 0)
    for number, word in enumerate(of_findings, 1):
        findings_in_ledger(city, 1, unit="firm", first=number, title=f"{word}未落实", quote=word, aspect="方面")
    for word in of_papers:
        content = a_word_file(f"{word}的内容")
        receive(city, name=f"{word}.docx", content=content, inspection=city.inspections.firm)
    with transaction.atomic():  # findings written at once have no entries that the search could follow
        record_many(
            act="finding.raised", subjects=[(row, {"number": row.number}) for row in Finding.objects.all()], by=None
        )
    follow_to_the_end("test")
    assert Text.objects.filter(title__contains="暗标").count() >= IN_FINDINGS
    return SimpleNamespace(
        city=city, clues=_bytes(of_clues), findings=_bytes(of_findings), papers=_bytes(of_papers), log=caplog
    )


def _bytes(words: list[str]) -> list[bytes]:
    return [word.encode() for word in words]


def _plant_clues(city, words) -> None:
    """Bring ten clues to their end, a new word in each sealed field of each."""
    people = city.people
    for _ in range(IN_CLUES // 12):
        row = making.draft(city, titles=(next(words),))
        clues.send_list(sealed_list=row, by=people.sender)
        (line,) = making.lines_of(row)
        said = {line.pk: clues.Signed("discrepancy", 2, None, next(words))}
        clues.sign_list(sealed_list=row, verdicts=said, by=people.registrar)
        (line,) = making.lines_of(row)
        persons = [{"name": next(words), "post": next(words)}]
        clue = making.opened(city, line=line, persons=persons, narrative=next(words), keeper=people.keeper)
        day = clue.received_on
        clues.hold_review(clue=clue, held_on=day, participants=next(words), note=next(words), by=people.keeper)
        row = clues.propose_disposition(
            clue=making.anew(clue), kind="talk", reason=next(words), approver=people.approver, by=people.keeper
        )
        clues.approve_disposition(disposition=row, opinion=next(words), by=people.approver)
        given = clues.assign_clue(
            clue=making.anew(clue), way="assign", office=city.units.third_room, handler=people.handler,
            due_on=day.replace(year=day.year + 1, day=1), task=next(words), by=people.keeper,
        )  # fmt: skip
        clues.accept_assignment(assignment=given, by=people.handler)
        clues.note_progress(assignment=given, note=next(words), by=people.handler)
        clues.report_result(assignment=given, outcome="criticism", result=next(words), by=people.handler)


def everything(city, person) -> dict[str, bytes]:
    """Return all that a person gets: every page they can walk to, every export, by address."""
    client = city.client(person)
    seen = dict(walk(client, *STARTS).seen)
    for url in EXPORTS:
        answer = client.post(url)
        seen[f"POST {url}"] = opened(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    return seen


def found(seen: dict[str, bytes], words: list[bytes]) -> dict[str, int]:
    """Return how many of ``words`` stand in each answer, where any does."""
    counted = {url: sum(word in content for word in words) for url, content in seen.items()}
    return {url: count for url, count in counted.items() if count}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PEOPLE.values()))
def test_nobody_reads_a_planted_word_that_is_not_for_them(planted, name):
    city = planted.city
    seen = everything(city, getattr(city.people, name))

    assert len(seen) > len(STARTS)
    if name not in NAMED:
        assert found(seen, planted.clues) == {}
    if name not in OF_THE_FIRM:
        assert found(seen, planted.findings) == {}
        assert found(seen, planted.papers) == {}


@pytest.mark.slow
def test_those_for_whom_they_are_do_find_them(planted):
    """Or the walk proves nothing: who reaches the firm reads its words, who is named in a clue reads the clue's."""
    city = planted.city
    clerk = everything(city, city.people.clerk)
    assert found(clerk, planted.findings)
    assert found(clerk, planted.papers)
    registrar = city.client(city.people.registrar)
    registrar.post(SIT, {"grounds": "check"})
    read = walk(registrar, "/clues/", "/clues/register/").seen
    assert sum(found(read, planted.clues).values()) >= 4


@pytest.mark.slow
def test_what_is_handed_over_is_read_by_its_receiver_and_nobody_else(planted):
    city = planted.city
    package = packages.a_draft(city, recipient=city.units.assets, title="移交国资委")
    handover.add_paper(
        package=package, title=planted.papers[0].decode(), copies=1, grade=Grade.INTERNAL, by=city.people.clerk
    )
    handover.hand_over(package=package, by=city.people.clerk)
    word = planted.papers[:1]
    readers = {name for name in PEOPLE.values() if found(everything(city, getattr(city.people, name)), word)}
    assert readers == OF_THE_FIRM | {"competent"}


@pytest.mark.slow
def test_no_word_of_a_clue_rests_in_journal_tables_mails_logs_or_files(planted, own_home):
    city = planted.city
    for person in (city.people.registrar, city.people.outsider):
        client = city.client(person)
        client.post(SIT, {"grounds": "other", "note": planted.clues[0].decode()})
        client.post("/clues/names/", {"name": planted.clues[1].decode()})
        client.post("/clues/open/", {"narrative": planted.clues[2].decode(), "persons": ""})
        client.get("/clues/", {"q": planted.clues[3].decode()})

    assert found({"tables": text_of_tables(connection)}, planted.clues) == {}
    journal = "".join(f"{entry.facts}{entry.reason}{entry.subject}" for entry in Entry.objects.all()).encode()
    assert found({"journal": journal}, planted.clues) == {}
    assert found({"mail": "".join(str(m.message()) for m in mail.outbox).encode()}, planted.clues) == {}
    said = "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in planted.log.records).encode()
    assert found({"log": said}, planted.clues) == {}
    files = {str(path): path.read_bytes() for path in own_home.rglob("*") if path.is_file()}
    assert files  # originals and keys are there, and hold no word of a clue
    assert found(files, planted.clues) == {}


@pytest.mark.slow
def test_a_page_of_trouble_tells_no_words(planted, monkeypatch):
    """A fault in the middle of a clue's page: the page says that something failed, the log says where, neither what."""

    def broken(*_args, **_kwargs):
        raise RuntimeError("the disk is full")

    registrar = Client(raise_request_exception=False)
    registrar.force_login(planted.city.people.registrar)
    assert registrar.post(SIT, {"grounds": "check"}).status_code == 302
    monkeypatch.setattr("liandu.journal.commands.record", broken)
    monkeypatch.setattr("liandu.clues.commands.reading.record", broken)
    key = making.Clue.objects.filter(registrar=planted.city.people.registrar).first().pk
    answer = registrar.get(f"/clues/{key}/")
    assert answer.status_code == 500
    assert found({"page": answer.content}, planted.clues) == {}
    said = "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in planted.log.records).encode()
    assert b"RuntimeError" in said
    assert found({"log": said}, planted.clues) == {}
