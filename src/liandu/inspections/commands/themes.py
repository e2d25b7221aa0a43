"""Setting up themes with their checklists, and saying what a round, an inspection or material is about."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.inspections.models import (
    Inspection,
    InspectionTheme,
    Material,
    Round,
    RoundTheme,
    Signer,
    Theme,
    ThemeVersion,
)
from liandu.inspections.rules import refuse_bad_checklist, refuse_theme_not_carried
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.texts.themes import ChecklistItem, default_themes


@transaction.atomic
def open_theme(  # the facts of a theme and of its first checklist
    *,
    code: str,
    letter: str,
    name: str,
    name_en: str,
    items: Sequence[ChecklistItem],
    signers: Sequence[str],
    by: Any,
) -> Theme:
    """Set up a theme with its first checklist and return it; a code is given once."""
    require(by, Act.THEME_SET)
    if Theme.objects.filter(code=code).exists():
        raise Refusal("theme.exists", gettext_noop("代号为“%(theme)s”的专题已经有了。"), theme=code)
    refuse_bad_checklist(items)
    theme = Theme.objects.create(code=code, letter=letter, name=name, name_en=name_en)
    version = _new_version(theme, 1, items, signers, by)
    record(act="theme.opened", subject=theme, by=by, facts={"name": name, "items": len(version.items)})
    return theme


@transaction.atomic
def change_theme(
    *,
    theme: Theme,
    name: str,
    name_en: str,
    items: Sequence[ChecklistItem],
    signers: Sequence[str],
    seen: int,
    by: Any,
) -> ThemeVersion:
    """Make a new version of the theme's checklist and signers and return it; earlier versions stay as they are.

    ``seen`` is the number of the version that the person had before them; another's change in between is refused.
    """
    require(by, Act.THEME_SET, subject=theme)
    refuse_bad_checklist(items)
    Theme.objects.select_for_update().get(pk=theme.pk)
    last = ThemeVersion.objects.filter(theme=theme).order_by("-number")[0]
    if last.number != seen:
        raise Refusal("theme.changed_meanwhile", gettext_noop("这个专题刚被别人改过，请看过新的内容再改。"))
    theme.name, theme.name_en = name, name_en
    theme.save(update_fields=["name", "name_en"])
    version = _new_version(theme, last.number + 1, items, signers, by)
    record(act="theme.changed", subject=theme, by=by, facts={"name": name, "number": version.number})
    return version


def _new_version(
    theme: Theme, number: int, items: Sequence[ChecklistItem], signers: Sequence[str], by: Any
) -> ThemeVersion:
    return ThemeVersion.objects.create(
        theme=theme,
        number=number,
        items=[{**asdict(item), "keywords": list(item.keywords)} for item in items],
        signers=[key for key in Signer.values if key in signers],
        made_at=timezone.now(),
        made_by=by,
    )


@transaction.atomic
def adopt_default_themes(*, by: Any) -> list[Theme]:
    """Set up those of the themes that come along which are not there yet, and return them."""
    require(by, Act.THEME_SET)
    there = set(Theme.objects.values_list("code", flat=True))
    return [
        open_theme(
            code=theme.code,
            letter=theme.letter,
            name=theme.name,
            name_en=theme.name_en,
            items=theme.items,
            signers=theme.signers,
            by=by,
        )
        for theme in default_themes().values()
        if theme.code not in there
    ]


def _current(themes: Iterable[Theme]) -> dict[int, ThemeVersion]:
    """Return the newest version of each theme, by the theme's key."""
    rows = ThemeVersion.objects.filter(theme__in=themes).order_by("number")
    return {row.theme_id: row for row in rows}


@transaction.atomic
def carry_themes(*, inspection: Inspection, themes: Sequence[Theme], by: Any, newest: bool = False) -> None:
    """Let an inspection carry exactly these themes.

    What it carries already keeps the version of its checklist, unless ``newest`` asks for the present one.
    """
    require(by, Act.THEME_SET, unit=inspection.unit, subject=inspection)
    if _carry(inspection, themes, _current(themes), newest=newest):
        _record_carried(inspection, themes, by)


@transaction.atomic
def carry_themes_in_round(
    *,
    round: Round,  # noqa: A002 - the field's term
    themes: Sequence[Theme],
    by: Any,
    newest: bool = False,
) -> None:
    """Let a round carry exactly these themes, and every inspection of it: now, and those registered later.

    Themes that a single inspection carries beyond the round's stay; those taken from the round are taken from all.
    """
    require(by, Act.THEME_SET, subject=round)
    current = _current(themes)
    rows = RoundTheme.objects.filter(round=round)
    before = {row.theme_id: row for row in rows}
    taken = [key for key in before if key not in current]
    rows.filter(theme__in=taken).delete()
    _add(RoundTheme, {"round": round}, themes, before, current, newest=newest)
    for inspection in Inspection.objects.filter(round=round).prefetch_related("themes__theme"):
        kept = [row.theme for row in inspection.themes.all() if row.theme_id not in taken]
        both = {theme.pk: theme for theme in (*kept, *themes)}
        _carry(inspection, list(both.values()), current, newest=newest)
    _record_carried(round, themes, by)


def _carry(inspection: Inspection, themes: Sequence[Theme], current: dict[int, ThemeVersion], *, newest: bool) -> bool:
    """Return whether anything changed."""
    rows = InspectionTheme.objects.filter(inspection=inspection)
    before = {row.theme_id: row for row in rows}
    gone = set(before) - {theme.pk for theme in themes}
    rows.filter(theme__in=gone).delete()
    return _add(InspectionTheme, {"inspection": inspection}, themes, before, current, newest=newest) or bool(gone)


def _add(
    model: Any,
    place: dict[str, Any],
    themes: Sequence[Theme],
    before: dict[int, Any],
    current: dict[int, ThemeVersion],
    *,
    newest: bool,
) -> bool:
    changed = False
    for theme in themes:
        row, version = before.get(theme.pk), current.get(theme.pk)
        if row is None:
            model.objects.create(theme=theme, version=version, **place)
            changed = True
        elif newest and version is not None and row.version_id != version.pk:
            row.version = version
            row.save(update_fields=["version"])
            changed = True
    return changed


def _record_carried(subject: Round | Inspection, themes: Sequence[Theme], by: Any) -> None:
    record(act="theme.carried", subject=subject, by=by, facts={"themes": [theme.name for theme in themes]})


def inherit_themes(inspection: Inspection) -> list[str]:
    """Give a new inspection what its round carries, in the versions of the round; return the names.

    A part of open_inspection(), which checks the right and writes the entry.
    """
    rows = list(RoundTheme.objects.filter(round=inspection.round).select_related("theme"))
    for row in rows:
        InspectionTheme.objects.create(inspection=inspection, theme=row.theme, version_id=row.version_id)
    return [row.theme.name for row in rows]


@transaction.atomic
def mark_material(*, material: Material, theme: Theme | None, by: Any) -> Material:
    """Say which theme the material is about (a special report), or that it is about none; return it."""
    require(by, Act.MATERIAL_RECEIVE, unit=material.unit, subject=material)
    refuse_theme_not_carried(material, theme)
    before = material.theme.name if material.theme else ""
    material.theme = theme
    material.save(update_fields=["theme"])
    record(
        act="material.theme_set",
        subject=material,
        by=by,
        facts={"title": material.title, "theme": theme.name if theme else "", "before": before},
    )
    return material
