"""Checks the seals of this database: every entry, every seal, the chain, the signatures, the heads kept outside."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from liandu.journal import heads
from liandu.journal.models import Seal, Span
from liandu.journal.offline import Checker, Fault, Header, Row, content_of, is_odd, is_within, pairs_of, read_header
from liandu.journal.rows import named_rows_between, rows_of
from liandu.journal.sealing import PURPOSE, key_folder

_FAR = 2**62
_SPANS = 500  # to hold against the table at once


@dataclass(frozen=True, slots=True)
class Result:
    """What was checked, and the first fault if there is one. ``first`` is the seal that the check began with."""

    first: int
    seals: int
    entries: int
    waiting: int
    head: str
    fault: Fault | None
    heads_kept: int  # how many of the heads checked stand in the file outside the database


def public_keys() -> dict[str, tuple[str, bytes]]:
    """Return the public keys that seals of this site may be signed with, by id."""
    return {key.id: (key.algorithm, key.public) for key in key_folder().all(PURPOSE)}


def verify(*, newest: int | None = None) -> Result:
    """Check all seals, or the ``newest`` so many, and return what was found. Memory does not grow with the journal."""
    check = _Check(newest)
    try:
        check.run()
        fault = None
    except Fault as found:
        fault = found
    checker = check.checker
    return Result(
        check.first, checker.number - check.first + 1, checker.entries, check.waiting, checker.head, fault,
        check.heads_kept,
    )  # fmt: skip


class _Check:
    """One run: the rows in their order on one side, the seals in theirs on the other."""

    def __init__(self, newest: int | None) -> None:
        self.checker = Checker(public_keys())
        self.heads = heads.kept()
        self.next_head = next(self.heads, None)
        self.heads_kept = self.waiting = 0
        self.buffer: list[Row] = []
        self.after = 0  # the number up to which rows were read
        self.spans: dict[int, tuple[int, int]] = {}  # low -> high and seal, not held against the table yet
        self.spans_seen = 0
        last = Seal.objects.order_by("-number").values_list("number", flat=True).first() or 0
        self.first = max(1, last - newest + 1) if newest else 1

    def run(self) -> None:
        """Go through everything; raise Fault at the first thing that is wrong."""
        self._begin()
        for seal in Seal.objects.filter(number__gte=self.first).order_by("number").iterator(chunk_size=50):
            header = self.checker.follow(seal.number, seal.header, seal.signature)
            self._compare_head(header)
            self.checker.check_rows(header, self._rows_of(header), seal.digests)
            self.spans |= {low: (high, seal.number) for low, high in pairs_of(header.ranges)}
            if len(self.spans) >= _SPANS:
                self._check_spans()
            self.checker.accept(header)
        self._check_spans()
        if self.next_head is not None and self.next_head.number > self.checker.number:
            raise Fault("heads.cut_off", seal=self.next_head.number)
        if self.first == 1 and Span.objects.count() != self.spans_seen:
            raise Fault("seal.missing", seal=self.checker.number + 1)
        self._check_tail()

    def _begin(self) -> None:
        """Take the seal before the first one as it stands: the chain ties the first one to it."""
        number = self.first - 1
        if number:
            seal = Seal.objects.filter(number=number).first()
            if seal is None:
                raise Fault("seal.missing", seal=number)
            before = read_header(number, seal.header)
            self.checker.number, self.checker.head = number, before.head
            self.checker.upper, self.checker.awaited, self.checker.total = before.upper, before.awaited, before.total
        self.after = self.checker.upper

    def _compare_head(self, header: Header) -> None:
        while self.next_head is not None and self.next_head.number < header.number:
            self.next_head = next(self.heads, None)
        if self.next_head is None or self.next_head.number != header.number:
            return
        if self.next_head.head != header.head:
            raise Fault("heads.other", seal=header.number)
        self.heads_kept += 1
        self.next_head = next(self.heads, None)

    def _rows_of(self, header: Header) -> list[Row]:
        """Return the rows that stand where the seal says; raise Fault for one that stands where none may be."""
        new = self._rows_upto(header.upper)
        if header.awaited:
            new = [row for row in new if not is_within(header.awaited, row[0])]
        if not self.checker.awaited:
            return new
        sealed = set(header.numbers)
        there = rows_of(self.checker.awaited)
        for row in there:  # a number that was given up must stay empty
            if row[0] not in sealed and not is_within(header.awaited, row[0]):
                raise Fault("entry.inserted", seal=header.number, seq=row[0])
        return [row for row in there if row[0] in sealed] + new

    def _rows_upto(self, upper: int) -> list[Row]:
        """Return the rows after those handed out before, up to number ``upper``."""
        while not self.buffer or self.buffer[-1][0] < upper:
            more = named_rows_between(self.after, _FAR)
            if not more:
                break
            self.buffer += more
            self.after = more[-1][0]
        cut = bisect_right(self.buffer, upper, key=itemgetter(0))
        taken, self.buffer = self.buffer[:cut], self.buffer[cut:]
        return taken

    def _check_spans(self) -> None:
        rows = Span.objects.filter(low__in=self.spans).values_list("low", "high", "seal")
        found = {low: (high, seal) for low, high, seal in rows}
        for low, told in self.spans.items():
            if found.get(low) != told:
                raise Fault("spans.changed", seal=told[1])
        self.spans_seen += len(self.spans)
        self.spans = {}

    def _check_tail(self) -> None:
        for row in self._tail():
            self.waiting += 1
            if is_odd(row) or hashlib.sha256(content_of(row)).hexdigest() != row[11]:
                raise Fault("tail.changed", seq=row[0])

    def _tail(self) -> Iterator[Row]:
        yield from rows_of(self.checker.awaited)
        after = self.checker.upper
        while rows := named_rows_between(after, _FAR):
            yield from rows
            after = rows[-1][0]
