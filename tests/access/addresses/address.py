"""What one address promises to each person."""

from dataclasses import dataclass, field
from typing import Any

# One letter for each named person of the city (tests/people.py).
PEOPLE = {
    "D": "director", "C": "clerk", "R": "room", "O": "organization", "S": "secretary", "L": "liaison", "M": "leader",
    "X": "outsider", "Y": "system", "E": "security", "A": "audit", "N": "nobody", "P": "competent",
    "W": "sender", "G": "registrar", "K": "keeper", "V": "approver", "H": "handler",
}  # fmt: skip
NO_METHOD = "all 405"
SIGNED_OUT = 302  # to the sign-in page


@dataclass(frozen=True)
class Address:
    """One address: which object it is about, what each person gets by GET and by POST, and what is posted.

    ``get`` and ``post`` read "DC 200, R 403, all 404": letters of PEOPLE and the status, the first that names the
    person counts; "all" is everybody. ``form`` is what a person with the right would send.
    """

    about: str = ""
    get: str = NO_METHOD
    post: str = NO_METHOD
    form: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    signed_out: int = SIGNED_OUT
    other: int = 405  # what the director gets by other methods: 404 where even the address is not for everybody


def expected(line: str, letter: str) -> int:
    """Return the status that ``line`` promises the person with this letter."""
    for part in line.split(", "):
        names, status = part.split()
        if names == "all" or letter in names:
            return int(status)
    message = f"{line!r} says nothing of {PEOPLE[letter]}"
    raise ValueError(message)
