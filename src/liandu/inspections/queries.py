"""Reading rounds, inspections and material, through the reader's eyes."""

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from liandu.access.queries import acts_of, units_within, visible
from liandu.access.roles import Act
from liandu.inspections.models import (
    Inspection,
    InspectionTheme,
    Material,
    PolicyProfile,
    PolicyVersion,
    Round,
    RoundTheme,
    TaxonomyDraft,
    TaxonomyVersion,
    Term,
    Theme,
    ThemeVersion,
)
from liandu.inspections.policies import DEFAULT, Policy, presets, read
from liandu.inspections.rules import theme_names
from liandu.inspections.states import State
from liandu.inspections.taxonomies import in_force
from liandu.orgs.models import Sector, Unit
from liandu.texts.taxonomies import Taxonomy
from liandu.texts.taxonomy_files import opened


def inspections_for(reader: Any) -> QuerySet[Inspection]:
    """Return the inspections whose unit the reader may see."""
    rows = Inspection.objects.select_related("unit", "round", "round__term")
    return visible(rows, reader, Act.INSPECTION_VIEW)


def inspections_of_round(reader: Any, round: Round) -> list[Inspection]:  # noqa: A002 - the field's term
    """Return the inspections of ``round`` within reach, by sector (in the order of Sector), then by the unit's code."""
    sectors = [*Sector.values, ""]
    rows = inspections_for(reader).filter(round=round)
    return sorted(rows, key=lambda row: (sectors.index(row.unit.sector), row.unit.code))


def rounds_for(reader: Any) -> QuerySet[Round]:
    """Return the rounds with an inspection that the reader may see, or all to who may open rounds; newest first.

    ``units_seen`` counts the inspections within reach only.
    """
    within = inspections_for(reader).order_by().values("pk")
    rows = Round.objects.select_related("term").annotate(
        units_seen=Count("inspections", filter=Q(inspections__in=within), distinct=True)
    )
    # Said again: a query that counts drops the model's own order. What came in an exchange stands after our own.
    rows = rows.order_by("term__mark", "-term__number", "-number")
    return rows if sees_every_round(reader) else rows.filter(units_seen__gt=0)


def sees_every_round(reader: Any) -> bool:
    """Return whether the reader's work covers rounds as such, not only units of them."""
    return Act.INSPECTION_OPEN in acts_of(reader)


def material_for(reader: Any) -> QuerySet[Material]:
    """Return the material the reader may see: of units within reach; destroyed material keeps its line."""
    rows = Material.objects.select_related("unit", "round", "inspection", "file", "received_by", "theme")
    return visible(rows, reader, Act.MATERIAL_VIEW)


def terms_for(reader: Any) -> QuerySet[Term]:
    """Return our own terms, newest first, to those whose work covers rounds as such."""
    return Term.objects.filter(mark="") if sees_every_round(reader) else Term.objects.none()


def units_to_inspect(reader: Any, round: Round) -> QuerySet[Unit]:  # noqa: A002 - the field's term
    """Return the units within reach, with a sector, that are not registered in ``round`` yet; by code."""
    units = units_within(reader, Act.INSPECTION_OPEN)
    within = Unit.objects.all() if units is None else units
    return within.exclude(sector="").exclude(inspections__round=round).order_by("code")


def sees_material(reader: Any) -> bool:
    """Return whether some post of the reader carries reading material at all."""
    return Act.MATERIAL_VIEW in acts_of(reader)


def material_counts(reader: Any, round: Round) -> dict[int, int]:  # noqa: A002 - the field's term
    """Return how many pieces of kept material the reader may see, by key of the inspection in ``round``."""
    rows = material_for(reader).filter(round=round, state=State.KEPT).exclude(inspection=None)
    return dict(rows.order_by().values_list("inspection").annotate(Count("pk")))


def later_versions(reader: Any, material: Material) -> QuerySet[Material]:
    """Return the material that corrects ``material``, as far as the reader may see it."""
    return material_for(reader).filter(corrects=material)


def themes_for(reader: Any) -> QuerySet[Theme]:
    """Return the themes that this site has set up, to those who may look at inspections."""
    return Theme.objects.all() if Act.INSPECTION_VIEW in acts_of(reader) else Theme.objects.none()


def versions_of(theme: Theme) -> list[ThemeVersion]:
    """Return the versions of a theme, the newest first. The caller has found the theme through the reader's eyes."""
    return list(ThemeVersion.objects.filter(theme=theme).select_related("made_by").order_by("-number"))


def newest_versions(reader: Any) -> dict[int, ThemeVersion]:
    """Return the present checklist of each theme, by the theme's key."""
    rows = ThemeVersion.objects.filter(theme__in=themes_for(reader)).order_by("number")
    return {row.theme_id: row for row in rows}


def carried_for(reader: Any) -> QuerySet[InspectionTheme]:
    """Return the themes that inspections within the reader's reach carry, with their checklists."""
    rows = InspectionTheme.objects.select_related("theme", "version", "inspection__unit", "inspection__round__term")
    return visible(rows, reader, Act.INSPECTION_VIEW, unit="inspection__unit").order_by("theme_id")


def themes_of_round(round: Round) -> list[RoundTheme]:  # noqa: A002 - the field's term
    """Return what the round carries. The caller has found the round through the reader's eyes."""
    return list(RoundTheme.objects.filter(round=round).select_related("theme", "version").order_by("theme_id"))


