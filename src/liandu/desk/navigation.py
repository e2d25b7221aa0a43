"""The rail: the places of the house in the order of the work, only what this person may enter."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from liandu.access.queries import acts_of, standings_of
from liandu.access.roles import CLUE_ACTS, Act
from liandu.ui.circumstances import post_acted_in


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the rail."""

    label: str
    url: str
    icon: str
    here: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the rail, and who acts for which office, for ui/frame.html."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    acts = acts_of(request.user)
    places = [
        (_("工作台"), "desk:home", "desk", True),
        (_("巡视"), "inspections:rounds", "rounds", Act.INSPECTION_VIEW in acts),
        (_("接收"), "intake:documents", "intake", Act.PROPOSAL_VIEW in acts),
        (_("问题台账"), "ledgers:findings", "ledger", Act.FINDING_VIEW in acts),
        (_("移交"), "handover:home", "handover", bool({Act.MEETING_VIEW, Act.PACKAGE_VIEW} & acts)),
        (_("线索"), "clues:home", "clues", bool(CLUE_ACTS & acts)),
        (_("联合监督"), "desk:teams", "team", Act.TEAM_VIEW in acts),
        (_("交换"), "exchange:home", "exchange", bool({Act.EXCHANGE_PACK, Act.EXCHANGE_OPEN, Act.KEY_MANAGE} & acts)),
        (
            _("管理"),
            "desk:administration",
            "manage",
            bool({Act.ACCOUNT_MANAGE, Act.UNIT_MANAGE, Act.POST_MANAGE} & acts),
        ),
        (_("日志"), "desk:log", "log", Act.LOG_VIEW in acts),
    ]
    return {
        "navigation": [
            Place(label, url, icon, _is_here(request, url))
            for label, name, icon, shown in places
            if shown
            for url in [reverse(name)]
        ],
        "posts": standings_of(request.user),
        "acting": post_acted_in(request),
    }


def _is_here(request: HttpRequest, url: str) -> bool:
    return request.path == url if url == "/" else request.path.startswith(url)
