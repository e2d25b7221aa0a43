"""The rate of completion in words: wherever it stands, it is rounded in one way."""

from decimal import ROUND_HALF_UP, Decimal


def rate_of(done: int, total: int) -> str:
    """Return done / total in per cent, rounded half up to two places; "" for a total of 0.

    Never "100%" while something is left to do.
    """
    if not total:
        return ""
    if done == total:
        return "100%"
    exact = (Decimal(100 * done) / Decimal(total)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{min(exact, Decimal('99.99'))}%"
