"""Rectification as a Django app."""

from django.apps import AppConfig


class RectificationConfig(AppConfig):
    """Items and what is done about them."""

    name = "liandu.rectification"
    verbose_name = "整改"

    def ready(self) -> None:
        """Let items follow their findings, and the offices on them the oversight of their units."""
        # Inside, because models exist only when the apps are ready.
        from liandu.findings.consequences import let_class_follow, let_follow
        from liandu.handover.consequences import let_follow_oversight
        from liandu.rectification.commands import follow_class, follow_finding, follow_oversight

        let_follow(follow_finding)
        let_class_follow(follow_class)
        let_follow_oversight(follow_oversight)
