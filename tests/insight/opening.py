"""Following the numbers of a page to their rows."""

from typing import Any
from urllib.parse import urlsplit

import lxml.html

LEDGERS = ("/ledger/", "/ledger/items/")


def numbers_on(answer: Any) -> list[tuple[str, int]]:
    """Return the links to a ledger on a page whose text is a number, as (address, number)."""
    tree = lxml.html.fromstring(answer.content.decode())
    found = []
    for link in tree.xpath("//main//a[@href]"):
        words = link.text_content().strip()
        if urlsplit(link.get("href")).path in LEDGERS and words.isdecimal():
            found.append((link.get("href"), int(words)))
    return found


def rows_at(client: Any, address: str) -> int:
    """Return how many rows the ledger tells that it has at this address: its groups, where it is asked for groups."""
    context = client.get(address).context
    if "group=" in address:
        return len(context["page"].groups)
    return context["totals"].rows if urlsplit(address).path == "/ledger/items/" else context["page"].total


def wrong_numbers(client: Any, answer: Any) -> list[tuple[str, int, int]]:
    """Return the numbers of a page that do not open exactly as many rows: (address, number, rows)."""
    said = [(address, n, rows_at(client, address)) for address, n in sorted(set(numbers_on(answer)))]
    return [(address, n, rows) for address, n, rows in said if n != rows]
