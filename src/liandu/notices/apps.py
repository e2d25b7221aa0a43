"""Notices as a Django app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Reminders."""

    name = "liandu.notices"
    verbose_name = "提醒"
