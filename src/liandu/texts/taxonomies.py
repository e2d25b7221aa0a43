"""A taxonomy as a whole: two levels, other views on the same classes, and the classes that were retired.

A code never changes its meaning and is never used again. So a retired class stays here with its last name and with
where it went: into one class, and what was filed under it reads as that one; into several or none, and people must say
for each thing where it belongs now.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from liandu.texts.keywords import Aspect, Category


@dataclass(frozen=True, slots=True)
class Retired:
    """A class that is no longer in use: its last name, where it went, and the version that retired it."""

    code: str
    parent: str
    name: str
    name_en: str
    into: tuple[str, ...]
    since: int


@dataclass(frozen=True, slots=True)
class Group:
    """A part of another view: its name and the classes in it. ``code`` is empty where the view is one part only."""

    code: str
    name: str
    name_en: str
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherView:
    """Another view on the same classes: the three focuses, the personnel theme."""

    key: str
    name: str
    name_en: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Taxonomy:
    """One version of the taxonomy. It never changes; what is asked of it often is worked out once."""

    aspects: Mapping[str, Aspect]
    leaves: Mapping[str, Category]
    views: tuple[OtherView, ...] = ()
    retired: Mapping[str, Retired] = field(default_factory=dict)

    def successors(self, code: str) -> tuple[str, ...]:
        """Return the classes of today that ``code`` went into: itself while in use; () for none, or an unknown code."""
        if code in self.leaves:
            return (code,)
        found: dict[str, None] = {}
        ahead, seen = [code], {code}
        while ahead:
            row = self.retired.get(ahead.pop(0))
            for into in row.into if row else ():
                if into in self.leaves:
                    found[into] = None
                elif into not in seen:
                    seen.add(into)
                    ahead.append(into)
        return tuple(found)

    @cached_property
    def merged(self) -> Mapping[str, str]:
        """Return the retired codes that read as a class of today, with that class."""
        told = {code: self._one_way(code) for code in self.retired}
        return {code: today for code, today in told.items() if today}

    def _one_way(self, code: str) -> str:
        """Return where a retired code led by single steps; "" where a step had several ends, or none."""
        seen: set[str] = set()
        while code not in self.leaves:
            row = self.retired.get(code)
            if row is None or len(row.into) != 1 or code in seen:
                return ""
            seen.add(code)
            code = row.into[0]
        return code

    def today(self, code: str) -> str:
        """Return the class that ``code`` reads as: what it was merged into, else itself."""
        return self.merged.get(code, code)

    @cached_property
    def _with_merged(self) -> Mapping[str, tuple[str, ...]]:
        found = {code: [code] for code in self.leaves}
        for old, today in self.merged.items():
            found[today].append(old)
        return {code: tuple(codes) for code, codes in found.items()}

    def filed_as(self, code: str) -> tuple[str, ...]:
        """Return the codes under which things of the class may be filed: its own, and those merged into it."""
        return self._with_merged.get(code, (code,))

    @cached_property
    def unsettled(self) -> tuple[str, ...]:
        """Return the retired codes of which people must say, thing by thing, where it belongs now."""
        return tuple(code for code in self.retired if code not in self.merged)

    def knows(self, code: str) -> bool:
        """Return whether ``code`` is, or ever was, a class."""
        return code in self.leaves or code in self.retired

    def falls_under(self, code: str, named: Iterable[str]) -> bool:
        """Return whether a thing filed under ``code`` falls under one of ``named``: classes or first levels.

        Both sides are read as of today, so that what was written before a class was merged goes on to count.
        """
        if not code:
            return False
        today = self.today(code)
        row = self.leaves.get(today) or self.retired.get(today)
        return any(self.today(name) == today or (row is not None and name == row.parent) for name in named)

    def under(self, aspect: str) -> list[Category]:
        """Return the classes of a first level, in order."""
        return [leaf for leaf in self.leaves.values() if leaf.parent == aspect]
