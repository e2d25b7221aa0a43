"""The ``liandu`` command. What needs no database does not start Django."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from liandu import __version__
from liandu.config.place import make_home


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0 done, 1 some of it could not be done, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["manage"]:
        return _manage(given[1:])
    options = parsers()[""].parse_args(given)
    try:
        return int(options.run(options) or 0)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output left, as `head` does; not worth a traceback
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _plain(module: str, function: str = "run") -> Callable[[argparse.Namespace], int]:
    """Return a command that is imported when it runs: the others should not pay for it."""

    def run(options: argparse.Namespace) -> int:
        command: Callable[[argparse.Namespace], int] = getattr(import_module(module), function)
        return command(options)

    return run


def _with_django(module: str, function: str = "run", *, home: bool = True) -> Callable[[argparse.Namespace], int]:
    """Return a command that makes the home, unless it needs none, and starts Django first."""

    def run(options: argparse.Namespace) -> int:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandu.config.settings")
        if home:
            make_home()
        import_module("django").setup()
        return _plain(module, function)(options)

    return run


def parsers() -> dict[str, argparse.ArgumentParser]:
    """Return the parser of the whole line under "" and that of each command under its name."""
    parser = argparse.ArgumentParser(prog="liandu", description="联督 Liandu: joint supervision of rectification")
    parser.add_argument("--version", action="version", version=f"liandu {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    intake = commands.add_parser("intake", help="read documents and print the problems they state (no database)")
    intake.add_argument("files", nargs="+", metavar="FILE")
    intake.add_argument("--json", action="store_true", help="print one JSON object")
    intake.add_argument("--xlsx", metavar="OUT", help="write the problems as a spreadsheet")
    intake.set_defaults(run=_plain("liandu.config.intake_command"))

    up = commands.add_parser("up", help="bring the database up to date, serve and work; data under LIANDU_HOME")
    up.add_argument("--address", default="127.0.0.1:8000", help="host:port to serve on")
    up.add_argument("--threads", type=int, default=8, help="requests answered at once")
    up.set_defaults(run=_with_django("liandu.config.up_command"))

    worker = commands.add_parser("worker", help="work without serving")
    worker.set_defaults(run=_with_django("liandu.config.up_command", "run_worker"))

    demo = commands.add_parser("demo", help="build the demonstration city 云州市 under LIANDU_HOME")
    demo.set_defaults(run=_with_django("liandu.config.demo_command"))

    person = commands.add_parser("person", help="open an account with a post, for the first administrators of a site")
    person.add_argument("username")
    person.add_argument("--name", required=True, help="the name people know")
    person.add_argument("--role", required=True, help="a role key, e.g. system_admin")
    person.set_defaults(run=_with_django("liandu.config.person_command"))

    keys = commands.add_parser("keys", help="list the keys of the site, or take a new key for the clues into use")
    keys.add_argument("what", choices=["list", "rotate"])
    keys.add_argument("purpose", nargs="?", choices=["clues"], default="clues", help="what to rotate the key of")
    keys.add_argument("--index", action="store_true", help="rotate the key of the index of names instead")
    keys.set_defaults(run=_with_django("liandu.config.keys_command"))

    docs = commands.add_parser("docs", help="write the pages of docs/generated (for developers)")
    docs.add_argument("--check", action="store_true", help="write nothing; exit with 1 when a page has drifted")
    docs.add_argument("--into", default="docs/generated", metavar="FOLDER", help="where the pages are")
    docs.set_defaults(run=_with_django("liandu.config.docs_command", home=False))

    commands.add_parser("manage", help="run a Django management command (for developers)")
    return {"": parser, **commands.choices}


def _manage(arguments: list[str]) -> int:
    """Run a Django management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandu.config.settings")
    import_module("django.core.management").execute_from_command_line(["liandu manage", *arguments])
    return 0
