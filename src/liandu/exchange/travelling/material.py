"""Material with its originals. What stands above the ceiling of the receiver is refused there and leaves no copy."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from liandu.access.queries import acts_of, require
from liandu.access.roles import Act
from liandu.exchange.kinds import Coming, Kind, Record, Ref, Selection
from liandu.exchange.travelling.rounds import from_iso, iso
from liandu.exchange.wire import day, matching, maybe, one_of, text
from liandu.inspections.commands import restore_material, withdraw_material
from liandu.inspections.models import Material, MaterialKind
from liandu.inspections.queries import material_for
from liandu.inspections.rules import plain_filename, refuse_above_ceiling
from liandu.inspections.states import State
from liandu.intake.commands import receive_document
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.kernel.words import gettext_noop
from liandu.orgs.queries import root_unit

_AT_SOURCE = gettext_noop("来源单位已撤回")


def is_filename(value: Any) -> bool:
    """Return whether ``value`` can be the name of a file, without a folder."""
    return text(200, least=1)(value) and plain_filename(value) == value


class MaterialRecords(Kind):
    """Material of the rounds, each piece with its original."""

    name = "material"
    label = _("材料和原件")
    model = Material
    drafted = frozenset({"round", "inspection"})
    fields = {
        "kind": one_of(*MaterialKind.values),
        "title": text(200, least=1),
        "grade": one_of(*(grade.value for grade in Grade)),
        "filename": is_filename,
        "dated": maybe(day),
        "state": one_of(State.KEPT.value, State.WITHDRAWN.value),
        "sha256": matching(r"[0-9a-f]{64}"),
    }
    refs = {
        "round": Ref("rounds"),
        "inspection": Ref("inspections", optional=True, binding=True),
        "corrects": Ref("material", optional=True),
    }

    def may_send(self, reader: Any) -> bool:
        """Return whether the reader may read material."""
        return {Act.EXCHANGE_PACK, Act.MATERIAL_VIEW} <= acts_of(reader)

    def rows_for(self, reader: Any, selection: Selection) -> Iterator[Model]:
        """Yield the material within reach that has its file, oldest first."""
        rows = material_for(reader).filter(round__in=selection.rounds).exclude(file=None).order_by("pk")
        yield from rows.select_related("file", "round", "inspection", "corrects").iterator(chunk_size=200)

    def get(self, key: int) -> Material | None:
        """Return a piece of material."""
        return self.get_many([key]).get(key)

    def get_many(self, keys: Collection[int]) -> dict[int, Material]:
        """Return pieces of material by key."""
        rows = Material.objects.select_related("file", "round", "inspection", "corrects", "unit")
        return {row.pk: row for row in rows.filter(pk__in=keys)}

    def fields_of(self, row: Any) -> dict[str, Any]:
        """Return what the material is; its bytes travel as an original."""
        said = {name: getattr(row, name) for name in ("kind", "title", "grade", "filename", "state")}
        return said | {"dated": iso(row.dated), "sha256": row.file.sha256 if row.file else ""}

    def refs_of(self, row: Any) -> dict[str, Any]:
        """Return round, inspection and the earlier version."""
        return {"round": row.round, "inspection": row.inspection, "corrects": row.corrects}

    def title_of(self, fields: Mapping[str, Any]) -> str:
        """Return the title."""
        return str(fields["title"])

    def file_of(self, fields: Mapping[str, Any]) -> str:
        """Return the digest of the original."""
        return str(fields["sha256"])

    def above(self, fields: Mapping[str, Any], ceiling: str) -> bool:
        """Return whether the material is graded above the receiver's ceiling."""
        return Grade(fields["grade"]).exceeds(Grade(ceiling))

    def match(self, record: Record, refs: Mapping[str, Any]) -> Material | None:
        """Return our material of the same content for the same round and inspection."""
        return Material.objects.filter(
            round=refs["round"], inspection=refs["inspection"], file__sha256=record.fields["sha256"], state=State.KEPT
        ).first()

    def refuse(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> None:
        """Refuse what is above our ceiling, what one may not receive, and another content for what we hold."""
        inspection = refs["inspection"]
        require(coming.by, Act.MATERIAL_RECEIVE, unit=inspection.unit if inspection else root_unit())
        refuse_above_ceiling(Grade(record.fields["grade"]), name=record.fields["filename"])
        if existing is not None and self._differs(existing, record):
            sentence = gettext_noop("《%(title)s》已经接收，材料接收后内容不变；有更正请对方作为更正版另行登记。")
            raise Refusal("exchange.material_fixed", sentence, title=existing.title)

    def _differs(self, existing: Material, record: Record) -> bool:
        ours = self.fields_of(existing)
        if existing.file is None:
            return True
        return any(ours[name] != record.fields[name] for name in ("kind", "title", "dated", "sha256"))

    def apply(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> Any:
        """Receive the material and list it for reading, or follow the withdrawal of what is there."""
        said, row = record.fields, existing
        if row is None:
            examined = coming.examined
            received = receive_document(
                round=refs["round"],
                inspection=refs["inspection"],
                incoming=coming.incoming,
                kind=said["kind"],
                title=said["title"],
                grade=Grade(said["grade"]),
                marking=examined.marking,
                format=examined.format,
                pages=examined.pages,
                dated=from_iso(said["dated"]),
                corrects=refs["corrects"],
                by=coming.by,
            )
            row = received.material
        if said["state"] == State.WITHDRAWN and row.state == State.KEPT:
            withdraw_material(material=row, reason=_AT_SOURCE, by=coming.by)
        if said["state"] == State.KEPT and row.state == State.WITHDRAWN:
            restore_material(material=row, by=coming.by)
        return row
