"""A span of text that states problems, read with whichever shape fits it: the choice and the order of trying."""

import re

from liandu.intake.understanding.clues import is_clue
from liandu.intake.understanding.drafts import Draft
from liandu.intake.understanding.lexicon import REQUIREMENT, has_deficiency, is_general, is_measure
from liandu.intake.understanding.sentences import FULL_STOP, GROUP_END, Span, marks, parts, trim
from liandu.intake.understanding.shapes.counted_runs import counted
from liandu.intake.understanding.shapes.flat_lists import flat_list, without_closing
from liandu.intake.understanding.shapes.semicolon_groups import groups_of, is_grouped
from liandu.intake.understanding.shapes.some_chains import led_chain, some_chain
from liandu.kernel.words import gettext_noop as _
from liandu.papers.blocks import Passage

# 在…方面，…; 从…看，…; 在…上，…
_AREA_LEAD = re.compile(
    r"(?:在)?(?P<area>[^，。；：、“”]{2,24}方面)(?:的(?:问题|不足))?(?:存在(?:的)?(?:主要)?(?:问题)?)?(?:主要)?(?:是|有)?[，,：:]|"
    r"从(?P<seen>[^，。；：“”]{2,24}?)(?:上|来|情况)?看[，,：:]|(?:在|就)(?P<on>[^，。；：、“”]{3,20})(?:上|中)[，,：:]"
)
_ENTRY = re.compile(
    r"(?:主要)?(?:还)?(?:不同程度)?(?:地)?(?:存在(?:着)?|暴露出|反映出|(?:集中|突出|具体)?(?:表现|体现)(?:在|为)|有|是)(?:的)?(?:主要问题(?:是|有))?[：:]?"
)

_ORDINAL = 8  # characters that an ordinal and its mark may take
_EMPTY = re.compile(
    r"(?:(?:仍|还|也|尚)?(?:存在|有))?(?:着)?(?:的)?(?:一些|一定|不少|若干|以下|如下|明显|突出|主要)?(?:的)?(?:问题|差距|不足|短板|薄弱环节)(?:[和、](?:问题|差距|不足|短板|薄弱环节))*(?:如下)?"
)

REASONS = {
    "counted": _("按“一是、二是”等序数逐条列举"),
    "some": _("“有的……有的……”并列列举"),
    "group": _("分号列举中的一组"),
    "clause": _("分号列举中一组概括语之后的具体表现"),
    "flat": _("以“等问题”收尾的并列列举"),
    "single": _("问题表述语句"),
    "area": _("按方面归类的问题"),
}


def read_statement(block: int, text: str, start: int, end: int, *, lone: bool = False) -> list[Draft]:
    """Return the problems that ``text[start:end]`` of ``block`` states, [] when it states none.

    With ``lone`` a single counted item (一是…。) is a run too, and a run needs no judgement in half of its items: where
    the place says that problems stand here.
    """
    start, end = trim(text, start, end)
    if start >= end:
        return []
    run = opens_run(text, start, end)
    found = (
        _areas(block, text, start, end)
        or _counted(block, text, start, end, announced=lone or run, lone=lone)
        or _chain(block, text, start, end)
        or _flat(block, text, start, end)
        or ([] if run else _groups(block, text, start, end))
    )
    return [draft for draft in found if _names_something(text[draft.title.start : draft.title.end])]


def opens_run(text: str, start: int, end: int) -> bool:
    """Return whether ``text[start:end]`` opens with a counted run (一是…；二是…), a list whatever its words."""
    items = counted(text, start, end)
    return bool(items) and items[0][1][0] - start < _ORDINAL


def is_list(text: str, start: int, end: int) -> bool:
    """Return whether the form alone says that ``text[start:end]`` lists several things: a count, 有的…；有的…."""
    start, end = trim(text, start, end)
    return opens_run(text, start, end) or bool(some_chain(text, start, end)) or bool(led_chain(text, start, end)[1])


def _names_something(words: str) -> bool:
    """Return whether a title is no mention of clues and more than 一些差距和不足."""
    return not is_clue(words) and _EMPTY.fullmatch(words) is None


