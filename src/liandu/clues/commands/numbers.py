"""Numbers without gaps: the series is locked to the end of the transaction that uses the number."""

from liandu.clues.models import Series
from liandu.orgs.models import Unit


def next_serial(*, office: Unit, of: str, year: int) -> int:
    """Take the next serial of an office's series ("list", "clue" or "came") in ``year`` and return it."""
    Series.objects.get_or_create(office=office, of=of, year=year)
    series = Series.objects.select_for_update().get(office=office, of=of, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last
