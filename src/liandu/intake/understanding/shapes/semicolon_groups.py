"""A，a，b；B；C，c。: groups parted by ； or 。, each perhaps a leading clause with concrete clauses behind it.

When the comma clauses of a group are items of their own is decided for the whole list, not for one group: a list is
*grouped* when its groups of several clauses begin with a clause that judges a duty or a domain as a whole (落实…有差距,
…作用发挥不够) or hold three and more judging clauses. In a flat list the clause behind the comma only says more about
the same problem. A clause that restates, or gives a consequence (有的问题反复…, 导致…), never stands alone.
"""

from liandu.intake.understanding.lexicon import PREFIXING, has_deficiency, is_general, is_restating
from liandu.intake.understanding.sentences import COMMA, GROUP_END, Span, parts

_ADVERBIAL = 6  # characters; so short a clause that judges nothing opens the next one (总体看，…)


def groups_of(text: str, start: int, end: int) -> list[list[Span]]:
    """Return the groups of ``text[start:end]`` as their clauses; restating clauses are joined to what they restate."""
    return [_clauses(text, *group) for group in parts(text, start, end, GROUP_END)]


def _clauses(text: str, start: int, end: int) -> list[Span]:
    out: list[Span] = []
    begin: int | None = None
    for piece_start, piece_end in parts(text, start, end, COMMA):
        words = text[piece_start:piece_end]
        first = piece_start if begin is None else begin
        begin = None
        if out and is_restating(words):
            out[-1] = (out[-1][0], piece_end)
        elif not has_deficiency(words) and (PREFIXING.match(words) or len(words) <= _ADVERBIAL) and piece_end < end:
            begin = first
        else:
            out.append((first, piece_end))
    if begin is not None:
        out.append((begin, end))
    return out


def is_grouped(text: str, groups: list[list[Span]]) -> bool:
    """Return whether the comma clauses of this list are items under their group's leading clause."""
    score = several = 0
    for clauses in groups:
        if len(clauses) < 2:
            continue
        several += 1
        general = is_general(text[slice(*clauses[0])])
        later = sum(is_general(text[slice(*clause)]) for clause in clauses[1:])
        score += 1 if general else -1
        score += 1 if len(clauses) >= 3 else 0
        score -= 1 if not general and later == len(clauses) - 1 else 0
    return several > 0 and score > 0
