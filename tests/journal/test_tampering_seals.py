"""What somebody with the database's password may do to the seals themselves: each is found, and its place named."""

import json

import pytest
from django.conf import settings

from liandu.journal import heads
from liandu.journal.fields import canonical
from liandu.journal.merkle import root
from liandu.journal.models import Seal
from liandu.journal.offline import leaf_of
from liandu.journal.sealing import keep_heads
from liandu.keys.folder import KeyFolder
from liandu.keys.signing import new_signing_key, sign
from tests.journal.sealed import by_hand, found, sealed_journal, sign_again

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(own_home):
    return sealed_journal()


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
