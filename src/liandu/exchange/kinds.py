"""What may travel: each stage registers its kinds of record here, in its ``presenters`` room, once.

A kind says which rows a reader may send, how a row is said as a record, and which command takes a record over. The
order of registering is the order of travelling: a kind refers only to kinds before it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from django.db.models import Model

from liandu.exchange.wire import Check
from liandu.files.incoming import Incoming
from liandu.inspections.examination import Examined, examine
from liandu.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Selection:
    """What one wants to send: the keys of rounds, and the names of the kinds that one chooses by hand."""

    rounds: tuple[int, ...]
    chosen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference of a record to one of ``kind``.

    An ``optional`` one may be empty, or lead to what we have not; one that is ``binding`` may be empty, but when it is
    stated it must be followed: it decides who may reach the record.
    """

    kind: str
    optional: bool = False
    binding: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it travels: whose it is (``origin`` and ``key``), what it says, what it refers to."""

    kind: str
    origin: str
    key: str
    fields: Mapping[str, Any]
    refs: Mapping[str, tuple[str, str] | None] = field(default_factory=dict)

    @property
    def identity(self) -> tuple[str, str]:
        """Return what names the record everywhere."""
        return self.origin, self.key

    def said(self) -> dict[str, Any]:
        """Return the record as it is written into a package."""
        refs = {name: list(ref) if ref else None for name, ref in self.refs.items()}
        return {"site": self.origin, "key": self.key, "fields": dict(self.fields), "refs": refs}


@dataclass(frozen=True, slots=True)
class Coming:
    """Who takes a record over, from which site, with which file; ``mark`` and ``source`` say whose it is."""

    by: Any
    mark: str = ""
    source: str = ""
    incoming: Incoming | None = None
    examined: Any = None


class Kind:
    """A kind of record. ``always`` travels with every round; the others are chosen by hand.

    Of a ``sealed`` kind no title, no number and no sign that it was there is kept or shown outside may_see().
    """

    name: ClassVar[str]
    label: ClassVar[Any]
    version: ClassVar[int] = 1
    always: ClassVar[bool] = False
    sealed: ClassVar[bool] = False
    compared: ClassVar[bool] = True  # False for what is only recognised, never changed
    tied: ClassVar[bool] = True  # False when the row itself remembers which record it is
    model: ClassVar[type[Model]]
    # Of a sealed kind: codes of refusals that are about who opens, so that another may; and of those that are for good.
    personal: ClassVar[frozenset[str]] = frozenset()
    final: ClassVar[frozenset[str]] = frozenset()
    drafted: ClassVar[frozenset[str]] = frozenset()  # which references a row that is not made yet must have already
    needs: ClassVar[tuple[str, ...]] = ()  # kinds that are chosen with this one: without them it says nothing
    fields: ClassVar[Mapping[str, Check]]
    refs: ClassVar[Mapping[str, Ref]] = {}
    words: ClassVar[Mapping[str, Any]] = {}  # what fields are called, where exchange.wording does not know them

    def may_send(self, reader: Any) -> bool:
        """Return whether ``reader`` may send records of this kind at all."""
        raise NotImplementedError

    def may_see(self, reader: Any) -> bool:
        """Return whether ``reader`` may know that a package holds records of this kind; without, they stay shut."""
        return bool(reader)

    def rows_for(self, reader: Any, selection: Selection) -> Iterator[Model]:
        """Yield the rows of ``selection`` within the reader's reach, one after the other."""
        raise NotImplementedError

    def key_of(self, row: Any) -> str:
        """Return what names a row of ours for ever."""
        return str(row.pk)

    def is_ours(self, row: Any) -> bool:  # noqa: ARG002 - for kinds that keep what came in another table
        """Return whether ``row`` is certainly none that came from elsewhere; False when only its key can tell."""
        return False

    def get(self, key: int) -> Any:
        """Return the row of ours with this key of the table, None when it is gone."""
        raise NotImplementedError

    def get_many(self, keys: Collection[int]) -> dict[int, Any]:
        """Return the rows of ours with these keys that are there, by key."""
        return {key: row for key in keys if (row := self.get(key)) is not None}

    def own(self, key: str) -> Any:
        """Return the row of ours that key_of() names ``key``, None when there is none."""
        return self.get(int(key)) if key.isascii() and key.isdigit() and len(key) < 19 else None

    def fields_of(self, row: Any) -> dict[str, Any]:
        """Return what a record of ``row`` says."""
        raise NotImplementedError

    def refs_of(self, row: Any) -> dict[str, Any]:  # noqa: ARG002 - for those that refer
        """Return the rows that ``row`` refers to, by name of the reference."""
        return dict.fromkeys(self.refs)

    def title_of(self, fields: Mapping[str, Any]) -> str:
        """Return what people call the record."""
        raise NotImplementedError

    def in_words(self, name: str, value: Any) -> Any:  # noqa: ARG002 - for kinds with choices
        """Return what the field ``name`` says as people read it."""
        return value

    def match(self, record: Record, refs: Mapping[str, Any]) -> Any:  # noqa: ARG002 - for those who can
        """Return the row of ours that is the same thing although nobody said so yet, None when there is none."""
        return None

    def refuse(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> None:
        """Raise Refusal when the record cannot be taken over; asked before anything is written."""

    def apply(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> Any:
        """Take the record over through the stage's commands and return the row."""
        raise NotImplementedError

    def file_of(self, fields: Mapping[str, Any]) -> str:  # noqa: ARG002 - only material has files
        """Return the digest of the original that travels with the record, "" for none."""
        return ""

    def examine(self, path: Path, name: str) -> Examined:
        """Return what a first look at an original of this kind finds; raise Refusal when it is not taken."""
        return examine(path, name)

    def above(self, fields: Mapping[str, Any], ceiling: str) -> bool:  # noqa: ARG002 - only material has a grade
        """Return whether the record is graded above what the receiver may hold."""
        return False


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Let records of ``kind`` travel and return it."""
    if kind.name in _kinds:
        msg = f"{kind.name} is registered twice"
        raise ValueError(msg)
    unknown = {ref.kind for ref in kind.refs.values()} - {*_kinds, kind.name}
    if unknown:
        msg = f"{kind.name} refers to {unknown}, which must be registered before"
        raise ValueError(msg)
    _kinds[kind.name] = kind
    return kind


def kinds() -> list[Kind]:
    """Return the kinds in the order in which they travel."""
    return list(_kinds.values())


def open_numbers(counts: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``counts`` by kind without those of sealed kinds: what may stand in the journal."""
    return {name: count for name, count in counts.items() if name not in _kinds or not _kinds[name].sealed}


def numbers_for(reader: Any, counts: Mapping[str, Any], *, whose: int | None = None) -> dict[str, Any]:
    """Return ``counts`` by kind as far as ``reader`` may know of them.

    Of a sealed kind only the person ``whose`` package it is (by key; None: nobody in particular) may, with the right.
    """
    hidden = hidden_kinds(reader, whose=whose)
    return {name: count for name, count in counts.items() if name not in hidden}


def hidden_kinds(reader: Any, *, whose: int | None = None) -> frozenset[str]:
    """Return the names of the kinds of which ``reader`` may not know that a package holds any."""
    others = whose is not None and whose != reader.pk
    return frozenset(kind.name for kind in _kinds.values() if (others and kind.sealed) or not kind.may_see(reader))


def with_needed(chosen: Collection[str]) -> list[str]:
    """Return the names ``chosen`` with those of the kinds that they need, in the order of travelling."""
    wanted = set(chosen)
    for kind in reversed(_kinds.values()):
        if kind.name in wanted:
            wanted.update(kind.needs)
    return [name for name in _kinds if name in wanted] + sorted(wanted - set(_kinds))


def kind_named(name: str) -> Kind | None:
    """Return the kind with this name, None when no stage registered it."""
    return _kinds.get(name)


def sentence_of(refusal: Refusal) -> dict[str, Any]:
    """Return a refusal as it is stored and travels: code, sentence, facts."""
    return {"code": refusal.code, "sentence": refusal.sentence, "facts": {k: str(v) for k, v in refusal.facts.items()}}
