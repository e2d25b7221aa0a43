"""Numbers out of an address or a form, where anybody may write anything."""

LONGEST = 18  # digits; what is longer fits no key and no column of the database


def whole_number(text: str) -> int | None:
    """Return the number that ``text`` writes in plain digits, None for everything else (signs, ², ١٢, 5,000 digits)."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None
