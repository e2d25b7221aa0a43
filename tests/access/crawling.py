"""Walking a site as a person would, and reading everything that comes back: pages, parts, files inside files."""

import io
import re
import zipfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
import pypdfium2
from django.test import Client

ATTRIBUTES = ("href", "hx-get", "data-url", "src")
# What ends the walk or belongs to everybody.
NOT_WALKED = re.compile(r"^/(static|sign-out|language)/")
MOST_OF_A_KIND = 12  # addresses that differ in numbers and query only: so many are enough


@dataclass
class Walk:
    """What a person saw: the bytes of each answer by address, opened where it was a container."""

    seen: dict[str, bytes] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)

    def where(self, words: list[bytes]) -> dict[str, list[str]]:
        """Return the addresses whose answers hold one of ``words``, with those words."""
        found = {url: [word.decode() for word in words if word in content] for url, content in self.seen.items()}
        return {url: held for url, held in found.items() if held}


def walk(client: Client, *starts: str, most: int = 2_000) -> Walk:
    """Follow every link and every search form from ``starts`` and return what came back; POST nothing."""
    result, waiting, kinds = Walk(), deque(starts), {}
    while waiting and len(result.seen) < most:
        url = waiting.popleft()
        kind = re.sub(r"\d+|[a-z0-9]{12,}", "#", urlsplit(url).path) + "?" + "&".join(_names(url))
        kinds[kind] = kinds.get(kind, 0) + 1
        if url in result.seen or NOT_WALKED.match(url) or kinds[kind] > MOST_OF_A_KIND:
            continue
        answer = client.get(url)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        result.seen[url], result.statuses[url] = (
            opened(content) + b"\n" + str(answer.headers).encode(),
            answer.status_code,
        )
        location = answer.headers.get("Location")
        if location and not urlsplit(location).netloc:
            waiting.append(location)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            waiting.extend(links(content, url))
    return result


def _names(url: str) -> list[str]:
    return sorted(part.partition("=")[0] for part in urlsplit(url).query.split("&") if part)


def links(content: bytes, base: str) -> Iterator[str]:
    """Yield the addresses of this site that a page names."""
    if not content.strip():
        return
    tree = lxml.html.fromstring(content)
    for element in tree.iter():
        for name in ATTRIBUTES:
            value = element.get(name) if isinstance(element.tag, str) else None
            if value and not value.startswith(("#", "data:", "mailto:")):
                target = urlsplit(urljoin(base, value))
                if not target.netloc:
                    yield target.path + (f"?{target.query}" if target.query else "")


def opened(content: bytes) -> bytes:
    """Return ``content`` with what is packed inside it (zip members, PDF text) laid beside it."""
    parts = [content]
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts += [opened(archive.read(name)) for name in archive.namelist()]
    if content[:5] == b"%PDF-":
        document = pypdfium2.PdfDocument(content)
        parts += [page.get_textpage().get_text_bounded().encode() for page in document]
    return b"\n".join(parts)


def markers(kind: str, count: int) -> list[str]:
    """Return ``count`` words that stand nowhere else, made of Chinese characters and a number, to be planted."""
    return [f"暗标{kind}甲{number:03d}乙" for number in range(count)]


def text_of_tables(connection: Any, *, without: tuple[str, ...] = ()) -> bytes:
    """Return every value of every table of the database, except the tables whose names begin with ``without``."""
    held = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(without):
                cursor.execute(f'SELECT * FROM "{table}"')
                held += [repr(row).encode() for row in cursor.fetchall()]
    return b"\n".join(held)
