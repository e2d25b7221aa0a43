"""``liandu strands``: are the strands that people made what the journal tells; and writing them anew from it."""

import argparse

from liandu.config.upgrading import bring_up_to_date
from liandu.insight.commands import rebuild_strands
from liandu.insight.queries.replaying import strand_differences


def run(options: argparse.Namespace) -> int:
    """Name every difference and return 1 where there is one; with ``rebuild`` correct them all and return 0."""
    bring_up_to_date()
    found = rebuild_strands(by=None) if options.what == "rebuild" else list(strand_differences())
    for one in found:
        print(f"{one.strand} {one.code}: {one.here or '-'} / {one.there or '-'}")  # noqa: T201 - the command's output
    words = "已按日志改正。Corrected from the journal." if options.what == "rebuild" else ""
    print(f"{len(found)} 处不一致。{len(found)} differences. {words}".strip())  # noqa: T201 - the same
    return 1 if found and options.what == "check" else 0
