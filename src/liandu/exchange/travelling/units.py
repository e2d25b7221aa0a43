"""Units: recognised, never made. Where codes do not tell which foreign unit is which of ours, a person says it once."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import pgettext_lazy

from liandu.access.queries import may
from liandu.access.roles import Act
from liandu.exchange.kinds import Coming, Kind, Record, Selection
from liandu.exchange.wire import one_of, text
from liandu.findings.queries import findings_for
from liandu.inspections.queries import inspections_for, material_for
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Sector, Unit


class Units(Kind):
    """The units that the other records of a package speak of."""

    name = "units"
    label = pgettext_lazy("records", "单位")
    always = True
    compared = False
    model = Unit
    fields = {
        "code": text(10, least=1),
        "name": text(120, least=1),
        "short_name": text(60),
        "sector": one_of("", *Sector.values),
    }

    def may_send(self, reader: Any) -> bool:
        """Return whether the reader may make packages."""
        return may(reader, Act.EXCHANGE_PACK)

    def rows_for(self, reader: Any, selection: Selection) -> Iterator[Model]:
        """Yield the units of the inspections, the material and the findings of the rounds."""
        rounds = selection.rounds
        of_inspections = inspections_for(reader).filter(round__in=rounds).order_by().values("unit")
        condition = Q(pk__in=of_inspections)
        if "material" in selection.chosen:
            condition |= Q(pk__in=material_for(reader).filter(round__in=rounds).order_by().values("unit"))
        if "findings" in selection.chosen:
            condition |= Q(pk__in=findings_for(reader).filter(round__in=rounds).order_by().values("unit"))
        yield from Unit.objects.filter(condition).order_by("code").iterator()

    def key_of(self, row: Any) -> str:
        """Return the code, which is given once and never changes."""
        return str(row.code)

    def get(self, key: int) -> Unit | None:
        """Return a unit of ours."""
        return Unit.objects.filter(pk=key).first()

    def own(self, key: str) -> Unit | None:
        """Return the unit of ours with this code."""
        return Unit.objects.filter(code=key).first()

    def fields_of(self, row: Any) -> dict[str, Any]:
        """Return code, names and sector."""
        return {name: getattr(row, name) for name in self.fields}

    def title_of(self, fields: Mapping[str, Any]) -> str:
        """Return the name."""
        return str(fields["name"])

    def match(self, record: Record, refs: Mapping[str, Any]) -> Unit | None:  # noqa: ARG002 - a unit refers to none
        """Return our unit with the same code and the same name: codes alone mean other units elsewhere."""
        return Unit.objects.filter(code=record.fields["code"], name=record.fields["name"]).first()

    def refuse(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> None:  # noqa: ARG002
        """Refuse a unit that nobody has matched."""
        if existing is None:
            sentence = gettext_noop(
                "本系统没有编码 %(unit)s 的“%(name)s”。请在这里指定它对应本系统的哪个单位，或先由系统管理员设立机构。"
            )
            raise Refusal("exchange.unit_unknown", sentence, unit=record.fields["code"], name=record.fields["name"])

    def apply(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> Any:  # noqa: ARG002
        """Return our unit; nothing of it is changed."""
        return existing
