"""Finding a place or a thing by a few letters: the list under the field of the palette, and a page without script."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liandu.access.queries import acts_of
from liandu.access.roles import Act
from liandu.desk.navigation import places_for
from liandu.desk.queries.palette import Hit, found_for, recent_for
from liandu.kernel.words import gettext_noop
from liandu.ui.htmx import page


@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """Show what is called ``q`` within reach: places and acts, then things; without ``q`` places and recent things."""
    text = request.GET.get("q", "").strip()[:60]
    places = [hit for hit in (*_places(request), *_acts(request)) if text.casefold() in hit.words.casefold()]
    things = found_for(request.user, text) if text else recent_for(request.user)
    groups: dict[str, list[Hit]] = {}
    for hit in (*places, *things) if text else (*things, *places):
        group = hit.sort if text or hit not in things else _("最近办理")
        if hit not in groups.setdefault(group, []):
            groups[group].append(hit)
    context = {"text": text, "groups": _numbered(groups)}
    return page(request, "desk/palette.html", context, part="desk/_hits.html")


def _numbered(groups: dict[str, list[Hit]]) -> list[tuple[str, list[tuple[str, Hit]]]]:
    """Return the groups with a name for each hit that is unique in the list (aria-activedescendant needs one)."""
    place = 0
    numbered = []
    for name, hits in groups.items():
        lines = []
        for hit in hits:
            lines.append((f"hit-{place}", hit))
            place += 1
        numbered.append((name, lines))
    return numbered


def _places(request: HttpRequest) -> list[Hit]:
    hits = [Hit(_("前往"), place.label, "", place.url) for place in places_for(request)]
    return [*hits, Hit(_("前往"), _("全文检索"), "", reverse("desk:search"))]


# The acts that open a page of their own: right, words, where.
ACTS = (
    (Act.MEETING_HOLD, gettext_noop("新建会议"), "handover:call_meeting"),
    (Act.PACKAGE_PREPARE, gettext_noop("新拟移交"), "handover:draft_package"),
    (Act.MATERIAL_RECEIVE, gettext_noop("接收材料"), "inspections:rounds"),
    (Act.TEAM_MANAGE, gettext_noop("组建联合监督组"), "desk:form_team"),
)


def _acts(request: HttpRequest) -> list[Hit]:
    acts = acts_of(request.user)
    return [Hit(_("办理"), _(words), "", reverse(name)) for act, words, name in ACTS if act in acts]
