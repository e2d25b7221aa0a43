"""Acts of this stage in words, and what it says on the pages of others."""

from liandu.insight.presenters import profiles, recurrences, strands

__all__ = ["profiles", "recurrences", "strands"]
