"""Reading accounts: where somebody is signed in, which second factors they have."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from liandu.accounts.models import SignIn, User

# What proves a person beside the password; recovery codes only stand in for one of them.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def alive(user: User) -> QuerySet[SignIn]:
    """Return where ``user`` is signed in, newest first; not the browsers that have long been closed."""
    seconds = settings.LIANDU_IDLE_MINUTES * 60 or settings.SESSION_COOKIE_AGE
    oldest = timezone.now() - timedelta(seconds=seconds)
    return SignIn.objects.filter(user=user, ended_at=None, seen_at__gte=oldest).order_by("-since", "-pk")


def own_sign_ins(reader: Any, *, also_idle: bool = False) -> QuerySet[SignIn]:
    """Return where the reader themself is signed in; ``also_idle``: with the browsers nobody has used for a while."""
    return SignIn.objects.filter(user=reader, ended_at=None) if also_idle else alive(reader)


def ended_sign_in(session_key: str) -> SignIn | None:
    """Return the ended sign-in whose session had this key, so that its browser can be told why."""
    return SignIn.objects.filter(session_key=session_key, ended_at__isnull=False).order_by("-pk").first()


def has_second_factor(user: User) -> bool:
    """Return whether ``user`` has set up one-time codes or a security key."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def factors_of(user: User) -> dict[int, tuple[str, str]]:
    """Return kind and name of each second factor of ``user``, by its key; the codes for emergencies count as a kind."""
    rows = Authenticator.objects.filter(user=user).order_by("pk")
    return {row.pk: (row.type, row.data.get("name", "")) for row in rows}


def with_second_factor(users: Sequence[User]) -> set[int]:
    """Return the keys of those of ``users`` who have set up a second factor."""
    rows = Authenticator.objects.filter(user__in=[user.pk for user in users], type__in=FACTORS)
    return set(rows.values_list("user_id", flat=True))


def own_key(reader: Any, pk: int) -> bool:
    """Return whether the reader has a security key with this number."""
    return Authenticator.objects.filter(user=reader, type=Authenticator.Type.WEBAUTHN, pk=pk).exists()
