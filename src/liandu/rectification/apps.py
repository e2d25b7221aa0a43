"""Rectification as a Django app."""

from django.apps import AppConfig


class RectificationConfig(AppConfig):
    """Accounts of problems."""

    name = "liandu.rectification"
    verbose_name = "整改"
