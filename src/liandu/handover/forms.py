"""One form per act of this stage."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liandu.accounts.models import User
from liandu.findings.models import Finding
from liandu.handover.commands import Invited
from liandu.handover.models import AgendaItem, Meeting, Package, Purpose, Result
from liandu.handover.queries import (
    findings_to_add,
    material_to_add,
    meetings_to_tie,
    offices_of_parties,
    offices_that_send,
    oversight_to_change,
    parties_of_people,
    people_of_parties,
    recipients_for,
    rounds_to_hand_over,
    terms_to_meet_in,
)
from liandu.inspections.forms import DayInput, offer
from liandu.inspections.models import GRADE_CHOICES, Material, Round, Term
from liandu.kernel.secrecy import Grade
from liandu.orgs.models import Oversight, Party, Unit

NOBODY = Unit.objects.none()


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **more)


def _text(label: Any, *, rows: int = 3, most: int = 300, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


if TYPE_CHECKING:
    Several = forms.ModelMultipleChoiceField[Any]
    One = forms.ModelChoiceField[Any]
else:  # at run time they take no type
    Several, One = forms.ModelMultipleChoiceField, forms.ModelChoiceField


class Ticked(Several):
    """Rows to tick, each called what ``called`` makes of it."""

    called: Callable[[Any], str] = str

    def label_from_instance(self, obj: Any) -> str:
        """Return what the row is called."""
        return self.called(obj)


class Chosen(One):
    """Rows to choose one of, each called what ``called`` makes of it."""

    called: Callable[[Any], str] = str

    def label_from_instance(self, obj: Any) -> str:
        """Return what the row is called."""
        return self.called(obj)


class CallMeeting(forms.Form):
    """A joint meeting: when, where, who by party, and the agenda, one item a line."""

    term = forms.ModelChoiceField(label=_("届次"), queryset=Term.objects.none(), empty_label=None)
    round = forms.ModelChoiceField(
        label=_("轮次"), queryset=Round.objects.none(), required=False, empty_label=_("不限于一轮")
    )
    name = forms.CharField(label=_("会议名称"), max_length=120, help_text=_("例如：第九轮巡察移交联席会议"))
    held_on = _day(_("会议日期"), initial=timezone.localdate)
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    chair = forms.CharField(label=_("主持人"), max_length=60, required=False)
    people = Ticked(
        label=_("参会人员（有账号的）"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label=_("其他参会人员"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一人：先写归属（巡视、纪检、组织），再写姓名和职务，中间空一格，例如：组织 李某 办公室主任"),
    )  # fmt: skip
    agenda = forms.CharField(label=_("议题"), widget=forms.Textarea(attrs={"rows": 4}), help_text=_("每行一个，按次序"))

    PARTIES = {"巡察": Party.INSPECTION, "巡视": Party.INSPECTION, "纪检": Party.DISCIPLINE, "组织": Party.ORGANIZATION}

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "term", terms_to_meet_in(reader))
        offer(self, "round", rounds_to_hand_over(reader))
        offer(self, "people", people_of_parties(reader))
        self.posts = parties_of_people(reader)
        cast("Ticked", self.fields["people"]).called = self._named

    def _named(self, person: Any) -> str:
        post = self.posts.get(person.pk)
        return f"{person} · {post.unit} · {post.get_role_display()}" if post else str(person)

    def _party(self, word: str) -> Party | None:
        """Return the party that a word means, in Chinese or in English."""
        english = word.lower()
        return Party(english) if english in Party.values else self.PARTIES.get(word[:2])

    def clean_others(self) -> list[Invited]:
        """Return those written by hand; a line whose party is not known is a fault."""
        found = []
        for line in self.cleaned_data["others"].splitlines():
            words = line.split(maxsplit=2)
            if not words:
                continue
            party = self._party(words[0])
            if party is None or len(words) == 1:
                raise forms.ValidationError(_("“%(line)s”要先写归属：巡视、纪检或组织，再写姓名。") % {"line": line})
            found.append(Invited(party=party.value, name=words[1], office=words[2] if len(words) > 2 else ""))
        return found

    def members(self) -> list[Invited]:
        """Return everybody who is to take part."""
        chosen = [(person, self.posts.get(person.pk)) for person in self.cleaned_data["people"]]
        named = [
            Invited(party=post.unit.party, name=str(person), office=f"{post.unit}", user=person)
            for person, post in chosen
            if post is not None
        ]
        return named + self.cleaned_data["others"]

    def clean_agenda(self) -> list[str]:
        """Return the items of the agenda."""
        return [line.strip() for line in self.cleaned_data["agenda"].splitlines() if line.strip()]


class ChangeMeeting(CallMeeting):
    """The same for a meeting that was called; its agenda is changed item by item on its page."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["agenda"], self.fields["term"]
        words = {party: word for word, party in self.PARTIES.items()}
        members = list(meeting.members.all())
        others = [
            f"{words[Party(row.party)]} {row.name} {row.office}".strip() for row in members if row.user_id is None
        ]
        self.initial = {
            "round": meeting.round,
            "name": meeting.name,
            "held_on": meeting.held_on,
            "place": meeting.place,
            "chair": meeting.chair,
            "people": [row.user_id for row in members if row.user_id is not None],
            "others": "\n".join(others),
        }


