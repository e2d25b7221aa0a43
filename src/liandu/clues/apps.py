"""Clues as a Django app."""

from django.apps import AppConfig


class CluesConfig(AppConfig):
    """Sealed lists, clues, assignments."""

    name = "liandu.clues"
    verbose_name = "问题线索"
