"""Acts on posts, and what was denied, in words."""

from typing import Any

from django.utils.translation import gettext as _

from liandu.access.roles import ACT_NAMES, ROLES
from liandu.journal.sentences import tell


def _role(entry: Any) -> dict[str, object]:
    role = ROLES.get(entry.facts["role"])
    return {**entry.facts, "role": str(role.name) if role else entry.facts["role"]}


def _tried(entry: Any) -> dict[str, object]:
    name = ACT_NAMES.get(entry.facts["tried"])
    return {**entry.facts, "tried": str(name) if name else entry.facts["tried"]}


tell("access.denied", lambda e: _("尝试“%(tried)s”，被拒绝") % _tried(e))
tell("post.given", lambda e: _("任 %(unit)s %(role)s") % _role(e))
tell("post.ended", lambda e: _("不再任 %(unit)s %(role)s") % _role(e))
