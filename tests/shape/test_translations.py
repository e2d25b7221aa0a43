"""The English interface: every sentence translated, with the same places and markup, and nothing left in Chinese."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.shape.source import PACKAGE, ROOT

ENGLISH = "locale/en/LC_MESSAGES/django.po"
PLACES = re.compile(r"%\(\w+\)[.\d]*[a-z]|%%|\{\w+\}")
MARKUP = re.compile(r"<[^>]+>")
# Chinese may stand in English where it is quoted: the words of a document, the marks a rule looks for, a sample.
QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
CHINESE = re.compile(r"[\u2e80-\u9fff\uff01-\uff65]")


def catalog_in(package: Path) -> Catalog:
    with (package / ENGLISH).open("rb") as lines:
        return read_po(lines, locale="en", abort_invalid=True)


MESSAGES = [message for message in catalog_in(ROOT / PACKAGE) if message.id]


def sources(message: Message) -> list[str]:
    return list(message.id) if isinstance(message.id, tuple) else [message.id]


def translations(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


def keys(catalog: Catalog) -> set[tuple[str | None, str]]:
    return {(message.context, sources(message)[0]) for message in catalog if message.id}


def wrong(found: dict[str, list[str]]) -> str:
    return "\n".join(f"{source}\n    {'; '.join(words)}" for source, words in found.items())


def differing(pattern: re.Pattern[str]) -> dict[str, list[str]]:
    """Return the messages whose translations do not hold the same matches of ``pattern`` as the source, as often."""
    return {
        sources(message)[0]: translations(message)
        for message in MESSAGES
        for wanted in [Counter(pattern.findall(sources(message)[0]))]
        if any(Counter(pattern.findall(words)) != wanted for words in translations(message))
    }


def test_the_catalog_holds_sentences_of_templates_of_python_and_of_plain_packages() -> None:
    held = {source for message in MESSAGES for source in sources(message)}
    assert {"工作台", "撤回材料", "文件是空的，没有可读的文字。", "编号标题", "绝密"} <= held


def test_every_sentence_is_translated_and_none_is_fuzzy() -> None:
    bad = {sources(m)[0]: translations(m) for m in MESSAGES if m.fuzzy or not all(w.strip() for w in translations(m))}
    assert not bad, wrong(bad)


def test_sentences_that_count_have_both_english_forms() -> None:
    assert {len(translations(m)) for m in MESSAGES if isinstance(m.id, tuple)} == {2}


def test_translations_keep_the_places_that_are_filled() -> None:
    bad = differing(PLACES)
    assert not bad, wrong(bad)


def test_translations_keep_the_markup() -> None:
    bad = differing(MARKUP)
    assert not bad, wrong(bad)


def test_chinese_stands_in_english_only_where_it_is_quoted() -> None:
    bad = {sources(m)[0]: left for m in MESSAGES if (left := [w for w in translations(m) if unquoted_chinese(w)])}
    assert not bad, wrong(bad)


def unquoted_chinese(words: str) -> bool:
    return CHINESE.search(QUOTED.sub("", words)) is not None


def test_quotes_in_english_break_no_attribute_and_take_no_chinese_width() -> None:
    """Templates put literals unescaped into ``title="…"``; a Chinese font sets curly quotes a whole character wide."""
    bad = {
        sources(m)[0]: translations(m)
        for m in MESSAGES
        for words in ["".join(QUOTED.sub(keep_english, w) for w in translations(m))]
        if re.search(r'"(?![^<]*>)|[“”‘’]', words)
    }
    assert not bad, wrong(bad)


def keep_english(quoted: re.Match[str]) -> str:
    """Take quoted Chinese out; quoted English stays, to be found."""
    return "" if CHINESE.search(quoted.group()) else quoted.group()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("xgettext") is None, reason="needs xgettext (package gettext)")
def test_the_catalog_holds_exactly_the_sentences_of_the_source(tmp_path: Path) -> None:
    copy = tmp_path / "liandu"
    shutil.copytree(ROOT / PACKAGE, copy, ignore=shutil.ignore_patterns("static", "__pycache__", "*.mo"))
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "en", "--no-obsolete"]
    made = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    kept, collected = keys(catalog_in(ROOT / PACKAGE)), keys(catalog_in(copy))
    assert collected - kept == set(), "run `make messages` and translate these"
    assert kept - collected == set(), "run `make messages`: these are gone"
