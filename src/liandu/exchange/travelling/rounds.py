"""Terms, rounds and inspections, as another committee opened them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import pgettext_lazy

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.exchange.kinds import Coming, Kind, Record, Ref, Selection
from liandu.exchange.wire import day, fits, many, maybe, number, one_of, small_number, text
from liandu.inspections.commands import bring_in_inspection, bring_in_round, bring_in_term
from liandu.inspections.models import Inspection, Round, RoundKind, Term
from liandu.inspections.queries import inspections_for, rounds_for


def iso(value: date | None) -> str | None:
    """Return a day as it travels."""
    return value.isoformat() if value else None


def from_iso(value: str | None) -> date | None:
    """Return the day that iso() wrote."""
    return date.fromisoformat(value) if value else None


class _OfRounds(Kind):
    """What travels with every round."""

    always = True

    def may_send(self, reader: Any) -> bool:
        """Return whether the reader may make packages."""
        return may(reader, Act.EXCHANGE_PACK)

    def refuse(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> None:  # noqa: ARG002
        """Refuse who may not register inspections."""
        require(coming.by, Act.INSPECTION_OPEN, unit=refs.get("unit"))


class Terms(_OfRounds):
    """The terms of the rounds."""

    name = "terms"
    label = pgettext_lazy("records", "届次")
    model = Term
    fields = {"number": small_number, "name": text(60, least=1), "since": day, "until": maybe(day)}

    def rows_for(self, reader: Any, selection: Selection) -> Iterator[Model]:
        """Yield the terms of the rounds and of those above them."""
        keys = {row.term_id for row in with_those_above(reader, selection)}
        yield from Term.objects.filter(pk__in=keys).order_by("pk")

    def get(self, key: int) -> Term | None:
        """Return a term."""
        return Term.objects.filter(pk=key).first()

    def fields_of(self, row: Any) -> dict[str, Any]:
        """Return number, name and days."""
        return {"number": row.number, "name": row.name, "since": iso(row.since), "until": iso(row.until)}

    def title_of(self, fields: Mapping[str, Any]) -> str:
        """Return the name."""
        return str(fields["name"])

    def apply(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> Term:  # noqa: ARG002
        """Register the term under the mark of its site."""
        said = record.fields
        return bring_in_term(
            term=existing,
            mark=coming.mark,
            number=said["number"],
            name=said["name"],
            since=date.fromisoformat(said["since"]),
            until=from_iso(said["until"]),
            by=coming.by,
        )


class Rounds(_OfRounds):
    """The rounds, each after the one above it."""

    name = "rounds"
    label = pgettext_lazy("records", "轮次")
    model = Round
    drafted = frozenset({"term"})
    fields = {
        "number": small_number,
        "name": text(80, least=1),
        "kind": one_of(*RoundKind.values),
        "theme": text(60),
        "since": day,
        "until": maybe(day),
        "answer_months": number,
    }
    refs = {"term": Ref("terms"), "above": Ref("rounds", optional=True)}

    def rows_for(self, reader: Any, selection: Selection) -> Iterator[Model]:
        """Yield the rounds and those above them, from the top."""
        yield from with_those_above(reader, selection)

    def get(self, key: int) -> Round | None:
        """Return a round."""
        return Round.objects.select_related("term", "above").filter(pk=key).first()

    def fields_of(self, row: Any) -> dict[str, Any]:
        """Return number, name, kind, theme, days and the months for answers."""
        said = {name: getattr(row, name) for name in ("number", "name", "kind", "theme", "answer_months")}
        return said | {"since": iso(row.since), "until": iso(row.until)}

    def refs_of(self, row: Any) -> dict[str, Any]:
        """Return term and round above."""
        return {"term": row.term, "above": row.above}

    def title_of(self, fields: Mapping[str, Any]) -> str:
        """Return the name."""
        return str(fields["name"])

    def apply(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> Round:
        """Register the round."""
        said = dict(record.fields)
        said |= {"since": from_iso(said["since"]), "until": from_iso(said["until"])}
        return bring_in_round(round=existing, term=refs["term"], above=refs["above"], by=coming.by, **said)


def with_those_above(reader: Any, selection: Selection) -> list[Round]:
    """Return the rounds of the selection within reach, and the rounds above them, from the top."""
    rows = list(rounds_for(reader).filter(pk__in=selection.rounds).select_related("above", "term"))
    found: dict[int, Round] = {}
    for row in rows:
        chain = [row]
        while chain[-1].above is not None and len(chain) < 9:
            chain.append(chain[-1].above)
        for one in reversed(chain):
            found.setdefault(one.pk, one)
    return list(found.values())


def _is_member(value: Any) -> bool:
    return fits(value, {"name": text(30, least=1), "role": text(30)})


class Inspections(_OfRounds):
    """Which units are inspected in the rounds, by whom and when."""

    name = "inspections"
    label = pgettext_lazy("records", "巡视")
    model = Inspection
    drafted = frozenset({"round", "unit"})
    fields = {
        "team": text(60, least=1),
        "team_head": text(30),
        "members": many(_is_member, most=200),
        "stationed_from": maybe(day),
        "stationed_until": maybe(day),
        "feedback_on": maybe(day),
    }
    refs = {"round": Ref("rounds"), "unit": Ref("units")}

    def rows_for(self, reader: Any, selection: Selection) -> Iterator[Model]:
        """Yield the inspections within reach."""
        rows = inspections_for(reader).filter(round__in=selection.rounds).order_by("pk")
        yield from rows.iterator(chunk_size=500)

    def get(self, key: int) -> Inspection | None:
        """Return an inspection."""
        return Inspection.objects.select_related("round", "unit").filter(pk=key).first()

    def fields_of(self, row: Any) -> dict[str, Any]:
        """Return team, people and days."""
        members = [{"name": m.get("name", "")[:30], "role": m.get("role", "")[:30]} for m in row.members]
        days = {name: iso(getattr(row, name)) for name in ("stationed_from", "stationed_until", "feedback_on")}
        return {"team": row.team, "team_head": row.team_head, "members": members} | days

    def refs_of(self, row: Any) -> dict[str, Any]:
        """Return round and unit."""
        return {"round": row.round, "unit": row.unit}

    def title_of(self, fields: Mapping[str, Any]) -> str:
        """Return the team."""
        return str(fields["team"])

    def match(self, record: Record, refs: Mapping[str, Any]) -> Inspection | None:  # noqa: ARG002 - by what it refers to
        """Return our inspection of the same unit in the same round."""
        return Inspection.objects.filter(round=refs["round"], unit=refs["unit"]).first()

    def apply(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> Inspection:
        """Register the inspection."""
        said = dict(record.fields)
        for name in ("stationed_from", "stationed_until", "feedback_on"):
            said[name] = from_iso(said[name])
        return bring_in_inspection(inspection=existing, round=refs["round"], unit=refs["unit"], by=coming.by, **said)
