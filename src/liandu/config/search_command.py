"""``liandu search rebuild``: the index is no fact; it can be forgotten and built anew from the journal."""

import argparse

from liandu.config.upgrading import bring_up_to_date
from liandu.search.commands import build_anew
from liandu.search.jobs import follow_to_the_end
from liandu.search.models import Text


def rebuild(options: argparse.Namespace) -> int:  # noqa: ARG001 - every command has this shape
    """Forget every text, follow the journal from its first entry to its end, say how many texts are found; return 0.

    Meanwhile less is found. A worker that runs beside it takes its share of the steps.
    """
    bring_up_to_date()
    build_anew(by=None)
    follow_to_the_end("command line")
    print(f"检索已重建，共 {Text.objects.count()} 段文字。{Text.objects.count()} pieces of text are found.")  # noqa: T201 - the command's output
    return 0
