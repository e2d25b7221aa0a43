"""The ``liandu`` command. What needs no database does not start Django."""

import argparse
import os
import sys
from collections.abc import Sequence

from liandu import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0 done, 1 some of it could not be done, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["manage"]:
        return _manage(given[1:])
    options = _parser().parse_args(given)
    return int(options.run(options) or 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="liandu", description="联督: joint supervision of inspection rectification")
    parser.add_argument("--version", action="version", version=f"liandu {__version__}")
    return parser


def _manage(arguments: list[str]) -> int:
    """Run a Django management command (for developers and administrators)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandu.config.settings")
    from django.core.management import execute_from_command_line  # Django starts only for commands that need it

    execute_from_command_line(["liandu manage", *arguments])
    return 0
