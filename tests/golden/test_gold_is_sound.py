"""The golden set agrees with itself: what the gold says is in the documents, and its counts hold."""

import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.golden.build import DEFAULT_FOOTER, SOURCES, ZERO_WIDTH_SPACE, footnote_of, main, read_source

HERE = Path(__file__).parent
DOCUMENTS = HERE / "documents"
SETS = {"g": 30, "b": 24, "c": 20}
NAMES = [f"{letter}{number:02}" for letter, last in SETS.items() for number in range(1, last + 1)]
CHINESE_NUMERAL = re.compile(r"[一二三四五六七八九十百]+")


@cache
def gold_of(name: str, folder: Path = DOCUMENTS) -> dict[str, Any]:
    """Return the gold of the document called ``name`` (g01, b01 …)."""
    gold: dict[str, Any] = json.loads((folder / f"{name}.gold.json").read_text("utf-8"))
    return gold


@cache
def text_of(name: str, folder: Path = DOCUMENTS) -> str:
    """Return the document's words without any white space, page furniture, tracked deletions and hidden sheets."""
    path = folder / gold_of(name, folder)["file"]
    text = READERS[path.suffix](path)
    if furniture := furniture_of(name):
        text = furniture.sub("", text)
    return without_space(text.replace(ZERO_WIDTH_SPACE, ""))


def furniture_of(name: str) -> re.Pattern[str] | None:
    """Return what matches the lines that stand on a page but belong to no paragraph; None where there are no pages."""
    settings, _ = read_source(SOURCES / f"{name}.txt")
    footnote = footnote_of(settings)
    if settings["file"].endswith(".pdf"):
        lines = [settings.get("header", ""), settings.get("footer", DEFAULT_FOOTER)]
    elif "page" in settings:
        lines = [settings["pagemark"]]
    else:
        return None
    lines += [footnote.words] if footnote else []
    printed = [r"\s+".join(map(re.escape, line.split())) for line in lines if line.strip()]
    numbered = "|".join(printed).replace(r"\{n\}", r"\d+").replace(r"\{of\}", r"\d+")
    return re.compile(rf"^\s*({numbered})\s*$", re.MULTILINE)


