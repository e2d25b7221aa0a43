"""What the workbench shows: what is to be done, what happened, and the numbers within reach."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liandu.access.models import Post
from liandu.access.queries import acts_of
from liandu.access.roles import ROLES, Act
from liandu.accounts.models import SignIn, User
from liandu.accounts.queries import FACTORS, alive, factors_of
from liandu.accounts.rules import LOCKED_FOR
from liandu.findings.queries import findings_for
from liandu.findings.states import State
from liandu.inspections.queries import inspections_for, material_for
from liandu.intake.queries import documents_for
from liandu.intake.states import Reading
from liandu.journal.exporting import receipt_of
from liandu.journal.queries import Line, lines_of_acts, subject_of_entry
from liandu.journal.readers import may_read_history
from liandu.journal.subjects import subject_of
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.ledgers.paging import beyond
from liandu.orgs.models import Oversight, Sector, Unit
from liandu.orgs.queries import on_day

MOST_TASKS = 12


@dataclass(frozen=True, slots=True)
class Task:
    """One decision that waits: what it is, about what, where it is made, and how urgent its tone is."""

    words: str
    about: str
    url: str
    button: str
    tone: str


def tasks_for(reader: Any) -> list[Task]:
    """Return what waits for this person, the most consequential first, at most MOST_TASKS."""
    if Act.PROPOSAL_EDIT not in acts_of(reader):
        return []
    documents = documents_for(reader).filter(material__state="kept").order_by("material__received_at")
    failed = documents.filter(state=Reading.FAILED)[:MOST_TASKS]
    waiting = documents.filter(Q(open_leaves__gt=0), state=Reading.READ)[:MOST_TASKS]
    tasks = [
        Task(_("读取失败，请处理"), d.material.title, reverse("intake:documents"), _("查看"), "look") for d in failed
    ]
    tasks += [_to_check(document) for document in waiting]
    return tasks[:MOST_TASKS]


def _to_check(document: Any) -> Task:
    """Return the task of checking a document; it comes from documents_for(), which counts its open leaves."""
    n = document.open_leaves
    return Task(
        ngettext("%(n)s 条拟录问题待核对", "%(n)s 条拟录问题待核对", n) % {"n": n},
        f"{document.material.title} · {document.material.unit}",
        reverse("findings:review", args=[document.pk]),
        _("核对"),
        "now",
    )


@dataclass(frozen=True, slots=True)
class SectorTotal:
    """Units and findings of one sector within reach."""

    name: str
    units: int
    findings: int
    url: str


def sector_totals_for(reader: Any) -> list[SectorTotal]:
    """Return, for each sector within reach, how many inspected units and confirmed findings it has: two queries."""
    units = dict(
        inspections_for(reader).order_by().values_list("unit__sector").annotate(n=Count("unit", distinct=True))
    )
    confirmed = findings_for(reader).filter(state=State.CONFIRMED)
    findings = dict(confirmed.order_by().values_list("unit__sector").annotate(n=Count("pk")))
    return [
        SectorTotal(str(label), units.get(key, 0), findings.get(key, 0), f"{reverse('ledgers:findings')}?sector={key}")
        for key, label in Sector.choices
        if key in units
    ]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One inspected unit within reach with its numbers."""

    name: str
    round: str
    findings: int
    material: int
    url: str


