"""Findings as a Django app."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """Problems stated by the feedback."""

    name = "liandu.findings"
    verbose_name = "反馈问题"

    def ready(self) -> None:
        """Let findings follow the taxonomy."""
        # Inside, because models exist only when the apps are ready.
        from liandu.findings.commands import follow_taxonomy
        from liandu.inspections.consequences import let_taxonomy_follow

        let_taxonomy_follow(follow_taxonomy)
