"""What may follow a version of the taxonomy, and how two versions differ.

A code never changes its meaning and is never used again; a code that goes must say where.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from liandu.kernel.words import gettext_noop
from liandu.texts.keywords import Aspect, Category
from liandu.texts.taxonomies import Group, OtherView, Retired, Taxonomy
from liandu.texts.taxonomy_reading import Faulty, Lines, Reading


def follow(now: Taxonomy, said: Taxonomy, number: int, lines: Lines | None = None) -> Taxonomy:
    """Return ``said`` as version ``number`` after ``now``; raise Faulty with everything that may not be.

    What was retired before stays retired, with its name and its way, whether ``said`` repeats it or not.
    """
    reading = Reading(lines)
    _check_aspects(reading, now, said)
    _check_leaves(reading, now, said)
    retired = dict(now.retired)
    for at, row in enumerate(said.retired.values()):
        path = ("retired", str(at))
        before = now.retired.get(row.code)
        if before is not None:
            if before.into != row.into:
                sentence = gettext_noop("%(which)s 停用时已写明去向，不能改；要改的，请对问题逐条改类别。")
                reading.fault((*path, "into"), sentence, which=row.code)
            continue
        leaf = now.leaves.get(row.code)
        if leaf is None:
            reading.fault(path, gettext_noop("%(which)s 从来不是类别，无从停用。"), which=row.code)
            continue
        retired[row.code] = Retired(row.code, leaf.parent, leaf.name, leaf.name_en, row.into, number)
    if reading.faults:
        raise Faulty(reading.faults)
    return replace(said, retired=retired)


def _check_aspects(reading: Reading, now: Taxonomy, said: Taxonomy) -> None:
    for code, aspect in now.aspects.items():
        if code not in said.aspects:
            sentence = gettext_noop("一级“%(which)s %(name)s”不能去掉，可以留着不放类别。")
            reading.fault(("level1",), sentence, which=code, name=aspect.name)


def _check_leaves(reading: Reading, now: Taxonomy, said: Taxonomy) -> None:
    for at, leaf in enumerate(said.leaves.values()):
        path = ("leaves", str(at), "code")
        if leaf.code in now.retired:
            sentence = gettext_noop("%(which)s 在第 %(n)s 版已停用，代号不能再用，请另取代号。")
            reading.fault(path, sentence, which=leaf.code, n=now.retired[leaf.code].since)
        elif leaf.code not in now.leaves and leaf.code[0] != leaf.parent:
            sentence = gettext_noop("新类别 %(which)s 的代号应以一级的字母“%(parent)s”开头。")
            reading.fault(path, sentence, which=leaf.code, parent=leaf.parent)
    for code, leaf in now.leaves.items():
        if code not in said.leaves and code not in said.retired:
            sentence = gettext_noop("少了现行类别“%(which)s %(name)s”：不再用的，请写进 retired，写明并入哪一类。")
            reading.fault(("leaves",), sentence, which=code, name=leaf.name)


class Kind(StrEnum):
    """What differs of a class or a first level."""

    ADDED = "added"
    GONE = "gone"
    RENAMED = "renamed"
    MOVED = "moved"
    DEFINITION = "definition"
    KEYWORDS = "keywords"
    CONFUSABLE = "confusable"
    EVIDENCE = "evidence"
    LEAD = "lead"
    SECTORS = "sectors"
    VIEWS = "views"
    ASPECT_ADDED = "aspect_added"
    ASPECT_RENAMED = "aspect_renamed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two versions: of which code, how it was, how it is; "" for not there."""

    kind: Kind
    code: str
    before: str
    after: str


def changes(old: Taxonomy, new: Taxonomy) -> list[Change]:
    """Return what differs: first levels, then classes that came, went and changed, then the other views."""
    return [*_of_aspects(old.aspects, new.aspects), *_of_leaves(old, new), *_of_views(old, new)]


def _of_aspects(old: Mapping[str, Aspect], new: Mapping[str, Aspect]) -> Iterator[Change]:
    for code, row in new.items():
        if code not in old:
            yield Change(Kind.ASPECT_ADDED, code, "", row.name)
        elif old[code] != row:
            yield Change(Kind.ASPECT_RENAMED, code, old[code].name, row.name)


def _of_leaves(old: Taxonomy, new: Taxonomy) -> Iterator[Change]:
    for code, leaf in new.leaves.items():
        if code not in old.leaves:
            yield Change(Kind.ADDED, code, "", leaf.name)
    for code, leaf in old.leaves.items():
        if code not in new.leaves:
            row = new.retired.get(code)
            yield Change(Kind.GONE, code, leaf.name, " ".join(row.into) if row else "")
    for code, leaf in new.leaves.items():
        if code in old.leaves and old.leaves[code] != leaf:
            yield from _of_leaf(old.leaves[code], leaf)


def _of_leaf(old: Category, new: Category) -> Iterator[Change]:
    told = (
        (Kind.RENAMED, _names(old), _names(new)),
        (Kind.MOVED, old.parent, new.parent),
        (Kind.DEFINITION, _definitions(old), _definitions(new)),
        (Kind.KEYWORDS, _less(old.keywords, new.keywords), _less(new.keywords, old.keywords)),
        (Kind.CONFUSABLE, _pairs(old.confusable), _pairs(new.confusable)),
        (Kind.EVIDENCE, "、".join(old.evidence), "、".join(new.evidence)),
        (Kind.LEAD, old.lead, new.lead),
        (Kind.SECTORS, _pairs(old.sectors), _pairs(new.sectors)),
    )
    found = [Change(kind, new.code, before, after) for kind, before, after in told if before != after]
    if not found and old.keywords != new.keywords:  # the same words in another order
        found = [Change(Kind.KEYWORDS, new.code, "、".join(old.keywords), "、".join(new.keywords))]
    yield from found


def _names(leaf: Category) -> str:
    return f"{leaf.name} / {leaf.name_en}" if leaf.name_en else leaf.name


def _definitions(leaf: Category) -> str:
    return f"{leaf.definition} {leaf.definition_en}".strip()


def _less(these: tuple[str, ...], those: tuple[str, ...]) -> str:
    return "、".join(word for word in these if word not in those)


def _pairs(pairs: tuple[tuple[str, object], ...]) -> str:
    return "；".join(f"{name} {words}" for name, words in sorted(pairs, key=lambda pair: pair[0]))


def _of_views(old: Taxonomy, new: Taxonomy) -> Iterator[Change]:
    before = {view.key: view for view in old.views}
    after = {view.key: view for view in new.views}
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        if was != now:
            same = set(was.groups if was else ()) & set(now.groups if now else ())
            yield Change(Kind.VIEWS, key, _view_words(was, same), _view_words(now, same))


def _view_words(view: OtherView | None, same: set[Group]) -> str:
    """Return the parts of a view in words, without those that are the ``same`` in the other version."""
    if view is None:
        return ""
    parts = (f"{group.name} {'、'.join(group.leaves)}".strip() for group in view.groups if group not in same)
    return "；".join(parts) or view.name
