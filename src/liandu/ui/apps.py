"""The user interface as a Django app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Frame, components, static files."""

    name = "liandu.ui"
    verbose_name = "界面"
