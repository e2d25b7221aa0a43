"""The settings' own checks as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class LianduConfig(AppConfig):
    """Registers the checks of the settings."""

    name = "liandu.config"
    label = "liandu_config"
    verbose_name = "联督"

    def ready(self) -> None:
        """Load the checks: importing them registers them."""
        import_module("liandu.config.checks")
