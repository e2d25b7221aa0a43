"""Lines of Chinese text: what may not begin or end a line does not, and no number or word is torn apart."""

from collections.abc import Callable

NOT_FIRST = "，。；：、？！）》”’』】〕％%,.;:?!)]}"
NOT_LAST = "（《“‘『【〔([{"


def broken(text: str, width: Callable[[str], float], first: float, others: float) -> list[str]:
    r"""Return the text in lines at most ``first`` and then ``others`` wide; ``width`` tells the width of a character.

    Every ``\n`` ends a line. No character is lost but the spaces at the ends of lines.
    """
    lines: list[str] = []
    room = first
    for piece in text.split("\n"):
        rest = piece
        while True:
            end = _fits(rest, width, room)
            lines.append(rest[:end].rstrip(" "))
            rest, room = rest[end:].lstrip(" "), others
            if not rest:
                break
    return lines


def _fits(text: str, width: Callable[[str], float], room: float) -> int:
    """Return how many characters of the text stand in one line; at least one."""
    used = 0.0
    for end, character in enumerate(text):
        used += width(character)
        if used > room + 0.01:
            return _good_end(text, max(1, end))
    return len(text)


def _good_end(text: str, end: int) -> int:
    back = end
    while back > 1 and (_in_word(text, back) or text[back] in NOT_FIRST or text[back - 1] in NOT_LAST):
        back -= 1
    # A line of nothing but marks, or one word longer than the line, is broken where the room ends.
    return back if back > 1 or end == 1 else end


def _in_word(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    return before.isascii() and after.isascii() and before != " " and after != " "
