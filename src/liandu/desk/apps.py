"""The desk as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Workbench, administration pages, log."""

    name = "liandu.desk"
    verbose_name = "工作台"
