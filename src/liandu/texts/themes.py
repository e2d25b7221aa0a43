"""Special themes with their checklists: the defaults that come along, and a first guess at a problem's item.

A guess by keywords only, shown as a proposal until a person confirms it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import yaml

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One item of a checklist; its number stays when its words change."""

    number: int
    name: str
    name_en: str
    keywords: tuple[str, ...] = ()

    def in_language(self, chinese: bool) -> str:  # noqa: FBT001 - the only choice there is
        """Return the name in Chinese, or in English where it has one."""
        return self.name if chinese else self.name_en or self.name

    def score(self, text: str) -> int:
        """Return how many characters the keywords in ``text`` cover."""
        return sum(len(word) for word in self.keywords if word in text)


@dataclass(frozen=True, slots=True)
class DefaultTheme:
    """A theme as it comes along, for a site to take over and edit."""

    code: str
    letter: str
    name: str
    name_en: str
    items: tuple[ChecklistItem, ...]
    signers: tuple[str, ...]


def _loaded(name: str) -> Any:
    return yaml.safe_load((files("liandu.texts") / name).read_text(encoding="utf-8"))


@cache
def default_themes() -> Mapping[str, DefaultTheme]:
    """Return the themes that come along, by code."""
    return {row["code"]: _theme(row) for row in _loaded("themes.yaml")["themes"]}


def _theme(row: Mapping[str, Any]) -> DefaultTheme:
    items = row["items"] if "items" in row else _loaded("taxonomy.yaml")[row["checklist"]]
    return DefaultTheme(
        code=row["code"],
        letter=row["letter"],
        name=row["zh"],
        name_en=row["en"],
        items=tuple(
            ChecklistItem(
                int(item["code"].removeprefix(row["letter"])),
                item["zh"],
                item["en"],
                tuple(str(word) for word in item["keywords"]),
            )
            for item in items
        ),
        signers=tuple(row["signers"]),
    )


def best_item(text: str, checklists: Mapping[Key, Iterable[ChecklistItem]]) -> tuple[Key, int] | None:
    """Return the checklist and the number of its item whose keywords cover most of ``text``; None when none occurs."""
    best: tuple[int, Key, int] | None = None
    for key, items in checklists.items():
        for item in items:
            score = item.score(text)
            if score and (best is None or score > best[0]):
                best = (score, key, item.number)
    return None if best is None else (best[1], best[2])


def item_of(text: str, items: Iterable[ChecklistItem]) -> int:
    """Return the number of the item whose keywords cover most of ``text``; 0 when none occurs."""
    best = best_item(text, {"": items})
    return best[1] if best else 0
