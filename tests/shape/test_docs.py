"""Documentation that cannot drift from the code."""

import re
from pathlib import Path

from tests.shape.source import PACKAGE, ROOT, modules, plant

SETTING = re.compile(r"\bLIANDU_[A-Z][A-Z_]*[A-Z]\b")
SETTINGS_PAGE = "docs/admin/settings.md"
# Said to the tests and measurements, not to the product; CONTRIBUTING.md explains them.
OF_THE_WORKSHOP = {"LIANDU_CHROMIUM", "LIANDU_CORPUS"}


def settings_read(root: Path) -> set[str]:
    """Return the environment variables that the product names."""
    return {name for module in modules(root, PACKAGE) for name in SETTING.findall(module.text)} - OF_THE_WORKSHOP


def settings_explained(root: Path) -> set[str]:
    """Return the variables that the page of the settings names."""
    page = root / SETTINGS_PAGE
    named = SETTING.findall(page.read_text(encoding="utf-8")) if page.is_file() else []
    return {name.removesuffix("_FILE") for name in named}


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