class HoldMeeting(forms.Form):
    """Who came."""

    attended = forms.MultipleChoiceField(label=_("到会人员"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = list(meeting.members.all())
        field = cast("forms.MultipleChoiceField", self.fields["attended"])
        field.choices = [(str(row.pk), f"{row.get_party_display()} · {row}") for row in members]
        self.initial = {"attended": [str(row.pk) for row in members]}

    def keys(self) -> list[int]:
        """Return the keys of the members who came."""
        return [int(key) for key in self.cleaned_data["attended"]]


class WriteMinutes(forms.Form):
    """The text parts of the minutes: one field around the agenda, and one for each item."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(meeting.agenda.all())
        self.fields["opening"] = _text(_("开头"), rows=2, most=4000, required=False, initial=meeting.opening)
        for item in self.items:
            self.fields[f"item-{item.pk}"] = _text(
                f"{item.position}. {item.title}", most=8000, required=False, initial=item.discussion
            )
        self.fields["closing"] = _text(_("结尾"), rows=2, most=4000, required=False, initial=meeting.closing)

    def discussions(self) -> dict[int, str]:
        """Return what was written of each item, by its key."""
        return {item.pk: self.cleaned_data[f"item-{item.pk}"] for item in self.items}


class AddAgendaItem(forms.Form):
    """Another item of the agenda."""

    title = forms.CharField(label=_("新议题"), max_length=200)


class Decide(forms.Form):
    """What was decided, for whom, by when."""

    text = _text(_("议定事项"), rows=2, most=2000)
    agenda = forms.ModelChoiceField(
        label=_("所属议题"), queryset=AgendaItem.objects.none(), required=False, empty_label=_("不属于单个议题")
    )
    owner = forms.ModelChoiceField(label=_("承办单位"), queryset=NOBODY, empty_label=_("请选择"))
    due_on = _day(_("完成时限"), required=False)

    def __init__(self, *args: Any, reader: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "agenda", meeting.agenda.all())
        offer(self, "owner", recipients_for(reader))


class CloseDecision(forms.Form):
    """When it was done, and how."""

    done_on = _day(_("完成日期"), initial=timezone.localdate)
    note = forms.CharField(label=_("完成情况"), max_length=300, required=False)


class GiveReason(forms.Form):
    """A reason for the journal."""

    reason = _text(_("理由"), rows=2, help_text=_("理由和您的姓名会写入日志。"))


class DraftPackage(forms.Form):
    """A package begun by hand."""

    round = forms.ModelChoiceField(label=_("轮次"), queryset=Round.objects.none(), empty_label=None)
    purpose = forms.ChoiceField(label=_("事由"), choices=Purpose.choices)
    sender = forms.ModelChoiceField(label=_("移交单位"), queryset=NOBODY, empty_label=None)
    recipient = forms.ModelChoiceField(label=_("接收单位"), queryset=NOBODY, required=False, empty_label=_("以后再定"))
    title = forms.CharField(label=_("名称"), max_length=200, help_text=_("例如：第九轮巡察移交第三监督检查室"))
    meeting = forms.ModelChoiceField(
        label=_("联席会议"), queryset=Meeting.objects.none(), required=False, empty_label=_("不经会议")
    )

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "round", rounds_to_hand_over(reader))
        # A change of owner goes from one office to another, prepared for both by who sends everything.
        offer(self, "sender", offices_of_parties(reader))
        offer(self, "recipient", recipients_for(reader))
        offer(self, "meeting", meetings_to_tie(reader))
        self.initial.setdefault("sender", offices_that_send(reader).first())


class ChangePackage(forms.Form):
    """What a draft says of itself."""

    title = forms.CharField(label=_("名称"), max_length=200)
    recipient = forms.ModelChoiceField(label=_("接收单位"), queryset=NOBODY, required=False, empty_label=_("以后再定"))
    note = _text(_("说明"), rows=2, most=1000, required=False)
    mentions_clues = forms.BooleanField(
        label=_("注明“问题线索另册移交”"), required=False, help_text=_("清单上只写这一句，不写线索的数量和内容。")
    )

    def __init__(self, *args: Any, reader: Any, package: Package, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "recipient", recipients_for(reader))
        names = ("title", "recipient", "note", "mentions_clues")
        self.initial = {name: getattr(package, name) for name in names}


class TiePackage(forms.Form):
    """Which meeting and item of its agenda a package belongs to: "3:12", "3:" for the meeting as a whole."""

    agenda = forms.ChoiceField(label=_("会议和议题"), required=False)

    def __init__(self, *args: Any, reader: Any, package: Package, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meetings = {meeting.pk: meeting for meeting in meetings_to_tie(reader).prefetch_related("agenda")[:30]}
        choices: list[Any] = [("", _("不经会议"))]
        for meeting in self.meetings.values():
            items = [(f"{meeting.pk}:{item.pk}", item.title) for item in meeting.agenda.all()]
            choices.append((meeting.name, [(f"{meeting.pk}:", _("整个会议")), *items]))
        cast("forms.ChoiceField", self.fields["agenda"]).choices = choices
        if package.meeting_id:
            self.initial = {"agenda": f"{package.meeting_id}:{package.agenda_id or ''}"}

    def tie(self) -> dict[str, Any]:
        """Return the meeting and the item chosen."""
        meeting, _sign, item = self.cleaned_data["agenda"].partition(":")
        chosen = self.meetings.get(int(meeting)) if meeting else None
        items = {str(row.pk): row for row in chosen.agenda.all()} if chosen else {}
        return {"meeting": chosen, "agenda": items.get(item)}


class AddThings(forms.Form):
    """Material and findings of the round to put on the list."""

    material = Ticked(
        label=_("材料"), queryset=Material.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    findings = Ticked(
        label=_("问题"), queryset=Finding.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, reader: Any, package: Package, text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "material", material_to_add(reader, package, text=text))
        offer(self, "findings", findings_to_add(reader, package, text=text))
        cast("Ticked", self.fields["material"]).called = lambda row: (
            f"《{row.title}》 {row.unit} · {row.get_kind_display()}"
        )
        cast("Ticked", self.fields["findings"]).called = lambda row: f"{row.number} {row.title} · {row.unit}"

    def things(self) -> list[Any]:
        """Return what was chosen."""
        return [*self.cleaned_data["material"], *self.cleaned_data["findings"]]


class AddPaper(forms.Form):
    """A paper outside the system, described by hand."""

    title = forms.CharField(label=_("名称"), max_length=500)
    number = forms.CharField(label=_("文号"), max_length=60, required=False)
    pages = forms.IntegerField(label=_("页数"), min_value=1, max_value=100_000, required=False)
    copies = forms.IntegerField(label=_("份数"), min_value=1, max_value=10_000, initial=1)
    grade = forms.ChoiceField(label=_("密级"), choices=GRADE_CHOICES, initial=Grade.INTERNAL.value)

    def clean_grade(self) -> Grade:
        """Return the grade."""
        return Grade(self.cleaned_data["grade"])


class CorrectLine(forms.Form):
    """What a line of a draft says of its thing."""

    title = forms.CharField(label=_("名称"), max_length=500)
    number = forms.CharField(label=_("文号或编号"), max_length=60, required=False)
    pages = forms.IntegerField(label=_("页数"), min_value=1, max_value=100_000, required=False)
    copies = forms.IntegerField(label=_("份数"), min_value=1, max_value=10_000)

    def __init__(self, *args: Any, line: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(line, name) for name in self.fields}


class AddOversight(forms.Form):
    """Which oversight passes to the recipient, with a note for who takes over."""

    oversight = Chosen(label=_("联系监督的单位"), queryset=Oversight.objects.none(), empty_label=_("请选择"))
    note = _text(_("交接说明"), rows=3, most=2000, help_text=_("办到哪一步、还有什么没有办完、要注意什么。"))

    def __init__(self, *args: Any, reader: Any, package: Package, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "oversight", oversight_to_change(reader, package))
        cast("Chosen", self.fields["oversight"]).called = lambda row: str(row.unit)


class AcceptLine(forms.Form):
    """Sign for a line; where a discrepancy is accepted, what differs."""

    note = forms.CharField(label=_("差异说明"), max_length=300, required=False)


class NoteDiscrepancy(forms.Form):
    """What came, where it is not what the list says."""

    came_title = forms.CharField(label=_("收到的名称"), max_length=500, required=False)
    came_pages = forms.IntegerField(label=_("收到的页数"), min_value=0, max_value=100_000, required=False)
    came_copies = forms.IntegerField(label=_("收到的份数"), min_value=0, max_value=10_000, required=False)
    note = forms.CharField(label=_("说明"), max_length=300, required=False)


class LinkFinding(forms.Form):
    """The number of a finding to tie a clue to."""

    number = forms.CharField(label=_("问题编号"), max_length=24, help_text=_("例如：5-09-101-003"))


class AnswerLines(forms.Form):
    """The answer for the lines chosen."""

    lines = forms.MultipleChoiceField(label=_("答复的事项"), widget=forms.CheckboxSelectMultiple)
    answered_on = _day(_("答复日期"), initial=timezone.localdate)
    result = forms.ChoiceField(label=_("办理结果"), choices=Result.choices)
    text = _text(_("办理情况"), rows=4, most=4000)
    paper = forms.CharField(label=_("答复文件的文号或名称"), max_length=200, required=False)
    file = forms.FileField(label=_("答复文件"), required=False, help_text=_("不得上传涉密文件。"))

    def __init__(self, *args: Any, rows: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.MultipleChoiceField", self.fields["lines"])
        field.choices = [(str(row.pk), f"{row.position}. {row.number} {row.title}") for row in rows]
        self.initial = {"lines": [str(row.pk) for row in rows]}
        self.rows = {str(row.pk): row for row in rows}

    def chosen(self) -> list[Any]:
        """Return the lines chosen."""
        return [self.rows[key] for key in self.cleaned_data["lines"]]
