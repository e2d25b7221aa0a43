"""Every benchmark can be started: what it imports is there, by the path that `make bench` gives it."""

import os
import subprocess
import sys

import pytest

from tests.shape.source import ROOT

# Each as a file started by itself would find things: what another one put on the path, or imported from there, is gone.
IMPORT_EACH = """
import runpy, sys
path, faults = list(sys.path), {}
for name in sys.argv[1:]:
    sys.path[:] = [sys.argv[1].rpartition("/")[0], *path]
    for module in [one for one in sys.modules if one.split(".")[0] in {"benchmarks", "tests", "tools"}]:
        del sys.modules[module]
    try:
        runpy.run_path(name, run_name="imported")
    except Exception as fault:
        faults[name] = repr(fault)
print(faults)
"""


@pytest.mark.slow
def test_every_benchmark_can_be_imported():
    files = sorted(str(path) for path in (ROOT / "benchmarks").glob("[a-z]*.py"))
    assert len(files) > 10
    told = subprocess.run(
        [sys.executable, "-P", "-c", IMPORT_EACH, *files],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (told.stdout.strip(), told.returncode) == ("{}", 0), told.stderr[-2000:]
