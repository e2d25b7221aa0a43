"""Tripwires: long files, long functions, names that say nothing."""

import ast
import re
from pathlib import Path

from tests.shape.source import APART, PACKAGE, ROOT, functions, modules, plant

OURS = (PACKAGE, "tests", "tools", "benchmarks", "hatch_build.py")
FILE_LINES = 400
FUNCTION_LINES = 60
# What may be longer, and why. "path" for a file, "path:function" for a function.
LONGER_FOR_A_REASON: dict[str, str] = {
    "src/liandu/journal/offline.py": "travels to machines without Liandu as one file, which is the point of it",
}
SAYS_NOTHING = re.compile(r"^(utils?|helpers?|common|misc|stuff|managers?|services?|lib|base_?classes)$")
SAYS_NOTHING_AT_THE_END = re.compile(r"(Utils?|Helpers?|Services?)$|(?<!Context)Manager$")


def long_files(root: Path) -> dict[str, int]:
    """Return the files above FILE_LINES with their lines: Python, own browser code and templates."""
    ours = [module.path for module in modules(root, *OURS)]
    ours += [path for end in ("js", "mjs", "ts") for path in sorted((root / "frontend").rglob(f"*.{end}"))]
    ours += sorted((root / "src").rglob("*.html"))
    kept = [path for path in ours if not APART & set(path.relative_to(root).parts) and "migrations" not in path.parts]
    lines = {path.relative_to(root).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in kept}
    return {name: count for name, count in lines.items() if count > FILE_LINES}


def long_functions(root: Path) -> dict[str, int]:
    """Return the functions above FUNCTION_LINES with their lines, the docstring not counted."""
    found = {}
    for module in modules(root, *OURS):
        for function in functions(module.tree):
            first = function.body[0]
            told = ast.get_docstring(function) is not None
            words = (first.end_lineno or 0) - first.lineno + 1 if told else 0
            lines = (function.end_lineno or 0) - function.lineno + 1 - words
            if lines > FUNCTION_LINES:
                found[f"{module.name}:{function.name}"] = lines
    return found


def empty_names(root: Path) -> list[str]:
    """Return modules, folders and classes whose name does not say what they are."""
    found = []
    for module in modules(root, *OURS):
        parts = module.path.relative_to(root).with_suffix("").parts
        if any(SAYS_NOTHING.match(part) for part in parts):
            found.append(module.name)
        classes = (node.name for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef))
        found += [f"{module.name}:{name}" for name in classes if SAYS_NOTHING_AT_THE_END.search(name)]
    return found


def crooked_migrations(root: Path) -> list[str]:
    """Return what keeps an app's migrations from being one numbered line without gaps or forks."""
    faults = []
    for folder in sorted((root / PACKAGE).glob("*/migrations")):
        before = None
        for number, path in enumerate(sorted(folder.glob("[0-9]*.py")), start=1):
            name = path.relative_to(root).as_posix()
            if not path.name.startswith(f"{number:04d}_"):
                faults.append(f"{name}: number {number:04d} is expected here")
            text = path.read_text(encoding="utf-8")
            if before and f'"{before}"' not in text and f"'{before}'" not in text:
                faults.append(f"{name}: does not follow {before}")
            before = path.stem
    return faults


def test_files_and_functions_stay_short():
    long = long_files(ROOT) | long_functions(ROOT)

    assert {name: lines for name, lines in long.items() if name not in LONGER_FOR_A_REASON} == {}


def test_no_excuse_outlives_its_reason():
    long = long_files(ROOT) | long_functions(ROOT)

    assert sorted(set(LONGER_FOR_A_REASON) - set(long)) == []


def test_names_say_what_things_are():
    assert empty_names(ROOT) == []


def test_migrations_are_one_line():
    assert crooked_migrations(ROOT) == []


def test_the_rules_bite(tmp_path):
    plant(tmp_path, f"{PACKAGE}/findings/utils.py", "class FindingService:\n    pass\n")
    plant(tmp_path, f"{PACKAGE}/findings/rules.py", "def long():\n" + "    1\n" * 60 + "\n" * 400)
    plant(tmp_path, f"{PACKAGE}/findings/migrations/0001_initial.py", "")
    plant(tmp_path, f"{PACKAGE}/findings/migrations/0003_more.py", "")

    assert empty_names(tmp_path) == [
        "src/liandu/findings/utils.py",
        "src/liandu/findings/utils.py:FindingService",
    ]
    assert long_files(tmp_path) == {"src/liandu/findings/rules.py": 461}
    assert long_functions(tmp_path) == {"src/liandu/findings/rules.py:long": 61}
    assert crooked_migrations(tmp_path) == [
        "src/liandu/findings/migrations/0003_more.py: number 0002 is expected here",
        "src/liandu/findings/migrations/0003_more.py: does not follow 0001_initial",
    ]
