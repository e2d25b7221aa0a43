"""A server that is killed again and again while eight people work: nothing is lost, doubled, half done or stuck.

Starts ``liandu up`` on a home of its own (SQLite, or an empty PostgreSQL database), lets people acknowledge, plan,
report with evidence, ask, sign and open again through the pages, kills server and worker with SIGKILL at random
moments, also while they start, and goes on; digests are made meanwhile. Then looks at everything. Ends with 1 when
there is a fault.
Run: ``python benchmarks/killed.py --kills 100 [--database postgresql://…] [--seed 1]``.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))


def main() -> int:
    """Kill, look, print; return 1 when there is a fault."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--database", default="", help="an empty database; SQLite in a folder of its own when left out")
    parser.add_argument("--work", type=float, default=4.0, help="seconds between two kills at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path, help="keep the home here, for a look at what went wrong")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="liandu-killed-") as folder:
        return run(asked, asked.home or Path(folder))


def wait_until(holds: Callable[[], bool], most: float = 120.0) -> None:
    """Wait until something holds; what does not hold in the end is a fault that the checks name."""
    end = time.monotonic() + most
    while not holds() and time.monotonic() < end:
        time.sleep(0.2)


def run(asked: argparse.Namespace, home: Path) -> int:
    """Run it all in ``home``."""
    from tests.flows.killed_house import House  # the settings must be chosen first

    house = House(home, asked.database, asked.seed)
    for name, value in house.environment().items():
        os.environ[name] = value
    import django  # the settings must be chosen first

    from liandu.config.place import make_home  # the settings must be chosen first

    make_home()
    django.setup()
    from django.core.management import call_command  # the settings must be chosen first

    from tests.flows.after_the_kills import are_digests_made, build, faults_of  # the settings must be chosen first

    call_command("migrate", verbosity=0)
    workers = build(house)
    began = time.monotonic()
    for worker in workers:
        worker.start()
    house.start()
    wait_until(lambda: all("sessionid" in worker.browser.cookies for worker in workers))
    house.kill()
    for _n in range(asked.kills):
        starting = house.chance.random() < 0.15
        house.start(wait=not starting)
        time.sleep(house.chance.uniform(0.3, asked.work))
        house.kill()
    # A last time, up to the digests of a new day.
    house.starts = 0
    house.start()
    time.sleep(asked.work)
    for worker in workers:
        worker.stopped.set()
    for worker in workers:
        worker.join(60)
    wait_until(lambda: are_digests_made(house))
    house.kill()
    house.starts = 1  # once more on the same day: what the kill left is cleared
    house.start()
    house.kill()
    spent = time.monotonic() - began
    faults = list(faults_of(house, workers))
    confirmed, refused = Counter(), Counter()
    for worker in workers:
        confirmed.update(worker.confirmed)
        refused.update(worker.refused)
    print(
        f"{asked.kills} kills, {confirmed.total()} acts confirmed, {refused.total()} refused, "
        f"{sum(worker.lost for worker in workers)} answers lost, {spent:.0f} s, {len(faults)} faults"
    )
    print(", ".join(f"{act} {times}" for act, times in confirmed.most_common()))
    print("refused: " + ", ".join(f"{act} {times}" for act, times in refused.most_common()))
    for fault in faults:
        print(f"FAULT {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
