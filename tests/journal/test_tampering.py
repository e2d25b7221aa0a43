"""What somebody with the database's password may do to a sealed journal: each is found, and its place named."""

import json

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as of_hypothesis
from hypothesis import strategies as st

from liandu.journal import heads
from liandu.journal.appending import COLUMNS
from liandu.journal.fields import canonical
from liandu.journal.merkle import root
from liandu.journal.models import Entry, Seal, Span
from liandu.journal.offline import leaf_of
from liandu.journal.sealing import head_of, keep_heads, seal_tail
from liandu.journal.verification import verify
from liandu.keys.folder import KeyFolder
from liandu.keys.signing import new_signing_key, sign
from tests.journal.sealed import SIZES, by_hand, digest_again, found, last_seal, sealed_journal, write

pytestmark = pytest.mark.django_db

CHANGED = {
    "at": "2026-01-01 00:00:00.000001", "act": "unit.removed", "subject": "orgs.unit:9", "actor": "liuwen",
    "actor_name": "刘文", "office": "别的办公室", "channel": "web", "request_id": "r-9", "reason": "改写",
    "facts": '{"n":9}', "digest": "0" * 64,
}  # fmt: skip


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


def sign_again(number: int, said: dict) -> None:
    """Let the site itself have written another header (the heads kept outside are made to agree)."""
    header = canonical(said)
    key = KeyFolder(settings.LIANDU_KEYS).current("journal")
    by_hand(
        "UPDATE journal_seal SET header = %s, signature = %s WHERE number = %s",
        header, sign(key, header.encode()).hex(), number,
    )  # fmt: skip
    heads.path().unlink(missing_ok=True)


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


def swap_contents(one: int, other: int) -> None:
    rows = {row.seq: row.as_row() for row in Entry.objects.filter(seq__in=[one, other])}
    assignments = ", ".join(f"{name} = %s" for name in COLUMNS)
    for seq, row in ((one, rows[other]), (other, rows[one])):
        by_hand(f"UPDATE journal_entry SET {assignments} WHERE seq = %s", *row, seq)


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


def cut_off_seals(after: int) -> None:
    by_hand("DELETE FROM journal_seal WHERE number > %s", after)
    by_hand("DELETE FROM journal_span WHERE seal > %s", after)


@pytest.mark.parametrize("entries_too", [False, True], ids=["seals", "seals and entries"])
def test_cutting_off_the_end_is_found_by_the_heads_kept_outside(numbers, entries_too):
    keep_heads()
    cut_off_seals(2)
    if entries_too:
        by_hand("DELETE FROM journal_entry WHERE seq >= %s", numbers[2][0])
    assert found() == ("heads.cut_off", 3, None)


def test_cutting_off_everything_is_found_by_the_heads_kept_outside(numbers):
    keep_heads()
    cut_off_seals(0)
    by_hand("DELETE FROM journal_entry")
    assert found() == ("heads.cut_off", 1, None)


def test_another_course_of_seals_signed_by_the_site_itself_is_found_by_the_heads_kept_outside(numbers):
    keep_heads()
    said = json.loads(Seal.objects.get(number=4).header)
    header = canonical(said | {"sealed_at": "2026-01-01 00:00:00.000000"})
    key = KeyFolder(settings.LIANDU_KEYS).current("journal")
    by_hand(
        "UPDATE journal_seal SET header = %s, signature = %s WHERE number = 4", header, sign(key, header.encode()).hex()
    )
    assert found() == ("heads.other", 4, None)


def test_cutting_off_seals_alone_is_seen_by_the_index_left_behind(numbers):
    heads.path().unlink(missing_ok=True)
    by_hand("DELETE FROM journal_seal WHERE number > 2")
    assert found() == ("seal.missing", 3, None)


def test_a_seal_taken_out_of_the_middle_is_found(numbers):
    by_hand("DELETE FROM journal_seal WHERE number = 2")
    assert found() == ("seal.missing", 2, None)


def test_seals_in_another_order_are_found(numbers):
    for old, new in ((2, 99), (3, 2), (99, 3)):
        by_hand("UPDATE journal_seal SET number = %s WHERE number = %s", new, old)
    assert found() == ("seal.malformed", 2, None)  # the header names another number


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("previous", "1" * 64), ("ranges", "1-3"), ("awaited", [["2", 1]]), ("upper", 10**6), ("root", "1" * 64),
        ("sm3", "1" * 64), ("sealed_at", "2020-01-01 00:00:00.000000"),
    ],
)  # fmt: skip
def test_a_changed_header_does_not_fit_its_signature(numbers, field, value):
    said = json.loads(Seal.objects.get(number=3).header) | {field: value}
    if field == "ranges":
        said["count"] = 3
    by_hand("UPDATE journal_seal SET header = %s WHERE number = 3", canonical(said))
    assert found() == ("seal.signature", 3, None)


@pytest.mark.parametrize("header", ["", "{}", "[]", "nothing", '{"version":1}'])
def test_a_header_that_is_none_is_found(numbers, header):
    by_hand("UPDATE journal_seal SET header = %s WHERE number = 3", header)
    assert found() == ("seal.malformed", 3, None)


@pytest.mark.parametrize("signature", ["", "zz", "00" * 64])
def test_a_changed_signature_is_found(numbers, signature):
    by_hand("UPDATE journal_seal SET signature = %s WHERE number = 2", signature)
    assert found() == ("seal.signature", 2, None)


