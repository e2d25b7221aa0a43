"""Forms of assignments."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liandu.clues.forms.fields import PostChoice, day_field, words_field
from liandu.clues.models import Assignment, Clue, Outcome, Way
from liandu.clues.queries import handler_posts
from liandu.clues.rules import CLOCKS, PRINCIPAL
from liandu.inspections.forms import offer
from liandu.kernel.days import add_months


def _answer_due() -> Any:
    return add_months(timezone.localdate(), CLOCKS["answer"].months)


class AssignClue(forms.Form):
    """To whom, how, until when, and what is asked."""

    way = forms.ChoiceField(label=_("方式"), choices=Way.choices, initial=Way.ASSIGN)
    handler = PostChoice(label=_("承办机构和承办人"), empty_label=_("请选择"))
    due_on = day_field(_("办理期限"), initial=_answer_due, help_text=_("默认三个月"))
    task = words_field(_("办理要求"), required=False)

    def __init__(self, *args: Any, reader: Any, clue: Clue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "handler", handler_posts(reader, clue))

    def assignment(self) -> dict[str, Any]:
        """Return what the command takes: office and person behind the post."""
        data = dict(self.cleaned_data)
        post = data.pop("handler")
        return {**data, "office": post.unit, "handler": post.user}


class TakeAssignment(forms.Form):
    """Sign for an assignment, or give it back with a reason."""

    reason = words_field(_("退回的理由"), rows=3, required=False, help_text=_("签收的不用写"))
    verdict = forms.ChoiceField(choices=[("accept", ""), ("refuse", "")], widget=forms.HiddenInput())


class NoteProgress(forms.Form):
    """How the handling goes on."""

    note = words_field(_("办理进展"))


class ReportResult(forms.Form):
    """What the handling came to."""

    outcome = forms.ChoiceField(label=_("办理结果"), choices=())
    result = words_field(_("结果报告"), rows=8, help_text=_("加密保存；巡视机构只看到结果的类别和数量"))

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        supports = Way(assignment.way) not in PRINCIPAL
        self.fields["outcome"].choices = [  # type: ignore[attr-defined] # the stubs know a plain field only
            (value, label) for value, label in Outcome.choices if (value == Outcome.SUPPORTED) == supports
        ]
