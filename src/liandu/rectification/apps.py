"""Rectification as a Django app."""

from django.apps import AppConfig


class RectificationConfig(AppConfig):
    """Items and what is done about them."""

    name = "liandu.rectification"
    verbose_name = "整改"

    def ready(self) -> None:
        """Let items follow their findings: cancelled with a withdrawal, registered again with a reinstatement."""
        # Inside, because models exist only when the apps are ready.
        from liandu.findings.consequences import let_follow
        from liandu.rectification.commands import follow_finding

        let_follow(follow_finding)
