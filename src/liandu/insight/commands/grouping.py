"""What the machine writes of strands: who was voted in, and the proposals made anew."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.findings.models import Finding
from liandu.findings.states import State
from liandu.insight.grouping import Made, Proposed
from liandu.insight.models import Grouped, Membership, Strand, Why
from liandu.insight.rules.strands import was_refused
from liandu.insight.states import StrandState
from liandu.journal.commands import record

ONLY = 1  # the key of the one row of Grouped
AT_ONCE = 150  # rows a statement


@transaction.atomic
def write_grouping(*, made: Made, digest: str, by: Any = None) -> int:
    """Keep what grouping made of the rows with this digest and return how many findings have another place now.

    What people did meanwhile counts: who has a place of theirs keeps it, a strand that is gone takes nobody in.
    """
    state, _new = Grouped.objects.select_for_update().get_or_create(
        pk=ONLY, defaults={"digest": "", "at": timezone.now()}
    )
    if state.digest == digest:
        return 0
    Grouped.objects.filter(pk=ONLY).update(digest=digest, at=timezone.now())
    joined = _let_join(made, by)
    proposed = _propose(_still_free(made.proposed))
    if joined or proposed:
        facts = {"joined": joined, "strands": len(made.proposed), "findings": proposed}
        record(act="strand.grouped", subject="insight.strands", by=by, facts=facts)
    return joined + proposed


def _let_join(made: Made, by: Any) -> int:
    """Let findings that have no place of a person join the strands that are accepted still; return how many did."""
    wanted = dict(made.joined)
    accepted = Strand.objects.filter(pk__in=set(wanted.values()), state=StrandState.ACCEPTED)
    homes = {strand.pk: strand for strand in accepted.order_by("pk")}
    free = _free(list(wanted))
    by_home: dict[int, list[int]] = {}
    for key in sorted(free):
        if wanted[key] in homes:
            by_home.setdefault(wanted[key], []).append(key)
    now = timezone.now()
    for home, keys in sorted(by_home.items()):
        _empty(keys)
        Membership.objects.bulk_create(
            [Membership(finding_id=key, strand_id=home, why=Why.JOINED, since=now) for key in keys], batch_size=AT_ONCE
        )
        facts = {"members": keys, "findings": len(keys)}
        record(act="strand.joined", subject=homes[home], by=by, facts=facts)
    return sum(map(len, by_home.values()))


def _free(keys: Sequence[int]) -> set[int]:
    """Return those of the findings that are confirmed and have no place that a person gave or froze."""
    found: set[int] = set()
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        # Locked first, so that what a person moves at the same time is seen here or refused there.
        rows = Finding.objects.select_for_update().filter(pk__in=part, state=State.CONFIRMED).order_by("pk")
        confirmed = list(rows.values_list("pk", flat=True))
        taken = Membership.objects.filter(pk__in=part, strand__frozen=True).values_list("pk", flat=True)
        found |= set(confirmed) - set(taken)
    return found


def _still_free(proposed: Sequence[Proposed]) -> list[Proposed]:
    """Return the proposals without those who have a place meanwhile, and without what was refused before."""
    free = _free([key for group in proposed for key in group.members])
    retired = list(Strand.objects.filter(state=StrandState.RETIRED).values_list("was", flat=True))
    kept = []
    for group in proposed:
        members = tuple(key for key in group.members if key in free)
        if len(members) < 2 or was_refused(members, retired):
            continue
        medoid = group.medoid if group.medoid in members else members[0]
        kept.append(Proposed(group.code, group.label, group.words, medoid, members))
    return kept


def _propose(groups: Sequence[Proposed]) -> int:
    """Make the untouched proposals anew; return how many findings stand in another strand than before, or in none now.

    A group that is still mostly the same keeps its row, so that its address stays.
    """
    old: dict[int, set[int]] = {}
    rows = Strand.objects.filter(state=StrandState.PROPOSED, frozen=False)
    strands = {strand.pk: strand for strand in rows.order_by("pk")}
    for key, strand in Membership.objects.filter(strand__in=rows).values_list("pk", "strand"):
        old.setdefault(strand, set()).add(key)
    kept = _matched(groups, strands, old)
    gone = [pk for pk in strands if pk not in kept]
    before = {key: strand for strand, keys in old.items() for key in keys}
    after: dict[int, int] = {}
    now = timezone.now()
    by_group = {id(group): pk for pk, group in kept.items()}
    for group in groups:
        pk = by_group.get(id(group)) or _made(group, now).pk
        after.update(dict.fromkeys(group.members, pk))
    leaving = [key for key, strand in before.items() if after.get(key) != strand]
    coming = [key for key, strand in sorted(after.items()) if before.get(key) != strand]
    _empty(leaving)
    Membership.objects.bulk_create(
        [Membership(finding_id=key, strand_id=after[key], why=Why.GROUPED, since=now) for key in coming],
        batch_size=AT_ONCE,
    )
    for pk, group in kept.items():
        _remade(strands[pk], group, changed=set(group.members) != old.get(pk, set()))
    Strand.objects.filter(pk__in=gone).delete()
    return len(set(leaving) | set(coming))


def _matched(groups: Sequence[Proposed], strands: dict[int, Strand], old: dict[int, set[int]]) -> dict[int, Proposed]:
    """Return the proposal rows that go on, each with its group: half of its members and more are in it."""
    kept: dict[int, Proposed] = {}
    for group in sorted(groups, key=lambda group: (-len(group.members), group.members[0])):
        shared = [
            (-len(old[pk] & set(group.members)), pk)
            for pk in old
            if pk not in kept
            and strands[pk].code == group.code
            and 2 * len(old[pk] & set(group.members)) >= len(old[pk])
        ]
        if shared:
            kept[min(shared)[1]] = group
    return kept


def _made(group: Proposed, now: Any) -> Strand:
    return Strand.objects.create(
        code=group.code, label=group.label, words=list(group.words), medoid_id=group.medoid, made_at=now
    )


def _remade(strand: Strand, group: Proposed, *, changed: bool) -> None:
    """Write a proposal anew where anything of it is different; who has seen the old one is told."""
    now = (group.label, list(group.words), group.medoid)
    if changed or (strand.label, strand.words, strand.medoid_id) != now:
        strand.label, strand.words, strand.medoid_id = now
        strand.version += 1
        strand.save(update_fields=["label", "words", "medoid", "version"])


def _empty(keys: Sequence[int]) -> None:
    """Take findings out of the proposals that nobody has touched."""
    for start in range(0, len(keys), 500):
        Membership.objects.filter(pk__in=keys[start : start + 500], strand__frozen=False).delete()
