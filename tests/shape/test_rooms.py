"""What belongs into which room. import-linter holds the order of the rooms; this holds what it cannot see."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.shape.source import (
    PACKAGE,
    ROOT,
    Module,
    called_name,
    calls,
    functions,
    imported,
    modules,
    plant,
    rooms,
)

PAGES = ("views", "forms", "tables", "urls")
CORE = ("states", "models", "rules", "queries", "commands")
ROOMS = {*PAGES, *CORE, "jobs", "imports", "exports"}
# Ground without stages' rooms (kernel.states is the machine itself), and the top that only starts things.
APPS_OF_ANOTHER_CUT = {"kernel", "config", "ui", "demo"}
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
HTTP = ("django.http", "django.shortcuts", "django.views", "django.forms", "django.template", "django.contrib.messages")
# Which faults of which command are right, and why.
EXCUSED = {
    "desk.keep_look": "how far a person has read what changed is no act; a row for each look would bury the acts",
    "desk.undo_look": "how far a person has read what changed is no act; a row for each look would bury the acts",
    "accounts.keep_sign_in": "when a browser was last used is no act; a row for each minute would bury the acts",
    "exchange.end_opening_leases": "a lease is no act of anybody, only the sign that a worker lives",
    "exchange.open_claimed": "hands on to open_package(), which is atomic and journals; keeps the lease meanwhile",
    "handover.end_paper_leases": "a lease is no act of anybody, only the sign that a worker lives",
    "findings.write_guesses": "the system itself guesses, and its entry says so; without a person",
    "files.forget_file": "the command that knows why a content goes journals it",
    "exchange.end_packing_leases": "a lease is no act of anybody, only the sign that a worker lives",
    "files.clear_incoming": "removes what no row ever named, of a program that was killed: nobody acts",
    "files.discard_unkept": "removes bytes that no row ever named, after a roll-back: nothing to journal, nobody acts",
    "inspections.looked_at": "a context manager around other commands; writes nothing itself",
    "inspections.looked_at_if_any": "the same, where a file may be left out",
    "inspections.nothing_left_of": "a context manager around other commands; writes nothing itself",
    "inspections.destroy_material": "the system itself destroys what is marked above the ceiling; without a person",
    "search.keep_texts": "the index follows the acts of others; a row for each step would be followed by the next step",
    "notices.claim_mail": "a lease is no act of anybody, only the sign that a worker lives",
    "notices.drop_mail": "nothing went out; that the person switched mail off was an act of its own",
    "notices.end_mail_leases": "a lease is no act of anybody, only the sign that a worker lives",
    "notices.read_digests": "that somebody has looked at their own reminders changes nothing for anybody else",
    "intake.end_leases": "a lease is no act of anybody, only the sign that a worker lives",
    "accounts.take_code": "the sign-in that the code opens is journaled, and so is the code that did not fit",
    "intake.keep_lease": "a lease is no act of anybody, only the sign that a worker lives",
}
# Who acts: a person, or a worker process under its own name.
ACTORS = {"by", "worker"}
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.contrib.auth.signals")


def writes_in_pages(root: Path) -> list[str]:
    """Pages call commands; they write nothing themselves."""
    return [
        f"{module.name}:{node.lineno}: {called_name(node)}() belongs into a command"
        for module in rooms(root, *PAGES)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and called_name(node) in WRITES
    ]


def http_in_core(root: Path) -> list[str]:
    """Core rooms serve pages, jobs, imports and the command line alike, so they know none of them."""
    return [
        f"{module.name}:{line}: {name} belongs to pages"
        for module in rooms(root, *CORE)
        for line, name in imported(module.tree)
        if any(name == part or name.startswith(f"{part}.") for part in HTTP)
    ]


def reads_around_queries(root: Path) -> list[str]:
    """A read that starts from the model, not from the reader, forgets the reach."""
    return [
        f"{module.name}:{node.lineno}: .{node.attr} belongs into queries, which start from the reader"
        for module in rooms(root, "views", "tables", "urls")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    ]


def signals(root: Path) -> list[str]:
    """Reading a function must be enough to know what happens."""
    return [
        f"{module.name}:{line}: {name}: no signals; follow the journal"
        for module in modules(root, PACKAGE)
        for line, name in imported(module.tree)
        if name.startswith(SIGNALS) or ".signals." in name
    ]


def loose_commands(root: Path) -> dict[str, list[str]]:
    """Every public command is keyword-only, atomic, journaled and says what it does; return the faults by command."""
    faults = {}
    for module in rooms(root, "commands"):
        for command in public_commands(root, module):
            found = list(faults_of(command, module))
            if found and module.app != "journal":
                faults[f"{module.app}.{command.name}"] = found
    return faults


def public_commands(root: Path, module: Module) -> Iterator[ast.FunctionDef]:
    """Yield the functions others may call: of a folder, those that its __init__ hands out."""
    door = root / PACKAGE / module.app / "commands" / "__init__.py"
    handed_out = {name.rpartition(".")[2] for _, name in imported(Module(root, door).tree)} if door.is_file() else None
    for function in functions_at_top(module):
        if not function.name.startswith("_") and (handed_out is None or function.name in handed_out):
            yield function


def functions_at_top(module: Module) -> Iterator[ast.FunctionDef]:
    return (node for node in module.tree.body if isinstance(node, ast.FunctionDef))


def faults_of(command: ast.FunctionDef, module: Module) -> Iterator[str]:
    arguments = command.args
    if arguments.args or arguments.posonlyargs or arguments.vararg:
        yield "takes positional arguments"
    if not ACTORS & {argument.arg for argument in arguments.kwonlyargs}:
        yield "does not say by whom"
    if not is_atomic(command):
        yield "is not atomic"
    if not calls(command) & journaling_names(module):
        yield "leaves no journal row"
    if not ast.get_docstring(command):
        yield "has no docstring"


def is_atomic(command: ast.FunctionDef) -> bool:
    """Atomic by decorator, or by a block where slow work with files must stay outside the transaction."""
    blocks = [item.context_expr for node in ast.walk(command) if isinstance(node, ast.With) for item in node.items]
    return any("atomic" in ast.unparse(part) for part in [*command.decorator_list, *blocks])


def journaling_names(module: Module) -> set[str]:
    """The names that leave a journal row when called: record(), other commands, and what calls them here."""
    names = {
        name.rpartition(".")[2]
        for _, name in imported(module.tree)
        if name.startswith("liandu.") and ".commands." in name
    }
    names |= {"record", "record_many"}
    names -= {"subject_of"}
    while more := {f.name for f in functions_at_top(module) if calls(f) & names} - names:
        names |= more
    return names


def hurried_imports(root: Path) -> list[str]:
    """An import inside a function hides a dependency, so a comment on its line or above says why."""
    return [
        f"{module.name}:{node.lineno}: import inside {function.name}() without its reason"
        for module in modules(root, PACKAGE, "tools", "benchmarks", "hatch_build.py")
        for function in functions(module.tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and not has_reason(module, node.lineno)
    ]


def has_reason(module: Module, line: int) -> bool:
    """Whether a comment stands on ``line``, above it, or above the block of imports it belongs to."""
    here, above = module.lines[line - 1], line - 2
    while above >= 0 and module.lines[above].lstrip().startswith(("import ", "from ")):
        above -= 1
    return "# " in here or (above >= 0 and module.lines[above].lstrip().startswith("#"))


def apps_without_order(root: Path) -> list[str]:
    """The contract of the rooms names each app that has rooms."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    named = next(c["containers"] for c in contracts if c["name"].startswith("Rooms"))
    with_rooms = {module.app for module in modules(root, PACKAGE) if module.room in ROOMS}
    return sorted({f"liandu.{app}" for app in with_rooms - APPS_OF_ANOTHER_CUT} - set(named))


