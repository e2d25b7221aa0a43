"""How the trail names things."""

from django.db import models


def subject_of(thing: models.Model) -> str:
    """Return how the trail names ``thing``: ``findings.finding:12``."""
    return f"{thing._meta.label_lower}:{thing.pk}"
