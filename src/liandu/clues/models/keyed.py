"""A row that is named by a key nobody can guess."""

import secrets
import string

from django.db import models

KEY_LETTERS = 12


def new_key() -> str:
    """Return twelve random letters: 56 bits, neither order nor number."""
    return "".join(secrets.choice(string.ascii_lowercase) for _place in range(KEY_LETTERS))


class Keyed(models.Model):
    """``key`` is the primary key, so that the journal and every address name the row by it."""

    key = models.CharField(max_length=KEY_LETTERS, primary_key=True, default=new_key, editable=False)

    class Meta:
        """No table of its own."""

        abstract = True

    def __str__(self) -> str:
        """Return the key, and nothing that stands inside."""
        return self.key

    def __repr__(self) -> str:
        """Return kind and key: what a log may hold."""
        return f"<{type(self).__name__} {self.key}>"
