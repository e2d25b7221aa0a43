"""Nothing outside reach is found, counted or suggested; and never a clue."""

import pytest
import time_machine
from django.db import transaction

from liandu.findings.models import Finding
from liandu.handover import commands as handover
from liandu.journal.commands import record_many
from liandu.search import queries
from liandu.search.kinds import kinds
from liandu.search.models import Text
from liandu.search.queries import Narrowed, found_for, sees_any, similar_to
from tests.clues import making
from tests.findings_of_the_day import findings_in_ledger
from tests.indexes import read_row_by_row, statements_asked
from tests.papers_of_the_day import receive
from tests.rectification.given import a_finding
from tests.search.filling import keep, source
from tests.search.test_following import amended, follow

pytestmark = pytest.mark.django_db
DAY = "2026-06-25 09:00+08:00"


@pytest.fixture
def both(city) -> dict[str, Finding]:
    """Two findings with the same words, of the university and of the firm."""
    made = {
        "university": a_finding(city, title="食堂采购不规范，供货商资质过期"),
        "firm": a_finding(city, unit=city.units.firm, title="食堂采购不规范，供货商资质造假"),
    }
    for row in made.values():
        amended(city, row)
    follow()
    return made


def units(reader, text="食堂", **narrowed):
    result = found_for(reader, text, Narrowed(**narrowed))
    return (
        {hit.shown.unit for hit in result.hits},
        result.total,
        {choice.words: choice.n for choice in result.units},
        sum(choice.n for choice in result.kinds),
        result.rounds,
    )


def test_each_reader_finds_and_counts_what_is_theirs(city, both):
    firm, university, here = str(city.units.firm), str(city.units.university), city.round.pk
    assert units(city.people.clerk) == ({firm, university}, 2, {university: 1, firm: 1}, 2, {here: 2})
    assert units(city.people.secretary) == ({university}, 1, {university: 1}, 1, {here: 1})
    assert units(city.people.liaison) == ({firm}, 1, {firm: 1}, 1, {here: 1})
    for name in ("outsider", "nobody", "system", "audit", "security"):
        assert units(getattr(city.people, name)) == (set(), 0, {}, 0, {}), name


def test_a_filter_opens_nothing(city, both):
    assert units(city.people.secretary, unit=city.units.firm.pk)[:2] == (set(), 0)
    assert units(city.people.secretary, unit=city.units.firm.pk)[2] == {str(city.units.university): 1}
    assert units(city.people.clerk, unit=city.units.firm.pk)[:2] == ({str(city.units.firm)}, 1)
    assert units(city.people.clerk, kind="item")[1] == 0
    assert units(city.people.clerk, kind="clue")[1] == 0
    assert units(city.people.clerk, round=city.round.pk)[1] == 2
    assert units(city.people.clerk, round=city.round.pk + 1)[1] == 0


def test_similar_findings_are_those_within_reach(city, both):
    kind = kinds()["finding"]
    mine, theirs = both["university"], both["firm"]
    assert [one.number for one in similar_to(city.people.clerk, kind, mine.pk)] == [theirs.number]
    assert similar_to(city.people.secretary, kind, mine.pk) == []
    assert similar_to(city.people.outsider, kind, mine.pk) == []
    assert similar_to(city.people.clerk, kind, 99) == []


def test_pairs_that_many_have_make_nothing_similar(city):
    keep(*(source(n, "落实不到位") for n in range(1, queries.RARE + 3)))
    assert similar_to(city.people.clerk, kinds()["finding"], 1) == []


def test_the_index_a_second_behind_shows_nothing_that_went_out_of_reach(city, both):
    """The row still says the unit; the stage's own query has the last word."""
    Finding.objects.filter(pk=both["firm"].pk).update(unit=city.units.elsewhere)
    assert found_for(city.people.liaison, "食堂").hits == []


def test_minutes_are_for_those_who_see_meetings_whole(city):
    with time_machine.travel(DAY):
        handover.call_meeting(
            term=city.round.term, round=city.round, name="第九轮联席会议", held_on=city.round.since, place="",
            members=[], agenda=("移交食堂采购问题",), by=city.people.clerk,
        )  # fmt: skip
        follow()
        assert [hit.shown.title for hit in found_for(city.people.clerk, "食堂").hits] == ["第九轮联席会议"]
        assert [hit.shown.title for hit in found_for(city.people.room, "联席会议").hits] == ["第九轮联席会议"]
        for name in ("secretary", "liaison", "outsider", "nobody", "system"):
            assert found_for(getattr(city.people, name), "联席会议").total == 0


def test_documents_are_for_those_who_read_material_of_the_unit(city):
    receive(city, name="食堂专题报告.docx", inspection=city.inspections.firm)
    follow()
    assert found_for(city.people.clerk, "专题报告").total == 1
    assert found_for(city.people.outsider, "专题报告").total == 0


