"""The words of a registered clue are put right: what stood before is kept, sealed, and the journal holds none of it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.clues.commands.opening import index_names, named_persons
from liandu.clues.commands.permission import changed_meanwhile, require_author
from liandu.clues.models import Clue, Correction
from liandu.clues.rules import reasons_against_correcting, refuse_blank
from liandu.clues.sealing import packed_persons, seal, unseal
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop


@transaction.atomic
def correct_clue(
    *, clue: Clue, persons: Sequence[dict[str, str]], narrative: str, reason: str, after: int, by: Any
) -> Correction:
    """Put the persons and the narrative of ``clue`` right and return the correction, which keeps what stood before.

    Only its registrar and its keeper do. ``after`` is how many corrections the one had seen who wrote this one: what
    somebody else corrected meanwhile is not overwritten.
    """
    require_author(by, clue)
    clue = Clue.objects.select_for_update().get(pk=clue.pk)
    for against in reasons_against_correcting(clue):
        raise against
    if clue.corrections.count() != after:
        raise changed_meanwhile()
    row = Correction(clue=clue, place=after + 1, by=by, at=timezone.now())
    earlier = {"persons": unseal(clue, "persons"), "narrative": unseal(clue, "narrative")}
    seal(row, **earlier, reason=refuse_blank(reason, gettext_noop("请写更正的理由。")))
    named = named_persons(persons)
    words = refuse_blank(narrative, gettext_noop("请写反映的主要问题。"))
    fresh = {"persons": packed_persons(named), "narrative": words}
    changed = [field for field, text in fresh.items() if text != earlier[field]]
    if not changed:
        raise Refusal("clue.nothing_corrected", gettext_noop("文字没有改动，没有更正。"))
    row.save(force_insert=True)
    seal(clue, **{field: fresh[field] for field in changed})
    clue.save(update_fields=changed)
    if "persons" in changed:
        index_names(clue, [person["name"] for person in named])
    record(act="clue.corrected", subject=clue, by=by, facts={"correction": row.pk, "fields": changed})
    return row
