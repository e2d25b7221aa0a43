"""Findings as a Django app."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """Problems stated by the feedback."""

    name = "liandu.findings"
    verbose_name = "反馈问题"
