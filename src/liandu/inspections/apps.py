"""Inspections as a Django app."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Rounds, inspections, material."""

    name = "liandu.inspections"
    verbose_name = "巡视"