def themes_in_round(reader: Any, round: Round) -> list[Theme]:  # noqa: A002 - the field's term
    """Return the themes that inspections of the round within the reader's reach carry."""
    keys = carried_for(reader).filter(inspection__round=round).order_by().values("theme")
    return list(themes_for(reader).filter(pk__in=keys))


# Policies. A version never changes, so what was read of it may be kept for a while; a restart of the site forgets it.
_KEPT_SECONDS = 3600


def policies_for(reader: Any) -> QuerySet[PolicyProfile]:
    """Return the policy profiles that this site has set up, to those who may look at inspections.

    ``newest`` is the number of the present version, ``rounds_under`` how many rounds within reach go by one of the
    versions.
    """
    if Act.INSPECTION_VIEW not in acts_of(reader):
        return PolicyProfile.objects.none()
    newest = PolicyVersion.objects.filter(profile=OuterRef("pk")).order_by("-number")
    within = rounds_for(reader).order_by().values("pk")
    return PolicyProfile.objects.annotate(
        newest=Subquery(newest.values("number")[:1]),
        changed_at=Subquery(newest.values("made_at")[:1]),
        rounds_under=Count("versions__rounds", filter=Q(versions__rounds__in=within), distinct=True),
    ).order_by("pk")


def policy_versions_of(profile: PolicyProfile) -> list[PolicyVersion]:
    """Return the versions of a profile, the newest first. The caller has found it through the reader's eyes."""
    return list(PolicyVersion.objects.filter(profile=profile).select_related("made_by", "profile").order_by("-number"))


def rounds_under(reader: Any, profile: PolicyProfile) -> list[Round]:
    """Return the rounds within the reader's reach that go by some version of ``profile``, each with the version."""
    return list(rounds_for(reader).filter(policy__profile=profile).select_related("policy", "term"))


def policies_to_choose(reader: Any) -> QuerySet[PolicyVersion]:
    """Return the present version of each profile, for who gives a round its policy."""
    newest = PolicyVersion.objects.filter(profile=OuterRef("profile")).order_by("-number").values("pk")[:1]
    rows = PolicyVersion.objects.filter(profile__in=policies_for(reader).values("pk"))
    return rows.filter(pk=Subquery(newest)).select_related("profile").order_by("profile")


def policy_versions_for(reader: Any) -> QuerySet[PolicyVersion]:
    """Return every version of every profile that the reader may look at."""
    rows = PolicyVersion.objects.filter(profile__in=policies_for(reader).values("pk"))
    return rows.select_related("profile").order_by("profile", F("number").desc())


def policy_for(version_id: int | None) -> Policy:
    """Return the policy of the version with this key; the first that comes along when there is none."""
    return presets()[DEFAULT] if version_id is None else policies_of([version_id])[version_id]


def policies_of(version_ids: Iterable[int | None]) -> dict[int | None, Policy]:
    """Return the policies of these versions by their keys (None: the first that comes along): one query at most."""
    wanted = {key for key in version_ids if key is not None}
    kept: dict[str, Policy] = cache.get_many([_kept_as(key) for key in wanted])
    found: dict[int | None, Policy] = {key: kept[_kept_as(key)] for key in wanted if _kept_as(key) in kept}
    rows = PolicyVersion.objects.filter(pk__in=wanted - set(found)) if wanted - set(found) else ()
    for row in rows:
        found[row.pk] = read(row.content)
        cache.set(_kept_as(row.pk), found[row.pk], _KEPT_SECONDS)
    return found | {None: presets()[DEFAULT]}


def _kept_as(key: int) -> str:
    return f"liandu.policy.{key}"


def policy_of(round: Round) -> Policy:  # noqa: A002 - the field's term
    """Return what a round goes by. The caller has found the round through the reader's eyes."""
    return policy_for(round.policy_id)


def theme_names_for(reader: Any) -> dict[str, str]:
    """Return the names of themes by their codes, in the reader's language: of this site, and that come along."""
    return theme_names() if Act.INSPECTION_VIEW in acts_of(reader) else {}


LAST_NUMBER = 999_999  # no taxonomy lives to see as many versions; an address may ask for any number


# The taxonomy. Who sees findings may read what they are sorted by.
def taxonomy_versions_for(reader: Any) -> QuerySet[TaxonomyVersion]:
    """Return the published versions of the taxonomy, the newest first; none as long as it is the one that comes along.

    Without their content, which is asked for one by one.
    """
    if Act.FINDING_VIEW not in acts_of(reader):
        return TaxonomyVersion.objects.none()
    return TaxonomyVersion.objects.select_related("published_by").defer("content").order_by("-number")


def taxonomy_numbers_for(reader: Any) -> list[int]:
    """Return the numbers of all versions, the newest first: 1 alone as long as none was published."""
    return list(taxonomy_versions_for(reader).values_list("number", flat=True)) or [1]


def taxonomy_said(reader: Any, numbers: Iterable[int]) -> dict[int, Taxonomy]:
    """Return what these versions say, by their number: one query at most; those that are not there are left out."""
    wanted, standing = {number for number in numbers if number <= LAST_NUMBER}, in_force()
    found = {standing.number: standing.taxonomy} if standing.number in wanted else {}
    if wanted - set(found):
        rows = taxonomy_versions_for(reader).filter(number__in=wanted - set(found))
        found |= {number: opened(content) for number, content in rows.values_list("number", "content")}
    return found


def taxonomy_draft_of(reader: Any) -> TaxonomyDraft | None:
    """Return the draft that the reader is making of the next version, None without one."""
    if Act.TAXONOMY_SET not in acts_of(reader):
        return None
    return TaxonomyDraft.objects.filter(owner=reader).first()