def _draft(block: int, span: Span, reason: str, ordinal: str = "") -> Draft:
    return Draft(Passage(block, *span), REASONS[reason], ordinal)


def _counted(
    block: int, text: str, start: int, end: int, *, announced: bool = False, lone: bool = False
) -> list[Draft]:
    """Read a counted run; one that a judging title announces with a colon need not judge in each of its items."""
    items = counted(text, start, end, lone=lone)
    items = [(ordinal, span) for ordinal, span in items if span[0] < span[1]]
    spans = [span for _, span in items]
    if not items or not (announced or _mostly_judged(text, spans)):
        return []
    if all(is_measure(text[slice(*span)]) for span in spans) and not lone:
        return []
    return [_counted_item(block, text, span, ordinal.text) for ordinal, span in items]


def _counted_item(block: int, text: str, span: Span, ordinal: str) -> Draft:
    """Read one item: its first sentence is the title; what follows are clauses of their own or facts."""
    sentences = parts(text, *span, FULL_STOP)
    first = sentences[0] if sentences else span
    title = without_closing(text, *first) if len(sentences) == 1 else first
    draft = _draft(block, title, "counted", _bare_ordinal(ordinal))
    colon = marks(text, *first, re.compile(r"[：:]"))
    if colon and has_deficiency(text[first[0] : colon[0][0]]) and colon[0][0] - first[0] >= 5:
        below = _counted(block, text, *trim(text, colon[0][1], span[1]), announced=True) or _below(
            block, text, colon[0][1], span[1]
        )
        if below or len(sentences) == 1:
            draft.title = Passage(block, first[0], colon[0][0])
            draft.children = below
            return draft
    if len(sentences) > 1:
        rest = trim(text, sentences[1][0], span[1])
        draft.children = _counted(block, text, *rest) or _below(block, text, *rest)
        if not draft.children:
            draft.facts.append(Passage(block, sentences[1][0], span[1]))
    return draft


def _bare_ordinal(ordinal: str) -> str:
    return ordinal.rstrip("，,：:。")


def _below(block: int, text: str, start: int, end: int) -> list[Draft]:
    """Return items under a title: a 有的 chain or at least two judging ；-clauses; anything else is facts."""
    chain = some_chain(text, *trim(text, start, end))
    if chain and _mostly_judged(text, chain):
        return [_draft(block, span, "some") for span in chain]
    groups = parts(text, start, end, GROUP_END)
    stops = marks(text, start, end, FULL_STOP)
    if len(groups) >= 2 and len(stops) <= 1 and _mostly_judged(text, groups):
        return [_draft(block, span, "clause") for span in groups]
    return []


def listed_behind(text: str, start: int, end: int) -> list[Span]:
    """Return the spans of the counted run or the 有的 chain that opens the text behind a title; one may stand alone."""
    start, end = trim(text, start, end)
    items = counted(text, start, end, lone=True)
    if items:
        return [span for _, span in items] if items[0][1][0] - start < _ORDINAL else []
    return some_chain(text, start, end, least=1)


def items_behind(
    block: int, text: str, start: int, end: int, *, general: bool, sure: bool = False, grouped: bool = False
) -> list[Draft]:
    """Return the items behind a title: a counted run or a 有的 chain; ；-clauses only behind a general title.

    Clauses with numbers in them are what was found, not items. ``sure`` says that the lists behind the titles beside
    this one are items, so that the words of this one need not judge; ``grouped`` says so of their ；-clauses.
    """
    start, end = trim(text, start, end)
    items = _counted(block, text, start, end, announced=sure, lone=True)
    if items:
        return items if counted(text, start, end, lone=True)[0][1][0] - start < _ORDINAL else []
    chain = some_chain(text, start, end, least=1)
    if chain and (sure or _mostly_judged(text, chain)):
        return [_draft(block, span, "some") for span in chain]
    clauses = parts(text, start, end, GROUP_END)
    plain = general and re.search(r"\d", text[start:end]) is None
    if grouped or (plain and len(clauses) >= 2 and all(has_deficiency(text[slice(*clause)]) for clause in clauses)):
        return [_draft(block, span, "clause") for span in clauses]
    return []


