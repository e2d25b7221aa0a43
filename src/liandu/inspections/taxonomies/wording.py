"""Classes of the taxonomy, and what differs between two versions, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from liandu.inspections.taxonomies.force import taxonomy
from liandu.inspections.taxonomies.succession import Change, Kind
from liandu.orgs.models import Sector
from liandu.texts.taxonomies import Taxonomy

NOTHING = "—"


def in_language(row: Any) -> str:
    """Return the name of a class, a first level, a view or a part of one in the reader's language."""
    return str(row.name if (get_language() or "").startswith("zh") else row.name_en or row.name)


def sector_in_words(key: str) -> str:
    """Return a sector of the weights; villages are no sector of units here, but the county's inspections weigh them."""
    return _("村社区") if key == "village" else str(Sector(key).label)


def class_in_words(code: str) -> str:
    """Return a class (or a first level) with its name: "B4 …", "C 组织路线"; the code alone when unknown.

    A retired class keeps its last name, and says that it is retired and what it was merged into.
    """
    return words_of(taxonomy(), code)


def words_of(said: Taxonomy, code: str) -> str:
    """Return the same of the classes of one version."""
    known = said.leaves.get(code) or said.aspects.get(code)
    if known is not None:
        return f"{code} {in_language(known)}"
    gone = said.retired.get(code)
    if gone is None:
        return code
    facts = {"class": f"{code} {in_language(gone)}".strip(), "into": said.today(code)}
    if code in said.merged:
        return _("%(class)s（已并入 %(into)s）") % facts
    return _("%(class)s（已停用）") % facts


def classes_in_words(codes: Iterable[str]) -> str:
    """Return several classes in one line, "" for none."""
    return _("、").join(class_in_words(code) for code in codes)


def class_choices(chosen: str = "") -> list[tuple[str, str]]:
    """Return the classes in force to choose from, as (code, words); ``chosen`` too, where it is a retired one."""
    said = taxonomy()
    codes = [*said.leaves, *([chosen] if chosen in said.retired else [])]
    return [(code, words_of(said, code)) for code in codes]


def class_names() -> dict[str, str]:
    """Return every class that is or was in use, in words, by its code."""
    said = taxonomy()
    return {code: words_of(said, code) for code in (*said.leaves, *said.retired)}


def asked_class(code: Any) -> str:
    """Return the class that an address asks for: what a retired one was merged into; "" for what never was one."""
    said = taxonomy()
    return said.today(code) if isinstance(code, str) and said.knows(code) else ""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change in words: which class, what differs, how it was and is, and how many findings it touches."""

    what: str
    kind: str
    before: str
    after: str
    touched: int | None


# Only these change where a finding belongs, or what it is called.
_TOUCHING = {Kind.GONE, Kind.RENAMED, Kind.MOVED}


def change_lines(found: Iterable[Change], old: Taxonomy, new: Taxonomy, counts: Mapping[str, int]) -> list[ChangeLine]:
    """Return changes as lines; ``counts`` are findings by the code they are filed under."""
    return [_line(change, old, new, counts) for change in found]


def _line(change: Change, old: Taxonomy, new: Taxonomy, counts: Mapping[str, int]) -> ChangeLine:
    before, after = change.before or NOTHING, change.after or NOTHING
    if change.kind == Kind.GONE:
        before, after = in_language(old.leaves[change.code]), _gone_to(new, change.code)
    elif change.kind == Kind.MOVED:
        before, after = words_of(old, change.before), words_of(new, change.after)
    touched = None
    if change.kind in _TOUCHING:
        touched = sum(counts.get(code, 0) for code in old.filed_as(change.code))
    return ChangeLine(_what(change, old, new), kind_in_words(change.kind), before, after, touched)


def _what(change: Change, old: Taxonomy, new: Taxonomy) -> str:
    if change.kind == Kind.VIEWS:
        views = {view.key: view for view in (*old.views, *new.views)}
        return in_language(views[change.code])
    if change.kind == Kind.GONE:
        return words_of(old, change.code)
    return words_of(new, change.code)


def _gone_to(new: Taxonomy, code: str) -> str:
    row = new.retired.get(code)
    into = _("、").join(words_of(new, one) for one in row.into) if row else ""
    if code in new.merged:
        return _("并入 %(classes)s") % {"classes": words_of(new, new.today(code))}
    if into:
        return _("逐条改归：%(classes)s") % {"classes": into}
    return _("逐条由人改归")


def kind_in_words(kind: Kind) -> str:
    """Return what differs, in a word."""
    return {
        Kind.ADDED: pgettext("of a class", "新增"),
        Kind.GONE: pgettext("of a class", "停用"),
        Kind.RENAMED: pgettext("of a class", "改名"),
        Kind.MOVED: _("改归一级"),
        Kind.DEFINITION: pgettext("of a class", "定义"),
        Kind.KEYWORDS: _("关键词"),
        Kind.CONFUSABLE: _("易混提示"),
        Kind.EVIDENCE: _("销号佐证"),
        Kind.LEAD: _("牵头部门"),
        Kind.SECTORS: _("板块权重"),
        Kind.VIEWS: _("视图调整"),
        Kind.ASPECT_ADDED: pgettext("of a class", "新增一级"),
        Kind.ASPECT_RENAMED: _("一级改名"),
    }[kind]
