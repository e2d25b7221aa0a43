"""Intake as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Documents, their reading, their proposals."""

    name = "liandu.intake"
    verbose_name = "接收"
