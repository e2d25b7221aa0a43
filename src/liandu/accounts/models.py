"""People who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person with an account. Rights come from posts alone; ``is_staff`` and ``is_superuser`` open nothing here."""

    display_name = models.CharField("姓名", max_length=60, blank=True)

    def __str__(self) -> str:
        """Return the name people know."""
        return self.display_name or self.username
