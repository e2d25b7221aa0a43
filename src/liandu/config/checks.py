"""Preconditions that are checked before anything serves, each with an id and a hint."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from liandu.config.mail import WAYS_OUT, is_known
from liandu.kernel.secrecy import Grade
from liandu.keys.envelopes import ENVELOPES
from liandu.keys.records import KEY_BYTES
from liandu.keys.signing import SCHEMES
from liandu.ui.first_things import SECOND_FACTOR
from liandu.ui.frame import BUILD

ALGORITHMS: dict[str, list[str]] = {
    "LIANDU_SIGNING": list(SCHEMES),
    "LIANDU_CIPHER": list(KEY_BYTES),
    "LIANDU_ENVELOPE": list(ENVELOPES),
}


@register()
def settings_make_sense(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001 - Django's signature
    """Return an error for each setting that cannot work."""
    found: list[CheckMessage] = []
    if settings.LIANDU_CEILING not in set(Grade):
        found.append(
            Error(
                f"LIANDU_CEILING is {settings.LIANDU_CEILING!r}",
                hint="One of: " + ", ".join(grade.value for grade in Grade),
                id="liandu.E001",
            )
        )
    if settings.LIANDU_READERS < 1:
        found.append(Error("LIANDU_READERS is below 1", hint="At least one process must read.", id="liandu.E002"))
    if min(settings.LIANDU_COMMON_UNITS, settings.LIANDU_COMMON_SECTORS) < 1:
        hint = "One unit, or one sector, at least."
        found.append(Error("LIANDU_COMMON_UNITS or LIANDU_COMMON_SECTORS is below 1", hint=hint, id="liandu.E013"))
    if settings.LIANDU_SECOND_FACTOR not in SECOND_FACTOR:
        found.append(
            Error(
                f"LIANDU_SECOND_FACTOR is {settings.LIANDU_SECOND_FACTOR!r}",
                hint="One of: " + ", ".join(SECOND_FACTOR),
                id="liandu.E010",
            )
        )
    if min(settings.LIANDU_PASSWORD_DAYS, settings.LIANDU_IDLE_MINUTES) < 0:
        found.append(
            Error("LIANDU_PASSWORD_DAYS or LIANDU_IDLE_MINUTES is below 0", hint="0 switches it off.", id="liandu.E011")
        )
    if not is_known(settings.LIANDU_MAIL_URL):
        hint = "One of: " + ", ".join(f"{scheme}:" for scheme in WAYS_OUT) + "; smtp needs a host."
        found.append(Error("LIANDU_MAIL_URL cannot be read", hint=hint, id="liandu.E012"))
    found += [
        Error(f"{name} is {getattr(settings, name)!r}", hint="One of: " + ", ".join(known), id="liandu.E004")
        for name, known in ALGORITHMS.items()
        if getattr(settings, name) not in known
    ]
    return found


@register(deploy=True)
def browser_files_are_built(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001 - Django's signature
    """Return an error when the pages would come without their styles and scripts."""
    if BUILD.exists():
        return []
    return [Error("The browser files are missing", hint="Run `make build`, or install the wheel.", id="liandu.E003")]
