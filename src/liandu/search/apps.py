"""Search as a Django app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The index of texts."""

    name = "liandu.search"
    verbose_name = "检索"
