"""Supervision as a Django app."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Signatures, checks on site, re-openings."""

    name = "liandu.supervision"
    verbose_name = "督促"