@pytest.mark.parametrize("claims", ["its own name", "the name of the site's key"])
def test_a_seal_signed_anew_with_another_key_is_found(numbers, tmp_path, claims):
    other = new_signing_key(KeyFolder(tmp_path / "other"), purpose="journal")
    said = json.loads(Seal.objects.get(number=2).header)
    if claims == "its own name":
        said["key"] = other.id
    header = canonical(said)
    by_hand(
        "UPDATE journal_seal SET header = %s, signature = %s WHERE number = 2",
        header,
        sign(other, header.encode()).hex(),
    )
    assert found() == ("seal.unknown_key" if claims == "its own name" else "seal.signature", 2, None)


@pytest.mark.parametrize("change", ["remove", "edit", "add", "swap"])
def test_a_changed_list_of_digests_is_found(numbers, change):
    kept = Seal.objects.get(number=3).digests
    other = {
        "remove": kept[64:], "edit": "0" + kept[1:] if kept[0] != "0" else "1" + kept[1:], "add": kept + "0" * 64,
        "swap": kept[64:128] + kept[:64] + kept[128:],
    }[change]  # fmt: skip
    by_hand("UPDATE journal_seal SET digests = %s WHERE number = 3", other)
    assert found() == ("seal.digests", 3, numbers[2][0])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_span SET seal = 4 WHERE seal = 3",
        "UPDATE journal_span SET high = high - 1 WHERE seal = 3",
        "DELETE FROM journal_span WHERE seal = 3",
    ],
)
def test_a_changed_index_is_found(numbers, statement):
    by_hand(statement)
    assert found() == ("spans.changed", 3, None)


def test_an_index_that_names_more_is_found(numbers):
    by_hand("INSERT INTO journal_span (low, high, seal) VALUES (900, 901, 3)")
    assert found() == ("seal.missing", 5, None)


def signed_by_the_site(number: int, **other) -> None:
    sign_again(number, json.loads(Seal.objects.get(number=number).header) | other)


def test_a_key_that_was_stolen_still_cannot_hide_what_the_chain_ties(numbers):
    signed_by_the_site(2, sealed_at="2020-01-01 00:00:00.000000")
    assert found() == ("seal.chain", 3, None)


def test_a_root_or_an_sm3_that_is_not_that_of_the_entries_is_found(numbers):
    signed_by_the_site(4, sm3="1" * 64)
    assert found() == ("seal.sm3", 4, None)
    signed_by_the_site(4, root=root([leaf_of(1, b"\x01" * 32)]).hex())
    assert found() == ("seal.root", 4, numbers[3][0])


def test_ranges_that_take_what_another_seal_holds_are_found(numbers):
    signed_by_the_site(4, ranges=f"{numbers[0][0]}", count=1)
    assert found() == ("seal.ranges", 4, None)


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


ACTS = st.sampled_from(["edit", "edit and digest", "delete", "move", "swap", "reseal", "cut digests", "drop seal"])


@of_hypothesis(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(1, 6), min_size=1, max_size=5), act=ACTS, data=st.data())
@pytest.mark.slow
def test_no_random_tampering_before_the_last_seal_goes_unseen(own_home, sizes, act, data):
    empty_everything()
    numbers = sealed_journal(sizes)
    seal = data.draw(st.integers(1, len(sizes)), label="seal")
    seq = data.draw(st.sampled_from(numbers[seal - 1]), label="seq")
    assert found() is None
    if act.startswith("edit"):
        column = data.draw(st.sampled_from(sorted(set(CHANGED) - {"digest"})), label="column")
        by_hand(f"UPDATE journal_entry SET {column} = %s WHERE seq = %s", CHANGED[column], seq)
        if act == "edit and digest":
            digest_again(seq)
        assert found() == ("entry.changed", seal, seq)
    elif act == "delete":
        by_hand("DELETE FROM journal_entry WHERE seq = %s", seq)
        assert found() == ("entry.missing", seal, seq)
    elif act == "move":
        by_hand("UPDATE journal_entry SET seq = %s WHERE seq = %s", numbers[-1][-1] + 1000, seq)
        assert found() == ("entry.missing", seal, seq)
    elif act == "swap":
        other = data.draw(st.sampled_from([n for part in numbers for n in part]), label="other")
        swap_contents(seq, other)
        low = min(seq, other)
        at = next(place for place, part in enumerate(numbers, 1) if low in part)
        assert (seq == other and found() is None) or found()[1:] == (at, low)
    elif act == "reseal":
        said = json.loads(Seal.objects.get(number=seal).header) | {"sealed_at": "2020-01-01 00:00:00.000000"}
        by_hand("UPDATE journal_seal SET header = %s WHERE number = %s", canonical(said), seal)
        assert found() == ("seal.signature", seal, None)
    elif act == "cut digests":
        by_hand("UPDATE journal_seal SET digests = '' WHERE number = %s", seal)
        assert found()[:2] == ("seal.digests", seal)
    else:
        by_hand("DELETE FROM journal_seal WHERE number = %s", seal)
        assert found() == ("seal.missing", seal, None)


def empty_everything() -> None:
    """Begin anew for the next example."""
    for model in (Entry, Seal, Span):
        by_hand(f"DELETE FROM {model._meta.db_table}")
    heads.path().unlink(missing_ok=True)
