"""Heavy work on a cluster: a real scheduler with two workers of its own, and the same answer as without."""

import argparse
import json
import random
import re

import pytest
from distributed import Client, LocalCluster

from liandu.config import texts_command
from liandu.config.cluster import heavy_work
from liandu.kernel.refusals import Refusal

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # of Dask's own start and stop

HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 900)]


@pytest.fixture(scope="module")
def cluster():
    """A scheduler and two worker processes on this machine."""
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as running:
        yield running


@pytest.fixture
def copied(tmp_path):
    """A file of sixty statements, twenty of which another unit has written too."""
    path = tmp_path / "statements.jsonl"
    chance = random.Random(3)
    texts = ["".join(chance.choices(HAN, k=60)) for _ in range(40)]
    lines = [{"id": str(at), "text": texts[at % 40], "unit": f"第{at // 40}单位"} for at in range(60)]
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def test_copies_found_on_a_cluster_are_those_found_here(cluster, copied, monkeypatch):
    asked = argparse.Namespace(file=copied, superior=[])
    here, _lines = texts_command._copies(asked)
    monkeypatch.setattr(texts_command, "CHUNK", 10)
    monkeypatch.setenv("LIANDU_CLUSTER", cluster.scheduler_address)
    there, _lines = texts_command._copies(asked)
    assert there == here
    assert len(here["pairs"]) == 20
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        done = client.run(lambda dask_worker: dask_worker.state.executed_count)
    assert sum(done.values()) > 0


def test_both_workers_take_part(cluster, monkeypatch):
    monkeypatch.setenv("LIANDU_CLUSTER", cluster.scheduler_address)
    with heavy_work() as executor:
        processes = set(executor.map(process_after_a_moment, range(8)))
    assert len(processes) == 2


def process_after_a_moment(_turn: int) -> int:
    """Return the process that does this, so slowly that both are needed."""
    import os  # here: the function travels alone
    import time  # the same

    time.sleep(0.2)
    return os.getpid()


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.setenv("LIANDU_CLUSTER", "tcp://127.0.0.1:9")
    monkeypatch.setattr("liandu.config.cluster.PATIENCE", 2)
    with pytest.raises(Refusal, match=re.escape("tcp://127.0.0.1:9")), heavy_work():
        pass
