"""Writing the index: what came since the last look, and building it anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from liandu.journal.commands import record
from liandu.search import engines
from liandu.search.kinds import Source
from liandu.search.models import Cursor, Text
from liandu.search.terms import parts_of

ONLY = 1  # the key of the cursor: there is one
AT_ONCE = 200  # rows a statement
KEPT = ("unit_id", "round", "at", "title", "body")


@dataclass(frozen=True, slots=True)
class Step:
    """The cursor as it was read, and where it goes."""

    edition: int
    upper: int
    awaited: list[Any]


@transaction.atomic
def keep_texts(*, step: Step, texts: Mapping[str, Mapping[int, Source | None]], worker: str) -> bool:  # noqa: ARG001 - says who acts
    """Let these texts (by kind and key; None: none any more) be found, and move the cursor, in one stroke.

    Return False, and change nothing, when another worker has moved the cursor since it was read.
    """
    Cursor.objects.get_or_create(pk=ONLY)
    moved = Cursor.objects.filter(pk=ONLY, edition=step.edition).update(
        edition=step.edition + 1, upper=step.upper, awaited=step.awaited
    )
    if not moved:
        return False
    for kind, sources in texts.items():
        _keep(kind, sources)
    return True


def _keep(kind: str, sources: Mapping[int, Source | None]) -> None:
    before = {(row.key, row.part): row for row in Text.objects.filter(kind=kind, key__in=list(sources))}
    now = {(row.key, row.part): row for source in sources.values() if source for row in _rows(kind, source)}
    gone = [row for place, row in before.items() if place not in now]
    changed = [(before[place], row) for place, row in now.items() if place in before and _differs(before[place], row)]
    engines.drop(_indexed([*gone, *(old for old, _new in changed)]))
    Text.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for old, new in changed:
        new.pk = old.pk
    renewed = [new for _old, new in changed]
    Text.objects.bulk_update(renewed, KEPT, batch_size=AT_ONCE)
    added = Text.objects.bulk_create([row for place, row in now.items() if place not in before], batch_size=AT_ONCE)
    engines.put(_indexed([*renewed, *added]))


def _rows(kind: str, source: Source) -> Iterable[Text]:
    for part, (title, body) in enumerate(parts_of(source.title, source.body)):
        yield Text(
            kind=kind, key=source.key, part=part, unit_id=source.unit, round=source.round, at=source.at,
            title=title, body=body,
        )  # fmt: skip


def _differs(old: Text, new: Text) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in KEPT)


def _indexed(rows: Iterable[Text]) -> list[engines.Row]:
    return [engines.Row(row.pk, row.kind, row.key, row.unit_id, row.round, row.title, row.body) for row in rows]


@transaction.atomic
def build_anew(*, by: Any) -> None:
    """Forget every text and begin to follow the journal from its first entry; the worker does the rest."""
    cursor, _made = Cursor.objects.get_or_create(pk=ONLY)
    Cursor.objects.filter(pk=ONLY).update(edition=cursor.edition + 1, upper=0, awaited=[])
    engines.empty(connection)
    Text.objects.all().delete()
    record(act="search.built_anew", subject="search.text:", by=by)
