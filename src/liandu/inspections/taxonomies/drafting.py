"""One step on a draft of the taxonomy: a class set, a class retired, a first level set. What is wrong is refused later.

Each returns a new value; whether it may follow the version in force is for ``follow`` to say.
"""

from collections.abc import Collection
from dataclasses import replace

from liandu.texts.keywords import Aspect, Category
from liandu.texts.taxonomies import Group, OtherView, Retired, Taxonomy


def with_leaf(before: Taxonomy, leaf: Category, places: Collection[tuple[str, str]]) -> Taxonomy:
    """Return the taxonomy with this class, new or in place of the one of its code.

    ``places`` are the (view, group) of other views that it stands in.
    """
    leaves = {**before.leaves, leaf.code: leaf}
    retired = {code: row for code, row in before.retired.items() if code != leaf.code}
    # A new class stands behind those of its first level: by code, for a list is looked through by code.
    ordered = dict(sorted(leaves.items(), key=lambda pair: (pair[1].parent, _by_code(pair[0]))))
    views = tuple(_placed(view, leaf.code, places) for view in before.views)
    return replace(before, leaves=ordered, retired=retired, views=views)


def _by_code(code: str) -> tuple[str, int]:
    return code[:1], int(code[1:]) if code[1:].isdecimal() else 0


def _placed(view: OtherView, code: str, places: Collection[tuple[str, str]]) -> OtherView:
    return replace(
        view, groups=tuple(_in_group(group, code, belongs=(view.key, group.code) in places) for group in view.groups)
    )


def _in_group(group: Group, code: str, *, belongs: bool) -> Group:
    if belongs == (code in group.leaves):
        return group
    leaves = (*group.leaves, code) if belongs else tuple(one for one in group.leaves if one != code)
    return replace(group, leaves=leaves)


def without_leaf(before: Taxonomy, code: str, into: tuple[str, ...], number: int) -> Taxonomy:
    """Return the taxonomy with the class retired as of version ``number``; where its things go is ``into``."""
    gone = before.leaves[code]
    leaves = {one: _without_note(leaf, code) for one, leaf in before.leaves.items() if one != code}
    retired = {**before.retired, code: Retired(code, gone.parent, gone.name, gone.name_en, into, number)}
    views = tuple(_placed(view, code, ()) for view in before.views)
    return replace(before, leaves=leaves, retired=retired, views=views)


def _without_note(leaf: Category, code: str) -> Category:
    return replace(leaf, confusable=tuple(pair for pair in leaf.confusable if pair[0] != code))


def with_leaf_back(now: Taxonomy, before: Taxonomy, code: str) -> Taxonomy:
    """Return the draft ``before`` with a class back that it retires, as the class stands in ``now``.

    What was taken out with it comes back too, where nothing else was changed there: notes of what is taken for it, and
    its place in other views.
    """
    after = with_leaf(before, now.leaves[code], [])
    leaves = {one: _as_before(now.leaves.get(one), leaf, code) for one, leaf in after.leaves.items()}
    groups = {(view.key, group.code): group for view in now.views for group in view.groups}
    views = tuple(
        replace(view, groups=tuple(_group_as_before(groups.get((view.key, g.code)), g, code) for g in view.groups))
        for view in after.views
    )
    return replace(after, leaves=leaves, views=views)


def _as_before(was: Category | None, leaf: Category, code: str) -> Category:
    return was if was is not None and _without_note(was, code) == leaf else leaf


def _group_as_before(was: Group | None, group: Group, code: str) -> Group:
    if was is None or code not in was.leaves:
        return group
    return was if _in_group(was, code, belongs=False) == group else _in_group(group, code, belongs=True)


def with_aspect(before: Taxonomy, aspect: Aspect) -> Taxonomy:
    """Return the taxonomy with this first level, new or in place of the one of its letter."""
    return replace(before, aspects=dict(sorted({**before.aspects, aspect.code: aspect}.items())))
