"""What somebody with the database's password may do to a sealed journal: each is found, and its place named."""

import json

import pytest
from django.db import connection

from liandu.journal.appending import COLUMNS
from liandu.journal.fields import canonical
from liandu.journal.models import Entry
from liandu.journal.sealing import head_of, seal_tail
from liandu.journal.verification import verify
from tests.journal.sealed import (
    CHANGED,
    SIZES,
    by_hand,
    digest_again,
    found,
    last_seal,
    sealed_journal,
    sign_again,
    swap_contents,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(own_home):
    return sealed_journal()


def test_an_untouched_journal_is_found_right(numbers):
    write(2)
    result = verify()
    assert (result.fault, result.seals, result.entries, result.waiting) == (None, 4, sum(SIZES), 2)
    assert result.head == head_of(last_seal().header)


def test_every_column_is_tried():
    assert sorted(CHANGED) == sorted(COLUMNS)


@pytest.mark.parametrize("careful", [False, True], ids=["as it is", "with a new digest"])
@pytest.mark.parametrize("column", CHANGED)
def test_an_edit_of_any_column_is_found(numbers, column, careful):
    seq = numbers[2][3]
    by_hand(f"UPDATE journal_entry SET {column} = %s WHERE seq = %s", CHANGED[column], seq)
    if careful and column != "digest":
        digest_again(seq)
    assert found() == ("entry.changed", 3, seq)


@pytest.mark.parametrize("careful", [False, True], ids=["as it is", "with a new digest"])
def test_the_facts_may_not_even_be_spelled_otherwise(numbers, careful):
    seq = numbers[0][2]
    spelled = json.dumps(json.loads(canonical(Entry.objects.get(seq=seq).facts)))
    by_hand("UPDATE journal_entry SET facts = %s WHERE seq = %s", spelled, seq)
    if careful:
        digest_again(seq)
    assert found() == ("entry.changed", 1, seq)


@pytest.mark.parametrize("separator", ["\x1f", "\x1e"])
def test_texts_may_not_be_moved_over_their_borders(numbers, separator):
    seq = numbers[2][3]
    by_hand("UPDATE journal_entry SET channel = '', reason = %s WHERE seq = %s", f"x{separator}y", seq)
    digest_again(seq)
    assert found() == ("entry.changed", 3, seq)
    by_hand("UPDATE journal_entry SET office = %s WHERE seq = %s", separator, write(1)[0])
    assert found() == ("entry.changed", 3, seq)


def test_what_was_spoilt_by_hand_before_its_seal_does_not_stop_the_sealer(numbers):
    seq = write(2)[0]
    by_hand("UPDATE journal_entry SET reason = %s WHERE seq = %s", "a\x1fb", seq)
    assert found() == ("tail.changed", None, seq)
    assert seal_tail() == 2
    assert found() == ("entry.changed", 5, seq)


def test_an_edit_with_new_digests_everywhere_is_found_and_its_seal_named(numbers):
    seq = numbers[2][3]
    by_hand("UPDATE journal_entry SET reason = 'x' WHERE seq = %s", seq)
    digest_again(seq)
    digests = "".join(Entry.objects.filter(seq__in=numbers[2]).values_list("digest", flat=True))
    by_hand("UPDATE journal_seal SET digests = %s WHERE number = 3", digests)
    assert found() == ("seal.root", 3, numbers[2][0])


@pytest.mark.parametrize("at", [0, 3, 6], ids=["first", "middle", "last"])
def test_a_deletion_is_found(numbers, at):
    by_hand("DELETE FROM journal_entry WHERE seq = %s", numbers[2][at])
    assert found() == ("entry.missing", 3, numbers[2][at])


def test_the_deletion_of_all_entries_is_found(numbers):
    by_hand("DELETE FROM journal_entry")
    assert found() == ("entry.missing", 1, numbers[0][0])


def insert(seq: int) -> None:
    """Write a row with a number of one's choice and a digest that fits."""
    entry = Entry.objects.last()
    entry.reason = "插入"
    entry.digest = entry.compute_digest()
    names, places = ", ".join(COLUMNS), ", ".join(["%s"] * (len(COLUMNS) + 1))
    by_hand(f"INSERT INTO journal_entry (seq, {names}) VALUES ({places})", seq, *entry.as_row())


def test_an_insertion_before_the_first_entry_is_found(own_home):
    write(3)
    by_hand("DELETE FROM journal_entry WHERE seq = (SELECT MIN(seq) FROM journal_entry)")
    gap = Entry.objects.first().seq - 1
    seal_tail()
    void_what_is_awaited()
    insert(gap)
    assert found() == ("entry.inserted", 1 if connection.vendor == "sqlite" else 2, gap)


def void_what_is_awaited() -> None:
    """On PostgreSQL the hole is awaited until a later seal gives it up."""
    if connection.vendor == "postgresql":
        last = last_seal()
        said = json.loads(last.header)
        write(1)
        # As if the transactions of then were over; inside the test's own transaction they never are.
        said["awaited"] = [[part, 1] for part, _since in said["awaited"]]
        sign_again(last.number, said)
        seal_tail()


def test_an_insertion_in_a_hole_is_found(own_home):
    write(4)
    hole = Entry.objects.all()[1].seq
    by_hand("DELETE FROM journal_entry WHERE seq = %s", hole)
    assert seal_tail() == 3
    void_what_is_awaited()
    assert found() is None
    insert(hole)
    assert found() == ("entry.inserted", 1 if connection.vendor == "sqlite" else 2, hole)


def test_a_row_put_in_the_place_of_a_deleted_one_is_found(numbers):
    seq = numbers[1][0]
    by_hand("DELETE FROM journal_entry WHERE seq = %s", seq)
    insert(seq)
    assert found() == ("entry.changed", 2, seq)


def test_a_row_behind_the_last_seal_is_sealed_by_the_next_one_and_safe_from_then_on(numbers):
    seq = write(1)[0]
    assert seal_tail() == 1
    by_hand("UPDATE journal_entry SET reason = 'x' WHERE seq = %s", seq)
    assert found() == ("entry.changed", 5, seq)


def test_an_edit_of_an_entry_that_waits_is_found_unless_its_digest_was_made_anew(numbers):
    seq = write(1)[0]
    by_hand("UPDATE journal_entry SET reason = 'x' WHERE seq = %s", seq)
    assert found() == ("tail.changed", None, seq)
    digest_again(seq)
    assert found() is None  # nothing can know yet; the next seal closes this door


def test_an_edit_before_the_seal_is_named_after_it(numbers):
    seq = write(2)[0]
    by_hand("UPDATE journal_entry SET reason = 'x' WHERE seq = %s", seq)
    seal_tail()
    assert found() == ("entry.changed", 5, seq)


def swap_numbers(one: int, other: int) -> None:
    for old, new in ((one, 10**6), (other, one), (10**6, other)):
        by_hand("UPDATE journal_entry SET seq = %s WHERE seq = %s", new, old)


@pytest.mark.parametrize("swap", [swap_contents, swap_numbers])
def test_two_entries_of_a_seal_in_each_others_place_are_found(numbers, swap):
    one, other = numbers[2][1], numbers[2][4]
    swap(one, other)
    fault = verify().fault
    assert (fault.kind, fault.seal, fault.seq, fault.facts["other"]) == ("entry.moved", 3, one, other)


@pytest.mark.parametrize("swap", [swap_contents, swap_numbers])
def test_two_entries_of_two_seals_in_each_others_place_are_found(numbers, swap):
    swap(numbers[0][1], numbers[2][4])
    assert found() == ("entry.changed", 1, numbers[0][1])


def test_a_number_moved_behind_the_end_is_found(numbers):
    by_hand("UPDATE journal_entry SET seq = 5000 WHERE seq = %s", numbers[2][0])
    assert found() == ("entry.missing", 3, numbers[2][0])


def test_cutting_off_entries_is_found(numbers):
    by_hand("DELETE FROM journal_entry WHERE seq >= %s", numbers[3][1])
    assert found() == ("entry.missing", 4, numbers[3][1])


def test_the_newest_seals_can_be_checked_alone(numbers):
    assert (verify(newest=2).fault, verify(newest=2).first, verify(newest=2).entries) == (None, 3, SIZES[2] + SIZES[3])
    by_hand("UPDATE journal_entry SET reason = 'x' WHERE seq = %s", numbers[0][0])
    assert verify(newest=2).fault is None
    by_hand("UPDATE journal_entry SET reason = 'x' WHERE seq = %s", numbers[3][2])
    assert (verify(newest=2).fault.kind, verify(newest=2).fault.seq) == ("entry.changed", numbers[3][2])


def test_a_row_that_the_database_cannot_hand_out_is_named(numbers):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets nobody write what is no text")
    for bad in ("CAST(x'FFFE' AS TEXT)", "x'4142'"):
        by_hand(f"UPDATE journal_entry SET reason = {bad} WHERE seq = %s", numbers[2][2])
        assert found() == ("entry.changed", 3, numbers[2][2])
