"""The whole list of hostile and broken files: importing the four parts fills it."""

from tests.papers.hostile import broken, harmful, lettered, twisted
from tests.papers.hostile.listing import FILES, READS, Hostile

__all__ = ["FILES", "READS", "Hostile", "broken", "harmful", "lettered", "twisted"]
