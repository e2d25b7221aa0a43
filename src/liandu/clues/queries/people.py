"""Who may be named in a clue: people by their posts of today, units by their names; and the list of recusals."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from liandu.access.models import Post
from liandu.access.queries import acts_of, own_offices
from liandu.access.roles import CLUE_ACTS, ROLES, Act
from liandu.accounts.models import User
from liandu.clues.models import Clue, Recusal, Sitting
from liandu.clues.queries.reach import clues_for, people_recused
from liandu.inspections.models import Round
from liandu.orgs.models import Unit
from liandu.orgs.queries import on_day


def _posts_with(*acts: Act) -> QuerySet[Post]:
    roles = [key for key, role in ROLES.items() if role.acts & frozenset(acts)]
    rows = Post.objects.filter(on_day(timezone.localdate()), role__in=roles, user__is_active=True)
    return rows.select_related("user", "unit").order_by("unit__path", "user__username", "pk")


def _free_of(rows: QuerySet[Post], clue: Clue) -> QuerySet[Post]:
    """Return those of ``rows`` whose person is not recused from ``clue``."""
    return rows.exclude(user__in=people_recused(clue))


def keeper_posts(reader: Any) -> QuerySet[Post]:
    """Return the posts of those who may keep a clue in the reader's own register."""
    return _posts_with(Act.CLUE_REGISTER).filter(unit__in=own_offices(reader, Act.CLUE_REGISTER))


def approver_posts(reader: Any, clue: Clue) -> QuerySet[Post]:
    """Return the posts of those before whom a disposition of ``clue`` may be put: not the reader, nobody recused."""
    return _free_of(_posts_with(Act.CLUE_APPROVE).exclude(user=reader.pk), clue)


def handler_posts(reader: Any, clue: Clue) -> QuerySet[Post]:  # noqa: ARG001 - every query starts from the reader
    """Return the posts of those to whom ``clue`` may be assigned: nobody who is recused from it."""
    return _free_of(_posts_with(Act.CLUE_HANDLE), clue)


def people_of_register(reader: Any) -> QuerySet[User]:
    """Return the people with any act on clues, whom who keeps the register may put on the list of recusals."""
    if not own_offices(reader, Act.CLUE_KEEP).exists():
        return User.objects.none()
    return User.objects.filter(pk__in=_posts_with(*CLUE_ACTS).order_by().values("user")).order_by("username")


def units_to_name(reader: Any) -> QuerySet[Unit]:  # noqa: ARG001 - every query starts from the reader
    """Return the units that a clue may concern: every inspected unit, whatever the reader's reach over findings."""
    return Unit.objects.exclude(sector="").order_by("code")


def recusals_for(reader: Any) -> QuerySet[Recusal]:
    """Return the list of recusals to who keeps a register; those from clues that the reader does not reach are away."""
    if not own_offices(reader, Act.CLUE_KEEP).exists():
        return Recusal.objects.none()
    within = clues_for(reader).values("pk")
    rows = Recusal.objects.filter(clue=None) | Recusal.objects.filter(clue__in=within)
    return rows.select_related("person", "unit", "clue").order_by("-since", "key")


def case_offices(reader: Any) -> QuerySet[Unit]:
    """Return the offices with somebody who registers clues, to which who sends may address a sealed list."""
    if Act.CLUE_SEND not in acts_of(reader):
        return Unit.objects.none()
    return Unit.objects.filter(pk__in=_posts_with(Act.CLUE_REGISTER).order_by().values("unit")).order_by("path")


def sending_offices(reader: Any) -> QuerySet[Unit]:
    """Return the offices in whose name the reader sends sealed lists."""
    return own_offices(reader, Act.CLUE_SEND).order_by("path")


def rounds_to_name(reader: Any) -> QuerySet[Round]:  # noqa: ARG001 - every query starts from the reader
    """Return the rounds that a list or a clue may belong to, newest first: their names are no secret."""
    return Round.objects.order_by("term__mark", "-term__number", "-number")


def sitting_for(reader: Any, key: str) -> Sitting | None:
    """Return a sitting of the reader's own."""
    return Sitting.objects.filter(person=reader.pk, pk=key).first()
