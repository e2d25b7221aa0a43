"""Serials without gaps: raised in the transaction that uses the number."""

from liandu.handover.models import Series


def next_serial(scope: str) -> int:
    """Take the next serial of ``scope`` and return it; the row stays locked to the end of the transaction."""
    Series.objects.get_or_create(scope=scope)
    series = Series.objects.select_for_update().get(scope=scope)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def hold_series(scope: str) -> None:
    """Lock ``scope`` to the end of the transaction, so that two people who draft for one round follow each other."""
    Series.objects.get_or_create(scope=scope)
    Series.objects.select_for_update().get(scope=scope)
