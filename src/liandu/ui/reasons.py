"""Why not: the sentence beside a grey button, and the sentence on top of a form that a command refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.forms import BaseForm

from liandu.access.denials import Denied
from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.kernel.refusals import Refusal
from liandu.orgs.models import Unit
from liandu.ui.errors import in_words


def why_not(user: Any, act: Act, unit: Unit | None = None) -> str:
    """Return why ``user`` may not do ``act`` (over ``unit``), "" when they may."""
    try:
        require(user, act, unit=unit)
    except Denied as denial:
        return in_words(denial)
    return ""


@contextmanager
def refusals_on(form: BaseForm) -> Iterator[None]:
    """Put a refusal of the block on top of ``form``; a denial goes on to its page."""
    try:
        yield
    except Denied:
        raise
    except Refusal as refusal:
        form.add_error(None, in_words(refusal))
