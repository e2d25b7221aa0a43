"""Handover as a Django app."""

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    """Meetings, packages, lines, signatures."""

    name = "liandu.handover"
    verbose_name = "移交"