def _areas(block: int, text: str, start: int, end: int) -> list[Draft]:
    """Read 在X方面，…；在Y方面，…: each area is a node over its problems."""
    leads = [match for span in parts(text, start, end, GROUP_END) if (match := _area_lead(text, *span)) is not None]
    if not leads or leads[0].start() != start:
        return []
    out = []
    for lead, stop in zip(leads, [*(m.start() for m in leads[1:]), end], strict=True):
        draft = _draft(block, lead.span(lead.lastgroup or 0), "area")
        draft.area = True
        draft.children = _under_area(block, text, lead.end(), stop)
        if draft.children:
            out.append(draft)
    return out


def _area_lead(text: str, start: int, end: int) -> re.Match[str] | None:
    match = _AREA_LEAD.match(text, start, end)
    if match is None or has_deficiency(match.group(match.lastgroup or 0)):
        return None
    return match


def opens_area(text: str, start: int, end: int) -> bool:
    """Return whether a paragraph opens with the name of an area and goes on with a counted run (从…看，一是…)."""
    lead = _area_lead(text, start, end)
    return lead is not None and bool(counted(text, lead.end(), end))


def _under_area(block: int, text: str, start: int, end: int) -> list[Draft]:
    """Read what an area's name leads: where only one group stands there, each of its clauses is a problem."""
    found = read_statement(block, text, start, end, lone=True)
    if len(found) == 1 and not found[0].children and not found[0].ordinal:
        clauses = groups_of(text, *trim(text, start, end))
        if len(clauses) == 1 and len(clauses[0]) > 1:
            return [_draft(block, without_closing(text, *clause), "clause") for clause in clauses[0]]
    return found


def _chain(block: int, text: str, start: int, end: int) -> list[Draft]:
    spans = some_chain(text, start, end)
    if spans:
        return [_draft(block, without_closing(text, *span), "some") for span in spans]
    lead, spans = led_chain(text, start, end)
    items = [_draft(block, without_closing(text, *span), "some") for span in spans]
    if lead is None or not has_deficiency(text[slice(*lead)]):
        return items
    draft = _draft(block, lead, "group")
    draft.children = items
    return [draft]


def _flat(block: int, text: str, start: int, end: int) -> list[Draft]:
    entry = _ENTRY.match(text, start, end)
    begin = entry.end() if entry and entry.end() > start else start
    if len(parts(text, begin, end, GROUP_END)) > 1:
        return []
    return [_draft(block, span, "flat") for span in flat_list(text, begin, end)]


def _groups(block: int, text: str, start: int, end: int) -> list[Draft]:
    groups = groups_of(text, start, end)
    split = is_grouped(text, groups)
    if len(groups) == 1 and len(groups[0]) >= 3 and not (split and _one_lead(text, groups[0])):
        return [_draft(block, span, "group") for span in groups[0]]
    out: list[Draft] = []
    for at, clauses in enumerate(groups):
        whole = without_closing(text, clauses[0][0], clauses[-1][1])
        flat = flat_list(text, *trim(text, clauses[0][0], clauses[-1][1])) if at == len(groups) - 1 else []
        if len(flat) > 1 and not split:
            out.extend(_draft(block, span, "flat") for span in flat)
        elif split and len(clauses) >= 2:
            draft = _draft(block, clauses[0], "group")
            draft.children = [_draft(block, without_closing(text, *clause), "clause") for clause in clauses[1:]]
            out.append(draft)
        else:
            out.append(_draft(block, whole, "group" if len(groups) > 1 else "single"))
    return out


def _one_lead(text: str, clauses: list[Span]) -> bool:
    """Return whether only the first clause of a group is general; a row of general clauses is a list of equals."""
    later = sum(is_general(text[slice(*clause)]) for clause in clauses[1:])
    return later * 2 < len(clauses) - 1


def _mostly_judged(text: str, spans: list[Span]) -> bool:
    judged = sum(has_deficiency(text[slice(*span)]) for span in spans)
    return judged * 2 >= len(spans) and not all(is_measure(text[slice(*span)]) for span in spans)


def states_problem(text: str) -> bool:
    """Return whether a sentence says what is wrong, and not what must be done about it."""
    return has_deficiency(text) and REQUIREMENT.search(text) is None and not is_measure(text)
