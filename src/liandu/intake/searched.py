"""Documents as they are found by their words: material that is kept, with the text that reading has left of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from liandu.access.queries import unit_keys_within
from liandu.access.roles import Act
from liandu.inspections.models import Material, MaterialKind
from liandu.inspections.queries import material_for
from liandu.inspections.states import State
from liandu.intake.models import Document, DocumentText
from liandu.search.kinds import Keys, Kind, Shown, Source, itself, let_find


def _texts(keys: Keys) -> Iterator[Source]:
    # Lists of clues are not kept here at all; should one ever be, it is not found.
    kept = Material.objects.filter(pk__in=keys, state=State.KEPT).exclude(kind=MaterialKind.CLUE_LIST)
    texts = DocumentText.objects.filter(document__material__in=kept).values_list("document__material", "blocks")
    said = {material: "\n".join(block["text"] for block in blocks) for material, blocks in texts}
    for row in kept:
        body = f"{row.filename}\n{said.get(row.pk, '')}"
        yield Source(row.pk, row.unit_id, row.round_id, row.received_at, row.title, body)


def _of_documents(keys: Keys) -> list[int]:
    return list(Document.objects.filter(pk__in=keys).values_list("material", flat=True))


def _shown(reader: Any, keys: Keys) -> Mapping[int, Shown]:
    return {
        row.pk: Shown(row.title, "", str(row.unit), reverse("inspections:material", args=[row.pk]))
        for row in material_for(reader).filter(pk__in=keys, state=State.KEPT)
    }


let_find(
    Kind(
        name="document",
        words=gettext_lazy("文件"),
        concerns={"inspections.material": itself, "intake.document": _of_documents},
        texts=_texts,
        reach=lambda reader: unit_keys_within(reader, Act.MATERIAL_VIEW),
        shown=_shown,
    )
)
