"""Every page of the site with an example address, one file an app, for the tests that look at all of them."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

_FILES = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py") if path.stem != "example")
APPS = tuple(import_module(f"{__name__}.{name}") for name in _FILES)
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
