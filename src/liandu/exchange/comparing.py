"""What a record would change here: new, the same, changed, in conflict, refused. Nothing is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Model

from liandu.exchange.identity import Identity
from liandu.exchange.kinds import Coming, Kind, Record, kind_named, kinds, sentence_of
from liandu.exchange.models import Foreign, Site
from liandu.exchange.wire import digest_of
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

MOST_REMEMBERED = 500  # rows that others refer to
TOGETHER = 200  # records that are asked about, and written down, together
Name = tuple[str, str, str]  # kind, origin, key
T = TypeVar("T")


class Verdict(StrEnum):
    """What a record is to us."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A record beside what we hold: ``existing`` row, resolved ``refs``, and field by field what differs."""

    record: Record
    verdict: Verdict
    title: str
    existing: Any = None
    refs: Mapping[str, Any] = field(default_factory=dict)
    foreign: Foreign | None = None
    differences: tuple[tuple[str, Any, Any], ...] = ()
    refusal: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the record's name in forms and choices."""
        return f"{self.record.kind}:{self.record.origin}:{self.record.key}"


class Comparer:
    """Compares the records of one package, in its order; knows which of them would be made before others need them."""

    def __init__(
        self, *, me: Identity, sender: Site, sites: Mapping[str, str], by: Any, looks_only: bool = True
    ) -> None:
        """``looks_only`` says that nothing is written meanwhile: what was not there before is not there later."""
        self.me, self.sender, self.sites, self.by, self._looks_only = me, sender, sites, by, looks_only
        # What is tied to our rows by now and not written down yet; filled by who applies.
        self.made: dict[Name, Foreign] = {}
        self._expected: dict[Name, Foreign | None] = {}
        # Only where one looks: what is applied is there, or was refused. Drafts that say the same are one.
        self._drafts: dict[Name, Model] = {}
        self._shared: dict[tuple[Any, ...], Model] = {}
        self._rows: dict[Name, Any] = {}
        self._referred = {ref.kind for kind in kinds() for ref in kind.refs.values()}
        self._site = lru_cache(maxsize=256)(self._find_site)

    def _find_site(self, code: str) -> Site | None:
        return Site.objects.filter(code=code).first()

    def compared(self, kind: Kind, records: Iterable[Record]) -> Iterator[Comparison]:
        """Yield what each of the records is to us; what we know of them is asked for in one query for many."""
        for many in by_many(records):
            names = {record.identity: (kind.name, *record.identity) for record in many if record.origin != self.me.site}
            self._expected = dict.fromkeys(names.values())
            rows = Foreign.objects.filter(kind=kind.name, key__in={key for _origin, key in names})
            for row in rows.select_related("origin"):
                if (name := names.get((row.origin.code, row.key))) is not None:
                    self._expected[name] = row
            yield from map(self.compare, many)

    def compare(self, record: Record) -> Comparison:
        """Return what the record is to us."""
        kind = kind_named(record.kind)
        if kind is None:  # the reader let none through
            raise LookupError(record.kind)
        title = "" if kind.sealed else kind.title_of(record.fields)[:120]
        try:
            return self._compared(kind, record, title)
        except Refusal as refusal:
            return Comparison(record, Verdict.REFUSED, title, refusal=sentence_of(refusal))

    def _compared(self, kind: Kind, record: Record, title: str) -> Comparison:
        foreign = self.foreign(kind, record.identity)
        existing = self.row(kind, record.identity, foreign)
        refs = {name: self._ref(kind, name, record) for name in kind.refs}
        if existing is None and all(ref is None or ref.pk for ref in refs.values()):
            existing = kind.match(record, refs)
        verdict, differences = self._verdict(kind, record, existing, refs, foreign)
        if verdict != Verdict.SAME:
            kind.refuse(record, refs, existing, self.coming(record))
        if self._looks_only and kind.name in self._referred and (existing is None or foreign is None):
            # For those that refer to it: a row that is recognised, or one that is not made yet.
            self._drafts[kind.name, *record.identity] = existing or self._draft(kind, refs)
        return Comparison(record, verdict, title, existing, refs, foreign, differences)

    def _verdict(
        self, kind: Kind, record: Record, existing: Any, refs: Mapping[str, Any], foreign: Foreign | None
    ) -> tuple[Verdict, tuple[tuple[str, Any, Any], ...]]:
        if existing is None:
            return Verdict.NEW, ()
        differences = differences_of(kind, record, existing, refs)
        if not differences or (foreign is not None and foreign.theirs == digest_of(record.said())):
            return Verdict.SAME, ()
        ours_untouched = (
            foreign is not None
            and foreign.via_id == self.sender.pk
            and foreign.ours == digest_of(local_version(kind, existing))
        )
        return (Verdict.CHANGED if ours_untouched else Verdict.CONFLICT), differences

    def foreign(self, kind: Kind, identity: tuple[str, str]) -> Foreign | None:
        """Return what we know of a foreign record, None for our own and for what is new."""
        origin, key = identity
        name = (kind.name, origin, key)
        if name in self.made:
            return self.made[name]
        if name in self._expected:
            return self._expected[name]
        site = None if origin == self.me.site else self._site(origin)
        return Foreign.objects.filter(origin=site, kind=kind.name, key=key).first() if site else None

    def row(self, kind: Kind, identity: tuple[str, str], foreign: Foreign | None) -> Any:
        """Return our row of a record, None when there is none."""
        if identity[0] == self.me.site:
            return kind.own(identity[1])
        return kind.get(foreign.local) if foreign else None

    def _ref(self, kind: Kind, name: str, record: Record) -> Any:
        identity, ref = record.refs[name], kind.refs[name]
        other = kind_named(ref.kind)
        if identity is None or other is None:
            return None
        row = self._referred_row(other, identity)
        if row is None and (ref.binding or not ref.optional):
            sentence = gettext_noop("它所属的“%(kind)s”没有导入，所以这一条也不能导入。")
            raise Refusal("exchange.ref_missing", sentence, kind=str(other.label))
        return row

    def _referred_row(self, kind: Kind, identity: tuple[str, str]) -> Any:
        """Return what is referred to: a row of ours, remembered as the same few are asked for again; or a draft."""
        name = (kind.name, *identity)
        if self._looks_only and name in self._drafts:
            return self._drafts[name]
        row = self._rows.get(name) or self.row(kind, identity, self.foreign(kind, identity))
        if row is None:
            return self._drafts.get(name)
        if len(self._rows) >= MOST_REMEMBERED:
            self._rows.clear()
        self._rows[name] = row
        return row

    def _draft(self, kind: Kind, refs: Mapping[str, Any]) -> Model:
        """Return an unsaved row that stands for records not taken over yet, for those that refer to them."""
        said = {name: ref for name, ref in refs.items() if ref is not None and name in kind.drafted}
        which = (kind.name, *sorted((name, id(ref)) for name, ref in said.items()))
        if which not in self._shared:
            self._shared[which] = kind.model(**said)  # which holds its references, so that their ids stay theirs
        return self._shared[which]

    def coming(self, record: Record, **more: Any) -> Coming:
        """Return who takes the record over, and whose it is."""
        if record.origin == self.me.site:
            return Coming(self.by, **more)
        site = self._site(record.origin)
        # A site that we know keeps the name we know it by, whatever a package calls it.
        name = site.name if site else self.sites.get(record.origin, "")
        return Coming(self.by, mark=site.mark if site else "", source=name, **more)


def by_many(things: Iterable[T]) -> Iterator[list[T]]:
    """Yield the things in lists of at most TOGETHER."""
    things = iter(things)
    while many := list(islice(things, TOGETHER)):
        yield many


def local_version(kind: Kind, row: Any) -> dict[str, Any]:
    """Return our row as far as it is compared: fields, and keys of the rows it refers to."""
    refs = {f"→{name}": thing.pk if thing else None for name, thing in kind.refs_of(row).items()}
    return kind.fields_of(row) | refs


def differences_of(
    kind: Kind, record: Record, existing: Any, refs: Mapping[str, Any]
) -> tuple[tuple[str, Any, Any], ...]:
    """Return (field, ours, theirs) for what differs; a reference that we cannot follow says nothing."""
    if not kind.compared:
        return ()
    ours = kind.fields_of(existing)
    found = [(name, ours[name], said) for name, said in record.fields.items() if ours[name] != said]
    for name, thing in kind.refs_of(existing).items():
        theirs = refs.get(name)
        if theirs is not None and (thing is None or thing.pk != theirs.pk):
            found.append((name, str(thing or ""), str(theirs)))
    return tuple(found)
