"""Classes that wait to be confirmed, why they are guessed, and how good the guesses turned out to be."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet

from liandu.findings.models import Finding, Guess, Sureness
from liandu.findings.queries.findings import findings_for
from liandu.findings.states import State
from liandu.inspections.taxonomies import taxonomy
from liandu.orgs.models import Unit

PAGE = 30  # findings: each is a decision
MOST_LABELS = 1_000  # the newest confirmed ones; more teach little and cost much


def classes_to_confirm(reader: Any) -> QuerySet[Finding]:
    """Return the findings within reach whose class nobody has said."""
    return findings_for(reader).filter(category_confirmed=False, state=State.CONFIRMED)


def how_many_are_classified() -> tuple[int, int]:
    """Return how many findings have a class that people have said, and how many wait: counted from two indexes alone.

    The worker asks it while it is idle: as long as neither number moves there is nothing new to guess.
    """
    rows = Finding.objects.filter(state=State.CONFIRMED)
    return rows.filter(category_confirmed=True).count(), rows.filter(category_confirmed=False).count()


def waiting_for_a_guess(*, learned_from: int, taxonomy_number: int, most: int) -> list[tuple[int, str]]:
    """Return (key, words) of findings without a guess, or with an old one.

    Old is what was made when ``learned_from`` classes or fewer were confirmed, or from an earlier taxonomy.
    """
    waiting = Finding.objects.filter(category_confirmed=False, state=State.CONFIRMED)
    old = Q(guess__labels__lte=learned_from) | Q(guess__taxonomy__lt=taxonomy_number)
    due = waiting.filter(Q(guess=None) | old).order_by("number")
    return [(pk, f"{problem}{title}") for pk, problem, title in due.values_list("pk", "problem", "title")[:most]]


def confirmed_classes() -> list[tuple[int, str, str]]:
    """Return (key, words, class of today) of the findings whose class people have said, the newest MOST_LABELS."""
    said = taxonomy()
    rows = Finding.objects.filter(category_confirmed=True, state=State.CONFIRMED).order_by("-pk")
    told = rows.values_list("pk", "problem", "title", "category")[:MOST_LABELS]
    return [(pk, f"{problem}{title}", said.today(category)) for pk, problem, title, category in told]


def class_counts(reader: Any) -> dict[str, int]:
    """Return how many findings stand under each class, by the code that they are filed under, within reach."""
    rows = findings_for(reader).filter(state=State.CONFIRMED)
    return dict(rows.order_by().values_list("category").annotate(n=Count("pk")))


def masked_units() -> list[str]:
    """Return the names of all units: they say nothing about a class."""
    names = Unit.objects.values_list("name", "short_name")
    return sorted({name for pair in names for name in pair if len(name) > 1})


@dataclass(frozen=True, slots=True)
class ClassView:
    """What of the queue is asked for: how sure, which round; ``after`` a number."""

    sureness: str = ""
    round: int = 0
    after: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "ClassView":
        """Return what an address asks for; what makes no sense is left out."""
        number = asked.get("round", "")
        return cls(
            asked["sureness"] if asked.get("sureness") in Sureness.values else "",
            int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0,
            asked.get("after", "")[:24],
        )

    def query(self, **changes: Any) -> str:
        """Return the address's part after the question mark, with changes."""
        view = replace(self, **changes)
        return urlencode({name: value for name in self.__slots__ if (value := getattr(view, name))})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A finding that waits, its guess (None when the worker has not come to it), and confirmed ones that are alike."""

    finding: Finding
    guess: Guess | None
    nearest: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ClassPage:
    """A page of the queue, the query of the next one ("" when there is none), and counts by how sure ("": no guess)."""

    rows: list[Waiting]
    later: str
    counts: dict[str, int]


def class_page(reader: Any, view: ClassView) -> ClassPage:
    """Return the page of the queue that the view asks for."""
    waiting = classes_to_confirm(reader)
    if view.round:
        waiting = waiting.filter(round=view.round)
    sure = Counter(dict(_counted(waiting)))
    if view.sureness:
        waiting = waiting.filter(guess__sureness=view.sureness)
    if view.after:
        waiting = waiting.filter(number__gt=view.after)
    found = list(waiting.select_related("unit", "round", "guess").order_by("number")[: PAGE + 1])
    later = view.query(after=found[PAGE - 1].number) if len(found) > PAGE else ""
    return ClassPage(with_reasons(reader, found[:PAGE]), later, sure)


def _counted(waiting: QuerySet[Finding]) -> list[tuple[str, int]]:
    rows = waiting.order_by().values_list("guess__sureness").annotate(n=Count("pk"))
    return [(sureness or "", n) for sureness, n in rows]


def with_reasons(reader: Any, findings: Sequence[Finding]) -> list[Waiting]:
    """Return the findings with their guesses and, of the confirmed ones alike, those within the reader's reach."""
    guesses = {row.pk: getattr(row, "guess", None) for row in findings}
    wanted = {key for one in guesses.values() if one for key, _likeness in one.why.get("nearest", [])}
    seen = {row.pk: row for row in findings_for(reader).filter(pk__in=wanted).select_related("unit")} if wanted else {}
    return [Waiting(row, guesses[row.pk], _nearest(guesses[row.pk], seen)) for row in findings]


