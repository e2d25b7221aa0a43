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
GLOSSARY = "docs/design/glossary.md"
CODE = re.compile(r"`([^`]+)`")
REVIEW_PAGE = "src/liandu/findings/templates/findings/review.html"
GUIDES = ("docs/user/zh/check.md", "docs/user/en/README.md")
KEY = re.compile(r"<kbd>([^<]+)</kbd>")
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


def words_gone(root: Path) -> list[str]:
    """Return the names of the glossary's last column that no source file has as a word."""
    rows = [line for line in (root / GLOSSARY).read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    names = {name for row in rows for name in CODE.findall(row.split("|")[3])}
    known = {word for module in modules(root, PACKAGE) for word in re.findall(r"\w+", module.text)}
    folders = {path.stem for path in (root / PACKAGE).rglob("*") if path.suffix in {"", ".py"}}
    return sorted(name for name in names if not set(re.findall(r"\w+", name)) <= known | folders)


def keys_untold(root: Path) -> list[str]:
    """Return the keys of the review page that a user guide does not name."""
    keys = KEY.findall((root / REVIEW_PAGE).read_text(encoding="utf-8").partition("{% block keys %}")[2])
    told = {guide: CODE.findall((root / guide).read_text(encoding="utf-8")) for guide in GUIDES}
    return [f"{guide}: {key}" for guide in GUIDES for key in sorted(set(keys)) if key not in told[guide]]


def test_the_glossary_names_what_is_in_the_code():
    assert words_gone(ROOT) == []


def test_the_guides_name_every_key_of_the_review_page():
    assert keys_untold(ROOT) == []


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

    plant(
        tmp_path,
        GLOSSARY,
        "| term | word | in the code |\n| 问题 | finding | `findings.Finding`, `findings.Closed` |\n",
    )
    plant(tmp_path, f"{PACKAGE}/findings/models.py", "class Finding: ...\n")
    plant(tmp_path, REVIEW_PAGE, "{% block keys %}<kbd>j</kbd> <kbd>q</kbd>{% endblock %}\n")
    plant(tmp_path, GUIDES[0], "| `j` `q` | both |\n")
    plant(tmp_path, GUIDES[1], "| `j` | down |\n")

    assert words_gone(tmp_path) == ["findings.Closed"]
    assert keys_untold(tmp_path) == [f"{GUIDES[1]}: q"]
    assert dead_links(tmp_path) == ["README.md: docs/gone.md"]
    assert apps_untold(tmp_path) == ["clues"]
    assert crooked_decisions(tmp_path) == [
        "0002-second.md: number 0001 is expected here",
        "0002-second.md: its parts are not Context, Decision, Why, Measured, Consequences",
        "0002-second.md: not in the list",
    ]
