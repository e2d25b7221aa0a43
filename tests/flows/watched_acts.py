"""What must be true after every act whoever did it: for tests that let people do anything in any order."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.apps import apps

from liandu.files.models import StoredFile
from liandu.findings.models import Finding
from liandu.inspections.models import PolicyProfile, PolicyVersion, Round
from liandu.journal.models import Entry
from liandu.journal.subjects import subject_of
from liandu.kernel.refusals import Refusal
from liandu.rectification.commands.posting import PAST
from liandu.rectification.models import Extension, Item, Objection, PlanEntry, Request
from liandu.rectification.queries.agreement import disagreements
from liandu.rectification.states import ITEMS, EntryState, RequestState, Result, State
from liandu.supervision.models import Ending, Reopening, Signature

ACT_OF = {past: act for act, past in PAST.items()}
A_SENTENCE = re.compile(r"[一-鿿].*[。？！；]$", re.DOTALL)
BESIDE = ("access.denied", "item.evidence_refused", "site.file_refused")  # what is journaled although nothing was done

Picture = dict[str, list[tuple[Any, ...]]]


def watched_models() -> list[Any]:
    """Return the models whose rows an act on items may touch, with the tables that join them."""
    own = [
        model
        for app in ("rectification", "supervision")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    return [*own, Finding, StoredFile, Round, PolicyProfile, PolicyVersion]


def picture() -> Picture:
    """Return every row that an act on items may touch."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in watched_models()}


def acts_written() -> int:
    """Return how many things were done by the journal's account."""
    return Entry.objects.exclude(act__in=BESIDE).count()


def is_sentence(refusal: Refusal) -> bool:
    """Return whether a refusal says something to a person, with every place in it filled."""
    return bool(A_SENTENCE.search(str(refusal))) and "%(" not in str(refusal)


@dataclass
class Outcome:
    """What came of an act: its result, or the refusal."""

    result: Any = None
    refusal: Refusal | None = None


class Watch:
    """Keeps the last state of every item and looks at everything after every act; ``tally`` counts what came of all."""

    tally: ClassVar[Counter[tuple[str, str]]] = Counter()

    def __init__(self) -> None:
        self.states: dict[int, str] = {}
        self.seen = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
        self.states = dict(Item.objects.values_list("pk", "state"))
        self.before, self.acts = picture(), acts_written()

    def let(self, act: Callable[..., Any], /, **about: Any) -> Outcome:
        """Let ``act`` be done or refused, look at what follows, and return it."""
        try:
            outcome = Outcome(result=act(**about))
        except Refusal as refusal:
            outcome = Outcome(refusal=refusal)
        after, acts = picture(), acts_written()
        changed = [label for label in after if after[label] != self.before[label]]
        if outcome.refusal is not None:
            assert is_sentence(outcome.refusal), f"{act.__name__} is refused without a sentence: {outcome.refusal!s}"
            assert changed == [], f"{act.__name__} was refused ({outcome.refusal.code}) and changed {changed}"
            assert acts == self.acts, f"{act.__name__} was refused ({outcome.refusal.code}) and stands in the journal"
        else:
            assert (acts > self.acts) == bool(changed), f"{act.__name__} changed {changed}: {acts - self.acts} entries"
        self.tally[act.__name__, outcome.refusal.code if outcome.refusal else "done" if changed else "nothing"] += 1
        self.before, self.acts = after, acts
        self._follow_moves()
        check_everything()
        return outcome

    def _follow_moves(self) -> None:
        """Follow each item through the journal's new entries, move by move of the table, to where it is."""
        numbers = {subject_of(item): item.pk for item in Item.objects.all()}
        for entry in Entry.objects.filter(seq__gt=self.seen, subject__in=numbers).order_by("seq"):
            pk = numbers[entry.subject]
            if entry.act == "item.opened":
                assert pk not in self.states
                self.states[pk] = str(ITEMS.initial)
            elif entry.act in ACT_OF:
                move = ITEMS.moves[ACT_OF[entry.act]]
                assert self.states[pk] in move.sources, f"{entry.act} from {self.states[pk]}"
                self.states[pk] = str(move.target)
        self.seen = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
        assert dict(Item.objects.values_list("pk", "state")) == self.states


def check_everything() -> None:
    """Look at everything that holds at every moment."""
    assert list(disagreements()) == []
    for item in Item.objects.select_related("unit", "policy"):
        assert item.state in State.values
        assert (item.result == Result.DONE) == (item.state == State.WRITTEN_OFF), item.number
        if item.state == State.WRITTEN_OFF:
            check_written_off(item)
        if item.state == State.ENDED:
            assert last_move(item) == "item.ended"
            assert Ending.objects.filter(item=item).exists()
        check_what_waits(item)


def last_move(item: Item) -> str:
    """Return the act of the last entry that moved the item."""
    moves = Entry.objects.filter(subject=subject_of(item), act__in=[*ACT_OF, "item.opened"])
    return moves.order_by("-seq").values_list("act", flat=True)[0]


def check_written_off(item: Item) -> None:
    """All whom the policy named agreed, each by another person, none of them who asked; and the entry is there."""
    assert last_move(item) == "item.written_off"
    request = Request.objects.filter(item=item).order_by("-serial")[0]
    assert request.state == RequestState.GRANTED
    assert request.parties
    standing = Signature.objects.filter(request=request, stands_until=0)
    agreed = {party: set() for party in request.parties}
    for signature in standing:
        assert signature.person_id != request.asked_by_id
        if signature.party in agreed:
            assert signature.opinion == "agree", f"{item.number}: {signature.office} says {signature.opinion}"
            agreed[signature.party].add(signature.person_id)
    assert all(agreed.values()), f"{item.number}: nobody signed for {[key for key, who in agreed.items() if not who]}"
    people = [person for who in agreed.values() for person in who]
    assert len(people) == len(set(people))


def check_what_waits(item: Item) -> None:
    """What waits for an answer stands at an item that can still have it."""
    waits = {
        "request": Request.objects.filter(item=item, state__in=(RequestState.OPEN, RequestState.PUBLISHED)).count(),
        "objection": Objection.objects.filter(item=item, state="asked").count(),
        "reopening": Reopening.objects.filter(item=item, state="asked").count(),
        "extension": Extension.objects.filter(item=item, state="asked").count(),
    }
    assert waits["request"] == (item.state in {State.REQUESTED, State.PUBLICITY}), (item.number, item.state, waits)
    assert waits["objection"] == (item.state == State.DISPUTED), (item.number, item.state, waits)
    assert waits["reopening"] <= (item.state in {State.WRITTEN_OFF, State.ENDED}), (item.number, item.state, waits)
    assert waits["extension"] <= (item.state == State.RECTIFYING), (item.number, item.state, waits)
    if item.state == State.PLAN_REVIEW:
        entry = PlanEntry.objects.get(item=item)
        assert (entry.state, entry.plan.state) == (EntryState.SUBMITTED, "submitted")
        assert entry.versions.filter(outcome="").count() >= 1


def named_by_policy(item: Item) -> set[str]:
    """Return who must sign by the item's policy as it is spelled in its row, read without the product's own rules."""
    assert item.policy is not None
    named: set[str] = set()
    for rule in item.policy.content["signing"]["rules"]:
        of_class = not rule["categories"] or item.category.startswith(tuple(rule["categories"]))
        of_sector = not rule["sectors"] or item.unit.sector in rule["sectors"]
        if of_class and of_sector and not rule["themes"]:
            named |= set(rule["parties"])
    return named - {"unit"}
