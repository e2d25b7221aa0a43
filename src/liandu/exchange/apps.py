"""Exchange as a Django app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Peers, packages sent and opened."""

    name = "liandu.exchange"
    verbose_name = "交换"