def test_no_kind_is_a_clue_and_no_text_holds_words_of_one(city):
    """Not by name, not by the entries that are followed, not by what is kept."""
    clue = making.accepted(city, line=None, source="petition").clue
    follow()
    assert set(kinds()) == {"finding", "document", "minutes", "item", "institution"}
    labels = {label for kind in kinds().values() for label in kind.concerns}
    assert not [label for label in labels if label.startswith("clues.") or "clue" in label]
    kept = "".join(title + body for title, body in Text.objects.values_list("title", "body"))
    assert not [word for word in (*making.WORDS, clue.number) if word in kept]
    for name in ("keeper", "registrar", "director", "handler"):
        reader = getattr(city.people, name)
        assert [found_for(reader, word).total for word in (*making.WORDS, clue.number)] == [0] * 13
    assert not sees_any(city.people.registrar) or found_for(city.people.registrar, clue.number).total == 0


def _looking() -> int:
    """Return how many statements a look takes: what is found and which of it by title.

    PostgreSQL is told before to use the index, and asked for the newest key in one breath, and told after not to, in a
    savepoint of its own.
    """
    return 6 if queries.engines.connection.vendor == "postgresql" else 2


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_queries_however_much_is_found(city, count, django_assert_num_queries):
    rows = findings_in_ledger(city, count, title="食堂采购不规范")
    _told(rows)
    reader = type(city.people.room).objects.get(pk=city.people.room.pk)
    found_for(reader, "没有")  # who stands where is read once for a request
    with django_assert_num_queries(_looking() + 3):  # the index, the units, the rows, the findings
        assert found_for(reader, "食堂").total == count


def test_no_question_reads_the_texts_row_by_row(city):
    rows = findings_in_ledger(city, 3, title="食堂采购不规范")
    _told(rows)
    with statements_asked() as asked:
        for reader in (city.people.clerk, city.people.secretary):
            found_for(reader, "食堂 不规范", Narrowed(kind="finding", unit=city.units.university.pk))
            similar_to(reader, kinds()["finding"], rows[0].pk)
    assert len([sql for sql, _params in asked if "search_text" in sql]) >= 8
    assert read_row_by_row(asked) == []


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_similar_costs_three_queries(city, count, django_assert_num_queries):
    rows = findings_in_ledger(city, count + 1, title="食堂采购不规范")
    _told(rows)
    reader = city.people.clerk
    found_for(reader, "没有")
    told = 4 if queries.engines.connection.vendor == "postgresql" else 0  # to use the index, in a savepoint
    with django_assert_num_queries(told + 3):
        assert len(similar_to(reader, kinds()["finding"], rows[0].pk)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_step_of_the_worker_costs_the_same_reads_however_many_texts_came(city, count, django_assert_max_num_queries):
    follow()
    _told(findings_in_ledger(city, count, title="食堂采购不规范"), followed=False)
    with django_assert_max_num_queries(16):
        follow()
    assert Text.objects.count() == count


def _told(rows, *, followed=True):
    with transaction.atomic():
        record_many(act="finding.brought_in", subjects=[(row, {}) for row in rows], by=None)
    if followed:
        follow()


def test_of_very_many_the_newest_are_ranked_and_the_result_says_so(city, monkeypatch):
    monkeypatch.setattr(queries, "BOUND", 5)
    _told(findings_in_ledger(city, 9, title="食堂采购不规范"))
    result = found_for(city.people.clerk, "食堂")
    assert (result.cut, result.total, len(result.hits)) == (True, 5, 5)
    assert [hit.shown.number[-3:] for hit in result.hits] == ["009", "008", "007", "006", "005"]
    assert not found_for(city.people.clerk, "没有").cut


def test_titles_come_first_parts_are_one_thing_and_pages_do_not_overlap(city):
    rows = findings_in_ledger(city, 45)
    for row in rows[::2]:
        Finding.objects.filter(pk=row.pk).update(title="食堂采购不规范")
        Finding.objects.filter(pk=row.pk + 1).update(rectification="食堂" + "很长的说明。" * 600 + "\n食堂")
    _told(rows)
    pages = [found_for(city.people.clerk, "食堂", page=n) for n in (1, 2, 3)]
    numbers = [hit.shown.number for page in pages for hit in page.hits]
    assert len(set(numbers)) == len(numbers) == pages[0].total == 45
    titled = [hit.shown.title == "食堂采购不规范" for page in pages for hit in page.hits]
    assert titled == sorted(titled, reverse=True)
    assert found_for(city.people.clerk, "食堂", page=99).page == 3
    assert found_for(city.people.clerk, "食堂", page=-1).page == 1
