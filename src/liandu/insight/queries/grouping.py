"""What the machine groups: the findings that wait, and the accepted strands they may join. No person asks."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import Count, Q, QuerySet

from liandu.findings.models import Finding
from liandu.findings.queries import masked_units
from liandu.findings.states import State
from liandu.insight.grouping import Home, Known
from liandu.insight.models import Grouped, Membership, Strand
from liandu.insight.rules.strands import class_of
from liandu.insight.states import StrandState
from liandu.inspections.taxonomies import in_force, taxonomy
from liandu.texts.keywords import Category


@dataclass(frozen=True, slots=True)
class Work:
    """What a process is given, and the digest of it."""

    digest: str
    waiting: list[Known]
    homes: list[Home]
    units: list[str]
    known: dict[str, Category]


def work_due() -> Work | None:
    """Return what there is to group; None when nothing has changed since it was grouped last."""
    classes = _classes()
    digest = _digest(classes)
    if Grouped.objects.filter(digest=digest).exists():
        return None
    return Work(digest, _waiting(classes), _homes(), masked_units(), dict(taxonomy().leaves))


def waiting_findings() -> QuerySet[Finding]:
    """Return the findings without a place that a person gave: those of the queue, and of proposals nobody touched."""
    free = Q(strand_membership=None) | Q(strand_membership__strand__frozen=False)
    return Finding.objects.filter(free, state=State.CONFIRMED)


def _classes() -> dict[int, str]:
    """Return the class that each waiting finding is grouped in, by key."""
    told = waiting_findings().order_by("pk").values_list(
        "pk", "category", "category_confirmed", "guess__first", "guess__sureness", "guess__shares"
    )  # fmt: skip
    return {
        key: class_of(
            category=taxonomy().today(category),
            confirmed=confirmed,
            guess=guess or "",
            sureness=sureness or "",
            shares=shares or (),
        )
        for key, category, confirmed, guess, sureness, shares in told.iterator(chunk_size=2000)
    }


def _digest(classes: dict[int, str]) -> str:
    """Return a digest of everything that the result hangs on, but the words, which hardly ever change."""
    strands: Any = Strand.objects.filter(state__in=[StrandState.ACCEPTED, StrandState.RETIRED]).order_by("pk")
    told = strands.annotate(n=Count("memberships")).values_list("pk", "state", "n")
    lines = [f"taxonomy {in_force().number}", *(f"{key} {code}" for key, code in classes.items())]
    lines += [f"strand {key} {state} {n}" for key, state, n in told]
    return sha256("\n".join(lines).encode()).hexdigest()


def _waiting(classes: dict[int, str]) -> list[Known]:
    rows = waiting_findings().order_by("pk").values_list("pk", "problem", "title")
    return [
        Known(key, f"{problem}{title}", classes.get(key, "")) for key, problem, title in rows.iterator(chunk_size=2000)
    ]


def _homes() -> list[Home]:
    members: dict[int, list[tuple[int, str]]] = {}
    rows = Membership.objects.filter(strand__state=StrandState.ACCEPTED).order_by("pk")
    told = rows.values_list("strand", "pk", "finding__problem", "finding__title")
    for strand, key, problem, title in told.iterator(chunk_size=2000):
        members.setdefault(strand, []).append((key, f"{problem}{title}"))
    codes = Strand.objects.filter(pk__in=members).order_by("pk").values_list("pk", "code")
    return [Home(key, taxonomy().today(code), tuple(members[key])) for key, code in codes]
