"""How numbers of pictures read: shares without places, medians without needless ones."""

from django.utils.translation import ngettext

NOTHING = "—"


def percent(share: float | None) -> str:
    """Return a share as a whole percentage; never 0 % for something, never 100 % for less than all."""
    if share is None:
        return NOTHING
    whole = int(share * 100 + 0.5)
    whole = max(whole, 1) if share > 0 else 0
    return f"{min(whole, 99) if share < 1 else 100}%"


def points(share: float | None) -> float | None:
    """Return a share as a number of per cent with one place, for a picture."""
    return None if share is None else round(share * 100, 1)


def days(count: float | None) -> str:
    """Return days, a half one where the median lies between two."""
    if count is None:
        return NOTHING
    return f"{count:.0f}" if count == int(count) else f"{count:.1f}"


def in_days(count: float | None) -> str:
    """Return days with their word."""
    if count is None:
        return NOTHING
    many = int(count) if count == int(count) else 2  # a half day is no one day
    return ngettext("%(n)s 天", "%(n)s 天", many) % {"n": days(count)}