def _plain_text(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def _html_text(path: Path) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", path.read_text("utf-8")))


def _word_text(path: Path) -> str:
    return "".join(text.text or "" for text in Document(str(path)).element.body.iter(qn("w:t")))


def _sheet_text(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    shown = (sheet for sheet in book if sheet.sheet_state == "visible")
    rows = (row for sheet in shown for row in sheet.iter_rows(values_only=True))
    return "".join(cell for row in rows for cell in row if isinstance(cell, str))


def _pdf_text(path: Path) -> str:
    pages = (page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path))
    return "\n".join(page.replace("\r", "") for page in pages)


READERS = {".txt": _plain_text, ".html": _html_text, ".docx": _word_text, ".xlsx": _sheet_text, ".pdf": _pdf_text}


def without_space(text: str) -> str:
    """Return ``text`` as ``text_of`` gives it."""
    return re.sub(r"\s", "", text)


def test_every_document_has_its_gold_and_nothing_else_lies_beside_them() -> None:
    expected = {f"{name}.gold.json" for name in NAMES} | {gold_of(name)["file"] for name in NAMES}
    assert {path.name for path in DOCUMENTS.iterdir()} == expected


@pytest.mark.parametrize("name", NAMES)
def test_every_title_stands_in_the_document_in_the_order_of_the_gold(name: str) -> None:
    text, at = text_of(name), 0
    for problem in gold_of(name)["problems"]:
        at = text.find(without_space(problem["title"]), at)
        assert at >= 0, problem["title"]


@pytest.mark.parametrize("name", NAMES)
def test_rectification_begins_behind_its_title(name: str) -> None:
    text, at = text_of(name), 0
    for problem in gold_of(name)["problems"]:
        at = text.index(without_space(problem["title"]), at)
        start = problem["rectification_start"]
        assert problem["has_rectification"] == (start is not None)
        assert start is None or text.find(start, at) > at, problem["title"]


@pytest.mark.parametrize("name", NAMES)
def test_mentions_and_figures_stand_in_the_document(name: str) -> None:
    gold, text = gold_of(name), text_of(name)
    stated = [*gold["recommendation_starts"], *gold["clue_texts"], *(figure["text"] for figure in gold["figures"])]
    assert [words for words in stated if without_space(words) not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_value_is_written_in_its_words(name: str) -> None:
    for figure in gold_of(name)["figures"]:
        digits = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", figure["text"].replace(",", ""))]
        assert figure["value"] in digits or CHINESE_NUMERAL.search(figure["text"]), figure["text"]


@pytest.mark.parametrize("name", NAMES)
def test_counts_agree_with_what_they_count(name: str) -> None:
    gold = gold_of(name)
    assert gold["problems_leaf_total"] == sum(problem["leaf"] for problem in gold["problems"])
    assert gold["recommendations"] == len(gold["recommendation_starts"])
    assert gold["clue_mentions"] == len(gold["clue_texts"])
    assert len(gold.get("rows", [])) in (0, gold["problems_leaf_total"])
    low, high = gold.get("accept_recommendations", [gold["recommendations"]] * 2)
    assert low <= gold["recommendations"] <= high


@pytest.mark.parametrize("name", NAMES)
def test_paths_are_unique_within_a_unit_and_a_leaf_has_nothing_below_it(name: str) -> None:
    problems = gold_of(name)["problems"]
    paths = [(problem["unit"], *problem["path"]) for problem in problems]
    assert len(set(paths)) == len(paths)
    leaves = [path for path, problem in zip(paths, problems, strict=True) if problem["leaf"]]
    assert [leaf for leaf in leaves for path in paths if path[: len(leaf)] == leaf and path != leaf] == []
    parents = [path for path, problem in zip(paths, problems, strict=True) if not problem["leaf"]]
    assert [parent for parent in parents if not any(path[:-1] == parent for path in paths)] == []


@pytest.mark.parametrize("name", NAMES)
def test_units_are_those_the_problems_are_laid_to(name: str) -> None:
    gold = gold_of(name)
    units = gold["unit"] if isinstance(gold["unit"], list) else [gold["unit"]]
    laid_to = list(dict.fromkeys(problem["unit"] for problem in gold["problems"]))
    assert laid_to in ([], units)


@pytest.mark.parametrize("name", NAMES)
def test_sum_checks_are_flagged_exactly_when_they_fail(name: str) -> None:
    for check in gold_of(name)["checks"]:
        if "parts" in check:
            assert check["sum"] == sum(check["parts"])
            rates_differ = check.get("rate_stated") != check.get("rate_recomputed")
            assert (check["expected"] == "flag") == (check["sum"] != check["stated"] or rates_differ)
        if "printed" in check:
            assert check["printed"] == gold_of(name)["problems_leaf_total"]
            assert check["stated"] in [figure["value"] for figure in gold_of(name)["figures"]]


def test_the_set_holds_problems_of_every_level_and_documents_without_any() -> None:
    golds = [gold_of(name) for name in NAMES]
    assert {problem["level"] for gold in golds for problem in gold["problems"]} == {"aspect", "problem", "item"}
    assert {gold["kind"] for gold in golds} == {"feedback", "progress", "audit", "ledger", "news", "other"}
    assert [gold["file"] for gold in golds if not gold["problems"]] == [
        "g25.html",
        "g26.docx",
        "g27.txt",
        "g28.pdf",
        "g29.txt",
        "b10.txt",
        "b11.docx",
        "b22.docx",
        "b23.html",
        "c10.txt",
        "c18.docx",
    ]


@pytest.mark.slow
def test_building_again_gives_the_same_gold_and_the_same_words(tmp_path: Path) -> None:
    main(tmp_path)
    assert [gold_of(name, tmp_path) for name in NAMES] == [gold_of(name) for name in NAMES]
    assert [text_of(name, tmp_path) for name in NAMES] == [text_of(name) for name in NAMES]