def _nearest(guess: Guess | None, seen: Mapping[int, Finding]) -> tuple[Finding, ...]:
    keys = [key for key, _likeness in guess.why.get("nearest", [])] if guess else []
    return tuple(seen[key] for key in keys if key in seen and seen[key].category_confirmed)


@dataclass(frozen=True, slots=True)
class OfClass:
    """How the guesses of a class did: how often people said it, how often it was guessed, how often both."""

    code: str
    said: int
    guessed: int
    right: int


@dataclass(frozen=True, slots=True)
class Quality:
    """How the guesses did on findings whose class people have said; ``confused`` are (guessed, said, how often)."""

    total: int
    right: int
    among_three: int
    classes: tuple[OfClass, ...]
    confused: tuple[tuple[str, str, int], ...]
    covered: int  # of the surest guesses, the most that are right in nine of ten
    without: int  # confirmed before the worker had come to them


SURE_ENOUGH = 0.9
MOST_CONFUSED = 12


def quality_of(reader: Any) -> Quality:
    """Return how the guesses did within the reader's reach: each was made before the class was said."""
    said = findings_for(reader).filter(category_confirmed=True, state=State.CONFIRMED)
    today = taxonomy().today  # what was merged since is no mistake
    rows = [
        (today(category), [today(code) for code in codes], shares)
        for category, codes, shares in said.exclude(guess=None).values_list("category", "guess__codes", "guess__shares")
    ]
    pairs = Counter((codes[0], category) for category, codes, _shares in rows)
    codes_met = sorted({code for pair in pairs for code in pair})
    return Quality(
        total=len(rows),
        right=sum(n for (guessed, was), n in pairs.items() if guessed == was),
        among_three=sum(category in codes for category, codes, _shares in rows),
        classes=tuple(_of_class(code, pairs) for code in codes_met),
        confused=tuple(
            (guessed, was, n)
            for (guessed, was), n in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
            if guessed != was
        )[:MOST_CONFUSED],
        covered=covered([(shares[0], codes[0] == category) for category, codes, shares in rows]),
        without=said.filter(guess=None).count(),
    )


def _of_class(code: str, pairs: Counter[tuple[str, str]]) -> OfClass:
    said = sum(n for (_guessed, was), n in pairs.items() if was == code)
    guessed = sum(n for (guess, _was), n in pairs.items() if guess == code)
    return OfClass(code, said, guessed, pairs[(code, code)])


def covered(told: Sequence[tuple[float, bool]]) -> int:
    """Return how many of the surest guesses, (share, right), can be taken so that nine of ten are right."""
    best = right = 0
    for count, (_share, was_right) in enumerate(sorted(told, key=lambda one: (-one[0], one[1])), start=1):
        right += was_right
        if right >= SURE_ENOUGH * count:
            best = count
    return best
