"""Evidence with its files. What stands above the receiver's ceiling, and every list of clues, is refused there."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from liandu.exchange.kinds import Coming, Record, Selection
from liandu.exchange.travelling.material import is_filename
from liandu.exchange.travelling.rounds import from_iso, iso
from liandu.exchange.wire import day, flag, many, matching, maybe, moment, moment_in, moment_out, one_of, text
from liandu.inspections.examination import Examined, examine_proof, is_clue_list
from liandu.inspections.policies import EvidenceKind
from liandu.inspections.rules import refuse_above_ceiling, refuse_clue_list
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.kernel.words import gettext_noop
from liandu.rectification.commands import bring_in_evidence, follow_withdrawal
from liandu.rectification.models import Evidence
from liandu.rectification.queries import items_for
from liandu.rectification.travelling.of_items import OfItems

TOGETHER = 200
_FIXED = ("kind", "title", "effective_on", "during_inspection", "filename", "sha256", "measures")


class EvidenceRecords(OfItems):
    """The evidence of the items of the rounds, each piece with its file and the measures that it proves."""

    name = "evidence"
    label = _("佐证材料和原件")
    model = Evidence
    fields = {
        "kind": one_of(*EvidenceKind.values),
        "title": text(200, least=1),
        "effective_on": day,
        "during_inspection": flag,
        "grade": one_of(*(grade.value for grade in Grade)),
        "filename": is_filename,
        "sha256": matching(r"[0-9a-f]{64}"),
        "measures": many(text(20_000), most=500),
        "withdrawn": text(200),
        "told_by": text(60),
        "told_at": maybe(moment),
    }
    words = {
        "effective_on": _("形成日期"),
        "during_inspection": _("边巡边改"),
        "measures": _("证明哪些措施"),
        "withdrawn": _("撤回理由"),
        "told_by": _("填报人"),
        "told_at": _("填报时间"),
        "item": _("整改事项"),
    }

    def rows_for(self, reader: Any, selection: Selection) -> Iterator[Model]:
        """Yield the evidence of the items within reach, oldest first."""
        items = items_for(reader).filter(round__in=selection.rounds).order_by().values("pk")
        rows = Evidence.objects.filter(item__in=items).order_by("pk")
        rows = rows.select_related("item", "file", "made_by").prefetch_related("measures")
        yield from rows.iterator(chunk_size=TOGETHER)

    def get(self, key: int) -> Evidence | None:
        """Return a piece of evidence."""
        return self.get_many([key]).get(key)

    def get_many(self, keys: Collection[int]) -> dict[int, Evidence]:
        """Return pieces of evidence by key."""
        rows = Evidence.objects.filter(pk__in=keys).select_related("item__unit", "file", "made_by")
        return {row.pk: row for row in rows.prefetch_related("measures")}

    def own(self, key: str) -> Evidence | None:
        """Return the evidence of ours with this key; what came is none."""
        row = super().own(key)
        return row if row is not None and not row.item.kept_at else None

    def is_ours(self, row: Any) -> bool:
        """Return whether the evidence is of an item that is kept here."""
        return not row.item.kept_at

    def fields_of(self, row: Any) -> dict[str, Any]:
        """Return what the evidence is and proves; its bytes travel as an original."""
        said = {name: getattr(row, name) for name in ("kind", "title", "during_inspection", "grade", "filename")}
        measures = row.told_measures if row.item.kept_at else [one.what for one in row.measures.all()]
        told = {"told_by": row.writer[:60], "told_at": moment_out(row.written_at)}
        more = {"effective_on": iso(row.effective_on), "sha256": row.file.sha256, "measures": measures}
        return said | told | more | {"withdrawn": row.withdrawn_reason}

    def title_of(self, fields: Mapping[str, Any]) -> str:
        """Return the title."""
        return str(fields["title"])

    def in_words(self, name: str, value: Any) -> Any:
        """Return the kind in words."""
        return dict(EvidenceKind.choices).get(value, value) if name == "kind" else value

    def file_of(self, fields: Mapping[str, Any]) -> str:
        """Return the digest of the original."""
        return str(fields["sha256"])

    def examine(self, path: Path, name: str) -> Examined:
        """Look at the file as at one that is attached here: a photograph is proof as it is."""
        return examine_proof(path, name)

    def above(self, fields: Mapping[str, Any], ceiling: str) -> bool:
        """Return whether the evidence is graded above the receiver's ceiling."""
        return Grade(fields["grade"]).exceeds(Grade(ceiling))

    def refuse(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> None:
        """Refuse as for all that belongs to items; what is above our ceiling, lists of clues, and another content."""
        super().refuse(record, refs, existing, coming)
        said = record.fields
        refuse_clue_list("", found=is_clue_list(said["filename"]))
        refuse_above_ceiling(Grade(said["grade"]), name=said["filename"])
        if existing is not None:
            ours = self.fields_of(existing)
            if any(ours[name] != said[name] for name in _FIXED) or (ours["withdrawn"] and not said["withdrawn"]):
                sentence = gettext_noop("佐证“%(title)s”已经接收，接收后只能随来源撤回，内容不变。")
                raise Refusal("exchange.evidence_fixed", sentence, title=existing.title)

    def apply(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> Evidence:
        """Keep the evidence with its file, or follow the withdrawal of what is there."""
        said, row = record.fields, existing
        if row is None:
            incoming: Any = coming.incoming  # laid ready: a new record comes with its file
            about = {name: said[name] for name in ("kind", "title", "during_inspection", "told_by")}
            row = bring_in_evidence(
                item=refs["item"],
                key=record.key,
                incoming=incoming,
                examined=coming.examined,
                grade=Grade(said["grade"]),
                effective_on=from_iso(said["effective_on"]),
                told_at=moment_in(said["told_at"]),
                told_measures=said["measures"],
                by=coming.by,
                **about,
            )
        return follow_withdrawal(evidence=row, reason=said["withdrawn"], by=coming.by) if said["withdrawn"] else row
