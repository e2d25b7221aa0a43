"""What the stage keeps: opinions on write-offs, checks on site, re-openings, endings without rectification."""

from liandu.supervision.models.after import Ending, Reopening, ReopeningKind
from liandu.supervision.models.signing import Opinion, Signature, SiteCheck

__all__ = ["Ending", "Opinion", "Reopening", "ReopeningKind", "Signature", "SiteCheck"]