def units_for(reader: Any, *, most: int = 12) -> list[UnitLine]:
    """Return the reader's inspected units, newest round first; for people whose reach is a handful of units."""
    inspections = list(
        inspections_for(reader).order_by("-round__term__number", "-round__number", "unit__path")[: most + 1]
    )
    if not inspections or len(inspections) > most:
        return []
    keys = [inspection.pk for inspection in inspections]
    found = findings_for(reader).filter(inspection__in=keys, state=State.CONFIRMED)
    counted = dict(found.order_by().values_list("inspection").annotate(n=Count("pk")))
    kept = material_for(reader).filter(inspection__in=keys, state="kept")
    papers = dict(kept.order_by().values_list("inspection").annotate(n=Count("pk")))
    return [
        UnitLine(
            str(i.unit),
            i.round.name,
            counted.get(i.pk, 0),
            papers.get(i.pk, 0),
            f"{reverse('ledgers:findings')}?unit={i.unit_id}&round={i.round_id}",
        )
        for i in inspections
    ]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit or office in the tree, with its depth below the root."""

    unit: Unit
    depth: int
    offices: str
    people: str


def unit_tree(*, text: str = "") -> list[UnitRow]:
    """Return the whole tree in order, each with the offices that oversee it today and the people in post: 3 queries.

    ``text`` narrows to the units whose name or code holds it.
    """
    today = on_day(timezone.localdate())
    overseen_by = Oversight.objects.filter(today).select_related("office").order_by("office__name")
    rows = Unit.objects.order_by("path").prefetch_related(Prefetch("overseen_by", overseen_by))
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(short_name__icontains=text) | Q(code__icontains=text))
    units = list(rows)
    people: dict[int, list[str]] = {}
    for post in Post.objects.filter(today).select_related("user").order_by("pk"):
        role = ROLES.get(post.role)
        held = {"person": post.user, "post": role.name if role else post.role}
        people.setdefault(post.unit_id, []).append(_("%(person)s（%(post)s）") % held)
    return [
        UnitRow(
            unit,
            unit.path.count("/") - 2,
            _("、").join(str(row.office) for row in unit.overseen_by.all()),
            _("、").join(people.get(unit.pk, [])),
        )
        for unit in units
    ]


# Accounts and posts, for those who keep them.
PEOPLE_PAGE = 50
LONGEST_NAME = 150
PEOPLE_STATES = ("open", "closed", "locked", "initial", "no_post", "no_factor")


def people_for(reader: Any) -> QuerySet[User]:
    """Return the accounts that ``reader`` may look at: all for who keeps accounts or posts, none for anybody else."""
    keeps = {Act.ACCOUNT_MANAGE, Act.POST_MANAGE} & acts_of(reader)
    return User.objects.all() if keeps else User.objects.none()


def page_of_people(reader: Any, *, text: str = "", state: str = "", after: str = "") -> list[User]:
    """Return PEOPLE_PAGE accounts and one more if there are, by sign-in name, behind the name ``after``.

    Each with its posts of today; ``text`` narrows by name, ``state`` to one of PEOPLE_STATES.
    """
    today = on_day(timezone.localdate())
    posts = Post.objects.filter(today).select_related("unit").order_by("pk")
    rows = people_for(reader).prefetch_related(Prefetch("posts", posts)).order_by("username")
    if text:
        rows = rows.filter(Q(username__icontains=text) | Q(display_name__icontains=text))
    if state in PEOPLE_STATES:
        rows = rows.filter(_in_state(state))
    if after:
        rows = rows.filter(username__gt=after)
    return list(rows[: PEOPLE_PAGE + 1])


def _in_state(state: str) -> Q:
    in_post = Post.objects.filter(on_day(timezone.localdate())).values("user")
    with_factor = Authenticator.objects.filter(type__in=FACTORS).values("user")
    return {
        "open": Q(is_active=True),
        "closed": Q(is_active=False),
        "locked": Q(locked_at__gt=timezone.now() - LOCKED_FOR),
        "initial": Q(must_change_password=True, is_active=True),
        "no_post": Q(is_active=True) & ~Q(pk__in=in_post),
        "no_factor": Q(is_active=True) & ~Q(pk__in=with_factor),
    }[state]


def posts_for(reader: Any) -> QuerySet[Post]:
    """Return the posts that ``reader`` may look at: all for who keeps accounts or posts, none for anybody else."""
    keeps = {Act.ACCOUNT_MANAGE, Act.POST_MANAGE} & acts_of(reader)
    return Post.objects.all() if keeps else Post.objects.none()


def page_of_posts(reader: Any, *, text: str = "", role: str = "", after: tuple[Any, ...] | None = None) -> list[Post]:
    """Return PEOPLE_PAGE posts that hold today or begin later, and one more if there are, by person, behind ``after``.

    ``text`` narrows by person or unit, ``role`` to one role.
    """
    held = posts_for(reader).filter(Q(until=None) | Q(until__gte=timezone.localdate()))
    rows = held.select_related("user", "unit").order_by("user__username", "pk")
    if text:
        person = Q(user__username__icontains=text) | Q(user__display_name__icontains=text)
        rows = rows.filter(person | Q(unit__name__icontains=text) | Q(unit__short_name__icontains=text))
    if role:
        rows = rows.filter(role=role)
    if after is not None:
        rows = beyond(rows, ("user__username", "pk"), after, sign=">")
    return list(rows[: PEOPLE_PAGE + 1])


@dataclass(frozen=True, slots=True)
class Person:
    """What the page of a person shows: second factors, sign-ins, posts with those of the past, who did what to them."""

    user: User
    factors: tuple[str, ...]
    sign_ins: tuple[SignIn, ...]
    posts: tuple[Post, ...]
    lines: tuple[Line, ...]


def person_page(person: User) -> Person:
    """Return the page of a person whom people_for() gave: 4 queries."""
    posts = Post.objects.filter(user=person).select_related("unit").order_by("-since", "-pk")
    lines = lines_of_acts(GRANTING_ACTS, subjects=[subject_of(person)], most=100)
    kinds = tuple(kind for kind, _name in factors_of(person).values())
    return Person(person, kinds, tuple(alive(person)), tuple(posts), tuple(lines))


@dataclass(frozen=True, slots=True)
class HouseTotals:
    """How many units, accounts and posts there are, and what needs a look."""

    units: int
    accounts: int
    locked: int
    without_post: int
    posts: int


def house_totals() -> HouseTotals:
    """Return the numbers of the first page of administration: 5 queries."""
    return HouseTotals(
        Unit.objects.count(),
        User.objects.filter(is_active=True).count(),
        User.objects.filter(_in_state("locked")).count(),
        User.objects.filter(_in_state("no_post")).count(),
        Post.objects.filter(on_day(timezone.localdate())).count(),
    )


# What the audit administrator may read: acts of the other two, and attempts; never business text.
LOG_PAGE = 50
ADMINISTRATIVE_ACTS = (
    "account.opened",
    "account.closed",
    "account.reopened",
    "account.locked",
    "account.unlocked",
    "account.password_changed",
    "account.password_reset",
    "second_factor.added",
    "second_factor.removed",
    "second_factor.reset",
    "second_factor.failed",
    "second_factor.codes_renewed",
    "second_factor.codes_seen",
    "post.given",
    "post.ended",
    "unit.added",
    "oversight.assigned",
    "oversight.ended",
    "access.denied",
    "access.probed",
    "session.opened",
    "session.refused",
    "seals.verified",
    "seals.exported",
    "session.ended",
    "session.elsewhere",
)
# What was done to an account by others, for the page of a person; how they sign in is for the audit administrator.
USER_SUBJECT = "accounts.user:"
GRANTING_ACTS = tuple(
    act for act in ADMINISTRATIVE_ACTS if act.startswith(("account.", "post.")) or act == "second_factor.reset"
)


def kinds_of_acts() -> list[str]:
    """Return what the acts of the log are about, each once: account, second_factor, post and so on."""
    return list(dict.fromkeys(act.partition(".")[0] for act in ADMINISTRATIVE_ACTS))


def people_of(lines: list[Line]) -> dict[str, str]:
    """Return the names of the people whom ``lines`` are about, by subject: one query."""
    keys = [line.subject.partition(":")[2] for line in lines if line.subject.startswith(USER_SUBJECT)]
    users = User.objects.filter(pk__in=[key for key in keys if key])
    return {subject_of(user): str(user) for user in users}


def administrative_log(*, before: int | None = None, who: str = "", kind: str = "") -> list[Line]:
    """Return a page of the log of administrative acts, newest first.

    ``who`` narrows to what a person did or what was done to them (sign-in name or name); ``kind`` is one of
    kinds_of_acts().
    """
    acts = [act for act in ADMINISTRATIVE_ACTS if not kind or act.startswith(f"{kind}.")]
    if not who:
        return lines_of_acts(acts, before=before, most=LOG_PAGE)
    people = User.objects.filter(Q(username__iexact=who) | Q(display_name=who))[:LOG_PAGE]
    return lines_of_acts(
        acts,
        before=before,
        most=LOG_PAGE,
        actors=[person.username for person in people],
        subjects=[subject_of(person) for person in people],
    )


def receipt_for(reader: Any, seq: int) -> dict[str, Any] | None:
    """Return the receipt of a journal entry to who may see the history it stands in; None to anybody else.

    Raises Refusal when the reader may see it and it is not sealed yet.
    """
    subject = subject_of_entry(seq)
    if subject is None or not may_read_history(reader, subject):
        return None
    proof = receipt_of(seq)
    if proof is None:
        raise Refusal("receipt.not_sealed", gettext_noop("这一条还没有封印。封印每隔几秒进行一次，请稍后再下载。"))
    return proof


def unit_choices() -> Any:
    """Return the units and offices a post or a unit can stand under, in tree order."""
    return Unit.objects.order_by("path")


def office_choices() -> Any:
    """Return the offices of the three parties, in tree order."""
    return Unit.objects.exclude(party="").order_by("path")


def open_oversight() -> Any:
    """Return the oversight that has no end yet, by office and unit."""
    return Oversight.objects.filter(until=None).select_related("office", "unit").order_by("office__path", "unit__path")
