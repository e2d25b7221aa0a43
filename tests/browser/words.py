"""What of a page's Chinese is data, so that a test can tell words of the interface that nobody has translated."""

import json
import re
import sqlite3
from contextlib import closing
from typing import Any

from babel.messages.pofile import read_po
from django.conf import settings

from tests.browser.site import Site

CJK = re.compile(r"[\u3400-\u9fff]")
# A run of Chinese with what stands inside it: numbers, quotation marks, other Chinese punctuation.
RUN = re.compile(r"[\u3400-\u9fff](?:[^\s·|/]*[\u3400-\u9fff])?")
OWN_TABLES = ("journal_", "django_", "auth_", "sqlite_", "account_")
# Every text that a person can read or hear, but not what is said to be Chinese (lang) and not what is typed in.
READABLE = """() => {
  const said = [];
  const foreign = (element) => element.closest("[lang^=zh], script, style") !== null;
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!foreign(walk.currentNode.parentElement)) said.push(walk.currentNode.data);
  for (const element of document.querySelectorAll("[title], [aria-label], [placeholder], [alt], [data-label]"))
    for (const name of ["title", "aria-label", "placeholder", "alt", "data-label"])
      if (element.hasAttribute(name) && !foreign(element)) said.push(element.getAttribute(name));
  return said;
}"""


def data_of(site: Site) -> str:
    """Return every text of the database that has Chinese in it, one after the other."""
    with closing(sqlite3.connect(f"file:{site.home / 'liandu.sqlite3'}?mode=ro", uri=True)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in tables if not name.startswith(OWN_TABLES)]
        values = {value for name in kept for row in database.execute(f'SELECT * FROM "{name}"') for value in row}
    texts = [text for value in values for text in _texts(value) if CJK.search(text)]
    # The words of the demo's clues are sealed in the database, the own name is kept with the keys, and the reason for
    # an act stands in the journal: where they are made.
    # The packaged taxonomy is in no database until another one is published.
    files = ("demo/stories/clues.py", "config/demo_county.py", "texts/taxonomy.yaml")
    stories = sorted((settings.PACKAGE / "demo/stories/rectifying").glob("*.py"))
    made = [*(settings.PACKAGE / name for name in files), *stories]
    return "\n".join([*texts, *(path.read_text(encoding="utf-8") for path in made)])


def _texts(value: Any) -> list[str]:
    """Return the texts in a value of a column, with those inside JSON."""
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return _texts(json.loads(value))
        except ValueError:
            return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []


def source_words() -> set[str]:
    """Return the Chinese source strings that have an English translation: on an English page none may stand alone."""
    path = settings.PACKAGE / "locale/en/LC_MESSAGES/django.po"
    with path.open("rb") as lines:
        ids = [entry.id if isinstance(entry.id, str) else entry.id[0] for entry in read_po(lines) if entry.id]
    return set(ids)


def untranslated(texts: list[str], *, data: str, sources: set[str]) -> list[str]:
    """Return those texts of an English page that hold Chinese which is no data."""
    return [text for text in texts if text.strip() in sources and CJK.search(text)] + [
        run for text in texts for run in RUN.findall(text) if run not in data
    ]
