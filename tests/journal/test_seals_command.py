"""``liandu seals``, and the file that checks an export by itself on a machine that knows nothing of Liandu."""

import gzip
import json
import re
import shutil
import subprocess
import sys

import pytest

from liandu.config import cli, seals_command
from liandu.journal import heads, offline
from liandu.journal.exporting import export_lines, qr_code, receipt_of
from liandu.journal.models import Entry
from liandu.journal.sealing import keep_heads, seal_tail
from tests.journal.sealed import by_hand, last_seal, sealed_journal, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(own_home, monkeypatch):
    monkeypatch.setenv("LIANDU_HOME", str(own_home))
    return sealed_journal()


def seals(*arguments: str) -> int:
    return cli.main(["seals", *arguments])


def elsewhere(tmp_path, *arguments: str) -> tuple[int, str]:
    """Run the script alone: copied out, without Liandu on the path."""
    script = shutil.copy(offline.__file__, tmp_path / "check.py")
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", ALONE, script, *arguments], capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stdout + ran.stderr


# Nothing of the machine but the packages; an import of Liandu or Django fails.
ALONE = f"""
import runpy, sys
sys.path += {[path for path in sys.path if "site-packages" in path]!r}
for name in ("liandu", "django"):
    sys.modules[name] = None
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_the_status_is_told(numbers, capsys):
    write(2)
    keep_heads()
    assert seals("status") == 0
    assert re.sub(r"\d{4}-\S+ \S+", "T", capsys.readouterr().out) == (
        "封印 Seals: 4\n最新 Newest: T\n待封印 Waiting: 2\n库外留存到第 4 号 Heads kept outside up to: 4\n"
    )
    by_hand("DELETE FROM journal_seal WHERE number = 4")
    assert seals("status") == 1
    assert "第 4 号封印：库外留有其摘要" in capsys.readouterr().out


def test_a_journal_without_seals_is_no_fault(own_home, monkeypatch, capsys):
    monkeypatch.setenv("LIANDU_HOME", str(own_home))
    write(1)
    assert [seals("status"), seals("verify"), seals("anchor"), seals("receipt", "1")] == [0, 0, 1, 1]
    assert "All right: 0 seals, 0 entries, 1 waiting." in capsys.readouterr().out


def test_verify_says_what_is_wrong_and_ends_with_1(numbers, capsys):
    keep_heads()
    assert seals("verify") == 0
    said = capsys.readouterr().out
    assert "完好：4 个封印，17 条，另有 0 条待封印。All right: 4 seals, 17 entries, 0 waiting.\n" in said
    assert "kept outside" not in said
    seq = numbers[2][3]
    by_hand("UPDATE journal_entry SET reason = 'x' WHERE seq = %s", seq)
    assert seals("verify") == 1
    assert capsys.readouterr().out == f"第 3 号封印第 {seq} 条：内容被改动。Seal 3, entry {seq}: changed.\n"


def test_verify_warns_when_heads_are_missing_outside(numbers, capsys):
    keep_heads()
    heads.path().unlink()
    assert seals("verify") == 0
    assert "4 heads are not kept outside the database" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["seals.jsonl", "seals.jsonl.gz"])
@pytest.mark.parametrize("digests_only", [False, True])
def test_an_export_is_checked_elsewhere_by_one_script(numbers, tmp_path, capsys, name, digests_only):
    file = str(tmp_path / name)
    assert seals("export", file, *(["--digests-only"] if digests_only else [])) == 0
    entry = Entry.objects.last()
    assert (entry.act, entry.subject, entry.facts) == (
        "seals.exported", "journal.seal:4", {"number": 4, "digests_only": digests_only}
    )  # fmt: skip
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    code, said = elsewhere(tmp_path, file)
    assert (code, said.splitlines()[0]) == (0, "完好：4 个封印，17 条。All right: 4 seals.")
    head = offline.read_header(4, last_seal().header).head
    assert f"最新封印头 Newest head: {head}" in said
    assert seals("verify", "--export", file, "--head", head[:12]) == 0
    assert seals("verify", "--export", file, "--head", "00000000") == 1
    assert "is not the one that was given" in capsys.readouterr().out


def test_a_digests_only_export_holds_no_word_of_an_entry(numbers):
    text = "".join(export_lines(digests_only=True))
    assert "机构" not in text
    assert "orgs.unit" not in text


CHANGES = {
    "a word": (lambda lines: [line.replace("机构3", "机关3") for line in lines], "entry"),
    "a line less": (lambda lines: lines[:2] + lines[3:], "missing"),
    "a line twice": (lambda lines: lines[:3] + lines[2:], "inserted"),
    "two lines swapped": (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "inserted"),
    "a seal less": (lambda lines: [line for line in lines if '"seal":2' not in line], "missing"),
    "the end": (lambda lines: lines[:-1], "cut_off"),
    "half": (lambda lines: lines[:9], "cut_off"),
    "nothing left": (lambda lines: lines[:0], "malformed"),
    "no object": (lambda lines: ["[]\n", *lines[1:]], "malformed"),
    "a short row": (lambda lines: [lines[0], "[1,2]\n", *lines[2:]], "malformed"),
    "no row": (lambda lines: [lines[0], "[1,\n", *lines[2:]], "malformed"),
    "a seal without header": (lambda lines: [lines[0], '{"seal":1}\n', *lines[1:]], "malformed"),
    "a number for a seal": (lambda lines: [lines[0], "7\n", *lines[1:]], "malformed"),
    "an end too early": (lambda lines: [*lines[:7], lines[-1]], "cut_off"),
    "no keys": (lambda lines: [lines[0].replace('"keys":[{', '"keys":[],"x":[{'), *lines[1:]], "unknown_key"),
    "keys that are none": (lambda lines: [lines[0].replace('"keys":[{', '"keys":[1,{'), *lines[1:]], "malformed"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_export_is_found(numbers, change):
    changed, kind = CHANGES[change]
    lines = list(export_lines(digests_only=False))
    with pytest.raises(offline.Fault) as fault:
        offline.check_export(changed(lines))
    told = {"entry": "seal.root", "missing": ("entry.missing", "seal.missing"), "inserted": "entry.inserted"}
    assert fault.value.kind in told.get(kind, f"file.{kind}") or fault.value.kind.endswith(kind)
    assert str(fault.value)


def test_changed_digests_are_found(numbers):
    lines = list(export_lines(digests_only=True))
    said = json.loads(lines[2])
    for digests in (said["digests"][::-1], said["digests"] + "00" * 32, "zz" * 32, ""):
        lines[2] = json.dumps(said | {"digests": digests}) + "\n"
        with pytest.raises(offline.Fault) as fault:
            offline.check_export(lines)
        assert (fault.value.kind, fault.value.seal) == ("seal.root", 2)


def test_a_key_that_was_not_given_is_not_trusted(numbers):
    lines = list(export_lines(digests_only=True))
    public = json.loads(lines[0])["keys"][0]["public"]
    right = seals_command.exporting.fingerprint(bytes.fromhex(public))
    assert offline.check_export(lines, fingerprint=right[:16]).number == 4
    with pytest.raises(offline.Fault) as fault:
        offline.check_export(lines, fingerprint="0" * 16)
    assert fault.value.sentence("en") == "the public keys of the file are not the one that was given"


def test_a_file_that_cannot_be_read_or_written_is_told(numbers, tmp_path, capsys):
    assert seals("verify", "--export", str(tmp_path / "nothing")) == 2
    (tmp_path / "no.gz").write_bytes(b"no gzip")
    assert seals("verify", "--export", str(tmp_path / "no.gz")) == 2
    assert seals("export", str(tmp_path / "no" / "such" / "folder")) == 2
    assert seals("receipt", str(numbers[0][0]), "--file", str(tmp_path / "no" / "folder")) == 2
    assert capsys.readouterr().err.count("cannot be") == 4


def test_the_anchor_stands_on_the_terminal_as_text_and_picture(numbers, capsys):
    assert seals("anchor") == 0
    lines = capsys.readouterr().out.splitlines()
    head = offline.read_header(4, last_seal().header).head
    assert lines[0].startswith("联督日志封印 第 4 号（")
    assert lines[1].replace(" ", "") == head
    assert {len(line) for line in lines[2:]} == {len(qr_code(f"liandu-seal 4 {head}"))}


def test_the_picture_has_its_three_corners_and_a_quiet_zone():
    rows = qr_code("liandu-seal 4 " + "0" * 64)
    assert not any(rows[0])
    assert not any(row[0] for row in rows)
    ring = [True] * 7
    assert rows[4][4:11] == rows[10][4:11] == rows[4][-11:-4] == rows[-5][4:11] == ring


# Receipts


def test_every_entry_has_a_receipt_that_proves_it(numbers):
    for seq in [seq for part in numbers for seq in part]:
        header = offline.check_receipt(json.dumps(receipt_of(seq)))
        assert seq in header.numbers


def test_an_entry_that_waits_or_is_not_there_has_none(numbers):
    waiting = write(1)[0]
    assert (receipt_of(waiting), receipt_of(waiting + 1), receipt_of(0)) == (None, None, None)
    seal_tail()
    assert receipt_of(waiting)["seal"] == 5


def test_a_receipt_is_checked_elsewhere_by_the_same_script(numbers, tmp_path, capsys):
    file = str(tmp_path / "receipt.json")
    assert seals("receipt", str(numbers[2][4]), "--file", file) == 0
    assert (Entry.objects.last().act, Entry.objects.last().facts) == ("receipt.taken_out", {"seq": numbers[2][4]})
    code, said = elsewhere(tmp_path, "--receipt", file)
    assert (code, said.startswith("凭据真实：第 3 号封印")) == (0, True)
    assert elsewhere(tmp_path)[0] == 2
    assert seals("receipt", str(numbers[2][4])) == 0
    assert json.loads(capsys.readouterr().out)["seal"] == 3


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda said: said["entry"].__setitem__(9, "改写"), "receipt.path"),
        (lambda said: said["entry"].__setitem__(0, said["entry"][0] + 1), "receipt.path"),
        (lambda said: said["entry"].__setitem__(0, 10**6), "file.malformed"),
        (lambda said: said["entry"].pop(), "file.malformed"),
        (lambda said: said["path"].pop(), "receipt.path"),
        (lambda said: said["path"].append("00" * 32), "receipt.path"),
        (lambda said: said.update(signature="00" * 64), "seal.signature"),
        (lambda said: said.update(header=said["header"].replace('"total":13', '"total":14')), "seal.signature"),
        (lambda said: said.update(keys=[]), "seal.signature"),
        (lambda said: said.update(seal=2), "seal.malformed"),
        (lambda said: said.pop("header"), "file.malformed"),
    ],
)
def test_a_changed_receipt_proves_nothing(numbers, change, kind):
    said = receipt_of(numbers[2][4])
    change(said)
    with pytest.raises(offline.Fault) as fault:
        offline.check_receipt(json.dumps(said))
    assert fault.value.kind == kind


def test_sm2_needs_its_package_and_the_script_says_so(numbers, monkeypatch, settings):
    settings.LIANDU_SIGNING = "sm2"
    sealed_journal((1,))
    lines = list(export_lines(digests_only=False))
    assert offline.check_export(lines).number == 5
    monkeypatch.setitem(sys.modules, "gmalg", None)
    with pytest.raises(offline.Fault) as fault:
        offline.check_export(lines)
    assert (fault.value.kind, fault.value.sentence("en")) == ("no_sm", "SM2 signatures need the package gmalg")


@pytest.mark.slow
def test_exporting_and_checking_hold_one_seal_in_memory(numbers, tmp_path):
    import tracemalloc  # only here

    write(3_000)
    seal_tail()
    peaks = []
    for _turn in range(2):  # twice the journal, the same peak
        tracemalloc.start()
        with gzip.open(tmp_path / "x.gz", "wt", encoding="utf-8") as out:
            out.writelines(export_lines(digests_only=False))
        offline.check_export(offline._lines(str(tmp_path / "x.gz")))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        write(3_000)
        seal_tail()
    assert peaks[1] < peaks[0] * 1.2
