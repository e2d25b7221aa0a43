"""Pages of the taxonomy: the classes in force with their findings, one class, the versions and what differs."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.inspections.class_counts import counts_by_class
from liandu.inspections.queries import (
    taxonomy_draft_of,
    taxonomy_numbers_for,
    taxonomy_said,
    taxonomy_versions_for,
)
from liandu.inspections.tables import class_sections, unsettled_lines
from liandu.inspections.taxonomies import changes, in_force
from liandu.inspections.taxonomies.wording import change_lines, class_in_words, in_language, sector_in_words, words_of
from liandu.journal.queries import history_of
from liandu.texts.keywords import Category
from liandu.texts.taxonomies import Taxonomy
from liandu.texts.taxonomy_files import written
from liandu.ui.dates import moment
from liandu.ui.htmx import page
from liandu.ui.reasons import why_not


def number_asked(request: HttpRequest, name: str) -> int:
    """Return the number of a version that the address asks for, 0 for none."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 6 else 0


@require_GET
def taxonomy(request: HttpRequest) -> HttpResponse:
    """Show the classes of a version, under its first levels or in another view, those in force with their findings."""
    require(request.user, Act.FINDING_VIEW)
    standing = in_force()
    number = number_asked(request, "version") or standing.number
    said = taxonomy_said(request.user, [number]).get(number)
    if said is None:
        raise Http404
    shown = next((view for view in said.views if view.key == request.GET.get("view")), None)
    is_newest = number == standing.number
    counts = counts_by_class(request.user) if is_newest else None
    version = taxonomy_versions_for(request.user).filter(number=number).first()
    query = "" if is_newest else f"version={number}&"
    tabs = [("", _("两级分类"), shown is None), *((v.key, in_language(v), v is shown) for v in said.views)]
    context = {
        "number": number,
        "version": version,
        "when": moment(version.published_at) if version and version.published_by_id else "",
        "is_newest": is_newest,
        "tabs": [(f"?{query}view={key}" if key else f"?{query}", words, here) for key, words, here in tabs],
        "sections": class_sections(said, shown, counts),
        "unsettled": unsettled_lines(said, counts or {}),
        "n_classes": len(said.leaves),
        "draft": taxonomy_draft_of(request.user),
        "why_not": why_not(request.user, Act.TAXONOMY_SET),
    }
    return page(request, "inspections/taxonomy.html", context)


@require_GET
def class_(request: HttpRequest, pk: str) -> HttpResponse:
    """Show one class: what it means, what it is taken for, what proves it put right, and what became of it."""
    require(request.user, Act.FINDING_VIEW)
    said = in_force().taxonomy
    if not said.knows(pk):
        raise Http404
    leaf, gone = said.leaves.get(pk), said.retired.get(pk)
    counts = counts_by_class(request.user)
    codes = said.filed_as(pk)
    context = {
        "code": pk,
        "leaf": leaf,
        "gone": gone,
        "words": class_in_words(pk),
        "other_name": next((name for name in (leaf.name, leaf.name_en) if name != in_language(leaf)), "")
        if leaf
        else "",
        "parent": words_of(said, leaf.parent if leaf else gone.parent if gone else ""),
        "into": [(code, words_of(said, code)) for code in (gone.into if gone else ())],
        "is_merged": pk in said.merged,
        "count": sum(counts[code] for code in codes),
        "merged": [(code, words_of(said, code), counts[code]) for code in codes if code != pk],
        "confusable": [(code, words_of(said, code), words) for code, words in (leaf.confusable if leaf else ())],
        "sectors": _sectors(leaf.sectors) if leaf else [],
        "places": _places(said, pk),
        "past": _past(request.user, pk),
        "may_edit": leaf is not None and not why_not(request.user, Act.TAXONOMY_SET),
    }
    return page(request, "inspections/class.html", context)


def _in_the_other_language(leaf: Category) -> str:
    return next((name for name in (leaf.name, leaf.name_en) if name != in_language(leaf)), "")


def _sectors(weights: tuple[tuple[str, int], ...]) -> list[tuple[str, str]]:
    words = {3: _("多数单位都有"), 2: _("常见"), 1: _("偶见"), 0: _("少见或不适用")}
    return [(sector_in_words(key), words[weight]) for key, weight in weights]


def _places(said: Taxonomy, code: str) -> list[tuple[str, str, str]]:
    return [
        (view.key, in_language(view), in_language(group))
        for view in said.views
        for group in view.groups
        if code in group.leaves
    ]


MOST_VERSIONS = 30  # the newest, whose content is read for the history of a class


def _past(reader: Any, code: str) -> list[tuple[Any, str, list[Any]]]:
    """Return what changed of a class from version to version: (version, when, changes), the newest first."""
    versions = list(taxonomy_versions_for(reader)[:MOST_VERSIONS])
    said = taxonomy_said(reader, [row.number for row in versions])
    found = []
    for row in versions:
        old, new = said.get(row.number - 1), said[row.number]
        if old is None:
            continue
        of_class = [change for change in changes(old, new) if change.code == code]
        if of_class:
            found.append((row, moment(row.published_at), change_lines(of_class, old, new, {})))
    return found


@require_GET
def taxonomy_versions(request: HttpRequest) -> HttpResponse:
    """Show the versions, and what differs between two of them: by default the newest and the one before."""
    require(request.user, Act.FINDING_VIEW)
    numbers = taxonomy_numbers_for(request.user)
    newer = number_asked(request, "to") or numbers[0]
    older = number_asked(request, "from") or max(newer - 1, 1)
    older, newer = min(older, newer), max(older, newer)
    said = taxonomy_said(request.user, [older, newer])
    if older not in said or newer not in said:
        raise Http404
    old, new = said[older], said[newer]
    rows = list(taxonomy_versions_for(request.user))
    context = {
        "numbers": numbers,
        "older": older,
        "newer": newer,
        "changes": change_lines(changes(old, new), old, new, {}),
        "versions": [(row, moment(row.published_at) if row.published_by_id else "") for row in rows],
        "history": [(line, moment(line.at)) for line in history_of(rows[0])] if rows else [],
        "back": reverse("inspections:taxonomy"),
    }
    return page(request, "inspections/taxonomy_versions.html", context)


@require_GET
def taxonomy_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a version as a YAML file, in the form that ``liandu classify --taxonomy`` and the upload read."""
    require(request.user, Act.FINDING_VIEW)
    said = taxonomy_said(request.user, [pk]).get(pk)
    if said is None:
        raise Http404
    return yaml_answer(said, f"taxonomy-{pk}.yaml")


def yaml_answer(said: Taxonomy, name: str) -> HttpResponse:
    """Return a taxonomy as a file to keep."""
    return HttpResponse(
        written(said),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
