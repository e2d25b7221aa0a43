"""The journal as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JournalConfig(AppConfig):
    """Finds the sentences that each stage keeps for its acts."""

    name = "liandu.journal"
    verbose_name = "日志"

    def ready(self) -> None:
        """Load every app's ``presenters`` room, which names its acts in words."""
        autodiscover_modules("presenters")
