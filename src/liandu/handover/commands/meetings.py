"""Calling, holding and recording joint meetings. Every function is one act: may, change, journal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.files.commands import keep_file
from liandu.files.incoming import taking_in
from liandu.handover.commands.numbering import next_serial
from liandu.handover.models import AgendaItem, Decision, Meeting, Member
from liandu.handover.queries import may_close
from liandu.handover.rules import refuse_unless_preparing, refuse_without_reason
from liandu.handover.states import MEETINGS, MeetingAct
from liandu.handover.writings import minutes_as_docx
from liandu.inspections.commands import nothing_left_of
from liandu.inspections.models import Round, Term
from liandu.journal.commands import record
from liandu.journal.subjects import subject_of
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit

MINUTES_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is to take part: for which party, by account or by name as written, from which office."""

    party: str
    name: str
    office: str = ""
    user: Any = None


def _locked(meeting: Meeting) -> Meeting:
    """Return the meeting as it is now, held to the end of the transaction."""
    return Meeting.objects.select_for_update().select_related(None).get(pk=meeting.pk)


@transaction.atomic
def call_meeting(
    *,
    term: Term,
    name: str,
    held_on: date,
    members: Iterable[Invited],
    agenda: Iterable[str],
    by: Any,
    round: Round | None = None,  # noqa: A002 - the field's term
    place: str = "",
    chair: str = "",
) -> Meeting:
    """Call a joint meeting with its members and agenda and return it; it gets the next number of the term."""
    require(by, Right.MEETING_HOLD)
    if round is not None and round.term_id != term.pk:
        raise Refusal("meeting.round_of_another_term", gettext_noop("所选轮次不属于这一届。"))
    meeting = Meeting.objects.create(
        term=term,
        round=round,
        number=next_serial(f"meeting:{term.pk}"),
        name=name,
        held_on=held_on,
        place=place,
        chair=chair,
        called_by=by,
    )
    _write_members(meeting, members)
    titles = [title.strip() for title in agenda if title.strip()]
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=position, title=title[:200]) for position, title in enumerate(titles, 1)
    )
    facts = {"name": name, "number": meeting.number, "held_on": held_on, "agenda": titles}
    record(act="meeting.called", subject=meeting, by=by, facts=facts)
    return meeting


def _write_members(meeting: Meeting, members: Iterable[Invited]) -> None:
    rows = [
        Member(meeting=meeting, party=row.party, user=row.user, name=row.name[:60], office=row.office[:120])
        for row in members
    ]
    Member.objects.bulk_create(rows)


@transaction.atomic
def change_meeting(
    *,
    meeting: Meeting,
    name: str,
    held_on: date,
    place: str,
    chair: str,
    members: Iterable[Invited],
    by: Any,
    round: Round | None = None,  # noqa: A002 - the field's term
) -> Meeting:
    """Change what a meeting was called with, as long as its minutes are not settled, and return it."""
    require(by, Right.MEETING_HOLD, subject=meeting)
    refuse_unless_preparing(_locked(meeting))
    meeting.name, meeting.held_on, meeting.place, meeting.chair, meeting.round = name, held_on, place, chair, round
    meeting.save(update_fields=["name", "held_on", "place", "chair", "round"])
    meeting.members.all().delete()
    _write_members(meeting, members)
    record(act="meeting.changed", subject=meeting, by=by, facts={"name": name, "held_on": held_on, "place": place})
    return meeting


@transaction.atomic
def add_agenda_item(*, meeting: Meeting, title: str, by: Any) -> AgendaItem:
    """Put an item at the end of the agenda and return it."""
    require(by, Right.MEETING_HOLD, subject=meeting)
    refuse_unless_preparing(_locked(meeting))
    last = meeting.agenda.last()
    item = AgendaItem.objects.create(meeting=meeting, position=last.position + 1 if last else 1, title=title)
    record(act="meeting.agenda_added", subject=meeting, by=by, facts={"title": title})
    return item


@transaction.atomic
def raise_agenda_item(*, item: AgendaItem, by: Any) -> None:
    """Let an item change places with the one before it; the first stays where it is."""
    require(by, Right.MEETING_HOLD, subject=item.meeting)
    refuse_unless_preparing(_locked(item.meeting))
    order = list(item.meeting.agenda.all())
    at = order.index(item)
    if at > 0:
        order[at - 1], order[at] = order[at], order[at - 1]
    for position, row in enumerate(order, 1):
        row.position = position
    AgendaItem.objects.bulk_update(order, ["position"])
    record(act="meeting.agenda_moved", subject=item.meeting, by=by, facts={"title": item.title})


@transaction.atomic
def remove_agenda_item(*, item: AgendaItem, by: Any) -> None:
    """Take an item off the agenda; one with decisions stays. Packages tied to it stay tied to the meeting."""
    require(by, Right.MEETING_HOLD, subject=item.meeting)
    refuse_unless_preparing(_locked(item.meeting))
    if item.decisions.exists():
        raise Refusal("meeting.agenda_decided", gettext_noop("这个议题已有议定事项，不能删去。"))
    facts = {"title": item.title}
    item.delete()
    record(act="meeting.agenda_removed", subject=item.meeting, by=by, facts=facts)


