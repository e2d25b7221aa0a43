"""An original that is kept."""

from pathlib import Path

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """One content, kept once. ``sha256`` names it on disk; ``sm3`` stands beside it for national checks."""

    sha256 = models.CharField(max_length=64, unique=True)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A kept file is not empty."""

        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="file_not_empty")]

    def __str__(self) -> str:
        """Return the short digest."""
        return self.sha256[:12]

    @property
    def path(self) -> Path:
        """Return where the bytes are."""
        return path_of(self.sha256)


def path_of(sha256: str) -> Path:
    """Return where the content with this digest is kept."""
    return Path(settings.LIANDU_HOME) / "files" / sha256[:2] / sha256
