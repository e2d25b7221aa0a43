"""An original is kept once by its digest, or nothing of it is left."""

import hashlib
import os
import subprocess

import pytest
from django.db import IntegrityError, transaction

from liandu.files.commands import clear_incoming, discard_unkept, keep_file
from liandu.files.incoming import taking_in
from liandu.files.models import StoredFile, path_of
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal

CONTENT = "关于巡察云州大学党委的反馈意见".encode() * 1000
# GB/T 32905-2016, appendix A.1: the digest of "abc".
SM3_OF_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def came_in(*chunks, name="意见.docx", most=10**6):
    return taking_in(chunks, name=name, most=most)


def left_in(home):
    return sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())


def kept(content=CONTENT):
    with came_in(content) as incoming:
        return keep_file(incoming=incoming, by=None)


def test_what_comes_in_pieces_is_digested_as_a_whole(own_home, tmp_path):
    with came_in(CONTENT[:7], CONTENT[7:5000], b"", CONTENT[5000:]) as incoming:
        assert incoming.path.read_bytes() == CONTENT
        assert (incoming.size, incoming.sha256) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
        command = ["openssl", "dgst", "-sm3", "-r", str(incoming.path)]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        assert incoming.sm3 == told.stdout.split()[0]
    assert left_in(own_home) == []


def test_sm3_is_that_of_the_standard(own_home):
    with came_in(b"a", b"bc") as incoming:
        assert incoming.sm3 == SM3_OF_ABC


@pytest.mark.parametrize("chunks", [[], [b""], [b"", b""]])
def test_an_empty_file_is_refused(own_home, chunks):
    with pytest.raises(Refusal) as refused, came_in(*chunks, name="空.docx"):
        pass
    assert (refused.value.code, str(refused.value)) == ("file.empty", "“空.docx”是空文件，没有内容可读。")
    assert left_in(own_home) == []


def test_too_large_a_file_is_refused_as_soon_as_it_is_known(own_home):
    def endless():
        for _ in range(10):
            yield bytes(1024 * 1024)
        raise AssertionError("read on after the limit")

    with pytest.raises(Refusal) as refused, taking_in(endless(), name="大.pdf", most=3 * 1024 * 1024):
        pass
    assert (refused.value.code, refused.value.facts) == ("file.too_large", {"name": "大.pdf", "most": 3})
    assert left_in(own_home) == []


def test_exactly_the_limit_is_taken(own_home):
    with came_in(bytes(10), most=10) as incoming:
        assert incoming.size == 10


def test_nothing_is_left_when_the_connection_breaks(own_home):
    def broken():
        yield CONTENT
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError), taking_in(broken(), name="断.docx", most=10**6):
        pass
    assert left_in(own_home) == []


def test_a_kept_file_lies_under_its_digest_and_nothing_else_is_left(db, own_home):
    stored = kept()
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert (stored.sha256, stored.size, str(stored)) == (digest, len(CONTENT), digest[:12])
    assert left_in(own_home) == [f"files/{digest[:2]}/{digest}"]
    assert stored.path.read_bytes() == CONTENT
    assert acts_recorded() == {"file.kept": 1}


def test_a_kept_file_cannot_be_written_and_only_its_owner_reads_it(db, own_home):
    assert kept().path.stat().st_mode & 0o777 == 0o400


def test_the_same_content_is_kept_once(db, own_home):
    assert kept() == kept()
    assert (StoredFile.objects.count(), len(left_in(own_home)), acts_recorded()) == (1, 1, {"file.kept": 1})


def test_bytes_that_got_lost_are_put_back_when_the_same_content_comes_again(db, own_home):
    first = kept()
    first.path.unlink()
    assert kept() == first
    assert first.path.read_bytes() == CONTENT


@pytest.mark.django_db(transaction=True)
def test_bytes_whose_row_was_rolled_back_are_removed(own_home):
    with transaction.atomic():
        stored = kept()
        transaction.set_rollback(True)
    assert stored.path.exists()
    discard_unkept(sha256=stored.sha256)
    assert left_in(own_home) == []


def test_bytes_that_a_row_names_are_not_removed(db, own_home):
    stored = kept()
    discard_unkept(sha256=stored.sha256)
    assert stored.path.read_bytes() == CONTENT


def test_removing_what_is_not_there_is_no_fault(db, own_home):
    discard_unkept(sha256="0" * 64)
    assert not path_of("0" * 64).exists()


def test_a_row_without_bytes_is_impossible(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(sha256="0" * 64, sm3="0" * 64, size=0)


def left_by_a_kill(home, content, name="in-killed"):
    path = home / "incoming" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def test_the_start_removes_what_a_killed_program_left_on_its_way_in(own_home, db):
    left_by_a_kill(own_home, CONTENT)
    assert clear_incoming() == 1
    assert left_in(own_home) == []


def test_bytes_that_were_in_place_before_the_kill_go_unless_their_row_was_written(own_home, db):
    row = kept(b"with a row")
    for content in (b"with a row", b"without a row"):
        path = left_by_a_kill(own_home, content, name=f"in-{len(content)}")
        place = path_of(hashlib.sha256(content).hexdigest())
        place.unlink(missing_ok=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.link(path, place)
    assert clear_incoming() == 2
    assert left_in(own_home) == [row.path.relative_to(own_home).as_posix()]


def test_what_somebody_is_sending_now_is_left_alone_and_what_has_no_lock_waits_for_a_day(own_home, db):
    with came_in(CONTENT) as incoming:
        fresh, folder = left_by_a_kill(own_home, b"1", name="x.upload"), own_home / "incoming" / "exchange-x"
        old = left_by_a_kill(own_home, b"2", name="y.upload")
        folder.mkdir()
        for path in (old, folder):
            os.utime(path, (0, 0))
        assert clear_incoming() == 2
        assert sorted(own_home.rglob("incoming/*")) == sorted([incoming.path, fresh])
        assert keep_file(incoming=incoming, by=None).path.read_bytes() == CONTENT