@transaction.atomic
def hold_meeting(*, meeting: Meeting, attended: Iterable[int], by: Any) -> Meeting:
    """Note that the meeting was held and which members (their keys) came; return it."""
    require(by, Right.MEETING_HOLD, subject=meeting)
    now = _locked(meeting)
    state = MEETINGS.after(state=now.state, act=MeetingAct.HOLD)
    if now.held_on > timezone.localdate():
        raise Refusal("meeting.not_yet", gettext_noop("会议日期还没有到，不能登记召开。"))
    meeting.state = state
    meeting.save(update_fields=["state"])
    came = set(attended)
    for member in meeting.members.all():
        member.attended = member.pk in came
        member.save(update_fields=["attended"])
    record(act="meeting.held", subject=meeting, by=by, facts={"name": meeting.name, "attended": len(came)})
    return meeting


@transaction.atomic
def write_minutes(*, meeting: Meeting, opening: str, closing: str, discussions: Mapping[int, str], by: Any) -> Meeting:
    """Write the text parts of the minutes: around the agenda, and of each item by its key; return the meeting."""
    require(by, Right.MEETING_HOLD, subject=meeting)
    refuse_unless_preparing(_locked(meeting))
    meeting.opening, meeting.closing = opening, closing
    meeting.save(update_fields=["opening", "closing"])
    for item in meeting.agenda.all():
        if item.pk in discussions and item.discussion != discussions[item.pk]:
            item.discussion = discussions[item.pk]
            item.save(update_fields=["discussion"])
    record(act="meeting.minutes_written", subject=meeting, by=by, facts={"name": meeting.name})
    return meeting


@transaction.atomic
def decide(
    *,
    meeting: Meeting,
    text: str,
    owner: Unit,
    by: Any,
    agenda: AgendaItem | None = None,
    due_on: date | None = None,
) -> Decision:
    """Record what the meeting decided, for which office and by when, and return it."""
    require(by, Right.MEETING_HOLD, subject=meeting)
    refuse_unless_preparing(_locked(meeting))
    if due_on is not None and due_on < meeting.held_on:
        raise Refusal("decision.due_before_meeting", gettext_noop("完成时限不能早于会议日期。"))
    decision = Decision.objects.create(
        meeting=meeting, agenda=agenda, text=text, owner=owner, due_on=due_on, made_by=by
    )
    facts = {"text": text, "owner": owner.name, "due_on": due_on}
    record(act="meeting.decided", subject=meeting, by=by, facts=facts)
    return decision


@transaction.atomic
def close_decision(*, decision: Decision, done_on: date, note: str, by: Any) -> Decision:
    """Note that a decision was carried out on that day, and how; return it. Once, by its office or the convener."""
    if not may_close(by, decision):
        raise Denied(
            "access.denied",
            gettext_noop("只有承办单位和会议召集人可以登记完成。"),
            act=str(Right.MEETING_HOLD),
            subject=subject_of(decision.meeting),
        )
    if done_on > timezone.localdate() or done_on < decision.meeting.held_on:
        raise Refusal("decision.done_when", gettext_noop("完成日期要在会议日期和今天之间。"))
    closed = Decision.objects.filter(pk=decision.pk, done_on=None).update(
        done_on=done_on, done_note=note[:300], done_by=by
    )
    if not closed:
        raise Refusal("decision.done_already", gettext_noop("这一项已经登记完成。"))
    decision.refresh_from_db()
    facts = {"text": decision.text, "done_on": done_on, "note": note}
    record(act="decision.done", subject=decision.meeting, by=by, facts=facts)
    return decision


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: Any) -> Meeting:
    """Cancel a meeting that was called; its number is not given again, packages tied to it are free. Return it."""
    require(by, Right.MEETING_HOLD, subject=meeting)
    refuse_without_reason(reason)
    meeting.state = MEETINGS.after(state=_locked(meeting).state, act=MeetingAct.CANCEL)
    meeting.save(update_fields=["state"])
    meeting.packages.update(meeting=None, agenda=None)
    record(act="meeting.cancelled", subject=meeting, by=by, facts={"name": meeting.name}, reason=reason)
    return meeting


def minute_meeting(*, meeting: Meeting, by: Any) -> Meeting:
    """Settle the minutes: the paper is made from what is written, kept with its digest, and nothing changes any more.

    Raises Refusal when an item of the agenda has no text yet. Return the meeting.
    """
    require(by, Right.MEETING_HOLD, subject=meeting)
    MEETINGS.after(state=meeting.state, act=MeetingAct.MINUTE)
    silent = [item.title for item in meeting.agenda.all() if not item.discussion.strip()]
    if silent:
        sentence = gettext_noop("议题“%(title)s”还没有写议定情况，不能定稿。")
        raise Refusal("meeting.minutes_unfinished", sentence, title=silent[0])
    content = minutes_as_docx(meeting)
    name = f"{meeting.name}纪要.docx"
    with (
        taking_in([content], name=name, most=MINUTES_BYTES) as incoming,
        nothing_left_of(incoming),
        transaction.atomic(),
    ):
        now = _locked(meeting)
        meeting.state = MEETINGS.after(state=now.state, act=MeetingAct.MINUTE)
        if minutes_as_docx(now) != content:
            raise Refusal("meeting.changed_meanwhile", gettext_noop("会议记录刚被别人改过，请刷新后再定稿。"))
        meeting.minutes = keep_file(incoming=incoming, by=by)
        meeting.save(update_fields=["state", "minutes"])
        facts = {"name": meeting.name, "sha256": incoming.sha256, "sm3": incoming.sm3}
        record(act="meeting.minuted", subject=meeting, by=by, facts=facts)
    return meeting


@transaction.atomic
def note_minutes_taken(*, meeting: Meeting, by: Any) -> None:
    """Journal that ``by`` downloaded the minutes."""
    record(act="meeting.minutes_taken", subject=meeting, by=by, facts={"name": meeting.name})
