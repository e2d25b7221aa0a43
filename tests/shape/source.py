"""The repository as text and syntax trees: what the rules of this folder read."""

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "src/liandu"
# Not ours, or made from what is ours.
APART = {".git", ".venv", "node_modules", "dist", "build", "__pycache__", "demo-home"}
CACHE = re.compile(r"\.[a-z_]*(cache|hypothesis)/")


@dataclass(frozen=True)
class Module:
    """One Python file under ``root``."""

    root: Path
    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def name(self) -> str:
        """The path from the root, for messages and tables."""
        return self.path.relative_to(self.root).as_posix()

    @property
    def app(self) -> str:
        """The app's name: ``src/liandu/findings/rules.py`` -> findings."""
        return self.path.relative_to(self.root / PACKAGE).parts[0]

    @property
    def room(self) -> str:
        """The room's name, whether it is a file or a folder: ``…/intake/commands/proposals.py`` -> commands."""
        inside = self.path.relative_to(self.root / PACKAGE).with_suffix("").parts[1:]
        return inside[0] if inside else ""


def modules(root: Path, *folders: str) -> Iterator[Module]:
    """Yield the Python files of ``folders`` (a file's name stands for itself), in order of path."""
    for folder in folders:
        top = root / folder
        found = [top] if top.is_file() else sorted(top.rglob("*.py"))
        yield from (Module(root, path) for path in found if not APART & set(path.relative_to(root).parts))


def rooms(root: Path, *names: str) -> Iterator[Module]:
    """Yield the modules of the rooms ``names`` in every app."""
    yield from (module for module in modules(root, PACKAGE) if module.room in names)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method in ``tree``."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def called_name(call: ast.Call) -> str:
    """Return the last name of what is called: ``a.b.save()`` -> save."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def calls(node: ast.AST) -> set[str]:
    """Return the last names of everything that is called in ``node``."""
    return {called_name(inner) for inner in ast.walk(node) if isinstance(inner, ast.Call)}


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) for each import in ``tree``; ``from a import b`` gives ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)


def templates(root: Path) -> Iterator[Path]:
    """Yield every HTML template."""
    yield from (p for p in sorted((root / "src").rglob("*.html")) if "templates" in p.parts)


def committed_texts(root: Path) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of each text file that is or would be committed; outside git, of each not APART."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0 and (root / ".git").exists():
        names = [name for name in listing.stdout.decode().split("\0") if name and (root / name).is_file()]
    else:
        found = (path.relative_to(root) for path in sorted(root.rglob("*")) if path.is_file())
        names = [path.as_posix() for path in found if not APART & set(path.parts) and not CACHE.match(path.as_posix())]
    for name in names:
        content = (root / name).read_bytes()
        if b"\0" not in content:
            yield name, content.decode("utf-8", errors="replace")


def found_lines(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield (line number, matched text) for each match of ``pattern`` in ``text``."""
    for match in pattern.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match.group().strip()


def plant(root: Path, name: str, text: str) -> None:
    """Write ``text`` to ``name`` under ``root``: a violation for a rule to find."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
