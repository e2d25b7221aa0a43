"""What came with an item that another installation keeps."""

from liandu.rectification.models import Item, SourceEntry


def source_entries_of(item: Item, *, most: int) -> list[SourceEntry]:
    """Return the newest lines of the history that an item the caller has opened has where it is kept, newest first."""
    return list(SourceEntry.objects.filter(item=item)[:most])
