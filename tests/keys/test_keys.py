"""Keys in a folder; signatures, sealed records and envelopes made with them."""

import io
import stat

import pytest

from liandu.kernel.refusals import Refusal
from liandu.keys.envelopes import AGE, SM, envelope
from liandu.keys.folder import KeyFolder
from liandu.keys.records import AES, SM4, Vault
from liandu.keys.signing import ED25519, SM2, is_signed, new_signing_key, scheme, sign, signing_key


@pytest.fixture
def folder(tmp_path) -> KeyFolder:
    return KeyFolder(tmp_path / "keys")


def test_a_key_is_readable_by_its_owner_only_and_says_nothing_of_itself(folder):
    key = signing_key(folder, purpose="journal")

    path = folder.path / "journal" / f"{key.id}.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert repr(key) == f"Key(journal ed25519 {key.id})"


def test_the_key_in_use_stays_until_a_new_one_is_made(folder):
    first = signing_key(folder, purpose="journal")
    assert signing_key(folder, purpose="journal") == first

    second = new_signing_key(folder, purpose="journal")
    assert signing_key(folder, purpose="journal") == second
    assert folder.get("journal", first.id) == first


def test_the_folder_says_what_it_holds_keys_for_whatever_else_lies_there(folder):
    assert folder.purposes() == []
    signing_key(folder, purpose="journal")
    signing_key(folder, purpose="exchange/signing")
    (folder.path / "exchange" / "site.json").write_text("{}", encoding="utf-8")
    (folder.path / "journal" / "heads.log").write_text("", encoding="utf-8")

    assert folder.purposes() == ["exchange/signing", "journal"]
    assert [key.algorithm for key in folder.all("exchange/signing")] == [ED25519]
    assert folder.all("exchange") == []


def test_a_key_that_is_gone_is_named(folder):
    with pytest.raises(Refusal, match="没有编号为 ab12 的密钥"):
        folder.get("journal", "ab12")
    with pytest.raises(Refusal, match="没有编号"):
        folder.get("journal", "../journal/ab12")


@pytest.mark.parametrize("algorithm", [ED25519, SM2])
def test_a_signature_holds_for_its_message_and_its_key_alone(folder, algorithm):
    key = new_signing_key(folder, purpose="journal", algorithm=algorithm)
    other = new_signing_key(folder, purpose="journal", algorithm=algorithm)

    signature = sign(key, "封印第 12 号".encode())

    assert is_signed(algorithm, key.public, "封印第 12 号".encode(), signature)
    assert not is_signed(algorithm, key.public, "封印第 13 号".encode(), signature)
    assert not is_signed(algorithm, other.public, "封印第 12 号".encode(), signature)
    assert not is_signed(algorithm, key.public, "封印第 12 号".encode(), signature[:-1])
    assert not is_signed(algorithm, b"\x04" + bytes(64), "封印第 12 号".encode(), signature)


def test_an_unknown_algorithm_is_refused_by_name():
    with pytest.raises(Refusal, match="不认识算法“rot13”"):
        scheme("rot13")
    with pytest.raises(Refusal, match="不认识算法“rot13”"):
        envelope("rot13")


@pytest.mark.parametrize("algorithm", [AES, SM4])
def test_a_sealed_record_opens_where_it_belongs_and_nowhere_else(folder, algorithm):
    vault = Vault(folder, purpose="clues", algorithm=algorithm)
    token = vault.seal("反映某某收受礼金".encode(), context="clue:12:narrative")

    assert "礼金".encode() not in token
    assert Vault(folder, purpose="clues").open(token, context="clue:12:narrative").decode() == "反映某某收受礼金"
    with pytest.raises(Refusal, match="密文被改动过"):
        vault.open(token, context="clue:13:narrative")
    for place in range(0, len(token), 7):
        changed = token[:place] + bytes([token[place] ^ 1]) + token[place + 1 :]
        with pytest.raises(Refusal):
            vault.open(changed, context="clue:12:narrative")
    with pytest.raises(Refusal, match="密文被改动过"):
        vault.open(token[:5], context="clue:12:narrative")


def test_the_same_text_is_never_sealed_alike(folder):
    vault = Vault(folder, purpose="clues")
    assert vault.seal(b"text", context="a") != vault.seal(b"text", context="a")


def test_after_rotation_old_tokens_open_and_rewrapped_ones_need_the_new_key_only(folder):
    vault = Vault(folder, purpose="clues")
    token = vault.seal(b"text", context="a")
    old = folder.current("clues")
    new = vault.rotate()
    assert (vault.key_of(token), vault.open(token, context="a")) == (old.id, b"text")

    again = vault.rewrap(token, context="a")
    (folder.path / "clues" / f"{old.id}.json").unlink()
    assert vault.key_of(again) == new.id
    fresh = Vault(folder, purpose="clues")
    assert fresh.open(again, context="a") == b"text"
    with pytest.raises(Refusal, match="没有编号"):
        fresh.open(token, context="a")


def test_the_index_is_the_same_for_the_same_name_and_keyed(folder, tmp_path):
    vault = Vault(folder, purpose="clues")
    assert vault.index("张三") == vault.index("张三") != vault.index("张四")
    assert Vault(KeyFolder(tmp_path / "other"), purpose="clues").index("张三") != vault.index("张三")


CONTENTS = [b"", b"short", bytes(range(256)) * 256, b"x" * (64 * 1024 * 2 + 1)]


@pytest.mark.parametrize("algorithm", [AGE, SM])
@pytest.mark.parametrize("content", CONTENTS, ids=len)
def test_an_envelope_opens_for_its_receiver_alone(algorithm, content):
    way = envelope(algorithm)
    (secret, public), (stranger, _public) = way.pair(), way.pair()
    closed = io.BytesIO()
    way.close(io.BytesIO(content), closed, public=public)

    opened = io.BytesIO()
    way.open(io.BytesIO(closed.getvalue()), opened, secret=secret)
    assert opened.getvalue() == content
    with pytest.raises(Refusal, match="打不开"):
        way.open(io.BytesIO(closed.getvalue()), io.BytesIO(), secret=stranger)


@pytest.mark.parametrize("algorithm", [AGE, SM])
def test_a_changed_or_cut_envelope_does_not_open(algorithm):
    way = envelope(algorithm)
    secret, public = way.pair()
    closed = io.BytesIO()
    way.close(io.BytesIO(b"0123456789" * 14_000), closed, public=public)
    whole = closed.getvalue()

    for cut in (0, 3, 100, len(whole) // 2, 2 + 64 * 1024 + 200, len(whole) - 1):
        with pytest.raises(Refusal, match="打不开"):
            way.open(io.BytesIO(whole[:cut]), io.BytesIO(), secret=secret)
    for place in range(5, len(whole), len(whole) // 40):
        changed = whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :]
        with pytest.raises(Refusal):
            way.open(io.BytesIO(changed), io.BytesIO(), secret=secret)


class Dripping(io.BytesIO):
    """A stream that hands out little at a time, as a pipe does."""

    def read(self, size=-1):
        return super().read(min(size, 1000) if size >= 0 else size)


@pytest.mark.parametrize("algorithm", [AGE, SM])
def test_an_envelope_is_whole_however_its_source_drips(algorithm):
    way = envelope(algorithm)
    secret, public = way.pair()
    content, closed, opened = b"0123456789" * 20_000, io.BytesIO(), io.BytesIO()
    way.close(Dripping(content), closed, public=public)
    way.open(Dripping(closed.getvalue()), opened, secret=secret)
    assert opened.getvalue() == content
