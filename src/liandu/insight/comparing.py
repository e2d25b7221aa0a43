"""What a process of its own does for what comes back: hold new findings against all that stand. Without Django."""

from collections.abc import Collection, Sequence

from liandu.texts.recurring import Match, Said, recurring

Row = tuple[int, str, int, str, int, int | None, str, bool]  # the fields of Said, as the database has them


def compare(rows: Sequence[Row], fresh: Collection[int], units: Sequence[str]) -> list[Match]:
    """Return what each of ``fresh`` (keys of findings) repeats of the rows before it; ``units`` are names to mask."""
    said = [
        Said(key, text, unit, sector, round_, document or 0, code, classified)
        for key, text, unit, sector, round_, document, code, classified in rows
    ]
    return recurring(said, fresh, units)
