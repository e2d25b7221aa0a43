"""Acts on posts in words."""

from typing import Any

from django.utils.translation import gettext as _

from liandu.access.roles import ROLES
from liandu.journal.sentences import tell


def _role(entry: Any) -> dict[str, object]:
    role = ROLES.get(entry.facts["role"])
    return {**entry.facts, "role": str(role.name) if role else entry.facts["role"]}


tell("post.given", lambda e: _("任 %(unit)s %(role)s") % _role(e))
tell("post.ended", lambda e: _("不再任 %(unit)s %(role)s") % _role(e))
