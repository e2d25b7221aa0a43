"""The rail: the places of the house in the order of the work, only what this person may enter."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from liandu.access.queries import acts_of, standings_of
from liandu.access.roles import CLUE_ACTS, Act, Scope
from liandu.ui.circumstances import post_acted_in


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the rail."""

    label: str
    url: str
    icon: str
    here: bool


ALONGSIDE = 4  # places that the narrow bar shows beside "more"


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the rail, and who acts for which office, for ui/frame.html."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    places = places_for(request)
    # A bar of five holds five; of more, four and the way to the rest.
    first = places if len(places) <= ALONGSIDE + 1 else places[:ALONGSIDE]
    rest = places[len(first) :]
    return {
        "navigation": places,
        "navigation_first": len(first),
        "navigation_rest": rest,
        "rest_is_here": any(place.here for place in rest),
        "posts": standings_of(request.user),
        "acting": post_acted_in(request),
    }


def places_for(request: HttpRequest) -> list[Place]:
    """Return the places that the person may enter, in the order of the rail."""
    acts = acts_of(request.user)
    places = [
        (_("工作台"), "desk:home", "desk", True),
        (_("日程"), "desk:calendar", "calendar", bool({Act.ITEM_VIEW, Act.PACKAGE_VIEW} & acts)),
        (_("总览"), "desk:overview", "overview", _sees_the_city(request)),
        (_("巡视"), "inspections:rounds", "rounds", Act.INSPECTION_VIEW in acts),
        (_("接收"), "intake:documents", "intake", Act.PROPOSAL_VIEW in acts),
        (_("问题台账"), "ledgers:findings", "ledger", Act.FINDING_VIEW in acts),
        (_("整改"), "ledgers:items", "items", Act.ITEM_VIEW in acts),
        (_("移交"), "handover:home", "handover", bool({Act.MEETING_VIEW, Act.PACKAGE_VIEW} & acts)),
        (_("线索"), "clues:home", "clues", bool(CLUE_ACTS & acts)),
        (_("综合研判"), "insight:common_problems", "insight", Act.INSIGHT_VIEW in acts),
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
    return [
        Place(label, url, icon, _is_here(request, url))
        for label, name, icon, shown in places
        if shown
        for url in [reverse(name)]
    ]


def _sees_the_city(request: HttpRequest) -> bool:
    """Return whether the leader's view is a place of its own: for whose items lie all over the city."""
    return any(one.role.scope == Scope.CITY and Act.ITEM_VIEW in one.acts for one in standings_of(request.user))


def _is_here(request: HttpRequest, url: str) -> bool:
    if url == "/":
        return request.path == url
    if url == reverse("ledgers:findings") and request.path.startswith(reverse("ledgers:items")):
        return False  # it lies below the ledger of findings, and is a place of its own
    items = url == reverse("ledgers:items") and request.path.startswith(("/items/", "/supervision/"))
    return items or request.path.startswith(url)
