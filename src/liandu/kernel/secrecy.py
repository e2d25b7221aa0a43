"""Grades of secrecy, lowest first (Law on Guarding State Secrets: 绝密, 机密, 秘密; below them 内部 and 公开)."""

from enum import StrEnum

from liandu.kernel.words import gettext_noop


class Grade(StrEnum):
    """How secret a document is."""

    PUBLIC = "public"
    INTERNAL = "internal"
    SECRET = "secret"  # noqa: S105 - a grade, no password
    CONFIDENTIAL = "confidential"
    TOP_SECRET = "top_secret"  # noqa: S105 - a grade, no password

    @property
    def rank(self) -> int:
        """Return the place in the order, 0 for public."""
        return list(Grade).index(self)

    @property
    def word(self) -> str:
        """Return the Chinese word for the grade, to be translated by the page."""
        return GRADE_WORDS[self]

    def exceeds(self, ceiling: "Grade") -> bool:
        """Return whether a document of this grade stands above what ``ceiling`` allows."""
        return self.rank > ceiling.rank


GRADE_WORDS = {
    Grade.PUBLIC: gettext_noop("公开"),
    Grade.INTERNAL: gettext_noop("内部"),
    Grade.SECRET: gettext_noop("秘密"),
    Grade.CONFIDENTIAL: gettext_noop("机密"),
    Grade.TOP_SECRET: gettext_noop("绝密"),
}
