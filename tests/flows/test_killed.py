"""A server that is killed in the middle of everybody's work: benchmarks/killed.py, with few kills."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 900  # seconds; some machines are slow


@pytest.mark.slow
def test_nothing_is_lost_doubled_or_stuck_when_the_server_is_killed(tmp_path):
    call = [sys.executable, "benchmarks/killed.py", "--kills", "4", "--seed", "9", "--home", str(tmp_path / "home")]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (done.returncode, [line for line in done.stdout.splitlines() if line.startswith("FAULT")]) == (0, []), (
        done.stderr[-3000:]
    )
    assert done.stdout.startswith("4 kills, ")
