"""Province, city and county in three homes that share nothing: a round comes down, findings go up, by files alone."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.shape.source import ROOT

pytestmark = pytest.mark.slow
FOUND = Path(__file__).with_name("found_a_site.py")
NAMES = {"province": "云省委巡视办", "city": "云州市委巡察办", "county": "云岭县委巡察办"}


class Site:
    """An installation of its own: programs run in its home."""

    def __init__(self, folder: Path, level: str) -> None:
        self.level, self.home, self.carried = level, folder / level, folder / "carried"
        self.carried.mkdir(exist_ok=True)
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("LIANDU_")}
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        self.environment |= {"LIANDU_HOME": str(self.home), "PYTHONPATH": path}
        (self.home / "incoming").mkdir(parents=True)
        self.run(level)

    def run(self, what: str) -> None:
        """Run found_a_site.py in this home."""
        done = subprocess.run(
            [sys.executable, str(FOUND), what], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def exchange(self, *arguments: str, by: str = "zhuren", code: int = 0) -> dict:
        """Run ``liandu exchange``; return what it said as JSON, or the sentence on standard error."""
        command = [sys.executable, "-m", "liandu", "exchange", arguments[0], "--as", by, "--json", *arguments[1:]]
        done = subprocess.run(
            command, env=self.environment, cwd=self.carried, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        return json.loads(done.stdout) if done.stdout else {"said": done.stderr}

    def knows(self, other: "Site", level: str) -> None:
        self.exchange("peer", "add", f"{other.level}.card", "--level", level, "--compared", by="anquan")

    def asked(self, question: str) -> list[tuple]:
        with closing(sqlite3.connect(self.home / "liandu.sqlite3")) as database:
            return database.execute(question).fetchall()

    def incoming(self) -> list[Path]:
        return list((self.home / "incoming").iterdir())


@pytest.fixture
def sites(tmp_path) -> dict[str, Site]:
    made = {level: Site(tmp_path, level) for level in NAMES}
    for level, site in made.items():
        said = site.exchange("keygen", "--name", NAMES[level], "--out", f"{level}.card", by="anquan")
        assert [len(group) for group in said["fingerprint"].split()] == [5] * 12
    made["province"].knows(made["city"], "below")
    made["city"].knows(made["province"], "above")
    made["city"].knows(made["county"], "below")
    made["county"].knows(made["city"], "above")
    return made


def test_a_round_comes_down_and_findings_go_up_with_receipts(sites):
    province, city, county = sites.values()
    # Down: the province's round; the city links its own to it, and hands both on to the county.
    province.exchange("pack", "--to", NAMES["city"], "--round", "12-7", "--out", "p1")
    city.exchange("open", "p1", "--receipt", "p1.receipt", "--link", "5-09")
    assert province.exchange("receipt", "p1.receipt")["state"] == "answered"
    city.exchange("pack", "--to", NAMES["county"], "--round", "5-09", "--out", "c1")
    # The university is no unit of the county: the inspection is refused, the round and the one above it are not.
    opened = county.exchange("open", "c1", "--receipt", "c1.receipt", "--link", "3-02", code=1)
    assert opened["counts"]["rounds"] == {"accepted": 2, "kept": 0, "refused": 0}
    assert opened["counts"]["units"] == {"accepted": 0, "kept": 0, "refused": 1}
    assert "没有编码 101 的“云州大学”" in str(city.exchange("receipt", "c1.receipt", code=1)["not_taken"])
    names = "SELECT r.name, a.name FROM inspections_round r LEFT JOIN inspections_round a ON a.id = r.above_id"
    chain = dict(county.asked(names))
    assert chain["中共云岭县委员会第2轮"] == "中共云州市委员会第9轮"
    assert chain["中共云州市委员会第9轮"] == "中共云省委员会第7轮"
    # Up: the county's finding, to the city, and from there to the province.
    county.exchange("pack", "--to", NAMES["city"], "--round", "3-02", "--with", "material,findings", "--out", "k1")
    seen = city.exchange("inspect", "k1")
    assert (seen["counts"]["units"]["refused"], seen["counts"]["findings"]["refused"]) == (1, 1)
    opened = city.exchange("open", "k1", "--unit", "101=111", "--receipt", "k1.receipt")
    assert opened["counts"]["findings"] == {"accepted": 1, "kept": 0, "refused": 0}
    assert county.exchange("receipt", "k1.receipt")["state"] == "answered"
    ((mark,),) = city.asked("SELECT mark FROM inspections_term WHERE number = 3")
    held = "SELECT number, source, source_number FROM findings_finding WHERE source <> ''"
    assert city.asked(held) == [(f"{mark}3-02-111-001", "云岭县委巡察办", "3-02-101-001")]
    up = ("--with", "material,findings", "--out", "c2")
    city.exchange("pack", "--to", NAMES["province"], "--round", f"{mark}3-02", *up)
    province.exchange("open", "c2", "--unit", "111=201", "--receipt", "c2.receipt")
    assert city.exchange("receipt", "c2.receipt")["state"] == "answered"
    ((number, source, original),) = province.asked(held)
    assert (number.split("-", 1)[1], source, original) == ("3-02-201-001", "云岭县委巡察办", "3-02-101-001")
    assert [site.incoming() for site in sites.values()] == [[], [], []]
    # Again: nothing new to send; what was opened is not opened again.
    assert (
        "没有新的"
        in county.exchange(
            "pack", "--to", NAMES["city"], "--round", "3-02", "--with", "material,findings", "--out", "k2", code=1
        )["said"]
    )
    before = city.asked("SELECT count(*) FROM findings_finding")
    assert "再次打开不会改变" in city.exchange("open", "k1", "--receipt", "again", code=1)["said"]
    assert city.asked("SELECT count(*) FROM findings_finding") == before


def test_an_item_is_kept_at_the_county_and_seen_at_the_city(sites):
    _province, city, county = sites.values()
    county.run("work")
    everything = "material,progress,evidence,decisions"
    county.exchange("pack", "--to", NAMES["city"], "--round", "3-02", "--with", everything, "--out", "k1")
    opened = city.exchange("open", "k1", "--unit", "101=111", "--receipt", "k1.receipt")
    assert [opened["counts"][kind] for kind in ("items", "progress", "evidence")] == [
        {"accepted": 1, "kept": 0, "refused": 0}
    ] * 3
    assert county.exchange("receipt", "k1.receipt")["state"] == "answered"
    held = "SELECT state, result, due_on, progress_on FROM rectification_item"
    assert city.asked(held) == county.asked(held)
    assert city.asked("SELECT kept_at FROM rectification_item") == [(NAMES["county"],)]
    joined = "rectification_evidence e JOIN files_storedfile f ON f.id = e.file_id"
    proof = f"SELECT f.sha256, f.sm3, e.filename FROM {joined}"
    assert city.asked(proof) == county.asked(proof)
    ((sha256, _sm3, _name),) = city.asked(proof)
    (kept,) = (path for path in city.home.rglob(f"{sha256}*") if path.is_file())
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == sha256
    told = "SELECT s.seq, s.who FROM rectification_sourceentry s ORDER BY s.seq"
    done = (
        "SELECT seq, actor_name FROM journal_entry WHERE act LIKE 'item.%' AND act NOT LIKE '%evidence%' ORDER BY seq"
    )
    assert city.asked(told) == county.asked(done)
    # The next package brings what came since; the same one again brings nothing.
    county.run("work")
    county.exchange("pack", "--to", NAMES["city"], "--round", "3-02", "--with", everything, "--out", "k2")
    opened = city.exchange("open", "k2", "--receipt", "k2.receipt")
    assert {kind: n["accepted"] for kind, n in opened["counts"].items() if any(n.values())} == {
        "items": 1, "progress": 1, "decisions": 1,
    }  # fmt: skip
    assert city.asked("SELECT share FROM rectification_progress ORDER BY id") == [(50,), (100,)]
    before = city.asked("SELECT count(*) FROM journal_entry WHERE act LIKE 'item.%'")
    assert "再次打开不会改变" in city.exchange("open", "k2", "--receipt", "again", code=1)["said"]
    assert city.asked("SELECT count(*) FROM journal_entry WHERE act LIKE 'item.%'") == before


def test_rights_accounts_and_files_that_are_not_there(tmp_path):
    city = Site(tmp_path, "city")
    city.exchange("keygen", "--name", NAMES["city"], "--out", "city.card", by="anquan")
    assert "没有账号" in city.exchange("card", by="nobody", code=2)["said"]
    assert "不能“管理密钥" in city.exchange("keygen", "--name", "云州", by="zhuren", code=1)["said"]
    assert (
        "不能“导出交换包”"
        in city.exchange("pack", "--to", NAMES["county"], "--round", "5-09", "--out", "x", by="anquan", code=1)["said"]
    )
    assert "No such file" in city.exchange("inspect", "nowhere.liandu", code=2)["said"]
    (city.carried / "junk").write_bytes(b"PK\x03\x04 no package")
    assert "不是联督交换包" in city.exchange("inspect", "junk", code=1)["said"]
    assert "没有轮次" in city.exchange("pack", "--to", NAMES["county"], "--round", "9-99", "--out", "x", code=1)["said"]
    assert city.asked("SELECT count(*) FROM journal_entry WHERE act = 'access.denied'") == [(2,)]
    compared = city.exchange("peer", "add", "city.card", by="anquan", code=2)
    assert len(compared["fingerprint"].split()) == 12
