"""The ``liandu`` command. What needs no database does not start Django."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

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

    _add_texts(commands)
    up = commands.add_parser("up", help="bring the database up to date, serve and work; data under LIANDU_HOME")
    up.add_argument("--address", default="127.0.0.1:8000", help="host:port to serve on")
    up.add_argument("--threads", type=int, default=8, help="requests answered at once")
    up.set_defaults(run=_with_django("liandu.config.up_command"))

    worker = commands.add_parser("worker", help="work without serving")
    worker.set_defaults(run=_with_django("liandu.config.up_command", "run_worker"))

    demo = commands.add_parser("demo", help="build the demonstration city 云州市 under LIANDU_HOME")
    demo.add_argument("--place", choices=["city", "county"], default="city", help="the city, or a county of it alone")
    demo.add_argument("--code", action="store_true", help="only print the one-time code of the moment")
    demo.set_defaults(run=_with_django("liandu.config.demo_command"))

    person = commands.add_parser("person", help="open an account with a post, or let a shut-out one in again")
    person.add_argument("username")
    person.add_argument("--name", help="the name people know")
    person.add_argument("--role", help="a role key, e.g. system_admin")
    person.add_argument(
        "--recover", action="store_true", help="an account that is shut out: new initial password, no lock, no factors"
    )
    person.set_defaults(run=_with_django("liandu.config.person_command"))

    _add_seals(commands)
    keys = commands.add_parser("keys", help="list the keys of the site, or take a new key for the clues into use")
    keys.add_argument("what", choices=["list", "rotate"])
    keys.add_argument("purpose", nargs="?", choices=["clues"], default="clues", help="what to rotate the key of")
    keys.add_argument("--index", action="store_true", help="rotate the key of the index of names instead")
    keys.set_defaults(run=_with_django("liandu.config.keys_command"))
    _add_exchange(commands)
    _add_search(commands)
    strands = commands.add_parser("strands", help="strands of like findings: are they what the journal tells")
    strands.add_argument("what", choices=["check", "rebuild"], help="name the differences, or correct them")
    strands.set_defaults(run=_with_django("liandu.config.strands_command"))

    docs = commands.add_parser("docs", help="write the pages of docs/generated (for developers)")
    docs.add_argument("--check", action="store_true", help="write nothing; exit with 1 when a page has drifted")
    docs.add_argument("--into", default="docs/generated", metavar="FOLDER", help="where the pages are")
    docs.set_defaults(run=_with_django("liandu.config.docs_command", home=False))

    commands.add_parser("manage", help="run a Django management command (for developers)")
    return {"": parser, **commands.choices}


def _add_texts(commands: Any) -> None:
    """Add the commands on statements: a file of JSON lines in, nothing stored."""
    room = "liandu.config.texts_command"

    def add(name: str, words: str) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = commands.add_parser(name, help=f"{words} (no database)", description=words)
        parser.add_argument("file", metavar="FILE", help='{"id", "text", "unit"?, "sector"?, "date"?} a line')
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.set_defaults(run=_plain(room, f"run_{name}"))
        return parser

    def taxonomy(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--taxonomy", metavar="YAML", help="the classes; without it those that come along")
        parser.add_argument("--labels", metavar="FILE", help='confirmed classes: {"class", "text" or "id"} a line')
        parser.add_argument("--encoders", choices=["installed", "none"], default="installed", help="what may be used")

    classify = add("classify", "suggest a class for each statement, with its reasons")
    taxonomy(classify)
    themes = add("themes", "group statements that say the same thing")
    taxonomy(themes)
    themes.add_argument("--earlier", metavar="JSON", help="themes of an earlier run: nothing that has a place moves")
    themes.add_argument("--resolution", type=float, default=2.0, help="higher makes finer themes")
    copies = add("copies", "find texts that share more than common phrases")
    copies.add_argument("--superior", action="append", default=[], metavar="UNIT", help="a unit others take words from")


def _add_seals(commands: Any) -> None:
    seals = commands.add_parser("seals", help="check, export and anchor the seals of the journal")
    acts = seals.add_subparsers(title="acts", required=True, metavar="ACT")
    room = "liandu.config.seals_command"

    status = acts.add_parser("status", help="how many seals there are, and how many entries wait")
    status.set_defaults(run=_with_django(room, "status"))

    verify = acts.add_parser("verify", help="check everything and name the first fault; exit with 1 when there is one")
    verify.add_argument("--export", metavar="FILE", help="check an export instead (no database)")
    verify.add_argument("--head", default="", help="with --export: the newest head as the minutes print it")
    verify.add_argument("--fingerprint", default="", help="with --export: the fingerprint of the public key")
    verify.set_defaults(run=_verify_seals)

    export = acts.add_parser("export", help="write a file that can be checked on another machine")
    export.add_argument("file", metavar="FILE", help="JSON lines; compressed when the name ends in .gz")
    export.add_argument("--digests-only", action="store_true", help="leave the entries out")
    export.set_defaults(run=_with_django(room, "export"))

    anchor = acts.add_parser("anchor", help="print the newest head for the minutes, as text and QR code")
    anchor.set_defaults(run=_with_django(room, "anchor"))

    receipt = acts.add_parser("receipt", help="print the receipt of one entry")
    receipt.add_argument("seq", type=int, metavar="SEQ", help="the number of the entry")
    receipt.add_argument("--file", metavar="FILE", help="write it to a file instead")
    receipt.set_defaults(run=_with_django(room, "receipt"))


def _add_search(commands: Any) -> None:
    search = commands.add_parser("search", help="the index of the full-text search")
    acts = search.add_subparsers(title="acts", required=True, metavar="ACT")
    rebuild = acts.add_parser("rebuild", help="forget the index and build it anew from the journal")
    rebuild.set_defaults(run=_with_django("liandu.config.search_command", "rebuild"))


def _verify_seals(options: argparse.Namespace) -> int:
    """Check an export without Django, or the database with it."""
    if options.export:
        return _plain("liandu.journal.offline")(options)
    return _with_django("liandu.config.seals_command", "verify")(options)


def _add_exchange(commands: Any) -> None:
    """Add ``liandu exchange`` with its own commands."""
    exchange = commands.add_parser("exchange", help="packages to and from installations that share no network")
    inner = exchange.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, words: str) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = inner.add_parser(name, help=words, description=words)
        parser.add_argument("--as", dest="account", required=True, metavar="USERNAME", help="the account that acts")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.set_defaults(run=_with_django("liandu.config.exchange_command", f"run_{name}"))
        return parser

    keygen = add("keygen", "make this installation's keys (or new ones) and print its card")
    keygen.add_argument("--name", required=True, help="what others call this installation")
    keygen.add_argument("--out", metavar="FILE", help="write the card there")
    add("card", "print this installation's card and fingerprint").add_argument("--out", metavar="FILE")
    peer = add("peer", "list the installations we exchange with, or add one from its card")
    peer.add_argument("act", choices=["list", "add", "retire"])
    peer.add_argument("card", nargs="?", help="add: the card's file; retire: the site's id or name")
    peer.add_argument(
        "--level", choices=["above", "below", "beside"], default="beside", help="where it stands from here"
    )
    peer.add_argument("--compared", action="store_true", help="the fingerprint was compared with the other side")
    pack = add("pack", "make a package for an installation")
    pack.add_argument("--to", required=True, metavar="SITE", help="its id or name")
    pack.add_argument(
        "--round", action="append", required=True, metavar="TERM-ROUND", help="e.g. 5-09; may be repeated"
    )
    pack.add_argument("--with", dest="chosen", default="", metavar="KINDS", help="e.g. material,findings")
    pack.add_argument("--whole", action="store_true", help="everything, not only what the receiver has not")
    pack.add_argument("--out", required=True, metavar="FILE")
    add("inspect", "say what opening a package would do; writes nothing").add_argument("file", metavar="FILE")
    opening = add("open", "take over what a package holds and write the receipt")
    opening.add_argument("file", metavar="FILE")
    opening.add_argument("--receipt", required=True, metavar="FILE", help="where the receipt goes")
    opening.add_argument("--unit", action="append", default=[], metavar="THEIRS=OURS", help="codes of the same unit")
    opening.add_argument("--link", metavar="TERM-ROUND", help="our round that belongs to the round that came")
    opening.add_argument(
        "--theirs", action="append", default=[], metavar="RECORD", help="a conflict to decide for them"
    )
    add("receipt", "note a receipt that came back").add_argument("file", metavar="FILE")


def _manage(arguments: list[str]) -> int:
    """Run a Django management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandu.config.settings")
    import_module("django.core.management").execute_from_command_line(["liandu manage", *arguments])
    return 0
