"""Minutes of joint meetings as they are found by their words: only by those who see meetings whole."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from liandu.handover.models import Meeting
from liandu.handover.queries import meetings_for, sees_meetings_whole
from liandu.handover.states import MeetingState
from liandu.search.kinds import Keys, Kind, Shown, Source, itself, let_find


def _texts(keys: Keys) -> Iterator[Source]:
    rows = Meeting.objects.filter(pk__in=keys).exclude(state=MeetingState.CANCELLED)
    for row in rows.prefetch_related("agenda", "decisions"):
        agenda = (part for point in row.agenda.all() for part in (point.title, point.discussion))
        decided = (decision.text for decision in row.decisions.all())
        body = "\n".join(part for part in (row.opening, *agenda, *decided, row.closing) if part)
        held = timezone.make_aware(datetime.combine(row.held_on, time()))
        yield Source(row.pk, None, row.round_id, held, row.name, body)


def _shown(reader: Any, keys: Keys) -> Mapping[int, Shown]:
    if not sees_meetings_whole(reader):
        return {}
    return {
        row.pk: Shown(row.name, "", "", reverse("handover:meeting", args=[row.pk]))
        for row in meetings_for(reader).filter(pk__in=keys)
    }


def _reach(reader: Any) -> frozenset[int] | None:
    return None if sees_meetings_whole(reader) else frozenset()


let_find(
    Kind(
        name="minutes",
        words=gettext_lazy("会议纪要"),
        concerns={"handover.meeting": itself},
        texts=_texts,
        reach=_reach,
        shown=_shown,
    )
)
