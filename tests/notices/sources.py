"""A source of its own for tests of digests: what it says is due stands in a file, so that another process reads it too.

Run as a program it does a worker's daily work once: ``python -m tests.notices.sources digests|mail``. With PAUSE_AFTER
in the environment it stops for ever once so many digests are made, to be killed there.
"""

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from liandu.kernel.words import Sentence
from liandu.notices import due as registry
from liandu.notices.due import Due


def a_due(user_id: int, *, number: str = "5-09-101-001", due_on: date = date(2026, 7, 10), tone: str = "now") -> Due:
    words = Sentence("%(number)s %(step)s，还有 %(days)s 天到期", number=number, step="认领", days="9")
    return Due(user_id, "云州大学", words, "/items/1/", due_on, tone)


@contextmanager
def telling(*dues: Due) -> Iterator[list[Sequence[date]]]:
    """Let these be all that is due; yield the days that were asked about."""
    asked: list[Sequence[date]] = []

    def source(_day: date, days: Sequence[date]) -> tuple[Due, ...]:
        asked.append(days)
        return dues

    kept = registry._sources[:]
    registry._sources[:] = [source]
    try:
        yield asked
    finally:
        registry._sources[:] = kept


def say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def main(what: str) -> None:
    # Only where this runs as a program: the tests have Django set up already.
    import django

    django.setup()
    # After the set-up that they need.
    from liandu.notices import commands, jobs

    users = json.loads(Path(os.environ["DUE_USERS"]).read_text())
    pause = int(os.environ.get("PAUSE_AFTER", "0"))
    make, made = commands._make_digest, [0]

    def make_and_stop(*given: object) -> bool:
        done = make(*given)
        made[0] += done
        if made[0] == pause:
            say("stopped")
            time.sleep(600)
        return done

    commands._make_digest = make_and_stop
    with telling(*(a_due(user) for user in users)):
        if what == "digests":
            say(commands.make_digests(day=date(2026, 7, 1)))
        else:
            say(jobs.send_waiting(os.environ["WORKER"], None))


if __name__ == "__main__":
    main(sys.argv[1])
