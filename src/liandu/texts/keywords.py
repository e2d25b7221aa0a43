"""The default taxonomy, and a first guess at a problem's class by its keywords.

A guess only: keyword voting was right in 44 % of synthetic sentences (70 % where any keyword hit), so it is shown as a
suggestion until a person confirms it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Category:
    """A leaf class of the taxonomy.

    ``confusable`` are (code, what tells it apart), ``sectors`` (sector, weight 0 to 3), ``evidence`` is what shows that
    a problem of the class was put right, ``lead`` the departments that usually take the lead as the taxonomy has them.
    """

    code: str
    parent: str
    name: str
    name_en: str
    definition: str
    keywords: tuple[str, ...]
    leads: tuple[str, ...] = ()  # which departments usually take the lead, in short words
    definition_en: str = ""
    confusable: tuple[tuple[str, str], ...] = ()
    sectors: tuple[tuple[str, int], ...] = ()
    evidence: tuple[str, ...] = ()
    lead: str = ""


@cache
def categories() -> Mapping[str, Category]:
    """Return the leaf classes by code, in taxonomy order."""
    data = yaml.safe_load((files("liandu.texts") / "taxonomy.yaml").read_text(encoding="utf-8"))
    return {str(leaf["code"]): _category(leaf) for leaf in data["leaves"]}


def _category(leaf: Mapping[str, Any]) -> Category:
    """Return a class from its entry: code and zh it must have, the rest may be missing."""
    return Category(
        str(leaf["code"]),
        str(leaf.get("parent", "")),
        str(leaf["zh"]),
        str(leaf.get("en", "")),
        str(leaf.get("definition_zh", "")),
        tuple(str(word) for word in leaf.get("keywords") or ()),
        leads_of(leaf.get("lead_department_hint", "")),
    )


def leads_of(hint: str) -> tuple[str, ...]:
    """Return the departments that a hint names: "应急/财政" names two."""
    return tuple(part.strip() for part in re.split(r"[/()]", hint) if part.strip())


def categories_from(path: Path) -> Mapping[str, Category]:
    """Return the leaf classes of a taxonomy file by code, in its order; refuse a file that is none.

    The form is that of ``taxonomy.yaml``: ``leaves``, each with ``code`` and ``zh``; ``definition_zh`` and ``keywords``
    make the guesses good.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
        found = [_category(leaf) for leaf in data["leaves"]]
    except OSError as error:
        raise Refusal(
            "taxonomy.unreadable", gettext_noop("分类表打不开：%(why)s"), why=error.strerror or str(error)
        ) from error
    except (yaml.YAMLError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Refusal(
            "taxonomy.broken",
            gettext_noop("这个文件不是分类表：需要 YAML，leaves 下每一类都有 code 和 zh。"),
        ) from error
    if not found or len({category.code for category in found}) < len(found):
        raise Refusal("taxonomy.codes", gettext_noop("分类表里没有类别，或者有两类用了同一个 code。"))
    return {category.code: category for category in found}


@dataclass(frozen=True, slots=True)
class Aspect:
    """A first level of the taxonomy: its letter, its short name, and the name in full."""

    code: str
    name: str
    name_en: str
    full: str = ""


@cache
def aspects() -> Mapping[str, Aspect]:
    """Return the first levels by their letter, in taxonomy order."""
    data = yaml.safe_load((files("liandu.texts") / "taxonomy.yaml").read_text(encoding="utf-8"))
    return {code: Aspect(code, row["short_zh"], row["en"], row["zh"]) for code, row in data["level1"].items()}


def category_of(text: str, known: Mapping[str, Category] | None = None) -> str | None:
    """Return the code of the class whose keywords cover most characters of ``text``; None when none occurs.

    ``known`` are the classes to choose from, those that come along when it is left out.
    """
    scores = {code: _covered(text, category.keywords) for code, category in (known or categories()).items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] else None


def _covered(text: str, keywords: tuple[str, ...]) -> int:
    return sum(len(word) for word in keywords if word in text)