def test_pages_write_nothing():
    assert writes_in_pages(ROOT) == []


def test_core_rooms_know_nothing_of_http():
    assert http_in_core(ROOT) == []


def test_pages_read_through_queries():
    assert reads_around_queries(ROOT) == []


def test_there_are_no_signals():
    assert signals(ROOT) == []


def test_commands_are_keyword_only_atomic_journaled_and_described():
    loose = loose_commands(ROOT)

    assert {command: faults for command, faults in loose.items() if command not in EXCUSED} == {}


def test_no_excuse_outlives_its_reason():
    assert sorted(set(EXCUSED) - set(loose_commands(ROOT))) == []


def test_imports_inside_functions_give_their_reason():
    assert hurried_imports(ROOT) == []


def test_every_app_with_rooms_is_under_the_contract_of_the_rooms():
    assert apps_without_order(ROOT) == []


def test_the_rules_bite(tmp_path):
    plant(
        tmp_path, f"{PACKAGE}/findings/views.py", "def close(request):\n    Finding.objects.all()\n    thing.save()\n"
    )
    plant(tmp_path, f"{PACKAGE}/findings/rules.py", "from django.http import HttpResponse\n")
    plant(tmp_path, f"{PACKAGE}/findings/apps.py", "from django.db.models.signals import post_save\n")
    plant(tmp_path, f"{PACKAGE}/findings/queries/ours.py", "def rows():\n    import json\n\n    return json\n")
    plant(tmp_path, f"{PACKAGE}/findings/commands/close.py", "def close_it(thing):\n    thing.save()\n")

    assert writes_in_pages(tmp_path) == ["src/liandu/findings/views.py:3: save() belongs into a command"]
    assert reads_around_queries(tmp_path) == [
        "src/liandu/findings/views.py:2: .objects belongs into queries, which start from the reader"
    ]
    assert http_in_core(tmp_path) == ["src/liandu/findings/rules.py:1: django.http.HttpResponse belongs to pages"]
    assert signals(tmp_path) == [
        "src/liandu/findings/apps.py:1: django.db.models.signals.post_save: no signals; follow the journal"
    ]
    assert hurried_imports(tmp_path) == [
        "src/liandu/findings/queries/ours.py:2: import inside rows() without its reason"
    ]
    assert loose_commands(tmp_path) == {
        "findings.close_it": [
            "takes positional arguments",
            "does not say by whom",
            "is not atomic",
            "leaves no journal row",
            "has no docstring",
        ]
    }


def test_a_right_command_passes(tmp_path):
    plant(
        tmp_path,
        f"{PACKAGE}/findings/commands.py",
        "@transaction.atomic\n"
        "def close_it(*, thing, by):\n"
        '    """Close it."""\n'
        "    # Here because a cycle would form.\n"
        "    import json\n"
        "    _note(thing, by)\n"
        "def _note(thing, by):\n"
        "    record(act='thing.closed', subject=thing, by=by)\n",
    )

    assert loose_commands(tmp_path) == {}
    assert hurried_imports(tmp_path) == []
