"""Every page of the site with an example address, one file an app, for the tests that look at all of them."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.browser.pages import (
    accounts,
    clues,
    config,
    desk,
    exchange,
    findings,
    handover,
    inspections,
    intake,
    ledgers,
    rectification,
)

APPS = (accounts, clues, config, desk, exchange, findings, handover, inspections, intake, ledgers, rectification)
EXAMPLES = tuple(example for of_app in APPS for example in of_app.EXAMPLES)
NO_PAGE = {name: reason for of_app in APPS for name, reason in of_app.NO_PAGE.items()}


def names_of_addresses() -> Iterator[str]:
    """Yield the name of every address of the site."""
    yield from _names(get_resolver(), "")


def _names(resolver: URLResolver, space: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"
        else:
            yield from _names(entry, f"{entry.namespace}:" if entry.namespace else space)
