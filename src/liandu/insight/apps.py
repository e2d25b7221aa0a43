"""Insight as a Django app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Recurrences, strands of like findings, common problems, pictures of units and sectors."""

    name = "liandu.insight"
    verbose_name = "综合研判"

    def ready(self) -> None:
        """Let strands follow their findings."""
        # Inside, because models exist only when the apps are ready.
        from liandu.findings.consequences import let_follow
        from liandu.insight.commands import leave_strand

        let_follow(leave_strand)
