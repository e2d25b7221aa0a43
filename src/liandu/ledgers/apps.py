"""Ledgers as a Django app."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    """Ledgers as queries."""

    name = "liandu.ledgers"
    verbose_name = "台账"
