"""Who reaches what: the conditions that every page, list, count and choice of this app starts from."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils import timezone

from liandu.access.queries import NOTHING, acts_of, own_offices
from liandu.access.roles import CLUE_ACTS, Act
from liandu.clues.models import Assignment, Clue, Disposition, ListLine, Recusal, SealedList
from liandu.clues.states import AssignmentState, ListState
from liandu.orgs.models import Unit
from liandu.orgs.queries import on_day

# Who gave an assignment back, or lost it, is no longer named in the clue.
NAMED_BY_ASSIGNMENT = (
    AssignmentState.OFFERED, AssignmentState.ACCEPTED, AssignmentState.REPORTED, AssignmentState.CONCLUDED,
)  # fmt: skip


def may_enter(reader: Any, *acts: Act) -> bool:
    """Return whether the reader carries one of ``acts`` (any act on clues when none is given)."""
    return bool(acts_of(reader) & (frozenset(acts) or CLUE_ACTS))


def clues_for(reader: Any) -> QuerySet[Clue]:
    """Return the clues in which the reader is named, or all of the register that they keep; never those recused from.

    Without a post that carries the act, having been named opens nothing.
    """
    acts, named = acts_of(reader), NOTHING
    if Act.CLUE_KEEP in acts:
        named |= Q(register__in=own_offices(reader, Act.CLUE_KEEP))
    if Act.CLUE_REGISTER in acts:
        named |= Q(registrar=reader.pk) | Q(keeper=reader.pk)
    if Act.CLUE_APPROVE in acts:
        decided = Disposition.objects.filter(approver=reader.pk).values("clue")
        named |= Q(approver=reader.pk) | Q(pk__in=decided)
    if Act.CLUE_HANDLE in acts:
        handled = Assignment.objects.filter(handler=reader.pk, state__in=NAMED_BY_ASSIGNMENT).values("clue")
        named |= Q(pk__in=handled)
    return _without_recused(Clue.objects.filter(named), reader)


def _without_recused(rows: QuerySet[Clue], reader: Any) -> QuerySet[Clue]:
    return rows.exclude(pk__in=_recusals(reader).exclude(clue=None).values("clue")).exclude(
        unit__in=_units_recused(reader)
    )


def _recusals(reader: Any) -> QuerySet[Recusal]:
    return Recusal.objects.filter(on_day(timezone.localdate()), person=reader.pk)


def _units_recused(reader: Any) -> QuerySet[Unit]:
    """Return the units that the reader keeps away from today, with everything below them."""
    inner = ExpressionWrapper(OuterRef("path"), CharField())
    above = _recusals(reader).exclude(unit=None).annotate(inner=inner).filter(inner__startswith=F("unit__path"))
    return Unit.objects.filter(Exists(above)).values("pk")  # type: ignore[return-value]


def people_recused(clue: Clue) -> set[int]:
    """Return the keys of the people who keep away from ``clue`` today: from it, from its unit, or from one above."""
    above = [int(part) for part in clue.unit.path.strip("/").split("/")]
    rows = Recusal.objects.filter(on_day(timezone.localdate()), Q(clue=clue.pk) | Q(unit__in=above))
    return set(rows.values_list("person", flat=True))


def lists_for(reader: Any) -> QuerySet[SealedList]:
    """Return the sealed lists that the reader sent, that wait for their office, that they signed, or of their register.

    A list with a line about a unit or a clue that the reader is recused from stays away as a whole.
    """
    acts, named = acts_of(reader), NOTHING
    if Act.CLUE_SEND in acts:
        named |= Q(sender=reader.pk)
    if Act.CLUE_REGISTER in acts:
        waiting = Q(recipient__in=own_offices(reader, Act.CLUE_REGISTER), state=ListState.SENT)
        named |= waiting | Q(signed_by=reader.pk)
    if Act.CLUE_KEEP in acts:
        named |= Q(recipient__in=own_offices(reader, Act.CLUE_KEEP)) & ~Q(state=ListState.DRAFTING)
    units = _units_recused(reader)
    clues = _recusals(reader).exclude(clue=None).values("clue")
    recused = ListLine.objects.filter(Q(unit__in=units) | Q(clue__unit__in=units) | Q(clue__in=clues))
    return SealedList.objects.filter(named).exclude(pk__in=recused.values("sealed_list"))


def lines_for(reader: Any) -> QuerySet[ListLine]:
    """Return the lines of the lists within reach."""
    return ListLine.objects.filter(sealed_list__in=lists_for(reader).values("pk")).select_related("sealed_list")


def assignments_for(reader: Any) -> QuerySet[Assignment]:
    """Return the assignments of the clues within reach; who only handles sees their own."""
    rows = Assignment.objects.filter(clue__in=clues_for(reader).values("pk")).select_related("clue", "office")
    if acts_of(reader) & {Act.CLUE_KEEP, Act.CLUE_REGISTER, Act.CLUE_APPROVE}:
        return rows
    return rows.filter(handler=reader.pk)


def knows_all_of(reader: Any, clue: Clue) -> bool:
    """Return whether the reader, who reaches ``clue``, also reads what was held and proposed, not only their own part.

    Those who register, keep or approve it do; those who only handle it read persons, narrative and their own part.
    """
    acts = acts_of(reader)
    return (
        (Act.CLUE_KEEP in acts and own_offices(reader, Act.CLUE_KEEP).filter(pk=clue.register_id).exists())
        or (Act.CLUE_REGISTER in acts and reader.pk in {clue.registrar_id, clue.keeper_id})
        or (Act.CLUE_APPROVE in acts and _was_put_before(reader, clue))
    )


def _was_put_before(reader: Any, clue: Clue) -> bool:
    return clue.approver_id == reader.pk or any(row.approver_id == reader.pk for row in clue.dispositions.all())


def registers_of(reader: Any) -> QuerySet[Unit]:
    """Return the case-management offices whose register the reader works in."""
    return own_offices(reader, Act.CLUE_REGISTER)


def clue_number(clue: Clue) -> str:
    """Return the central number of a clue that came from clues_for(): it is for those within reach only."""
    return clue.number
