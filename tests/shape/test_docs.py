"""Documentation that cannot drift from the code."""

import re
from argparse import Namespace
from pathlib import Path
from urllib.parse import unquote

from liandu.config import docs_command
from tests.shape.source import APART, PACKAGE, ROOT, modules, plant

SETTING = re.compile(r"\bLIANDU_[A-Z][A-Z_]*[A-Z]\b")
SETTINGS_PAGE = "docs/admin/settings.md"
# Said to the tests and measurements, not to the product; CONTRIBUTING.md explains them.
OF_THE_WORKSHOP = {"LIANDU_CHROMIUM", "LIANDU_CORPUS"}
GENERATED = ROOT / "docs" / "generated"
DECISIONS = "docs/design/decisions"
PARTS_OF_A_DECISION = ["Context", "Decision", "Why", "Measured", "Consequences"]
LINK = re.compile(r"\]\(([^)\s]+)\)")


def settings_read(root: Path) -> set[str]:
    """Return the environment variables that the product names."""
    return {name for module in modules(root, PACKAGE) for name in SETTING.findall(module.text)} - OF_THE_WORKSHOP


def settings_explained(root: Path) -> set[str]:
    """Return the variables that the page of the settings names."""
    page = root / SETTINGS_PAGE
    named = SETTING.findall(page.read_text(encoding="utf-8")) if page.is_file() else []
    return {name.removesuffix("_FILE") for name in named}


def written_pages(root: Path) -> list[Path]:
    """Return every Markdown page of the repository."""
    found = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    return sorted(path for path in found if not APART & set(path.relative_to(root).parts))


def dead_links(root: Path) -> list[str]:
    """Return the links that lead to no file of the repository; addresses of other places are not followed."""
    return [
        f"{page.relative_to(root).as_posix()}: {target}"
        for page in written_pages(root)
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not target.startswith(("http:", "https:", "mailto:", "#"))
        and not (page.parent / unquote(target.partition("#")[0])).exists()
    ]


def crooked_decisions(root: Path) -> list[str]:
    """Return what keeps the decisions from being numbered without gaps, cut alike and listed."""
    folder, faults = root / DECISIONS, []
    index = (folder / "README.md").read_text(encoding="utf-8")
    for number, page in enumerate(sorted(folder.glob("[0-9]*.md")), start=1):
        text = page.read_text(encoding="utf-8")
        if not (page.name.startswith(f"{number:04d}-") and text.startswith(f"# {number:04d} ")):
            faults.append(f"{page.name}: number {number:04d} is expected here")
        if re.findall(r"^## (.+)$", text, re.MULTILINE) != PARTS_OF_A_DECISION:
            faults.append(f"{page.name}: its parts are not {', '.join(PARTS_OF_A_DECISION)}")
        if f"]({page.name})" not in index:
            faults.append(f"{page.name}: not in the list")
    return faults


def apps_untold(root: Path) -> list[str]:
    """Return the apps that the page of the stages does not name."""
    told = (root / "docs/design/stages.md").read_text(encoding="utf-8")
    return sorted(
        folder.name
        for folder in (root / PACKAGE).iterdir()
        if (folder / "__init__.py").is_file() and f"| `{folder.name}`" not in told
    )


def test_generated_pages_say_what_the_code_says():
    assert docs_command.drift(GENERATED) == []


def test_no_generated_page_is_left_over():
    assert sorted(path.name for path in GENERATED.iterdir()) == sorted(docs_command.pages())


def test_a_drifted_page_is_told_and_written_anew(tmp_path, capsys):
    check, write = (Namespace(into=str(tmp_path), check=check) for check in (True, False))

    assert docs_command.run(write) == 0
    assert docs_command.run(check) == 0
    (tmp_path / "roles.md").write_text("# Roles\n", encoding="utf-8")
    capsys.readouterr()
    assert docs_command.run(check) == 1
    assert capsys.readouterr().out == f"{tmp_path}/roles.md: differs from the code; run make docs\n"
    assert (tmp_path / "roles.md").read_text(encoding="utf-8") == "# Roles\n"
    assert docs_command.run(write) == 0
    assert docs_command.drift(tmp_path) == []


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path):
    assert docs_command.run(Namespace(into=str(tmp_path / "nowhere"), check=False)) == 2


def test_links_between_pages_lead_somewhere():
    assert dead_links(ROOT) == []


def test_decisions_are_numbered_cut_alike_and_listed():
    assert crooked_decisions(ROOT) == []


def test_every_app_is_told_among_the_stages():
    assert apps_untold(ROOT) == []


def test_every_setting_is_explained():
    assert sorted(settings_read(ROOT) - settings_explained(ROOT)) == []


def test_no_setting_is_explained_that_is_gone():
    assert sorted(settings_explained(ROOT) - settings_read(ROOT) - OF_THE_WORKSHOP) == []


def test_what_only_tests_read_is_explained_to_contributors():
    assert sorted(OF_THE_WORKSHOP - set(SETTING.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))) == []


def test_the_rules_bite(tmp_path):
    plant(tmp_path, f"{PACKAGE}/config/settings.py", 'HOME = env.text("LIANDU_HOME")\n')
    plant(tmp_path, SETTINGS_PAGE, "## LIANDU_OLD_HOME\n")

    assert settings_read(tmp_path) == {"LIANDU_HOME"}
    assert settings_explained(tmp_path) == {"LIANDU_OLD_HOME"}


def test_the_rules_on_pages_bite(tmp_path):
    plant(
        tmp_path, "README.md", "[here](docs/design/stages.md#rooms) [gone](docs/gone.md) [out](https://example.org)\n"
    )
    plant(tmp_path, "docs/design/stages.md", "| `findings` | facts |\n")
    plant(tmp_path, f"{DECISIONS}/README.md", "")
    plant(tmp_path, f"{DECISIONS}/0002-second.md", "# 0002 Second\n## Context\n## Decision\n")
    plant(tmp_path, f"{PACKAGE}/findings/__init__.py", "")
    plant(tmp_path, f"{PACKAGE}/clues/__init__.py", "")

    assert dead_links(tmp_path) == ["README.md: docs/gone.md"]
    assert apps_untold(tmp_path) == ["clues"]
    assert crooked_decisions(tmp_path) == [
        "0002-second.md: number 0001 is expected here",
        "0002-second.md: its parts are not Context, Decision, Why, Measured, Consequences",
        "0002-second.md: not in the list",
    ]
